"""LEGGIMI.md: in which order to load, which options to choose, what to make in the system first; in two languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from italclean.contract.rules import block_of
from italclean.core.copies import parted
from italclean.errors import Language
from italclean.exports.target import STATES, Column, Target, TargetObject
from italclean.messages.text import Text, said
from italclean.terms import FieldTerms, Terms

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
    own: Collection[str] = (),
    beside: Mapping[Language, Sequence[str]] | None = None,
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
        own: The sources that are the system itself, where they are known.
        beside: What is said of the other tables, by language.
    """
    more = beside or {}
    return "\n".join(
        line
        for language in ("it", "en")
        for line in _in(
            language, target, steps, files, columns, counts, terms, looked, left, told_of, own, more.get(language, ())
        )
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
    own: Collection[str],
    beside: Sequence[str],
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
    yield from beside
    yield from _locked(language, columns, terms, own)
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


def _locked(
    language: Language, columns: Mapping[str, Sequence[Column]], terms: Terms, own: Collection[str]
) -> Iterator[str]:
    """The fields that somebody owns: other systems may not write them; those of the system itself stay open there."""
    owned = _owned(terms)
    locked: list[str] = []
    open_: list[str] = []
    named = ((one.name, field) for written in columns.values() for one in written for field in behind(one))
    for column, field in dict.fromkeys(named):
        agreed = owned.get(parted(field)[0]) or owned.get(field)
        if agreed is None:
            continue
        also = [name for name in agreed.writers or () if name != agreed.owner]
        writers = said("export.readme_also", names=", ".join(also)).text(language) if also else ""
        line = said("export.readme_lock", column=column, field=field, owner=agreed.owner, also=writers).text(language)
        is_ours = agreed.owner in own or any(name in own for name in also)
        (open_ if is_ours else locked).append(line)
    for lines, head, why in (
        (locked, "export.readme_locked", "export.readme_lock_here" if own else "export.readme_lock_why"),
        (open_, "export.readme_open", "export.readme_open_why"),
    ):
        if lines:
            yield said(head).text(language)
            yield ""
            yield said(why, names=", ".join(own)).text(language)
            yield ""
            yield from lines
            yield ""


def _owned(terms: Terms) -> dict[str, FieldTerms]:
    """What was agreed on each field that has an owner; what travels together has one owner."""
    owned: dict[str, FieldTerms] = {}
    for name, agreed in terms.fields.items():
        if agreed.owner:
            for member in block_of(name, terms.blocks):
                owned.setdefault(member, agreed)
    return owned | {name: agreed for name, agreed in terms.fields.items() if agreed.owner}


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
