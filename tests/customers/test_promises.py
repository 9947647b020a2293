"""The promises of the deduplication, as scenes from customer lists."""

from __future__ import annotations

import itertools
import random

import polars as pl
import pytest

import italclean as ic
from italclean.customers.deduped import Deduped
from tests.cleaners.test_codice_fiscale import sealed
from tests.pairs.lists import Row, crowd

COLUMNS = [
    "source",
    "source_id",
    "tipo",
    "cognome",
    "nome",
    "ragione_sociale",
    "forma_giuridica",
    "codice_fiscale",
    "partita_iva",
    "sesso",
    "data_nascita",
    "indirizzo",
    "civico",
    "cap",
    "comune",
    "provincia",
    "email",
    "telefono",
    "cellulare",
    "annotazione",
]
ROSSI = sealed("RSSMRA85T10A562")
ROSSI_OMOCODE = sealed("RSSMRA85T10A56N")
ROSSI_ELSEWHERE = sealed("RSSMRA85T10H501")
BIANCHI = sealed("BNCNNA80A41F205")


def deduped(rows: list[Row], **options: object) -> Deduped:
    frame = pl.DataFrame(
        [{name: row.get(name) for name in COLUMNS} for row in rows], schema=dict.fromkeys(COLUMNS, pl.String)
    )
    frame = frame.with_columns(
        pl.col("source").fill_null("erp"),
        pl.coalesce("source_id", pl.format("{}", pl.int_range(1, pl.len() + 1))).alias("source_id"),
    )
    return ic.dedupe(frame, **options)  # type: ignore[arg-type]


def partition(found: Deduped) -> list[int]:
    ids = found.crosswalk["golden_id"].to_list()
    return [ids.index(name) for name in ids]


def reviewed(found: Deduped) -> set[tuple[int, int]]:
    return {(int(a) - 1, int(b) - 1) for a, b in found.review.select("row_a", "row_b").iter_rows()}


PERSON: Row = {"tipo": "persona", "cognome": "Rossi", "nome": "Mario"}
HOME: Row = {"indirizzo": "Via Verdi 7", "cap": "20121", "comune": "Milano", "provincia": "MI"}

SAME = "same"
APART = "apart"
REVIEW = "review"

