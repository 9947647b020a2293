"""How each source writes: which columns it has, its capitals, its accents, its numbers, its widths."""

from __future__ import annotations

import numpy as np
import polars as pl

from second_generator.meetings import CARDS, CRM, ERP, NEWSLETTER, SHOP, Rows
from second_generator.tables import part

COLUMNS = (
    "name",
    "surname",
    "given",
    "born",
    "place",
    "cf",
    "piva",
    "street",
    "cap",
    "town",
    "sigla",
    "line",
    "mobile",
    "mail",
    "pec",
    "note",
    "added",
)
Parts = dict[str, pl.Series]
WORDS = ("surname", "given", "firm", "street", "town", "place")


def _upper(words: pl.Series, marks: pl.Series) -> pl.Series:
    """Capitals of a till: a final accent as an apostrophe where ``marks``, else lost."""
    marked = words
    for accented, plain in zip("ÀÈÉÌÒÙ", "AEEIOU", strict=True):
        marked = marked.str.replace_all(f"{accented}( |,|$)", f"{plain}'$1")
    kept = pl.select(pl.when(marks).then(marked).otherwise(words)).to_series()
    return kept.str.normalize("NFKD").str.replace_all(r"[^ -~]", "")


def _title(words: pl.Series) -> pl.Series:
    """Capital first letters; small words of addresses and signs stay small."""
    out = words.str.to_titlecase()
    for word in ("Di", "Della", "Dei", "Delle", "Del", "Degli", "Da", "E"):
        out = out.str.replace_all(f" {word} ", f" {word.lower()} ", literal=True)
    for numeral in ("XXIII", "XXV", "XX", "IV", "II"):
        out = out.str.replace(rf" {numeral.title()}\b", f" {numeral}")
    return out


def _mixed(rng: np.random.Generator, words: pl.Series, shares: tuple[float, float, float]) -> pl.Series:
    """Title case, small letters or capitals, as the shares say."""
    turn = rng.choice(3, len(words), p=shares)
    frame = pl.DataFrame({"w": words, "t": turn})
    return frame.select(
        pl.when(pl.col("t") == 0)
        .then(pl.lit(_title(words)))
        .when(pl.col("t") == 1)
        .then(pl.col("w").str.to_lowercase())
        .otherwise("w")
    ).to_series()


def _phones(rng: np.random.Generator, numbers: pl.Series, shares: list[float], split: pl.Series) -> pl.Series:
    """Bare, with a blank, a slash, a hyphen, +39, 0039, in groups."""
    n = len(numbers)
    frame = pl.DataFrame({"n": numbers, "t": rng.choice(7, n, p=part(np.array(shares))), "split": split})
    head, rest = pl.col("n").str.slice(0, pl.col("split")), pl.col("n").str.slice(pl.col("split"))
    t = pl.col("t")
    return frame.select(
        pl.when(pl.col("n") == "")
        .then(pl.lit(""))
        .when(t == 0)
        .then("n")
        .when(t == 1)
        .then(head + " " + rest)
        .when(t == 2)
        .then(head + "/" + rest)
        .when(t == 3)
        .then(head + "-" + rest)
        .when(t == 4)
        .then("+39" + pl.col("n"))
        .when(t == 5)
        .then("0039" + pl.col("n"))
        .otherwise("+39 " + head + " " + rest.str.slice(0, 3) + " " + rest.str.slice(3))
    ).to_series()


def _form(rng: np.random.Generator, forms: pl.Series, source: int, title: bool) -> pl.Series:
    """The legal form with its blank, dotted or not, or left out."""
    n = len(forms)
    absent = (0.03, 0.3, 0, 0.55, 0.7)[source]
    dots = forms.str.replace(r"^([A-Z])([A-Z])([A-Z])(S?)$", "$1.$2.$3.$4")
    shape = rng.choice(3, n, p=[0.45, 0.4, 0.15])
    small = forms.str.to_lowercase() if title else forms
    dotted = dots.str.replace(r"^([A-Z])\.([A-Z])\.([A-Z])\.", "$1.$2.$3.") if not title else dots.str.to_lowercase()
    first = forms.str.to_titlecase() if title else forms
    picked = pl.select(
        pl.when(pl.Series(rng.random(n) < absent) | (forms == ""))
        .then(pl.lit(""))
        .when(pl.Series(shape == 0))
        .then(" " + first)
        .when(pl.Series(shape == 1))
        .then(" " + dotted)
        .otherwise(" " + small)
    )
    return picked.to_series()


def _join(*words: pl.Series) -> pl.Series:
    out = words[0]
    for word in words[1:]:
        out = out + " " + word
    return out.str.strip_chars()


def _either(first: pl.Series, other: pl.Series, where: pl.Series) -> pl.Series:
    return pl.select(pl.when(where).then(first).otherwise(other)).to_series()


