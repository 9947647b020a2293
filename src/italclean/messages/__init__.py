"""Every sentence that a user reads, in Italian and English beside each other.

One table a part: `errors`, `read`, `plan`, `run`, `decisions`, `pairs`, `evaluate`, `cli`, `report`,
`databases`, `files`, `master`, `contract`. The issues of the cleaners have their own, in `issues/built_in.py`.
"""

from __future__ import annotations

from italclean.messages import (
    cli,
    contract,
    databases,
    decisions,
    errors,
    evaluate,
    files,
    master,
    pairs,
    plan,
    read,
    report,
    run,
)
from italclean.messages.text import learn

for _table in (errors, read, plan, run, decisions, pairs, evaluate, cli, report, databases, files, master, contract):
    learn(_table.TEXTS)
