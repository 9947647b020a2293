"""Results to files and databases: all of them or none, and nothing that a person wrote is lost.

`tables.py` lays the files out, `folder.py` holds the folder for one run and says what may be replaced in it,
`switch.py` puts new files in the place of old ones so that a kill at any moment leaves one set or the other, `lock.py`
keeps a second run out. `database.py` writes the same tables to a database.
"""

from italclean.outputs.base import TableFormat
from italclean.outputs.columnar import Parquet
from italclean.outputs.database import Target, find_target, write_database
from italclean.outputs.delimited import Delimited
from italclean.outputs.folder import DNS_CACHE, Folder, hold, kept_decisions
from italclean.outputs.json_lines import JsonLines
from italclean.outputs.spreadsheet import Spreadsheet
from italclean.outputs.tables import TABLES, Written, summary_of, write_into, write_result

FORMATS: tuple[type[TableFormat], ...] = (Delimited, Parquet, Spreadsheet, JsonLines)
"""What tables become files as, or a stream."""

__all__ = [
    "DNS_CACHE",
    "FORMATS",
    "TABLES",
    "Delimited",
    "Folder",
    "JsonLines",
    "Target",
    "Written",
    "find_target",
    "hold",
    "kept_decisions",
    "summary_of",
    "write_database",
    "write_into",
    "write_result",
]
