"""What goes wrong in which source: columns of one source as lists, changed where chance says."""

from __future__ import annotations

import numpy as np
import polars as pl

from second_generator import slips
from second_generator.meetings import CARDS, CRM, ERP, NEWSLETTER, SHOP
from second_generator.slips import Slip
from second_generator.styles import COLUMNS, Parts, widths
from second_generator.tables import Ints, read

Cells = dict[str, list[str]]
HANDS: tuple[Slip, ...] = (slips.clerk, slips.typing, slips.reader, slips.phone, slips.phone)
"""Who types in each source: a clerk who listens, an agent, a clerk who reads, the customer on a telephone."""
CARE = (0.9, 1.3, 1.9, 1.1, 1.2)
"""How many slips each makes, beside the average."""
NAMES = ("name", "surname", "given", "street", "town")
NOTES = (
    "CLIENTE STORICO",
    "richiamare dopo le 18",
    "paga contanti",
    "vedi scheda precedente",
    "NON CHIAMARE",
    "fattura fine mese",
    "preferisce whatsapp",
    "ex cliente",
    "scrivere in maiuscolo",
    "consegna sul retro",
)
NO_PHONES = ("0000000000", "9999999999", "3333333333", "000000", "-", "NO", "0541000000", "123456")
NO_MAILS = ("nomail@nomail.it", "noemail@noemail.it", "mail@mail.it", "nd@nd.it", "no@no.it", "NON HA", "-")
NO_CODES = ("XXXXXXXXXXXXXXXX", "99999999999", "00000000000", "0000000000000000", "ND", "IN ATTESA")
NO_DATES = ("01/01/1900", "01/01/1970", "00/00/0000", "01/01/1980")
OLD_PROVINCES = {
    "FC": "FO",
    "PU": "PS",
    "MB": "MI",
    "FM": "AP",
    "BT": "BA",
    "VB": "NO",
    "LO": "MI",
    "RN": "FO",
    "PO": "FI",
    "LC": "CO",
    "BI": "VC",
    "KR": "CZ",
    "VV": "CZ",
    "SU": "CA",
    "RM": "ROMA",
    "RE": "R.E.",
    "NA": "NAPOLI",
}


