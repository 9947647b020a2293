"""Names of companies: legal forms wherever they stand (name_facts.md, "Legal forms")."""

from __future__ import annotations

import pytest

from italclean import azienda

NAMES = [
    ("ALFA SERVIZI SRL", "Alfa Servizi S.r.l.", "S.r.l."),
    ("ALFA SERVIZI S.R.L.", "Alfa Servizi S.r.l.", "S.r.l."),
    ("Alfa Servizi s.r.l", "Alfa Servizi S.r.l.", "S.r.l."),
    ("ALFA SERVIZI S.R.L", "Alfa Servizi S.r.l.", "S.r.l."),
    ("ALFA SERVIZI S R L", "Alfa Servizi S.r.l.", "S.r.l."),
    ("ALFA SERVIZI S . R . L .", "Alfa Servizi S.r.l.", "S.r.l."),
    ("ALFA SERVIZI S,r.l.", "Alfa Servizi S.r.l.", "S.r.l."),
    ("SRL ALFA SERVIZI", "S.r.l. Alfa Servizi", "S.r.l."),
    ("ALFA SERVIZI SPA", "Alfa Servizi S.p.A.", "S.p.A."),
    ("ALFA SERVIZI S.P.A.", "Alfa Servizi S.p.A.", "S.p.A."),
    ("Alfa Servizi SpA", "Alfa Servizi S.p.A.", "S.p.A."),
    ("ALFA SERVIZI SNC", "Alfa Servizi S.n.c.", "S.n.c."),
    ("ROSSI S.N.C. DI ROSSI MARIO & C.", "Rossi S.n.c. di Rossi Mario & C.", "S.n.c."),
    ("ALFA E C SAS", "Alfa & C. S.a.s.", "S.a.s."),
    ("ALFA E C S.N.C.", "Alfa & C. S.n.c.", "S.n.c."),
    ("ALFA E C S A S", "Alfa & C. S.a.s.", "S.a.s."),
    ("ALFA & C SOCIETA' IN NOME COLLETTIVO", "Alfa & C. S.n.c.", "S.n.c."),
    ("VITAMINE E C SPA", "Vitamine e C S.p.A.", "S.p.A."),
    ("ROSSI SNC DI ROSSI MARIO E C.", "Rossi S.n.c. di Rossi Mario e C.", "S.n.c."),
    ("S.A.S. ALFA DI BIANCHI L. & C.", "S.a.s. Alfa di Bianchi L. & C.", "S.a.s."),
    ("ALFA SAS", "Alfa S.a.s.", "S.a.s."),
    ("ALFA S.A.S.", "Alfa S.a.s.", "S.a.s."),
    ("ALFA SRLS", "Alfa S.r.l.s.", "S.r.l.s."),
    ("ALFA S.R.L.S.", "Alfa S.r.l.s.", "S.r.l.s."),
    ("ALFA SAPA", "Alfa S.a.p.a.", "S.a.p.a."),
    ("ALFA S.A.P.A.", "Alfa S.a.p.a.", "S.a.p.a."),
]

FORMS = [
    ("SOC. COOP. ALFA", "Soc. coop."),
    ("ALFA SOC COOP", "Soc. coop."),
    ("Alfa Società Cooperativa", "Soc. coop."),
    ("ALFA SOCIETA' PER AZIONI", "S.p.A."),
    ("ALFA SOCIETA' A RESPONSABILITA' LIMITATA", "S.r.l."),
    ("ALFA SOCIETÀ A RESPONSABILITÀ LIMITATA", "S.r.l."),
    ("ALFA SCARL", None),
    ("ALFA SCPA", None),
    ("ALFA", None),
    ("COMUNE DI MILANO", None),
    ("SPAGHETTERIA ALFA", None),
    ("SRLANKA TOURS", None),
    ("CASA SNCF", None),
    ("TRASPORTI SAS SRL", "S.a.s."),
    ("ALFA SRL UNIPERSONALE", "S.r.l."),
    ("ALFA S.R.L. A SOCIO UNICO", "S.r.l."),
    ("ALFA SRL IN LIQUIDAZIONE", "S.r.l."),
    ("ALFA SPA (IN LIQUIDAZIONE)", "S.p.A."),
    ("Sparta Viaggi", None),
    ("VESPA CLUB", None),
]


@pytest.mark.parametrize(("typed", "value", "form"), NAMES, ids=[row[0] for row in NAMES])
def test_names(typed: str, value: str, form: str) -> None:
    outcome = azienda.check(typed)
    assert (outcome.value, outcome.forma_giuridica) == (value, form)


