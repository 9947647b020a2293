"""Clean and deduplicate Italian customer lists before they are imported.

    >>> import italclean as ic
    >>> ic.provincia.check("prov. di Milano").value
    'MI'
    >>> ic.codice_fiscale.check("RSSMRA85T10A562S").luogo
    'San Giuliano Terme'

`run` does the whole job, `clean` and `dedupe` its halves; every cleaner is here by its own name, with
`clean` (an expression), `series` (a Series) and `check` (one value).
"""

from italclean import fiscal
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
from italclean.core.cleaner import Cleaner
from italclean.core.outcome import Outcome
from italclean.deliverability import Dns
from italclean.errors import InputError, ItalcleanError, UsageError
from italclean.fields.catalogue import register_field
from italclean.fields.field import Field
from italclean.namespace import ItalNamespace
from italclean.pipeline import clean, dedupe, run
from italclean.registry import CLEANERS
from italclean.result import Result
from italclean.settings import Periods

__all__ = [
    "CLEANERS",
    "Cleaner",
    "Dns",
    "Field",
    "InputError",
    "ItalNamespace",
    "ItalcleanError",
    "Outcome",
    "Periods",
    "Result",
    "UsageError",
    "azienda",
    "cap",
    "civico",
    "clean",
    "codice_destinatario",
    "codice_fiscale",
    "comune",
    "consenso",
    "data",
    "dedupe",
    "email",
    "fiscal",
    "iban",
    "indirizzo",
    "luogo_nascita",
    "nominativo",
    "partita_iva",
    "persona",
    "provincia",
    "register_field",
    "run",
    "sesso",
    "stato",
    "telefono",
    "testo",
    "tipo",
]
