"""One mistake in one text: what fingers, eyes, ears and machines do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Draws = npt.NDArray[np.float64]
"""Four numbers between 0 and 1, drawn for one mistake."""
Slip = Callable[[str, Draws], str]

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS: dict[str, str] = {}
for _r, _row in enumerate(_ROWS):
    for _i, _char in enumerate(_row):
        _near = _row[max(_i - 1, 0) : _i] + _row[_i + 1 : _i + 2]
        for _other in (_r - 1, _r + 1):
            if 0 <= _other < 3:
                _near += _ROWS[_other][max(_i - 1, 0) : _i + 1]
        NEIGHBOURS[_char] = _near
NEIGHBOURS |= dict(zip("1234567890", ["2", "13", "24", "35", "46", "57", "68", "79", "80", "9"], strict=True))
_SEEN = [
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("u", "v"),
    ("v", "u"),
    ("n", "u"),
    ("a", "o"),
    ("o", "a"),
    ("i", "l"),
    ("l", "i"),
    ("e", "c"),
    ("t", "f"),
    ("b", "h"),
    ("g", "q"),
    ("1", "7"),
    ("7", "1"),
    ("0", "6"),
    ("6", "0"),
    ("3", "8"),
    ("5", "6"),
    ("4", "9"),
    ("2", "7"),
    ("s", "5"),
    ("o", "0"),
]
_HEARD = [
    ("ll", "l"),
    ("tt", "t"),
    ("nn", "n"),
    ("zz", "z"),
    ("ss", "s"),
    ("cc", "c"),
    ("gli", "li"),
    ("gn", "ni"),
    ("ch", "c"),
    ("qu", "cu"),
    ("k", "c"),
    ("y", "i"),
    ("j", "i"),
    ("w", "v"),
    ("x", "cs"),
    ("b", "p"),
    ("d", "t"),
    ("m", "n"),
    ("v", "f"),
    ("l", "ll"),
    ("t", "tt"),
    ("z", "zz"),
    ("r", "rr"),
    ("sci", "si"),
    ("e", "i"),
]
_CORRECTED = {
    "bassi": "passi",
    "riva": "viva",
    "sala": "sale",
    "melis": "mele",
    "pinna": "pinza",
    "loi": "lui",
    "fois": "foto",
    "zanon": "zanna",
    "berti": "verti",
    "gatti": "gatto",
    "conti": "conto",
    "costa": "costo",
    "marini": "marino",
    "vitali": "vitale",
    "leoni": "leone",
    "monti": "monte",
}


def _keep_case(new: str, old: str) -> str:
    return new.upper() if old.isupper() else new


def neighbour(text: str, draw: Draws) -> str:
    """A key beside the right one."""
    if len(text) < 2:
        return text
    at = 1 + int(draw[0] * (len(text) - 1))
    near = NEIGHBOURS.get(text[at].lower(), "")
    return text if not near else text[:at] + _keep_case(near[int(draw[1] * len(near))], text[at]) + text[at + 1 :]


def doubled(text: str, draw: Draws) -> str:
    """A letter twice."""
    at = int(draw[0] * len(text))
    return text[: at + 1] + text[at : at + 1] + text[at + 1 :]


def missed(text: str, draw: Draws) -> str:
    """A letter left out, never the first."""
    at = 1 + int(draw[0] * max(len(text) - 1, 0))
    return text if len(text) < 4 else text[:at] + text[at + 1 :]


def crossed(text: str, draw: Draws) -> str:
    """Two letters in each other's place."""
    at = 1 + int(draw[0] * max(len(text) - 2, 0))
    return text if len(text) < 4 else text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _replaced(text: str, pairs: list[tuple[str, str]], draw: Draws) -> str:
    small = text.lower()
    fits = [(a, b) for a, b in pairs if a in small[1:]]
    if not fits or len(small) != len(text):
        return text
    old, new = fits[int(draw[0] * len(fits))]
    places = [i for i in range(1, len(small)) if small.startswith(old, i)]
    at = places[int(draw[1] * len(places))]
    return text[:at] + _keep_case(new, text) + text[at + len(old) :]


