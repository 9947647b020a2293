"""Every error that italclean raises on purpose.

    ItalcleanError
    ├── UsageError            the call is wrong (exit code 2)
    │   ├── UnknownRole           a column is mapped to a role that does not exist
    │   ├── UnknownColumn         a mapped column is not in the input
    │   ├── UnknownCleaner        a cleaner is asked for that is not registered
    │   ├── BadDecisions          the filled review file cannot be understood
    │   ├── BadGate               a ``--fail-on`` gate cannot be understood
    │   ├── BadOption             an option's value makes no sense
    │   ├── BadResolver           the DNS resolver is not an address
    │   ├── CacheUnusable         the cache of DNS answers cannot be read or written
    │   ├── UnsupportedInput      the input is no path, no frame, and no list or mapping of them
    │   ├── OutputExists          the output folder already holds something
    │   ├── OutputNotWritable     the output folder cannot be written
    │   ├── OutputBusy            another run is writing to the output folder
    │   ├── OutputForeign         a file in the way is somebody's own, or was changed
    │   └── InputInTheWay         an input is one of the files that would be replaced
    └── InputError            the input cannot be read (exit code 3)
        ├── FileMissing           there is no such file, or it may not be read
        ├── EmptyInput            no bytes, or a header without records
        ├── UnreadableFrame       a frame in memory cannot be taken
        ├── BinaryInput           a spreadsheet, an archive, a PDF … instead of text
        ├── BadEncoding           the bytes are not text in the given encoding
        ├── BadDelimiter          the file falls into one column, or most lines are broken
        ├── NoUsableColumn        no column could be given a role
        └── ResolverSilent        the DNS resolver does not answer

Bad *data* never raises: it becomes an outcome with an issue. Each error says what is wrong and what to
try, in Italian and in English.
"""

from __future__ import annotations

from typing import ClassVar, Literal

Language = Literal["it", "en"]


class ItalcleanError(Exception):
    """Base of all errors raised on purpose.

    Args:
        **details: The values that fill the class's message, such as the path or the column at fault.
    """

    exit_code: ClassVar[int] = 2
    italian: ClassVar[str] = "{reason}"
    english: ClassVar[str] = "{reason}"

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """Return the message in Italian (``"it"``) or English (``"en"``)."""
        template = self.italian if language == "it" else self.english
        return template.format(**self.details)


class UsageError(ItalcleanError):
    """The call is wrong."""


class UnknownRole(UsageError):
    """A column is mapped to a role that does not exist."""

    italian = "«{role}» non è un ruolo. I ruoli sono: {roles}."
    english = "“{role}” is not a role. The roles are: {roles}."


class UnknownColumn(UsageError):
    """A mapped column is not in the input."""

    italian = "La colonna «{column}» non c'è. Le colonne lette sono: {columns}."
    english = "There is no column “{column}”. The columns read are: {columns}."


class UnknownCleaner(UsageError):
    """A cleaner is asked for that is not registered."""

    italian = "«{cleaner}» non è un cleaner. Prova uno di questi: {cleaners}."
    english = "“{cleaner}” is not a cleaner. Try one of these: {cleaners}."


class BadDecisions(UsageError):
    """The filled review file cannot be understood."""

    italian = "Il file delle decisioni {path} non si può usare: {reason}. Parti dal review.csv scritto da `run`."
    english = "The decisions file {path} cannot be used: {reason}. Start from the review.csv written by `run`."


class BadGate(UsageError):
    """A ``--fail-on`` gate cannot be understood."""

    italian = "Il limite «{gate}» non si capisce. Scrivi NOME=MASSIMO, per esempio rejected=1% ; nomi: {names}."
    english = "The gate “{gate}” cannot be understood. Write NAME=MAX, for example rejected=1% ; names: {names}."


class BadOption(UsageError):
    """An option's value makes no sense."""

    italian = "«{value}» non va bene per {option}: {reason}."
    english = "“{value}” will not do for {option}: {reason_en}."


class BadResolver(UsageError):
    """The DNS resolver is not an address."""

    italian = (
        "«{resolver}» non è l'indirizzo di un resolver. Scrivi un indirizzo IP, per esempio 9.9.9.9 o 127.0.0.1:5353."
    )
    english = (
        "“{resolver}” is not the address of a resolver. Write an IP address, for example 9.9.9.9 or 127.0.0.1:5353."
    )


class CacheUnusable(UsageError):
    """The cache of DNS answers cannot be read or written."""

    italian = "La cache del DNS {path} non si può usare: {reason}. Cancellala, o indicane un'altra con --dns-cache."
    english = "The DNS cache {path} cannot be used: {reason}. Delete it, or name another with --dns-cache."


