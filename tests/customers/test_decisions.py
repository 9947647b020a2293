"""What a person decided on pairs: read from any file, kept, and found again in a list that has changed."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.core.formula import in_frame
from italclean.customers.decision_files import COLUMNS
from italclean.customers.decisions import Decisions, Placed, merged, place, read_decisions
from italclean.errors import BadDecisions
from italclean.pairs.anchor import anchors, read_anchors
from italclean.pairs.review import make_review
from tests.customers.test_promises import ROSSI, ROSSI_ELSEWHERE

FRAME = pl.DataFrame(
    [
        {"Cod": "1", "Cognome": "Rossi", "Nome": "Mario", "Codice Fiscale": ROSSI, "Email": None},
        {"Cod": "2", "Cognome": "Rossi", "Nome": "Mario", "Codice Fiscale": ROSSI_ELSEWHERE, "Email": None},
        {"Cod": "3", "Cognome": "Verdi", "Nome": "Ida", "Codice Fiscale": None, "Email": "ida@x.it"},
        {"Cod": "4", "Cognome": "Verdi", "Nome": "Ida", "Codice Fiscale": None, "Email": "ida@x.it"},
        {"Cod": "5", "Cognome": "Neri", "Nome": "Ugo", "Codice Fiscale": None, "Email": None},
    ]
)


def decisions(path: Path, *taken: tuple[int, int, str], delimiter: str = ",") -> Path:
    lines = ["source_a,id_a,source_b,id_b,decision", *(f"frame,{a},frame,{b},{word}" for a, b, word in taken)]
    path.write_text("\n".join(lines).replace(",", delimiter), encoding="utf-8")
    return path


def groups(result: ic.Result) -> set[frozenset[int]]:
    grouped = result.crosswalk.group_by("golden_id").agg("row")
    return {frozenset(rows) for rows in grouped["row"].to_list()}


def test_without_decisions() -> None:
    result = ic.run(FRAME)
    assert groups(result) == {frozenset({1}), frozenset({2}), frozenset({3, 4}), frozenset({5})}
    assert result.figures()["decisions_applied"] == 0


@pytest.mark.parametrize("word", ["same", "SAME", " stesso ", "sì", "si"])
def test_same_joins_even_two_codes(tmp_path: Path, word: str) -> None:
    result = ic.run(FRAME, decisions=decisions(tmp_path / "d.csv", (1, 2, word)))
    assert frozenset({1, 2}) in groups(result)
    assert result.review.is_empty()


@pytest.mark.parametrize("word", ["different", "diverso", "No"])
def test_different_parts_what_would_merge(tmp_path: Path, word: str) -> None:
    result = ic.run(FRAME, decisions=decisions(tmp_path / "d.csv", (3, 4, word), (1, 2, word), delimiter=";"))
    assert groups(result) == {frozenset({number}) for number in range(1, 6)}
    assert result.review.is_empty()


def test_same_joins_what_nothing_else_would(tmp_path: Path) -> None:
    result = ic.run(FRAME, decisions=decisions(tmp_path / "d.csv", (5, 3, "same")))
    assert frozenset({3, 4, 5}) in groups(result)


def test_different_holds_through_a_third_record(tmp_path: Path) -> None:
    frame = pl.concat([FRAME, FRAME[2:3].with_columns(Cod=pl.lit("6"))])
    result = ic.run(frame, decisions=decisions(tmp_path / "d.csv", (3, 4, "different")))
    found = dict(result.crosswalk.select("row", "golden_id").iter_rows())
    assert found[3] != found[4]


def test_decisions_that_contradict_each_other_are_asked_again(tmp_path: Path) -> None:
    taken = decisions(tmp_path / "d.csv", (3, 4, "same"), (4, 5, "same"), (3, 5, "different"))
    result = ic.run(FRAME, decisions=taken)
    assert result.deduped is not None
    assert result.deduped.figures["decisions_refused"] == 1
    refused = result.review.filter(pl.col("reason").str.contains("contraddice"))
    assert refused.select("row_a", "row_b").rows() in ([(3, 4)], [(4, 5)])
    assert any("contraddicono" in notice.italian for notice in result.notices)


def test_the_written_review_comes_back_filled(tmp_path: Path) -> None:
    first = ic.run(FRAME)
    first.write(tmp_path / "out")
    filled = pl.read_csv(tmp_path / "out" / "review.csv", infer_schema=False).with_columns(decision=pl.lit("same"))
    for name, options in (("plain.csv", {}), ("excel.csv", {"separator": ";", "include_bom": True})):
        filled.write_csv(tmp_path / name, **options)
        assert ic.run(FRAME, decisions=tmp_path / name).golden.height == 3


def test_an_untouched_review_changes_nothing(tmp_path: Path) -> None:
    ic.run(FRAME).write(tmp_path / "out")
    assert groups(ic.run(FRAME, decisions=tmp_path / "out" / "review.csv")) == groups(ic.run(FRAME))


HEAD = "source_a,id_a,source_b,id_b,decision\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", ""),
        ("a,b\n1,2\n", "source_a"),
        (HEAD + "frame,1,frame,2,forse\n", "forse"),
        (HEAD + "frame,1,frame,2,same\nframe,2,frame,1,different\n", "due modi"),
        # The number of a row says nothing of it.
        ("source_a,row_a,source_b,row_b,decision\nframe,1,frame,2,same\n", "id_a"),
        (HEAD + "frame,1,frame,2,same,e,altro,ancora\n", "campi"),
        ("\x00\x01\x02", ""),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "d.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadDecisions) as raised:
        read_decisions(path)
    assert str(path) in raised.value.text("it")
    assert reason in raised.value.text("it")


def packed(kind: str) -> bytes:
    if kind == "gz":
        return gzip.compress(HEAD.encode())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_spreadsheet_or_a_packed_file_is_to_be_saved_as_csv(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "review.xlsx"
    path.write_bytes(packed(kind))
    with pytest.raises(BadDecisions) as raised:
        read_decisions(path)
    assert "CSV" in raised.value.text("it")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadDecisions):
        ic.run(FRAME, decisions=tmp_path / "manca.csv")
    with pytest.raises(BadDecisions):
        read_decisions(tmp_path)


# What people type, and what programs make of it.
SAID_YES = ["same", "Same ", "SAME", "stesso", "stessa", "Sì", "SÌ", "SI", "si'", "si\u0300", "sí", "s", "\u00a0sì"]
SAID_NO = ["different", "DIVERSO", "diversi", "No", "NO.", "n", "0"]


@pytest.mark.parametrize(
    ("encoding", "separator", "end"),
    [
        ("utf-8", ",", "\n"),
        ("utf-8-sig", ";", "\r\n"),
        ("cp1252", ";", "\r\n"),
        ("utf-16", "\t", "\r\n"),
        ("utf-16-le", ";", "\n"),
        ("utf-8", "|", "\r"),
    ],
)
def test_decisions_come_from_any_spreadsheet(tmp_path: Path, encoding: str, separator: str, end: str) -> None:
    said = [word for word in (*SAID_YES, *SAID_NO) if encoding != "cp1252" or "\u0300" not in word]
    lines = [HEAD.strip(), *(f'"frame","{2 * n}","frame",{2 * n + 1},"{word}"' for n, word in enumerate(said))]
    # Text that makes the encoding plain stands in every review: names.
    text = end.join(line.replace(",", separator) for line in lines) + end
    path = tmp_path / "d.csv"
    path.write_bytes(text.encode(encoding))
    assert read_decisions(path).table["decision"].to_list() == [
        "same" if word in SAID_YES else "different" for word in said
    ]


def test_a_line_that_names_the_separator_and_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("sep=;\n" + HEAD.replace(",", ";").upper() + "frame;1;frame;2;same\nframe;3;frame;4;\n")
    assert read_decisions(path).table.select("id_a", "id_b", "decision").rows() == [("1", "2", "same")]


PEOPLE = pl.DataFrame(
    {
        "source": ["erp"] * 5,
        "row": range(1, 6),
        "source_id": ["007", "8", "9", "10", "11"],
        "cognome": ["Rossi", "Rossi", "Verdi", "Neri", "Neri"],
        "nome": ["Mario", "Maria", "Ida", "Ugo", "Ugo"],
        "codice_fiscale": [None, None, None, None, None],
        "email": ["m@x.it", "m@x.it", None, "u@x.it", None],
        "telefono": ["+39021234567", None, None, None, None],
        "cap": ["00184", "00184", None, None, None],
    },
    schema_overrides={"codice_fiscale": pl.String},
)
NAMELESS = PEOPLE.with_columns(source_id=pl.lit(None, dtype=pl.String))
PAIRS = pl.DataFrame({"low": [0, 3], "high": [1, 4], "probability": [0.5, 0.5], "reason": ["a", "b"]})


def taken(frame: pl.DataFrame, folder: Path, words: tuple[str, ...] = ("same", "different"), **cells: str) -> Decisions:
    """Decide on two pairs of a list, by way of a file."""
    review = make_review(frame, PAIRS).with_columns(decision=pl.Series(words))
    review.with_columns(pl.lit(cell).alias(name) for name, cell in cells.items()).write_csv(folder / "review.csv")
    return read_decisions(folder / "review.csv")


def ids(placed: Placed, frame: pl.DataFrame) -> set[tuple[str, str, bool]]:
    who = frame.select(pl.col("nome") + pl.col("cap").fill_null("") + pl.col("email").fill_null("")).to_series()
    return {(*sorted((who[low], who[high])), same) for low, high, same in placed.pairs.iter_rows()}


@pytest.mark.parametrize("frame", [PEOPLE, NAMELESS], ids=["ids", "content"])
@pytest.mark.parametrize("seed", range(3))
def test_decisions_find_their_rows_in_a_list_that_was_sorted_and_grew(
    tmp_path: Path, frame: pl.DataFrame, seed: int
) -> None:
    decided = taken(frame, tmp_path)
    before = place(decided, frame)
    more = frame[2:3].with_columns(nome=pl.lit("Zoe"), source_id=pl.lit(None, dtype=pl.String))
    after = pl.concat([more, frame]).sample(fraction=1, shuffle=True, seed=seed)
    after = after.with_columns(row=pl.int_range(1, pl.len() + 1), pec=pl.lit(None, dtype=pl.String))
    placed = place(decided, after)
    assert placed.figures() == {
        "decisions": 2, "decisions_applied": 2, "decisions_unplaced": 0, "decisions_changed": 0,
    }  # fmt: skip
    assert ids(placed, after) == ids(before, frame)


@pytest.mark.parametrize("frame", [PEOPLE, NAMELESS], ids=["ids", "content"])
def test_decisions_find_their_rows_in_a_file_of_another_name(tmp_path: Path, frame: pl.DataFrame) -> None:
    """`clienti-2025.csv` comes as `clienti-2026.csv`, and gives its name to the source."""
    placed = place(taken(frame, tmp_path), frame.with_columns(source=pl.lit("erp-2026")).reverse())
    assert placed.pairs.height == 2


def test_an_id_finds_its_row_when_the_customer_moves(tmp_path: Path) -> None:
    moved = PEOPLE.with_columns(email=pl.lit("nuova@x.it"), cap=pl.lit("20100")).reverse()
    assert place(taken(PEOPLE, tmp_path), moved).pairs.height == 2


def test_an_id_given_to_somebody_else_is_not_believed(tmp_path: Path) -> None:
    """Ids of many exports are mere numbers: sorted otherwise, each belongs to another customer."""
    renumbered = PEOPLE.with_columns(source_id=PEOPLE["source_id"].reverse())
    placed = place(taken(PEOPLE, tmp_path, ("same", "same")), renumbered)
    assert placed.pairs.is_empty()
    assert placed.table["state"].to_list() == ["other_row", "other_row"]


def test_another_codice_fiscale_is_another_customer(tmp_path: Path) -> None:
    before = PEOPLE.with_columns(codice_fiscale=pl.Series([ROSSI, None, None, None, None]))
    after = PEOPLE.with_columns(codice_fiscale=pl.Series([ROSSI_ELSEWHERE, None, None, None, None]))
    placed = place(taken(before, tmp_path), after)
    assert placed.table["state"].to_list() == ["other_row", "applied"]


@pytest.mark.parametrize("frame", [PEOPLE, NAMELESS], ids=["ids", "content"])
def test_a_row_that_is_gone_is_said_and_its_decision_kept(tmp_path: Path, frame: pl.DataFrame) -> None:
    placed = place(taken(frame, tmp_path), frame[1:])
    assert placed.table["state"].to_list() == ["no_row", "applied"]
    assert placed.table["decision"].to_list() == ["same", "different"]
    assert any("le loro righe non ci sono" in notice.italian for notice in placed.notices())
    assert all(notice.italian != notice.english for notice in placed.notices())


@pytest.mark.parametrize("frame", [PEOPLE, NAMELESS], ids=["ids", "content"])
def test_a_decision_that_fits_several_rows_is_not_applied(tmp_path: Path, frame: pl.DataFrame) -> None:
    placed = place(taken(frame, tmp_path), pl.concat([frame, frame[0:1]]))
    assert placed.table["state"].to_list() == ["several_rows", "applied"]
    assert placed.figures()["decisions_unplaced"] == 1


@pytest.mark.parametrize("frame", [PEOPLE, NAMELESS], ids=["ids", "content"])
def test_twins_of_a_list_are_told_apart_as_long_as_there_are_as_many(tmp_path: Path, frame: pl.DataFrame) -> None:
    twins = pl.concat([frame, frame[0:1]]).with_row_index("at")
    decided = taken(twins, tmp_path)
    again = place(decided, twins)
    assert again.pairs.rows() == [(0, 1, True), (3, 4, False)]
    assert place(decided, pl.concat([twins, twins[5:6]])).table["state"].to_list() == ["several_rows", "applied"]


def test_a_spreadsheet_that_takes_text_for_numbers(tmp_path: Path) -> None:
    """Excel makes 7 of 007, 10/12/1985 of a date and 3,90212E+10 of a telephone: the anchors are left alone."""
    mangled = {"id_a": "7", "telefono_a": "3,90212E+10", "data_nascita_a": "10/12/1985"}
    assert place(taken(PEOPLE, tmp_path, **mangled), PEOPLE.reverse()).pairs.height >= 1
    # Without anchors 7 is no id of this list, and must not be taken for one.
    read = read_decisions(tmp_path / "review.csv").table.with_columns(anchor_a=None, anchor_b=None)
    assert place(Decisions(read.cast(pl.String)), PEOPLE).table["state"].to_list()[0] == "no_row"


def test_a_file_without_anchors_is_placed_by_what_it_shows(tmp_path: Path) -> None:
    """As an earlier version wrote it, for a list without ids."""
    table = taken(NAMELESS, tmp_path).table.with_columns(anchor_a=None, anchor_b=None).cast(pl.String)
    assert place(Decisions(table), NAMELESS.reverse()).pairs.height == 2
    unknown = [name for name in COLUMNS if name.endswith("_a") and name != "source_a"]
    empty = table.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in unknown)
    assert set(place(Decisions(empty), NAMELESS).table["state"]) == {"no_anchor"}


def test_the_last_decision_counts_and_a_person_s_columns_stay(tmp_path: Path) -> None:
    first = taken(PEOPLE, tmp_path).table.with_columns(nota=pl.lit("visto con Ugo"))
    second = taken(PEOPLE, tmp_path, ("different", "different")).table
    both = merged([first, second])
    assert (both.table.height, both.changed) == (2, 1)
    assert both.table["decision"].to_list() == ["different", "different"]
    assert merged([first, first]).changed == 0
    other = {"a": "b", "b": "a"}
    swapped = second.rename({name: name[:-1] + other[name[-1]] for name in COLUMNS if name[-2:] in ("_a", "_b")})
    assert merged([first, swapped.select(COLUMNS)]).table.height == 2
    assert merged([second, first]).table["nota"].to_list() == ["visto con Ugo"] * 2


def test_a_row_against_itself_says_nothing(tmp_path: Path) -> None:
    path = decisions(tmp_path / "d.csv", (1, 1, "same"))
    assert ic.run(FRAME, decisions=path).golden.height == 4


@pytest.mark.parametrize("first", ["same", "different"])
def test_of_two_files_the_later_counts(tmp_path: Path, first: str) -> None:
    other = "different" if first == "same" else "same"
    files = [decisions(tmp_path / "a.csv", (5, 3, first)), str(decisions(tmp_path / "b.csv", (3, 5, other)))]
    result = ic.run(FRAME, decisions=files)
    assert any("vale la decisione data per ultima" in notice.italian for notice in result.notices)
    assert (frozenset({3, 4, 5}) in groups(result)) == (other == "same")


def test_what_became_of_decisions_is_told(tmp_path: Path) -> None:
    path = decisions(tmp_path / "d.csv", (1, 2, "same"), (1, 99, "same"))
    result = ic.run(FRAME, decisions=path)
    assert result.figures()["decisions_applied"] == 1
    assert result.figures()["decisions_unplaced"] == 1
    assert result.summary()["dedup"]["decisions_unplaced"] == 1
    assert result.decisions["state"].to_list() == ["applied", "no_row"]
    assert any("1 decisioni non applicate" in notice.italian for notice in result.notices)


def test_decisions_of_the_deduplication_alone(tmp_path: Path) -> None:
    path = decisions(tmp_path / "d.csv", (3, 4, "different"))
    assert ic.dedupe(ic.clean(FRAME), decisions=[path]).golden.height == 5


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.none() | st.text(max_size=3), st.text(max_size=4)),
        min_size=1,
        max_size=12,
    )
)
def test_every_row_has_an_anchor_that_is_its_own(rows: list[tuple[str, str | None, str]]) -> None:
    """Of rows alike in source, id and content each gets its own; those of others differ by content or id."""
    frame = pl.DataFrame(rows, schema={"source": pl.String, "source_id": pl.String, "cognome": pl.String}, orient="row")
    made = anchors(frame, pl.int_range(frame.height, eager=True))
    keyed = frame.with_columns(anchor=made, said=pl.col("cognome"))
    assert keyed.unique(["source", "source_id", "cognome", "anchor"]).height == frame.height
    parts = read_anchors(made)
    assert parts["named"].is_null().to_list() == [not row[1] for row in rows]
    assert read_anchors(made.str.to_uppercase()).equals(parts)
    assert in_frame(made.to_frame()).to_series().equals(made), "an anchor looks like a formula"