class Dirt:
    """Mistakes of one source; every method draws whom it meets."""

    def __init__(self, rng: np.random.Generator, source: int, columns: Parts, years: Ints) -> None:
        self.rng, self.source, self.years = rng, source, years
        self.cells: Cells = {c: columns[c].to_list() for c in COLUMNS}
        self.typos: dict[str, list[str]] = {}
        table = read("email_errori").filter(
            pl.col("correzione") != "never", pl.col("corretto").str.contains(r"^[a-z]+\.[a-z]+$")
        )
        for wrong, right in zip(table["dominio"], table["corretto"], strict=True):
            self.typos.setdefault(right, []).append(wrong)

    def hit(self, column: str, share: float) -> list[int]:
        """Positions of filled cells that a mistake meets."""
        cells = self.cells[column]
        chosen = np.flatnonzero(self.rng.random(len(cells)) < share).tolist()
        return [i for i in chosen if cells[i]]

    def slip(self, column: str, share: float, how: Slip) -> None:
        """One kind of mistake in a share of the filled cells."""
        places = self.hit(column, share)
        draws = self.rng.random((len(places), 4))
        cells = self.cells[column]
        for i, draw in zip(places, draws, strict=True):
            cells[i] = how(cells[i], draw) or cells[i]

    def place(self, column: str, share: float, values: tuple[str, ...], *, empty: float = 0.0) -> None:
        """A stand-in instead of what is not there (``empty``), or of what is."""
        cells = self.cells[column]
        turn, picks = self.rng.random(len(cells)), self.rng.integers(0, len(values), len(cells))
        for i in np.flatnonzero(turn < max(share, empty)).tolist():
            if turn[i] < (share if cells[i] else empty):
                cells[i] = values[int(picks[i])]

    def all(self) -> Parts:
        """Everything that goes wrong in this source, in the order in which it does."""
        source, care, hand = self.source, CARE[self.source], HANDS[self.source]
        for column, share in zip(NAMES, (0.016, 0.014, 0.011, 0.021, 0.01), strict=True):
            self.slip(column, share * care, hand)
        for column in NAMES:
            self.slip(column, 0.3 if source in (SHOP, NEWSLETTER, CRM) else 0.05, slips.shouted)
        self.slip("street", 0.3 if source in (CRM, ERP) else 0.16, slips.abbreviated)
        self.slip("name", 0.12, slips.abbreviated)
        self.numbers()
        self.mail(care)
        if source in (SHOP, CARDS, NEWSLETTER):
            self.swapped(0.022)
        self.place("line", 0.002, NO_PHONES, empty=0.03 if source == ERP else 0.01 * (source == CARDS))
        self.place("mail", 0.0, NO_MAILS, empty=0.03 if source == ERP else 0.0)
        if source == ERP:
            self.place("cf", 0.001, NO_CODES, empty=0.012)
            self.place("born", 0.006, NO_DATES, empty=0.01)
        if source == CARDS:
            self.place("born", 0.012, NO_DATES, empty=0.12)
        if source == CRM:
            self.agent()
        if source == ERP:
            self.misplaced()
        if source in (ERP, CRM):
            cells = self.cells["note"]
            for i in np.flatnonzero(self.rng.random(len(cells)) < 0.05).tolist():
                cells[i] = f"{cells[i]} {NOTES[int(self.rng.integers(0, len(NOTES)))]}".strip()
        self.narrow()
        for column in ("name", "surname", "given", "street"):
            self.slip(column, 0.008, lambda t, d: f" {t}" if d[0] < 0.3 else t.replace(" ", "  ", 1))
        return {c: pl.Series(c, v, dtype=pl.String) for c, v in self.cells.items()}

    def numbers(self) -> None:
        """CAP, province, telephones, codes, dates."""
        care = CARE[self.source]
        self.slip("cap", 0.12 if self.source in (ERP, CRM) else 0.04, slips.general_cap)
        self.slip("cap", 0.012, slips.digit)
        self.slip("cap", 0.06 if self.source == CRM else 0.01, slips.worn_zero)
        self.slip("sigla", 0.08, lambda text, _: OLD_PROVINCES.get(text, text))
        self.slip("sigla", 0.02, lambda text, d: text.lower() if d[0] < 0.6 else f"({text})")
        for column in ("line", "mobile"):
            self.slip(column, 0.009 * care, slips.digit)
            self.slip(column, 0.004 * care, slips.missed)
        self.slip("line", 0.03, lambda text, _: text.partition("/")[2] or text.partition(" ")[2] or text)
        self.slip("cf", 0.012, slips.typing)
        self.slip("cf", 0.006, slips.seen)
        self.slip(
            "cf", 0.02, lambda text, d: text.lower() if d[0] < 0.5 else " ".join((text[:6], text[6:11], text[11:]))
        )
        self.slip("piva", 0.008, slips.digit)
        self.slip("piva", 0.03, lambda text, d: "IT" + text if d[0] < 0.7 else text.lstrip("0"))
        self.slip("born", 0.016 if self.source == CARDS else 0.005, slips.day_month)
        self.slip("born", 0.008 if self.source == CARDS else 0.003, slips.year_slip)
        self.slip("born", 0.06, slips.two_digits)

    def mail(self, care: float) -> None:
        """Slips in the local part, known misspellings of the provider, marks that do not belong."""

        def local(text: str, draw: slips.Draws) -> str:
            before, at, after = text.partition("@")
            return slips.typing(before, draw) + at + after

        def domain(text: str, draw: slips.Draws) -> str:
            before, _, after = text.partition("@")
            wrong = self.typos.get(after.lower(), [])
            return f"{before}@{wrong[int(draw[0] * len(wrong))]}" if wrong else text

        self.slip("mail", 0.008 * care, local)
        self.slip("mail", 0.012 * care, domain)
        self.slip(
            "mail",
            0.006,
            lambda text, d: [text.replace("@", " @"), f"{text}.", f"www.{text}", f"<{text}>"][int(d[0] * 4)],
        )

    def swapped(self, share: float) -> None:
        """Given name and surname in each other's column."""
        one, other = self.cells["surname"], self.cells["given"]
        for i in self.hit("surname", share):
            one[i], other[i] = other[i], one[i]

    def agent(self) -> None:
        """Two numbers in a cell, mails among the notes, all the address in the street, codes behind the name."""
        c = self.cells
        for i in self.hit("mobile", 0.24):
            if c["line"][i]:
                c["line"][i] = c["line"][i] + (" / ", " - ", "; ", " o ")[i % 4] + c["mobile"][i]
            else:
                c["line"][i] = c["mobile"][i]
            c["mobile"][i] = ""
        for i in self.hit("mail", 0.07):
            c["note"][i] = f"{c['note'][i]} {('mail ', 'email: ', '')[i % 3]}{c['mail'][i]}".strip()
            c["mail"][i] = ""
        for i in self.hit("street", 0.06):
            c["street"][i] = f"{c['street'][i]} - {c['cap'][i]} {c['town'][i]} ({c['sigla'][i]})"
            c["cap"][i] = c["town"][i] = c["sigla"][i] = ""
        for i in self.hit("piva", 0.05):
            c["name"][i], c["piva"][i] = f"{c['name'][i]} P.IVA {c['piva'][i]}", ""

    def misplaced(self) -> None:
        """The till: mail in the certified mail's field, partita IVA in the code's, name and street changed over."""
        c = self.cells
        for one, other, share in (
            ("mail", "pec", 0.02),
            ("cf", "piva", 0.01),
            ("piva", "cf", 0.012),
            ("mobile", "line", 0.05),
        ):
            for i in self.hit(one, share):
                c[one][i], c[other][i] = c[other][i], c[one][i]
        for i in self.hit("line", 0.004):
            c["street"][i], c["line"][i] = f"{c['street'][i]} TEL {c['line'][i]}", ""

    def narrow(self) -> None:
        """Fields end where their source ends them."""
        for year in (2000, 2020):
            here = np.flatnonzero((self.years < 2012) == (year < 2012)).tolist()
            for column, wide in widths(self.source, year).items():
                cells = self.cells[column]
                for i in here:
                    if len(cells[i]) > wide:
                        cells[i] = cells[i][:wide].rstrip()
