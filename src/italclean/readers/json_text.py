"""JSON as it is written: documents to one object a line, keys that come twice to names of their own.

Nothing is written anew but the names of repeated keys, so that every value keeps its digits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from italclean.messages.text import Text, said
from italclean.readers.known_names import are_known

_BLANK = re.compile(r"[ \t\r\n]*")
_BETWEEN = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_STRING = r'"(?:[^"\\]|\\.)*"'
_TOKEN = re.compile(rf"(?P<key>{_STRING})\s*:|{_STRING}|[{{}}\[\]]")
_TOKENS = rf"{_STRING}(?:\s*:)?|[{{}}\[\]]"
_BLOCK = 1 << 24


class BadJson(ValueError):
    """Some text is no JSON object; `line` says where, from 1, and `why` what is wrong, without what stands there."""

    def __init__(self, line: int, why: Text) -> None:
        super().__init__(line)
        self.line, self.why = line, why


def _refused(_: str) -> float:
    raise OverflowError


def _finite(number: str) -> float:
    value = float(number)
    return value if abs(value) != float("inf") else _refused(number)


_DEEPEST = 200
"""How many levels an object may have."""
_BRACKET = re.compile(rb'[\[\]{}]|"(?:[^"\\]|\\.)*"', re.DOTALL)
_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_refused)
"""Refuses what is no number of JSON (NaN), or larger than any that is read (1e400)."""


def value_at(text: str, place: int = 0, line: int = 1) -> tuple[Any, int]:
    """Return the value that begins at a place of a text, and where it ends.

    Args:
        text: The text.
        place: Where the value begins.
        line: The number of the text's first line.

    Raises:
        BadJson: There is none.
    """
    try:
        return _DECODER.raw_decode(text, place)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        why = said("typed.json_cut") if cut else said("typed.json_sign", sign=error.colno)
        raise BadJson(line + error.lineno - 1, why) from None
    except (OverflowError, ValueError):
        # Of the object in which it stands: which number it is, the library does not say.
        raise BadJson(line + text.count("\n", 0, place), said("typed.json_number")) from None
    except RecursionError:
        raise BadJson(line + text.count("\n", 0, place), said("typed.json_deep")) from None


def object_of(line: str, number: int = 1) -> dict[str, Any]:
    """Return the one object that stands in a line.

    Args:
        line: The line.
        number: Its number, for the error.

    Raises:
        BadJson: It is no object, or not one alone.
    """
    text = line.strip(" \t\r\n")
    value, end = value_at(text, line=number)
    if not isinstance(value, dict):
        raise BadJson(number, said("typed.json_no_object"))
    if end < len(text):
        raise BadJson(number, said("typed.json_behind", sign=end + 1))
    return value


@dataclass(slots=True)
class Objects:
    """The objects of a document.

    Attributes:
        texts: Each in one line.
        lines: In which line of the document each begins, from 1.
        around: What stands around the list, and in which line, if it is a list in an object.
    """

    texts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    around: tuple[int, str] | None = None


def objects_in(text: str) -> Objects:
    r"""Take the objects out of a document: an array, a list under a key, or one object behind the other.

    Args:
        text: The document.

    Raises:
        BadJson: It is no JSON, or its values are no objects.

    Examples:
        >>> objects_in('{"clienti": [\n{"a": 1},\n{"a":\n2}]}').texts
        ['{"a": 1}', '{"a": 2}']
    """
    begin = _blank(text, 0)
    spans = list(_elements(text, begin)) if text.startswith("[", begin) else list(_stream(text, begin))
    around = None
    if len(spans) == 1 and (held := _list_within(text, spans[0][0])) is not None:
        first, last = held
        if len(_members(text, spans[0][0])) > 1:
            line = text.count("\n", 0, spans[0][0]) + 1
            around = line, _in_one_line(f"{text[spans[0][0] : first]}[]{text[last : spans[0][1]]}")
        spans = list(_elements(text, first))
    found = Objects(around=around)
    place, line = 0, 1
    for start, end in spans:
        line += text.count("\n", place, start)
        place = start
        found.texts.append(_in_one_line(text[start:end]))
        found.lines.append(line)
    return found


def _blank(text: str, place: int) -> int:
    blank = _BLANK.match(text, place)
    return blank.end() if blank else place


def _in_one_line(text: str) -> str:
    """Join lines; in a text of JSON no line ends."""
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", text)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _checked(text: str, place: int) -> int:
    """Return where the object ends that begins at a place."""
    value, end = value_at(text, place)
    if not isinstance(value, dict):
        raise BadJson(_line(text, place), said("typed.json_no_object"))
    return end


def _elements(text: str, begin: int) -> Iterator[tuple[int, int]]:
    """Yield where the objects of an array begin and end."""
    place = _blank(text, begin + 1)
    while not text.startswith("]", place):
        end = _checked(text, place)
        yield place, end
        place = _blank(text, end)
        if text.startswith(",", place):
            place = _blank(text, place + 1)
        elif not text.startswith("]", place):
            cut = place >= len(text)
            raise BadJson(_line(text, place), said("typed.json_cut" if cut else "typed.json_comma"))
    # Behind a list in an object the object goes on.
    behind = _blank(text, place + 1)
    if begin == _blank(text, 0) and behind < len(text):
        raise BadJson(_line(text, behind), said("typed.json_behind", sign=behind - text.rfind("\n", 0, behind)))


def _stream(text: str, place: int) -> Iterator[tuple[int, int]]:
    """Yield where objects begin and end that stand one behind the other, with commas between them or not."""
    while place < len(text):
        end = _checked(text, place)
        yield place, end
        between = _BETWEEN.match(text, end)
        place = between.end() if between else end


def _members(text: str, place: int) -> list[tuple[str, Any, int, int]]:
    """Return the keys of an object that is whole, each with its value and where that begins and ends."""
    found: list[tuple[str, Any, int, int]] = []
    place = _blank(text, place + 1)
    while not text.startswith("}", place):
        key, end = value_at(text, place)
        begin = _blank(text, _blank(text, end) + 1)
        value, end = value_at(text, begin)
        found.append((key, value, begin, end))
        place = _blank(text, end)
        if text.startswith(",", place):
            place = _blank(text, place + 1)
    return found


def _list_within(text: str, place: int) -> tuple[int, int] | None:
    """Find the list that the only object of a document is about; None where the object is itself a customer.

    `{"clienti": […]}` and `{"d": {"results": […]}}` hold nothing else; `{"count": 2, "results": [{"nome": …}]}` names
    more columns in the list than outside; `{"nome": …, "cap": …, "telefoni": [{"numero": …}]}` is a customer.
    """
    members = _members(text, place)
    if len(members) == 1 and isinstance(members[0][1], dict):
        return _list_within(text, members[0][2])
    known = sum(are_known([key for key, value, *_ in members if not isinstance(value, list | dict)]))
    lists = [
        (key, first, last)
        for key, value, first, last in members
        if _is_list_of_objects(value) and (not known or _columns_known(value) > known)
    ]
    if len(lists) > 1:
        raise BadJson(_line(text, place), said("typed.json_lists", names=", ".join(key for key, *_ in lists)))
    return lists[0][1:] if lists else None


def _columns_known(objects: Sequence[dict[str, Any]]) -> int:
    return sum(are_known(sorted({key for one in objects[:_LOOKED_AT] for key in one})))


_LOOKED_AT = 20


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def refuse_deep(data: bytes) -> None:
    """Refuse a line of too many levels before a library reads it: some versions end the process over it.

    Args:
        data: One object a line.

    Raises:
        BadJson: There is such a line.
    """
    before = 0
    for block in blocks_of(data):
        signs = np.frombuffer(block, dtype=np.uint8)
        begins = np.flatnonzero((signs == ord("{")) | (signs == ord("[")))
        ends = np.append(np.flatnonzero(signs == ord("\n")), len(signs))
        many = np.flatnonzero(np.diff(np.searchsorted(begins, ends), prepend=0) > _DEEPEST)
        for line in many.tolist():
            start = int(ends[line - 1]) + 1 if line else 0
            if _depth(block[start : int(ends[line])]) > _DEEPEST:
                raise BadJson(before + line + 1, said("typed.json_deep"))
        before += len(ends) - 1


def _depth(line: bytes) -> int:
    """How many lists and objects stand in each other at most."""
    depth = deepest = 0
    for found in _BRACKET.finditer(line):
        sign = found.group()[:1]
        depth += (sign in b"{[") - (sign in b"]}")
        deepest = max(deepest, depth)
    return deepest


def blocks_of(data: bytes) -> Iterator[bytes]:
    """Part a text of many lines into blocks of whole ones.

    Args:
        data: The text.
    """
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _BLOCK)
        end = len(data) if end < 0 else end + 1
        yield data[start:end]
        start = end


@dataclass(slots=True)
class Names:
    """The names of repeated keys: the second `CAP` of an object is `CAP_2`, as a header's is.

    Attributes:
        taken: Every key of the file.
        given: The name of each key from its second time on.
    """

    taken: set[str]
    given: dict[tuple[str, int], str] = field(default_factory=dict)

    def of(self, key: str, time: int) -> str:
        """Return the name of a key that comes for the second time, the third …, the same in every object."""
        name = self.given.get((key, time))
        if name is None:
            copy, name = time, f"{key}_{time}"
            while name in self.taken:
                copy, name = copy + 1, f"{key}_{copy + 1}"
            self.taken.add(name)
            self.given[key, time] = name
        return name


def named_apart(data: bytes) -> tuple[bytes, pl.Series, Names]:
    r"""Give keys that come twice in an object names of their own; a parser would keep one of the two values.

    What a line holds besides keys and brackets is left out, so that a million lines have few forms to look at.

    Args:
        data: One object a line.

    Returns:
        The same lines, the numbers from 1 of those that are not blank, and the names that were given.

    Examples:
        >>> data, lines, names = named_apart(b'{"a": 1.50, "a": "2"}\n\n{"a": 3}')
        >>> data, lines.to_list()
        (b'{"a": 1.50, "a_2": "2"}\n\n{"a": 3}', [1, 3])
    """
    taken: set[str] = set()
    filled: list[pl.Series] = []
    repeating: list[pl.Series] = []
    seen = 0
    for block in blocks_of(data):
        lines = pl.Series("line", block.decode(errors="replace").removesuffix("\n").split("\n"), dtype=pl.String)
        forms = lines.str.extract_all(_TOKENS).list.eval(pl.element().filter(~pl.element().str.ends_with('"')))
        forms = forms.list.join("")
        repeats = [form for form in forms.unique() if _repeats(form, taken)]
        if repeats:
            repeating.append(forms.is_in(repeats).arg_true() + seen)
        filled.append((lines.str.strip_chars().str.len_bytes() > 0).arg_true() + (seen + 1))
        seen += len(lines)
    names = Names(taken)
    if repeating:
        data = _renamed(data, pl.concat(repeating), names)
    numbers = pl.concat(filled) if filled else pl.Series([], dtype=pl.UInt32)
    return data, numbers.cast(pl.UInt32), names


def _keys(text: str) -> Iterator[tuple[re.Match[str], str, int]]:
    """Yield every key of a line, and how many times its object has had it with this one."""
    open_objects: list[dict[str, int]] = []
    for token in _TOKEN.finditer(text):
        key = token["key"]
        if key is not None:
            if open_objects:
                name = _decoded(key)
                time = open_objects[-1][name] = open_objects[-1].get(name, 0) + 1
                yield token, name, time
        elif token[0] in "{[":
            open_objects.append({})
        elif token[0] in "}]" and open_objects:
            open_objects.pop()


def _decoded(key: str) -> str:
    if "\\" not in key:
        return key[1:-1]
    try:
        return str(json.loads(key))
    except ValueError:
        return key[1:-1]  # what is wrong is told when the line is read


def _repeats(form: str, taken: set[str]) -> bool:
    """Tell whether a key comes twice in an object, and note all keys."""
    times = [(name, time) for _, name, time in _keys(form)]
    taken.update(name for name, _ in times)
    return any(time > 1 for _, time in times)


def _renamed(data: bytes, places: Iterable[int], names: Names) -> bytes:
    lines = data.split(b"\n")
    for place in places:
        text, pieces, begin = lines[place].decode(errors="replace"), [], 0
        for token, name, time in _keys(text):
            if time > 1:
                written = json.dumps(names.of(name, time), ensure_ascii=False)
                pieces += [text[begin : token.start("key")], written]
                begin = token.end("key")
        lines[place] = "".join([*pieces, text[begin:]]).encode()
    return b"\n".join(lines)
