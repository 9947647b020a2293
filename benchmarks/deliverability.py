"""Time the check of many domains against a DNS server on loopback that is slow and fails.

    python benchmarks/deliverability.py --domains 20000

One domain in twenty is never answered in time, one in twenty fails. Prints the seconds, the bound that the limits
set, how often a domain was asked for, and the same for a check that was interrupted and taken up again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.mail.dns_server import Loopback, Zone

from italclean.mail.dns import check_domains
from italclean.settings import Dns


def names(count: int) -> list[str]:
    """Name domains: 5% slow, 5% failing, the rest of every other kind."""
    kinds = ["slow", "servfail", *["mx"] * 14, "a", "nx", "null", "bare"]
    return [f"{kinds[at % len(kinds)]}-{at}.it" for at in range(count)]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--domains", type=int, default=20_000)
    parser.add_argument("--timeout", type=float, default=2.0)
    parser.add_argument("--concurrency", type=int, default=200)
    given = parser.parse_args()
    wanted = names(given.domains)
    with tempfile.TemporaryDirectory() as folder, Loopback(Zone(delay=given.timeout * 1.5)) as server:
        settings = Dns(
            resolver=server.address,
            timeout=given.timeout,
            concurrency=given.concurrency,
            cache=Path(folder) / "a.sqlite",
        )
        checked = check_domains(wanted, settings)
        unanswered = sum(name.startswith("slow") for name in wanted)
        bound = (1 + settings.retries) * (unanswered / given.concurrency + 1) * given.timeout
        asked = server.zone.asked
        failing = ("slow", "servfail")
        print(checked.figures())
        print(f"waiting for the slow ones takes at most {bound:.1f} s of it")
        print("most often asked for:", max(asked[name] for name in wanted if not name.startswith(failing)), "time(s)")
        print("failing ones:", max(asked[name] for name in wanted if name.startswith(failing)), "time(s)")
        again = check_domains(wanted, settings)
        print("again from the cache:", again.figures()["asked"], "asked,", f"{again.seconds:.2f} s")
    with tempfile.TemporaryDirectory() as folder, Loopback(Zone(delay=given.timeout * 1.5)) as server:
        settings = Dns(resolver=server.address, timeout=given.timeout, cache=Path(folder) / "b.sqlite")
        begun = time.perf_counter()

        def interrupted(settled: int, total: int) -> None:
            if settled > total / 2:
                raise KeyboardInterrupt

        try:
            check_domains(wanted, settings, progress=interrupted)
        except KeyboardInterrupt:
            print(f"interrupted after {time.perf_counter() - begun:.1f} s, {len(server.zone.asked)} asked for")
        rest = check_domains(wanted, settings)
        twice = sum(count > 1 for name, count in server.zone.asked.items() if not name.startswith(("slow", "servfail")))
        print("taken up again:", rest.figures(), f"asked for twice: {twice}; threads left: {threading.active_count()}")


if __name__ == "__main__":
    main()
