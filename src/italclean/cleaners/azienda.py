"""Azienda: the name of a company or body, its legal form in canonical spelling, a key for matching.

    >>> from italclean import azienda
    >>> outcome = azienda.check("ALFA SERVIZI S.R.L. in liquidazione")
    >>> outcome.value, outcome.forma_giuridica, outcome.chiave
    ('Alfa Servizi S.r.l. in liquidazione', 'S.r.l.', 'ALFASERVIZI')
    >>> azienda.check("Rossi s n c di Rossi Mario & C.").value
    'Rossi S.n.c. di Rossi Mario & C.'

The form may stand anywhere in the name and stays where it was typed; the key leaves all forms out, together
with `& C.`, the state of the company, words of its kind, brackets, and the owner after `di` where enough of a
name is left without him. An address, a number or markup typed into the name is taken out of it and reported.

Source: the spellings of `data/forme_giuridiche.csv`.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from italclean.core import legal_form, text
from italclean.core.beside import long_apart
from italclean.core.cleaner import cleaner
from italclean.core.empty import remembers_empty
from italclean.core.given_names import common_given_names, is_given_name
from italclean.core.impersonal import surnames
from italclean.core.legal_form import MARK
from italclean.core.lettering import one_case, restore_accents
from italclean.core.reference import table

_STATE = (
    r"(?i)[\s,(\-]*\b("
    r"in liquidazione(?: coatta)?(?: amministrativa| giudiziale| volontaria)?|in liq\.?|in fallimento|fallimento|"
    r"in concordato(?: preventivo)?|in amministrazione straordinaria|"
    r"a socio unico|con socio unico|con unico socio|socio unico|unipersonale|unipers|unip"
    r")\b\.?\)?"
)
# Not in the names of two letters: B & C.
_PARTNERS = (
    rf"(?i)(\p{{L}}{{2}}|\p{{L}}[.,])[ ,]*(?:(?:&|\be|\bed)[ ,]*(?:c|co|figli[oa]?|fratelli|soci)\b ?\.?|"
    rf" c\. ?(?:$|{MARK}))"
)
_PARTNERS_SIGN = r"(?i)&\s*(?:c|co|figli[oae]?|fratell[io]|soci)\b|\se\s+c\.?\s*$"
_ADDRESSED = r"(?i)^spett(?:abile|\.?\s?le)?\.?\s+"
_LETTER_WORD = r"\p{L}[\p{L}'.\-]*"
# The last `di` with two words behind it; in VALERIO DI STEFANO it is part of the surname.
_OWNER = rf"(?i)^(.*\S) di ({_LETTER_WORD}(?: {_LETTER_WORD}){{1,3}})$"
_OWNER_OF_FIRM = (
    rf"(?i)^(.*\S) di ({_LETTER_WORD}(?: {_LETTER_WORD}){{0,4}}(?: (?:e|&) {_LETTER_WORD}(?: {_LETTER_WORD}){{0,3}})?)$"
)
_SAINTLY = (
    r"(?i)^(?:san|santo|santa|sant'|s\.|ss\.|beata|beato|don|suor|padre|monte|via|piazza|porto|pulizi|costruzion)"
)
_SMALL_WITHIN = r"(?i)\b(?:del|alla|alle|dell|e|un|una|per|con|il|la|in)\b"
_TELLING_WORDS = 3
_OF_PARTNERS = ["S.n.c.", "S.a.s.", "Ditta individuale", "S.s.", "Società di fatto"]
_STREET = (
    r"(?:via|viale|v\.le|piazza|p\.zza|p\.za|piazzale|p\.le|corso|c\.so|strada|vicolo|largo|localit[aà]'?|loc\.|"
    r"frazione|fraz\.|contrada|c\.da)"
)
_SIGNED = r"\s*[-–;,(]+\s*"
_NUMBERED = (
    r"(?:p\.?\s?iva|part\.\s?iva|partita iva|p\.\s?i\.|c\.\s?f\.|cf|cod\.?\s?fisc\.?|codice fiscale|piva)"
    r"(?:\s*(?:/|e)\s*(?:p\.?\s?iva|partita iva|c\.\s?f\.|cf))?[\s.:=n°]*(?:it)?\s?"
)
# What people type into a name beside it: markup, e-mail, fiscal codes, telephones, addresses.
_EXTRA = (
    r"(?i)<[^<>]{1,40}>|&(?:#\w{2,6}|[a-z]{2,8});|[\s,;(\-]*\S+@\S+\.[a-z]{2,}\)?|"
    rf"[\s,;(\-]*\b{_NUMBERED}[0-9a-z]{{11,16}}\b\)?|[\s,;(\-]*\b(?:[0-9]{{11}}|[a-z]{{6}}[0-9]{{2}}[a-z][0-9]{{2}}[a-z][0-9]{{3}}[a-z])\b\)?|"
    r"[\s,;(\-]*\b(?:tel|telefono|cell|cellulare|fax|mob)\b[\s.:n°]*\+?[0-9][0-9 ./\-]{5,}[0-9]\)?|"
    rf"(?: con|{_SIGNED}con) sede (?:legale|operativa|amministrativa|secondaria|in|di|a|via)\b.*$|"
    rf"{_SIGNED}sede (?:legale|operativa|amministrativa|secondaria|in|di|a)\b.*(?:\b{_STREET} |[0-9]{{5}}).*$|"
    rf"{_SIGNED}{_STREET} [^0-9]+[0-9].*$|{_SIGNED}[0-9]{{5}} +\p{{L}}.*$|\s+c/o\s.*$"
)
# A street without a number is surely one behind a legal form alone: ALFA SRL - via Roma, but Teatro - via dei Mille.
_STREET_BEHIND_FORM = (
    rf"(?i)(\b(?:s\.?r\.?l\.?(?:s\.?)?|s\.?p\.?a\.?|s\.?n\.?c\.?|s\.?a\.?s\.?|coop\.?))({_SIGNED}via \p{{L}}.*$)"
)
_ADDRESS_BEHIND_FORM = (
    rf"(?i)(\b(?:s\.?r\.?l\.?(?:s\.?)?|s\.?p\.?a\.?|s\.?n\.?c\.?|s\.?a\.?s\.?|coop\.?))( {_STREET} [^0-9]+[0-9].*$)"
)
_EXTRA_HINT = r"(?i)[0-9@<]|&[#a-z]\w+;|sede|[-–;,(] *via |c/o"
_WEB = r"(?i)^(?:https?://\S+|www\.\S+|[^\s@]+@[^\s@]+\.[a-z]{2,})$"
_CONDOMINIUM = r"(?i)^\W*(?:super)?cond"
# Another name of the same firm, or who commands it.
_ALIAS = (
    r"(?i)[\s,;(\-]+(?:(?:o|ovvero|anche)\s+)?(?:in (?:sigla|breve|forma abbreviata)|brevemente|siglabile|enunciabile|"
    r"(?:soggetta|sogg\.) ad? (?:attivit[aà]'? di )?dir\w*|gi[aà]'? denominat[ao]|denominat[ao] |non usare|vedi )\b.*$|"
    r"[\s,;(\-]+(?:filiale|fil\.) (?:di )?\p{L}.*$"
)
# fmt: off
_SMALL = [
    "DI", "DEL", "DELLA", "DELLE", "DELLO", "DEI", "DEGLI", "DA", "DAL", "DALLA", "DALLE", "DALLO", "DAI", "DAGLI", "E",
    "ED", "IN", "CON", "PER", "TRA", "FRA", "A", "AL", "ALLA", "AI", "ALLE", "ALLO", "AGLI", "SU", "SUL", "SULLA",
    "SULLE", "SULLO", "SUI", "SUGLI", "NEL", "NELLA", "NELLE", "NELLO", "NEI", "NEGLI", "&", "OF", "THE", "AND",
]
# Articles are small behind one of these: per il Lavoro, but Il Faro.
_BEFORE_ARTICLES = r"(?i)^(?:per|con|tra|fra|e|ed|su|contro|verso|oltre|dopo|senza)$"
_ARTICLES = r"(?i)^(?:il|lo|la|i|gli|le|un|uno|una)$"
_SHORT_WORDS = [
    "BAR", "PUB", "ORO", "BIO", "GAS", "SUD", "EST", "SOL", "MIO", "MIA", "TUO", "UNO", "DUE", "TRE", "SEI", "BEL",
    "BLU", "VIA", "RIO", "REX", "RED", "NEW", "OLD", "ART", "ECO", "GEO", "LUX", "LA", "LO", "LE", "LI",
    "IL", "GLI", "VAL", "SAN", "DON", "DE", "SCI", "UN", "UNA", "NON", "CHE", "PRO", "RE", "PO", "CA", "I", "VOI",
    "NOI", "BOX", "TOP", "BIG", "SKY", "SUN", "SEA", "FOX", "POP", "INN", "TEA", "CAR", "ZOO", "UVA", "ALI", "VIE",
    "PIU", "ORA", "OGGI", "IO", "TU", "SE",
]
# Elided words; before a surname they are a part of it: Studio D'Angelo, Dell'Acqua Mario.
_ELIDED = r"(?i)^(dell|dall|all|nell|sull|coll|quell|d)'(\p{L}.*)$"
_NEVER_SURNAMES = r"(?i)^(?:all|nell|sull|coll|quell)'"
_ELIDED_NOUNS = [
    "ABBIGLIAMENTO", "ABRUZZO", "ACCOGLIENZA", "ADDA", "AGRICOLTURA", "ALBA", "ANCONA", "AOSTA", "APPELLO",
    "ARCHITETTURA", "AREZZO", "ARGENTO", "ARTE", "ARTIGIANATO", "ASILO", "ASTI", "AUTO", "AUTORE", "AVELLINO",
    "AZZARDO", "ELBA", "ENNA", "EPOCA", "ESTATE", "ESTE", "EUROPA", "IMPERIA", "IMPRESA", "IMPRESE", "INCONTRO",
    "INFANZIA", "INGEGNERIA", "INGROSSO", "INTERNI", "INVERNO", "ISCHIA", "ISERNIA", "ITALIA", "OC", "OGGI",
    "OLIVA", "OLTREMARE", "ORIENTE", "ORISTANO", "ORO", "URGENZA", "USATO", "UTENSILI",
]
# Surnames with dell' and dall'; in the name of a public body they are none: Università dell'Aquila.
_ELIDED_SURNAMES = [
    "AGNELLO", "AGNESE", "AGNOL", "AGLIO", "ANNA", "ANTONIA", "AQUILA", "ACQUA", "ARA", "ARCHE", "ARMI", "ARNO", "ASTA",
    "ASEN", "AVERSANA", "ERA", "ERBA", "IGNA", "ISOLA", "OCA", "OGLIO", "OLIO", "OMO", "ORCO", "ORO", "ORSO", "ORTO",
    "OSSO", "OSTA", "OSTE", "UNTO", "UOMO", "UTRI", "ALBA", "AMICO", "AMORE", "ONGARO", "OVA", "OSBEL",
]
_CONTRACTED = (
    r"(?i)^(?:f\.lli|s\.lle|dott\.ssa|prof\.ssa|sig\.(?:ra|na)|spett\.le|p\.zza|c\.so|v\.le|g\.ppe|ass\.ne|"
    r"coop\.va|comm\.le)$"
)
_BORNE = 20
# Bodies whose capitals nobody writes as a word, though they could be spoken as one.
_ACRONYMS = [
    "INPS", "INAIL", "INPDAP", "ENEL", "ANAS", "ENEA", "ISTAT", "ENASARCO", "AUSL", "ASUR", "ULSS", "ASST", "CGIL",
    "CISL", "UGL", "ACLI", "AVIS", "AIDO", "CONI", "ARCI", "ANPI", "RAEE", "ATER", "ALER", "ARPA", "AGEA", "FIAT",
]
# What says of what kind a body is, not which one.
_KIND_WORDS = [
    "SOCIETA TRA PROFESSIONISTI", "SOCIETA BENEFIT", "SOCIETA SPORTIVA", "IMPRESA SOCIALE", "IMPRESA INDIVIDUALE",
    "DITTA INDIVIDUALE", "SOCIETA", "SOC", "DITTA", "SPETT LE", "SPETTABILE", "STP", "CAPOGRUPPO", "MANDATARIA",
    "MANDANTE", "CAPOFILA", "CONSORTILE", "COOPERATIVA", "COOP", "ONLUS", "GMBH", "LTD",
]
# The owner of one of these is most of its name: STUDIO DI BIANCHI ANNA. A public body has none.
_PUBLIC = (
    r"(?i)^(?:comune|provincia|regione|citt[aà]|parrocchia|diocesi|universit[aà]|istituto|scuola|liceo|ospedale|"
    r"asl|ausl|azienda (?:usl|sanitaria|ospedaliera)|fondazione|associazione|basilica|chiesa|casa|cassa|banca|"
    r"museo|teatro|conservatorio|azienda unit[aà]|"
    r"confraternita|fraternita|avis|oratorio|sezione|centro di|accademia|nucleo|gruppo|"
    r"comitato|circolo|pro loco|unione|comunit[aà]|ordine|collegio|camera|villa|castello)\b"
)
# fmt: on


def _prepare(value: pl.Expr) -> pl.Expr:
    plain = text.straight(text.tidy(text.mend(value)))
    plain = plain.str.replace_all(r'["“”«»\x02\x03]', "").str.replace_all("-( |$)", " -${1}")
    plain = plain.str.replace_all(" {2,}", " ")
    return plain.str.replace(_ADDRESSED, "").str.strip_chars(" ,;:-_*/\\")


@cleaner(
    extras={
        "forma_giuridica": pl.String,
        "stato_azienda": pl.String,
        "titolare": pl.String,
        "chiave": pl.String,
        "parole": pl.String,
        "nota": pl.String,
    },
    prepare=_prepare,
)
def azienda(values: pl.Series) -> pl.DataFrame:
    """Read the names of companies and bodies.

    The value is the name for print with its legal form in canonical spelling. Extras: `forma_giuridica`,
    the state after it (`stato_azienda`: `in liquidazione`, `unipersonale` …), the `titolare` of a sign with
    its owner (`BAR SPORT DI ROSSI MARIO`), the matching `chiave`, and the words that it joins (`parole`).
    """
    return long_apart(values, _read)


def _read(values: pl.Series) -> pl.DataFrame:
    cells = _without_extras(values)
    words = _read_words(cells["typed"])
    cells = cells.with_columns(
        words.group_by("at", maintain_order=True).agg("shown").select(value=pl.col("shown").list.join(" ")),
        stato_azienda=pl.col("typed").str.extract(_STATE).str.to_lowercase(),
        forma_giuridica=_form_of_name(words, cells.height),
    )
    line = pl.col("value").str.replace_all(rf"[ ,\-–]*{MARK}[^{MARK}]*{MARK}[ ,\-–]*", f" {MARK} ")
    cells = cells.with_columns(line=line, value=_printed(cells))
    cells = _key(cells)
    readable = pl.col("typed").str.contains(r"\p{L}|[0-9]")
    web = pl.Series("web", values).str.contains(_WEB)
    return cells.select(
        value=pl.when(web).then(values).when(readable).then("value"),
        issue=pl.when(~readable)
        .then(pl.lit("name_note"))
        .when(web)
        .then(pl.lit("name_link"))
        .when(pl.col("taken").is_not_null())
        .then(pl.lit("company_extra")),
        detail=pl.when(~readable).then("typed").otherwise("taken"),
        forma_giuridica="forma_giuridica",
        stato_azienda="stato_azienda",
        titolare="titolare",
        chiave=pl.col("parole").str.replace_all(" ", "", literal=True),
        parole="parole",
        nota=pl.col("taken").str.replace_all("<[^<>]*>|&[#a-z0-9]+;", "").str.strip_chars("; ").replace("", None),
    )


def _without_extras(names: pl.Series) -> pl.DataFrame:
    """Take out what is no part of a name: `typed` without it, and `taken`, null where there is nothing."""
    rows = names.str.contains(_EXTRA_HINT).fill_null(value=False).arg_true()
    few = names.gather(rows).to_frame("typed")
    behind = [pl.col("typed").str.extract(pattern, 2) for pattern in (_ADDRESS_BEHIND_FORM, _STREET_BEHIND_FORM)]
    rest = pl.col("typed").str.replace(_ADDRESS_BEHIND_FORM, "${1}").str.replace(_STREET_BEHIND_FORM, "${1}")
    few = few.with_columns(behind=pl.coalesce(behind).str.strip_chars(" ,;:-–("), rest=rest)
    few = few.with_columns(inside=pl.col("rest").str.extract_all(_EXTRA)).with_columns(
        taken=pl.concat_str(
            pl.col("inside").list.eval(pl.element().str.strip_chars(" ,;:-–")).list.join("; "),
            "behind",
            separator="; ",
            ignore_nulls=True,
        ).str.strip_chars("; "),
        rest=pl.col("rest").str.replace_all(_EXTRA, " ").str.replace_all(" {2,}", " ").str.strip_chars(" ,;:-_*/(–"),
    )
    kept = (
        ~pl.col("rest").str.contains(r"\p{L}{2}|\p{L}.*\p{L}")
        | pl.col("typed").str.contains(_CONDOMINIUM)
        | (pl.col("taken") == "")
    )
    few = few.select(typed=pl.when(kept).then("typed").otherwise("rest"), taken=pl.when(~kept).then("taken"))
    taken = text.nothing(len(names), "taken")
    return pl.DataFrame(
        {"typed": names.clone().scatter(rows, few["typed"]), "taken": taken.scatter(rows, few["taken"])}
    )


def _read_words(names: pl.Series) -> pl.DataFrame:
    """Part names into words: `at`, the `word`, its `form` if it is one, and how it is `shown`."""
    marked, spelled = legal_form.mark(names)
    frame = _letters_joined(marked).to_frame("name").with_row_index("at")
    # Keyboards type à small among capitals.
    letters = pl.col("name").str.replace_all("[àèéìòù]", "")
    words = frame.select(
        "at",
        one=one_case(letters) | one_case(_capital(letters)),
        public=pl.col("name").str.contains(_PUBLIC),
        word=pl.col("name").str.split(" "),
    ).explode("word")
    distinct = words["word"].unique(maintain_order=True)
    known = pl.concat(
        [distinct.to_frame("word"), legal_form.one_word_forms(distinct), _for_print(distinct)], how="horizontal"
    )
    words = _in_context(words.join(known, on="word", how="left", maintain_order="left"))
    first, last = (
        pl.col("at") != pl.col("at").shift(by).fill_null(pl.lit(2**32 - 1, dtype=pl.UInt32)) for by in (1, -1)
    )
    no_form = (pl.col("not_first") & first & ~last) | (pl.col("only_last") & ~last)
    words = words.with_columns(letters=pl.when(~no_form).then("letters"))
    marks = (words["word"] == MARK).arg_true()
    of_marks = spelled.to_frame("typed").select(legal_form.letters_of(pl.col("typed")).alias("letters")).to_series()
    words = words.with_columns(
        letters=words["letters"].scatter(marks, of_marks),
        word=words["word"].scatter(marks, spelled.str.strip_chars(" ")),
    )
    words = words.join(legal_form.forms(), on="letters", how="left", maintain_order="left")
    return words.with_columns(recase=_recased(words)).select(
        "at",
        "word",
        "rank",
        form="canonica",
        shown=pl.when(pl.col("canonica").is_not_null())
        .then(
            pl.concat_str(
                pl.col("before").fill_null(""), pl.lit(MARK), "printed", pl.lit(MARK), pl.col("behind").fill_null("")
            )
        )
        .when(pl.col("kept") == MARK)
        .then("word")
        .when("recase")
        .then("cased")
        .otherwise("kept"),
    )


@remembers_empty
def _letters_joined(names: pl.Series) -> pl.Series:
    """Join capitals that stand apart: `I N P S`. A pair of them may be initials, an `E` between two a word."""
    rows = names.str.contains(r"\b[A-Z] [A-DF-Z] [A-DF-Z]\b|\b[A-Z](?: [A-Z]){3}\b").fill_null(value=False).arg_true()
    few = names.gather(rows)
    for _ in range(2):
        few = few.str.replace_all(r"\b([A-Z]) ([A-Z])\b", "${1}\x03${2}")
    pair = "(^|[^\x03])([A-Z])\x03([A-Z])([^\x03]|$)"
    few = few.str.replace_all(pair, "${1}${2} ${3}${4}").str.replace_all("\x03", ".", literal=True)
    return names.clone().scatter(rows, few)


def _capital(name: pl.Expr) -> pl.Expr:
    return name.str.slice(0, 1).str.to_uppercase() + name.str.slice(1)


def _recased(words: pl.DataFrame) -> pl.Series:
    """Tell the words to be rewritten: of names typed in one case, and of such parts of one before or behind a form.

    The other part may have been typed with care: `ALFA SERVIZI Srl di Rossi Mario`.
    """
    rows = words.select(~pl.col("one")).to_series().arg_true()
    mixed = words.select("at", "word", is_form=pl.col("canonica").is_not_null())[rows]
    mixed = mixed.with_columns(row=rows, part=pl.col("is_form").cum_sum())
    formed = mixed.filter("is_form")["at"].unique()
    rest = mixed.filter(pl.col("at").is_in(formed.implode()) & ~pl.col("is_form"))
    upper = (pl.col("word") == pl.col("word").str.to_uppercase()).all()
    lower = (pl.col("word") == pl.col("word").str.to_lowercase()).all()
    plain = rest.group_by("at", "part").agg("row", plain=upper | lower).filter("plain").select(pl.col("row").explode())
    return words["one"].clone().scatter(plain["row"].sort(), pl.Series([True]).new_from_index(0, plain.height))


def _for_print(words: pl.Series) -> pl.DataFrame:
    """Write distinct words for print: `cased` in a name typed in one case, `kept` in one typed with care."""
    frame = pl.DataFrame({"word": words, "accented": restore_accents(words)}).with_columns(
        bare=text.key(pl.col("word")),
        letters=pl.col("accented").str.to_uppercase(),
        spelled=pl.col("word").str.contains(r"^\p{L}(?:\.\p{L}){2,}\.?$"),
        initials=pl.col("word").str.contains(r"^(?:\p{L}\.){2,}\p{L}?$"),
    )
    bare = pl.col("bare")
    frame = frame.with_columns(
        shouted=bare.str.contains(r"^[BCDFGHJKLMNPQRSTVWXYZ0-9]+$|[0-9]")
        | ((bare.str.len_bytes() <= 3) & ~bare.is_in([*_SHORT_WORDS, *_SMALL]) & ~bare.is_in(_short_names().implode()))
        | bare.is_in(_ACRONYMS)
    )
    # One spelling of an acronym: INPS without dots, with them where without them it would read as a word.
    some = frame["spelled"].arg_true()
    plain = pl.col("letters").str.replace_all(".", "", literal=True)
    joined = frame[some].select(pl.when("shouted").then(plain).otherwise(plain.str.replace_all(r"(\p{L})", "${1}.")))
    frame = frame.with_columns(frame["accented"].clone().scatter(some, joined.to_series()).alias("kept"))
    contracted = pl.col("accented").str.contains(_CONTRACTED)
    return frame.with_columns(_elided(frame)).select(
        cased=pl.when("spelled")
        .then("kept")
        .when(pl.col("elided").is_not_null())
        .then("elided")
        .when(contracted)
        .then(_capital(pl.col("accented").str.to_lowercase()))
        .when(bare.str.len_bytes() == 0)
        .then("accented")
        .when(bare.is_in(_SMALL) & ~pl.col("word").str.ends_with("."))
        .then(pl.col("accented").str.to_lowercase())
        .when(pl.col("shouted") | pl.col("initials"))
        .then("letters")
        .otherwise(pl.col("accented").str.to_titlecase()),
        kept="kept",
    )


def _elided(words: pl.DataFrame) -> pl.Series:
    """Write elided words: dell'Infanzia and d'Italia, but D'Angelo and Dell'Acqua, as people are called."""
    rows = words["accented"].str.contains(_ELIDED).fill_null(value=False).arg_true()
    parts = pl.col("accented").str.extract_groups(_ELIDED)
    few = words[rows].select(word="accented", before=parts.struct.field("1"), behind=parts.struct.field("2"))
    few = few.with_columns(bare=text.key(pl.col("behind")), key=text.key(pl.col("word")))
    own = pl.col("before").str.to_uppercase() == "D"
    surname = (
        pl.when(pl.col("word").str.contains(_NEVER_SURNAMES))
        .then(pl.lit(value=False))
        .when(own)
        .then(~pl.col("bare").is_in(_ELIDED_NOUNS))
        .otherwise(pl.col("bare").is_in(_ELIDED_SURNAMES) | pl.col("key").is_in(surnames().implode()))
    )
    loud = pl.col("bare").is_in(_ACRONYMS) | pl.col("bare").str.contains(r"^[BCDFGHJKLMNPQRSTVWXZ0-9]+$")
    behind = pl.when(loud).then(pl.col("behind").str.to_uppercase()).otherwise(pl.col("behind").str.to_titlecase())
    before = pl.when(surname).then(pl.col("before").str.to_titlecase()).otherwise(pl.col("before").str.to_lowercase())
    written = few.select(pl.concat_str(before, pl.lit("'"), behind)).to_series()
    return text.nothing(words.height, "elided").scatter(rows, written)


@cache
def _short_names() -> pl.Series:
    """Given names of two and three letters, which are no acronyms: UGO, ADA."""
    names = common_given_names(_BORNE)
    return names.filter(names.str.len_bytes() <= 3)


def _in_context(words: pl.DataFrame) -> pl.DataFrame:
    """Write small what its neighbours make small: the article of `per il Lavoro`, the preposition of a public body."""
    before = pl.when(pl.col("at") == pl.col("at").shift(1)).then(pl.col("word").shift(1))
    article = pl.col("word").str.contains(_ARTICLES) & before.str.contains(_BEFORE_ARTICLES)
    body = pl.col("cased").str.contains("^D(?:ell|all)'") & pl.col("public")
    return words.with_columns(
        cased=pl.when(article.fill_null(value=False))
        .then(pl.col("cased").str.to_lowercase())
        .when(body)
        .then(pl.col("cased").str.head(1).str.to_lowercase() + pl.col("cased").str.slice(1))
        .otherwise("cased")
    )


def _form_of_name(words: pl.DataFrame, height: int) -> pl.Series:
    """The legal form of each name: of several the most telling, then the first."""
    found = (
        words.filter(pl.col("form").is_not_null())
        .group_by("at")
        .agg(pl.col("form").get(pl.col("rank").arg_min()))
        .sort("at")
    )
    return text.nothing(height).scatter(found["at"], found["form"])


def _printed(cells: pl.DataFrame) -> pl.Series:
    """Finish the names for print: nothing but a blank around forms, the state in small letters."""
    rows = (cells["forma_giuridica"].is_not_null() | cells["stato_azienda"].is_not_null()).arg_true()
    few = cells.select("value", "stato_azienda")[rows]
    shown = (
        pl.col("value")
        .str.replace_all(rf"[ ,\-–]*{MARK}([^{MARK}]*){MARK}[ ,\-–]*", " ${1} ")
        .str.replace_all(" {2,}", " ")
        .str.replace_all(" ([),;:])", "${1}")
        .str.replace_all("([(]) ", "${1}")
    )
    state = pl.concat_str(pl.lit(" "), "stato_azienda")
    few = few.select(
        pl.when(pl.col("stato_azienda").is_not_null()).then(shown.str.replace(_STATE, state)).otherwise(shown)
    )
    value = cells["value"].clone().scatter(rows, few.to_series())
    first = value.str.slice(0, 1).str.to_uppercase() + value.str.slice(1)
    return first.str.replace_all(" {2,}", " ").str.replace(r"(?: \.)+$", "").str.strip_chars(" ,-")


def _key(cells: pl.DataFrame) -> pl.DataFrame:
    """Add the matching words (`parole`) and the owner (`titolare`)."""
    rows = cells["line"].str.contains(_busy()).fill_null(value=False).arg_true()
    few = _shortened(cells.select("line", "forma_giuridica")[rows]).with_row_index("at")
    few = few.join(_owners(few), on="at", how="left", maintain_order="left")
    signs = cells["line"].clone().scatter(rows, few.select(pl.coalesce("sign", "alone")).to_series())
    owners = text.nothing(cells.height).scatter(rows, few["titolare"])
    bare = _bare(signs)
    named = _tidied(bare.str.replace_all(_kind_words(), " "))
    # Where next to nothing is left, more of the name has to tell.
    poor = (named.str.len_bytes() < 2).arg_true()
    full = cells.select("line", "value")[poor]
    tries = [bare[poor], _bare(full["line"]), _bare(full["value"])]
    told = pl.DataFrame([one.alias(str(at)) for at, one in enumerate([*tries, named[poor]])])
    best = [pl.when(pl.col(name).str.len_bytes() >= 2).then(name) for name in told.columns]
    chosen = told.select(pl.coalesce(*best, "3", "0")).to_series()
    return cells.with_columns(parole=named.clone().scatter(poor, chosen), titolare=owners)


@remembers_empty
def _bare(names: pl.Series) -> pl.Series:
    """The words of names whose apostrophes are straight already; the letters of an acronym are one word."""
    folded = names.to_frame("name").select(text.fold(pl.col("name"))).to_series()
    folded = folded.str.replace_all(r"\bF\.? ?LLI\b", "FRATELLI")
    rows = folded.str.contains(r"\b[A-Z]\.[A-Z]\b").fill_null(value=False).arg_true()
    few = folded.gather(rows)
    for _ in range(2):
        few = few.str.replace_all(r"\b([A-Z])\.([A-Z])\b", "${1}\x03${2}")
    folded = folded.scatter(rows, few).str.replace_all("['\x03]", "")
    return folded.str.replace_all("[^A-Z0-9]+", " ").str.strip_chars(" ")


def _tidied(names: pl.Series) -> pl.Series:
    return names.str.replace_all(" {2,}", " ").str.strip_chars(" ")


@remembers_empty
def _shortened(few: pl.DataFrame) -> pl.DataFrame:
    """Leave out what is no part of a firm's own name: `stated` without its state, `alone` without partners."""
    short = _or_before(pl.col("line").str.replace(_ALIAS, ""), pl.col("line"))
    few = few.with_columns(short=short).with_columns(
        short=_or_before(pl.col("short").str.replace_all(r"\([^()]*\)?", " "), pl.col("short"))
    )
    few = few.with_columns(stated=_tidied(few["short"].str.replace_all(_STATE, " ")).str.strip_chars(" ,;-–"))
    return few.with_columns(alone=_tidied(few["stated"].str.replace_all(_PARTNERS, "${1} ")))