SCENES: dict[str, tuple[list[Row], str]] = {
    "one code, one name": (
        [{**PERSON, "codice_fiscale": ROSSI}, {**PERSON, "codice_fiscale": ROSSI, "email": "x@y.it"}],
        SAME,
    ),
    "one code, short name": (
        [{**PERSON, "codice_fiscale": ROSSI}, {**PERSON, "nome": "M", "codice_fiscale": ROSSI}],
        SAME,
    ),
    "one code, other people": (
        [
            {**PERSON, "codice_fiscale": ROSSI},
            {"tipo": "persona", "cognome": "Bianchi", "nome": "Anna", "codice_fiscale": ROSSI},
        ],
        REVIEW,
    ),
    "one name, two fathers": (
        [{**PERSON, **HOME, "email": "fam.r@x.it", "annotazione": note} for note in ("fu Ugo", "negozio | fu Aldo")],
        REVIEW,
    ),
    "one name, the son": (
        [{**PERSON, **HOME, "cellulare": "+393388697860", "annotazione": note} for note in ("1950", "1980")],
        REVIEW,
    ),
    "one name, one father": (
        [{**PERSON, **HOME, "email": "fam.r@x.it", "annotazione": note} for note in ("fu Ugo", "fu Ugo")],
        SAME,
    ),
    "one name and code, two notes": (
        [{**PERSON, "codice_fiscale": ROSSI, "annotazione": note} for note in ("padre", "marito")],
        SAME,
    ),
    "twins of names a letter apart": (
        [
            {
                **PERSON,
                **HOME,
                "nome": name,
                "data_nascita": "1978-05-13",
                "email": "fam.r@x.it",
                "cellulare": "+393388697860",
            }
            for name in ("Marco", "Mirco")
        ],
        REVIEW,
    ),
    "twins, brother and sister": (
        [
            {
                **PERSON,
                **HOME,
                "nome": name,
                "data_nascita": "1978-05-13",
                "email": "fam.r@x.it",
                "cellulare": "+393388697860",
            }
            for name in ("Luciano", "Lucia")
        ],
        "not same",
    ),
    "one name and landline, no address": (
        [{**PERSON, "telefono": "+390266712345"}, {**PERSON, "telefono": "+390266712345", "email": "m@x.it"}],
        "not same",
    ),
    "a woman's name and landline in one town": (
        [
            {
                "tipo": "persona",
                "cognome": "Rossi",
                "nome": "Tiziana",
                "sesso": "F",
                "comune": "Roma",
                "telefono": "+390666712345",
            },
            {
                "tipo": "persona",
                "cognome": "Rossi",
                "nome": "Tiziana",
                "sesso": "F",
                "comune": "Roma",
                "telefono": "+390666712345",
                "email": "t@x.it",
            },
        ],
        SAME,
    ),
    "bodies of one house that differ in a word": (
        [
            {
                **HOME,
                "tipo": "azienda",
                "ragione_sociale": f"Istituto di diritto {word} della Facoltà di giurisprudenza",
                "email": f"{word}@uni.it",
            }
            for word in ("romano", "pubblico")
        ],
        "not same",
    ),
    "one code, husband and wife": (
        [{**PERSON, **HOME, "codice_fiscale": ROSSI}, {**PERSON, **HOME, "nome": "Anna", "codice_fiscale": ROSSI}],
        REVIEW,
    ),
    "omocodes": (
        [{**PERSON, **HOME, "codice_fiscale": ROSSI}, {**PERSON, **HOME, "codice_fiscale": ROSSI_OMOCODE}],
        "not same",
    ),
    "same but for the place": (
        [{**PERSON, "codice_fiscale": ROSSI}, {**PERSON, "codice_fiscale": ROSSI_ELSEWHERE}],
        REVIEW,
    ),
    "two codes, all else alike": (
        [
            {**PERSON, **HOME, "codice_fiscale": ROSSI, "email": "r@x.it"},
            {**PERSON, **HOME, "codice_fiscale": BIANCHI, "email": "r@x.it"},
        ],
        "not same",
    ),
    "birth date and home, one code missing": (
        [
            {**PERSON, **HOME, "codice_fiscale": ROSSI, "data_nascita": "1985-12-10"},
            {**PERSON, **HOME, "data_nascita": "1985-12-10"},
        ],
        SAME,
    ),
    "name and birth date and mail": (
        [
            {**PERSON, "data_nascita": "1985-12-10", "email": "r@x.it"},
            {**PERSON, "data_nascita": "1985-12-10", "email": "r@x.it"},
        ],
        SAME,
    ),
    "father and son": (
        [{**PERSON, **HOME, "data_nascita": "1950-01-01"}, {**PERSON, **HOME, "data_nascita": "1985-12-10"}],
        "not same",
    ),
    "father and son, birth unknown": ([{**PERSON, **HOME}, {**PERSON, **HOME}], "not same"),
    "father and son, one landline": (
        [
            {**PERSON, **HOME, "telefono": "+390255507676", "data_nascita": "1950-01-01"},
            {**PERSON, **HOME, "telefono": "+390255507676", "data_nascita": "1985-12-10"},
        ],
        "not same",
    ),
    "father and son, one landline, a decade apart": (
        [
            {**PERSON, **HOME, "telefono": "+390255507676", "data_nascita": "1955-12-11"},
            {**PERSON, **HOME, "telefono": "+390255507676", "data_nascita": "1985-12-10"},
        ],
        "not same",
    ),
    "a day off and a slip in the decade, one mobile": (
        [
            {**PERSON, **HOME, "cellulare": "+393331234567", "data_nascita": "1975-12-09"},
            {**PERSON, **HOME, "cellulare": "+393331234567", "data_nascita": "1985-12-10"},
        ],
        SAME,
    ),
    "two birth dates, one mobile": (
        [
            {**PERSON, **HOME, "cellulare": "+393331234567", "data_nascita": "1960-03-02"},
            {**PERSON, **HOME, "cellulare": "+393331234567", "data_nascita": "1985-12-10"},
        ],
        REVIEW,
    ),
    "a sign with the surname of who has its mobile": (
        [
            {**PERSON, **HOME, "cellulare": "+393331234567"},
            {
                "tipo": "azienda",
                "ragione_sociale": "Farmacia Fantasy di Rossi",
                **HOME,
                "cellulare": "+393331234567",
            },
        ],
        REVIEW,
    ),
    "one code, a firm that names another owner": (
        [
            {**PERSON, **HOME, "codice_fiscale": ROSSI},
            {
                "tipo": "azienda",
                "ragione_sociale": "Bar Sport di Bianchi Anna",
                **HOME,
                "codice_fiscale": ROSSI,
            },
        ],
        REVIEW,
    ),
    "one code, a firm that names its owner": (
        [
            {**PERSON, **HOME, "codice_fiscale": ROSSI},
            {"tipo": "azienda", "ragione_sociale": "Bar Anna di Rossi M.", **HOME, "codice_fiscale": ROSSI},
        ],
        SAME,
    ),
    "two surnames, the code bears the other's": (
        [
            {"tipo": "persona", "cognome": "Borzomì", "nome": "Claudia", "email": "claudia.borzomi@x.it", **HOME},
            {
                "tipo": "persona",
                "cognome": "De Luca",
                "nome": "Claudia",
                "email": "claudia.borzomi@x.it",
                **HOME,
                "codice_fiscale": sealed("BRZCLD72M46B990"),
            },
        ],
        SAME,
    ),
    "the code of one fits a surname with the same letters": (
        [
            {**PERSON, **HOME, "codice_fiscale": ROSSI, "email": "info@studiobianchi.it"},
            {**PERSON, "cognome": "Russo", "indirizzo": "Via Padova 77", "email": "info@studiobianchi.it"},
        ],
        "not same",
    ),
    "two members of a Gruppo IVA, a letter apart": (
        [
            {
                "tipo": "azienda",
                "ragione_sociale": "Alfa S.r.l.",
                "forma_giuridica": "S.r.l.",
                "partita_iva": "00743110157",
                **HOME,
            },
            {
                "tipo": "azienda",
                "ragione_sociale": "Alba S.p.A.",
                "forma_giuridica": "S.p.A.",
                "partita_iva": "00743110157",
                "comune": "Torino",
                "provincia": "TO",
            },
        ],
        "not same",
    ),
    "twins, their whole names in one column": (
        [
            {
                "tipo": "persona",
                "cognome": name,
                **HOME,
                "data_nascita": "1990-02-01",
                "cellulare": "+393331234567",
                "email": "famiglia@x.it",
            }
            for name in ("Rossi Luca", "Rossi Lucia")
        ],
        "not same",
    ),
    "two women of one accountant": (
        [
            {
                "tipo": "persona",
                "cognome": surname,
                "nome": "Anna",
                "sesso": "F",
                "comune": "Milano",
                "indirizzo": street,
                "email": "info@studiobianchi.it",
                "cellulare": "+393331234567",
            }
            for surname, street in (("Bianchi", "Via Verdi 3"), ("Rossi", "Via Padova 77"))
        ],
        "not same",
    ),
    "father and son, one family mail, a decade apart": (
        [
            {**PERSON, **HOME, "email": "famiglia@x.it", "data_nascita": "1950-05-12"},
            {**PERSON, **HOME, "email": "famiglia@x.it", "data_nascita": "1980-05-12"},
        ],
        "not same",
    ),
    "brothers, one name short for the other's, one landline": (
        [
            {**PERSON, **HOME, "nome": "Francesco", "telefono": "+390255507676"},
            {**PERSON, **HOME, "nome": "Franco", "telefono": "+390255507676"},
        ],
        "not same",
    ),
    "husband and wife of one initial, one landline": (
        [
            {**PERSON, **HOME, "nome": "Carmela", "telefono": "+390255507676"},
            {**PERSON, **HOME, "nome": "C.", "telefono": "+390255507676"},
        ],
        "not same",
    ),
    **{
        f"one code, a firm of another owner: {name}": (
            [
                {**PERSON, **HOME, "codice_fiscale": ROSSI},
                {"tipo": "azienda", "ragione_sociale": name, **HOME, "codice_fiscale": ROSSI},
            ],
            expected,
        )
        for name, expected in {
            "Bar Sport di Bianchi Anna Maria": REVIEW,
            "Bar Sport di Anna Bianchi & C.": REVIEW,
            "Trattoria di Nonna Maria": SAME,
            "Pizzeria Del Corso Vittorio": SAME,
            "Bar Sport di Mario Rossi": SAME,
        }.items()
    },
    "two surnames, one mail": (
        [
            {"tipo": "persona", "cognome": "Borzomì", "nome": "Claudia", "email": "claudia@x.it"},
            {"tipo": "persona", "cognome": "De Luca", "nome": "Claudia", "email": "claudia@x.it"},
        ],
        "not same",
    ),
    "a whole name in one column, one mobile and address": (
        [
            {"tipo": "persona", "cognome": "Delle Santino", **HOME, "cellulare": "+393331234567"},
            {
                "tipo": "persona",
                "cognome": "Delle Santino",
                **HOME,
                "cellulare": "+393331234567",
                "data_nascita": "1941-03-21",
            },
        ],
        SAME,
    ),
    "one partita IVA, a short name mistyped": (
        [
            {"tipo": "azienda", "ragione_sociale": "Beta S.r.l.", "partita_iva": "00743110157"},
            {"tipo": "azienda", "ragione_sociale": "Beat S.r.l.", "partita_iva": "00743110157", **HOME},
        ],
        SAME,
    ),
    "homonyms of one town, born within a month": (
        [
            {**PERSON, "comune": "Milano", "data_nascita": "1985-12-10"},
            {**PERSON, "comune": "Milano", "data_nascita": "1985-11-22"},
        ],
        "not same",
    ),
    "twins": (
        [
            {**PERSON, **HOME, "data_nascita": "1985-12-10"},
            {**PERSON, **HOME, "nome": "Paolo", "data_nascita": "1985-12-10"},
        ],
        APART,
    ),
    "twins with one mail": (
        [
            {**PERSON, **HOME, "data_nascita": "1985-12-10", "email": "rossi@x.it"},
            {**PERSON, **HOME, "nome": "Marta", "data_nascita": "1985-12-10", "email": "rossi@x.it"},
        ],
        APART,
    ),
    "couple with one phone": (
        [
            {**PERSON, **HOME, "cellulare": "+393331234567"},
            {"tipo": "persona", "cognome": "Bianchi", "nome": "Anna", **HOME, "cellulare": "+393331234567"},
        ],
        APART,
    ),
    "couple with one surname and mail": (
        [{**PERSON, **HOME, "email": "fam@x.it"}, {**PERSON, **HOME, "nome": "Anna", "email": "fam@x.it"}],
        APART,
    ),
    "homonyms in two towns": (
        [{**PERSON, **HOME}, {**PERSON, "indirizzo": "Via Po 3", "cap": "00184", "comune": "Roma"}],
        "not same",
    ),
    "homonyms born apart": (
        [{**PERSON, "data_nascita": "1985-12-10"}, {**PERSON, "data_nascita": "1960-03-02"}],
        APART,
    ),
    "Gruppo IVA": (
        [
            {
                "tipo": "azienda",
                "ragione_sociale": "Alfa S.p.A.",
                "codice_fiscale": "00743110157",
                "partita_iva": "12345670017",
            },
            {
                "tipo": "azienda",
                "ragione_sociale": "Beta S.r.l.",
                "codice_fiscale": "97103880585",
                "partita_iva": "12345670017",
            },
        ],
        "not same",
    ),
    "Gruppo IVA, one name": (
        [
            {
                "tipo": "azienda",
                "ragione_sociale": "Alfa S.p.A.",
                "codice_fiscale": "00743110157",
                "partita_iva": "12345670017",
                **HOME,
            },
            {
                "tipo": "azienda",
                "ragione_sociale": "Alfa S.p.A.",
                "codice_fiscale": "97103880585",
                "partita_iva": "12345670017",
                **HOME,
            },
        ],
        "not same",
    ),
    "one partita IVA, two spellings": (
        [
            {"tipo": "azienda", "ragione_sociale": "Alfa Servizi S.r.l.", "partita_iva": "00743110157"},
            {"tipo": "azienda", "ragione_sociale": "ALFA SERVIZI SRL", "partita_iva": "00743110157"},
        ],
        SAME,
    ),
    "a person and somebody else's firm": (
        [
            {**PERSON, "codice_fiscale": ROSSI, "partita_iva": "00743110157"},
            {
                "tipo": "azienda",
                "ragione_sociale": "Beta S.r.l.",
                "forma_giuridica": "S.r.l.",
                "partita_iva": "00743110157",
            },
        ],
        "not same",
    ),
    "two firms, one switchboard": (
        [
            {"tipo": "azienda", "ragione_sociale": "Alfa S.r.l.", **HOME, "telefono": "+390255507676"},
            {"tipo": "azienda", "ragione_sociale": "Gamma Trasporti S.r.l.", **HOME, "telefono": "+390255507676"},
        ],
        APART,
    ),
    "two firms, one accountant's mail": (
        [
            {"tipo": "azienda", "ragione_sociale": "Alfa S.r.l.", "partita_iva": "00743110157", "email": "studio@x.it"},
            {
                "tipo": "azienda",
                "ragione_sociale": "Gamma S.r.l.",
                "partita_iva": "12345670017",
                "email": "studio@x.it",
            },
        ],
        APART,
    ),
}


