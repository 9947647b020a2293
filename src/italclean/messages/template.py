"""What is said of a workbook that is to be filled with an export."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # What is wrong with it
    "template.no_workbook": (
        "non è una cartella di lavoro di Excel. Serve il file .xlsx che il sistema ha esportato, così com'è",
        "it is no workbook of Excel. It takes the .xlsx file that the system exported, as it is",
    ),
    "template.other_kind": (
        "non è un file .xlsx. Serve il file che il sistema ha esportato, non salvato in un altro formato",
        "it is no .xlsx file. It takes the file that the system exported, not saved in another format",
    ),
    "template.locked": (
        "è protetto da una password. Toglila in Excel (File > Informazioni) e riprova",
        "it is locked by a password. Take it away in Excel (File > Info) and try again",
    ),
    "template.damaged": (
        "è danneggiato, o scritto in un modo che non è quello di Excel. Esportalo di nuovo",
        "it is damaged, or not written as Excel writes. Export it again",
    ),
    "template.no_table": (
        "nessun foglio contiene una tabella con le intestazioni. Serve il file esportato dal pacchetto di "
        "configurazione, non una copia dei suoi dati",
        "no sheet holds a table with headers. It takes the file that the configuration package exported, no copy of "
        "its data",
    ),
    "template.of_nothing": (
        "nessuna tabella è di quelle che si riempiono ({wanted}); i fogli sono: {names}. Aggiungi la tabella al "
        "pacchetto ed esporta di nuovo",
        "no table is of those that are filled ({wanted}); the sheets are: {names}. Add the table to the package and "
        "export again",
    ),
    "template.twice": (
        "più fogli sono {object}: {names}. Lasciane uno",
        "several sheets are {object}: {names}. Leave one",
    ),
    "template.two_tables": (
        "il foglio {sheet} contiene più tabelle. Serve un foglio per tabella, come esporta il sistema",
        "the sheet {sheet} holds several tables. It takes a sheet for each table, as the system exports them",
    ),
    "template.rows": (
        "sotto le intestazioni (riga {row}) del foglio {sheet} ci sono già {count} righe, e caricate di nuovo "
        "riporterebbero indietro quei clienti a com'erano. Cancella in Excel le righe sotto le intestazioni, o "
        "esporta il pacchetto senza dati",
        "below the headers (row {row}) of the sheet {sheet} there are {count} rows already, and loaded again they "
        "would take those customers back to what they were. Delete the rows below the headers in Excel, or export the "
        "package without data",
    ),
    "template.needs": (
        "al foglio {sheet} mancano colonne senza cui nessuna riga viene presa: {names}. Includi quei campi nel "
        "pacchetto ed esporta di nuovo",
        "the sheet {sheet} lacks columns without which no row is taken: {names}. Include these fields in the package "
        "and export again",
    ),
    "template.too_many": (
        "{rows} righe per il foglio {sheet}, che ne prende {most}. Senza un modello i file sono CSV",
        "{rows} rows for the sheet {sheet}, which takes {most}. Without a template the files are CSV",
    ),
    "template.not_taken": (
        "{title} non prende un modello: i suoi file sono CSV. Esportali senza",
        "{title} takes no template: its files are CSV. Export them without one",
    ),
    # What there is to know of it
    "template.no_sheet": (
        "nessun foglio per {object}: {rows} righe restano in un file CSV. Aggiungi la tabella al pacchetto per averle "
        "nel modello",
        "no sheet for {object}: {rows} rows stay in a CSV file. Add the table to the package to have them in the "
        "template",
    ),
    "template.lacks": (
        "{sheet}: mancano colonne, e i loro valori restano fuori: {names}",
        "{sheet}: there are no columns for these, whose values stay behind: {names}",
    ),
    "template.lacks_invoice": (
        "ATTENZIONE, {sheet}: mancano colonne che servono per la fattura elettronica, e i loro valori restano fuori: "
        "{names}. Includi i campi nel pacchetto ed esporta di nuovo",
        "CAUTION, {sheet}: there are no columns for what an e-invoice needs, and the values stay behind: {names}. "
        "Include the fields in the package and export again",
    ),
    "template.unknown": (
        "{sheet}: colonne che restano vuote: {names}",
        "{sheet}: columns that stay empty: {names}",
    ),
    "template.order": (
        "ATTENZIONE, {sheet}: {first} sta dopo {names}, e il sistema convalida in quest'ordine: quel che sta prima può "
        "essere rifiutato o riscritto. Dai a {first} un ordine di elaborazione minore nel pacchetto, o togli la sua "
        "convalida, ed esporta di nuovo",
        "CAUTION, {sheet}: {first} stands behind {names}, and the system validates in this order: what stands before "
        "may be refused or overwritten. Give {first} a smaller processing order in the package, or switch its "
        "validation off, and export again",
    ),
    "template.first_missing": (
        "ATTENZIONE, {sheet}: manca {first}, senza cui il sistema può rifiutare {names}. Includi il campo nel "
        "pacchetto ed esporta di nuovo",
        "CAUTION, {sheet}: there is no {first}, without which the system may refuse {names}. Include the field in the "
        "package and export again",
    ),
    "template.control": (
        "un carattere di controllo, che nessuna cartella di lavoro può contenere",
        "a control character, which no workbook can hold",
    ),
    "template.cell": (
        "più di {most} caratteri, che in una cella non entrano",
        "more than {most} characters, for which a cell has no room",
    ),
}