@cache
def _busy() -> str:
    """A pattern of the names of which a part may have to leave the key."""
    words = (
        "di|e|ed|c|in|anche|brevemente|siglabile|enunciabile|soggetta|sogg|denominat[ao]|non|vedi|socio|unico|"
        "unip|unipers|unipersonale|fallimento|filiale|fil"
    )
    return rf"(?i)[(&{MARK}]|\b(?:{words})\b"


def _or_before(after: pl.Expr, before: pl.Expr) -> pl.Expr:
    """What is left of a name, unless next to nothing is."""
    return pl.when(after.str.contains(r"[\p{L}0-9].*[\p{L}0-9]")).then(after).otherwise(before)


@cache
def _kind_words() -> str:
    """One pattern of the words of a kind; `E` says what `&` says."""
    return rf"^(?:IMPRESA|IMPR)\b|\b(?:{'|'.join(_KIND_WORDS)}|E|ED)\b"


def _owners(cells: pl.DataFrame) -> pl.DataFrame:
    """The owners behind the last `di`: `at`, `titolare` and the `sign`, which is what the key is made of.

    A person with a given name is an owner; so is whoever stands behind the form of a partnership or before
    `& C.`. `COMUNE DI MILANO` has none.
    """
    few = cells.filter(pl.col("alone").str.contains(r"(?i) di \p{L}"))
    line = pl.col("alone").str.replace_all(rf"[ ,\-–]*{MARK}", " ").str.replace_all(" {2,}", " ").str.strip_chars(" ")
    partners = pl.col("alone") != pl.col("stated")
    few = few.select(
        "at",
        line=line,
        formed=pl.col("forma_giuridica").is_not_null(),
        firm=partners | pl.col("forma_giuridica").is_in(_OF_PARTNERS),
    )
    person = pl.col("line").str.extract_groups(_OWNER)
    firm = pl.col("line").str.extract_groups(_OWNER_OF_FIRM)
    few = few.with_columns(
        person=person.struct.field("2"),
        person_sign=person.struct.field("1"),
        firm_owner=firm.struct.field("2"),
        firm_sign=firm.struct.field("1"),
    )
    few = few.with_columns(clear=_is_person(few))
    firm_ok = pl.col("firm").fill_null(value=False) & ~pl.col("firm_owner").str.contains(_SAINTLY)
    few = few.with_columns(
        titolare=pl.when("clear").then("person").when(firm_ok).then("firm_owner"),
        sign=pl.when("clear").then("person_sign").when(firm_ok).then("firm_sign"),
    ).filter(pl.col("titolare").is_not_null())
    sign_words = text.words(pl.col("sign")).str.replace_all(_kind_words(), " ").str.strip_chars(" ")
    few = few.with_columns(sign_words=sign_words, surname=_surnames(few["titolare"]))
    named = pl.concat_str("sign", "surname", separator=" ")
    return few.select("at", "titolare", sign=pl.when(_tells_alone()).then("sign").otherwise(named))


