"""Why two rows are one customer or not: each field, its weight in bits, and the rule that decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from italclean.errors import BadOption, Language
from italclean.fields.catalogue import MAILS, columns_in
from italclean.messages.text import Text, said
from italclean.pairs.compare import FIELDS, compare
from italclean.pairs.contact_only import joining
from italclean.pairs.decide import attach, decide, leave_between_two
from italclean.pairs.encode import Rows, encode
from italclean.pairs.features import make_features
from italclean.pairs.odds import DEFAULT, Thresholds
from italclean.pairs.reasons import number_reasons, say, say_level, tell_reasons
from italclean.pairs.rules import RULES
from italclean.pairs.score import Scorer

VERDICTS = ("apart", "review", "merge")
"""What is decided on a pair, by the numbers of `rules`."""

_LEVELS = ("missing", "same", "close", "partly", "conflict")
_SHOWN = {
    "cognome": ("cognome",),
    "nome": ("nome",),
    "ragione_sociale": ("ragione_sociale",),
    "data_nascita": ("data_nascita",),
    "codice_fiscale": ("codice_fiscale", "cf_typed"),
    "partita_iva": ("partita_iva",),
    "email": MAILS,
    "telefono": ("cellulare", "telefono"),
    "luogo": ("indirizzo", "civico", "cap", "comune", "provincia"),
}

_OF_SEVERAL = ("email", "telefono")
"""What is compared of all columns that a row has of it."""

RowName = int | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two rows are one customer or not.

    The weights add up: `prior`, the bits of all fields, `home`, `year`, `learned` and `caution` are the log-odds, in
    bits, of which `probability` is made unless a rule decided.

    Attributes:
        one: The source and the row of the first record.
        other: The source and the row of the second.
        fields: One row for each field: `field`, what stands in `one` and in `other`, the `level` on which they were
            found to agree (`same`, `close`, `partly`, `conflict`, `missing`) and its weight in `bits`.
        prior: What being two rows of this list says, in bits.
        home: What is taken off because a shared home was counted in several fields, in bits.
        year: What it says that the year in an address of the one is the year of birth of the other, in bits.
        learned: What the list's own codes add: how often records so alike are one customer, in bits.
        caution: What is taken off for how unsure that is, in bits.
        verdict: What was decided on this pair alone: `merge`, `review` or `apart`.
        rule: What decided, in words.
        rule_name: The name of the rule that decided, as the docs list them.
        reason: The rule and the agreeing fields, in words.
        probability: How probably the two are one customer.
        same_customer: Whether the two rows ended in one golden record.
        through: Where they did so by way of other rows: these rows, by source and number.
        language: The language of the words.
    """

    one: tuple[str, int]
    other: tuple[str, int]
    fields: pl.DataFrame
    prior: float
    home: float
    year: float
    learned: float
    caution: float
    verdict: str
    rule: str
    rule_name: str
    reason: str
    probability: float
    same_customer: bool
    through: tuple[tuple[str, int], ...] = ()
    language: Language = "it"

    @property
    def bits(self) -> float:
        """The log-odds in bits that the two are one customer, by their fields alone."""
        return self.prior + float(self.fields["bits"].sum()) + self.home + self.year + self.learned + self.caution

    @property
    def further(self) -> dict[str, float]:
        """What is added and taken off besides the fields, where anything is: `home`, `year`, `learned`, `caution`."""
        bits = {name: getattr(self, name) for name in ("home", "year", "learned", "caution")}
        return {name: value for name, value in bits.items() if value}

    @property
    def end(self) -> Text:
        """What became of the two rows, beside what was decided on this pair alone."""
        if self.through:
            rows = ", ".join(f"{source}#{row}" for source, row in self.through)
            return said("explain.one_through", rows=rows)
        merged = self.verdict == VERDICTS[-1]
        if self.same_customer:
            return said("explain.one_customer" if merged else "explain.one_otherwise")
        return said("explain.two_otherwise" if merged else "explain.two_customers")

    def as_dict(self) -> dict[str, object]:
        """Return the explanation as plain data."""
        return {
            **{name: getattr(self, name) for name in ("one", "other", "verdict", "rule_name", "reason", "probability")},
            "same_customer": self.same_customer,
            "through": self.through,
            "bits": {"prior": self.prior, **self.further, "all": round(self.bits, 2)},
            "fields": self.fields.to_dicts(),
        }

    def __str__(self) -> str:
        """Return the weights as lines of text."""
        start, bit = (said(f"explain.{key}").text(self.language) for key in ("random", "bits"))
        lines = [f"{start:<40}{self.prior:>8.2f}"]
        for name, one, other, level, bits in self.fields.filter(pl.col("level") != "missing").iter_rows():
            lines.append(f"{f'{name} ({say_level(level, self.language)})':<40}{bits:>8.2f}  {one} | {other}")
        for key, bits in self.further.items():
            lines.append(f"{said(f'explain.{key}').text(self.language):<40}{bits:>8.2f}")
        lines.append(f"{bit:<40}{self.bits:>8.2f}")
        return "\n".join(
            [*lines, f"{self.reason} → {self.verdict}, {self.probability:.4f}", self.end.text(self.language)]
        )

    def _repr_html_(self) -> str:
        from italclean.report.waterfall import waterfall

        return waterfall(self)


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains any two rows of a deduplicated list.

    Attributes:
        frame: The cleaned list.
        hints: What the cleaning knows beyond it.
        scorer: The fitted models.
        record: For each row its distinct record.
        label: For each distinct record its cluster.
        links: The pairs of distinct records that were merged: two arrays.
        torn: The pairs of distinct records left open because one of them fits two customers: two arrays.
        attached: The distinct records that hold contacts alone and were given to the only customer with them.
        thresholds: From which probability on a pair was merged, or shown to a person.
        language: The language of the words.
    """

    frame: pl.DataFrame = field(repr=False)
    hints: pl.DataFrame | None = field(repr=False)
    scorer: Scorer = field(repr=False)
    record: Rows = field(repr=False)
    label: Rows = field(repr=False)
    links: tuple[Rows, Rows] = field(repr=False)
    torn: tuple[Rows, Rows] = field(repr=False)
    attached: Rows = field(repr=False)
    thresholds: Thresholds = DEFAULT
    language: Language = "it"

    def explain(self, one: RowName, other: RowName) -> Explanation:
        """Explain two rows.

        Args:
            one: The number of a row, or its source and number where there are several sources.
            other: The other row.

        Raises:
            BadOption: There is no such row, or several sources have it.
        """
        return self.explain_places([self._place(one)], [self._place(other)])[0]

    def explain_places(self, low: Sequence[int], high: Sequence[int]) -> list[Explanation]:
        """Explain pairs of rows, given by their places in the frame."""
        places = [*low, *high]
        rows = self.frame[places]
        hints = None if self.hints is None or self.hints.is_empty() else self.hints[places]
        data = encode(make_features(rows, hints))
        one, other = np.arange(len(low), dtype=np.int64), np.arange(len(low), len(places), dtype=np.int64)
        levels = compare(data, one, other)
        evidence = self.scorer.weigh(data, levels, one, other)
        verdicts = decide(data, levels, one, other, evidence.odds, self.thresholds)
        records, half = self.record[places], len(low)
        leave_between_two(verdicts, self._left_open(records[:half], records[half:]))
        attach(verdicts, joining(levels, self.label, records[:half], records[half:], self.attached))
        reasons = tell_reasons(number_reasons(levels, verdicts), self.language)
        shown = _shown(rows, hints)
        names = list(zip(rows["source"].to_list(), rows["row"].to_list(), strict=True))
        cluster = self.label[records]
        return [
            Explanation(
                names[a],
                names[b],
                pl.DataFrame(
                    {
                        "field": FIELDS,
                        "one": shown.row(a),
                        "other": shown.row(b),
                        "level": [_LEVELS[level] for level in levels[a].tolist()],
                        "bits": np.round(evidence.fields[a], 2),
                    },
                    schema_overrides={"one": pl.String, "other": pl.String},
                ),
                round(float(evidence.prior[a]), 2),
                round(float(evidence.home[a]), 2),
                round(float(evidence.year[a]), 2),
                round(float(evidence.learned[a]), 2),
                round(float(verdicts.bits[a] - verdicts.mean[a]), 2),
                VERDICTS[verdicts.verdict[a]],
                say(RULES[verdicts.rule[a]].says, self.language),
                RULES[verdicts.rule[a]].name,
                reasons[a],
                round(float(verdicts.probability[a]), 4),
                bool(cluster[a] == cluster[b]),
                self._between(places[a], places[b]) if cluster[a] == cluster[b] else (),
                self.language,
            )
            for a, b in zip(one.tolist(), other.tolist(), strict=True)
        ]

    def _left_open(self, low: Rows, high: Rows) -> Rows:
        """The places of the pairs of which the run found, when they had become customers, that they fit two."""
        asked, torn = (
            np.stack([np.minimum(one, other), np.maximum(one, other)], axis=1)
            for one, other in ((low, high), self.torn)
        )
        return np.flatnonzero((asked[:, None] == torn[None]).all(axis=2).any(axis=1))

    def _place(self, name: RowName) -> int:
        source, row = name if isinstance(name, tuple) and len(name) == 2 else (None, name)
        if not isinstance(row, int) or not isinstance(source, str | None):
            raise BadOption(value=name, option="explain", reason=said("explain.not_a_row"))
        wanted = pl.col("row") == row if source is None else (pl.col("row") == row) & (pl.col("source") == source)
        found = self.frame.select(wanted.fill_null(value=False).arg_true()).to_series()
        if len(found) != 1:
            reason = said("explain.several" if len(found) > 1 else "explain.no_row")
            raise BadOption(value=name, option="explain", reason=reason)
        return int(found[0])

    def _between(self, one: int, other: int) -> tuple[tuple[str, int], ...]:
        """The rows by way of which two rows of one cluster were joined, along the fewest merges."""
        start, end = int(self.record[one]), int(self.record[other])
        low, high = self.links
        inside = self.label[low] == self.label[start]
        near: dict[int, list[int]] = {}
        for a, b in zip(low[inside].tolist(), high[inside].tolist(), strict=True):
            near.setdefault(a, []).append(b)
            near.setdefault(b, []).append(a)
        came_from = {start: start}
        waiting = [start]
        while waiting and end not in came_from:
            reached = [(node, beyond) for node in waiting for beyond in sorted(near.get(node, ()))]
            waiting = []
            for node, beyond in reached:
                if beyond not in came_from:
                    came_from[beyond] = node
                    waiting.append(beyond)
        if end not in came_from:
            return ()
        path = []
        node = came_from[end]
        while node != start:
            path.append(node)
            node = came_from[node]
        rows = [int(np.flatnonzero(self.record == node)[0]) for node in reversed(path)]
        named = self.frame[rows].select("source", "row")
        return tuple(zip(named["source"].to_list(), named["row"].to_list(), strict=True))


def _shown(rows: pl.DataFrame, hints: pl.DataFrame | None) -> pl.DataFrame:
    """What stands in each row for each of the compared fields."""
    known = rows if hints is None else rows.hstack([hints[name] for name in hints.columns if name not in rows.columns])
    held = {
        name: columns_in(known.columns, *columns)
        if name in _OF_SEVERAL
        else [column for column in columns if column in known.columns]
        for name, columns in _SHOWN.items()
    }
    shown = [
        (pl.concat_str(columns, separator=" ", ignore_nulls=True) if columns else pl.lit("")).alias(name)
        for name, columns in held.items()
    ]
    texts = known.select(shown)
    return texts.select(pl.when(pl.all().str.len_bytes() > 0).then(pl.all()))