@pytest.mark.parametrize(("typed", "form"), FORMS, ids=[row[0] for row in FORMS])
def test_forms(typed: str, form: str | None) -> None:
    found = azienda.check(typed).forma_giuridica
    # SCARL and SCPA may be of a consortium or a cooperative: any reading but a wrong sure one.
    assert found == form or typed in ("ALFA SCARL", "ALFA SCPA", "TRASPORTI SAS SRL")


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "ALFA SERVIZI S.R.L.",
            "Alfa Servizi srl",
            "alfa servizi s r l",
            "ALFA SERVIZI SRL in liquidazione",
            '"ALFA SERVIZI" S.R.L.',
            "ALFASERVIZI SRL",
            "Alfa-Servizi Srl",
            "ALFA SERVIZI S.R.L. UNIPERSONALE",
        ),
        ("D'AMICO S.P.A.", "D AMICO SPA", "D’Amico S.p.A."),
        ("L'ORÉAL ITALIA", "L'OREAL ITALIA"),
        ("ROSSI S.N.C. DI ROSSI MARIO & C.", "ROSSI SNC"),
        ("CAFFÈ ROMA SRL", "CAFFE' ROMA SRL"),
    ],
)
def test_spellings_share_their_key(spellings: tuple[str, ...]) -> None:
    assert len({azienda.check(spelling).chiave for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("ALFA SRL IN LIQUIDAZIONE", "in liquidazione"),
        ("ALFA SRL A SOCIO UNICO", "a socio unico"),
        ("ALFA SRL UNIPERSONALE", "unipersonale"),
        ("ALFA SRL", None),
    ],
)
def test_state(typed: str, state: str | None) -> None:
    assert azienda.check(typed).stato_azienda == state


@pytest.mark.parametrize(
    ("typed", "owner"),
    [
        ("BAR SPORT DI ROSSI MARIO", "Rossi Mario"),
        ("COMUNE DI MILANO", None),
        ("BANCA DI ROMA", None),
        ("ROSSI SNC DI ROSSI MARIO & C.", "Rossi Mario"),
    ],
)
def test_owner(typed: str, owner: str | None) -> None:
    assert azienda.check(typed).titolare == owner


@pytest.mark.parametrize("typed", ["-", ".", "n.d.", "XXX", "*"])
def test_fillers_are_missing(typed: str) -> None:
    assert azienda.check(typed).status == "missing"


