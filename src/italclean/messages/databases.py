"""What is said of databases: addresses, tables, what is to be known of a connection."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "database.unfit": (
        "{count} celle della colonna «{column}» di {table} non sono di tipo {kind}, per esempio «{example}». "
        "Correggile alla fonte, o togli la colonna da [types] nel contratto",
        "{count} cells of the column “{column}” of {table} are not of type {kind}, for example “{example}”. Correct "
        "them where they come from, or take the column out of [types] in the contract",
    ),
    # Addresses
    "database.no_variable": ("la variabile d'ambiente {name} non c'è", "there is no environment variable {name}"),
    "database.no_address": (
        "non è un indirizzo come postgresql://host/database",
        "it is no address like postgresql://host/database",
    ),
    "database.unknown_option": (
        "dopo il punto interrogativo c'è un'opzione sconosciuta; ci sono: {names}",
        "there is an unknown option behind the question mark; these are known: {names}",
    ),
    "database.unreadable": (
        "server e porta non si riconoscono; se la password contiene @ / ? # scrivili come %40 %2F %3F %23, o mettila "
        "nell'ambiente",
        "server and port cannot be told; if the password holds @ / ? # write them as %40 %2F %3F %23, or put it into "
        "the environment",
    ),
    "database.no_path": (
        "qui serve un file o una cartella. Una sorgente ha un nome di lettere, cifre, _ e - prima di =; per i "
        "risultati [[usa --to|usa write_database]]",
        "a file or folder belongs here. A source has a name of letters, digits, _ and - before =; for results "
        "[[use --to|use write_database]]",
    ),
    "database.no_database": ("manca il nome del database", "the name of the database is missing"),
    "database.sslmode": ("sslmode può essere {names}", "sslmode may be {names}"),
    "database.sqlite_path": (
        "serve il percorso del file dopo tre barre, sqlite:///cartella/file.db (quattro per un percorso assoluto)",
        "the file's path stands behind three slashes, sqlite:///folder/file.db (four for an absolute path)",
    ),
    # Reading
    "database.unsaid": (
        "il driver dà un errore {kind} (il suo testo non è mostrato perché contiene la password)",
        "the driver fails with {kind} (its text is not shown, as it holds the password)",
    ),
    "database.which_table": ("non è detto quale tabella leggere", "it is not said which table to read"),
    "database.no_table": ("la tabella {table} non c'è", "there is no table {table}"),
    "database.no_tables": ("nessuna che si possa leggere", "none that can be read"),
    "database.no_rows": ("nessuna riga", "no rows"),
    "database.no_column": (
        "order_by: la colonna {name} non c'è; ci sono: {names}",
        "order_by: there is no column {name}; there are: {names}",
    ),
    "database.query_alone": (
        "la tabella è già scelta nell'indirizzo: togli ?table= o la query",
        "the address names a table already: leave out ?table= or the query",
    ),
    "database.query_of_one": (
        "una query vale per un solo database, qui ce ne sono {count}",
        "a query is of one database, there are {count} here",
    ),
    "database.query_twice": (
        "indica [[--query|query]] o [[--query-file|query_file]], non entrambe",
        "give [[--query|query]] or [[--query-file|query_file]], not both",
    ),
    "database.query_empty": ("la query è vuota", "the query is empty"),
    "database.query_no_select": (
        "una query qui legge e basta: comincia con SELECT, WITH, VALUES o TABLE",
        "a query only reads here: it begins with SELECT, WITH, VALUES or TABLE",
    ),
    "database.unordered": (
        "le righe non hanno un ordine certo: al prossimo giro i numeri di riga possono cambiare. Aggiungi "
        "?order_by=COLONNA all'indirizzo, o ORDER BY alla query.",
        "the rows have no certain order: their numbers may change with the next run. Add "
        "?order_by=COLUMN to the address, or ORDER BY to the query.",
    ),
    "database.typed_password": (
        "la password sta nell'indirizzo, dove altri la possono leggere (cronologia, elenco dei processi): mettila "
        "nell'ambiente (PGPASSWORD, MYSQL_PWD, ?password_env=NOME).",
        "the password stands in the address, where others can read it (history, list of processes): put it into the "
        "environment (PGPASSWORD, MYSQL_PWD, ?password_env=NAME).",
    ),
    "database.no_tls": (
        "il collegamento con {database} non è cifrato: chi sta in mezzo legge i dati dei clienti. Aggiungi "
        "?sslmode=require, se il server lo permette.",
        "the connection to {database} is not encrypted: whoever is in between reads the customers' data. Add "
        "?sslmode=require, if the server can do it.",
    ),
    "database.odd_bytes": (
        "ci sono celle che non sono UTF-8: sono state lette come cp1252.",
        "there are cells that are not UTF-8: they were read as cp1252.",
    ),
    # Writing
    "database.target_table": (
        "le tabelle dei risultati hanno i loro nomi: togli table e order_by, semmai indica lo schema con ?schema=NOME",
        "the tables of results have names of their own: leave out table and order_by, and name the schema with "
        "?schema=NAME",
    ),
    "database.hanging": (
        "chiavi esterne o trigger dipendono dalle tabelle da sostituire: {names}",
        "foreign keys or triggers hang on the tables to be replaced: {names}",
    ),
    "database.views": (
        "alla tabella {table} si appoggiano le viste {views}, con colonne che questa volta non ci sono ({columns}): "
        "correggi o togli le viste",
        "the views {views} lean on the table {table}, with columns that are not there this time ({columns}): mend or "
        "drop the views",
    ),
    "database.miscounted": (
        "la tabella {table} non contiene le righe che le sono state scritte",
        "the table {table} does not hold the rows that were written to it",
    ),
    "database.renamed": (
        "{database}: colonne con un nome che il database non regge, chiamate {names}.",
        "{database}: columns with names that the database cannot bear, called {names}.",
    ),
    "database.without_null": (
        "{database}: i caratteri NUL, che PostgreSQL non regge, sono stati scritti come ␀.",
        "{database}: NUL characters, which PostgreSQL cannot bear, were written as ␀.",
    ),
    "database.alone": (
        "Le righe scartate sono nella tabella rejected, il riassunto (run.json) nella tabella run; il rapporto si "
        "scrive solo in una cartella[[: aggiungi --out CARTELLA|]].",
        "Rejected lines are in the table rejected, the summary (run.json) in the table run; the report is written to a "
        "folder alone[[: add --out DIR|]].",
    ),
    "database.written": ("risultati in {database}: {tables}", "results in {database}: {tables}"),
}
