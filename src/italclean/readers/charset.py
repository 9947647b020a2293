"""Which encoding a file's bytes are in.

>>> detect("Nicolò;Forlì".encode("cp1252"))
'cp1252'
>>> detect("Nicolò;Forlì".encode("cp850"))
'cp850'
>>> detect("Nicolò;Forlì".encode("mac_roman"))
'mac_roman'
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from italclean.errors import BadEncoding, BinaryInput
from italclean.messages.text import said

_TRY_CSV, _TRY_UNPACKING = said("read.try_csv"), said("read.try_unpacking")
_TRY_TABLE, _TRY_ACCESS, _TRY_XLSX = said("read.try_table"), said("read.try_access"), said("read.try_xlsx")
_MAGIC = {
    b"PK\x03\x04": (said("read.kind_office"), _TRY_TABLE),
    b"\xd0\xcf\x11\xe0": (said("read.kind_old_office"), _TRY_TABLE),
    b"\x00\x01\x00\x00Standard Jet DB": (said("read.kind_access"), _TRY_ACCESS),
    b"\x00\x01\x00\x00Standard ACE DB": (said("read.kind_access"), _TRY_ACCESS),
    b"%PDF": (said("read.kind_pdf"), _TRY_TABLE),
    b"BZh91AY&SY": (said("read.kind_bzip2"), _TRY_UNPACKING),
    b"\xfd7zXZ\x00": (said("read.kind_xz"), _TRY_UNPACKING),
    b"Rar!": (said("read.kind_rar"), _TRY_UNPACKING),
    b"7z\xbc\xaf": (said("read.kind_7z"), _TRY_UNPACKING),
    b"SQLite format 3": (said("read.kind_sqlite"), _TRY_CSV),
    b"\x89PNG": (said("read.kind_image"), _TRY_CSV),
    b"\xff\xd8\xff": (said("read.kind_image"), _TRY_CSV),
    b"{\\rtf": (said("read.kind_rtf"), _TRY_TABLE),
}
"""How files begin that are no text: what they are, and what to try."""
_MARKUP = {
    # Many old programs write an HTML table and call it .xls.
    ("<html", "<!doctype", "<table", "<head", "<meta"): (said("read.kind_html"), _TRY_XLSX),
    ("<?xml", "<workbook"): (said("read.kind_xml"), _TRY_XLSX),
}
_JSON = re.compile(r'\{\s*"|\[\s*[{\[]\s*"')
_MAIL = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?mime-version:\s*1")
"""How a page begins that a browser saved with its images (.mht), and a mail: heads, one of which is this."""
_SAMPLE = 4 << 20
_MOST_LETTERS = 200_000
_CHUNK = 1 << 24


def _as(encoding: str) -> Callable[[UnicodeError], tuple[str, int]]:
    def read(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return error.object[error.start : error.end].decode(encoding, errors="italclean-latin-1"), error.end

    return read


# What is not UTF-8 in a UTF-8 file is read as cp1252 (lists are often pasted together), and the five bytes
# that cp1252 leaves undefined as the control characters of latin-1, so that every byte can be found again.
codecs.register_error("italclean-latin-1", _as("latin-1"))
codecs.register_error("italclean-cp1252", _as("cp1252"))
_ERRORS = {
    "utf-8+cp1252": ("utf-8", "italclean-cp1252"),
    "cp1252": ("cp1252", "italclean-latin-1"),
    # A byte too many at the end, or half a letter in the middle, is no reason to refuse a list.
    **{name: (name, "italclean-latin-1") for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32")},
}

_VOWELS = "àèìòùé"
_CAPITALS = "ÀÈÌÒÙÉ"
_OTHERS = "çñüöäëïâêîôûáíóúßÇÑÜÖÄ"
# What the sign before and the one behind say of a letter: `Forlì;` ends in a small vowel, `D’Angelo` has an
# apostrophe between letters, `n° 3` a sign behind a letter and before a blank. So 0x93, which is ì on a Mac and
# an opening quote in cp1252, is told by where it stands.
_LETTER, _CAPITAL, _OTHER = 0, 1, 2


def _kinds_of_ascii() -> npt.NDArray[np.int8]:
    kinds = np.full(256, _OTHER, dtype=np.int8)
    kinds[[*range(ord("a"), ord("z") + 1)]] = _LETTER
    kinds[[*range(ord("A"), ord("Z") + 1)]] = _CAPITAL
    # Letters beside letters are letters in every encoding.
    kinds[128:] = _LETTER
    return kinds


_KINDS = _kinds_of_ascii()


def _weight(letter: str, before: int, behind: int) -> float:
    """Return how well a letter fits between two kinds of signs, in Italian text."""
    ends_word = behind == _OTHER
    inside = before != _OTHER
    if letter in _VOWELS:
        return (2.0 if ends_word else 1.0) if before == _LETTER else (0.5 if inside else 1.0)
    if letter in _CAPITALS:
        return (2.0 if ends_word else 1.0) if before == _CAPITAL else (-1.0 if inside else 1.0)
    if letter == "’":
        return 2.0 if inside and not ends_word else 0.5
    if letter in "“‘«":
        return -0.5 if inside else 0.5
    if letter in "”»–—€°…":
        return -0.5 if inside and not ends_word else 0.5
    if letter in _OTHERS:
        return 0.75 if inside or not ends_word else -0.5
    return -1.0


def _weights(encoding: str) -> npt.NDArray[np.float64]:
    """Weigh every byte of an encoding between every two kinds of signs."""
    table = np.zeros((256, 3, 3))
    for byte in range(128, 256):
        letter = bytes([byte]).decode(encoding, errors="ignore")
        for before in (_LETTER, _CAPITAL, _OTHER):
            for behind in (_LETTER, _CAPITAL, _OTHER):
                # Bytes that cp1252 leaves undefined: where they stand, the file is not cp1252.
                table[byte, before, behind] = _weight(letter, before, behind) if letter else -5.0
    return table


_WEIGHTS = {encoding: _weights(encoding) for encoding in ("cp1252", "cp850", "mac_roman")}
"""The likelier encoding first: it wins where nothing tells them apart."""


def detect(data: bytes) -> str:
    """Return the likely encoding of a file.

    Args:
        data: The file's bytes.

    Returns:
        ``"utf-8"``, ``"utf-8-sig"``, ``"utf-16"``, ``"utf-16-le"``, ``"utf-16-be"``, ``"utf-32"``, ``"cp1252"``,
        ``"cp850"``, ``"mac_roman"``, or ``"utf-8+cp1252"`` for UTF-8 with lines of cp1252 pasted in.
    """
    if data.startswith(codecs.BOM_UTF8):
        # A mark says UTF-8; lines pasted in later may be something else all the same.
        rest = detect(data[len(codecs.BOM_UTF8) :])
        return "utf-8-sig" if rest == "utf-8" else rest
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:_SAMPLE]
    zeros = sample.count(0)
    if zeros > len(sample) // 4:
        return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"
    if _is_utf8(data):
        return "utf-8"
    if not _high(sample).size:
        sample = data
    high = _high(sample)[:_MOST_LETTERS]
    broken = sample.decode("utf-8", errors="replace").count("\ufffd")
    if broken * 5 < len(high) - broken:
        return "utf-8+cp1252"
    cells = np.frombuffer(sample, dtype=np.uint8)
    before = np.where(high > 0, _KINDS[cells[np.maximum(high - 1, 0)]], _OTHER)
    behind = np.where(high + 1 < len(cells), _KINDS[cells[np.minimum(high + 1, len(cells) - 1)]], _OTHER)
    score = {encoding: float(weights[cells[high], before, behind].sum()) for encoding, weights in _WEIGHTS.items()}
    # Lines that end in a carriage return alone are those of an old Mac.
    if b"\r" in sample and b"\n" not in sample:
        score["mac_roman"] += 1.0
    return max(score, key=lambda encoding: score[encoding])


def _high(sample: bytes) -> npt.NDArray[np.int64]:
    """Return where the bytes stand that are no ASCII."""
    return np.flatnonzero(np.frombuffer(sample, dtype=np.uint8) >= 128)


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def decoder(encoding: str, path: str) -> Callable[[bytes], str]:
    r"""Return what turns bytes of an encoding into text; no byte is refused.

    Args:
        encoding: A Python codec name, or one of those that `detect` returns.
        path: The file's name, for the error message.

    Raises:
        BadEncoding: There is no such encoding.

    Examples:
        >>> decoder("cp850", "clienti.dbf")(b"Forl\x8d")
        'Forlì'
    """
    codec, errors = _ERRORS.get(encoding, (encoding, "italclean-latin-1"))
    try:
        if not getattr(codecs.lookup(codec), "_is_text_encoding", True):
            raise LookupError(codec)
    except LookupError:
        raise BadEncoding(path=path, encoding=encoding, reason=said("read.unknown_encoding")) from None
    return lambda data: data.decode(codec, errors)


def to_utf8(data: bytes, encoding: str | None, path: str, *, json: bool = False) -> tuple[bytes, str]:
    """Bring a file to UTF-8, from the given or the detected encoding.

    Args:
        data: The file's bytes.
        encoding: A Python codec name, or None to detect it.
        path: The file's name, for the error message.
        json: Whether it may be JSON; else it should be a table, and is refused.

    Returns:
        The text as UTF-8 without a byte-order mark, and the encoding it was in.

    Raises:
        BinaryInput: The bytes are not text.
        BadEncoding: There is no such encoding, or the bytes are not text in it.
    """
    for magic, (kind, hint) in _MAGIC.items():
        if data.startswith(magic):
            raise BinaryInput(path=path, kind=kind, hint=hint)
    chosen = encoding or detect(data)
    codec, errors = _ERRORS.get(chosen, (chosen, "strict"))
    if encoding is None and chosen not in ("utf-8", "utf-8-sig"):
        data = data.removeprefix(codecs.BOM_UTF8)
    elif chosen.startswith(("utf-16", "utf-32")):
        errors = "strict"  # what the user says is taken at its word
    try:
        if not getattr(codecs.lookup(codec), "_is_text_encoding", True):
            raise LookupError(codec)
        if encoding is None and chosen in ("utf-8", "utf-8-sig"):
            content = data
        else:
            decoder = codecs.getincrementaldecoder(codec)(errors)
            chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
            content = b"".join(
                [*(decoder.decode(chunk).encode() for chunk in chunks), decoder.decode(b"", final=True).encode()]
            )
    except LookupError:
        raise BadEncoding(path=path, encoding=chosen, reason=said("read.unknown_encoding")) from None
    except (UnicodeError, AttributeError, TypeError, AssertionError) as error:
        # Where and why, but not what stands there.
        where = f", byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        why = error.reason if isinstance(error, UnicodeDecodeError | UnicodeEncodeError) else type(error).__name__
        raise BadEncoding(path=path, encoding=chosen, reason=f"{why}{where}") from None
    content = content.removeprefix(codecs.BOM_UTF8)
    _refuse_other_kinds(content[:100_000], path, json=json)
    return content, chosen


def _refuse_other_kinds(head: bytes, path: str, *, json: bool) -> None:
    """Refuse what is no list, by how its text begins."""
    odd = len(head) - len(head.translate(None, bytes((*range(9), *range(14, 27), *range(28, 32)))))
    if odd * 200 > len(head):
        raise BinaryInput(path=path, kind=said("read.kind_binary"), hint=_TRY_CSV)
    begin = head[:4096].decode(errors="replace").lstrip().lower()
    for starts, (kind, hint) in _MARKUP.items():
        if begin.startswith(starts):
            raise BinaryInput(path=path, kind=kind, hint=hint)
    if _MAIL.match(begin):
        raise BinaryInput(path=path, kind=said("read.kind_mht"), hint=_TRY_XLSX)
    if not json and _JSON.match(begin):
        raise BinaryInput(path=path, kind=said("read.kind_json"), hint=_TRY_CSV)
