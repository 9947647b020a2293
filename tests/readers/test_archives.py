"""Packed files: each member a source, and none that fills the memory."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from italclean.errors import EmptyInput, InputError, UnknownPart, UnreadableFile
from italclean.readers import limits
from italclean.readers.sources import read

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
