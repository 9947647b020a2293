"""The catalogue of issues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import italclean
from italclean.issues.issue import STATUSES
from italclean.issues.registry import ISSUES, message


@pytest.mark.parametrize("code", ISSUES)
def test_entry_is_complete(code: str) -> None:
    issue = ISSUES[code]
    assert issue.code == code
    assert re.fullmatch(r"[a-z_]+", code)
    assert issue.status in STATUSES
    assert issue.status != "valid"
    for said in (issue.italian, issue.english):
        assert said.strip() == said != ""
    assert ("{detail}" in issue.italian) == ("{detail}" in issue.english)
    assert set(re.findall(r"{(\w+)}", issue.italian + issue.english)) <= {"detail"}


@pytest.mark.parametrize("code", ISSUES)
def test_detail_is_filled_in_verbatim(code: str) -> None:
    for language in ("it", "en"):
        said = message(code, "{x} %s $1", "it" if language == "it" else "en")
        assert ("{x} %s $1" in said) == ("{detail}" in ISSUES[code].italian)


def test_every_code_is_used_somewhere() -> None:
    package = Path(italclean.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py") if path.name != "built_in.py")
    unused = [code for code in ISSUES if f'"{code}"' not in source]
    assert unused == []


REWRITTEN = {
    "blank": "nothing stood there",
    "filler": "what stood there says itself that it is nothing",
    "format": "the same letters and digits, in another form",
    "derived": "nothing was typed that could have changed",
    "split": "the same words, in columns of their own",
    "indirizzo_parted": "the same words, in columns of their own",
    "place_abroad": "left as it was typed",
    "consent_not_opposed": "a plain no in a column of refusals refuses nothing",
}
LOOKED_AT = {
    "characters were put in, taken out or changed": {
        "cf_zeros", "pi_zeros", "cap_zeros", "iban_zeros", "sdi_zeros", "cf_repaired", "pi_mended", "pi_country",
        "prov_misspelt", "comune_misspelt", "email_mended", "email_typo", "tel_zero_restored", "tel_mobile_zero",
        "tel_country", "iban_mended", "iban_computed", "indirizzo_twice",
    },
    "something was chosen that the cell does not say": {
        "comune_former", "comune_short", "place_decided", "data_century", "data_serial", "name_swapped",
    },
    "it stands elsewhere now, or comes from elsewhere": {
        "moved", "replaced", "several_placed", "cf_and_pi", "pi_and_cf", "comune_frazione", "indirizzo_locality",
        "email_pec_moved", "email_and_tel", "tel_swapped", "tel_and_fax", "tel_and_email", "company_extra",
        "consent_opposed", "consent_overruled", "consent_revoked",
    },
    "it is emptied although it looks like a value": {
        "cf_filler", "pi_filler", "data_filler", "email_filler", "tel_filler", "iban_filler", "cf_not_computed",
    },
}  # fmt: skip


def test_each_issue_that_is_no_doubt_is_weighed() -> None:
    """What is mere rewriting, and what a person looks at, has a reason: a new issue needs one, too."""
    settled = {code for code, issue in ISSUES.items() if issue.status in ("fixed", "missing")}
    assert {code for code, issue in ISSUES.items() if issue.rewriting} == set(REWRITTEN)
    weighed = [code for codes in LOOKED_AT.values() for code in codes]
    assert len(weighed) == len(set(weighed))
    assert set(weighed) == settled - set(REWRITTEN)