def seen(text: str, draw: Draws) -> str:
    """Read wrongly from paper."""
    return _replaced(text, _SEEN, draw)


def heard(text: str, draw: Draws) -> str:
    """Understood wrongly on the telephone."""
    return _replaced(text, _HEARD, draw)


def corrected(text: str, draw: Draws) -> str:
    """A telephone put a word in place of the name, or a blank after it."""
    del draw
    word = _CORRECTED.get(text.lower())
    return text + " " if word is None else _keep_case(word if text.islower() or text.isupper() else word.title(), text)


def _mixed(*some: Slip) -> Slip:
    def one(text: str, draw: Draws) -> str:
        return some[int(draw[3] * len(some))](text, draw)

    return one


typing = _mixed(neighbour, doubled, missed, crossed)
clerk = _mixed(heard, heard, neighbour, missed, doubled)
reader = _mixed(seen, seen, seen, heard, missed)
phone = _mixed(neighbour, corrected, missed, corrected)


def digit(text: str, draw: Draws) -> str:
    """A digit wrong or two of them crossed."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    if len(places) < 4:
        return text
    at = places[2 + int(draw[0] * (len(places) - 3))]
    if draw[1] < 0.4:
        return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    return text[:at] + str((int(text[at]) + 1 + int(draw[2] * 9)) % 10) + text[at + 1 :]


def day_month(text: str, draw: Draws) -> str:
    """Day and month in each other's place, where that gives a date."""
    del draw
    return f"{text[3:5]}/{text[:2]}/{text[6:]}" if len(text) == 10 and text[:2] <= "12" else text


def year_slip(text: str, draw: Draws) -> str:
    """Another year."""
    return text[:-1] + str((int(text[-1]) + 1 + int(draw[0] * 9)) % 10) if text[-1:].isdigit() else text


def two_digits(text: str, draw: Draws) -> str:
    """The year without its century."""
    del draw
    return text[:6] + text[8:] if len(text) == 10 else text


def worn_zero(text: str, draw: Draws) -> str:
    """A spreadsheet took the zeros before a number."""
    del draw
    return text.lstrip("0")


def general_cap(text: str, draw: Draws) -> str:
    """The CAP of the whole city, as before 2006."""
    del draw
    return text[:3] + "00" if len(text) == 5 and text[2] == "1" else text


def shouted(text: str, draw: Draws) -> str:
    """An accent as the keyboard has it: behind the letter, or none."""
    for accented, plain in zip("àèéìòùÀÈÉÌÒÙ", "aeeiouAEEIOU", strict=True):
        text = text.replace(accented, plain + ("'" if draw[0] < 0.5 else ""))
    return text


def abbreviated(text: str, draw: Draws) -> str:
    """A street or a trade cut short by hand."""
    del draw
    small = f" {text.lower()} "
    for long, short in _SHORT:
        at = small.find(f" {long.lower()} ")
        if at >= 0 and at + len(long) < len(text):
            old = text[at : at + len(long)]
            return text[:at] + (short if old.isupper() else short.capitalize()) + text[at + len(long) :]
    head, _, rest = text.partition(" ")
    return f"{head[:1]}. {rest}" if head.lower() == "via" and rest else text


_SHORT = [
    ("PIAZZA", "P.ZZA"),
    ("VIALE", "V.LE"),
    ("CORSO", "C.SO"),
    ("LARGO", "L.GO"),
    ("STRADA", "STR."),
    ("CONTRADA", "C.DA"),
    ("LOCALITÀ", "LOC."),
    ("LOCALITA'", "LOC."),
    ("SANTA", "S."),
    ("SAN", "S."),
    ("FRATELLI", "F.LLI"),
    ("GIUSEPPE", "G."),
    ("GUGLIELMO", "G."),
    ("GIACOMO", "G."),
    ("ALESSANDRO", "A."),
    ("COSTRUZIONI", "COSTR."),
    ("CONDOMINIO", "COND."),
    ("PARROCCHIA", "PARR."),
    ("ISTITUTO COMPRENSIVO", "IST. COMPR."),
    ("OFFICINA", "OFF."),
    ("IMPIANTI", "IMP."),
    ("F.LLI", "FRATELLI"),
]