@pytest.mark.parametrize("surroundings", ["alone", "in a crowd"])
@pytest.mark.parametrize("scene", SCENES)
def test_scene(scene: str, surroundings: str) -> None:
    rows, expected = SCENES[scene]
    found = deduped([*rows, *(crowd() if surroundings == "in a crowd" else [])])
    label = partition(found)
    together = label[0] == label[1]
    if expected == SAME:
        assert together
    else:
        assert not together
        if expected == REVIEW:
            assert (0, 1) in reviewed(found)
        if expected == APART:
            assert (0, 1) not in reviewed(found)


@pytest.mark.parametrize("bridge", [{}, {"email": "r@x.it"}, {"email": "r@x.it", **HOME, "data_nascita": "1985-12-10"}])
def test_two_valid_codes_never_meet_through_a_third_record(bridge: Row) -> None:
    first = {**PERSON, **HOME, **bridge, "codice_fiscale": ROSSI}
    second = {**PERSON, **HOME, **bridge, "codice_fiscale": ROSSI_OMOCODE}
    third = {**PERSON, **HOME, **bridge}
    orders = {tuple(map(id, order)): order for order in itertools.permutations([first, second, third, third])}
    assert len(orders) == 12
    for order in list(orders.values())[::2]:
        found = deduped([*order, *crowd(15)])
        label = partition(found)
        at = {row["codice_fiscale"]: place for place, row in enumerate(order) if "codice_fiscale" in row}
        assert label[at[ROSSI]] != label[at[ROSSI_OMOCODE]]


