"""What a user may set: each setting with its default, bounds and words, said once.

The command line makes its options of it, `run`, `clean` and `dedupe` take the same by name, and `run.json` tells what a
run was given.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from italclean.errors import BadOption, BadResolver, Language
from italclean.groups import Group, setting
from italclean.messages.text import argument, said
from italclean.segment import Segments
from italclean.tariff import Tariff
from italclean.terms import Agreement, Terms


@dataclass(frozen=True)
class Reading(Group):
    """How files and databases are read; what is None is found out.

    Attributes:
        encoding: A Python codec name.
        delimiter: One character.
        skip_rows: How many lines stand above the header of each file.
        widths: How many characters each column takes in files of fixed width, or the name of a TOML file that
            describes the columns.
        query: What is asked of the one database among the sources, instead of a table.
        query_file: A file that holds the query.

    Examples:
        >>> Reading(delimiter=";").encoding is None
        True
        >>> Reading(widths="10,30,16").widths, Reading(widths=[10, 30]).widths
        (('10', '30', '16'), ('10', '30'))
    """

    encoding: str | None = setting(None, "The encoding of the files; detected when not given.")
    delimiter: str | None = setting(None, "The delimiter of the files; found when not given. \\t is the tab.")
    skip_rows: int | None = setting(
        None, "How many lines stand above the header; found when not given.", metavar="LINES", least=0
    )
    widths: Sequence[str | int] | str | Path = setting(
        (),
        "The widths of the columns of files without delimiters, as 10,30,16; or a TOML file that describes them.",
        metavar="WIDTHS",
    )
    query: str | None = setting(None, "What to ask of the database, instead of a table: a SELECT.", metavar="SQL")
    query_file: Path | None = setting(None, "The file that holds the query.", metavar="FILE")

    def __post_init__(self) -> None:
        given = self.widths
        listed = str(given).split(",") if isinstance(given, str | Path) else map(str, given)
        widths = tuple(width.strip() for width in listed)
        if not all(widths):
            raise BadOption(value=given, option=argument("widths"), reason=said("error.widths"))
        object.__setattr__(self, "widths", widths)
        super().__post_init__()
        sign = self.delimiter
        if sign is not None and (len(sign) != 1 or not sign.isascii() or sign in '"\r\n'):
            raise BadOption(value=sign, option=argument("delimiter"), reason=said("error.not_one_sign"))
        if self.query is not None and self.query_file is not None:
            raise BadOption(value=self.query_file, option=argument("query_file"), reason=said("database.query_twice"))

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain data; of a query, which may name people or hold a password, its hash alone."""
        told = super().as_dict()
        query = told["query"]
        return {**told, "query": query and f"sha256:{hashlib.sha256(query.encode()).hexdigest()}"}


