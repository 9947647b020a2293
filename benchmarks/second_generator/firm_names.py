"""What firms and bodies are called, before and after a change of form or name."""

from __future__ import annotations

import numpy as np

from second_generator.people import NEVER, People
from second_generator.tables import Ints, Names, Towns
from second_generator.words import HEADS, SAINTS, SCHOOL_NAMES, SIGNS, STREETS, TAILS, TRADES

FORMS = ["SRL", "SNC", "SAS", "SPA", "SRLS", "SOC. COOP."]
FORM_SHARES = [0.5, 0.17, 0.13, 0.07, 0.08, 0.05]
PLURAL = {"IMPIANTI ELETTRICI": "IMPIANTI", "OFFICINA MECCANICA": "OFFICINE", "IMPRESA EDILE": "COSTRUZIONI"}


class Namer:
    """Draws names; ``people`` and ``names`` give those of the owners."""

    def __init__(self, rng: np.random.Generator, people: People, names: Names, towns: Towns) -> None:
        self.rng, self.people, self.known, self.towns = rng, people, names, towns

    def person(self, owner: int) -> tuple[str, str]:
        """Surname and given name, in capitals."""
        return self.known.surname[self.people.surname[owner]], self.known.given[self.people.given[owner]]

    def pick(self, words: list[str]) -> str:
        """One of the words."""
        return words[int(self.rng.random() * len(words))]

    def company(self, owner: int, form: str, town: int) -> str:
        """A company's name, after the owner or after nobody."""
        surname, given = self.person(owner)
        turn = self.rng.random()
        trade = self.pick(TRADES)
        if form == "SNC" and turn < 0.55:
            return self.pick(
                [
                    f"{trade} {surname} {given} & C.",
                    f"F.LLI {surname}",
                    f"{surname} {given} E {self.given()}",
                    f"{trade} F.LLI {surname}",
                    f"{surname} & {self.other()}",
                ]
            )
        if form == "SAS" and turn < 0.6:
            return self.pick(
                [
                    f"{trade} {surname} DI {surname} {given} & C.",
                    f"{surname} {given} & C.",
                    f"{self.word()} DI {surname} {given} & C.",
                ]
            )
        if turn < 0.3:
            return f"{surname} {trade}"
        if turn < 0.42:
            return f"{PLURAL.get(trade, trade)} {surname}"
        if turn < 0.68:
            return self.word()
        if turn < 0.78:
            return f"{self.word()} {self.pick(TRADES)}"
        if turn < 0.86:
            return ".".join(chr(65 + int(i)) for i in self.rng.integers(0, 22, 3)) + "."
        if turn < 0.93:
            return f"{trade} {self.towns.name[town].upper()}"
        return self.pick(SIGNS)

    def word(self) -> str:
        """A coined word."""
        tail = self.pick(TAILS)
        return self.pick(HEADS) + (tail if self.rng.random() < 0.65 else " " + tail)

    def given(self) -> str:
        """Some given name of a man."""
        return self.known.given[int(self.rng.choice(len(self.known.given_p[0, 1]), p=self.known.given_p[0, 1]))]

    def other(self) -> str:
        """Some surname."""
        return self.known.surname[int(self.rng.integers(0, 600))]

    def body(self, kind: int, town: int, rank: int, unit: int) -> tuple[str, str]:
        """A condominium, school, parish, office or club: the name, and the one after a reform."""
        place = self.towns.name[town].upper()
        if kind == 3:
            street = STREETS[int(self.rng.integers(0, len(STREETS)))]
            number = int(self.rng.integers(1, 120))
            plain = self.pick(
                ["IL GIRASOLE", "LE ROSE", "I PINI", "AURORA", "LA TORRE", "MIRAFIORI", "PRIMAVERA", "EDEN"]
            )
            name = self.pick(
                [f"CONDOMINIO VIA {street} {number}"] * 4
                + [f"CONDOMINIO {plain}"]
                + [f"CONDOMINIO {plain} VIA {street} {number}", f"SUPERCONDOMINIO {plain}"]
            )
            return name, name
        if kind == 4:
            called = SCHOOL_NAMES[(unit + rank) % len(SCHOOL_NAMES)]
            return self.pick([f"DIREZIONE DIDATTICA {rank + 1} CIRCOLO {place}", f"SCUOLA MEDIA {called}"]), self.pick(
                [
                    f"ISTITUTO COMPRENSIVO {rank + 1} {place}",
                    f"ISTITUTO COMPRENSIVO {place} {rank + 1}",
                    f"ISTITUTO COMPRENSIVO {rank + 1} {called}",
                    f"I.C. N. {rank + 1} {called} {place}",
                ]
            )
        if kind == 5:
            name = f"PARROCCHIA {SAINTS[(unit * 3 + rank) % len(SAINTS)]}"
            name += "" if self.rng.random() < 0.6 else f" IN {place}"
            return name, name
        if kind == 6:
            name = self.pick(
                [
                    f"COMUNE DI {place}",
                    f"PRO LOCO {place}",
                    f"COMUNE DI {place} UFFICIO TRIBUTI",
                    f"COMUNE DI {place} POLIZIA LOCALE",
                    f"BIBLIOTECA COMUNALE DI {place}",
                    f"CARITAS {place}",
                ]
            )
            return name, name
        sport = self.pick(
            [
                "CALCIO",
                "VOLLEY",
                "BASKET",
                "TENNIS CLUB",
                "POLISPORTIVA",
                "CICLISTICA",
                "CORALE",
                "AVIS",
                "CIRCOLO ARCI",
            ]
        )
        name = f"{sport} {self.pick([place, self.pick(STREETS), place])}"
        return name, name

    def names(
        self, kind: Ints, owner: Ints, town: Ints, rank: Ints, unit: Ints, renamed: Ints
    ) -> tuple[list[list[str]], list[list[str]]]:
        """Both names and both forms of every firm."""
        rng = self.rng
        form = rng.choice(FORMS, len(kind), p=FORM_SHARES).tolist()
        grows = {"SNC": "SRL", "SAS": "SRL", "SRLS": "SRL", "SRL": "SPA"}
        first, later, form_later = [], [], list(form)
        stem, group, used = "", "", set[str]()
        for i, sort in enumerate(kind.tolist()):
            where = int(town[i])
            if sort >= 3:
                before, after = self.body(sort, where, int(rank[i]), int(unit[i]))
                form[i] = form_later[i] = "ASD" if sort == 7 and rng.random() < 0.5 else ""
                first.append(before if renamed[i] != NEVER or sort != 4 else after)
                later.append(after)
                continue
            if sort == 0:
                name = self.company(int(owner[i]), form[i], where)
            elif rank[i] == 0:
                stem, group, used = self.person(int(owner[i]))[0], self.word(), set()
            if sort > 0:
                trade = self.pick([t for t in TRADES if t not in used])
                used.add(trade)
                name = f"{stem} {trade}" if sort == 1 else f"{group} {trade}"
            first.append(name)
            turn = rng.random()
            if renamed[i] == NEVER:
                later.append(name)
            elif turn < 0.6 and form[i] in grows:  # the form changes, and what goes with it
                form_later[i] = grows[form[i]]
                later.append(name.split(" DI ")[0].removesuffix(" & C."))
            elif turn < 0.85:
                end = self.pick(["GROUP", "ITALIA", "SERVICE", "SOLUTIONS", "2000"])
                later.append(f"{name.split(' DI ')[0].removesuffix(' & C.')} {end}")
            else:
                later.append(self.word() + " " + self.pick(TRADES))
        return [first, later], [form, form_later]
