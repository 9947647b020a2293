"""The file of a target: the example of the docs works, and whatever is wrong in one is told at once, with its line."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import italclean as ic
from italclean.errors import BadTarget
from italclean.exports.merge_rules import OF_MERGE, WINNERS
from italclean.exports.target import find_target, targets
from italclean.exports.target_file import _OF_COLUMN, _OF_OBJECT, read_target
from italclean.exports.values import DERIVED, WRITERS
from tests.exports.lists import traps

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "targets.md").read_text(encoding="utf-8")
MERGE = re.findall(r"<!-- example: merge -->\n```toml\n(.*?)```", PAGE, re.DOTALL)[0]
EXAMPLE = re.findall(r"<!-- example: target -->\n```toml\n(.*?)```", PAGE, re.DOTALL)[0]
SMALL = """
[target]
name = "x"
[[objects]]
name = "A"
file = "a"
columns = [{ name = "id", from = "@key" }]
"""


def test_the_example_of_the_docs_is_a_target(tmp_path: Path) -> None:
    file = tmp_path / "my_crm.toml"
    file.write_text(EXAMPLE, encoding="utf-8")
    listed = traps().with_columns(Agente=pl.when(pl.col("golden_id") == "erp.1").then(pl.lit("Neri")))
    made = ic.export(listed, file)
    assert list(made.files) == ["1_accounts.csv", "2_contacts.csv"]
    first = made.content("1_accounts.csv").decode("cp1252").split("\r\n")
    assert first[0] == '"ExternalId";"Name";"Name2";"Street";"Country";"VAT";"Agent"'
    assert first[1] == '"erp.1";"Alfa S.r.l.";"";"Via Roma, 1";"IT";"00743110157";"Neri"'
    people = {row["ExternalId"]: row for row in made.files["2_contacts.csv"].rows(named=True)}
    assert people["crm.A7"] == {
        "ExternalId": "crm.A7", "Account": "erp.1", "Surname": "D'Angelo", "Phone": "+393331234567",
        "Born": "10/12/1985", "Sex": "female", "NoMail": "1",
    }  # fmt: skip
    assert people["erp.3"]["NoMail"] == "0"
    # `chiedere a Ida` only warns: the confidence is medium.
    assert ("Phone", False) in made.preflight.filter(golden_id="erp.12").select("field", "held").rows()
    assert "## Come\n\n- *Strumenti > Importa*, prima i conti." in made.readme
    assert "- *Tools > Import*, accounts first." in made.readme


def test_the_example_of_merging_is_one() -> None:
    merge = read_target(f"{EXAMPLE}\n{MERGE}".encode(), "x.toml").merge
    assert merge is not None
    assert (merge.losers_per_call, merge.winner[0], merge.order[-1]) == (2, "active", "Leads")
    assert merge.how["it"].startswith("- *Strumenti")
    assert read_target(EXAMPLE.encode(), "x.toml").merge is None


def test_the_docs_name_every_key() -> None:
    for name in {*_OF_OBJECT, *_OF_COLUMN, *OF_MERGE, *WINNERS} - {"columns"} | set(DERIVED) | set(WRITERS):
        assert f"`{name}`" in PAGE, name
    page = (DOCS / "export.md").read_text(encoding="utf-8") + (DOCS / "cli.md").read_text(encoding="utf-8")
    for name in targets():
        assert f"`{name}`" in page


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"@key"', '"emial"', 'line 7, objects[0].columns[0].from: “emial” is not known here. Did you mean “email”?'),
        ('"@key"', '"@keys"', "“@keys” is not known here. Did you mean “@key”?"),
        (', from = "@key"', "", "it does not say what it is made of"),
        (', from = "@key"', ', from = "@key", kind = "dat"', "Did you mean “date”?"),
        (', from = "@key"', ', from = "@key", pattern = "("', "it is no regular expression"),
        (', from = "@key"', ', from = "@key", words = ["a"]', "two words are needed"),
        (', from = "@key"', ', from = "@key", max_length = "x"', "a whole number belongs here"),
        (', from = "@key"', ', from = "@key", lenght = 3', "“lenght” is not known here"),
        ('name = "id"', 'name = "@id"', "does not begin with @"),
        ('file = "a"', 'file = "../a"', "the name of a file is made of letters"),
        ('file = "a"', 'file = "a"\nkey = "ix"', "“ix” is not known here. There are: id"),
        ('file = "a"', 'file = "a"\ntakes = ["aziende"]', "Did you mean “azienda”?"),
        ('file = "a"', 'file = "a"\nmailbox = "rows"', "Did you mean “row”?"),
        ('file = "a"', 'file = "a"\nparent = "id"\nparent_object = "B"', "the parent's object is loaded first"),
        ('name = "x"', 'name = "../x"', "it names a folder"),
        ('[target]', '[file]\nencoding = "x"\n[target]', "it is no encoding"),
        ('[target]', '[file]\ndelimiter = ";;"\n[target]', "one character is needed"),
        ('[target]', '[file]\nmax_rows = 0\n[target]', "give at least 1"),
        ('[target]', '[files]\n[target]', "Did you mean “file”?"),
        ('[[objects]]', '[[object]]', "“object” is not known here"),
        ('"@key" }', '"@key" }, { name = "id", from = "cap" }', "“id” stands there twice"),
        ("[target]", "[merge]\nloosers = 1\n[target]", "merge.loosers"),
        ("[target]", "[merge]\nlosers_per_call = -1\n[target]", "give at least 0"),
        ("[target]", '[merge]\nwinner = ["oldst"]\n[target]', "Did you mean “oldest”?"),
        ("[target]", '[merge]\norder = ["B"]\n[target]', "is an object of the target and is missing"),
        ("[target]", '[merge]\nprefixes = { B = "1" }\n[target]', "merge.prefixes.B"),
        ("[target]", '[merge]\nrefusals = "al"\n[target]', "Did you mean “all”?"),
        ("[target]", '[merge]\nunique = ["ix"]\n[target]', "“ix” is not known here"),
        ("[target]", '[merge]\nhow = { fr = "x" }\n[target]', "merge.how.fr"),
        ("[target]", "[target", "line 2"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(before: str, after: str, told: str) -> None:
    assert read_target(SMALL.encode(), "x.toml").name == "x"
    wrong = SMALL.replace(before, after)
    assert wrong != SMALL
    with pytest.raises(BadTarget) as error:
        read_target(wrong.encode(), "x.toml")
    assert told in error.value.text("en"), error.value.text("en")
    assert error.value.exit_code == 2


def test_a_target_that_nobody_knows() -> None:
    with pytest.raises(BadTarget, match="hubspot"):
        find_target("hubspott")
    with pytest.raises(ic.InputError):
        find_target("not_there.toml")


@given(
    st.sampled_from(EXAMPLE.splitlines()),
    st.sampled_from(["[", "]", '"', "=", "{", "1", "true", "", "[[objects]]", "é"]),
)
def test_a_broken_file_raises_no_other_error(line: str, sign: str) -> None:
    for broken in (EXAMPLE.replace(line, f"{line}\n{sign}"), EXAMPLE.replace(line, sign + line)):
        with contextlib.suppress(BadTarget):
            read_target(broken.encode(), "my_crm.toml")
