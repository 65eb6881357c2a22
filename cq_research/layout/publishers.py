"""Publishers by name and by domain, from ``publishers.yaml``."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from cq_research import vocabularies

DOMAIN = re.compile(
    r"(?<![\w@.-])(?:https?://)?((?:[a-z0-9][a-z0-9-]{0,40}\.){1,4}[a-z]{2,10})(?![\w-])(?:/\S{0,200})?", re.I
)
_ADDRESS = re.compile(r"[\w.+-]{1,60}@((?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,10})", re.I)
_ENDINGS = re.compile(
    r"\.(?:com|org|net|info|cn|gov|edu|int|eu|uk|de|fr|jp|sg|hk|au|ca|ch|at|hu|kz|ru|br|in|th|vn|my|news|tv|io|co)$",
    re.I,
)


class Publisher(NamedTuple):
    """A publisher of the vocabulary."""

    name: str
    agency: bool


def named(text: str) -> Publisher | None:
    """The publisher whose name or domain `text` is: ``chinadaily.com.cn``, ``Xinhua``, ``| China Daily |``."""
    plain = text.strip(' \t|•·:：,，;()（）[]【】/-–—"“”')
    found = _names().get(_fold(plain))
    if found:
        return found
    match = DOMAIN.fullmatch(plain)
    return of_domain(match[1]) if match else None


def first_in(text: str) -> Publisher | None:
    """The publisher that `text` names first, as whole words with their capitals."""
    match = _pattern().search(text)
    return _names()[_fold(match.group())] if match else None


def of_domain(domain: str) -> Publisher | None:
    """The publisher whose site `domain` is, or a part of it."""
    parts = domain.casefold().split(".")
    for i in range(len(parts) - 1):
        found = _domains().get(".".join(parts[i:]))
        if found:
            return found
    return None


def domains_in(text: str) -> list[str]:
    """The domains of sites and mail addresses in `text`, in order; not those of networks and registers."""
    found = [m[1] for pattern in (DOMAIN, _ADDRESS) for m in pattern.finditer(text[:2000])]
    return [d.casefold().removeprefix("www.") for d in found if _ENDINGS.search(d) and not _foreign(d.casefold())]


def _foreign(domain: str) -> bool:
    others = vocabularies.load("bylines")["domains_of_others"]
    return any(domain == other or domain.endswith("." + other) for other in others)


def _fold(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())


@functools.cache
def _entries() -> list[tuple[Publisher, list[str], list[str]]]:
    return [
        (Publisher(e["name"], bool(e.get("agency"))), [e["name"], *e.get("aliases", ())], e.get("domains", []))
        for e in vocabularies.load("publishers")["publishers"]
    ]


@functools.cache
def _names() -> dict[str, Publisher]:
    return {_fold(name): publisher for publisher, names, _ in _entries() for name in names}


@functools.cache
def _domains() -> dict[str, Publisher]:
    return {domain.casefold(): publisher for publisher, _, domains in _entries() for domain in domains}


@functools.cache
def _pattern() -> re.Pattern[str]:
    """All names, longest first, as written and in capitals; short ones (``AP``, ``FT``) only as written."""
    forms = set()
    for _, names, _ in _entries():
        for name in names:
            forms |= {name, name.replace("'", "’")} | ({name.upper()} if len(name) > 4 else set())
    ordered = sorted(forms, key=len, reverse=True)
    return re.compile("|".join(_whole(form) for form in ordered))


def _whole(form: str) -> str:
    left = r"(?<![\w.@/-])" if form[0].isascii() else ""
    right = r"(?![\w@-])" if form[-1].isascii() else ""
    return left + re.escape(form) + right
