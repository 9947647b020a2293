"""Which encoding a file's bytes are in.

>>> detect("Nicolò;Forlì".encode("cp1252"))
'cp1252'
>>> detect("Nicolò;Forlì".encode("cp850"))
'cp850'
"""

from __future__ import annotations

import codecs
from collections.abc import Callable

from italclean.errors import BadEncoding, BinaryInput

_MAGIC = {
    b"PK\x03\x04": "un file Excel (.xlsx) o un archivio zip",
    b"\xd0\xcf\x11\xe0": "un vecchio file Excel (.xls)",
    b"%PDF": "un PDF",
    b"\x1f\x8b": "un archivio gzip",
    b"PAR1": "un file Parquet",
    b"SQLite format 3": "un database SQLite",
    b"\x89PNG": "un'immagine",
    b"\xff\xd8\xff": "un'immagine",
    b"Rar!": "un archivio rar",
    b"7z\xbc\xaf": "un archivio 7z",
}
_ITALIAN = "àèéìòùÀÈÉÌÒÙ°’“”–«»çñüöä"
_SAMPLE = 4 << 20


def _letters_of(encoding: str) -> frozenset[int]:
    return frozenset(letter.encode(encoding)[0] for letter in _ITALIAN if letter.encode(encoding, errors="ignore"))


_MOSTLY = {encoding: _letters_of(encoding) for encoding in ("cp1252", "cp850")}
# Bytes that cp1252 leaves undefined: where they stand, the file is not cp1252.
_UNDEFINED_1252 = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))


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
_ERRORS = {"utf-8+cp1252": ("utf-8", "italclean-cp1252"), "cp1252": ("cp1252", "italclean-latin-1")}


def detect(data: bytes) -> str:
    """Return the likely encoding of a file.

    Args:
        data: The file's bytes.

    Returns:
        ``"utf-8"``, ``"utf-8-sig"``, ``"utf-16"``, ``"utf-16-le"``, ``"utf-16-be"``, ``"cp1252"``,
        ``"cp850"``, or ``"utf-8+cp1252"`` for UTF-8 with lines of cp1252 pasted in.
    """
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:_SAMPLE]
    zeros = sample.count(0)
    if zeros > len(sample) // 4:
        return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"
    if _is_utf8(data):
        return "utf-8"
    high = list(sample.translate(None, bytes(range(128))))[:200_000]
    high = high or list(data.translate(None, bytes(range(128))))[:200_000]
    broken = sample.decode("utf-8", errors="replace").count("\ufffd")
    if broken * 5 < len(high) - broken:
        return "utf-8+cp1252"
    score = {encoding: sum(byte in letters for byte in high) for encoding, letters in _MOSTLY.items()}
    score["cp1252"] -= 5 * sum(byte in _UNDEFINED_1252 for byte in high)
    return max(score, key=lambda encoding: score[encoding])


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def to_utf8(data: bytes, encoding: str | None, path: str) -> tuple[bytes, str]:
    """Bring a file to UTF-8, from the given or the detected encoding.

    Args:
        data: The file's bytes.
        encoding: A Python codec name, or None to detect it.
        path: The file's name, for the error message.

    Returns:
        The text as UTF-8 without a byte-order mark, and the encoding it was in.

    Raises:
        BinaryInput: The bytes are not text.
        BadEncoding: There is no such encoding, or the bytes are not text in it.
    """
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise BinaryInput(path=path, kind=kind)
    chosen = encoding or detect(data)
    codec, errors = _ERRORS.get(chosen, (chosen, "strict"))
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
        raise BadEncoding(path=path, encoding=chosen, reason="encoding sconosciuto / unknown encoding") from None
    except (UnicodeError, AttributeError, TypeError, AssertionError) as error:
        raise BadEncoding(path=path, encoding=chosen, reason=str(error)) from None
    content = content.removeprefix(codecs.BOM_UTF8)
    head = content[:100_000]
    odd = len(head) - len(head.translate(None, bytes((*range(9), *range(14, 27), *range(28, 32)))))
    if odd * 200 > len(head):
        raise BinaryInput(path=path, kind="un file binario / a binary file")
    return content, chosen
