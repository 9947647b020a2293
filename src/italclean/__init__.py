"""Clean and deduplicate Italian customer lists."""
from italclean.cleaners.codice_fiscale import codice_fiscale
from italclean.cleaners.partita_iva import partita_iva
from italclean.cleaners.cap import cap
from italclean.cleaners.comune import comune
from italclean.cleaners.provincia import provincia
from italclean.cleaners.data import data
from italclean.cleaners.email import email
from italclean.cleaners.telefono import telefono
from italclean.cleaners.consenso import consenso
from italclean.cleaners.persona import persona
from italclean.cleaners.sesso import sesso
from italclean.cleaners.azienda import azienda
from italclean.cleaners.nominativo import nominativo
from italclean.cleaners.testo import testo
from italclean.cleaners.tipo import tipo
