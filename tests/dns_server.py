"""A real DNS server on loopback, whose answers follow from the names asked for."""

from __future__ import annotations

import threading
import time
from collections import Counter

from dnslib import AAAA, MX, QTYPE, RCODE, RR, A, DNSHeader, DNSRecord
from dnslib.server import BaseResolver, DNSServer


class Zone(BaseResolver):
    """Answers by the first label: `mx`, `a`, `aaaa`, `null`, `local`, `bare`, `nx`, `servfail`, `slow`, `refused`, `wrong`.

    Attributes:
        asked: How often each name was asked for its MX.
        invents: Whether names that do not exist get an address, as some providers' resolvers do.
        delay: Seconds that `slow` takes.
    """

    def __init__(self, *, invents: bool = False, delay: float = 5.0) -> None:
        self.asked: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.invents, self.delay = invents, delay
        self.mute = False

    def resolve(self, request: DNSRecord, handler: object) -> DNSRecord:  # noqa: ARG002 - the package's signature
        name = str(request.q.qname).rstrip(".").lower()
        kind = QTYPE[request.q.qtype]
        self.kinds[kind] += 1
        if kind == "MX":
            self.asked[name] += 1
        if self.mute:
            time.sleep(self.delay)
        reply = request.reply()
        what = name.split("-", maxsplit=1)[0].split(".")[0]
        match what, kind:
            case "mx", "MX":
                reply.add_answer(RR(name, QTYPE.MX, rdata=MX(f"mail.{name}", 10), ttl=60))
            case "null", "MX":
                reply.add_answer(RR(name, QTYPE.MX, rdata=MX(".", 0), ttl=60))
            case "local", "MX":
                reply.add_answer(RR(name, QTYPE.MX, rdata=MX("localhost", 0), ttl=60))
            case "a", "A":
                reply.add_answer(RR(name, QTYPE.A, rdata=A("192.0.2.1"), ttl=60))
            case "aaaa", "AAAA":
                reply.add_answer(RR(name, QTYPE.AAAA, rdata=AAAA("2001:db8::1"), ttl=60))
            case "parked", "A":
                reply.add_answer(RR(name, QTYPE.A, rdata=A("127.0.0.1"), ttl=60))
            case "servfail", _:
                reply.header.rcode = RCODE.SERVFAIL
            case "refused", _:
                reply.header.rcode = RCODE.REFUSED
            case "slow", _:
                time.sleep(self.delay)
            case "wrong", _:
                # The answer to another question.
                other = DNSRecord(DNSHeader(id=request.header.id ^ 1, qr=1, aa=1, ra=1), q=request.q)
                other.add_answer(RR(name, QTYPE.MX, rdata=MX("mail.example.", 10), ttl=60))
                return other
            case ("nx" | "italclean"), _:
                if self.invents and kind == "A":
                    reply.add_answer(RR(name, QTYPE.A, rdata=A("192.0.2.99"), ttl=60))
                elif not self.invents:
                    reply.header.rcode = RCODE.NXDOMAIN
            case _:
                pass
        return reply


class Loopback:
    """The server, for the time of a `with`; its `address` is what `--dns-resolver` takes."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone
        self._server = DNSServer(zone, address="127.0.0.1", port=0, logger=Quiet())
        # An answer that comes too late finds its socket closed.
        self._server.server.handle_error = lambda *_: None
        self.address = f"127.0.0.1:{self._server.server.server_address[1]}"

    def __enter__(self) -> Loopback:
        # What waits in a slow answer must not hold up the end of the tests.
        self._server.server.daemon_threads = True
        threading.Thread(target=self._server.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server.shutdown()
        self._server.server.server_close()


class Quiet:
    """A logger that says nothing."""

    def __getattr__(self, name: str) -> object:
        return lambda *_: None
