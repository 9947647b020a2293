"""Tasks: the customers of personal segments, by account manager, each with a greeting that is safe or none at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from italclean.core.columns import no_text
from italclean.customers.segments import ACTION, PERSONALLY, SEGMENT
from italclean.errors import Language
from italclean.fields.catalogue import SHOWN_NAME, field_of
from italclean.messages.text import Text, said
from italclean.segment import Segments
from italclean.settings import Periods

_ORDERED = "data_ultimo_ordine"
_BESIDE = ("telefono", "cellulare", "email", "contattabile_telefono", "contattabile_email", "contattabile_posta")
COLUMNS = ("responsabile", "segmento", "golden_id", "cliente", "saluto", "contesto", *_BESIDE)
"""The columns of `attivita.csv`."""
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_LONGEST = 80


def tasks_of(golden: pl.DataFrame, segments: Segments, periods: Periods, language: Language) -> pl.DataFrame:
    """List the customers to whom a person speaks, by account manager, then in the order of the segments.

    Args:
        golden: The golden table with its segments.
        segments: The segments.
        periods: After how long a customer is late.
        language: The language of the context.

    Examples:
        >>> golden = pl.DataFrame({
        ...     "golden_id": ["erp.1"], "cognome": ["Rossi"], "segmento": ["vip"], "azione": ["personale"],
        ...     "data_ultimo_ordine": ["2020-03-12"],
        ... })
        >>> tasks_of(golden, Segments(), Periods(), "en").select("cliente", "saluto", "contesto").rows()
        [('Rossi', None, 'last order of 12 March 2020, late')]
    """
    chosen = golden.filter((pl.col(ACTION) == PERSONALLY).fill_null(value=False))
    order = {segment.name: number for number, segment in enumerate(segments.listed)}
    names = [name for name in SHOWN_NAME if name in chosen.columns]
    company, person = (
        [name for name in names if name == SHOWN_NAME[0]],
        [name for name in names if name != SHOWN_NAME[0]],
    )
    person_name = [_filled(pl.concat_str(person, separator=" ", ignore_nulls=True))] if person else []
    called = [*map(pl.col, company), *person_name] or [pl.lit(None, dtype=pl.String)]
    manager = segments.manager if segments.manager in chosen.columns else None
    parts = [_part(name, periods, language) for name in segments.context if name in chosen.columns]
    context = _filled(pl.concat_str(parts, separator="; ", ignore_nulls=True)) if parts else pl.lit(None)
    listed = chosen.select(
        (pl.col(manager).str.strip_chars() if manager is not None else pl.lit(None))
        .cast(pl.String)
        .alias("responsabile"),
        SEGMENT,
        "golden_id",
        pl.coalesce(called).alias("cliente"),
        *(chosen[name] if name in chosen.columns else no_text(chosen.height, name) for name in ("saluto",)),
        context.cast(pl.String).alias("contesto"),
        *(chosen[name] if name in chosen.columns else no_text(chosen.height, name) for name in _BESIDE),
    )
    place = pl.col(SEGMENT).replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return listed.select(COLUMNS).sort(pl.col("responsabile"), place, nulls_last=True, maintain_order=True)


def told_of_tasks(golden: pl.DataFrame, segments: Segments) -> Iterator[Text]:
    """Say that nobody is named whose tasks these are, where the list lacks the column.

    Args:
        golden: The golden table.
        segments: The segments.
    """
    if segments.manager is not None and segments.manager not in golden.columns:
        yield said("segment.no_manager", field=segments.manager)


def _filled(joined: pl.Expr) -> pl.Expr:
    return pl.when(joined != "").then(joined)


def _part(name: str, periods: Periods, language: Language) -> pl.Expr:
    """What the context says of a column; null where it has nothing to say."""
    value = pl.col(name).cast(pl.String)
    known = field_of(name)
    is_day = known is not None and known.cleaner.name == "data"
    if is_day:
        value = _day(value, language)
    if name != _ORDERED:
        short = value.str.replace_all(r"\s+", " ").str.strip_chars()
        cut = pl.when(short.str.len_chars() > _LONGEST).then(short.str.slice(0, _LONGEST) + "…").otherwise(short)
        return _filled(pl.lit(f"{name}: ") + pl.when(cut != "").then(cut))
    told = _put(said("segment.last_order", date="\ue001").text(language), value)
    late = (pl.col(name) < periods.before(periods.dormant)) & pl.col(name).str.contains(_ISO)
    return pl.when(late).then(_put(said("segment.late", told="\ue001").text(language), told)).otherwise(told)


def _put(sentence: str, value: pl.Expr) -> pl.Expr:
    before, _, behind = sentence.partition("\ue001")
    return pl.lit(before) + value + pl.lit(behind)


def _day(value: pl.Expr, language: Language) -> pl.Expr:
    """Write a day as people do: `12 marzo 2024`; what is none stays as it is."""
    months: Sequence[str] = said("segment.months").text(language).split()
    numbered = {f"{number:02}": month for number, month in enumerate(months, start=1)}
    month = value.str.slice(5, 2).replace_strict(numbered, default=None, return_dtype=pl.String)
    day = value.str.slice(8, 2).str.strip_prefix("0")
    written = pl.concat_str(day, month, value.str.slice(0, 4), separator=" ")
    return pl.when(value.str.contains(_ISO)).then(written).otherwise(value)
