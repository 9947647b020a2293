"""Deliverability: whether the domains of e-mail addresses take mail, asked of the DNS.

    >>> from italclean.mail.dns import OUTCOMES
    >>> OUTCOMES["null_mx"].takes_mail
    False

The only part of italclean that uses the network, and only when asked to: it sends names of domains to a resolver,
never an address. Each domain is asked for once; what could not be answered is asked again in a later round, so that
slow domains do not hold up the others. Answers are kept in a cache on disk as they come: an interrupted check goes on
where it was.

Source: RFC 5321 section 5.1 (MX, without one the address itself), RFC 7505 (null MX), RFC 6761 (`.invalid` does not
exist: a resolver that finds something there invents answers).
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import polars as pl

from italclean.core.late import library
from italclean.errors import CacheUnusable, ItalcleanError, ResolverSilent
from italclean.messages.text import said
from italclean.settings import Dns

if TYPE_CHECKING:
    import dns.asyncresolver
    import dns.name

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an outcome says: whether mail gets there (None: not known), and whether it may change by itself."""

    takes_mail: bool | None
    passing: bool = False


OUTCOMES = {
    "mx": Meaning(takes_mail=True),
    "indirizzo": Meaning(takes_mail=True),  # no MX, but an address: mail goes there
    "null_mx": Meaning(takes_mail=False),
    "senza_posta": Meaning(takes_mail=False),  # exists, with neither an MX nor an address
    "inesistente": Meaning(takes_mail=False),
    "servfail": Meaning(takes_mail=None, passing=True),
    "timeout": Meaning(takes_mail=None, passing=True),
    "inattendibile": Meaning(takes_mail=None, passing=True),  # the resolver answers so for what does not exist
}
"""Every outcome of a domain, and what it says."""