@dataclass(frozen=True)
class Matching(Group):
    """Which sources are trusted, and how sure a merge must be.

    The probability of two rows is the lower bound of 95% where the list's own codes taught something, and the model's
    elsewhere.

    Attributes:
        priority: The sources from the most to the least trusted.
        unique: The sources free of duplicates.
        merge_from: The probability from which two rows that are only alike are merged, 1 for never; None for 0.95
            where the list's own codes taught something, and 0.9 elsewhere.
        review_from: The probability from which two rows that are not merged are shown to a person.

    Examples:
        >>> Matching(priority=["erp", "crm"]).priority
        ('erp', 'crm')
    """

    priority: Sequence[str] = setting(
        (), "The sources from the most to the least trusted, for the golden records.", metavar="SOURCE,SOURCE..."
    )
    unique: Sequence[str] = setting(
        (), "The sources free of duplicates: no two of their rows are merged.", metavar="SOURCE,SOURCE..."
    )
    merge_from: float | None = setting(
        None,
        "From which probability on two rows that are only alike are merged, 1 for never; by default 0.95 where the "
        "list's own codes tell, as its lower bound, and 0.9 elsewhere.",
        metavar="PROBABILITY",
        least=0.5,
        most=1.0,
    )
    review_from: float = setting(
        0.50,
        "From which probability on two rows that are not merged are shown to a person.",
        metavar="PROBABILITY",
        least=0.0,
        most=1.0,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.merge_from is not None and self.review_from > self.merge_from:
            reason = said("error.review_above_merge", merge_from=f"{self.merge_from:g}")
            raise BadOption(value=self.review_from, option=argument("review_from"), reason=reason)


@dataclass(frozen=True)
class Periods(Group):
    """After how long a customer is silent.

    Attributes:
        dormant: Months without an order after which a customer is dormant.
        retention: Months without any sign of life after which a row is named as kept for too long; None or 0 for never.
        today: The day from which months are counted; None for the day of the run.

    Examples:
        >>> Periods(today=date(2026, 12, 31)).before(24)
        '2024-12-31'
    """

    dormant: int = setting(
        24,
        "Months without an order before a customer is dormant.",
        flag="--dormant-after",
        metavar="MONTHS",
        least=1,
        most=1200,
    )
    retention: int | None = setting(
        120, "Months of silence before a row is named in retention.csv; 0: never.", metavar="MONTHS", least=0, most=1200
    )
    today: date | None = setting(None, "The day to count from, as 2026-12-31; by default today.", metavar="DATE")

    def before(self, months: int, *, on: str | None = None) -> str:
        """The day so many months ago, ISO 8601.

        Args:
            months: How many.
            on: The day to count from, ISO 8601; None for `today`.
        """
        today = (self.today or date.today()) if on is None else date.fromisoformat(on)
        if today.year * 12 + today.month - months <= 12:
            return str(date.min)
        day = pl.Series([today]).dt.offset_by(f"-{months}mo")
        return str(day[0])


@dataclass(frozen=True)
class Dns(Group):
    """How the DNS is asked.

    Attributes:
        resolver: The address of a resolver, with or without a port; None for the system's.
        timeout: Seconds to wait for one answer.
        retries: How many more rounds are made over what was not answered.
        concurrency: How many domains are asked for at a time.
        cache: The file that keeps the answers, or None.
        max_age: For how many days an answer is kept; no answer counts for an hour.

    Examples:
        >>> Dns(resolver="127.0.0.1:5353", timeout=1).address
        ('127.0.0.1', 5353)
    """

    resolver: str | None = setting(
        None,
        "The resolver, as 9.9.9.9 or 127.0.0.1:5353; or the system's.",
        flag="--dns-resolver",
        metavar="ADDRESS",
    )
    timeout: float = setting(
        3.0, "How long to wait for one answer.", flag="--dns-timeout", metavar="SECONDS", least=0.05
    )
    retries: int = setting(
        1, "How often to ask again where nothing was answered.", flag="--dns-retries", metavar="ROUNDS", least=0
    )
    concurrency: int = setting(
        200, "How many domains at a time.", flag="--dns-concurrency", metavar="DOMAINS", least=1, most=900
    )
    cache: Path | None = setting(
        None, "Where to keep the answers; by default in DIR.", flag="--dns-cache", metavar="FILE"
    )
    max_age: float = setting(
        30.0, "For how many days a kept answer counts.", flag="--dns-max-age", metavar="DAYS", least=0
    )

    @property
    def address(self) -> tuple[str, int] | None:
        """The resolver's address and port.

        Raises:
            BadResolver: It is not an address.
        """
        if self.resolver is None:
            return None
        from ipaddress import ip_address

        whole = re.fullmatch(r"\[(.+)\](?::([0-9]+))?|([^:]+)(?::([0-9]+))?|(.*)", self.resolver.strip())
        assert whole is not None  # the last alternative takes anything
        host = whole[1] or whole[3] or whole[5] or ""
        port = int(whole[2] or whole[4] or 53)
        try:
            ip_address(host)
        except ValueError:
            raise BadResolver(resolver=self.resolver) from None
        if not 0 < port < 1 << 16:
            raise BadResolver(resolver=self.resolver)
        return host, port


@dataclass(frozen=True)
class Settings:
    """All that a run is told beside its files.

    Attributes:
        reading: How files are read.
        mapping: Roles of columns that the header and the content do not tell.
        matching: Which sources are trusted, and how sure a merge must be.
        periods: After how long a customer is silent.
        dns: How the DNS is asked; None where it is not.
        language: The language of messages.
        terms: Who owns which field, and how conflicts are settled.
        contract: The contract that all this stands in; None where there is none.
        tariff: What the system costs that customers go to, or None.
        segments: Who is in which segment, and whose task a customer is.
    """

    reading: Reading = field(default_factory=Reading)
    mapping: Mapping[str, str] = field(default_factory=dict)
    matching: Matching = field(default_factory=Matching)
    periods: Periods = field(default_factory=Periods)
    dns: Dns | None = None
    language: Language = "it"
    terms: Terms = field(default_factory=Terms)
    contract: Agreement | None = None
    tariff: Tariff | None = None
    segments: Segments = field(default_factory=Segments)

    def __post_init__(self) -> None:
        if not isinstance(self.mapping, Mapping):
            raise BadOption(value=self.mapping, option=argument("mapping"), reason=said("error.not_a_mapping"))
        if self.language not in ("it", "en"):
            raise BadOption(value=self.language, option=argument("language"), reason=said("error.language"))

    @property
    def agreed(self) -> Mapping[str, Mapping[str, str]]:
        """The roles that the contract gives the columns of each source; empty without one."""
        return {} if self.contract is None else self.contract.columns

    def as_dict(self) -> dict[str, Any]:
        """Return them as plain data, as `run.json` holds them."""
        return {
            "mapping": dict(self.mapping),
            **self.reading.as_dict(),
            **self.matching.as_dict(),
            **self.periods.as_dict(),
            "dns": None if self.dns is None else self.dns.as_dict(),
            "language": self.language,
            "terms": self.terms.as_dict(),
            "contract": None if self.contract is None else self.contract.as_dict(),
            "tariff": None if self.tariff is None else self.tariff.as_dict(),
            "segments": self.segments.as_dict(),
        }