def _cases(rng: np.random.Generator, source: int, parts: Parts) -> Parts:
    """Capitals, title case or small letters, and the accents, as the source has them."""
    n = len(parts["street"])
    cells = dict(parts)
    if source in (ERP, CARDS):
        marks = pl.Series(rng.random(n) < 0.55)
        for column in WORDS:
            cells[column] = _upper(cells[column], marks)
        if source == CARDS:
            proper = pl.Series(rng.random(n) < 0.35)
            for column in WORDS:
                cells[column] = _either(_title(parts[column]), cells[column], proper)
    elif source == CRM:
        cells |= {c: _mixed(rng, cells[c], (0.86, 0.04, 0.1)) for c in WORDS}
    else:
        shares = (0.62, 0.26, 0.12)
        state = rng.choice(3, n, p=shares)
        for column in WORDS:
            texts = (_title(cells[column]), cells[column].str.to_lowercase(), cells[column])
            cells[column] = _either(_either(texts[0], texts[1], pl.Series(state == 0)), texts[2], pl.Series(state < 2))
    return cells


def write(rng: np.random.Generator, source: int, parts: Parts, rows: Rows, female: pl.Series) -> Parts:
    """The columns of one source's rows, still without mistakes."""
    n = len(rows)
    empty, three = pl.Series([""] * n), pl.Series([3] * n)
    cells = _cases(rng, source, parts)
    cells["firm"] = cells["firm"] + _form(rng, cells["form"], source, title=source in (CRM, SHOP, NEWSLETTER))
    firm = cells["firm"] != ""
    last, first = cells["surname"], cells["given"]
    turn = pl.Series(rng.random(n))
    out = {c: cells.get(c, empty) for c in COLUMNS} | {"name": cells["firm"], "note": empty}
    if source == ERP:
        both = _either(_join(first, last), _join(last, first), turn > 0.94)
        out["name"] = _either(cells["firm"], both, firm)
        split = (turn < 0.35) & ~firm
        out["surname"], out["given"] = _either(last, empty, split), _either(first, empty, split)
        out["place"] = empty
    elif source == CRM:
        title = _titles(rng, female)
        both = _either(_join(last, first), _join(first, last), turn < 0.45)
        out["name"] = _either(cells["firm"], _join(title, both), firm)
        out["note"] = _either(
            _either(_join(pl.Series(["rif."] * n), first, last), empty, (turn < 0.3) & (last != "")), empty, firm
        )
        out["surname"] = out["given"] = empty
    elif source == NEWSLETTER:
        whole = turn < 0.45
        out["given"], out["surname"] = _either(_join(first, last), first, whole), _either(empty, last, whole)
    if source == SHOP:
        both = out["mobile"]
        out["line"], out["mobile"] = _either(both, out["line"], both != ""), empty
        cells["split"] = _either(three, cells["split"], both != "")
    if source != NEWSLETTER:
        blank_firm = firm & pl.Series([source in (ERP, CRM)] * n)
        out["surname"], out["given"] = (
            _either(empty, out["surname"], blank_firm),
            _either(empty, out["given"], blank_firm),
        )
    shapes: list[list[float]] = [
        [0.5, 0.05, 0.35, 0.08, 0.02, 0, 0],
        [0.15, 0.4, 0.08, 0.1, 0.12, 0.02, 0.13],
        [0.7, 0.12, 0.1, 0.06, 0.02, 0, 0],
        [0.62, 0.14, 0, 0.01, 0.15, 0.03, 0.05],
        [1, 0, 0, 0, 0, 0, 0],
    ]
    plain = shapes[source]
    out["line"] = _phones(rng, out["line"], plain, cells["split"])
    out["mobile"] = _phones(rng, out["mobile"], plain, three)
    if source in (ERP, SHOP):
        out["mail"] = _mixed(rng, out["mail"], (0.0, 0.9, 0.1) if source == SHOP else (0.0, 0.45, 0.55))
    date = (
        pl.Series(rows.year - 1970).cast(pl.Int64).to_numpy().astype("datetime64[Y]").astype("datetime64[D]") + rows.day
    )
    out["added"] = pl.Series(date).dt.strftime("%d/%m/%Y")
    return out


def _titles(rng: np.random.Generator, female: pl.Series) -> pl.Series:
    """Sig., Dott. and the like before some of the names."""
    n = len(female)
    turn = rng.choice(8, n, p=[0.52, 0.2, 0.1, 0.03, 0.05, 0.03, 0.04, 0.03])
    men = pl.Series(["", "Sig.", "Dott.", "Avv.", "Geom.", "Ing.", "Spett.le", "Egr. Sig."]).gather(turn)
    women = pl.Series(["", "Sig.ra", "Dott.ssa", "Avv.", "Geom.", "Prof.ssa", "Gent.ma", "Gent.ma Sig.ra"]).gather(turn)
    return _either(women, men, female)


def widths(source: int, year: int) -> dict[str, int]:
    """Where the fields of a source end: the old till was narrower, its successor less so."""
    if source == ERP:
        wide = 30 if year < 2012 else 35
        return {
            "name": wide,
            "street": 25 if year < 2012 else 35,
            "town": 20 if year < 2012 else 25,
            "mail": 40,
            "surname": 20,
            "given": 20,
        }
    if source == CARDS:
        return {"surname": 20, "given": 20, "street": 30, "town": 20}
    return {}
