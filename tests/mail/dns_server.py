"""A real DNS server on loopback, whose answers follow from the names asked for."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Self

from dnslib import AAAA, MX, QTYPE, RCODE, RR, A, DNSHeader, DNSRecord
from dnslib.server import BaseResolver, DNSServer

INVENTED = A("192.0.2.99")
RECORDS = {
    ("mx", "MX"): MX("mail.example.", 10),
    ("null", "MX"): MX(".", 0),
    ("local", "MX"): MX("localhost", 0),
    ("a", "A"): A("192.0.2.1"),
    ("aaaa", "AAAA"): AAAA("2001:db8::1"),
    ("parked", "A"): A("127.0.0.1"),
    ("nx", "A"): INVENTED,
    ("italclean", "A"): INVENTED,
}


class Zone(BaseResolver):
    """Answers by the first label of a name: one of `RECORDS`, or `servfail`, `refused`, `slow`, `wrong`, `nx`, `bare`.

    Attributes:
        asked: How often each name was asked for its MX.
        invents: Whether names that do not exist get an address, as some providers' resolvers do.
        delay: Seconds that `slow` takes.
    """

    def __init__(self, *, invents: bool = False, delay: float = 5.0) -> None:
        self.asked: Counter[str] = Counter()
        self.invents, self.delay = invents, delay

    def resolve(self, request: DNSRecord, handler: object) -> DNSRecord:  # noqa: ARG002 - the package's signature
        name = str(request.q.qname).rstrip(".").lower()
        kind = QTYPE[request.q.qtype]
        if kind == "MX":
            self.asked[name] += 1
        reply = request.reply()
        what = name.split("-", maxsplit=1)[0].split(".")[0]
        if what == "slow":
            time.sleep(self.delay)
        elif what in ("servfail", "refused"):
            reply.header.rcode = getattr(RCODE, what.upper())
        elif what == "wrong":
            # The answer to another question.
            reply = DNSRecord(DNSHeader(id=request.header.id ^ 1, qr=1, aa=1, ra=1), q=request.q)
            reply.add_answer(RR(name, QTYPE.MX, rdata=MX("mail.example.", 10), ttl=60))
        elif what in ("nx", "italclean") and not self.invents:
            reply.header.rcode = RCODE.NXDOMAIN
        elif (what, kind) in RECORDS:
            reply.add_answer(RR(name, getattr(QTYPE, kind), rdata=RECORDS[what, kind], ttl=60))
        return reply


class Loopback:
    """The server, for the time of a `with`; its `address` is what `--dns-resolver` takes."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone
        self._server = DNSServer(zone, address="127.0.0.1", port=0, logger=Quiet())
        # An answer that comes too late finds its socket closed.
        self._server.server.handle_error = lambda *_: None
        self.address = f"127.0.0.1:{self._server.server.server_address[1]}"

    def __enter__(self) -> Self:
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