def _tells_alone() -> pl.Expr:
    """Tell signs that say enough without their owner: of three words, or with his surname in them."""
    words = pl.col("sign_words").str.split(" ")
    shared = words.list.set_intersection(pl.col("surname").str.split(" ")).list.len() > 0
    return shared | (words.list.len() >= _TELLING_WORDS)


@remembers_empty
def _surnames(owners: pl.Series) -> pl.Series:
    """The surnames of owners, folded and sorted: what `Rossi Mario` and `Rossi M.` have in common."""
    words = text.words(pl.col("owner")).str.split(" ")
    each = owners.to_frame("owner").with_row_index("at").select("at", word=words).explode("word")
    surname = (pl.col("word").str.len_bytes() >= 3) & ~is_given_name(pl.col("word"))
    chosen = pl.when(surname.any()).then(pl.col("word").filter(surname).sort().str.join(" "))
    found = each.group_by("at", maintain_order=True).agg(one=chosen.otherwise(pl.col("word").sort().str.join(" ")))
    return found["one"]


@remembers_empty
def _is_person(few: pl.DataFrame) -> pl.Series:
    """Tell which may-be owners are clearly persons."""
    words = few.select("at", word=pl.col("person").str.split(" ")).explode("word")
    known = words.filter(is_given_name(text.key(pl.col("word"))))["at"].unique()
    place = text.key(pl.col("person")).is_in(_towns().implode())
    clear = pl.col("at").is_in(known.implode()) & ~place & ~pl.col("person").str.contains(_SAINTLY)
    clear &= ~pl.col("person").str.contains(_SMALL_WITHIN) & ~pl.col("person_sign").str.contains(_PUBLIC)
    # The body of another form (ASSOCIAZIONE, S.r.l.) belongs to nobody.
    clear &= ~pl.col("formed") | pl.col("firm")
    return few.select(clear.fill_null(value=False)).to_series()


@cache
def _towns() -> pl.Series:
    """The keys of the towns whose name could be a person's: REGGIO EMILIA."""
    names = table("comuni").select(key=text.key(pl.col("nome"))).to_series()
    return names.append(pl.Series(["REGGIOEMILIA", "REGGIOCALABRIA"])).unique()


def has_form_or_state(typed: pl.Expr) -> pl.Expr:
    """Tell names with a legal form, a state of companies or partners in them."""
    return legal_form.contains_form(typed) | typed.str.contains(_STATE) | typed.str.contains(_PARTNERS_SIGN)