_PROBE = "italclean-probe.invalid."
_NOWHERE = ("", ".", "@", "localhost", "localhost.localdomain")
_SAVED_EVERY = 0.5
_ENOUGH = 20
_PASSING_FOR = 3600.0
_DAY = 86_400.0
_SCHEMA = "CREATE TABLE IF NOT EXISTS domains (domain TEXT PRIMARY KEY, outcome TEXT NOT NULL, asked REAL NOT NULL)"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the DNS said.

    Attributes:
        outcomes: One row for each domain: `dominio`, `esito` (one of `OUTCOMES`).
        asked: How many domains were asked for; the others were in the cache.
        seconds: How long it took.
    """

    outcomes: pl.DataFrame
    asked: int
    seconds: float

    @property
    def unanswered(self) -> int:
        """Of how many domains nobody knows whether they take mail."""
        unknown = [outcome for outcome, meaning in OUTCOMES.items() if meaning.takes_mail is None]
        return int(self.outcomes["esito"].is_in(unknown).sum())

    def figures(self) -> dict[str, Any]:
        """Return the counts that `run.json` holds."""
        counts = self.outcomes["esito"].value_counts().sort("esito")
        return {
            "domains": self.outcomes.height,
            "asked": self.asked,
            "seconds": round(self.seconds, 3),
            "outcomes": dict(counts.iter_rows()),
        }


def check_domains(domains: Iterable[str], settings: Dns | None = None, *, progress: Progress | None = None) -> Checked:
    """Ask the DNS whether domains take mail.

    Args:
        domains: Their names, in letters of any script; repeated ones are asked for once.
        settings: How to ask.
        progress: Called with how many of the domains are settled and how many there are.

    Raises:
        BadResolver: The resolver is not an address.
        ResolverSilent: Nothing that was asked was answered.
        CacheUnusable: The cache cannot be read or written.
    """
    settings = settings or Dns()
    begun = time.perf_counter()
    wanted = sorted(set(domains))
    with closing(_Cache(settings.cache, settings.max_age)) as cache:
        known = cache.read(wanted)
        missing = [domain for domain in wanted if domain not in known]
        if missing:
            known |= _ask_aside(missing, settings, cache, progress, len(wanted))
    outcomes = pl.DataFrame(
        {"dominio": wanted, "esito": [known[domain] for domain in wanted]},
        schema={"dominio": pl.String, "esito": pl.String},
    )
    return Checked(outcomes, len(missing), time.perf_counter() - begun)


class _Cache:
    """Answers on disk; without a file, none."""

    def __init__(self, path: Path | None, max_age: float) -> None:
        self._path, self._max_age = path, max_age
        self._base: sqlite3.Connection | None = None
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                # Opened here, written to by the thread that asks.
                self._base = sqlite3.connect(path, check_same_thread=False)
                self._base.execute(_SCHEMA)
            except (sqlite3.Error, OSError) as error:
                raise CacheUnusable(path=path, reason=error) from None

    def read(self, wanted: Sequence[str]) -> dict[str, str]:
        if self._base is None:
            return {}
        now = time.time()
        names = set(wanted)
        try:
            rows = self._base.execute("SELECT domain, outcome, asked FROM domains").fetchall()
        except sqlite3.Error as error:
            raise CacheUnusable(path=self._path, reason=error) from None
        return {
            domain: outcome
            for domain, outcome, asked in rows
            if domain in names
            and outcome in OUTCOMES
            and 0 <= now - asked < (_PASSING_FOR if OUTCOMES[outcome].passing else self._max_age * _DAY)
        }

    def write(self, answers: dict[str, str]) -> None:
        if self._base is None or not answers:
            return
        now = time.time()
        try:
            with self._base:
                self._base.executemany(
                    "INSERT OR REPLACE INTO domains VALUES (?, ?, ?)",
                    [(domain, outcome, now) for domain, outcome in answers.items()],
                )
        except sqlite3.Error as error:
            raise CacheUnusable(path=self._path, reason=error) from None

    def close(self) -> None:
        if self._base is not None:
            self._base.close()


def _ask_aside(
    domains: Sequence[str], settings: Dns, cache: _Cache, progress: Progress | None, total: int
) -> dict[str, str]:
    """Ask in a thread with an event loop of its own: a notebook's is already running."""
    inquiry = _Inquiry(settings, cache)
    with ThreadPoolExecutor(max_workers=1) as pool:
        answer: Future[dict[str, str]] = pool.submit(library("asyncio").run, inquiry.all(domains))
        try:
            while not wait([answer], timeout=_SAVED_EVERY).done:
                if progress:
                    progress(total - len(domains) + inquiry.settled, total)
        finally:
            # Whatever interrupts this: what is under way is finished and kept.
            inquiry.stop.set()
        return answer.result()