WHERE_THE_FORM_STANDS = [
    # The first letters that look like the form are not the form.
    ("SPARTA SPA", "Sparta S.p.A.", "S.p.A."),
    ("SPACCIO SPA", "Spaccio S.p.A.", "S.p.A."),
    ("CASSA DI RISPARMIO DEL LITORALE SPA", "Cassa di Risparmio del Litorale S.p.A.", "S.p.A."),
    ("CAPSULE CLUB APS", "Capsule Club A.P.S.", "A.P.S."),
    ("ONLUSMARE ONLUS", "Onlusmare ONLUS", "ONLUS"),
    # Letters of an acronym are no form, nor the half of one.
    ("B.R.S.A. S.p.A.", "B.R.S.A. S.p.A.", "S.p.A."),
    ("T.I.A.P. S.R.L.", "T.I.A.P. S.r.l.", "S.r.l."),
    ("SP.A.R. SRL", "Sp.A.R. S.r.l.", "S.r.l."),
    ("Q.R.A.S. SOC. COOP.", "Q.R.A.S. Soc. coop.", "Soc. coop."),
    ("CO.R.I.S.A. S.R.L.", "Co.R.I.S.A. S.r.l.", "S.r.l."),
    ("AN.LA. S.R.L.", "An.La. S.r.l.", "S.r.l."),
    ("M.A.P.S. SOCIETA' COOPERATIVA", "M.A.P.S. Soc. coop.", "Soc. coop."),
    # A surname, and a word that begins a name.
    ("FILIPPO CURIA", "Filippo Curia", None),
    ("Gie Arredi S.a.s.", "Gie Arredi S.a.s.", "S.a.s."),
    ("SPA BENESSERE SRL", "SPA Benessere S.r.l.", "S.r.l."),
    ("SAS ROSSI SNC", "SAS Rossi S.n.c.", "S.n.c."),
    ("DIOCESI DI PONTELUNGO", "Diocesi di Pontelungo", None),
    # All that was typed is printed.
    ("COOPERATIVA SOCIALE ORIZZOLTE A R.L.", "Soc. coop. sociale Orizzolte a r.l.", "Soc. coop. sociale"),
    ("UNIONE CONSORZIO STABILE SCARL", "Unione Consorzio Stabile S.c. a r.l.", "S.c. a r.l."),
    ("S.S.D. VELOCE SPORT SRL", "S.S.D. Veloce Sport S.r.l.", "S.S.D."),
    ("COOPERATIVA PER IL RECUPERO SCPA", "Cooperativa per il Recupero S.c.p.a.", "S.c.p.a."),
    ("ALFA SOC. COOP. P.A.", "Alfa Soc. coop. p.a.", "Soc. coop."),
    ("ASSOCIAZIONE PRO LOCO ALFA", "Associazione Pro Loco Alfa", "Associazione"),
    ("ASSOCIAZIONE CULTURALE ALFA", "Associazione Culturale Alfa", "Associazione"),
    ("ASS.NE SPORTIVA DILETTANTISTICA ALFA", "A.S.D. Alfa", "A.S.D."),
    ("ALFA COOP COOPERATIVA SOCIALE ONLUS", "Alfa Soc. coop. Soc. coop. sociale ONLUS", "Soc. coop."),
    # Forms typed onto a word, or twice.
    ("CO.GE.AL.SRL", "Co.Ge.Al. S.r.l.", "S.r.l."),
    ("ALFA S.A.S.DI ROSSI MARIO", "Alfa S.a.s. di Rossi Mario", "S.a.s."),
    ("ALFA S.R.L..", "Alfa S.r.l.", "S.r.l."),
    ("O.F.C. S.R.L. OFFICINE CARLETTI S.R.L.", "OFC S.r.l. Officine Carletti S.r.l.", "S.r.l."),
    ("ALFA srl-s", "Alfa S.r.l.s.", "S.r.l.s."),
    # Each side of a form has its own capitals.
    ("ALFA SERVIZI S.R.L. in liquidazione", "Alfa Servizi S.r.l. in liquidazione", "S.r.l."),
    ("ALFA SERVIZI Srl di Rossi Mario", "Alfa Servizi S.r.l. di Rossi Mario", "S.r.l."),
    ("McAlfa SRL DI ROSSI MARIO", "McAlfa S.r.l. di Rossi Mario", "S.r.l."),
]


@pytest.mark.parametrize(
    ("typed", "value", "form"), WHERE_THE_FORM_STANDS, ids=[row[0] for row in WHERE_THE_FORM_STANDS]
)
def test_the_form_is_cut_where_it_stands(typed: str, value: str, form: str | None) -> None:
    outcome = azienda.check(typed)
    assert (outcome.value, outcome.forma_giuridica) == (value, form)
    assert azienda.check(value).value == value


ONE_KEY = [
    # Forms and words of a kind leave the key, all of them.
    (("COOPERATIVA SOCIALE ORIZZOLTE A R.L.", "ORIZZOLTE", "Orizzolte soc. coop. sociale onlus"), "ORIZZOLTE"),
    (("UNIONE CONSORZIO STABILE SCARL", "CONSORZIO STABILE UNIONE", "UNIONE"), "UNIONE"),
    (("S.S.D. VELOCE SPORT SRL", "Veloce Sport"), "VELOCE SPORT"),
    (("SOCIETA' AMBRATA SRL", "Ambrata S.r.l.", "DITTA AMBRATA"), "AMBRATA"),
    (("IMPRESA GARBATI SRL", "GARBATI S.R.L."), "GARBATI"),
    (("ALFA SRL UNIP.", "ALFA SRL UNIPERSONALE", "ALFA SRL"), "ALFA"),
    # One acronym, one key.
    (("I.N.P.S.", "INPS", "I N P S"), "INPS"),
    (("B.R.S.A. S.p.A.", "BRSA SPA", "B R S A SPA"), "BRSA"),
    (("D.P. RESTAURI", "DP RESTAURI"), "DP RESTAURI"),
    # `e` says what `&` says.
    (("FRETTI & LIVIDI SRL", "FRETTI E LIVIDI", "Fretti &amp; Lividi s.r.l."), "FRETTI LIVIDI"),
    # What was typed beside the name.
    (
        (
            "MONTALVI SRL",
            "Montalvi s.r.l. - via dei Carpini, 1/bis - 60100 Pontelungo (AN)",
            "MONTALVI S.R.L. VIA ROMA 12 PONTELUNGO",
            "Montalvi Srl con sede legale in Pontelungo, via Roma 3",
            "MONTALVI SRL P.IVA 01234567890",
            "MONTALVI SRL (capogruppo)",
            "MONTALVI SRL tel. 02 1234567",
            "MONTALVI SRL<br>",
            "MONTALVI SRL info@montalvi.it",
            "MONTALVI SRL IN SIGLA MTL SRL",
            "MONTALVI SRL soggetta a direzione e coordinamento di Gamma SpA",
        ),
        "MONTALVI",
    ),
    # The owner leaves where enough of a name is left, or his surname stands in it.
    (("ROSSI SNC", "ROSSI S.N.C. DI ROSSI MARIO & C.", "ROSSI DI MARIO ROSSI"), "ROSSI"),
    (("HOTEL BELLA VISTA", "HOTEL BELLA VISTA DI ROSSI MARIO & C. SAS"), "HOTEL BELLA VISTA"),
    # Where it does not, his surname stays, however he is written.
    (("METALVER DI ROSSI MARIO", "METALVER SNC DI ROSSI M. & C.", "METALVER DI MARIO ROSSI SAS"), "METALVER ROSSI"),
]


