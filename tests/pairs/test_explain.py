"""Any two rows can be explained, and the weights add up to what was decided."""

from __future__ import annotations

import math

import polars as pl
import pytest

import italclean as ic
from italclean.core.reference import folder
from italclean.errors import BadOption
from italclean.pairs.explain import Explanation
from tests.customers.test_promises import ROSSI, ROSSI_ELSEWHERE


@pytest.fixture(scope="module")
def result() -> ic.Result:
    return ic.run(str(folder() / "demo" / "clienti.csv"))


def likely(bits: float) -> float:
    return 1 / (1 + math.pow(2, -bits))


def test_what_is_explained_is_what_was_decided(result: ic.Result) -> None:
    for pair in result.review.select("row_a", "row_b", "probability", "reason").to_dicts():
        why = result.explain(pair["row_a"], pair["row_b"])
        assert (why.reason, why.probability) == (pair["reason"], pytest.approx(pair["probability"], abs=1e-3))
        assert why.verdict != "apart"


def test_merges_by_likeness_are_as_sure_as_their_bits(result: ic.Result) -> None:
    assert result.deduped is not None
    assert result.deduped.hardest
    for why in result.deduped.hardest:
        assert why.verdict == "merge"
        assert why.same_customer
        assert why.probability == pytest.approx(likely(why.bits), abs=0.01)
        assert why.bits == pytest.approx(why.prior + why.fields["bits"].sum() + why.home)


def test_the_hardest_come_first_and_are_of_different_customers(result: ic.Result) -> None:
    assert result.deduped is not None
    hardest = result.deduped.hardest
    assert [why.probability for why in hardest] == sorted(why.probability for why in hardest)
    golden = dict(result.crosswalk.select("row", "golden_id").iter_rows())
    assert len({golden[why.one[1]] for why in hardest}) == len(hardest)


def chain() -> Explanation:
    rows = pl.DataFrame(
        {
            "cognome": ["Rossi"] * 3,
            "nome": ["Mario"] * 3,
            "email": ["m@rossi.it", "m@rossi.it", None],
            "cellulare": [None, "+393331234567", "+393331234567"],
        }
    )
    return ic.dedupe(rows).explain(1, 3)


def test_rows_joined_by_way_of_another() -> None:
    why = chain()
    assert why.same_customer
    assert why.verdict != "merge"
    assert why.through == (("frame", 2),)


def test_words_and_pictures() -> None:
    why = chain()
    assert "nome (uguale)" in str(why)
    assert "frame · riga 2" in why._repr_html_()


def test_two_codes_stay_apart() -> None:
    rows = pl.DataFrame({"cognome": ["Rossi"] * 2, "nome": ["Mario"] * 2, "codice_fiscale": [ROSSI, ROSSI_ELSEWHERE]})
    why = ic.dedupe(rows, language="en").explain(1, 2)
    assert (why.verdict, why.rule, why.same_customer) == ("review", "two codici fiscali, perhaps one person", False)


@pytest.mark.parametrize("row", [0, 99, ("frame", 99), ("erp", 1)])
def test_a_row_that_is_not_there(row: int | tuple[str, int]) -> None:
    with pytest.raises(BadOption):
        ic.dedupe(pl.DataFrame({"cognome": ["Rossi"], "nome": ["Mario"]})).explain(1, row)


def test_a_number_that_two_sources_have() -> None:
    frames = {name: pl.DataFrame({"Cognome": ["Rossi"], "Nome": ["Mario"]}) for name in ("erp", "crm")}
    result = ic.run(frames)
    with pytest.raises(BadOption, match="several sources"):
        result.explain(1, 1)
    assert result.explain(("erp", 1), ("crm", 1)).fields["level"].to_list()[:2] == ["same", "same"]
