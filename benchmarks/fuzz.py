"""Feed the reader hostile files: none may crash it, print anything, or lose a cell.

    python benchmarks/fuzz.py --files 5000 --seed 1 [--clean 20] [--keep DIR]

Each file begins as a small customer list in one of the ways in which programs write them (delimiter, quotes, encoding,
line ends), and goes through what people and programs do to such files: titles above, totals below, short rows, rows of
nothing, lists pasted together, stray quotes, lone carriage returns, lost and doubled bytes. Checked of each:

- it is read, or refused by an `InputError` that says what to try and shows no cell;
- nothing stands on standard output or standard error, from Rust either;
- every word of the file stands in the frame, in the names of its columns, or in a rejected line, as often as in
  the file;
- of every fourth file the roles are planned, and every n-th one (`--clean`) is cleaned: every cell stands in `cleaned`
  or as `original` in the issue log.

One seed, one set of files. Failures are kept in a folder with `--keep`.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

Rows = list[list[str]]
Random = random.Random

HEADERS = {
    "Codice": "id", "Cognome": "surname", "Nome": "given", "Indirizzo": "street", "CAP": "cap", "Città": "town",
    "Prov": "prov", "Telefono": "phone", "E-mail": "mail", "Cod.Fisc.": "code", "P.IVA": "vat",
    "Ragione Sociale": "firm", "Data di nascita": "date", "Note": "note", "Consenso": "yes", "Agente": "note",
}  # fmt: skip
VALUES = {
    "id": ("{}", "00{}", "A{}", "'0{}"),
    "surname": ("Rossi", "Neri", "D'Angelo", "De Luca", "Nicolò", "Verdi", "'Rossi", 'Bar "Sport"'),
    "given": ("Mario", "Anna", "Niccolò", "Bea", "Ugo", "'Ntoni", "MARIA'"),
    "street": (
        "Via Roma {}", "Via Forlì, {}", "P.zza Caduti del '44 n. {}", "Via Po {}; int. 3", "Via Roma {}\nint. 3",
        'C.so "Italia" {}',
    ),
    "cap": ("00184", "10121", '="00184"', "'00184", "9100", "#N/D"),
    "town": ("Roma", "Forlì", "Torino", "Città di Castello", "Agliè"),
    "prov": ("RM", "NA", "to", "(FC)", "#NOME?", ""),
    "phone": ("06 5550{}", "333 12345{}", "011/555{}", '="0655{}"', ""),
    "mail": ("a{}@libero.it", "info{}@ditta.it", "'m{}@rossi.it'", ""),
    "code": ("RSSMRA85T10A562S", "rssmra85t10a562s", "", "#VALORE!", "BNCNNA80A41F205X"),
    "vat": ("00743110157", "743110157", "IT00743110157", ""),
    "firm": ("Alfa Srl", "Totale Srl", "Pagina Uno snc", "F.lli Rossi & C.", 'Beta "Casa" SpA', "Gamma;Delta"),
    "date": ("31/12/1980", "1980-12-31", "#######", ""),
    "note": ("", "", "prova", "due\nrighe", "a, b; c", "NA", "x\ty", "100%", "=1+2", "l'altro ieri"),
    "yes": ("si", "no", "S", "", "0"),
}  # fmt: skip
ENCODINGS = ("utf-8",) * 4 + ("utf-8-sig", "cp1252", "cp1252", "cp850", "mac_roman", "utf-16", "utf-16-le", "utf-16-be")
SNIPPETS = (
    b"\r", b"\n", b"\r\n", b"\r\r\n", b"\n\r", b'"', b'""', b'"\r', b'\r"', b'"\n', b"'", b"\x00", b"\x1a", b"\xff",
    b"\x81", b"\xef\xbb\xbf", b"\xc3", b"\xe0", b"\xa0", b";", b",", b"\t", b"|", b" ", b"\\", b'\\"', b"=", b"\x0b",
    b"\x0c",
    b"\x85", b"\xe2\x80\xa8", b"\xc2\x85", b";;;;;;", b'";"', b'"";', b"\r\r", b"#N/D", b"\x1f", b"\x7f",
    b"\xf0\x9f\x98\x80",
)  # fmt: skip


def hostile_file(rng: Random) -> bytes:
    """Make a customer list and do to it what people and programs do."""
    data = _written(rng)
    if rng.random() < 0.12:
        data += _written(rng)  # two lists pasted together
    for _ in range(rng.choice((0, 1, 1, 2, 3, 6))):
        data = rng.choice(_DAMAGES)(data, rng)
    return data


def _written(rng: Random) -> bytes:
    header = rng.sample(list(HEADERS), 1 if rng.random() < 0.1 else rng.randrange(2, 10))
    count = rng.choice((1, 2, 3, 5, 8, 20))
    rows = [[rng.choice(VALUES[HEADERS[name]]).format(rng.randrange(10, 999)) for name in header] for _ in range(count)]
    table = rows if rng.random() < 0.1 else [header, *rows]
    delimiter = rng.choice(";;;,\t|^")
    style = rng.choice(("minimal", "minimal", "all", "single", "never"))
    lines = [_line(row, delimiter, style) for row in table]
    for _ in range(rng.choice((0, 0, 1, 2))):
        lines = rng.choice(_LAYOUTS)(lines, delimiter, len(header), rng)
    end = rng.choice(("\n", "\r\n", "\r\n", "\r", "\r\r\n"))
    text = end.join(lines) + (end if rng.random() < 0.8 else "")
    return text.encode(rng.choice(ENCODINGS), errors="replace")


def _line(row: list[str], delimiter: str, style: str) -> str:
    sign = "'" if style == "single" else '"'

    def written(cell: str) -> str:
        needs = any(mark in cell for mark in (delimiter, sign, "\n"))
        if style == "never":
            return cell.replace("\n", " ")
        if style in ("all", "single") or needs:
            return sign + cell.replace(sign, sign * 2) + sign
        return cell

    return delimiter.join(map(written, row))


def _titled(lines: list[str], delimiter: str, width: int, rng: Random) -> list[str]:
    title = rng.choice(("ELENCO CLIENTI AL 31/12/2025", "Stampa anagrafiche", "Rossi & C., Torino", "sep=;"))
    filled = title + delimiter * (width - 1) * rng.randrange(2)
    return [filled, *([delimiter * (width - 1)] * rng.randrange(2)), *lines]


def _totalled(lines: list[str], delimiter: str, width: int, rng: Random) -> list[str]:
    total = rng.choice(("TOTALE", "Totale clienti: 2", "Pagina 1 di 3", "40 righe", "Totale Srl", "Pagina"))
    line = delimiter.join([total, "40", *[""] * width][: max(width, 1)])
    place = rng.randrange(len(lines) + 1)
    return [*lines[:place], line if rng.random() < 0.7 else total, *lines[place:]]


def _hollow(lines: list[str], delimiter: str, width: int, rng: Random) -> list[str]:
    place = rng.randrange(len(lines) + 1)
    nothing = rng.choice(("", " ", delimiter * (width - 1), f" {delimiter}" * (width - 1), "\t"))
    return [*lines[:place], *[nothing] * rng.randrange(1, 4), *lines[place:]]


def _repeated(lines: list[str], _delimiter: str, _width: int, rng: Random) -> list[str]:
    place = rng.randrange(len(lines) + 1)
    return [*lines[:place], lines[0], *lines[place:]]


def _ragged(lines: list[str], delimiter: str, _width: int, rng: Random) -> list[str]:
    def uneven(line: str) -> str:
        drawn = rng.random()
        if drawn < 0.3:
            return line.rstrip(delimiter)
        if drawn < 0.6:
            return line + delimiter * rng.randrange(1, 4)
        if drawn < 0.7:
            return line.rsplit(delimiter, 1)[0]
        return line + delimiter + "oltre" if drawn < 0.75 else line

    return [lines[0], *map(uneven, lines[1:])]


def _broken(lines: list[str], _delimiter: str, _width: int, rng: Random) -> list[str]:
    place = rng.randrange(len(lines))
    at = rng.randrange(len(lines[place]) + 1)
    return [*lines[:place], lines[place][:at], lines[place][at:], *lines[place + 1 :]]


_LAYOUTS: tuple[Callable[[list[str], str, int, Random], list[str]], ...] = (
    _titled, _totalled, _hollow, _repeated, _ragged, _ragged, _broken,
)  # fmt: skip


def _insert(data: bytes, rng: Random) -> bytes:
    place = rng.randrange(len(data) + 1)
    return data[:place] + rng.choice(SNIPPETS) + data[place:]


def _insert_at_sign(data: bytes, rng: Random) -> bytes:
    places = [found.start() for found in re.finditer(rb'[";\r\n,\']', data)] or [0]
    place = rng.choice(places) + rng.randrange(2)
    return data[:place] + rng.choice(SNIPPETS) + data[place:]


def _delete(data: bytes, rng: Random) -> bytes:
    place = rng.randrange(len(data) + 1)
    return data[:place] + data[place + rng.choice((1, 1, 2, 9)) :]


def _replace(data: bytes, rng: Random) -> bytes:
    place = rng.randrange(len(data) + 1)
    return data[:place] + bytes([rng.randrange(256)]) + data[place + 1 :]


def _cut(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _lone_returns(data: bytes, rng: Random) -> bytes:
    return re.sub(rb"\r?\n", lambda end: rng.choice((b"\r", end.group(), b"\n", b"\r\n", b"\r\r\n")), data)


def _double_part(data: bytes, rng: Random) -> bytes:
    start, end = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
    return data[:end] + data[start:end] + data[end:]


def _quoted_header(data: bytes, rng: Random) -> bytes:
    end = (data.find(b"\n") + 1) or len(data)
    place = rng.randrange(end + 1)
    return data[:place] + b'"' * rng.randrange(1, 4) + data[place:]


def _marked(data: bytes, rng: Random) -> bytes:
    return (
        rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf\xff", b"\xef\xbb\xbf\xe0;", b"\n\n"))
        + data
    )


_DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _insert, _insert, _insert_at_sign, _insert_at_sign, _insert_at_sign, _delete, _replace, _cut, _lone_returns,
    _double_part, _quoted_header, _marked,
)  # fmt: skip


@contextmanager
def silence() -> Iterator[list[bytes]]:
    """Catch what is written to standard output and error, by whatever language; it is in the list afterwards."""
    written: list[bytes] = []
    sys.stdout.flush()
    sys.stderr.flush()
    with tempfile.TemporaryFile() as sink:
        kept = [os.dup(1), os.dup(2)]
        os.dup2(sink.fileno(), 1)
        os.dup2(sink.fileno(), 2)
        said = io.StringIO()
        try:
            # Python's own streams may lead elsewhere, as under pytest.
            with redirect_stdout(said), redirect_stderr(said):
                yield written
        finally:
            for number, copy in enumerate(kept, start=1):
                os.dup2(copy, number)
                os.close(copy)
            sink.seek(0)
            written.append(sink.read() + said.getvalue().encode())


def faults_of(data: bytes, path: Path, *, plan: bool = False, clean: bool = False) -> list[str]:
    """Write a file, read it, and return what is wrong; nothing as a rule."""
    path.write_bytes(data)
    with silence() as written:
        try:
            faults = _faults(data, path, plan=plan or clean, clean=clean)
        except Exception:  # noqa: BLE001
            faults = [traceback.format_exc()]
    if any(written):
        faults.append(f"it printed {written!r}")
    return faults


def _faults(data: bytes, path: Path, *, plan: bool, clean: bool) -> list[str]:
    import italclean as ic
    from italclean.errors import InputError, NoUsableColumn
    from italclean.fields.plan import make_plan
    from italclean.readers.charset import to_utf8
    from italclean.readers.sources import read

    faults: list[str] = []
    try:
        (table,) = read(path)
    except InputError as error:
        said = error.text("it") + error.text("en")
        content = data.replace(b"\x00", b"").decode("latin-1")
        shown = [word for word in re.findall(r"[A-Za-z0-9@.]{9,}", content) if word in said.replace(str(path), "")]
        return [f"the error shows {shown}: {said}"] if shown and not isinstance(error, NoUsableColumn) else []
    content, encoding = to_utf8(data, None, "x")
    text = content.decode()
    if "16" not in encoding and "32" not in encoding:
        plain = data.removeprefix(b"\xef\xbb\xbf")
        if bytes(byte for byte in plain if byte < 128) != bytes(byte for byte in content if byte < 128):
            faults.append(f"decoding as {encoding} lost a sign")
    kept = [*table.frame.columns, *table.rejected["text"]]
    for name in table.frame.columns:
        kept += table.typed(name).drop_nulls().to_list()
    lost = _words(re.sub(r'\A\s*"?sep=.', "", text, flags=re.IGNORECASE)) - _words("\n".join(kept))
    if lost:
        faults.append(f"lost words: {dict(lost)}")
    if plan:
        try:
            made = make_plan([table])
        except NoUsableColumn:
            return faults
        if clean:
            result = ic.run(path) if len(data) % 2 else ic.clean(path)
            faults += _lost_cells(table, result, made.as_dict())
    return faults


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


def _lost_cells(table: object, result: object, plan: list[dict[str, object]]) -> Iterator[str]:
    """Yield the columns of which a cell stands neither in `cleaned` nor in the log."""
    logged = {
        (row["column"], row["row"]): row["original"] or ""
        for part in (result.issues, result.rewritten)
        for row in part.iter_rows(named=True)
    }
    for column in plan:
        name, role = column["column"], column["role"]
        held = "source_id" if role == "id" else column["output"]
        parted = role in ("nominativo", "ragione_sociale")
        kept = result.cleaned[held] if held in result.cleaned.columns and not parted else [None] * table.frame.height
        for row, (typed, cell) in enumerate(zip(table.typed(name), kept, strict=True), start=1):
            if (typed or "") != logged.get((name, row), cell or ""):
                yield f"a cell of {name} is lost in row {row}: {typed!r}"
                break


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5000, help="how many files (default 5000)")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same files (default 1)")
    parser.add_argument("--clean", type=int, default=20, help="clean every n-th file, too (default 20)")
    parser.add_argument("--keep", type=Path, help="a folder for the files that fail")
    args = parser.parse_args()
    begin = time.perf_counter()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clienti.csv"
        for number in range(args.files):
            data = hostile_file(random.Random(f"{args.seed}-{number}"))
            faults = faults_of(data, path, plan=number % 4 == 0, clean=number % args.clean == 0)
            if faults:
                failed += 1
                print(f"file {number}: " + "\n  ".join(faults))
                if args.keep:
                    args.keep.mkdir(parents=True, exist_ok=True)
                    (args.keep / f"{args.seed}-{number}.csv").write_bytes(data)
    print(f"{args.files} files, {failed} with faults, {time.perf_counter() - begin:.0f} s")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
