"""What values say of their column."""

from __future__ import annotations

import random
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from italclean.fields.detect import KINDS, choose, kind_of, role_by_content
from italclean.fields.sample import take_sample

ROWS = 40
Make = Callable[[random.Random, int], str]

# Values of other kinds, of the looks that spreadsheets and systems give them; each was or could be taken for a role.
OTHER: dict[str, Make] = {
    "coordinate": lambda rng, _: f"{rng.uniform(36, 46):.8f}",
    "coordinate, comma": lambda rng, _: f"{rng.uniform(36, 46):.4f}".replace(".", ","),
    "coordinate pair": lambda rng, _: f"{rng.uniform(36, 46):.6f}, {rng.uniform(7, 18):.6f}",
    "microdegrees": lambda rng, _: str(rng.randint(36_000_000, 46_000_000)),
    "metres of a grid": lambda rng, _: f"{rng.randint(4_000_000, 5_200_000)}.{rng.randint(10, 99)}",
    "opening hours": lambda rng, _: f"{rng.randint(8, 10)}-13 {rng.randint(14, 16)}-19",
    "opening hours, minutes": lambda rng, _: f"0{rng.randint(7, 9)}:30-12:{rng.randint(10, 59)} / 15:30-19:00",
    "opening hours, weekdays": lambda rng, _: (
        f"Lun-Ven {rng.randint(8, 10)}-{rng.randint(17, 20)}.{rng.randint(10, 59)}"
    ),
    "time": lambda rng, _: f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}",
    "price": lambda rng, _: f"{rng.uniform(1, 9999):.2f}",
    "price, Italian": lambda rng, _: f"€ {rng.randint(1, 9)}.{rng.randint(100, 999)},{rng.randint(10, 99)}",
    "amount": lambda rng, _: f"{rng.randint(1, 9)}.{rng.randint(100, 999)}.{rng.randint(100, 999)},00",
    "amount of five digits": lambda rng, _: str(rng.randint(10_000, 99_999)),
    "quantity": lambda rng, _: str(rng.randint(1, 5000)),
    "year": lambda rng, _: str(rng.randint(1950, 2025)),
    "share": lambda rng, _: f"{rng.randint(1, 40)}%",
    "square metres": lambda rng, _: f"{rng.randint(40, 400)} mq",
    "EAN": lambda rng, _: f"80{rng.randint(10**10, 10**11 - 1)}",
    "EAN of eight digits": lambda rng, _: f"80{rng.randint(10**5, 10**6 - 1)}",
    "order": lambda _, row: str(2_024_000_000 + row * 7),
    "order that begins as mobiles do": lambda _, row: str(3_200_000_000 + row),
    "order with zeros": lambda _, row: f"{1000 + row * 3:010}",
    "order with one zero": lambda _, row: f"0{100_000 + row * 3}",
    "order of a year": lambda rng, _: f"2024/{rng.randint(1, 99_999):06}",
    "code of any ten digits": lambda rng, _: str(rng.randint(3_000_000_000, 3_999_999_999)),
    "code of any eight digits": lambda rng, _: f"0{rng.randint(10**6, 10**7 - 1)}",
    "article": lambda rng, _: f"ART-{rng.randint(1000, 9999)}",
    "article, dots": lambda rng, _: f"{rng.randint(100, 999)}.{rng.randint(1000, 9999)}.{rng.randint(10, 99)}",
    "customer": lambda rng, _: f"C{rng.randint(1, 99_999):06}",
    "import": lambda _, row: f"imp_{2000 + row}",
    "IBAN with any digits": lambda rng, _: f"IT{rng.randint(10, 99)}X{rng.randint(10**21, 10**22 - 1)}",
    "eleven digits": lambda rng, _: str(rng.randint(10**10, 10**11 - 1)),
    "IMEI": lambda rng, _: f"35{rng.randint(10**12, 10**13 - 1)}",
    "date": lambda rng, _: f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(1950, 2020)}",
    "date, two digits": lambda rng, _: f"{rng.randint(1, 28):02}-{rng.randint(1, 12):02}-{rng.randint(50, 99)}",
    "date, digits": lambda rng, _: f"{rng.randint(1, 28):02}{rng.randint(1, 12):02}{rng.randint(1950, 2020)}",
    "date, digits, year first": lambda rng, _: f"{rng.randint(1950, 2020)}{rng.randint(1, 12):02}15",
    "date and time": lambda rng, _: f"2024-05-{rng.randint(10, 28)} 10:11:12",
    "date of a spreadsheet": lambda rng, _: str(rng.randint(30_000, 45_000)),
    "web address": lambda rng, row: f"https://www.ditta{row}.it/p/0{rng.randint(10**6, 10**7)}",
    "web site": lambda _, row: f"www.ditta{row}.it",
    "domain": lambda _, row: f"ditta{row}.com",
    "page": lambda _, row: f"facebook.com/alfa{row}",
    "IP": lambda rng, _: f"{rng.randint(1, 223)}.{rng.randint(0, 255)}.{rng.randint(0, 255)}.{rng.randint(1, 254)}",
    "UUID": lambda rng, _: (
        f"{rng.randint(10**7, 10**8 - 1)}-{rng.randint(1000, 9999)}-4abc-9def-{rng.randint(10**11, 10**12)}"
    ),
    "plate": lambda rng, _: f"{rng.choice('ABCDEF')}B{rng.randint(100, 999)}{rng.choice('XYZ')}K",
    "country": lambda rng, _: rng.choice(["IT", "FR", "CH", "AT", "DE", "RO", "SM", "PT", "PE", "BA"]),
    "language": lambda rng, _: rng.choice(["it", "en", "fr", "de", "es", "pt", "ro", "si"]),
    "size": lambda rng, _: rng.choice(["XS", "S", "M", "L", "XL", "XXL", "38", "40"]),
    "code of ATECO": lambda rng, _: f"{rng.randint(10, 96)}.{rng.randint(10, 99)}.{rng.randint(10, 99)}",
    "code of ISTAT": lambda rng, _: f"{rng.randint(1, 110):03}{rng.randint(1, 300):03}",
    "month": lambda rng, _: rng.choice(["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio"]),
    "payment": lambda rng, _: rng.choice(["Bonifico 30 gg", "Rimessa diretta", "RiBa", "Contanti", "Carta", "PayPal"]),
    "product": lambda rng, _: rng.choice(
        ["Tavolo Rovere", "Sedia Milano", "Divano", "Letto Singolo", "Armadio", "Luna"]
    ),
    "remark": lambda rng, _: rng.choice(
        ["moroso", "chiamare", "vedi contratto", "cliente storico", "paga", "ex cliente"]
    ),
}