class _Inquiry:
    """Asks for many domains, so many at a time, in rounds."""

    def __init__(self, settings: Dns, cache: _Cache) -> None:
        self.stop = Event()
        self._settings, self._cache = settings, cache
        self._resolver = _resolver(settings)
        self._answers: dict[str, str] = {}
        self._unsaved: dict[str, str] = {}
        self._saved_at = time.monotonic()
        # What the resolver finds where nothing is.
        self._invented: frozenset[str] = frozenset()
        self._invented_hosts: frozenset[str] = frozenset()

    @property
    def settled(self) -> int:
        """How many domains have been answered for."""
        return len(self._answers)

    async def all(self, domains: Sequence[str]) -> dict[str, str]:
        """Ask for all of them, and again for those whose outcome may pass."""
        try:
            await self._ask_for_nothing()
            todo = list(domains)
            for last in (*[False] * self._settings.retries, True):
                await self._round(todo, last=last)
                todo = [domain for domain in todo if OUTCOMES[self._answers.get(domain, "timeout")].passing]
                if not todo or self.stop.is_set():
                    break
        finally:
            self._cache.write(self._unsaved)
        return self._answers

    async def _ask_for_nothing(self) -> None:
        import dns.exception

        with suppress(dns.exception.DNSException, OSError):
            self._invented_hosts = _hosts(await self._resolve(_PROBE, "MX"))
        found = await self._addresses(_PROBE)
        self._invented = found if isinstance(found, frozenset) else frozenset()

    async def _round(self, domains: Sequence[str], *, last: bool) -> None:
        waiting = iter(domains)
        failures: list[ItalcleanError] = []

        async def worker() -> None:
            for domain in waiting:
                outcome = await self._ask(domain)
                try:
                    self._note(domain, outcome, last=last)
                except ItalcleanError as error:
                    failures.append(error)
                    self.stop.set()
                if self.stop.is_set():
                    return

        await library("asyncio").gather(*(worker() for _ in range(min(self._settings.concurrency, len(domains)))))
        if failures:
            raise failures[0]
        if len(domains) >= _ENOUGH and all(
            OUTCOMES[self._answers.get(domain, "timeout")].passing for domain in domains
        ):
            self._refuse(first=len(domains) == len(self._answers))

    def _note(self, domain: str, outcome: str, *, last: bool) -> None:
        self._answers[domain] = outcome
        if last or not OUTCOMES[outcome].passing:
            self._unsaved[domain] = outcome
        if len(self._answers) == 2 * self._settings.concurrency and set(self._answers.values()) <= {"timeout"}:
            self._refuse(first=True)
        now = time.monotonic()
        if now - self._saved_at > _SAVED_EVERY:
            self._cache.write(self._unsaved)
            self._unsaved, self._saved_at = {}, now

    def _refuse(self, *, first: bool) -> None:
        """Give up where the first round had no answer at all: that is the resolver's silence, not the domains'."""
        if first:
            self._unsaved = {}
            asked = len(self._answers)
            raise ResolverSilent(
                resolver=self._settings.resolver or said("error.resolver_of_the_system"), domains=asked
            )

    async def _ask(self, domain: str) -> str:
        import dns.exception
        import dns.name
        import dns.resolver

        try:
            name = dns.name.from_text(domain, idna_codec=dns.name.IDNA_2008_UTS_46)
        except (dns.exception.DNSException, UnicodeError):
            return "inesistente"
        try:
            answer = await self._resolve(name, "MX")
        except dns.resolver.NXDOMAIN:
            return "inesistente"
        except dns.resolver.NoAnswer:
            return await self._without_mx(name)
        except dns.exception.Timeout:
            return "timeout"
        except (dns.exception.DNSException, OSError):
            return "servfail"
        hosts = _hosts(answer)
        # A null MX is a dot; an MX of this machine itself takes nobody's mail either.
        if all(host in _NOWHERE for host in hosts):
            return "null_mx"
        return "inattendibile" if hosts <= self._invented_hosts else "mx"

    async def _without_mx(self, name: dns.name.Name) -> str:
        found = await self._addresses(name)
        if isinstance(found, str):
            return found
        if not found:
            return "senza_posta"
        return "inattendibile" if found <= self._invented else "indirizzo"

    async def _addresses(self, name: dns.name.Name | str) -> frozenset[str] | str:
        """The addresses of a name that mail could go to, or why nobody knows."""
        import dns.exception
        import dns.resolver

        for kind in ("A", "AAAA"):
            try:
                answer = await self._resolve(name, kind)
            except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
                continue
            except dns.exception.Timeout:
                return "timeout"
            except (dns.exception.DNSException, OSError):
                return "servfail"
            found = frozenset(record.address for record in answer)
            reachable = frozenset(address for address in found if not _is_of_this_machine(address))
            if reachable:
                return reachable
        return frozenset()

    async def _resolve(self, name: dns.name.Name | str, kind: str) -> Any:
        return await self._resolver.resolve(name, kind, search=False, lifetime=self._settings.timeout)


def _hosts(answer: Any) -> frozenset[str]:
    return frozenset(record.exchange.to_text(omit_final_dot=True).lower() for record in answer)


def _is_of_this_machine(address: str) -> bool:
    from ipaddress import ip_address

    known = ip_address(address)
    return known.is_loopback or known.is_unspecified


def _resolver(settings: Dns) -> dns.asyncresolver.Resolver:
    import dns.asyncresolver
    import dns.resolver

    try:
        resolver = dns.asyncresolver.Resolver(configure=settings.resolver is None)
    except (dns.resolver.NoResolverConfiguration, OSError):
        raise ResolverSilent(resolver=said("error.resolver_of_the_system"), domains=0) from None
    if settings.address is not None:
        host, resolver.port = settings.address
        resolver.nameservers = [host]
    resolver.timeout = settings.timeout
    resolver.cache = None
    return resolver
