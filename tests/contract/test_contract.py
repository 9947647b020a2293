"""The settings that a contract makes, and what wins over it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.contract.agreed_targets import AgreedTarget
from italclean.errors import ContractUnmet
from italclean.settings import Dns, Matching, Periods, Reading, Settings
from italclean.terms import FieldTerms, Terms
from tests.contract.lists import AGREED, write_contract, write_lists


@pytest.fixture
def agreed(tmp_path: Path) -> ic.Contract:
    return ic.Contract.read(write_contract(tmp_path))


def test_what_is_said_is_what_a_run_is_told(agreed: ic.Contract) -> None:
    made = agreed.settings()
    assert made.matching == Matching(["erp", "marketing"], ["erp"], 0.97, 0.6)
    assert made.periods == Periods(12, 96, date(2026, 6, 30))
    assert (made.reading, made.dns, made.language, made.mapping) == (Reading(), None, "en", {})
    assert made.terms == Terms(
        {"erp": "erp", "marketing": "marketing"},
        {
            "email": FieldTerms("valid-then-owner", "marketing", ("erp",)),
            "indirizzo": FieldTerms("owner", "erp"),
            "consenso_email": FieldTerms("strictest", "marketing"),
            "Fatturato": FieldTerms("sum", "erp", None, ("erp",)),
        },
        {},
        {"marketing": 24},
    )
    assert made.agreed == {
        "erp": {"Cod.Fisc.": "codice_fiscale", "Fatturato": "-"},
        "marketing": {"Newsletter": "consenso_email", "Fatturato": "-"},
    }
    assert [(gate.name, gate.shown) for gate in agreed.gates] == [("rejected", "1%"), ("duplicates", "0")]
    assert agreed.key_file == "../chiavi/italclean.key"
    assert agreed.tariff["steps"][1] == {"contacts_up_to": 5000, "price": 89.9}
    assert agreed.segments["dormienti"][0]["value"] == "2025-01-01"
    assert agreed.targets == (AgreedTarget("hubspot"),)


def test_all_of_it_is_plain_data(agreed: ic.Contract) -> None:
    told = json.loads(json.dumps(agreed.as_dict()))
    assert told["sources"]["erp"]["columns"] == {"Cod.Fisc.": "codice_fiscale", "Fatturato": "-"}
    assert Terms.from_dict(told["terms"]) == agreed.terms
    # A master that was made when there was less to agree on is gone on with.
    for name in told["terms"]:
        less = {key: value for key, value in told["terms"].items() if key != name}
        assert Terms.from_dict(less).as_dict() == told["terms"] | {name: Terms().as_dict()[name]}


def test_a_query_is_told_by_its_hash(tmp_path: Path) -> None:
    path = write_contract(tmp_path, "[reading]\nquery = \"SELECT * FROM c WHERE nome = 'Rossi'\"\n")
    assert "Rossi" not in json.dumps(ic.Contract.read(path).as_dict())
    assert "Rossi" in str(ic.Contract.read(path).settings().reading.query)


GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "merge_from": st.sampled_from([0.8, 0.97, 1.0]),
        "review_from": st.sampled_from([0.0, 0.5, 0.7]),
        "priority": st.sampled_from([("marketing",), ("marketing", "erp")]),
        "unique": st.just(("marketing",)),
        "dormant": st.sampled_from([1, 24, 36]),
        "retention": st.sampled_from([None, 0, 120]),
        "encoding": st.just("cp1252"),
        "delimiter": st.just("|"),
    },
)


@given(GIVEN)
def test_what_is_typed_wins_even_where_it_is_the_default(tmp_path: Path, typed: dict[str, object]) -> None:
    contract = ic.Contract.read(write_contract(tmp_path))
    alone = contract.settings().as_dict()

    def group(kind: type, *names: str) -> object:
        return kind(**{name: typed[name] for name in names if name in typed})

    told = Settings(
        group(Reading, "encoding", "delimiter"),  # type: ignore[arg-type]
        matching=group(Matching, "merge_from", "review_from", "priority", "unique"),  # type: ignore[arg-type]
        periods=group(Periods, "dormant", "retention"),  # type: ignore[arg-type]
    )
    made = contract.settings(told, typed).as_dict()
    for name, value in made.items():
        wanted = typed.get(name, alone[name])
        assert value == (list(wanted) if isinstance(wanted, tuple) else wanted), name
    # In Python what is the default cannot be told from what was not given.
    by_value = contract.settings(told).as_dict()
    plain = Settings().as_dict()
    for name, value in by_value.items():
        said = told.as_dict()[name]
        assert value == (said if said != plain[name] else alone[name]), name


def test_one_query_stands_for_the_other(tmp_path: Path) -> None:
    contract = ic.Contract.read(write_contract(tmp_path, '[reading]\nquery_file = "q.sql"\n'))
    assert contract.settings().reading.query_file == tmp_path / "q.sql"
    assert contract.settings(Settings(Reading(query="SELECT 1"))).reading == Reading(query="SELECT 1")


def test_the_dns_is_asked_as_agreed(tmp_path: Path) -> None:
    contract = ic.Contract.read(write_contract(tmp_path, '[dns]\nask = true\ntimeout = 1.5\ncache = "d/dns.sqlite"\n'))
    assert contract.settings().dns == Dns(timeout=1.5, cache=tmp_path / "d" / "dns.sqlite")
    assert contract.settings(Settings(dns=Dns(timeout=9))).dns == Dns(timeout=9, cache=tmp_path / "d" / "dns.sqlite")
    assert ic.Contract.read(write_contract(tmp_path, "[dns]\ntimeout = 1.5\n")).settings().dns is None


def test_widths_are_numbers_or_a_file_beside_the_contract(tmp_path: Path) -> None:
    for said, wanted in (
        ('"10, 30"', ("10", "30")),
        ("[10, 30]", ("10", "30")),
        ('"w.toml"', (str(tmp_path / "w.toml"),)),
    ):
        contract = ic.Contract.read(write_contract(tmp_path, f"[reading]\nwidths = {said}\n"))
        assert contract.settings().reading.widths == wanted


def test_a_run_without_files_reads_those_of_the_contract(
    agreed: ic.Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    result = ic.run(contract=tmp_path / "contratto.toml")
    assert [source["source"] for source in result.sources] == ["erp", "marketing"]
    assert result.language == "en"
    assert result.options["contract"]["name"] == "clienti"
    assert result.options["contract"]["version"] == "2.1.0"
    assert result.options["contract"]["sha256"] == agreed.sha256
    assert result.options["terms"]["fields"]["email"]["owner"] == "marketing"
    assert [gate["name"] for gate in result.gates] == ["rejected", "duplicates"]
    # The refusal of the platform stands beside the ERP's row of the same customer.
    rossi = result.golden.filter(pl.col("codice_fiscale") == "RSSMRA85T10A562S").row(0, named=True)
    assert (rossi["records"], rossi["consenso_email"]) == (2, "no")


def test_frames_are_sources_of_the_contract(agreed: ic.Contract) -> None:
    frame = pl.DataFrame({"Cod.Fisc.": ["RSSMRA85T10A562S"], "Fatturato": ["1"]})
    assert ic.clean({"erp": frame}, contract=agreed).plan.columns[0].role == "codice_fiscale"
    with pytest.raises(ic.UsageError, match="none is a source of the contract"):
        ic.clean(frame, contract=agreed)


def test_no_file_to_read_is_told(tmp_path: Path) -> None:
    contract = ic.Contract.read(write_contract(tmp_path, "[sources.erp]\nfile = 'erp.csv'\n[sources.crm]\n"))
    with pytest.raises(ic.UsageError, match="which file to read for: crm"):
        ic.run(contract=contract)
    with pytest.raises(ic.UsageError, match="None"):
        ic.run()


def test_a_contract_of_thresholds_alone_holds_for_any_list(tmp_path: Path) -> None:
    write_lists(tmp_path)
    contract = ic.Contract.read(write_contract(tmp_path, "[thresholds]\nmerge_from = 1.0\n"))
    result = ic.run(tmp_path / "marketing.csv", contract=contract, mapping={"Fatturato": "-"})
    assert result.options["merge_from"] == 1.0
    assert [notice for notice in result.notices if "contratto" in notice.italian] == []


ROWS = {
    "Cod.Fisc.": ["RSSMRA85T10A562S"],
    "Cognome": ["Rossi"],
    "Nome": ["Mario"],
    "Newsletter": ["no"],
    "Revoca": ["01/01/2025"],
    "Note": ["x"],
    "Disiscritto": ["no"],
}
ROLES = {
    "Cod.Fisc.": "codice_fiscale",
    "Cognome": "cognome",
    "Nome": "nome",
    "Newsletter": "consenso_email",
    "Revoca": "data_revoca_email",
    "Note": "-",
    "Disiscritto": "-",
}


def of_columns(tmp_path: Path, roles: dict[str, str]) -> ic.Contract:
    lines = "\n".join(f'"{name}" = "{role}"' for name, role in roles.items())
    return ic.Contract.read(write_contract(tmp_path, f"[sources.erp.columns]\n{lines}\n[sources.crm]\n"))


@pytest.mark.parametrize(
    ("renamed", "told"),
    [
        ({"Note": None}, "columns of the contract that are missing: Note"),
        ({"Note": "Appunti"}, "does not know: Appunti"),
        ({"Cod.Fisc.": "COD_FISC"}, "“Cod.Fisc.” of the contract is now called “COD_FISC”"),
        ({"Nome": None}, "missing: Nome"),
        ({}, "not there this time: crm"),
    ],
)
def test_other_columns_are_told_and_the_run_goes_on(tmp_path: Path, renamed: dict[str, str | None], told: str) -> None:
    rows = {renamed.get(name, name): values for name, values in ROWS.items() if renamed.get(name, name)}
    result = ic.run({"erp": pl.DataFrame(rows)}, contract=of_columns(tmp_path, ROLES))
    assert any(told in notice.english for notice in result.notices)
    assert result.golden["consenso_email"].to_list() == ["revocato"]
    assert result.golden["codice_fiscale"].to_list() == ["RSSMRA85T10A562S"]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (["Newsletter"], "seem not to have said it"),
        (["Revoca"], "seem not to have said it"),
        (["Disiscritto"], "seem not to have said it"),
        (["Cod.Fisc.", "Cognome", "Nome"], "by which a customer is known"),
    ],
)
def test_a_list_without_its_refusals_or_its_customers_is_none(tmp_path: Path, missing: list[str], said: str) -> None:
    rows = {name: values for name, values in ROWS.items() if name not in missing}
    with pytest.raises(ContractUnmet, match=said) as caught:
        ic.run({"erp": pl.DataFrame(rows)}, contract=of_columns(tmp_path, ROLES))
    assert caught.value.exit_code == 3
    assert missing[0] in str(caught.value)


def test_what_is_mapped_beside_the_contract_wins(tmp_path: Path) -> None:
    contract = of_columns(tmp_path, {**ROLES, "Note": "annotazione"})
    plan = ic.clean({"erp": pl.DataFrame(ROWS)}, contract=contract, mapping={"Note": "-"}).plan
    assert [column.role for column in plan.columns if column.name == "Note"] == [None]


def test_one_column_has_a_role_in_each_source(tmp_path: Path) -> None:
    text = '[sources.a.columns]\nTipo = "tipo"\n[sources.b.columns]\nTipo = "-"\n'
    contract = ic.Contract.read(write_contract(tmp_path, text))
    rows = pl.DataFrame({"Cognome": ["Rossi"], "Nome": ["Ada"], "Tipo": ["persona"]})
    plan = ic.clean({"a": rows, "b": rows}, contract=contract).plan
    assert [plan.of(name)[2].role for name in "ab"] == ["tipo", None]


def test_the_agreed_contract_is_named_in_no_other_place(tmp_path: Path) -> None:
    # A path in the terms would tell where somebody works.
    made = ic.Contract.read(write_contract(tmp_path)).settings().as_dict()
    assert str(tmp_path) not in json.dumps(made, default=str)
    assert AGREED
