"""JSON: one object a line, and documents that hold a list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from italclean.errors import InputError
from italclean.readers.apart import ABOVE, EMPTY
from italclean.readers.base import File
from italclean.readers.json_lines import JsonLines
from italclean.readers.json_text import named_apart
from italclean.readers.sources import read
from italclean.readers.table import Table
from italclean.settings import Reading


def _read(tmp_path: Path, content: str | bytes, reading: Reading | None = None) -> Table:
    path = tmp_path / "clienti.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (table,) = read(str(path), reading)
    return table


def test_json_lines_keep_every_digit(tmp_path: Path) -> None:
    path = tmp_path / "clienti.jsonl"
    path.write_text(
        '\ufeff{"cap":184,"tel":12345678901234567890,"x":[1,2]}\n\n{"cap":"00184","y":{"a":1},"z":null,"si":true}\n',
        encoding="utf-8",
    )
    (table,) = read(str(path))
    assert table.frame.rows(named=True) == [
        {"cap": "184", "tel": "12345678901234567890", "x": "1 | 2", "y": None, "z": None, "si": None},
        {"cap": "00184", "tel": None, "x": None, "y": '{"a": 1}', "z": None, "si": "true"},
    ]


def test_objects_that_contradict_each_other_are_text(tmp_path: Path) -> None:
    path = tmp_path / "clienti.jsonl"
    path.write_text('{"a":1}\n{"a":[{"b":1}]}\n{"c":{"d":1}}\n', encoding="utf-8")
    (table,) = read(str(path))
    assert table.frame.rows() == [("1", None), ('[{"b": 1}]', None), (None, '{"d": 1}')]


# Keys that come twice


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        # A yes and a no: both are kept.
        ('{"c":true,"c":false}\n{"c":true}', [{"c": "true", "c_2": "false"}, {"c": "true", "c_2": None}]),
        ('{"c":1,"c":2,"c":3}\n{"c":4}', [{"c": "1", "c_2": "2", "c_3": "3"}, {"c": "4", "c_2": None, "c_3": None}]),
        # The name that would be given is another line's own.
        ('{"a":1,"a":2}\n{"a_2":5}', [{"a": "1", "a_3": "2", "a_2": None}, {"a": None, "a_3": None, "a_2": "5"}]),
        # The same key, once written with an escape.
        ('{"\\u0061":1,"a":2}\n{"a":3}', [{"a": "1", "a_2": "2"}, {"a": "3", "a_2": None}]),
        # In an object in an object.
        ('{"x":{"a":1,"a":2}}\n{}\n{"x":{"a":3}}', [{"x": '{"a": 1, "a_2": 2}'}, {"x": '{"a": 3, "a_2": null}'}]),
        # Text that looks like a key, and the objects of a list, repeat nothing.
        ('{"a":"\\"a\\":1,{","b":"a"}\n{"b":"c:"}', [{"a": '"a":1,{', "b": "a"}, {"a": None, "b": "c:"}]),
        ('{"n":"x","t":[{"a":1},{"a":2}]}\n{"n":"y"}', [{"n": "x", "t": '{"a": 1} | {"a": 2}'}, {"n": "y", "t": None}]),
    ],
)
def test_both_values_of_a_key_that_comes_twice_are_kept(
    tmp_path: Path, content: str, rows: list[dict[str, str]]
) -> None:
    assert _read(tmp_path, content).frame.rows(named=True) == rows


class _Pairs(list[tuple[str, Any]]):
    """An object as its pairs, keys twice among them."""


_KEYS = st.sampled_from(["a", "b", "a_2", "è", '"', "\\", ":", "{"])
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=4), st.sampled_from(['"a":', "{", "}]", "\\"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.lists(st.tuples(_KEYS, inner), max_size=3).map(_Pairs)),
    max_leaves=6,
)


def _written(value: Any, *, escaped: bool) -> str:
    if isinstance(value, _Pairs):
        pairs = (f"{json.dumps(key, ensure_ascii=escaped)} : {_written(one, escaped=escaped)}" for key, one in value)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_written(one, escaped=escaped) for one in value) + "]"
    return json.dumps(value, ensure_ascii=escaped)


def _pairs_of(text: str) -> list[Any]:
    return [json.loads(line, object_pairs_hook=_Pairs) for line in text.split("\n") if line.strip()]


def _values(value: Any) -> Any:
    """Return what stands in a value, without the names of its keys."""
    if isinstance(value, _Pairs):
        return [_values(one) for _, one in value]
    return [_values(one) for one in value] if isinstance(value, list) else value


def _repeats(value: Any) -> bool:
    if isinstance(value, _Pairs):
        keys = [key for key, _ in value]
        return len(set(keys)) < len(keys) or any(_repeats(one) for _, one in value)
    return isinstance(value, list) and any(map(_repeats, value))


@given(st.lists(st.lists(st.tuples(_KEYS, _VALUES), max_size=4).map(_Pairs), min_size=1, max_size=4), st.booleans())
def test_no_value_is_lost_to_a_repeated_key(objects: list[_Pairs], escaped: bool) -> None:
    text = "\n".join(_written(one, escaped=escaped) for one in objects)
    data, lines, _ = named_apart(text.encode())
    found = _pairs_of(data.decode())
    assert [_values(one) for one in found] == [_values(one) for one in objects]
    assert not any(map(_repeats, found))
    assert len(lines) == len(objects)
    if not any(map(_repeats, objects)):
        assert data.decode() == text


# Documents


@pytest.mark.parametrize(
    "document",
    [
        '[{"nome":"Ida"},{"nome":"Ugo"}]',
        '[\n  {\n    "nome": "Ida"\n  },\n  {\n    "nome": "Ugo"\n  }\n]\n',
        '{"clienti":[{"nome":"Ida"},{"nome":"Ugo"}]}',
        '{\n"clienti": [\n{"nome":"Ida"},\n{"nome":"Ugo"}\n]\n}',
        '{"d":{"results":[{"nome":"Ida"},{"nome":"Ugo"}]}}',
        '{"nome":"Ida"}{"nome":"Ugo"}',
        '{"nome":"Ida"},\n{"nome":"Ugo"},\n',
        '{\n"nome":"Ida"\n}\n{\n"nome":"Ugo"\n}',
        '{"nome":"Ida"}\r{"nome":"Ugo"}\r',
        '\ufeff{"nome":"Ida"}\n\ufeff{"nome":"Ugo"}\n',
    ],
)
def test_a_list_is_read_however_it_is_laid_out(tmp_path: Path, document: str) -> None:
    table = _read(tmp_path, document)
    assert table.frame.rows(named=True) == [{"nome": "Ida"}, {"nome": "Ugo"}]
    assert table.rejected.is_empty()


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.text(max_size=5), max_size=3), min_size=1, max_size=5))
def test_a_document_is_the_same_list_as_its_lines(objects: list[dict[str, str]]) -> None:
    objects.append({"a": "Rossi", "b": "", "c": "Ida"})

    def rows(text: str) -> list[Any]:
        (found,) = JsonLines().read(File("clienti.json", text.encode()), Reading())
        return [found.frame.rows(named=True), found.rejected.height]

    lines = rows("\n".join(map(json.dumps, objects)))
    assert rows(json.dumps(objects)) == lines
    assert rows(json.dumps(objects, indent=2, ensure_ascii=False)) == lines
    assert rows(json.dumps({"clienti": objects}, indent=1)) == lines


@pytest.mark.parametrize(
    "around",
    ['"count":2,"next":null', '"azienda":"ACME"'],
)
def test_what_stands_beside_the_list_is_set_apart(tmp_path: Path, around: str) -> None:
    table = _read(tmp_path, f'{{{around},"clienti":[{{"nome":"Ida","cognome":"Po"}}]}}')
    assert table.frame.rows() == [("Ida", "Po")]
    assert table.rejected.select("line", "reason", "text").rows() == [(1, ABOVE, f'{{{around},"clienti":[]}}')]


def test_a_customer_with_a_list_of_his_own_is_one(tmp_path: Path) -> None:
    table = _read(tmp_path, '{"nome":"Ida","cap":"00184","telefoni":[{"numero":"06 1"},{"numero":"06 2"}]}')
    assert table.frame.height == 1


# Rows of nothing, encodings, errors


def test_objects_of_nothing_are_set_apart(tmp_path: Path) -> None:
    table = _read(tmp_path, '{"nome":"Ida"}\n\n{}\n{"nome":null}\n{"nome":""}\n{"nome":"Ugo"}\n')
    assert table.frame["nome"].to_list() == ["Ida", "Ugo"]
    assert table.rejected.select("line", "reason").rows() == [(3, EMPTY), (4, EMPTY), (5, EMPTY)]


def test_a_line_of_a_document_is_that_of_the_file(tmp_path: Path) -> None:
    table = _read(tmp_path, '[\n{"nome":\n"Ida"},\n{},\n{"nome":null}]')
    assert table.rejected["line"].to_list() == [4, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    content = '{"nome":"Nicolò","città":"Forlì"}\n{"nome":"Niccolò","città":"Cantù"}\n'.encode(encoding)
    table = _read(tmp_path, content)
    assert table.frame.rows(named=True)[0] == {"nome": "Nicolò", "città": "Forlì"}
    assert table.facts["encoding"] == encoding


def test_an_encoding_that_is_said_is_used(tmp_path: Path) -> None:
    table = _read(tmp_path, '{"nome":"Nicolò"}\n'.encode("cp850"), Reading(encoding="cp850"))
    assert table.frame.item() == "Nicolò"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"a":1}\n{"a":', "line 2 .* ends in the middle"),
        ('{"a":1}\n\n{"a":"x', "line 3 .* ends in the middle"),
        ('{"a":1}\nRossi\n', "line 2 .* character 1 "),
        ('{"a":1}\n{"a";1}\n', "line 2 .* character 5 "),
        ('{"a":1,\n{"a":2}\n', "line 1 .* ends in the middle"),
        ('{"a":1}\n{"a":1e400}', "line 2 .* number"),
        ('{"a":1}\n{"a":NaN}', "line 2 .* number"),
        ('{"a":1}\n{"a":2} {"a":3}', "line 2 .* character 8 "),
        ('{"a":1}\n[2]', "line 2 .* no object"),
        ('[{"a":1},\n3]', "line 2 .* no object"),
        ('[["a","b"],\n["c","d"]]', "line 1 .* no object"),
        ('[{"a":1}\n{"a":2}]', "line 2 .* comma"),
        ('[{"a":1},\n{"a":2}', "line 2 .* ends in the middle"),
        ('[{"a":1}]\n[{"a":2}]', "line 2 .* behind"),
        ('{"clienti":[{"nome":1}],"fornitori":[{"nome":2}]}', r"lists \(clienti, fornitori\)"),
        ('{"clienti":[{"a":1}]}\n{"clienti":[{"a":2}]}', r"lists \(clienti\)"),
        ('{"a":1}\n' + '{"a":' * 9000 + "1" + "}" * 9000, "line 2 .* too many levels"),
        ('{"a":"' + "[" * 9000 + '"}\n{"a":' * 1 + "[" * 300 + "]" * 300 + "}", "line 2 .* too many levels"),
        ("{}\n{}\n", "no data rows"),
        ('{"clienti":[]}', "no data rows"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        _read(tmp_path, content)
    assert raised.value.exit_code == 3
    assert "--map" not in str(raised.value)


@pytest.mark.parametrize("content", ["[Nome];[CAP]\nIda;00184\n", "{Nome};CAP\nIda;00184\n", "Nome;Note\nIda;{}\n"])
def test_delimited_text_with_brackets_is_no_json(content: str) -> None:
    assert not JsonLines().recognises(content.encode(), Reading())


def test_blocks_of_lines_are_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(f'{{"a":{row},"b":"è"}}' if row % 7 else f'\n{{"a":{row},"a":"y"}}' for row in range(60))
    whole = named_apart(text.encode())
    monkeypatch.setattr("italclean.readers.json_text._BLOCK", 50)
    parted = named_apart(text.encode())
    assert parted[0] == whole[0]
    assert parted[1].to_list() == whole[1].to_list()
    assert whole[1].to_list() == [at for at, line in enumerate(text.split("\n"), start=1) if line]
    assert pl.read_ndjson(whole[0])["a_2"].drop_nulls().to_list() == ["y"] * 9
