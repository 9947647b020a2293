"""Every error that italclean raises on purpose.

    ItalcleanError
    ├── UsageError            the call is wrong (exit code 2)
    │   ├── UnknownRole           a column is mapped to a role that does not exist
    │   ├── UnknownColumn         a mapped column is not in the input
    │   ├── UnknownCleaner        a cleaner is asked for that is not registered
    │   ├── BadDecisions          the filled review file cannot be understood
    │   ├── BadCrosswalk          the crosswalk to be evaluated cannot be used
    │   ├── BadTruth              what a crosswalk is to be held against cannot be used
    │   ├── BadContract           a contract of data cannot be understood, or contradicts itself
    │   ├── BadTariff             a tariff cannot be understood, or contradicts itself
    │   ├── BadTarget             a target of exports is not known, or its file makes no sense
    │   ├── BadTemplate           a workbook that is to be filled with an export cannot be
    │   ├── BadGate               a ``--fail-on`` gate cannot be understood
    │   ├── BadOption             an option's value makes no sense
    │   ├── KeyNeeded             persons were forgotten in a master, and the key of their fingerprints is not given
    │   ├── BadResolver           the DNS resolver is not an address
    │   ├── CacheUnusable         the cache of DNS answers cannot be read or written
    │   ├── UnsupportedInput      the input is no path, no frame, and no list or mapping of them
    │   ├── OutputExists          the output folder already holds something
    │   │   ├── DatabaseExists        a database already holds results
    │   │   └── ContractExists        a contract would be replaced
    │   ├── OutputNotWritable     the output folder cannot be written
    │   │   └── DatabaseNotWritable   a database cannot be written
    │   ├── OutputBusy            another run is writing to the output folder
    │   │   └── DatabaseBusy          another run is writing to the same place in a database
    │   ├── OutputForeign         a file in the way is somebody's own, or was changed
    │   │   └── DatabaseForeign       a table in the way is somebody's own, or was given other columns
    │   ├── MasterMovedOn         a master was written to since it was read: what came in would be lost
    │   ├── InputInTheWay         an input is one of the files that would be replaced
    │   └── BadAddress            the address of a database cannot be read
    └── InputError            the input cannot be read (exit code 3)
        ├── FileMissing           there is no such file, or it may not be read
        ├── EmptyInput            no bytes, or a header without records
        ├── UnreadableFrame       a frame in memory cannot be taken
        ├── BinaryInput           a PDF, an image, a database of Access … instead of a list
        ├── UnreadableFile        a workbook or an archive is damaged or locked
        ├── UnreadableMember      one of several members of an archive cannot be read
        ├── UnknownPart           there is no such sheet, or no such member of an archive
        │   └── NoParts               a part is asked for of a file that holds one list alone
        ├── ExtraMissing          a library of an extra is not installed
        ├── BadEncoding           the bytes are not text in the given encoding
        ├── BadDelimiter          the file falls into one column, or most lines are broken
        ├── UnknownDatabase       an address is of a database that is not read here
        ├── DatabaseUnreadable    a database cannot be reached or read
        ├── TableMissing          a database has no such table, or it is not said which one to read
        ├── ContractUnmet         a list lacks a column that its contract cannot do without
        ├── NoUsableColumn        no column could be given a role
        ├── MasterUnreadable      a folder is no master to which rows can be added
        └── ResolverSilent        the DNS resolver does not answer

Bad *data* never raises: it becomes an outcome with an issue. Each error says what is wrong and what to
try, in Italian and in English: the sentences stand in `messages/errors.py`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from italclean.messages.text import TEXTS, Text, said
from italclean.messages.text import Language as Language  # noqa: PLC0414 - many take it from here


class ItalcleanError(Exception):
    """Base of all errors raised on purpose.

    Args:
        **details: The values that fill the class's sentence, such as the path or the column at fault; those that are
            sentences themselves are told in its language.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """Return the message in Italian (``"it"``) or English (``"en"``)."""
        return self.sentence().text(language)

    def sentence(self) -> Text:
        """Return the message as part of another one."""
        # A class of somebody else's speaks as the one that it is made from.
        key = next(key for kind in type(self).__mro__ if (key := f"error.{kind.__name__}") in TEXTS)
        return said(key, **self.details)