ROLES: dict[str, tuple[str, Make]] = {
    "mobile": ("cellulare", lambda rng, _: f"3{rng.choice(['33', '47', '28', '92'])}{rng.randint(10**6, 10**7 - 1)}"),
    "mobile of a spreadsheet": (
        "cellulare",
        lambda rng, _: f"3{rng.choice(['33', '47', '28'])}{rng.randint(10**6, 10**7 - 1)}.0",
    ),
    "mobile, +39": ("cellulare", lambda rng, _: f"+39 3{rng.choice(['33', '47'])} {rng.randint(10**6, 10**7 - 1)}"),
    "mobile, dot": ("cellulare", lambda rng, _: f"3{rng.choice(['33', '47'])}.{rng.randint(10**6, 10**7 - 1)}"),
    "mobile, label": (
        "cellulare",
        lambda rng, _: f"cell. 3{rng.choice(['33', '47'])}-{rng.randint(10**6, 10**7 - 1)}",
    ),
    "landline": (
        "telefono",
        lambda rng, _: f"{rng.choice(['02', '06', '011', '0376'])}{rng.randint(10**6, 10**7 - 1)}",
    ),
    "landline, slash": (
        "telefono",
        lambda rng, _: f"{rng.choice(['02', '06', '045'])}/{rng.randint(10**6, 10**7 - 1)}",
    ),
    "landline, brackets": (
        "telefono",
        lambda rng, _: f"({rng.choice(['02', '045'])}) {rng.randint(10**5, 10**6 - 1)}",
    ),
    "both": ("telefono", lambda rng, _: f"{rng.choice(['02 ', '333 ', '06'])}{rng.randint(10**6, 10**7 - 1)}"),
    "two in a cell": (
        "telefono",
        lambda rng, _: f"02 {rng.randint(10**6, 10**7 - 1)} - 333 {rng.randint(10**6, 10**7 - 1)}",
    ),
    "CAP": ("cap", lambda rng, _: rng.choice(["00184", "20121", "10121", "80121", "50123", "40121", "16121"])),
    "comune": ("comune", lambda rng, _: rng.choice(["Milano", "ROMA", "Torino", "napoli", "Bologna", "L'Aquila"])),
    "provincia": ("provincia", lambda rng, _: rng.choice(["MI", "RM", "TO", "NA", "BO", "FI", "(PD)"])),
    "email": ("email", lambda _, row: f"utente{row}@libero.it"),
}


