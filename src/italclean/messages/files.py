"""What is said of workbooks, archives and files of old databases."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # Why a workbook cannot be read
    "sheet.corner": (
        "nel foglio «{sheet}» la cella {cell} contiene qualcosa, così lontano dall'elenco che leggere fin lì "
        "riempirebbe la memoria",
        "in the sheet “{sheet}” the cell {cell} holds something, so far away from the list that reading up to there "
        "would fill the memory",
    ),
    "sheet.try_corner": (
        "Svuota quella cella, o copia l'elenco in un foglio nuovo, e salva.",
        "Clear that cell, or copy the list to a new sheet, and save.",
    ),
    "sheet.locked": ("è protetto da una password", "it is locked with a password"),
    "sheet.try_unlocking": (
        "Aprilo, salvalo senza password e riprova.",
        "Open it, save it without the password and try again.",
    ),
    "sheet.damaged_file": (
        "sembra un foglio di calcolo, ma è danneggiato o incompleto",
        "it seems to be a spreadsheet, but it is damaged or incomplete",
    ),
    "sheet.try_saving": (
        "Aprilo con Excel o LibreOffice, salvalo come .xlsx e riprova.",
        "Open it with Excel or LibreOffice, save it as .xlsx and try again.",
    ),
    "sheet.none": ("tutti i fogli sono nascosti", "all sheets are hidden"),
    "sheet.only_hidden": (
        "i fogli visibili non contengono clienti; quelli nascosti non sono stati letti ({names}): per leggerne uno "
        "scrivi FILE#FOGLIO",
        "the visible sheets hold no customers; the hidden ones were not read ({names}): to read one write FILE#SHEET",
    ),
    # What a user should know of a sheet
    "sheet.several": (
        "letti i fogli {names}; per averne uno solo scrivi FILE#FOGLIO.",
        "the sheets {names} were read; for one alone write FILE#SHEET.",
    ),
    "sheet.empty": ("fogli senza clienti, non letti: {names}.", "sheets without customers, not read: {names}."),
    "sheet.hidden": (
        "fogli nascosti, non letti: {names}; per leggerne uno scrivi FILE#FOGLIO.",
        "hidden sheets, not read: {names}; to read one write FILE#SHEET.",
    ),
    "sheet.hidden_rows": (
        "foglio «{sheet}»: {count} righe nascoste (forse da un filtro), lette come le altre.",
        "sheet “{sheet}”: {count} hidden rows (perhaps by a filter), read like the others.",
    ),
    "sheet.hidden_columns": (
        "foglio «{sheet}»: {count} colonne nascoste, lette come le altre.",
        "sheet “{sheet}”: {count} hidden columns, read like the others.",
    ),
    "sheet.merged": (
        "foglio «{sheet}»: {count} gruppi di celle unite; il valore sta solo nella prima cella di ogni gruppo.",
        "sheet “{sheet}”: {count} areas of merged cells; the value stands in the first cell of each alone.",
    ),
    "sheet.unvalued": (
        "foglio «{sheet}»: {count} formule senza valore, lette come celle vuote: apri il file con Excel o LibreOffice, "
        "salvalo e riprova.",
        "sheet “{sheet}”: {count} formulas without a value, read as empty cells: open the file with Excel or "
        "LibreOffice, save it and try again.",
    ),
    "sheet.zeros": (
        "foglio «{sheet}»: {count} formule danno 0 in tutta la colonna; nei file .xls è anche il valore di quelle mai "
        "calcolate: se aprendolo vedi altro, salvalo come .xlsx e riprova.",
        "sheet “{sheet}”: {count} formulas give 0 throughout a column; in .xls files that is also the value of those "
        "never computed: if you see something else when you open it, save it as .xlsx and try again.",
    ),
    "sheet.damaged": (
        "foglio «{sheet}»: {count} numeri con più di 15 cifre; un foglio di calcolo conserva solo le prime 15, le "
        "altre possono essere perse.",
        "sheet “{sheet}”: {count} numbers of more than 15 digits; a spreadsheet keeps only the first 15, the others "
        "may be lost.",
    ),
    # Tables of dBase
    "dbf.cut": (
        "il file è incompleto: {there} record su {records}",
        "the file is incomplete: {there} records of {records}",
    ),
    "dbf.try_again": ("Copialo di nuovo dal gestionale.", "Copy it again from the program."),
    "dbf.no_memo": (
        "le note dei campi {names} stanno in un file .dbt o .fpt che non c'è: copialo accanto al .dbf. Finché manca, "
        "le celle contengono il numero della nota, e un divieto di contatto scritto lì non si vede.",
        "the notes of the fields {names} stand in a .dbt or .fpt file that is not there: copy it beside the .dbf. As "
        "long as it is missing, the cells hold the number of the note, and a refusal of contact that is written there "
        "is not seen.",
    ),
    "dbf.lost_memo": (
        "{count} note dei campi {names} non si leggono per intero (la prima al record {first}): il file .dbt o .fpt è "
        "incompleto, o non è di questo .dbf. Nelle celle resta ciò che si legge, o il numero della nota; un divieto "
        "di contatto scritto lì può mancare. Copia di nuovo i due file insieme.",
        "{count} notes of the fields {names} cannot be read whole (the first in record {first}): the .dbt or .fpt file "
        "is incomplete, or not of this .dbf. The cells keep what can be read, or the number of the note; a refusal of "
        "contact that is written there may be missing. Copy both files again, together.",
    ),
    "dbf.more": (
        "l'intestazione del file conta {records} record, ma ce ne sono {count}: letti tutti.",
        "the head of the file counts {records} records, but there are {count}: all were read.",
    ),
    "dbf.behind": (
        "dietro l'ultimo record ci sono {count} byte che non sono un record intero, non letti.",
        "behind the last record there are {count} bytes that are no whole record, not read.",
    ),
    # Columnar and fixed
    "typed.damaged": ("il file è danneggiato o incompleto", "the file is damaged or incomplete"),
    "typed.json_line": (
        "la riga {line} non si legge come oggetto JSON: {why}",
        "line {line} is not read as a JSON object: {why}",
    ),
    "typed.json_cut": ("finisce a metà", "it ends in the middle"),
    "typed.json_sign": ("il carattere {sign} non è al suo posto", "character {sign} is out of place"),
    "typed.json_comma": ("manca una virgola", "a comma is missing"),
    "typed.json_behind": (
        "dal carattere {sign} c'è altro dopo la fine",
        "from character {sign} on something stands behind its end",
    ),
    "typed.json_number": (
        "contiene un numero troppo grande, o NaN, che JSON non ha",
        "it holds a number that is too large, or NaN, which JSON does not have",
    ),
    "typed.json_deep": ("ha troppi livelli", "it has too many levels"),
    "typed.json_no_object": (
        "contiene un valore che non è un oggetto {{…}}",
        "it holds a value that is no object {{…}}",
    ),
    "typed.json_lists": (
        "contiene degli elenchi ({names}): salva gli oggetti di uno, uno per riga, in un file suo",
        "it holds lists ({names}): save the objects of one, one a line, in a file of its own",
    ),
    "typed.json_unknown": ("contiene un valore illeggibile", "it holds a value that cannot be read"),
    "typed.try_again": ("Esportalo di nuovo.", "Export it again."),
    # Archives
    "archive.damaged": ("l'archivio è danneggiato o incompleto", "the archive is damaged or incomplete"),
    "archive.nothing": ("l'archivio non contiene elenchi", "the archive holds no list"),
    "archive.empty": ("l'archivio è vuoto", "the archive is empty"),
    "archive.no_lists": (
        "nessuno dei file dell'archivio è un elenco: {names}",
        "none of the files of the archive is a list: {names}",
    ),
    "archive.try_one": (
        "Mettici l'elenco come .xlsx o CSV; se uno di questi lo è, leggilo da solo: {one}.",
        "Put the list into it as .xlsx or CSV; if one of these is a list, read it alone: {one}.",
    ),
    "archive.left_out": (
        "file dell'archivio che non sono elenchi, non letti: {names}; per leggerne uno da solo scrivi FILE#NOME.",
        "files of the archive that are no lists, not read: {names}; to read one alone write FILE#NAME.",
    ),
    "archive.without_rows": (
        "file dell'archivio senza clienti, non letti: {names}.",
        "files of the archive without customers, not read: {names}.",
    ),
    "archive.nested": ("dentro l'archivio c'è un altro archivio", "there is another archive in the archive"),
    "archive.try_inner": (
        "Decomprimi quello interno e leggilo da solo.",
        "Unpack the inner one and read it on its own.",
    ),
    "archive.try_password": (
        "Decomprimilo con la password e leggi i file.",
        "Unpack it with the password and read the files.",
    ),
    "archive.try_again": ("Scaricalo o crealo di nuovo.", "Download it or make it again."),
    "archive.too_large": (
        "decompresso occupa {size} GB o più, troppo per un elenco",
        "unpacked it takes {size} GB or more, too much for a list",
    ),
    "archive.try_unpacking": (
        "Se è davvero un elenco, decomprimilo tu e leggi i file uno alla volta.",
        "If it really is a list, unpack it yourself and read the files one at a time.",
    ),
}
