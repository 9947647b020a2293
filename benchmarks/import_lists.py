"""Make a golden list with every trap of an import in it, and say how many records each target cannot take as they are.

    python benchmarks/import_lists.py CUSTOMERS --out DIR [--each N] [--seed N]

writes ``DIR/clienti.csv`` (the list of ``generate.py`` with the planted rows among it), cleans and deduplicates it into
``DIR/pulito`` (``golden.csv`` and the rest of a run), and writes ``DIR/planted.json``:

- ``traps``: of each trap its rows in the list (``rows``), the golden records that they became (``golden``), how many of
  these still hold what was planted (``left``: a curly quote that the cleaning made straight is none), and the targets
  that cannot take them as they are;
- ``unfit``: by target, how many golden records of the traps it cannot take as they are; no record is of two traps;
- ``not_marketable``: how many planted customers may not be written to, since they refused or never said yes.

A record is of the trap whose name its id holds: ``clienti.famiglia-3``. The ordinary customers among which they stand
have troubles of their own (homonyms, families, dirty contacts), which are not counted here.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import italclean as ic
from generator.build import build
from italclean.core.reference import table

_SHARE = 0.63  # of the rows of a list of `generate.py` are customers
_MAILBOX = ("marketo", "mailchimp")  # without a mailbox they take nobody
_ONE_EACH = ("hubspot", "marketo", "mailchimp", "brevo")  # one row a mailbox

_NUMBER = pl.col("n")
_FIRM = pl.format("{} {}", pl.lit("Officine"), "cognome")
_EMPTY = pl.lit("")


@dataclass(frozen=True)
class Trap:
    """Rows that a target cannot take, or takes wrongly.

    `cells` are those that differ from an ordinary person's, `left` says of a golden record whether it still holds what
    was planted, `targets` cannot take such a record as it is. Of a shared mailbox `share` of the records is too many.
    """

    cells: dict[str, pl.Expr]
    left: pl.Expr
    targets: tuple[str, ...] = ()
    share: float = 1.0
    consent: str = "SI"


def _longer(name: str, length: int) -> pl.Expr:
    return pl.col(name).str.len_chars() > length


def _named(length: int) -> pl.Expr:
    """A firm's name of some length, as the chamber of commerce has them."""
    words = (
        "Consorzio Interprovinciale per la Valorizzazione e la Tutela dei Prodotti Tipici dell'Agricoltura di Montagna "
    )
    text = (words + "e delle Attività Artigianali e Commerciali dell'Appennino Centrale ") * 2
    return pl.format("{} {} Società Cooperativa", "cognome", pl.lit(text[: length - 30].strip()))


def _firm(**cells: pl.Expr) -> dict[str, pl.Expr]:
    return {"P.IVA": pl.col("vat"), "DT_NASC": _EMPTY, "LUOGO_NASC": _EMPTY, "CELL": _EMPTY} | cells