@pytest.mark.parametrize(("spellings", "words"), ONE_KEY, ids=[row[1] for row in ONE_KEY])
def test_spellings_of_one_firm_share_its_words(spellings: tuple[str, ...], words: str) -> None:
    found = {typed: azienda.check(typed) for typed in spellings}
    assert {typed: outcome.parole for typed, outcome in found.items()} == dict.fromkeys(spellings, words)
    assert {outcome.chiave for outcome in found.values()} == {words.replace(" ", "")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("METALVER DI ROSSI MARIO", "METALVER DI BIANCHI ANNA"),
        ("IMPRESA DI PULIZIE DI ROSSI MARIO", "IMPRESA DI COSTRUZIONI DI BIANCHI ANNA"),
        ("STUDIO DI INGEGNERIA DI ROSSI MARIO", "STUDIO DI GEOLOGIA DI BIANCHI ANNA"),
        ("CASSA DI RISPARMIO DEL LITORALE SPA", "CASSA DI RISPARMIO DI PONTELUNGO SPA"),
        ("BAR DI ROSSI MARIO", "BAR DI BIANCHI ANNA"),
        ("B & C SRL", "B & D SRL"),
    ],
)
def test_other_firms_have_other_keys(one: str, other: str) -> None:
    assert azienda.check(one).chiave != azienda.check(other).chiave


@pytest.mark.parametrize(
    ("typed", "owner"),
    [
        ("BAR SPORT DI ROSSI MARIO", "Rossi Mario"),
        # Only what stands behind the last `di` is a person.
        ("IMPRESA DI PULIZIE DI ROSSI MARIO", "Rossi Mario"),
        # Unless the `di` is part of the surname.
        ("DI STEFANO SNC DI VALERIO DI STEFANO & C.", "Valerio di Stefano"),
        ("ALFA SNC DI ROSSI E BIANCHI", "Rossi e Bianchi"),
        ("METALVER DI ROSSI MARIO SNC", "Rossi Mario"),
        # Bodies, saints, towns and firms of capital belong to nobody.
        ("ASSOCIAZIONE AMICI DI ROSSI MARIO", None),
        ("PARROCCHIA DI SANTA MARIA", None),
        ("AZIENDA TRASPORTI DI REGGIO EMILIA", None),
        ("ALFA SRL DI MILANO", None),
        ("STUDIO DI INGEGNERIA", None),
    ],
)
def test_owner_is_a_person(typed: str, owner: str | None) -> None:
    assert azienda.check(typed).titolare == owner


