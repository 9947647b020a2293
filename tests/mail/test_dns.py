"""Whether domains take mail, asked of a real DNS server on loopback."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import time
from pathlib import Path

import polars as pl
import pytest

import italclean as ic
from italclean.errors import BadResolver, CacheUnusable, ResolverSilent
from italclean.mail.dns import OUTCOMES, check_domains
from italclean.settings import Dns
from tests.mail.dns_server import Loopback, Zone

SETTINGS = {"timeout": 0.4, "retries": 1, "concurrency": 50}
EXPECTED = {
    "mx-1.it": "mx",
    "a-1.it": "indirizzo",
    "aaaa-1.it": "indirizzo",
    "null-1.it": "null_mx",  # RFC 7505
    "local-1.it": "null_mx",
    "parked-1.it": "senza_posta",
    "bare-1.it": "senza_posta",
    "nx-1.it": "inesistente",
    "servfail-1.it": "servfail",
    "refused-1.it": "servfail",
    "slow-1.it": "timeout",
    "wrong-1.it": "timeout",  # the answer to another question is none
}


def said(checked: object) -> dict[str, str]:
    return dict(checked.outcomes.iter_rows())  # type: ignore[attr-defined]


def test_every_outcome_is_told_apart() -> None:
    with Loopback(Zone(delay=1)) as server:
        checked = check_domains([*EXPECTED, *EXPECTED], Dns(resolver=server.address, **SETTINGS))
        assert said(checked) == EXPECTED
        assert checked.asked == len(EXPECTED)
        # Once each; what may pass is asked again in a later round.
        passing = {domain for domain, outcome in EXPECTED.items() if OUTCOMES[outcome].passing}
        for domain in EXPECTED:
            assert server.zone.asked[domain] == (2 if domain in passing else 1), domain


def test_a_resolver_that_invents_answers_is_not_believed() -> None:
    with Loopback(Zone(invents=True)) as server:
        found = said(check_domains(["mx-1.it", "a-1.it", "nx-1.it"], Dns(resolver=server.address, **SETTINGS)))
    assert found == {"mx-1.it": "mx", "a-1.it": "indirizzo", "nx-1.it": "inattendibile"}


def test_names_of_other_scripts_are_asked_for_in_ascii() -> None:
    with Loopback(Zone()) as server:
        assert said(check_domains(["città.it"], Dns(resolver=server.address, **SETTINGS)))["città.it"] == "senza_posta"
        assert set(server.zone.asked) == {"xn--citt-3na.it", "italclean-probe.invalid"}


def test_answers_are_kept_and_expire(tmp_path: Path) -> None:
    cache = tmp_path / "deep" / "dns.sqlite"
    domains = ["mx-1.it", "nx-1.it", "servfail-1.it"]
    with Loopback(Zone()) as server:
        settings = Dns(resolver=server.address, cache=cache, **SETTINGS)
        first = check_domains(domains, settings)
        assert (first.asked, check_domains(domains, settings).asked) == (3, 0)
        assert said(first) == said(check_domains(domains, settings))
        assert check_domains([*domains, "a-1.it"], settings).asked == 1
        # After an hour what did not answer is asked again, after its days everything is.
        for age, asked in ((2 * 3600, 1), (31 * 86_400, 3)):
            with sqlite3.connect(cache) as base:
                base.execute("UPDATE domains SET asked = ?", (time.time() - age,))
            assert check_domains(domains, settings).asked == asked


def test_an_interrupted_check_goes_on_where_it_was(tmp_path: Path) -> None:
    domains = [f"mx-{at}.it" for at in range(3000)]
    with Loopback(Zone()) as server:
        settings = Dns(resolver=server.address, cache=tmp_path / "dns.sqlite", timeout=2, concurrency=20)

        def interrupt(settled: int, total: int) -> None:
            if settled > total / 10:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            check_domains(domains, settings, progress=interrupt)
        before = len(server.zone.asked)
        assert 200 < before < 3000
        rest = check_domains(domains, settings)
        assert rest.asked <= 3000 - before + 50
        assert set(said(rest).values()) == {"mx"}
        assert max(server.zone.asked[domain] for domain in domains) <= 2


def test_many_domains_with_slow_and_failing_ones_end_in_the_time_that_the_limits_set() -> None:
    kinds = ["slow", "servfail", *["mx"] * 18]
    domains = [f"{kinds[at % len(kinds)]}-{at}.it" for at in range(1000)]
    with Loopback(Zone(delay=1)) as server:
        found = said(check_domains(domains, Dns(resolver=server.address, timeout=0.5, retries=1, concurrency=50)))
        healthy = [name for name in domains if name.startswith("mx")]
        assert {found[name] for name in healthy} == {"mx"}
        assert {found[name] for name in domains if name.startswith("slow")} == {"timeout"}
        assert max(server.zone.asked[name] for name in healthy) == 1


def test_a_resolver_that_never_answers_is_an_error_and_not_a_verdict() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        settings = Dns(resolver=f"127.0.0.1:{deaf.getsockname()[1]}", timeout=0.1, concurrency=30)
        with pytest.raises(ResolverSilent):
            check_domains([f"mx-{at}.it" for at in range(500)], settings)


@pytest.mark.parametrize("resolver", ["dns.example", "", "127.0.0.1:x", "127.0.0.1:70000", "300.1.1.1", "[::1"])
def test_a_resolver_is_an_address(resolver: str) -> None:
    with pytest.raises(BadResolver):
        _ = Dns(resolver=resolver).address


def test_addresses_of_resolvers() -> None:
    assert Dns(resolver="9.9.9.9").address == ("9.9.9.9", 53)
    assert Dns(resolver="::1").address == ("::1", 53)
    assert Dns(resolver="[::1]:5353").address == ("::1", 5353)
    assert Dns().address is None


def test_a_cache_that_is_none(tmp_path: Path) -> None:
    wrong = tmp_path / "clienti.csv"
    wrong.write_text("nome,cognome\n" * 100)
    with pytest.raises(CacheUnusable):
        check_domains(["mx-1.it"], Dns(resolver="127.0.0.1:9", cache=wrong))


def test_it_works_where_a_loop_is_already_running() -> None:
    async def in_a_notebook() -> dict[str, str]:
        with Loopback(Zone()) as server:
            return said(check_domains(["mx-1.it"], Dns(resolver=server.address, **SETTINGS)))

    assert asyncio.run(in_a_notebook()) == {"mx-1.it": "mx"}


def test_dead_domains_are_held_and_said() -> None:
    domains = ["mx-1.it", "nx-1.it", "null-1.it", "servfail-1.it", "gmail.it"]
    rows = pl.DataFrame({"Nominativo": ["ROSSI MARIO"] * 5, "Email": [f"mario@{domain}" for domain in domains]})
    with Loopback(Zone()) as server:
        result = ic.clean(rows, dns=Dns(resolver=server.address, **SETTINGS), language="en")
    assert result.cleaned["email"].to_list() == rows["Email"].to_list()
    assert result.cleaned["email_stato"].to_list() == [
        "utilizzabile", "inesistente", "inesistente", "non verificata", "sospesa",
    ]  # fmt: skip
    issues = result.issues.filter(pl.col("role") == "email").select("row", pl.col("issue").cast(pl.String))
    assert issues.rows() == [(2, "email_no_domain"), (3, "email_no_mail"), (5, "email_suspect_domain")]
    assert result.dns is not None
    assert result.dns["asked"] == 5
    assert any("could not tell" in notice.english for notice in result.notices)


def test_without_the_option_nothing_touches_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "sendto", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    rows = pl.DataFrame({"Nominativo": ["ROSSI MARIO"] * 2, "Email": ["mario@gmail.com", "mario@nessuno.example"]})
    assert ic.run(rows).dns is None


def test_addresses_that_come_from_other_columns_are_judged_as_well() -> None:
    rows = pl.DataFrame(
        {
            "Cognome": ["Rossi"] * 4,
            "Email": ["a@mx-1.it; b@nx-1.it", "a@mx-1.it", "", "c@nx-2.it tel 02 55507676"],
            "Telefono": ["", "02 55507676 b@null-1.it", "b@nx-1.it", ""],
            "Codice destinatario": ["", "", "", ""],
        }
    )
    with Loopback(Zone()) as server:
        found = ic.clean(rows, dns=Dns(resolver=server.address, **SETTINGS)).cleaned
    assert found["email_stato"].to_list() == ["utilizzabile", "utilizzabile", "inesistente", "inesistente"]
    assert found["email_2_stato"].to_list() == ["inesistente", "inesistente", None, None]
    assert found["telefono"].to_list() == [None, "+390255507676", None, "+390255507676"]