def test_two_of_a_name_never_meet_through_a_third_record() -> None:
    noted = [{**PERSON, **HOME, "email": "r@x.it", "annotazione": note} for note in ("fu Ugo", "fu Aldo")]
    for order in itertools.permutations([*noted, {**PERSON, **HOME, "email": "r@x.it"}]):
        label = partition(deduped([*order, *crowd(15)]))
        at = [place for place, row in enumerate(order) if "annotazione" in row]
        assert label[at[0]] != label[at[1]]


def test_random_lists_keep_identities_apart() -> None:
    rng = random.Random(8)
    for _ in range(10):
        rows = []
        for _ in range(40):
            code = rng.choice([ROSSI, ROSSI_OMOCODE, ROSSI_ELSEWHERE, BIANCHI, None, None])
            base = {"tipo": "persona", "cognome": "Bianchi", "nome": "Anna"} if code == BIANCHI else dict(PERSON)
            base |= {
                key: value
                for key, value in {
                    **HOME,
                    "email": "r@x.it",
                    "cellulare": "+393331234567",
                    "data_nascita": "1985-12-10",
                }.items()
                if rng.random() < 0.6
            }
            rows.append(base | ({"codice_fiscale": code} if code else {}))
        found = deduped(rows)
        label = partition(found)
        codes: dict[int, set[str]] = {}
        for place, row in zip(label, rows, strict=True):
            codes.setdefault(place, set()).update({row["codice_fiscale"]} if "codice_fiscale" in row else set())
        assert all(len(held) <= 1 for held in codes.values())


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_rows_does_not_matter(seed: int) -> None:
    rows = [row for scene in SCENES.values() for row in scene[0]] + crowd(40)
    rows = [{**row, "source_id": f"R{number}"} for number, row in enumerate(rows)]
    direct = deduped(rows)
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)
    turned = deduped([rows[place] for place in order])
    columns = ["source_id", "golden_id", "probability", "reason"]
    assert turned.crosswalk.select(columns).sort("source_id").equals(direct.crosswalk.select(columns).sort("source_id"))
    assert turned.golden.sort("golden_id").equals(direct.golden.sort("golden_id"))


