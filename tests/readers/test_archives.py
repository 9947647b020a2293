"""Packed files: each member a source, and none that fills the memory."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from italclean.errors import BinaryInput, EmptyInput, InputError, NoParts, UnknownPart, UnreadableFile, UnreadableMember
from italclean.readers import limits
from italclean.readers.sources import read
from italclean.settings import Reading

LIST = b"Cognome;Nome\nRossi;Ida\n"


def packed(**members: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(
                name.replace("_IN_", "/").replace("_csv", ".csv").replace("_zip", ".zip").replace("_xlsx", ".xlsx"),
                content,
            )
    return whole.getvalue()


def names(path: Path, data: bytes, part: str = "") -> list[str]:
    path.write_bytes(data)
    return [table.name for table in read(f"{path}{part}")]


def test_gzip_in_several_pieces_is_one_list(tmp_path: Path) -> None:
    path = tmp_path / "clienti.csv.gz"
    path.write_bytes(gzip.compress(LIST) + gzip.compress(b"Verdi;Ugo\n") + b"\0" * 9)
    (table,) = read(str(path))
    assert table.frame["Cognome"].to_list() == ["Rossi", "Verdi"]


def test_zstd_is_read(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard", reason="the extra zstd is not installed")
    path = tmp_path / "clienti.csv.zst"
    path.write_bytes(zstandard.compress(LIST) + zstandard.compress(b"Verdi;Ugo\n"))
    (table,) = read(str(path))
    assert table.frame["Cognome"].to_list() == ["Rossi", "Verdi"]


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_zstd_that_was_cut_off_loses_no_row_in_silence(tmp_path: Path, cut: int) -> None:
    zstandard = pytest.importorskip("zstandard", reason="the extra zstd is not installed")
    lines = b"".join(b"Rossi%d;Ida\n" % number for number in range(5000))
    (tmp_path / "c.zst").write_bytes(zstandard.compress(LIST + lines)[:-cut])
    with pytest.raises(UnreadableFile, match="damaged"):
        read(str(tmp_path / "c.zst"))


def test_each_member_is_a_source(tmp_path: Path) -> None:
    data = packed(uno_csv=LIST, sub_IN_due_csv=LIST, __MACOSX_IN_uno_csv=b"x", vuoto_csv=b"")
    assert names(tmp_path / "soci.zip", data) == ["soci_uno", "soci_due"]


def test_the_only_member_is_called_as_the_archive(tmp_path: Path) -> None:
    assert names(tmp_path / "soci.zip", packed(x_csv=LIST)) == ["soci"]


def test_a_member_can_be_picked(tmp_path: Path) -> None:
    data = packed(uno_csv=LIST, sub_IN_due_csv=LIST)
    assert names(tmp_path / "soci.zip", data, "#due.csv") == ["soci_due"]
    assert names(tmp_path / "soci.zip", data, "#sub/due.csv") == ["soci_due"]
    with pytest.raises(UnknownPart, match=r"uno\.csv, sub/due\.csv"):
        names(tmp_path / "soci.zip", data, "#tre.csv")


def test_a_sheet_of_a_member_can_be_picked(tmp_path: Path) -> None:
    pytest.importorskip("fastexcel", reason="the extra excel is not installed")
    book = (Path(__file__).parent / "workbooks" / "clienti.xlsx").read_bytes()
    assert names(tmp_path / "soci.zip", packed(c_xlsx=book), "#c.xlsx#Clienti") == ["soci_c_Clienti"]
    assert names(tmp_path / "soci.zip", packed(c_xlsx=book)) == ["soci"]


def locked() -> bytes:
    """An archive whose member says that it is locked."""
    data = bytearray(packed(uno_csv=LIST))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(head) + flags] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(packed(a_zip=packed(uno_csv=LIST)), "another archive", id="nested"),
        pytest.param(gzip.compress(packed(uno_csv=LIST)), "another archive", id="zip in gzip"),
        pytest.param(gzip.compress(gzip.compress(LIST)), "another archive", id="gzip in gzip"),
        pytest.param(locked(), "password", id="locked"),
        pytest.param(packed(uno_csv=LIST)[:-30], "damaged", id="zip cut off"),
        pytest.param(gzip.compress(LIST * 1000)[:-30], "damaged", id="gzip cut off"),
        pytest.param(gzip.compress(LIST)[:5], "damaged", id="gzip of nothing"),
        pytest.param(packed(__MACOSX_IN_x=b"x"), "no list", id="no list"),
        pytest.param(gzip.compress(b"  \n"), "empty", id="empty"),
    ],
)
def test_what_cannot_be_unpacked_is_told(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "soci.zip").write_bytes(data)
    with pytest.raises(InputError, match=says) as raised:
        read(str(tmp_path / "soci.zip"))
    assert raised.value.exit_code == 3


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: packed(a_csv=data)], ids=["gzip", "zip"])
@pytest.mark.parametrize("bound", ["LARGEST", "_FREE"])
def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: object, bound: str) -> None:
    monkeypatch.setattr(limits, bound, 1 << 20)
    (tmp_path / "bomba").write_bytes(pack(b"0" * (3 << 20)))  # type: ignore[operator]
    with pytest.raises(UnreadableFile, match="too much for a list"):
        read(str(tmp_path / "bomba"))


def test_a_zip_of_empty_members_holds_no_customer(tmp_path: Path) -> None:
    with pytest.raises(EmptyInput):
        names(tmp_path / "soci.zip", packed(a_csv=b""))


def zipped(members: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return whole.getvalue()


def tarred(name: str = "clienti.csv", kind: int = tarfile.GNU_FORMAT) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w", format=kind) as archive:
        member = tarfile.TarInfo(name)
        member.size = len(LIST)
        archive.addfile(member, io.BytesIO(LIST))
    return whole.getvalue()


PDF = b"%PDF-1.4\n" + bytes(range(256))
WORD = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
OTHERS = {
    "listino.pdf": PDF,
    "logo.png": b"\x89PNG\r\n\x1a\n" + bytes(99),
    "foto.jpg": b"\xff\xd8\xff" + bytes(99),
    "lettera.docx": WORD,
    "lettera.doc": b"\xd0\xcf\x11\xe0" + bytes(999),
    "nota.rtf": rb"{\rtf1 Ciao}",
    "pagina.html": b"<html><body>Ciao</body></html>",
    "dati.bin": bytes(range(32)) * 99,
    "orfano.dbt": bytes(512) + b"\x1a\x1a" + bytes(510),
    "LEGGIMI": b"Elenco clienti estratto dal gestionale.\nPer informazioni chiamare Anna.\n",
    "sub/LEGGIMI.txt": (
        "LEGGIMI\n\nQuesto archivio contiene l'elenco dei clienti, estratto il 12/03/2024, dal gestionale.\n"
        "I campi sono separati da punto e virgola; la codifica è cp1252.\n"
        "Per informazioni: Anna, tel. 02 123456, anna@ditta.it\n"
    ).encode("cp1252"),
    "lettera.txt": (
        b"Gentile cliente,\nin allegato trova, come richiesto, l'elenco dei clienti,\ncordiali saluti,\nAnna\n"
    ),
    "versione.txt": b"Versione: 1.2\r\nData: 12/03/2024\r\nAutore: Rossi\r\nNote: nessuna\r\n",
    "README.md": b"# Clienti\n\n- un elenco\n- un altro\n",
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("widths", [(), (7, 1, 8)])
def test_what_is_no_list_is_left_out_and_named(tmp_path: Path, name: str, first: bool, widths: tuple[int, ...]) -> None:
    members = {name: OTHERS[name], "c.csv": LIST} if first else {"c.csv": LIST, name: OTHERS[name]}
    path = tmp_path / "soci.zip"
    path.write_bytes(zipped(members))
    (table,) = read(str(path), Reading(widths=widths))
    assert (table.name, table.frame.height) == ("soci_c", 1)
    assert [notice.english for notice in table.notices if name in notice.english]
    assert not any("c.csv" in notice.english.partition(": ")[2] for notice in table.notices)


def test_all_that_is_no_list_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "soci.zip"
    path.write_bytes(zipped({**OTHERS, "c.csv": LIST, "vuoto.csv": b"\n", "intestazione.csv": b"Cognome;Nome\n"}))
    (table,) = read(str(path))
    left_out, empty = (notice.english for notice in table.notices)
    assert all(name in left_out for name in OTHERS)
    assert "csv" not in left_out
    assert "without customers, not read: vuoto.csv, intestazione.csv." in empty


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("clienti.txt", b"Cognome;Nome\nRossi;Ida\n"),
        ("clienti.txt", b"Cognome\nRossi\nVerdi\n"),
        ("clienti.txt", b"Rossi Mario\nVerdi Ugo\nBianchi Ida\n"),
        ("mail.txt", b"a.b@example.it\nc.d@example.it\n"),
        ("clienti.txt", b"1|Rossi Mario|Via Roma 1|Milano|ha sempre pagato.\n2|Verdi Ugo|Via Po 2|Torino|non paga.\n"),
        ("clienti.dat", b"Nominativo,Note\nRossi,ha chiamato il 3.\nVerdi,non ha mai risposto alle lettere.\n"),
        ("note.csv", b"Elenco clienti estratto dal gestionale.\nPer informazioni chiamare Anna.\n"),
    ],
)
def test_a_text_that_may_be_a_list_is_read(tmp_path: Path, name: str, content: bytes) -> None:
    assert len(names(tmp_path / "soci.zip", zipped({"c.csv": LIST, name: content}))) == 2


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("clienti.csv", PDF, "a PDF"),
        ("clienti.xls", b"<html><table><tr><td>Rossi</td></tr></table></html>", "HTML"),
        ("clienti.mdb", b"\x00\x01\x00\x00Standard Jet DB" + bytes(99), "Access"),
        ("clienti.rar", b"Rar!" + bytes(99), "another archive"),
        ("clienti.tar", tarred(), "another archive"),
        ("vuoto.zip", zipped({}), "another archive"),
        ("clienti.txt", b"Rossi^Via Po^10121\nVerdi^Via Po^10121\nBo^Via Po^10121\n", "delimiter"),
    ],
)
def test_a_member_that_should_be_read_is_named_with_how_to_read_another(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / "soci.zip"
    for members in ({name: content, "c.csv": LIST}, {"c.csv": LIST, name: content}):
        path.write_bytes(zipped(members))
        with pytest.raises(UnreadableMember, match=says) as raised:
            read(str(path))
        assert f"soci.zip#{name}" in str(raised.value)
        assert f"{path}#c.csv." in str(raised.value)
        assert raised.value.exit_code == 3
        assert names(path, zipped(members), "#c.csv") == ["soci_c"]


def test_a_damaged_member_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": LIST, "b.csv": LIST * 9}))
    at = data.index(b"b.csv") + 5
    data[at : at + 4] = b"\xff" * 4
    (tmp_path / "soci.zip").write_bytes(bytes(data))
    with pytest.raises(UnreadableMember, match=r"soci\.zip#b\.csv cannot be read: the archive is damaged"):
        read(str(tmp_path / "soci.zip"))


def test_an_archive_without_any_list_names_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "soci.zip"
    path.write_bytes(zipped({"listino.pdf": PDF, "LEGGIMI": OTHERS["LEGGIMI"]}))
    with pytest.raises(UnreadableFile, match=r"is a list: listino\.pdf, LEGGIMI.*soci\.zip#listino\.pdf"):
        read(str(path))
    path.write_bytes(zipped({"a.csv": b"", "b.csv": b"\n"}))
    with pytest.raises(EmptyInput, match="no list"):
        read(str(path))


@pytest.mark.parametrize("kind", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["tar", "tar.gz"])
def test_a_tar_is_told_for_what_it_is(tmp_path: Path, kind: int, pack: object) -> None:
    (tmp_path / "c.tar").write_bytes(pack(tarred(kind=kind)))  # type: ignore[operator]
    with pytest.raises(BinaryInput, match=r"a tar archive\. Unpack it") as raised:
        read(str(tmp_path / "c.tar"))
    assert raised.value.exit_code == 3


def test_an_empty_zip_is_told(tmp_path: Path) -> None:
    with pytest.raises(EmptyInput, match="the archive is empty"):
        names(tmp_path / "c.zip", zipped({}))


@pytest.mark.parametrize("part", ["#x", "#", "#c.csv"])
def test_a_part_of_a_file_of_one_list_is_told(tmp_path: Path, part: str) -> None:
    for name, data in (("c.csv.gz", gzip.compress(LIST)), ("c.csv", LIST)):
        with pytest.raises(NoParts, match=f"one list alone: leave out “{part}”"):
            names(tmp_path / name, data, part)
    with pytest.raises(NoParts, match=r"c\.zip#a\.csv holds one list alone"):
        names(tmp_path / "c.zip", zipped({"a.csv": LIST}), f"#a.csv{part}")


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("c.csv.gz", "c"),
        ("C.CSV.GZ", "C"),
        ("soci.2024.txt.gz", "soci.2024"),
        ("soci.2024.gz", "soci.2024"),
        ("c.dbf.gz", "c"),
        ("c.csv.csv", "c.csv"),
        ("c.gz", "c"),
    ],
)
def test_a_packed_file_is_called_without_both_its_endings(tmp_path: Path, name: str, called: str) -> None:
    assert names(tmp_path / name, gzip.compress(LIST)) == [called]


def test_a_zip_of_one_list_is_called_so_too(tmp_path: Path) -> None:
    assert names(tmp_path / "c.csv.zip", zipped({"x.csv": LIST})) == ["c"]


def test_a_packed_workbook_is_called_without_both_its_endings(tmp_path: Path) -> None:
    pytest.importorskip("fastexcel", reason="the extra excel is not installed")
    book = (Path(__file__).parent / "workbooks" / "clienti.xlsx").read_bytes()
    assert names(tmp_path / "x.xlsx.gz", gzip.compress(book), "#Clienti") == ["x_Clienti"]
