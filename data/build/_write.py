"""Write a reference table as CSV with a TOML note beside it."""

import hashlib
import json
from pathlib import Path

import polars as pl

DATA = Path(__file__).resolve().parent.parent


def write_table(
    table: str,
    frame: pl.DataFrame,
    *,
    title: str,
    source: str,
    licence: str,
    date: str,
    made_by: str,
    notes: str,
) -> None:
    """Write `data/<table>.csv` and `data/<table>.toml`."""
    text = frame.with_columns(pl.all().cast(pl.String).replace("", None)).write_csv(
        line_terminator="\n", quote_style="necessary", null_value=""
    )
    content = text.encode("utf-8")
    (DATA / f"{table}.csv").write_bytes(content)
    keys = {
        "title": title,
        "source": source,
        "licence": licence,
        "date": date,
        "made_by": f"data/build/{made_by}",
        "sha256": hashlib.sha256(content).hexdigest(),
        "notes": notes,
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items()]
    (DATA / f"{table}.toml").write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{table}.csv: {frame.height} rows")
