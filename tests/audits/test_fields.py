"""Pairs of cells and what they are: the table that a person would write."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import italclean as ic
from italclean.audits.kinds import KINDS, mirrored
from tests.audits.lists import audited, kinds, listed, person

CASES: dict[str, tuple[str, list[tuple[str | None, str | None, str]]]] = {
    "Cellulare": (
        "cellulare",
        [
            ("333 1234567", "+393331234567", "rewritten"),
            ("333 1234567", "333 1234567", "equal"),
            ("333 1234567", "333 1234568", "different"),
            ("333 1234567", None, "missing_b"),
            ("333 1234567", "n.d.", "missing_b"),
            (None, "333 1234567", "missing_a"),
            (None, None, "neither"),
            ("333 1234567", "12", "invalid_b"),
            ("12", "12", "equal"),
            ("12", "13", "invalid_both"),
            ("12", None, "invalid_a"),
        ],
    ),
    "Indirizzo": (
        "indirizzo",
        [
            ("via Roma, 3", "Via Roma 3", "rewritten"),
            ("V. ROMA N. 3", "Via Roma 3", "rewritten"),
            ("Via Giuseppe Verdi 24", "via Verdi 24", "rewritten"),
            ("Piazza Verdi 24", "Via Verdi 24", "different"),
            ("Via Roma 3", "Via Roma 5", "different"),
            ("Via Roma 3", "Via Roma 3", "equal"),
            ("Via Roma 3", "-", "missing_b"),
            ("Via Roma 3", "Via Roma, 3, San Giuliano Terme, PI 56017", "rewritten"),
            ("C.so Magenta 12", "Corso Magenta 12, Milano, MI 20123, Italy", "rewritten"),
            ("Via Roma 3", "Via Roma, 3, interno 5", "different"),
        ],
    ),
    "Città": (
        "comune",
        [
            ("MILANO", "Milano", "rewritten"),
            ("milano (MI)", "Milano", "rewritten"),
            ("Milano", "Monza", "different"),
            ("Forli'", "Forlì", "rewritten"),
        ],
    ),
    "CAP": ("cap", [("184", "00184", "rewritten"), ("20121", "20122", "different"), ("20121", "abc", "invalid_b")]),
    "Email": (
        "email",
        [
            ("M.Rossi@LIBERO.it", "m.rossi@libero.it", "rewritten"),
            ("mailto:a@libero.it", "a@libero.it", "rewritten"),
            ("a@libero.it", "b@libero.it", "different"),
            ("a@libero.it", "a(at", "invalid_b"),
            ("a@libero.it; b@libero.it", "a@libero.it", "rewritten"),
        ],
    ),
    "Ultimo ordine": (
        "data_ultimo_ordine",
        [
            ("10/02/2024", "2024-02-10", "rewritten"),
            ("10/02/2024", "11/02/2024", "older_a"),
            ("11/02/2024", "10/02/2024", "older_b"),
            ("10/02/2024", "10/02/2024", "equal"),
        ],
    ),
    "Stato": (
        "stato",
        [
            ("attivo", "CUSTOMER", "rewritten"),
            ("attivo", "prospect", "different"),
            ("cessato", "attivo", "different"),
            ("attivo", "attivo", "equal"),
        ],
    ),
    "Fatturato": (
        "Fatturato",
        [
            ("1.200,50", "1200,50", "rewritten"),
            ("80", "90", "different"),
            ("Vini rossi", "VINI ROSSI", "rewritten"),
            ("Vini rossi", "Vini bianchi", "different"),
            ("x", None, "missing_b"),
        ],
    ),
    "Newsletter": (
        "consenso_marketing",
        [
            ("no", "si", "refused_a_yes_b"),
            ("SI", "N", "refused_b_yes_a"),
            ("no", None, "refused_a_unknown_b"),
            (None, "no", "refused_b_unknown_a"),
            ("no", "boh", "refused_a_unknown_b"),
            ("si", "S", "rewritten"),
            ("no", "no", "equal"),
            ("si", None, "missing_b"),
            ("si", "boh", "invalid_b"),
            ("boh", None, "invalid_a"),
            (None, None, "neither"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("header", CASES)
def test_two_cells_are_of_a_kind(header: str) -> None:
    field, cases = CASES[header]
    a = [{**person(number), header: one} for number, (one, _, _) in enumerate(cases)]
    b = [{**person(number), header: other} for number, (_, other, _) in enumerate(cases)]
    found = audited(a, b, periods=ic.Periods(today=date(2024, 3, 1)))
    assert found.figures()["both"] == len(cases)
    told = kinds(found, field)
    for number, (one, other, kind) in enumerate(cases):
        expected = None if kind in ("equal", "neither") else kind
        assert told.get(person(number)["Codice Fiscale"]) == expected, (one, other)
    counted = found.fields.row(by_predicate=pl.col("field") == field, named=True)
    for kind in KINDS:
        assert counted[kind] == sum(expected == kind for _, _, expected in cases), kind


def test_a_name_is_the_same_however_it_is_laid_out() -> None:
    code = "RSSMRA85T10A562S"
    a = pl.DataFrame({"Cliente": ["Sig. Rossi Mario"], "CF": [code]})
    b = pl.DataFrame({"Nome": ["Mario"], "Cognome": ["Rossi"], "CF": [code]})
    found = ic.audit({"erp": a, "crm": b})
    row = found.differences.filter(pl.col("field") == "nominativo").row(0, named=True)
    assert (row["kind"], row["typed_a"], row["typed_b"], row["proposed"]) == (
        "rewritten", "Sig. Rossi Mario", "Rossi Mario", "Rossi Mario",
    )  # fmt: skip


def test_a_mobile_number_among_telephones_is_the_same() -> None:
    a = [{**person(0), "Telefono": "333 1234567"}, {**person(1), "Telefono": "02 55507676 / 347 7654321"}]
    b = [{**person(0), "Cellulare": "333 1234567"}, {**person(1), "Cellulare": "3477654321"}]
    found = audited(a, b)
    assert kinds(found, "cellulare") == {person(1)["Codice Fiscale"]: "rewritten"}
    # The other has no column of landlines: that it has none says nothing.
    assert "telefono" not in found.fields["field"]
    assert found.alone == (("telefono",), ())


def test_what_is_found_out_is_no_word_of_the_system() -> None:
    """The sex and the birth stand in a codice fiscale, the provincia follows from the comune: nobody typed them."""
    a = [{**person(0), "Città": "Milano", "Sesso": "F"}]
    b = [{**person(0), "Città": "Milano", "Prov": "MI"}]
    found = audited(a, b)
    assert found.fields["field"].to_list() == ["nominativo", "codice_fiscale", "comune"]
    assert found.alone == (("sesso",), ("provincia",))
    empty = audited([{**person(0), "Città": "Milano", "Prov": None}], b)
    assert kinds(empty, "provincia") == {person(0)["Codice Fiscale"]: "missing_a"}


def test_the_state_follows_from_the_last_order_where_nobody_says_it() -> None:
    today = ic.Periods(today=date(2026, 1, 1))
    a = [{**person(0), "Ultimo ordine": "01/12/2025"}, {**person(1), "Ultimo ordine": "01/12/2015"}]
    a += [{**person(2), "Ultimo ordine": None}]
    b = [{**person(0), "Stato": "lead"}, {**person(1), "Stato": "inattivo"}, {**person(2), "Stato": "lead"}]
    found = audited(a, b, periods=today)
    codes = [person(number)["Codice Fiscale"] for number in range(3)]
    # Without a last order the first system says nothing of the third.
    assert kinds(found, "stato") == {codes[0]: "different", codes[1]: "rewritten", codes[2]: "missing_a"}
    assert found.figures()["status"] == 1
    assert ("cliente attivo", "lead", 1) in found.statuses.rows()


def test_of_several_rows_one_that_agrees_is_enough() -> None:
    a = [
        {**person(0), "CAP": "20121", "Ultimo ordine": "01/01/2020", "Newsletter": "si"},
        {**person(0), "CAP": "20122", "Ultimo ordine": "01/01/2024", "Newsletter": "no"},
    ]
    b = [{**person(0), "CAP": "20122", "Ultimo ordine": "01/01/2023", "Newsletter": "si"}]
    found = audited(a, b)
    code = person(0)["Codice Fiscale"]
    assert kinds(found, "cap") == {}
    # Of last orders the latest of a system counts, of consents the strictest.
    assert kinds(found, "data_ultimo_ordine") == {code: "older_b"}
    assert kinds(found, "consenso_marketing") == {code: "refused_a_yes_b"}
    worst = found.differences.row(0, named=True)
    assert (worst["row_a"], worst["typed_a"], worst["row_b"]) == (2, "no", 1)
    late = found.differences.filter(pl.col("kind") == "older_b").row(0, named=True)
    assert (late["value_a"], late["value_b"], late["behind"], late["days"]) == ("2024-01-01", "2023-01-01", "crm", 365)
    assert found.coverage.select("where", "rows_a", "rows_b").rows() == [("both", 2, 1)]
    assert found.figures()["repeated_a"] == 1


def test_none_of_several_rows_agrees_and_the_most_trusted_one_is_shown() -> None:
    code = person(0)["Codice Fiscale"]
    a = [{**person(0), "Codice Fiscale": None, "Email": "a@libero.it", "CAP": "20123"}]
    a += [{**person(0), "Email": "a@libero.it", "CAP": "20124"}]
    found = audited(a, [{**person(0), "Email": "a@libero.it", "CAP": "20125"}])
    assert kinds(found, "cap") == {code: "different"}
    row = found.differences.filter(pl.col("field") == "cap").row(0, named=True)
    assert (row["row_a"], row["value_a"]) == (2, "20124")


@pytest.mark.parametrize(
    ("header_a", "said_a", "header_b", "said_b", "field", "kind"),
    [
        # A refusal of marketing is one of its channels, and not the reverse.
        ("Consenso marketing", "no", "Consenso email", "si", "consenso_email", "refused_a_yes_b"),
        ("Consenso marketing", "si", "Consenso email", "no", "consenso_email", "refused_b_unknown_a"),
        ("Consenso sms", "no", "Consenso email", "si", "consenso_email", None),
        # A column that says no is a refusal.
        ("Opt-out", "si", "Consenso marketing", "si", "consenso_marketing", "refused_a_yes_b"),
        # A note that only the person who wrote it reads.
        ("Note", "NON CONTATTARE PIU'", "Consenso marketing", "si", "contattabile_email", "refused_a_yes_b"),
    ],
)
def test_consents_cover_each_other(
    header_a: str, said_a: str, header_b: str, said_b: str, field: str, kind: str | None
) -> None:
    mail = {"Email": "a@libero.it"}
    found = audited([{**person(0), **mail, header_a: said_a}], [{**person(0), **mail, header_b: said_b}])
    assert kinds(found, field).get(person(0)["Codice Fiscale"]) == kind
    conflict = kind == "refused_a_yes_b"
    assert found.figures()["consent_conflict"] == (conflict or kind == "refused_b_unknown_a")
    if conflict:
        row = found.differences.row(0, named=True)
        assert (row["field"], row["typed_b"]) == (field, said_b if field.startswith("consenso") else row["typed_b"])


def test_a_yes_to_marketing_stands_against_a_refusal_of_a_channel() -> None:
    """No purpose of the two is the same, and still one system writes to whom the other may not write to."""
    mail = {"Email": "a@libero.it"}
    a, b = [{**person(0), **mail, "Consenso email": "no"}], [{**person(0), **mail, "Consenso marketing": "si"}]
    found = audited(a, b)
    code = person(0)["Codice Fiscale"]
    assert kinds(found, "consenso_email") == {code: "refused_a_unknown_b"}
    assert kinds(found, "contattabile_email") == {code: "refused_a_yes_b"}
    assert found.figures()["consent_conflict"] == 1


def test_columns_without_a_role_are_paired_by_their_names_and_behind_by_the_owner() -> None:
    a = [{**person(0), "Ultimo prodotto": "Barolo", "Ultimo ordine": "01/03/2025"}]
    b = [{**person(0), "ULTIMO_PRODOTTO": "Chianti", "Ultimo ordine": "01/01/2025"}]
    found = audited(a, b)
    row = found.differences.filter(pl.col("field") == "Ultimo prodotto").row(0, named=True)
    assert (row["kind"], row["behind"], row["days"]) == ("different", "crm", 59)
    terms = ic.Contract(terms=_owned("Ultimo prodotto", "crm"))
    owned = audited(a, b, contract=terms)
    row = owned.differences.filter(pl.col("field") == "Ultimo prodotto").row(0, named=True)
    # The owner's counts, though its last order is older.
    assert (row["owner"], row["behind"], row["days"]) == ("crm", "erp", None)
    assert owned.fields.filter(pl.col("field") == "Ultimo prodotto")["owner"].to_list() == ["crm"]


def _owned(name: str, owner: str) -> object:
    from italclean.terms import FieldTerms, Terms

    return Terms(fields={name: FieldTerms("owner", owner)})


def test_the_contract_says_who_owns_a_field_and_what_is_proposed() -> None:
    from italclean.terms import FieldTerms, Terms

    a, b = [{**person(0), "CAP": "20121", "Città": "Milano"}], [{**person(0), "CAP": "20900", "Città": "Monza"}]
    agreed = ic.Contract(terms=Terms(fields={"comune": FieldTerms("owner", "crm")}))
    row = audited(a, b, contract=agreed).differences.filter(pl.col("field") == "comune").row(0, named=True)
    assert (row["owner"], row["proposed"], row["rule"]) == ("crm", "Monza", "owner")
    row = audited(a, b).differences.filter(pl.col("field") == "comune").row(0, named=True)
    assert (row["owner"], row["proposed"], row["rule"]) == (None, "Milano", "source_priority")


def test_where_one_is_missing_the_row_to_fill_is_named() -> None:
    a = [{"Codice": "A1", **person(0), "CAP": "20121"}]
    b = [{"Codice": "B7", **person(0), "CAP": None}]
    row = audited(a, b).differences.row(0, named=True)
    assert (row["kind"], row["id_a"], row["id_b"], row["value_b"]) == ("missing_b", "A1", "B7", None)


def test_kinds_have_a_mirror() -> None:
    for kind in KINDS:
        assert mirrored(kind) in KINDS
        assert mirrored(mirrored(kind)) == kind


def test_two_systems_are_wanted() -> None:
    frame = listed([person(0)])
    for given in ([frame], [frame, frame, frame], {"a": frame}):
        with pytest.raises(ic.UsageError, match="two systems"):
            ic.audit(given)
    with pytest.raises(ic.UsageError):
        ic.audit()
    assert ic.audit(frame, frame).names == ("frame", "frame_2")
