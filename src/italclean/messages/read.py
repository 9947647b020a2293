"""What is said of the reading of files: why one cannot be read, which lines are set apart and why, what was done."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "read.of": ("{source}: {said}", "{source}: {said}"),
    # Why a source cannot be read
    "read.empty_file": ("il file è vuoto", "the file is empty"),
    "read.only_header": ("c'è solo l'intestazione", "there is only the header"),
    "read.no_customer": ("nessuna riga contiene un cliente", "no line holds a customer"),
    "read.empty_frame": ("il frame non ha righe", "the frame has no rows"),
    "read.stdin_closed": ("lo standard input è chiuso", "standard input is closed"),
    "read.no_path": ("non è un percorso", "it is not a path"),
    "read.unknown_encoding": ("encoding sconosciuto", "unknown encoding"),
    # What a file is instead of text
    "read.kind_office": (
        "un documento di un programma d'ufficio, o un archivio danneggiato",
        "a document of an office program, or a damaged archive",
    ),
    "read.kind_old_office": (
        "un vecchio documento di Office (Word, Outlook …)",
        "an old Office document (Word, Outlook …)",
    ),
    "read.kind_access": ("un database di Access", "a database of Access"),
    "read.kind_pdf": ("un PDF", "a PDF"),
    "read.kind_tar": ("un archivio tar", "a tar archive"),
    "read.kind_bzip2": ("un archivio bzip2", "a bzip2 archive"),
    "read.kind_xz": ("un archivio xz", "an xz archive"),
    "read.kind_rar": ("un archivio rar", "a rar archive"),
    "read.kind_7z": ("un archivio 7z", "a 7z archive"),
    "read.kind_sqlite": (
        "un database SQLite, che si legge con sqlite:///FILE?table=TABELLA",
        "an SQLite database, which is read with sqlite:///FILE?table=TABLE",
    ),
    "read.kind_image": ("un'immagine", "an image"),
    "read.kind_rtf": ("un documento RTF", "an RTF document"),
    "read.kind_html": ("una pagina HTML", "an HTML page"),
    "read.kind_xml": ("un file XML", "an XML file"),
    "read.kind_mht": (
        "una pagina web archiviata (.mht) o un messaggio di posta",
        "an archived web page (.mht) or a mail",
    ),
    "read.kind_json": ("un file JSON", "a JSON file"),
    "read.kind_binary": ("un file binario", "a binary file"),
    "read.try_unpacking": (
        "Decomprimilo e leggi i file che contiene.",
        "Unpack it and read the files that it holds.",
    ),
    "read.try_table": (
        "Esporta l'elenco dal programma come .xlsx o CSV; se esiste solo questo documento, copia la tabella in un "
        "foglio di calcolo (in Excel: Dati, Da PDF) e salvalo come .xlsx.",
        "Export the list from the program as .xlsx or CSV; if there is only this document, copy the table to a "
        "spreadsheet (in Excel: Data, From PDF) and save it as .xlsx.",
    ),
    "read.try_access": (
        "Aprilo con Access e, con il tasto destro sulla tabella dei clienti, scegli Esporta, Excel o File di testo; "
        "senza Access: mdb-export FILE TABELLA > clienti.csv (mdbtools).",
        "Open it with Access, right-click the table of customers and choose Export, Excel or Text File; without "
        "Access: mdb-export FILE TABLE > clienti.csv (mdbtools).",
    ),
    "read.try_xlsx": (
        "Se è una tabella chiamata .xls, aprila con Excel o LibreOffice, salvala come .xlsx e riprova.",
        "If it is a table that is called .xls, open it with Excel or LibreOffice, save it as .xlsx and try again.",
    ),
    "read.try_json_lines": (
        "Si legge JSON Lines (un oggetto per riga) o un array JSON di oggetti: esportalo di nuovo così.",
        "What can be read is JSON Lines (an object a line) or a JSON array of objects: export it again as one of them.",
    ),
    "read.try_csv": (
        "Salvalo come CSV («CSV UTF-8» in Excel) e riprova.",
        "Save it as CSV (“CSV UTF-8” in Excel) and try again.",
    ),
    # Delimiters
    "read.one_column": ("tutto finisce in una sola colonna", "everything falls into one column"),
    "read.aligned": (
        "tutto finisce in una sola colonna, ma i campi sembrano allineati con spazi",
        "everything falls into one column, but the fields seem to be aligned with blanks",
    ),
    "read.try_aligned": (
        'Indica le larghezze delle colonne con [[--widths 10,30,16|widths="10,30,16"]], o riesporta il file con un '
        "separatore, per esempio «;».",
        'Give the widths of the columns with [[--widths 10,30,16|widths="10,30,16"]], or export the file again with a '
        "delimiter, such as “;”.",
    ),
    "read.try_delimiter": (
        "Il separatore sembra {shown}: prova [[--delimiter '{sign}'|delimiter=\"{sign}\"]].",
        "The delimiter seems to be {shown}: try [[--delimiter '{sign}'|delimiter=\"{sign}\"]].",
    ),
    "read.try_semicolon": (
        "Il separatore sembra {shown}: riesporta il file con «;».",
        "The delimiter seems to be {shown}: export the file again with “;”.",
    ),
    "read.try_without": (
        "Il separatore sembra {shown}: togli [[--delimiter|delimiter]] o scrivi quello giusto.",
        "The delimiter seems to be {shown}: leave [[--delimiter|delimiter]] out or give the right one.",
    ),
    "read.mostly_malformed": (
        "{refused} righe su {lines} non hanno {width} campi",
        "{refused} lines of {lines} do not have {width} fields",
    ),
    "read.mend_header": (
        "L'intestazione ha {width} campi, la maggior parte delle righe {other}: correggila, o di' con "
        "[[--skip-rows|skip_rows]] quante righe la precedono.",
        "The header has {width} fields, most lines {other}: mend it, or say with [[--skip-rows|skip_rows]] how many "
        "lines stand above it.",
    ),
    "read.export_again": (
        "Riesporta il file, o indica il separatore giusto con [[--delimiter|delimiter]].",
        "Export the file again, or give the right delimiter with [[--delimiter|delimiter]].",
    ),
    "read.ragged": (
        "ci sono righe con più campi dell'intestazione",
        "there are lines with more fields than the header",
    ),
    "read.mend_lines": (
        "Correggi quelle righe, o salva di nuovo il file.",
        "Mend those lines, or save the file again.",
    ),
    # Why a line is set apart
    "read.apart_empty": ("riga vuota", "empty row"),
    "read.apart_repeated": ("intestazione ripetuta", "repeated header"),
    "read.apart_total": ("totale o piè di pagina", "total or page line"),
    "read.apart_piece": ("pezzo di una riga spezzata", "piece of a broken row"),
    "read.apart_shifted": (
        "campi spostati, forse un separatore in una cella",
        "fields out of place, perhaps a delimiter in a cell",
    ),
    "read.apart_above": ("riga sopra l'intestazione", "line above the header"),
    "read.apart_skipped": ("riga saltata su richiesta", "line skipped as asked"),
    "read.apart_deleted": ("record cancellato", "deleted record"),
    "read.apart_width": ("{count} campi invece di {width}", "{count} fields instead of {width}"),
    # What was done
    "read.padded": (
        "{count} righe più corte dell'intestazione: i campi che mancano in fondo sono vuoti.",
        "{count} rows are shorter than the header: the fields that they lack at the end are empty.",
    ),
    "read.trimmed": (
        "{count} righe con campi vuoti in più in fondo: tolti.",
        "{count} rows with empty fields too many at the end: these were left out.",
    ),
    "read.titles": (
        "{count} righe sopra l'intestazione, messe da parte in rejected.csv; se l'intestazione è un'altra, indicala "
        "con [[--skip-rows|skip_rows]].",
        "{count} lines above the header, set apart in rejected.csv; if the header is another line, say so with "
        "[[--skip-rows|skip_rows]].",
    ),
    "read.told_empty": (
        "{count} righe senza alcun dato, messe da parte in rejected.csv: non sono clienti.",
        "{count} rows of nothing, set apart in rejected.csv: they are no customers.",
    ),
    "read.told_repeated": (
        "{count} intestazioni ripetute, messe da parte in rejected.csv: non sono clienti.",
        "{count} repeated headers, set apart in rejected.csv: they are no customers.",
    ),
    "read.told_total": (
        "{count} righe di totali o piè di pagina, messe da parte in rejected.csv: non sono clienti.",
        "{count} lines of totals or pages, set apart in rejected.csv: they are no customers.",
    ),
    "read.told_skipped": (
        "{count} righe saltate su richiesta, messe da parte in rejected.csv: non sono clienti.",
        "{count} lines skipped as asked, set apart in rejected.csv: they are no customers.",
    ),
    "read.told_deleted": (
        "{count} record che il programma aveva segnato come cancellati, messi da parte in rejected.csv.",
        "{count} records that the program had marked as deleted, set apart in rejected.csv.",
    ),
    "read.malformed": (
        "{count} righe malformate, conservate in rejected.csv.",
        "{count} malformed lines, kept in rejected.csv.",
    ),
    "read.no_header": (
        "La prima riga contiene dati, non i nomi delle colonne: le colonne si chiamano colonna_1, colonna_2 …",
        "The first line holds data, not the names of columns: the columns are called colonna_1, colonna_2 …",
    ),
    "read.doubtful_header": (
        "La prima riga è stata presa per l'intestazione, ma somiglia a una riga di dati. Se lo è, aggiungi sopra una "
        "riga con i nomi delle colonne.",
        "The first line was taken for the header, but it looks like a line of data. If it is one, add a line with the "
        "names of the columns above it.",
    ),
    "read.same_name": (
        "Colonne con lo stesso nome, rinominate: {names}.",
        "Columns of the same name, renamed: {names}.",
    ),
    "read.unnamed": (
        "Colonne senza un nome che si possa usare, chiamate {names}.",
        "Columns without a name that can be used, called {names}.",
    ),
    "read.unwrapped": (
        '{source}: {count} celle scritte alla maniera di Excel (="00184", \'00184, #N/D) riportate al loro testo; '
        "l'originale è in rewritten.parquet (o rewritten.csv).",
        '{source}: {count} cells written the way of Excel (="00184", \'00184, #N/D) brought back to their text; the '
        "originals are in rewritten.parquet (or rewritten.csv).",
    ),
}
