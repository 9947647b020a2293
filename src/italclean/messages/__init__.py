"""Every sentence that a user reads, in Italian and English beside each other.

One table a part: `errors`, `read`, `plan`, `run`, `decisions`, `pairs`, `evaluate`, `cli`, `report`,
`databases`, `files`, `master`, `contract`, `exports`, `template`, `audits`, `review`. The issues of the cleaners have
their own, in `issues/built_in.py`.
"""

from __future__ import annotations

from italclean.messages import (
    audits,
    cli,
    contract,
    databases,
    decisions,
    errors,
    evaluate,
    exports,
    files,
    master,
    pairs,
    plan,
    read,
    report,
    review,
    run,
    template,
)
from italclean.messages.text import learn

_TABLES = (
    errors, read, plan, run, decisions, pairs, evaluate, cli, report, databases, files, master, contract, exports,
    template, audits, review,
)  # fmt: skip
for _table in _TABLES:
    learn(_table.TEXTS)
