"""A cell of telephone numbers, parted: what is a number in it, what is a fax, an address or a remark.

    >>> found = parted("0143 635755 chiedere di Ugo, cell. 333 1234567 - ugo@rossi.it", "IT")
    >>> [number.dialled for number in found.numbers], found.addresses, found.note
    (['0143635755', '3331234567'], ['ugo@rossi.it'], 'chiedere di Ugo')

People write several numbers with any sign between them, and the same signs within one number: 0143 635 755 is one,
0143 635755 3339273965 are two. So no sign decides alone. The digits between two words are cut in the way that costs
least: a whole number costs nothing, digits that are none cost much, a cut costs the more the less its sign is one
that parts numbers, and so does a joint over a sign that does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from italclean.telephones.numbering import GOOD, ITALY, LEFT_OVER, area_code, cost, national_part

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_LABEL = (
    r"tel(?:efon[oi]|ef)?|tlf|phone|cell(?:ular[ei])?|cel|mob(?:il[ei])?|num(?:er[oi])?|nr|(?:n|t|c|ph)(?=\s?[.:°º])|"
    r"e-?mail|mail|pec|posta"
)
_FAX = r"(?:tele)?fax"
_AND = r"e|ed|o|od|oppure|ovvero|and|or|und"
_BRACKETS = (
    rf"\((?=[^()]*[^\W\d_])(?!\s*(?:{_LABEL}|{_FAX})\b)"
    r"(?:[^()\d]|\d{1,2}(?!\d)){1,80}\)"
)
_HOUR = r"(?:[01]?\d|2[0-4])"
# No digits before, none behind: the amounts and decimals that these stand around are whole.
_APART, _NO_MORE = r"(?<![\d.,+])(?<!\d[\s./-])", r"(?![\d.,]*\d|\s?[-/]?\s?\d)"
_DECIMAL = r"(?:0|[1-9]\d?)\.\d{3,20}"
_TOKENS = re.compile(
    rf"""
    (?P<address>(?:mailto:)?[^\s;,<>()\[\]"/|\\:=@]{{1,64}}@[^\s;,<>()\[\]"/|\\:=@]{{1,250}}\.[a-z]{{2,24}}\b(?!\w*@))
  | (?P<remark>
        {_BRACKETS}
      | (?:https?://|www\.)\S{{1,200}}
      | \b\d{{1,2}}\s+line[ea]\b[^0-9]{{0,40}}
      | \b(?:int(?:erno)?|ext|est|x)\.?\s*:?\s*\d{{1,5}}\b(?![\s./-]*\d{{3}})
      | (?<![\d.])(?:{_HOUR}:[0-5]\d|{_HOUR}[.:][0-5]\d\s?(?:-|/|a|alle)\s?{_HOUR}[.:][0-5]\d)(?![.\d]*\d)
      | (?<![\d./-])(?:0?[1-9]|[12]\d|3[01])(?P<s>[./-])(?:0?[1-9]|1[0-2])(?P=s)(?:19|20)\d\d(?![\d./-]*\d)
      | (?<![\d./-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T\ ]\d\d:\d\d(?::\d\d)?)?(?![\d./-]*\d)
      | (?<![\d.,+])(?<!\d\s)(?!39\.3\d{{9}}(?!\d)){_DECIMAL}(?:(?:\s?[,;/|]\s?|\s)-?{_DECIMAL})?(?![.\d]*\d)
      | {_APART}[1-9]\d?,\d{{4,20}}(?:(?:\s?[;/|]\s?|\s)[1-9]\d?,\d{{4,20}})?{_NO_MORE}
      | \d{{1,3}}\s?°.{{0,40}}
      | (?:€|\beur[o]?\b)\s*\d[\d.,]{{0,20}}
      | \d[\d.,]{{0,20}}\s*(?:€|\beur[o]?\b)
      | {_APART}(?:[1-9]\d{{0,2}}(?:\.\d{{3}}){{0,4}}|[1-9]\d{{3,7}}),\d\d{_NO_MORE}
      | {_APART}[1-9]\d?(?:\.\d{{3}}){{1,2}}{_NO_MORE}
    )
  | (?P<fax>(?<![^\W\d_]){_FAX}(?![^\W\d_])\.?)
  | (?P<label>(?<![^\W\d_])(?:{_LABEL})(?:[1-9](?!\d)|(?![^\W\d_]))(?:\s?[.:°º])*)
  | (?P<and>(?<![^\W_])(?:{_AND})(?![^\W_]))
  | (?P<group>(?:\+\s?)?\d+(?:(?![^\W_])|(?=int|ext|est|fax|tel|cel|x\d)))
  | (?P<code>[^\W_]*\d[^\W_]*)
  | (?P<word>[^\W\d_]+(?:['.’][^\W\d_]*)*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# +39 (0)2 is +3902, +44 (0)20 is +4420.
_ZERO_OF_ITALY, _ZERO = re.compile(r"((?:\+|00)\s*39[\s.-]*)\(0\)"), re.compile(r"(\d\s*)\(0\)")
# 333 1234567&ugo@rossi.it, ugo@rossi.it-3331234567: a sign that a mail address might hold stands between the two.
_NUMBER_MAIL = re.compile(r"(?<![\w.+-])([\d(+][\d ./()-]{3,24}\d)[-+&·=*]+(?=[^\W\d_][^\s@]{0,63}@)")
_MAIL_NUMBER = re.compile(
    r"(@[\w.-]{1,250}\.[a-z]{2,24})(?:[-&·=*]+|(?=\+))(?=[+(]{0,2}\d[\d ./()-]{3})", re.IGNORECASE
)
_EDGES = " .,;:|/\\()[]{}<>=&+*-\"'_·•"
_AND_AT_EDGES = re.compile(rf"^(?:{_AND})(?=\W|$)|(?<![^\W_])(?:{_AND})$", re.IGNORECASE)
_MOST_GROUPS, _MOST_DIGITS = 9, 18
_LONGEST = 2000


@dataclass(slots=True)
class Number:
    """A number of a cell: what one dials, whether the cell calls it a fax, and the short end it was made from."""

    dialled: str
    fax: bool = False
    end: str | None = None
    unsure: bool = False


@dataclass(slots=True)
class Parted:
    """What stands in a cell: its numbers, its mail addresses, the rest as a note, and digits of it that are none."""

    numbers: list[Number] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    note: str | None = None
    unread: str | None = None


@dataclass(slots=True)
class _Group:
    """Digits with no sign between them, perhaps behind a plus, and what stands before them."""

    digits: str
    start: int
    end: int
    sign: str = ""
    cut: float = 0.0
    joint: float = 0.0


@dataclass(slots=True)
class _Piece:
    """Digits of a run that belong together: their place in the cell and what they cost."""

    dialled: str
    start: int
    end: int
    cost: float
    tail: str | None = None
    unsure: bool = False


@dataclass(slots=True)
class _Cut:
    """The cheapest way to cut the groups up to some place: its last piece, what is left of it, the last number."""

    total: float
    left: _Cut | None
    piece: _Piece | None
    number: _Piece | None


@dataclass(slots=True)
class _Run:
    """Groups of digits with nothing but signs between them."""

    groups: list[_Group]
    fax: bool
    beside_code: bool = False
    pieces: list[_Piece] = field(default_factory=list)
    last_is_fax: bool = False


def mails_apart(cell: str) -> str:
    """Part mail addresses from the numbers that one sign joins them to.

    Examples:
        >>> mails_apart("333 1234567&ugo@rossi.it-0143 635755")
        '333 1234567 ; ugo@rossi.it ; 0143 635755'
    """
    return _NUMBER_MAIL.sub(r"\1 ; ", _MAIL_NUMBER.sub(r"\1 ; ", cell)) if "@" in cell else cell


def parted(typed: str, region: str, *, whole: bool = False) -> Parted:
    """Part a cell.

    Args:
        typed: The cell, tidy.
        region: The country in which numbers without a country code are dialled.
        whole: Whether only whole numbers count; else the first digits that could be one do where there is none.
    """
    if len(typed) > _LONGEST:
        return Parted()
    cell = unicodedata.normalize("NFKC", typed).translate(_DASHES)
    cell = mails_apart(cell)
    cell = _ZERO.sub(r"\1 ", _ZERO_OF_ITALY.sub(r"\g<1>0", cell))
    tokens = [token for token in _TOKENS.finditer(cell) if token.lastgroup]
    runs = _runs(tokens, cell)
    before: _Piece | None = None
    for run in runs:
        run.pieces = _cut(run.groups, region, before)
        before = next((piece for piece in reversed(run.pieces) if piece.cost <= GOOD), before)
    good = [(run, piece) for run in runs for piece in run.pieces if _is_number(run, piece)]
    # Nothing whole: the first that could be one, as it is.
    chosen = good
    if not good and not whole:
        chosen = [
            (run, piece)
            for run in runs
            for piece in run.pieces
            if piece.cost != LEFT_OVER and not run.beside_code and len(piece.dialled) > 4
        ][:1]
    found = Parted()
    taken: list[tuple[int, int]] = []
    for run, piece in chosen:
        fax = run.fax or (run.last_is_fax and piece is run.pieces[-1])
        found.numbers.append(Number(piece.dialled, fax, piece.tail, piece.unsure))
        taken.append((piece.start, piece.end))
    for token in tokens:
        if token.lastgroup == "address":
            found.addresses.append(token[0].lower().removeprefix("mailto:").lstrip(".'-+&·=*"))
            taken.append(token.span())
        elif token.lastgroup in ("fax", "label"):
            taken.append(token.span())
    with_number = [run for run, _ in good]
    beside = [piece.dialled for run in with_number for piece in run.pieces if not _is_number(run, piece)]
    found.unread = " ".join(dict.fromkeys(beside)) or None
    found.note = _rest(cell, sorted(taken))
    return found


def _is_number(run: _Run, piece: _Piece) -> bool:
    # O6 55507676: beside a letter among digits only a number that is whole by itself is read.
    return piece.cost == 0 if run.beside_code else piece.cost <= GOOD


def _runs(tokens: list[re.Match[str]], cell: str) -> list[_Run]:
    runs: list[_Run] = []
    current: _Run | None = None
    fax = both = False
    last = ""
    for at, token in enumerate(tokens):
        kind = token.lastgroup
        if kind == "group":
            if current is None:
                current = _Run([], fax and not both, beside_code=last == "code")
                runs.append(current)
            current.groups.append(_group(token, cell, current.groups[-1] if current.groups else None))
        elif kind == "and":
            # Between numbers it is a sign; elsewhere a word of the remark, or between two labels.
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            if current is None or following is None or following.lastgroup != "group":
                current = None if following is None or following.lastgroup not in ("fax", "label") else current
            continue
        else:
            if kind == "code" and current is not None:
                current.beside_code = True
            if kind == "fax":
                both = last == "label" and (current is None)
                ahead = tokens[at + 1] if at + 1 < len(tokens) else None
                # 02 12345678 (fax): the word behind the number, and nothing behind the word.
                behind = ahead is None or re.search("[;,|/\n]", cell[token.end() : ahead.start()]) is not None
                if behind and runs and not runs[-1].fax and (last == "group"):
                    runs[-1].last_is_fax = True
                    fax = both = False
                else:
                    fax = True
            elif kind == "label":
                both = last == "fax"
                if last != "fax":
                    fax = False
            current = None
        last = kind or ""
    return runs


def _group(token: re.Match[str], cell: str, left: _Group | None) -> _Group:
    typed = token[0]
    plus = typed[0] == "+"
    digits = "+" + typed[1:].lstrip() if plus else typed
    if plus and typed[1] == " " and left is None and cell[: token.start()].strip():
        # ugo@rossi.it + 333 1234567: behind something else it is a sign between the two.
        digits = digits[1:]
    found = _Group(digits, token.start(), token.end())
    if left is not None:
        found.sign = cell[left.end : found.start]
        # + 3339273965 behind another number is no country code; + 39 333 … and +393339273965 may be.
        if plus and (typed[1] == " " or 4 <= len(typed) < 7):
            found.sign += "+"
        found.cut, found.joint = _costs_of(found.sign)
        found.joint += _line_like(found, left)
    return found


def _costs_of(sign: str) -> tuple[float, float]:
    """What a cut at a sign costs, and what a joint over it."""
    bare = sign.strip()
    if not bare:
        return 1.5, 0.0
    if re.search(r"[;|&+·•*#]|//|\\\\", bare) or re.search(r"[^\W\d_]", bare) or re.search(r"\)\s*[-,/]\s*\(", bare):
        return 0.0, 15.0
    if "," in bare:
        return 0.2, 3.0
    if set(bare) <= {"(", ")"}:
        return 1.0, 0.0
    if set(bare) <= set("-/\\") and sign != bare:
        return 0.5, 0.5
    if set(bare) <= set("-/\\."):
        return 2.0, 0.0
    return 0.5, 2.0


def _joined(groups: list[_Group]) -> str:
    text = "".join([group.digits for group in groups])
    if "+" not in text:
        return text
    # +39 +39 and +39 0039 are +39.
    inner = re.sub(r"^39\+(?:00)?39", "39", text.lstrip("+")).replace("+", "")
    return "+" + inner if text[0] == "+" else inner


def _cut(groups: list[_Group], region: str, before: _Piece | None) -> list[_Piece]:
    """Cut a run of groups where it costs least."""
    best = [_Cut(0.0, None, None, before)]
    for stop in range(1, len(groups) + 1):
        found: _Cut | None = None
        joint, digits = 0.0, 0
        for start in range(stop - 1, max(stop - _MOST_GROUPS, 0) - 1, -1):
            group = groups[start]
            digits += len(group.digits)
            if found is not None and digits > _MOST_DIGITS:
                break
            left = best[start]
            total = left.total + joint + group.cut
            if found is None or total < found.total:
                piece = _piece(groups[start:stop], region, left.number)
                total += piece.cost
                if found is None or total < found.total:
                    found = _Cut(total, left, piece, piece if piece.cost <= GOOD else left.number)
            joint += group.joint
        assert found is not None  # the last group alone is always tried
        best.append(found)
    pieces: list[_Piece] = []
    last: _Cut | None = best[-1]
    while last is not None and last.piece is not None:
        pieces.append(last.piece)
        last = last.left
    return pieces[::-1]


def _line_like(group: _Group, left: _Group) -> float:
    """Tell the ends that look like further lines: 02 5550767/8, 0521 123456 - 7."""
    length, before, sign = len(group.digits), len(left.digits), group.sign.strip()
    if length <= 2 and before >= 5 and sign and sign[-1] in "([{<":
        # 02 5550767 (8), but +39 (0)2 5550767
        return 15.0
    short = length <= 2 and sign in ("/", "\\", "-") and (sign != "-" or group.sign != "-" or length == 1)
    return 4.0 if short and (before >= 3 or before == 1) else 0.0


def _piece(groups: list[_Group], region: str, previous: _Piece | None) -> _Piece:
    """What the groups are together: a number, or the end of one like the number before."""
    first = groups[0]
    start, stop = first.start, groups[-1].end
    dialled = _joined(groups)
    found = _Piece(dialled, start, stop, cost(dialled, region))
    if found.cost <= GOOD:
        return found
    if dialled[0] == "+" and (previous is not None or start > 0):
        # 0143 635755 +3339273965: the plus stands between two numbers.
        alone = cost(dialled[1:], region)
        if alone < found.cost:
            found = _Piece(dialled[1:], start, stop, alone)
    if len(groups) > 2 and first.digits == groups[1].digits:
        # 02 02 55507676: the area code twice.
        once = _joined(groups[1:])
        if re.match(r"0[1-9]\d{0,2}$|3\d\d$", first.digits) and cost(once, region) <= GOOD:
            found = _Piece(once, start, stop, 1.0)
    if found.cost > GOOD and previous is not None and len(groups) == 1:
        digits = dialled.lstrip("+")
        end = _end_of_number(digits, first.sign, region, previous)
        if end is not None:
            return _Piece(end[0], start, stop, end[1], digits, cost(previous.dialled + digits, region) <= GOOD)
    return found


def _end_of_number(digits: str, sign: str, region: str, previous: _Piece) -> tuple[str, float] | None:
    """Complete what has the beginning of the number before it: 0884-701047/706076, 045 8001122/33."""
    blank = not sign.strip()
    national = national_part(previous.dialled) or (previous.dialled if region == ITALY else None)
    if national is not None and national.startswith("0") and len(digits) >= 5:
        code = area_code(national)
        if code is None or digits.startswith("0"):
            return None
        other = len(digits) != len(national) - len(code)
        completed = code + digits
        near = abs(len(digits) - (len(national) - len(code))) <= 1
        if near and not (blank and other) and cost(completed, ITALY) <= GOOD:
            return completed, 1.5 if other else 0.5
    # What stands in brackets, as [1985], or behind #, as an extension, is no end of a number.
    if len(digits) <= 4 and not blank and not re.search(r"[(\[{<#*°:=]", sign):
        completed = previous.dialled[: -len(digits)] + digits
        # 045 8001122/22 says nothing new, and is left as it is.
        if completed != previous.dialled and cost(completed, region) <= GOOD:
            return completed, 1.5
    return None


def _rest(cell: str, taken: list[tuple[int, int]]) -> str | None:
    """What is neither number nor address nor label, without the signs at the edges."""
    rest, at = [], 0
    for start, end in [*taken, (len(cell), len(cell))]:
        rest.append(cell[at:start])
        at = max(at, end)
    return without_signs(rest)


def without_signs(pieces: list[str]) -> str | None:
    """Join what is left of a cell, without the signs and the `e` that stood between values; null if nothing is.

    Examples:
        >>> without_signs([" - ", " (moglie) e ", "dopo le 18"])
        'moglie, dopo le 18'
    """
    bare = (_AND_AT_EDGES.sub("", " ".join(piece.split()).strip(_EDGES)).strip(_EDGES) for piece in pieces)
    told = [piece + ")" * (piece.count("(") > piece.count(")")) for piece in bare if re.search(r"[^\W_]", piece)]
    return ", ".join(dict.fromkeys(told)) or None
