"""LEGGIMI.md: in which order to load, which options to choose, what to make in the system first; in two languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from italclean.errors import Language
from italclean.exports.target import STATES, Column, Target, TargetObject
from italclean.messages.text import Text, said
from italclean.terms import Terms

README = "LEGGIMI.md"


def readme(
    target: Target,
    steps: Mapping[Language, str],
    files: Mapping[str, tuple[TargetObject, str, int]],
    columns: Mapping[str, Sequence[Column]],
    counts: Mapping[str, int],
    terms: Terms,
    looked: Sequence[Text],
    left: Sequence[str],
    told_of: Sequence[Text],
) -> str:
    """Write what to do with the files of an export.

    Args:
        target: The target.
        steps: What to do, in Markdown, by language.
        files: The files in order: the object, the consent state (empty for any) and the rows of each.
        columns: The columns of each object that are written.
        counts: How many rows are `held`, `aside`, and in `preflight`.
        terms: Who owns which field.
        looked: What the pre-flight found, counted.
        left: The columns of the list that no file holds.
        told_of: What there is to know of the workbook that is filled.
    """
    return "\n".join(
        line
        for language in ("it", "en")
        for line in _in(language, target, steps, files, columns, counts, terms, looked, left, told_of)
    )


def _in(
    language: Language,
    target: Target,
    steps: Mapping[Language, str],
    files: Mapping[str, tuple[TargetObject, str, int]],
    columns: Mapping[str, Sequence[Column]],
    counts: Mapping[str, int],
    terms: Terms,
    looked: Sequence[Text],
    left: Sequence[str],
    told_of: Sequence[Text],
) -> Iterator[str]:
    def told(key: str, /, **details: object) -> str:
        return said(key, **details).text(language)

    yield told("export.readme_title", title=target.title)
    yield ""
    yield told("export.readme_order")
    yield ""
    if not files:
        yield told("export.readme_profile")
    for number, (file, (one, state, rows)) in enumerate(files.items(), start=1):
        hints = [told(f"export.readme_{state}")] if state in STATES else []
        hints += [told("export.readme_key", key=one.key)] if one.key else []
        if one.parent and one.parent_object:
            hints.append(told("export.readme_parent", parent=one.parent, object=one.parent_object))
        yield told(
            "export.readme_file", number=number, file=file, object=one.name, rows=rows, hint=" ".join(hints)
        ).rstrip()
    yield ""
    if told_of:
        yield told("export.readme_workbook")
        yield ""
        yield from (f"- {line.text(language)}" for line in told_of)
        yield ""
    if steps.get(language):
        yield told("export.readme_steps")
        yield ""
        yield steps[language].strip()
        yield ""
    custom = [(name, column) for name, written in columns.items() for column in written if column.custom]
    if custom:
        yield told("export.readme_custom")
        yield ""
        for name, column in custom:
            most = column.fact.max_length
            length = told("export.readme_length", most=most) if most else ""
            note = column.note.get(language, "")
            yield told("export.readme_custom_field", object=name, field=column.name, length=length, note=note).rstrip()
        yield ""
    yield from _locked(language, columns, terms)
    if looked:
        yield told("export.readme_looked")
        yield ""
        yield from (f"- {line.text(language).strip()}" for line in looked)
        yield ""
    if left:
        yield told("export.readme_left")
        yield ""
        yield told("export.readme_left_why", names=", ".join(f"`{name}`" for name in left))
        yield ""
    yield told("export.readme_beside")
    yield ""
    yield told("export.readme_held", count=counts["held"])
    yield told("export.readme_aside", count=counts["aside"])
    yield told("export.readme_preflight", count=counts["preflight"])
    yield told("export.readme_keys")
    yield ""


def _locked(language: Language, columns: Mapping[str, Sequence[Column]], terms: Terms) -> Iterator[str]:
    """The fields that somebody owns: other systems may not write them."""
    owned = {name: agreed.owner for name, agreed in terms.fields.items() if agreed.owner}
    lines = list(
        dict.fromkeys(
            said("export.readme_lock", column=column.name, field=field, owner=owned[field]).text(language)
            for written in columns.values()
            for column in written
            for field in behind(column)
            if field in owned
        )
    )
    if lines:
        yield said("export.readme_locked").text(language)
        yield ""
        yield said("export.readme_lock_why").text(language)
        yield ""
        yield from lines
        yield ""


def behind(column: Column) -> list[str]:
    """Return the fields of which a column is made, those that stand behind derived ones among them.

    Args:
        column: The column.

    Examples:
        >>> behind(Column("Street", ("@street", "telefono")))
        ['@street', 'telefono', 'indirizzo', 'civico']
    """
    return [*column.given, *(field for name in column.given for field in _PARTS.get(name, ()))]


_PARTS: Mapping[str, tuple[str, ...]] = {
    "@street": ("indirizzo", "civico"),
    "@name": ("ragione_sociale", "cognome", "nome"),
    "@kind": ("tipo",),
    "@parent": ("azienda_di_appartenenza",),
    "@province": ("provincia",),
    "@sigla": ("provincia",),
    "@place": ("cap", "comune", "provincia"),
    "@cap": ("cap",),
    "@country": ("nazione",),
    "@country_it": ("nazione",),
    "@country_en": ("nazione",),
    "@recipient": ("codice_destinatario",),
    "@state": ("contattabile_email",),
    "@state_reason": ("contattabile_email_motivo",),
    "@refusal_reason": ("contattabile_email_motivo",),
    "@extra_email": ("email",),
    "@extra_phone": ("telefono", "cellulare"),
}
"""Which fields stand behind what is derived of them."""