def column(make: Make, seed: int = 3) -> pl.Series:
    rng = random.Random(seed)
    return pl.Series([make(rng, row) for row in range(ROWS)])


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("kind", OTHER)
def test_other_kinds_are_no_role(kind: str, seed: int) -> None:
    assert role_by_content(take_sample(column(OTHER[kind], seed))) == (None, 0.0)


@pytest.mark.parametrize("kind", ROLES)
def test_roles_by_content(kind: str) -> None:
    role, make = ROLES[kind]
    found, share = role_by_content(take_sample(column(make)))
    assert (found, share >= 0.8) == (role, True)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["38.88010778", "37,22347125", "-8.12345", "45.4642, 9.1900", "41.9028° N"], "coordinate"),
        (["333.1234567", "347.7654321", "045.7200301", "02.1234567", "340.9988776"], None),
        (["9-13 15-19", "08:00", "8.30-12.30", "dalle 9", "Lun-Ven 9-18"], "hours"),
        (["12.50", "€ 1.200,00", "1.234,5 €", "7 kg", "-3,20"], "amount"),
        (["https://x.it/a", "www.rossi.it", "rossi.it", "maps.app/x11", "HTTP://A.B"], "url"),
        (["01/02/2020", "1-2-99", "2020-01-31T10:00:00", "20240501", "01.02.2020"], "date"),
        (["sì", "no", "SI"], "flag"),
        (["1"], None),
        (["Rossi", "Verdi", "Bianchi", "Neri", "Gialli"], None),
    ],
)
def test_kinds(values: list[str], kind: str | None) -> None:
    found = kind_of(take_sample(pl.Series(values)))
    assert (found.name if found else None) == kind


@pytest.mark.parametrize(
    ("roles", "values", "role"),
    [
        (("provincia", "regione", "nazione"), ["MI", "RM", "NA"], "provincia"),
        (("provincia", "regione", "nazione"), ["Lombardia", "Lazio", "Puglia"], "regione"),
        (("provincia", "regione", "nazione"), ["Italia", "France", "DE"], "nazione"),
        (("stato", "nazione"), ["attivo", "cessato"], "stato"),
        (("nominativo", "telefono", "email"), ["Rossi Mario", "Anna Bianchi"], "nominativo"),
        (("nominativo", "telefono", "email"), ["333 1234567", "02 5550101"], "telefono"),
        (("nominativo", "telefono", "email"), ["a@b.it"], "email"),
        (("nominativo", "id"), ["1001", "1002"], "id"),
        (("indirizzo", "telefono", "email"), ["Via Roma 1", "P.zza Duomo"], "indirizzo"),
        (("indirizzo", "email"), ["xyz"], None),
        (("indirizzo", "email"), [], None),
    ],
)
def test_the_content_chooses(roles: tuple[str, ...], values: list[str], role: str | None) -> None:
    assert choose(roles, take_sample(pl.Series(values, dtype=pl.String)))[0] == role


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=20) | st.from_regex(r"[0-9.,:/ €-]{0,16}", fullmatch=True), max_size=12))
def test_any_values(values: list[str]) -> None:
    sample = take_sample(pl.Series(values, dtype=pl.String))
    role, share = role_by_content(sample)
    assert (role is None) == (share == 0.0)
    assert 0.0 <= share <= 1.0
    found = kind_of(sample)
    assert found is None or found in KINDS