class UnsupportedInput(UsageError):
    """The input is no path, no frame, and no list or mapping of them."""

    italian = (
        "Non so leggere questo: {kind}. Serve un percorso, un frame (polars, pandas, Arrow), una loro lista non vuota "
        "o un dizionario {{nome: sorgente}}."
    )
    english = (
        "Cannot read this: {kind}. Give a path, a frame (polars, pandas, Arrow), a list of them that is not empty, or "
        "a mapping {{name: source}}."
    )


class OutputExists(UsageError):
    """The output folder already holds something."""

    italian = "La cartella {path} contiene già dei file. Scegline un'altra o aggiungi --force per sovrascriverli."
    english = "The folder {path} already holds files. Choose another one, or add --force to overwrite them."


class OutputNotWritable(UsageError):
    """The output folder cannot be written."""

    italian = "Non posso scrivere in {path}: {reason}. Scegli un'altra cartella con --out."
    english = "Cannot write to {path}: {reason}. Choose another folder with --out."


class OutputBusy(UsageError):
    """Another run is writing to the output folder."""

    italian = "Un altro italclean sta lavorando nella cartella {path}. Aspetta che finisca o scegli un'altra cartella."
    english = "Another italclean is at work in the folder {path}. Wait for its end, or choose another folder."


class OutputForeign(UsageError):
    """A file in the way is somebody's own, or was changed."""

    italian = (
        "Nella cartella {path} non sovrascrivo {names}: non è di un lavoro precedente di italclean, o è stato "
        "modificato dopo. Spostalo o cambiagli nome, oppure scegli un'altra cartella con --out."
    )
    english = (
        "In the folder {path} {names} will not be overwritten: not written by an earlier run of italclean, or changed "
        "since. Move or rename it, or choose another folder with --out."
    )


class InputInTheWay(UsageError):
    """An input is one of the files that would be replaced."""

    italian = "{input} è anche il file {path} che andrebbe sovrascritto. Scegli un'altra cartella con --out."
    english = "{input} is also the file {path}, which would be overwritten. Choose another folder with --out."


class InputError(ItalcleanError):
    """The input cannot be read."""

    exit_code = 3


class FileMissing(InputError):
    """There is no such file, or it may not be read."""

    italian = "Non riesco a leggere {path}: {reason}. Controlla il percorso e i permessi."
    english = "Cannot read {path}: {reason}. Check the path and the permissions."


class EmptyInput(InputError):
    """No bytes, or a header without records."""

    italian = "{path} non contiene righe di dati ({reason}). Riesporta l'elenco dal gestionale."
    english = "{path} holds no data rows ({reason}). Export the list again."


class UnreadableFrame(InputError):
    """A frame in memory cannot be taken: its own library, or the query behind it, fails."""

    italian = (
        "Il frame non si può leggere: la sua libreria dà un errore {kind}. Prova a raccoglierlo (collect) da solo."
    )
    english = "The frame cannot be read: its library fails with {kind}. Try to collect it on its own."


class BinaryInput(InputError):
    """A spreadsheet, an archive, a PDF … instead of text."""

    italian = "{path} non è un file di testo: sembra {kind}. Salvalo come CSV («CSV UTF-8» in Excel) e riprova."
    english = "{path} is not a text file: it looks like {kind_en}. Save it as CSV (“CSV UTF-8” in Excel) and try again."


class BadEncoding(InputError):
    """The bytes are not text in the given encoding."""

    italian = (
        "{path} non si può leggere come {encoding}: {reason}. Togli --encoding, o prova utf-8, cp1252, cp850, "
        "mac_roman, utf-16."
    )
    english = (
        "{path} cannot be read as {encoding}: {reason}. Leave --encoding out, or try utf-8, cp1252, cp850, mac_roman, "
        "utf-16."
    )


class BadDelimiter(InputError):
    """The file falls into one column, or most lines are broken."""

    italian = "{path} con il separatore {delimiter}: {reason}. {hint}"
    english = "{path} with the delimiter {delimiter}: {reason_en}. {hint_en}"


class NoUsableColumn(InputError):
    """No column could be given a role."""

    italian = (
        "In {path} non riconosco nessuna colonna ({columns}). "
        'Dimmi tu che cosa contengono: --map COLONNA=RUOLO, per esempio --map "{first}=nominativo".'
    )
    english = (
        "No column of {path} is recognised ({columns}). "
        'Say what they hold: --map COLUMN=ROLE, for example --map "{first}=nominativo".'
    )


class ResolverSilent(InputError):
    """The DNS resolver does not answer."""

    italian = (
        "Il resolver DNS {resolver} non risponde (domini chiesti: {domains}). Controlla la rete, "
        "indicane un altro con --dns-resolver, o togli --dns."
    )
    english = (
        "The DNS resolver {resolver} does not answer (domains asked for: {domains}). Check the network, "
        "name another with --dns-resolver, or leave out --dns."
    )