def test_the_same_at_every_run() -> None:
    rows = [row for scene in SCENES.values() for row in scene[0]]
    one, other = deduped(rows), deduped(rows)
    assert one.golden.equals(other.golden)
    assert one.crosswalk.equals(other.crosswalk)
    assert one.review.equals(other.review)


def test_crosswalk_holds_every_row_exactly_once_and_golden_adds_up() -> None:
    rows = [row for scene in SCENES.values() for row in scene[0]] + crowd(30)
    found = deduped(rows)
    assert found.crosswalk["row"].to_list() == list(range(1, len(rows) + 1))
    assert found.golden["golden_id"].is_unique().all()
    assert set(found.golden["golden_id"]) == set(found.crosswalk["golden_id"])
    assert found.golden["records"].sum() == len(rows)
    assert found.crosswalk["probability"].is_between(0, 1).all()
    assert found.crosswalk["reason"].null_count() == 0
    sizes = dict(found.crosswalk.group_by("golden_id").len().iter_rows())
    assert dict(found.golden.select("golden_id", "records").iter_rows()) == sizes


def test_one_row_and_rows_without_anything() -> None:
    assert deduped([PERSON]).golden.height == 1
    empty = deduped([{}, {}, {}])
    assert empty.golden.height == 3


@pytest.mark.parametrize("ids", [["1", "1", "1"], ["1", "1", "1#2"], ["1#2", "1", "1"], ["", "1", "2"], ["2", "", "1"]])
def test_golden_ids_are_never_shared(ids: list[str]) -> None:
    people = [("Rossi", "Mario"), ("Verdi", "Ida"), ("Neri", "Ugo")]
    frame = pl.DataFrame(
        [{"Cod": code, "Cognome": one, "Nome": two} for code, (one, two) in zip(ids, people, strict=True)]
    )
    found = ic.run(frame, mapping={"Cod": "id"})
    assert found.golden["golden_id"].n_unique() == found.crosswalk["golden_id"].n_unique() == 3


def test_the_name_of_a_single_file_does_not_matter() -> None:
    rows = [row for scene in SCENES.values() for row in scene[0]] + crowd(40)
    rows = [{**row, "source_id": f"R{number}"} for number, row in enumerate(rows)]
    direct = deduped([{**row, "source": "clienti"} for row in rows])
    renamed = deduped([{**row, "source": "vecchi_clienti"} for row in reversed(rows)])
    assert sorted(direct.golden["records"]) == sorted(renamed.golden["records"])
    columns = [name for name in direct.golden.columns if name != "golden_id"]
    assert renamed.golden.select(columns).sort(columns).equals(direct.golden.select(columns).sort(columns))
