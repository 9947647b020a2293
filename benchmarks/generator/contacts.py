"""Mobile numbers and e-mail addresses."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import numpy as np
import numpy.typing as npt

Arr = npt.NDArray[Any]

_MOBILE = [
    320,
    327,
    328,
    329,
    330,
    331,
    333,
    334,
    335,
    338,
    339,
    340,
    345,
    346,
    347,
    348,
    349,
    360,
    366,
    368,
    370,
    371,
    377,
    380,
    388,
    389,
    391,
    392,
    393,
    351,
    350,
    375,
]
_DOMAINS = [
    "gmail.com",
    "libero.it",
    "hotmail.it",
    "yahoo.it",
    "alice.it",
    "virgilio.it",
    "tiscali.it",
    "outlook.it",
    "icloud.com",
    "hotmail.com",
    "live.it",
    "tin.it",
    "fastwebnet.it",
    "inwind.it",
    "pec.it",
]
_SHARE = [40, 14, 8, 7, 5, 4, 3, 5, 5, 3, 2, 1, 1, 1, 1]
_PEC = ["pec.it", "legalmail.it", "arubapec.it", "pec.aruba.it", "postacert.it"]


def mobiles(rng: np.random.Generator, n: int) -> Arr:
    """Ten-digit mobile numbers, practically unique."""
    head = np.array(_MOBILE)[rng.integers(0, len(_MOBILE), n)]
    number = head * 10_000_000 + rng.integers(1_000_000, 10_000_000, n)
    return number.astype("U10").astype(object)


def slug(text: str, glue: str = "") -> str:
    """Lower-case ASCII letters and digits."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", glue, plain).strip(glue or None)


def _distinct(rng: np.random.Generator, local: Arr, domain: Arr) -> Arr:
    """Number the second, third ... holder of one address."""
    seen: set[str] = set()
    out = []
    extra = rng.integers(10, 9999, len(local)).tolist()
    for name, host, number in zip(local.tolist(), domain.tolist(), extra, strict=True):
        mail = f"{name}@{host}"
        while mail in seen:
            mail = f"{name}{number}@{host}"
            number += 7
        seen.add(mail)
        out.append(mail)
    return np.array(out, dtype=object)


def person_emails(rng: np.random.Generator, given: Arr, surname: Arr, birth: Arr) -> Arr:
    """Addresses built on the name, with years and numbers as people do."""
    n = len(given)
    share = np.array(_SHARE) / sum(_SHARE)
    domain = np.array(_DOMAINS, dtype=object)[rng.choice(len(_DOMAINS), n, p=share)]
    slugs = {s: slug(s) for s in set(given.tolist()) | set(surname.tolist())}
    year = (birth.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970).tolist()
    how, tail = rng.random(n).tolist(), rng.random(n).tolist()
    local = []
    for g, s, y, h, t in zip(given.tolist(), surname.tolist(), year, how, tail, strict=True):
        a, b = slugs[g], slugs[s]
        if h < 0.36:
            name = f"{a}.{b}"
        elif h < 0.52:
            name = f"{a}{b}"
        elif h < 0.64:
            name = f"{b}.{a}"
        elif h < 0.74:
            name = f"{a[:1]}.{b}"
        elif h < 0.80:
            name = f"{a[:1]}{b}"
        elif h < 0.88:
            name = f"{a}_{b}"
        else:
            name = f"{a[:4]}{b[:4]}"
        if t < 0.22:
            name += str(y)[2:]
        elif t < 0.30:
            name += str(y)
        elif t < 0.40:
            name += str(int(t * 1e6) % 100)
        local.append(name)
    return _distinct(rng, np.array(local, dtype=object), domain)


def company_emails(rng: np.random.Generator, name: Arr) -> Arr:
    """Office addresses: own domain, certified mail or a free provider."""
    n = len(name)
    slugs = {c: slug(c)[:22] or "azienda" for c in set(name.tolist())}
    office = ["info", "info", "info", "amministrazione", "commerciale", "ufficio", "acquisti", "segreteria"]
    how, pick = rng.random(n), rng.integers(0, len(office), n)
    pec = rng.integers(0, len(_PEC), n)
    local, domain = [], []
    for c, h, k, e in zip(name.tolist(), how.tolist(), pick.tolist(), pec.tolist(), strict=True):
        base = slugs[c]
        if h < 0.5:
            local.append(office[k])
            domain.append(base + (".it" if h < 0.42 else ".com"))
        elif h < 0.75:
            local.append(base)
            domain.append(_PEC[e])
        else:
            local.append(base)
            domain.append(_DOMAINS[int(h * 1000) % 5])
    return _distinct(rng, np.array(local, dtype=object), np.array(domain, dtype=object))
