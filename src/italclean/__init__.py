"""Clean and deduplicate Italian customer lists before they are imported.

    >>> import italclean as ic
    >>> ic.provincia.check("prov. di Milano").value
    'MI'
    >>> ic.codice_fiscale.check("RSSMRA85T10A562S").luogo
    'San Giuliano Terme'

`run` does the whole job, `clean` and `dedupe` its halves, `evaluate` measures what came out; every cleaner is here by
its own name, with `clean` (an expression), `series` (a Series) and `check` (one value).
"""

from __future__ import annotations

import os
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

import italclean.threads as _threads  # noqa: F401 - before polars, which asks once how many there are

# isort: split
import italclean.namespace as _namespace  # noqa: F401 - registers `ital` with polars
from italclean.version import __version__ as __version__

if TYPE_CHECKING:
    from italclean import fiscal
    from italclean.audits.audit import Audit, audit
    from italclean.cleaners.azienda import azienda
    from italclean.cleaners.cap import cap
    from italclean.cleaners.civico import civico
    from italclean.cleaners.codice_destinatario import codice_destinatario
    from italclean.cleaners.codice_fiscale import codice_fiscale
    from italclean.cleaners.comune import comune
    from italclean.cleaners.consenso import consenso
    from italclean.cleaners.data import data
    from italclean.cleaners.email import email
    from italclean.cleaners.iban import iban
    from italclean.cleaners.indirizzo import indirizzo
    from italclean.cleaners.luogo_nascita import luogo_nascita
    from italclean.cleaners.nominativo import nominativo
    from italclean.cleaners.partita_iva import partita_iva
    from italclean.cleaners.persona import persona
    from italclean.cleaners.provincia import provincia
    from italclean.cleaners.sesso import sesso
    from italclean.cleaners.stato import stato
    from italclean.cleaners.telefono import telefono
    from italclean.cleaners.testo import testo
    from italclean.cleaners.tipo import tipo
    from italclean.contract.contract import Contract
    from italclean.core.cleaner import Cleaner, cleaner
    from italclean.errors import InputError, ItalcleanError, UsageError
    from italclean.evaluation.evaluate import evaluate
    from italclean.evaluation.evaluation import Evaluation
    from italclean.exports.export import Export, export
    from italclean.fields.field import Field
    from italclean.issues.issue import Issue
    from italclean.issues.outcome import Outcome
    from italclean.master.adding import add
    from italclean.master.explaining import explain
    from italclean.master.forgetting import forget
    from italclean.master.parting import split
    from italclean.namespace import ItalNamespace, ital
    from italclean.pipeline import clean, dedupe, run
    from italclean.plugins import register, unregister
    from italclean.registry import CLEANERS
    from italclean.result import Result
    from italclean.settings import Dns, Periods

__all__ = [  # noqa: RUF022 - as `sorted` has it
    "Audit",
    "CLEANERS",
    "Cleaner",
    "Contract",
    "Dns",
    "Evaluation",
    "Export",
    "Field",
    "InputError",
    "Issue",
    "ItalNamespace",
    "ItalcleanError",
    "Outcome",
    "Periods",
    "Result",
    "UsageError",
    "add",
    "audit",
    "azienda",
    "cap",
    "civico",
    "clean",
    "cleaner",
    "codice_destinatario",
    "codice_fiscale",
    "comune",
    "consenso",
    "data",
    "dedupe",
    "email",
    "evaluate",
    "explain",
    "export",
    "fiscal",
    "forget",
    "iban",
    "indirizzo",
    "ital",
    "luogo_nascita",
    "nominativo",
    "partita_iva",
    "persona",
    "provincia",
    "register",
    "run",
    "sesso",
    "split",
    "stato",
    "telefono",
    "testo",
    "tipo",
    "unregister",
]

__provisional__ = frozenset(
    {
        "Audit",
        "Cleaner",
        "Contract",
        "Export",
        "Field",
        "Issue",
        "audit",
        "cleaner",
        "export",
        "register",
        "unregister",
    }
)
"""Public names that may still change between minor versions; the others change with a major version alone."""

# Where the public names are. They are imported when they are first asked for, so that `import italclean` takes hardly
# longer than `import polars`; a name that does not stand here is that of a cleaner, in the module of its name.
_HOMES = {
    "audits.audit": ("Audit", "audit"),
    "contract.contract": ("Contract",),
    "core.cleaner": ("Cleaner", "cleaner"),
    "issues.issue": ("Issue",),
    "issues.outcome": ("Outcome",),
    "errors": ("InputError", "ItalcleanError", "UsageError"),
    "evaluation.evaluate": ("evaluate",),
    "evaluation.evaluation": ("Evaluation",),
    "exports.export": ("Export", "export"),
    "fields.field": ("Field",),
    "master.adding": ("add",),
    "master.explaining": ("explain",),
    "master.forgetting": ("forget",),
    "master.parting": ("split",),
    "namespace": ("ItalNamespace", "ital"),
    "pipeline": ("clean", "dedupe", "run"),
    "plugins": ("register", "unregister"),
    "registry": ("CLEANERS",),
    "result": ("Result",),
    "settings": ("Dns", "Periods"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "fiscal":
        return import_module("italclean.fiscal")
    found = getattr(import_module(f"italclean.{_HOME_OF.get(name, f'cleaners.{name}')}"), name)
    # Asked for again, it is there.
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not os.environ.get("ITALCLEAN_NO_PLUGINS") and entry_points(group="italclean.cleaners"):
    import_module("italclean.plugins").load_plugins()
