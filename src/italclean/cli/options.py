"""The options of the commands, made of the settings: what a setting is called, its default and its help stand there."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import Field, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_type_hints

import typer

from italclean.errors import BadOption
from italclean.groups import Group, setting
from italclean.messages.text import argument, said

Command = Callable[..., Any]
Made = TypeVar("Made", bound=Group)

_TAB = ("\\t", "tab", "TAB")


class Lang(StrEnum):
    """The languages of messages."""

    it = "it"
    en = "en"


class Format(StrEnum):
    """What tables are written as."""

    csv = "csv"
    parquet = "parquet"


class Piped(StrEnum):
    """The tables that may go to standard output."""

    golden = "golden"
    cleaned = "cleaned"
    issues = "issues"
    crosswalk = "crosswalk"
    review = "review"


@dataclass(frozen=True)
class Job(Group):
    """What the commands that write are told beside the settings of the library.

    Attributes:
        out: The folder for the results.
        to: The database for the results.
        force: Whether the files of an earlier run may be replaced.
        format: What the tables are written as.
        rewritten: What the cells that were merely rewritten are kept as.
        xlsx: Whether the tables that people work on are written as workbooks.
        no_examples: Whether the report leaves out what stands in cells.
        stdout: The table that goes to standard output.
        json_lines: Whether it goes there as JSON Lines.
        dry_run: Whether nothing is written.
        lang: The language of messages and report; None for the system's.
        as_json: Whether the summary is printed as JSON.
        quiet: Whether nothing but errors is said.
        fail_on: Figures and their maximum.
        targets: The systems whose import files are written, too.
        template: A workbook that such a system exported, to be filled.
        debug: Whether a fault of italclean writes a file.
    """

    out: Path | None = setting(None, "The folder for the results.", metavar="DIR")
    to: str | None = setting(
        None, "The database for the results, as postgresql://user@host/db?schema=pulito or env:NAME.", metavar="ADDRESS"
    )
    force: bool = setting(default=False, help="Overwrite the files or tables of an earlier run.")
    format: Format = setting(
        Format.csv, "What to write the tables as; those that a person fills (review, rejected …) are CSV in any case."
    )
    rewritten: Format = setting(
        Format.parquet, "What to keep the cells as that were merely rewritten: rewritten.parquet or rewritten.csv."
    )
    xlsx: bool = setting(
        default=False,
        help="Write review.xlsx instead of review.csv, with a list to choose the decisions from, and golden.xlsx.",
    )
    no_examples: bool = setting(
        default=False, help="Leave all cells out of report.html: it then holds counts and no personal data."
    )
    stdout: Piped | None = setting(
        None, "Write this table to standard output; --out may then be left out, and nothing else is kept."
    )
    json_lines: bool = setting(default=False, help="With --stdout: one JSON object a line, instead of CSV.")
    dry_run: bool = setting(default=False, help="Do everything but write.")
    lang: Lang | None = setting(None, "The language of messages and report; by default that of the system.")
    as_json: bool = setting(default=False, help="Print the summary as JSON on standard output.", flag="--json")
    quiet: bool = setting(default=False, help="No progress bars, no messages but errors.")
    fail_on: list[str] | None = setting(
        None,
        "Exit with 1 when a figure is over its maximum, a count or a share: rejected=1%, invalid=500, review=0.",
        metavar="NAME=MAX",
    )
    targets: list[str] | None = setting(
        None,
        "Write the import files of a system, too, into a folder of its name in DIR: hubspot, salesforce …, or a TOML "
        "file of your own (repeatable).",
        flag="--for",
        metavar="TARGET",
    )
    template: Path | None = setting(
        None, "A workbook that a system of --for exported, to be filled: of Business Central.", metavar="FILE"
    )
    debug: bool = setting(
        default=False, help="Where italclean itself fails, write a file of where it did (no data in it)."
    )


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="One or more files or addresses of databases; NAME=PATH names the source, - is standard input.",
    ),
]
Mapping = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=ROLE", help="The role of a column (repeatable); the role - means none."),
]
Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE...",
        help="One or more files or addresses of databases; NAME=PATH names the source, - is standard input. With "
        "--contract they may be left out: those of the contract are read.",
    ),
]
Decisions = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE", help="A review.csv or .xlsx filled with same or different, or a decisions.csv (repeatable)."
    ),
]
TariffOption = Annotated[
    Path | None,
    typer.Option(
        "--tariff",
        metavar="FILE",
        help="What the system costs that customers go to (TOML): the contacts that cost money and bring none are told.",
    ),
]
UseDns = Annotated[
    bool, typer.Option("--dns", help="Ask the DNS whether the e-mail domains take mail (uses the network).")
]
LangOption = Annotated[
    Lang | None, typer.Option("--lang", help="The language of messages; by default that of the system.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")]
Debug = Annotated[bool, typer.Option("--debug", help=Job.__dataclass_fields__["debug"].metadata["help"])]


def takes(**groups: type[Group]) -> Callable[[Command], Command]:
    """Give a command the options of groups of settings; it is handed each group, made of what was typed.

    Args:
        **groups: The groups, by the names of the command's arguments.
    """

    def decorate(command: Command) -> Command:
        own = get_type_hints(command, include_extras=True)
        parameters = [
            parameter.replace(annotation=own[name])
            for name, parameter in inspect.signature(command).parameters.items()
            if name not in groups
        ]
        parameters += [option for group in groups.values() for option in _options_of(group)]

        @wraps(command)
        def called(**typed: Any) -> Any:
            made = {name: _made(group, typed) for name, group in groups.items()}
            return command(**typed, **made)

        called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        del called.__wrapped__
        return called

    return decorate


def _options_of(group: type[Group]) -> list[inspect.Parameter]:
    types = get_type_hints(group)
    return [
        inspect.Parameter(
            declared.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=declared.default or None if _is_list(declared) else declared.default,
            annotation=Annotated[_typed_as(declared, types[declared.name]), _option(declared)],
        )
        for declared in fields(group)
    ]


def _option(declared: Field[Any]) -> Any:
    known = declared.metadata
    flag = known["flag"] or f"--{declared.name.replace('_', '-')}"
    return typer.Option(flag, help=known["help"], metavar=known["metavar"], min=known["least"], max=known["most"])


def _is_list(declared: Field[Any]) -> bool:
    return isinstance(declared.default, tuple)


def _typed_as(declared: Field[Any], kind: Any) -> Any:
    """What a setting is typed as: lists with commas, days as text."""
    return str | None if _is_list(declared) or kind == date | None else kind


def _made(group: type[Made], typed: dict[str, Any]) -> Made:
    """Make a group of what was typed, which is taken out."""
    types = get_type_hints(group)
    given = {declared.name: typed.pop(declared.name) for declared in fields(group)}
    for declared in fields(group):
        value = given[declared.name]
        if declared.name == "widths":
            # It parts what was typed itself, and says where there is nothing.
            given[declared.name] = declared.default if value is None else value
        elif _is_list(declared):
            given[declared.name] = tuple(name.strip() for name in (value or "").split(",") if name.strip())
        elif types[declared.name] == date | None and value:
            given[declared.name] = _day(declared.name, value)
        elif declared.name == "delimiter" and value in _TAB:
            given[declared.name] = "\t"
    return group(**given)


def _day(name: str, typed: str) -> date:
    try:
        day = date.fromisoformat(typed)
        if day.year < 1900:
            raise ValueError
    except ValueError:
        raise BadOption(value=typed, option=argument(name), reason=said("error.not_a_date")) from None
    return day


def mapping_of(given: list[str] | None) -> dict[str, str]:
    """Read what was typed as `--map COLUMN=ROLE`.

    Args:
        given: What was typed, each time.
    """
    mapping = {}
    for pair in given or []:
        column, sign, role = pair.rpartition("=")
        if not sign:
            raise typer.BadParameter(f"{pair!r} is not COLUMN=ROLE", param_hint="--map")
        mapping[column.strip()] = role.strip()
    return mapping
