"""What a user should know of a master: a list that is kept, to which rows are added."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "master.no_folder": (
        "non è una cartella. Indica quella che `run` o `add` ha scritto",
        "it is no folder. Give the one that `run` or `add` wrote",
    ),
    "master.missing": (
        "mancano {names}. Serve una cartella scritta per intero da `run` o `add`: rifai `run` con i file di partenza, "
        "con le decisioni di questa cartella ([[--decisions|decisions=]])",
        "{names} is missing. It takes a folder as `run` or `add` wrote it: run again on the files it was made of, with "
        "the decisions of this folder ([[--decisions|decisions=]])",
    ),
    "master.damaged": (
        "{name} è danneggiato. Rifai `run` con i file di partenza",
        "{name} is damaged. Run again on the files it was made of",
    ),
    "master.other_version": (
        "l'ha scritta un'altra versione di italclean ({version}), che la teneva in un altro modo. Rifai `run` con i "
        "file di partenza",
        "another version of italclean ({version}) wrote it, which kept it otherwise. Run again on the files it was "
        "made of",
    ),
    "master.changed": (
        "{names} è stato modificato dopo: i clienti non sono più quelli confrontati. Rimetti il file com'era, o rifai "
        "`run` con i file di partenza; le correzioni vanno nei sistemi di origine o in decisions.csv",
        "{names} was changed since: its customers are not those that were compared. Put the file back as it was, or "
        "run again on the files it was made of; corrections go into the systems it came from, or into decisions.csv",
    ),
    "master.rows_differ": (
        "cleaned, crosswalk e golden non parlano delle stesse righe",
        "cleaned, crosswalk and golden do not speak of the same rows",
    ),
    "master.numbered_on": (
        "{source}: le righe continuano la numerazione dell'anagrafica, la riga 1 del file è la {first}.",
        "{source}: its rows go on counting in the master, row 1 of the file is {first}.",
    ),
    "master.added": (
        "{rows} righe aggiunte: {new} clienti nuovi, {absorbed} righe di clienti già noti, {merged} clienti uniti ad "
        "altri, {changed} clienti con campi cambiati.",
        "{rows} rows added: {new} new customers, {absorbed} rows of known customers, {merged} customers joined to "
        "others, {changed} customers with changed fields.",
    ),
    "master.no_such_row": (
        "non c'è una riga così; scrivi FONTE:ID per l'id della fonte o FONTE#RIGA per il numero della riga "
        "(fonti: {sources})",
        "there is no such row; write SOURCE:ID for the source's id, or SOURCE#ROW for the number of the row "
        "(sources: {sources})",
    ),
    "master.no_such_customer": (
        "non c'è un cliente con questo golden_id, né c'era",
        "there is no customer of this golden_id, nor was there",
    ),
    "master.not_of_customer": ("la riga non è del cliente {customer}", "the row is not one of customer {customer}"),
    "master.nothing_to_part": (
        "servono alcune righe del cliente, non tutte e non nessuna",
        "it takes some rows of the customer, not all and not none",
    ),
    "master.one_row": (
        "è una riga sola: servono due righe o due clienti",
        "it is one row: it takes two rows or customers",
    ),
    "master.parted": (
        "{customer} è diviso in {parts}. restore.csv dice che cosa ricreare nei sistemi di destinazione.",
        "{customer} is parted into {parts}. restore.csv says what to make again in the target systems.",
    ),
}