class UsageError(ItalcleanError):
    """The call is wrong."""


class UnknownRole(UsageError):
    """A column is mapped to a role that does not exist."""


class UnknownColumn(UsageError):
    """A mapped column is not in the input."""


class UnknownCleaner(UsageError):
    """A cleaner is asked for that is not registered."""


class BadDecisions(UsageError):
    """The filled review file cannot be understood."""


class BadCrosswalk(UsageError):
    """The crosswalk to be evaluated cannot be used."""


class BadTruth(UsageError):
    """What a crosswalk is to be held against cannot be used."""


class BadContract(UsageError):
    """A contract of data cannot be understood, or contradicts itself; all that is wrong is told at once."""


class BadTariff(UsageError):
    """The file of a tariff cannot be understood, or contradicts itself; all that is wrong is told at once."""


class BadTarget(UsageError):
    """A target of exports is not known, or its file makes no sense; all that is wrong is told at once."""


class BadTemplate(UsageError):
    """A workbook that is to be filled with an export cannot be: it is damaged, holds rows, or lacks a column."""


class BadGate(UsageError):
    """A ``--fail-on`` gate cannot be understood."""


class BadOption(UsageError):
    """An option's value makes no sense."""


class KeyNeeded(UsageError):
    """Persons were forgotten in a master, and the key of their fingerprints is not given."""


class BadResolver(UsageError):
    """The DNS resolver is not an address."""


class CacheUnusable(UsageError):
    """The cache of DNS answers cannot be read or written."""


class UnsupportedInput(UsageError):
    """The input is no path, no frame, and no list or mapping of them."""


class OutputExists(UsageError):
    """The output folder already holds something."""


class OutputNotWritable(UsageError):
    """The output folder cannot be written."""


class OutputBusy(UsageError):
    """Another run is writing to the output folder."""


class OutputForeign(UsageError):
    """A file in the way is somebody's own, or was changed."""


class MasterMovedOn(UsageError):
    """A master was written to since it was read."""


class InputInTheWay(UsageError):
    """An input is one of the files that would be replaced."""


class DatabaseExists(OutputExists):
    """The database already holds results."""


class ContractExists(OutputExists):
    """A contract would be replaced."""


class DatabaseNotWritable(OutputNotWritable):
    """The results cannot be written to the database."""


class DatabaseBusy(OutputBusy):
    """Another run is writing to the same place in the database."""


class DatabaseForeign(OutputForeign):
    """A table in the way is somebody's own, or was given other columns."""


class BadAddress(UsageError):
    """The address of a database cannot be read."""


class InputError(ItalcleanError):
    """The input cannot be read."""

    exit_code = 3


class FileMissing(InputError):
    """There is no such file, or it may not be read."""


class EmptyInput(InputError):
    """No bytes, or a header without records."""


class UnreadableFrame(InputError):
    """A frame in memory cannot be taken: its own library, or the query behind it, fails."""


class BinaryInput(InputError):
    """A PDF, an image, a database of Access … instead of a list."""


class BadEncoding(InputError):
    """The bytes are not text in the given encoding."""


class BadDelimiter(InputError):
    """The file falls into one column, or most lines are broken."""


class UnknownDatabase(InputError):
    """An address is of a database that is not read here."""


class DatabaseUnreadable(InputError):
    """A database cannot be reached or read."""


class TableMissing(InputError):
    """A database has no such table, or it is not said which one to read."""


class ContractUnmet(InputError):
    """A list lacks a column that its contract cannot do without: refusals, or all by which customers are known."""


class NoUsableColumn(InputError):
    """No column could be given a role."""


class MasterUnreadable(InputError):
    """A folder is no master to which rows can be added."""


class UnreadableFile(InputError):
    """A workbook, a database or an archive is damaged, locked, or not of the kind that it seems to be."""


class UnreadableMember(InputError):
    """One of several members of an archive cannot be read; why is its cause, and part of its sentence."""


class UnknownPart(InputError):
    """A sheet or a member of an archive is asked for that the file does not have."""


class NoParts(UnknownPart):
    """A part is asked for of a file that holds one list alone."""


class ExtraMissing(InputError):
    """A library is not installed that comes with an extra of the package."""


class ResolverSilent(InputError):
    """The DNS resolver does not answer."""