# Every trap, by the word that stands in the ids of its rows.
TRAPS = {
    "comune-lungo": Trap(
        {"CITTA": pl.lit("San Valentino in Abruzzo Citeriore"), "CAP": pl.lit("65020"), "PROV": pl.lit("PE")},
        _longer("comune", 30),
        ("business_central",),
    ),
    "ditta-80": Trap(_firm(NOMINATIVO=_named(104)), _longer("ragione_sociale", 80), ("fatturapa",)),
    "ditta-100": Trap(
        _firm(NOMINATIVO=_named(130)), _longer("ragione_sociale", 100), ("fatturapa", "business_central")
    ),
    "ditta-160": Trap(
        _firm(NOMINATIVO=_named(200)),
        _longer("ragione_sociale", 160),
        ("fatturapa", "business_central", "dynamics_sales"),
    ),
    "apostrofo": Trap(
        _firm(NOMINATIVO=pl.format("Trattoria “L’Angolo” di {} S.r.l.", "cognome")),
        pl.col("ragione_sociale").str.contains("[’“”]"),
        ("fatturapa",),
    ),
    "segni": Trap(
        _firm(NOMINATIVO=pl.format("Bar – Tabacchi {} € S.r.l.", "cognome")),
        pl.col("ragione_sociale").str.contains("[–—€]"),
        ("fatturapa",),
    ),
    "email-lunga": Trap(
        {
            "E-MAIL": pl.format(
                "amministrazione.e.contabilita.clienti{}@{}.it", _NUMBER, pl.lit("esempio-di-dominio-lungo" * 2)
            )
        },
        _longer("email", 80),
        ("business_central", "salesforce"),
    ),
    "slavo": Trap(
        {"NOMINATIVO": pl.format("Kovačič {}", "nome"), "INDIRIZZO": pl.format("Via Košuta {}", _NUMBER)},
        pl.concat_str("cognome", "indirizzo").str.contains("[čšž]"),
        ("fatturapa",),
    ),
    "famiglia": Trap(  # two of one house, one mailbox
        {
            "NOMINATIVO": pl.format("{} {}", pl.col("cognome").gather(_NUMBER // 2), "nome"),
            "E-MAIL": pl.format("casa{}@esempio-famiglie.it", _NUMBER // 2),
            "INDIRIZZO": pl.format("Via dei Gelsi {}", _NUMBER // 2 + 1),
            "TEL": pl.format("0250{}", (_NUMBER // 2 + 100_000).cast(pl.String)),
        },
        pl.col("email") != "",
        _ONE_EACH,
        share=0.5,
    ),
    "info": Trap(  # two firms, one role mailbox
        _firm(
            NOMINATIVO=pl.format("{} S.r.l.", _FIRM), **{"E-MAIL": pl.format("info@gruppo{}-esempio.it", _NUMBER // 2)}
        ),
        pl.col("email").str.starts_with("info@"),
        _ONE_EACH,
        share=0.5,
    ),
    "persona-con-iva": Trap({"P.IVA": pl.col("vat")}, pl.col("partita_iva") != ""),
    "senza-email": Trap({"E-MAIL": _EMPTY}, pl.col("email") == "", _MAILBOX),
    "solo-pec": Trap(
        _firm(
            NOMINATIVO=pl.format("{} S.n.c.", _FIRM),
            PEC=pl.format("p{}@pec.esempio-pec.it", _NUMBER),
            **{"E-MAIL": _EMPTY},
        ),
        pl.col("email") == "",
        (*_MAILBOX, "brevo"),
    ),
    "senza-consenso": Trap({}, pl.col("contattabile_email") != "si", consent=""),
    "rifiuto": Trap({}, pl.col("contattabile_email") == "no", consent="NO"),
    "estero": Trap(
        {
            "INDIRIZZO": pl.format("{} Baker Street", _NUMBER + 1),
            "CITTA": pl.lit("London"),
            "CAP": pl.lit("SW1A 1AA"),
            "PROV": _EMPTY,
            "NAZIONE": pl.lit("Regno Unito"),
        },
        ~pl.col("cap").str.contains(r"^\d{5}$"),
        ("fatturapa",),
    ),
    "doppio-cognome": Trap(
        {
            "NOMINATIVO": _EMPTY,
            "COGNOME": pl.format("{}-Colonna di Castel San Giovanni", "cognome"),
            "NOME": pl.col("nome"),
        },
        _longer("cognome", 30),
        ("business_central",),
    ),
    "senza-dominio": Trap(
        _firm(NOMINATIVO=pl.format("{} S.a.s.", _FIRM), **{"E-MAIL": pl.format("ditta.esempio{}@gmail.com", _NUMBER)}),
        pl.col("email").str.ends_with("@gmail.com"),
    ),
    "referente": Trap(
        _firm(NOMINATIVO=pl.format("{} S.p.A.", _FIRM), REFERENTE=pl.format("{} {}", "nome", "cognome")),
        pl.col("referente") != "",
    ),
}


def _check_digit(body: np.ndarray) -> np.ndarray:
    """The last digit of partite IVA, of their first ten."""
    digits = body[:, None] // 10 ** np.arange(9, -1, -1) % 10
    doubled = digits[:, 1::2] * 2
    total = digits[:, 0::2].sum(axis=1) + np.where(doubled > 9, doubled - 9, doubled).sum(axis=1)
    return (10 - total % 10) % 10


def people(rows: int, seed: int) -> pl.DataFrame:
    """Ordinary customers: no two of one name, mailbox, number or partita IVA, each of whom said yes."""
    rng = np.random.default_rng(seed)
    surnames, names = table("cognomi")["cognome"], table("nomi")["nome"]
    body = 1_000_000_000 + np.arange(rows) * 7_919 * 10  # a firm and a province: 001
    body = body // 1000 * 1000 + 15  # digits 8 to 10 are the province's, here Milan's
    frame = pl.DataFrame(
        {
            "n": np.arange(rows),
            "cognome": surnames.gather(rng.choice(len(surnames), rows, replace=rows > len(surnames))),
            "nome": names.gather(rng.integers(0, len(names), rows)),
            "vat": pl.Series(body * 10 + _check_digit(body)).cast(pl.String).str.zfill(11),
        }
    ).with_columns(pl.col("cognome", "nome").str.to_titlecase())
    return frame.with_columns(
        pl.format("{} {}", "cognome", "nome").alias("NOMINATIVO"),
        pl.format("Via Fratelli Cervi {}", _NUMBER + 1).alias("INDIRIZZO"),
        pl.lit("40129").alias("CAP"),
        pl.lit("Bologna").alias("CITTA"),
        pl.lit("BO").alias("PROV"),
        pl.format("051{}", _NUMBER + 3_000_000).alias("TEL"),
        pl.format("347{}", _NUMBER + 4_000_000).alias("CELL"),
        pl.format("cliente{}@esempio-posta.it", _NUMBER).alias("E-MAIL"),
    )


def planted(each: int, seed: int) -> pl.DataFrame:
    """The rows of every trap, `each` of it."""
    everybody = people(each * len(TRAPS), seed)
    parts = []
    for at, (name, trap) in enumerate(TRAPS.items()):
        cells = everybody.slice(at * each, each).with_columns(n=pl.int_range(pl.len()))
        parts.append(
            cells.with_columns(
                pl.format(f"{name}-{{}}", _NUMBER).alias("CODCLI"),
                pl.lit(trap.consent).alias("CONSENSO_MKT"),
                *[cell.alias(column) for column, cell in trap.cells.items()],
            )
        )
    return pl.concat(parts, how="diagonal").drop("n", "cognome", "nome", "vat")


def counted(golden: pl.DataFrame, rows: int) -> dict[str, Any]:
    """What became of the traps, and how many records each target cannot take as they are."""
    golden = golden.with_columns(pl.all().cast(pl.String).fill_null(""))
    traps: dict[str, Any] = {}
    unfit: dict[str, int] = {}
    silent = 0
    for name, trap in TRAPS.items():
        mine = golden.filter(pl.col("golden_id").str.contains(f"\\.{name}-"))
        left = mine.filter(trap.left).height
        traps[name] = {"rows": rows, "golden": mine.height, "left": left, "unfit_for": list(trap.targets)}
        silent += mine.filter(pl.col("contattabile_email") != "si").height
        for target in trap.targets:
            unfit[target] = unfit.get(target, 0) + int(left * trap.share)
    return {"traps": traps, "unfit": dict(sorted(unfit.items())), "not_marketable": silent}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("customers", type=int, help="about how many customers the golden list has")
    parser.add_argument("--out", type=Path, required=True, help="directory for the list, the run and planted.json")
    parser.add_argument(
        "--each", type=int, default=0, help="rows of each trap (default: one in 500 customers, 4 at least)"
    )
    parser.add_argument("--seed", type=int, default=1, help="same seed, same files (default 1)")
    args = parser.parse_args()
    start = time.perf_counter()
    each = args.each or max(4, args.customers // 500)
    traps = planted(each, args.seed)
    bulk, _, _ = build(max(50, round((args.customers - traps.height) / _SHARE)), args.seed)
    listing = pl.concat([bulk, traps], how="diagonal").sample(fraction=1, shuffle=True, seed=args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    listing.write_csv(args.out / "clienti.csv", separator=";", null_value="")
    result = ic.run(args.out / "clienti.csv")
    result.write(args.out / "pulito", force=True)
    summary = {"customers": result.golden.height, "rows": listing.height} | counted(result.golden, each)
    (args.out / "planted.json").write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n")
    print(json.dumps(summary, ensure_ascii=False))
    print(f"{time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
