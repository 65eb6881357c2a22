"""Names of writers and places in ordinary case, without what a byline adds to them."""

from __future__ import annotations

import functools
import itertools
import re

from cq_research import vocabularies

_SMALL = {
    "de",
    "do",
    "da",
    "del",
    "di",
    "du",
    "la",
    "le",
    "el",
    "of",
    "upon",
    "and",
    "au",
    "sur",
    "von",
    "van",
    "der",
    "bin",
    "al",
}
_CAPITALISED = re.compile(r"[A-ZÀ-ÞŁŚŻČŠŽŐŰ][\w'’.-]*$")
_CHINESE = re.compile(r"[\u4e00-\u9fff·]{2,8}(?:[ 、，,；][\u4e00-\u9fff·]{2,8}){0,4}$")
_NOT_A_NAME = re.compile(r"\d|https?:|www\.|[@#|/\\]")
_NUMERAL = re.compile(r"(?:II|III|IV|JR|SR)\.?$")


def ordinary(name: str) -> str:
    """A name in ordinary case, word by word.

    >>> ordinary("SAN FRANCISCO"), ordinary("XI'AN"), ordinary("WANG Yifei"), ordinary("RIO DE JANEIRO")
    ('San Francisco', "Xi'an", 'Wang Yifei', 'Rio de Janeiro')
    """
    words = []
    for i, word in enumerate(re.split(r"([ -])", name)):
        low = word.lower()
        if "." in word[:-1] or not word.isupper() or len(word) < 2 or _NUMERAL.match(word):
            words.append(word)
        else:
            words.append(low if i and low in _SMALL else word[:1] + low[1:])
    return "".join(words)


def person(value: str, *, bare: bool = False) -> str | None:
    """The writer (or writers) that a byline's `value` names; None where it names none.

    With `bare`, `value` is a line without a label and must look like personal names and nothing else.
    """
    name = " ".join(value.split()).strip(" ,;:|•·-–—()[]（）")
    if _CHINESE.match(name):
        return name if not bare or len(re.split(r"[ 、，,；]", name)[0]) <= 4 else None
    if bare and (re.search(r"[()\[\]:/|]", name) or _no_person(name)):
        return None
    name = _lead().sub("", name)
    name = _first(name)
    name = _tail().sub("", name).strip(" ,;")
    if not name or _NOT_A_NAME.search(name):
        return None
    parts = [p for p in re.split(r",| and | & |;|\bwith\b", name) if p.strip()]
    words = name.replace(",", " ").replace("&", " ").split()
    if not parts or len(words) > 14 or not _CAPITALISED.match(words[0]):
        return None
    if bare and not all(
        2 <= len(p.split()) <= 4 and all(_CAPITALISED.match(w) or w in _SMALL for w in p.split()) for p in parts
    ):
        return None
    return ordinary(name)


def _first(name: str) -> str:
    """`name` without its publisher or role (`Zhou Kai/Global Times`); names in capitals that slashes join are kept."""
    pieces = re.split(r"\s?/\s?", re.split(r"\s?[|(]\s?", name, maxsplit=1)[0])
    more = list(itertools.takewhile(lambda p: p.isupper() and 2 <= len(p.split()) <= 3, pieces))
    return ", ".join(more) if len(more) > 1 else pieces[0]


def writer(line: str) -> bool:
    """Whether a line is nothing but writers' names, a writer's role (``Business reporter``) or a company."""
    last = " ".join(line.casefold().split()[-2:])
    role = len(line.split()) <= 4 and any(last.endswith(role) for role in vocabularies.load("bylines")["roles"])
    company = line.rstrip(".").split()[-1] in vocabularies.load("bylines")["company_endings"]
    return role or company or person(line, bare=True) is not None


def _no_person(line: str) -> bool:
    """Whether a line in capitals names a place, an office or a role, not a person."""
    table = vocabularies.load("bylines")
    low = line.casefold()
    places = vocabularies.load("publishers")["datelines"]["known"]
    return (
        any(word in table["no_names"] or word in table["company_endings"] for word in re.findall(r"[\w-]+", line))
        or any(low.endswith(role) for role in table["roles"])
        or any(place.casefold() in low.split(", ") for place in places)
    )


@functools.cache
def _lead() -> re.Pattern[str]:
    """What may stand before a name: ``Xinhua writers``, ``staff reporter``."""
    return re.compile(rf"(?:by |(?:[A-Z]\w+ ){{0,2}}(?:{_roles()})s?:? )+(?=[A-Z])", re.I)


@functools.cache
def _tail() -> re.Pattern[str]:
    """What may stand behind one: ``, China Daily``, ``, Staff Writer``."""
    return re.compile(rf"\s?(?:,\s?|\s(?=for\b))(?:{_roles()})\b.*$", re.I)


def _roles() -> str:
    names = [
        *vocabularies.load("bylines")["roles"],
        *(e["name"] for e in vocabularies.load("publishers")["publishers"]),
    ]
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