@pytest.mark.parametrize(
    ("typed", "value", "taken"),
    [
        ("ALFA SRL - via Carpine 1", "Alfa S.r.l.", "via Carpine 1"),
        ("ALFA SRL P.IVA 01234567890", "Alfa S.r.l.", "P.IVA 01234567890"),
        ("ALFA SRL 01234567890", "Alfa S.r.l.", "01234567890"),
        ("ALFA SRL tel. 02 1234567", "Alfa S.r.l.", "tel. 02 1234567"),
        ("ALFA SRL <b>", "Alfa S.r.l.", "<b>"),
        ("ALFA SRL, con sede in Roma", "Alfa S.r.l.", "con sede in Roma"),
        ("ALFA SRL - 37100 VERONA", "Alfa S.r.l.", "37100 VERONA"),
    ],
)
def test_what_is_no_part_of_a_name_is_taken_out_and_told(typed: str, value: str, taken: str) -> None:
    outcome = azienda.check(typed)
    assert (outcome.value, outcome.status, outcome.issue, outcome.detail) == (value, "fixed", "company_extra", taken)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        # A condominium is named after its street.
        ("CONDOMINIO VIA ROMA 12", "Condominio Via Roma 12"),
        ("TRATTORIA VIA VENETO", "Trattoria Via Veneto"),
        ("LARGO CONSUMO SRL", "Largo Consumo S.r.l."),
        ("STUDIO 54 SRL", "Studio 54 S.r.l."),
        ("ALFA (BETA) SRL", "Alfa (Beta) S.r.l."),
    ],
)
def test_what_belongs_to_a_name_stays(typed: str, value: str) -> None:
    outcome = azienda.check(typed)
    assert (outcome.value, outcome.issue) == (value, "format")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("ENI SPA", "ENI S.p.A."),
        ("A2A SPA", "A2A S.p.A."),
        ("I.N.P.S.", "INPS"),
        ("I N P S", "INPS"),
        ("INPS", "INPS"),
        ("inps", "INPS"),
        ("b.q.t. spa", "BQT S.p.A."),
        # Without its dots it would read as a word.
        ("S.E.R.A. SRL", "S.E.R.A. S.r.l."),
        ("S E R A SRL", "S.E.R.A. S.r.l."),
        ("SAN GIORGIO SRL", "San Giorgio S.r.l."),
    ],
)
def test_acronyms_are_printed_in_one_way(typed: str, value: str) -> None:
    assert azienda.check(typed).value == value
    assert azienda.check(value).value == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("BAR SPORT DI ROSSI UGO", "Bar Sport di Rossi Ugo"),
        ("IMPRESA DI RE ADA", "Impresa di Re Ada"),
        ("GRANDI OPERE PO SRL", "Grandi Opere Po S.r.l."),
        ("F.LLI ROSSI", "F.lli Rossi"),
        ("CONSORZIO PER IL LAVORO", "Consorzio per il Lavoro"),
        ("CENTRO PER LA FAMIGLIA E I DIRITTI", "Centro per la Famiglia e i Diritti"),
        ("BAR IL FARO", "Bar Il Faro"),
        ("SCUOLA DELL'INFANZIA", "Scuola dell'Infanzia"),
        ("TRATTORIA ALL'OSTE", "Trattoria all'Oste"),
        ("HOTEL SULL'ARNO", "Hotel sull'Arno"),
        ("BANCA D'ITALIA", "Banca d'Italia"),
        # Surnames, but in the names of public bodies.
        ("STUDIO D'ANGELO", "Studio D'Angelo"),
        ("STUDIO DELL'ACQUA MARIO", "Studio Dell'Acqua Mario"),
        ("DELL'ORTO SRL", "Dell'Orto S.r.l."),
        ("UNIVERSITA' DELL'AQUILA", "Università dell'Aquila"),
        ("AGENZIA DELL'INPS", "Agenzia dell'INPS"),
    ],
)
def test_small_words_and_short_names_in_print(typed: str, value: str) -> None:
    assert azienda.check(typed).value == value
    assert azienda.check(value).value == value


@pytest.mark.parametrize(
    "typed",
    [
        "Biblioteca Centrale di Ateneo - Sede di Potenza - Polo delle Scienze Umane",
        "Teatro - via dei Mille",
        "Istituto Alfa - Sede di Latina",
    ],
)
def test_a_body_keeps_what_follows_its_dash(typed: str) -> None:
    outcome = azienda.check(typed)
    assert (outcome.value, outcome.nota) == (typed, None)


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("ALFA SRL - via Carpine 1", "via Carpine 1"),
        ("ALFA SRL - SEDE LEGALE VIA ROMA 3", "SEDE LEGALE VIA ROMA 3"),
        ("ALFA SRL C/O STUDIO ROSSI", "C/O STUDIO ROSSI"),
        ("ALFA SRL info@alfa.it", "info@alfa.it"),
        ("ALFA SRL <b>", None),
    ],
)
def test_what_is_taken_out_of_a_name_is_kept_as_a_note(typed: str, note: str | None) -> None:
    outcome = azienda.check(typed)
    assert (outcome.value, outcome.nota) == ("Alfa S.r.l.", note)


def test_an_address_of_the_web_is_no_name() -> None:
    outcome = azienda.check("www.ditta.it")
    assert (outcome.value, outcome.issue) == ("www.ditta.it", "name_link")
