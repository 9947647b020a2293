"""Make nomi_accentati.csv: given names and surnames that end in an accented vowel."""

import polars as pl
from _read import fold
from _write import write_table

# The accent may come back even when the name was typed without any sign.
# An underscore stands for the blank inside a surname.
ALWAYS = """
Almagià Aricò Artù Badalà Bagalà Barillà Barnabò Bernabè Bernabò Bertolè Boldù Borzì
Borzomì Calabrò Cannatà Cannavò Cannistrà Cantù Cassarà Cefalù Cirinnà Comandè Cucè
Currà Currò Cuscunà D'Incà De_Nicolò Di_Nicolò Diolosà Falcomatà Fragalà Franzè Fuscà
Gesuè Giambò Gioffrè Giofrè Giosuè Giuffrè Gullà Isgrò Laganà Luvarà Macrì Malfarà
Mandarà Manfrè Marilù Mazzù Miccichè Mosè Muià Munafò Muscherà Niccolò Nicolò Nifosì
Nisticò Patanè Pedullà Pidalà Pitrè Pronestì Raschellà Rodinò Rodotà Rombolà Salvadè
Scarfì Schirò Scimè Scirè Sciumè Sgrò Sorgonà Talò Trifirò Urzì Vadalà Vavalà Virzì
Zandonà Zanghì Zappalà Zuccalà
"""

# The plain form is a name, a surname or a word of its own: only a typed apostrophe tells.
WITH_APOSTROPHE = """
Abbà Agrò Alì Aloè André Anzà Arcà Arrigò Azzarà Barbò Barnabà Bellò Bellù Berrè Bertè
Bertò Bò Brancà Bucalò Busà Calà Calì Calò Canè Cappadonà Carcò Carrà Cassì Cefalò
Chiofalò Chiricò Cinà Cloè Colì Colò Condò Cordì Corrà Costà Crinò Cutè Cutrì D'Alì
Da_Prà Dal_Bò Dal_Prà Danè De_Prà Desirè Donà Faè Falbò Fantò Fefè Fiumanò Foà Franzò
Frascà Germanà Giannì Granà Gulì Gullì Hervé Iannì Iannò Idà Impalà José Josué Lembò Liò
Lorè Lucà Lulù Magrì Mammì Mandalà Marchiò Marcianò Mazzarò Mazzè Micò Mimì Minà Mulè
Musicò Naccarì Nardò Nastasì Nicolè Ninì Noè Palamà Pantò Paternò Pelà Pellè Pellicanò
Pelù Petrà Politanò Prà Pradè Praticò Pratticò Rapè René Riganò Rodà Romanò Saccà Salomè
Sanò Scordò Segrè Spanò Spartà Tarsì Tinè Tomè Totò Zoè Zungrì
"""


def main() -> None:
    """Write the table."""
    rows = [
        (fold(name), name, apostrophe)
        for names, apostrophe in ((ALWAYS, "no"), (WITH_APOSTROPHE, "yes"))
        for name in (word.replace("_", " ") for word in names.split())
    ]
    table = pl.DataFrame(rows, schema=["ascii", "nome", "solo_con_apostrofo"], orient="row")
    if table["ascii"].n_unique() != table.height:
        raise SystemExit("a name is listed twice")
    write_table(
        "nomi_accentati",
        table.sort("ascii"),
        title="Given names and surnames with an accent on the last vowel",
        source="common knowledge, checked by hand",
        licence="MIT",
        date="2026-11-22",
        made_by="nomi_accentati.py",
        notes=(
            "ascii is the name in capitals without its sign (NICOLO for NICOLO'). "
            "solo_con_apostrofo = yes: put the accent only where the file has a final apostrophe "
            "(or a backtick), because the plain form also stands on its own (SPANO, CALO, NOE). "
            "A final apostrophe on a name that is not listed is an accent too, but which one is "
            "not certain for E."
        ),
    )


if __name__ == "__main__":
    main()
