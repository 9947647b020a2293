"""The words and signs by which a line of an address is taken apart, as patterns.

Types of street and their abbreviations are in `street_table`; here is what stands beside and behind a street.
"""

from __future__ import annotations

_ONE_LABEL = r"\b(?:n\.?\s?civ(?:ico)?|n\.?ro|n\.?\s?c\.|nr|nn|no\.|num(?:ero)?|n|civ(?:ico)?)[\s.:°º]*|[#°º]"
_LABELS = rf"(?:{_ONE_LABEL})*"
LABEL = rf"(?i)^(?:[\s,;.:(-]*(?:{_ONE_LABEL}))+"
"""What stands before a house number: `n.`, `civ.`."""
NO_NUMBER = (
    r"(?:s\s?[./]?\s?n\.?(?:\s?c)?\b\.?|senza\s+(?:numero|n\.?|civico)(?:\s+civico)?|"
    r"privo di numero(?: civico)?)"
)
"""What says that a house has no number: `snc`, `s.n.`, `senza numero civico`."""
STREET_AND_NUMBER = rf"(?i)^(.*?)[\s,;-]*(?:[\s,;(-]{_LABELS}({NO_NUMBER}.*)|{_LABELS}([0-9].*))$"
"""A street as far as its first digit or what says that there is none, and the rest."""
PLAIN_STREET = r"^\p{L}[\p{L}'. ]*$"
# What stands beside a street tells itself by these words.
BUSY = (
    r"(?i)\s(?:fraz|loc)\.|"
    r"\s(?:presso|km|casella|box|c\.?p|cap|fr|fraz|frazione|loc|localit[àa]'?|c\.da|int|interno|sc|scala|piano|ed|"
    r"edificio|lotto|pal|palazzina|snc|zona|z|centro|angolo|ang|condominio|cond|ss|sp|sr|n|nr|num|"
    r"fabbricato|fabbr|capannone|padiglione|app|appartamento|isolato|fermo|c\.c|z\.i|z\.a|s\.n\.c|s\.n|"
    r"via|viale|v\.le|piazza|p\.zza|corso|c\.so|strada|largo|vicolo)\.?(?:\s|$)|"
    r"^(?:s\.?\s?[spr]\.?|(?:strada|str\.?|s\.da) (?:prov|stat|reg)\S*|statale|provinciale|"
    r"regionale|casella\b.*|c\.?p\.?|presso|fermo|int|interno|km|snc|s\.n\.?c?|sc)$|\.$|"
    r"(?:^|[\s.'])\p{L}{1,2}$|\s(?:alt|altezza|fronte|pressi|vicino|dietro|adiacente|lotti|bl)(?:[\s.]|$)|"
    r"\s(?:al|del|dal|dei|degli|delle|papa giovanni)$|\s'$"
)
TYPES = (
    r"via|viale|v\.?le|piazza|p\.?zza|p\.za|piazzale|p\.?le|corso|c\.?so|largo|l\.?go|vicolo|vico|strada|str\.|"
    r"contrada|lungomare|traversa|rue|s\.?s\.?\s?[0-9]|s\.?p\.?\s?[0-9]"
)
LOCALITIES = (
    r"fraz(?:ione)?|fraz\.ne|loc(?:alit[àa]'?)?|loc\.t[àa]'?|c\.da|c/da|contrada|borgata|b\.ta|zona ind\S*|zona art\S*|"
    r"z\.\s?i\b|z\.\s?ind\S*|villaggio|quartiere|rione"
)
_MONTHS = (
    r"gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|sett?|nov|apr|giu|"
    r"mag"
)
_ROADS = r"statale|provinciale|regionale|stat\.|prov\.(?:le)?|reg\."
NAMED = "\ue000"
"""A mark on either side of digits that are part of a name."""
OF_NAMES = [
    # State roads, dates, ordinals, and what an article stands before.
    rf"(?i)((?:(?:^|[\s|,(])(?:s\.?\s?[spr]\.?|(?:strada|str\.?|s\.da)\s(?:{_ROADS}))|^(?:{_ROADS}))"
    r"\s*(?:n[.°º]*\s*)?)([0-9]+)",
    rf"(?i)()([0-9]{{1,2}}\s?(?:[°º^ª']|o\b)?\s*(?:{_MONTHS})\b(?:\s(?:18|19|20)[0-9]{{2}}\b)?)",
    # Via Ragazzi del '99, Via Moti del 1821: years.
    r"(?i)((?:^|[\s.])'\s?)([0-9]{2}(?:\s?[-/]\s?'[0-9]{2})?\b)",
    r"(?i)(\s(?:del|dal|nel)\s)((?:1[0-9]|20)[0-9]{2}\b)",
    r"(?i)(\s(?:ragazzi|caduti|martiri|bersaglieri|fanti|alpini|reduci|moti|leva|classe)\s(?:del|dal|nel)\s)([0-9]{2}\b)",
    r"(?i)(^|[\s|,])([0-9]{1,3}(?:\s?[°º^ª]|a)\s*(?:trav|strada|vico|via|str\.|piazza|vicinale|traversa))",
    r"(?i)(\b(?:trav\S*|traversa)\s)([0-9]{1,2}[°º^ª])",
    r"(?i)(\s(?:dei|degli|delle|papa giovanni)\s)([0-9]+)",
    r"(?i)(^(?:via|viale|v\.le|piazza|p\.zza|corso|vicolo|largo|strada)\s)([0-9]+\s+\p{L}{4,}[^0-9]*)",
    # Isola G1, Raccordo A3; N3 is a house.
    r"(?i)(^|[\s.])([a-mo-z]{1,2}[0-9]{1,3}\b)",
]
_BEFORE = f"(?:[^0-9{NAMED}]|{NAMED}[^{NAMED}]*{NAMED})*?"
NAMED_STREET_AND_NUMBER = (
    rf"(?i)^({_BEFORE})[\s,;|-]*(?:[\s,;|-]{_LABELS}({NO_NUMBER}(?:[\s,;|-].*)?)|{_LABELS}([0-9].*))$"
)
"""The same where the digits of names are marked."""
BOX = (
    r"(?i)^(.*?)\b(?:casella postale|cas\.?\s?pos(?:t(?:ale)?)?\.?|c\.\s?p\.?|cp|p\.?\s?o\.?\s?box|postfach)\s*"
    r"(?:n[.°º]*\s*)?([0-9]{1,4})\b(.*)$"
)
CARE_OF = (
    r"(?i)^(.*?)(?:^|[\s,|;-])(?:c/o|c\.o\.|p/o|presso)[\s.:]+([^|,;]+?)((?:\s*[|,;]|\s-\s|"
    rf"\s(?:{TYPES})[\s.]).*)?$"
)
# The country of nearly all: behind a sign or, where a CAP stands before, behind the city. Via Italia is a street.
ITALY = (
    r"(?i)^(?:(?P<signed>.*?)\s*(?:[,;|]|\s[-–]|\s[(]|\))[\s,;|(.-]*(?:italia|italy|itália|italien|italie|it)|"
    r"(?P<capped>.*\b[0-9]{5}\b.*?)[\s,;|(.-]+(?:italia|italy|it|i)|"
    r"(?P<numbered>.*\p{L}{2}.*[0-9](?:\s?/?\s?[a-z])?)\s+(?:italia|italy))[\s|).,;]*$"
)
# Of these the number is no house's, unless the street is called so (Via del Lotto).
UNIT_ALONE = (
    r"(?i)^([^0-9]*?(?:\S+\s+(?:[^\sd]|d[^eio])\S+|z\.?\s?[ia]\.?|zona\s\S+))[\s,;-]+"
    r"((?:int|interno|palazzina|lotto|lotti|edificio|edif|fabbricato|fabbr|capannone|padiglione|pal|app|appartamento|"
    r"isolato)\.?\s*(?:n[.°º]*\s*)?(?:[0-9]|[a-z]\b)[^|]*)(.*)$"
)
# What is next to a house, and what no street is called.
NEARBY = (
    r"(?i)\b(?:int|sc|pal|ed|edif|fabbr|app|lotti|bl|is|isol|alt|altezza|fronte|pressi|vicino|dietro|adiacente|"
    r"al|del|dal|dello|alla|della)$"
)
NO_STREET = r"(?i)^(?:int|interno|sc\.|app|appartamento|s\.?n\.?c\.?)(?:[\s.]|$)"
# Types of what may stand beside a street.
NO_STREETS = ["Borgo", "Parco", "Residence", "Residenza", "Complesso", "Villa", "Castello", "Stazione"]
SIGN = r"[,|;]|\s[-–]\s?|\s?[-–]\s"
"""What parts the segments of a line."""
