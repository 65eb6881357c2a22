"""Datelines: the place, and often the day and the agency, that open a news story.

Surface forms::

    SAN FRANCISCO, June 28 (Xinhua) —        place, day, agency
    CHONGQING, Oct. 9, 2014 (Xinhua) --      with the year
    CHONGQING, China, Sept. 5, 2023 /PRNewswire/ --
    WASHINGTON, D.C. (AP) —                  place, agency
    KUALA LUMPUR, Jan 18 –                   place, day
    DETROIT Nov 28 (Reuters) -               without the comma
    Beijing, 5 May 2021 –                    mixed case, with a day
    Chongqing (CQNEWS) --                    mixed case, with an agency
    CHONGQING, (Wire - 24th May, 2021) :A    agency and day in the brackets
    Beijing (Wire)- The market …             an agency that is not known, behind a place that reports come from
    CHONGQING, China: Trade …                place and country before a colon
    CHONGQING – Freight trains …             place alone, in capitals
    Chongqing - In 2014, …                   place alone: only one of the places that reports come from
    新华社重庆6月3日电                        Chinese
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from cq_research import vocabularies
from cq_research.layout.names import ordinary

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = (
    rf"(?:{_MONTH} ?\d{{1,2}}(?:, ?\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})"
)
_AGENCY = r"(?:\((?P<brackets>[^()\n]{2,60})\)|/(?P<slashes>[^/\n]{2,40})/)"
_DASH = r"(?:--|——|[—–‒―-]|:(?=\s))"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.]*(?:[ -][A-ZÀ-Þ'’.]+){0,4}(?:/[A-ZÀ-Þ][A-ZÀ-Þ'’. -]{1,30})?"
_MIXED = r"[A-ZÀ-Þ][a-zà-ÿ'’]+(?:[ -](?:[A-ZÀ-Þ][a-zà-ÿ'’]+|de|do|da|la|el|of|upon)){0,3}"
_REGION = r"(?:, ?[A-Z][\w.'’]+(?: [A-Z][\w.'’]+){0,2}\.?)"  # the province, state or country
_SECOND = rf"(?:(?: and |/| & ){_CAPITALS}{_REGION}?)"  # a second place

_FULL = re.compile(
    rf"(?P<place>{_CAPITALS}|{_MIXED}){_REGION}{{0,2}}?{_SECOND}?(?:,? {_DAY})?,? ?{_AGENCY}\s?(?:{_DASH}|:|$)?"
)
_DATED = re.compile(rf"(?P<place>{_CAPITALS}|{_MIXED}){_REGION}{{0,2}}?{_SECOND}?,? {_DAY}\s?{_DASH}")
_BARE_CAPITALS = re.compile(rf"(?P<place>{_CAPITALS}){_REGION}?(?: {_DASH}\s|\s?(?:--|—|–)\s?)")
_BEFORE_COLON = re.compile(rf"(?P<place>{_CAPITALS}){_REGION}:(?=\s)")
_BARE_MIXED = re.compile(rf"(?P<place>{_MIXED})(?: {_DASH} |-\s|\s?(?:--|—)\s?)")
_CHINESE = re.compile(
    r"(?P<agency>[\u4e00-\u9fff]{2,6}社|[\u4e00-\u9fff]{2,4}网)(?P<place>[\u4e00-\u9fff]{2,4}?)\d{1,2}月\d{1,2}日电"
)


class Dateline(NamedTuple):
    """A dateline found at the beginning of a text, with the dash that ends it."""

    start: int
    end: int
    place: str  # in ordinary case
    agency: str | None  # as written: Xinhua, PRNewswire


def find(text: str) -> Dateline | None:
    """The dateline that `text` (a paragraph) opens with, or None. Offsets into `text`."""
    head = text[:160].replace("\xa0", " ").replace("\n", " ")
    lead = len(head) - len(head.lstrip(' \t\u3000\xa0“"'))
    for pattern in (_FULL, _DATED, _BARE_CAPITALS, _BEFORE_COLON, _BARE_MIXED, _CHINESE):
        match = pattern.match(head, lead)
        if match and _credible(pattern, match, text):
            groups = match.groupdict()
            agency = groups.get("brackets") or groups.get("slashes") or groups.get("agency")
            return Dateline(lead, match.end(), ordinary(match["place"].split("/")[0]), agency)
    return None


def whole(line: str) -> bool:
    """Whether `line` is a dateline and nothing else, ending in its dash; the story goes on in the next line."""
    if len(line) > 90 or line[-1:] not in "-—–":
        return False
    found = find(line)
    return found is not None and found.end >= len(line)


def _credible(pattern: re.Pattern[str], match: re.Match[str], text: str) -> bool:
    """What opens like a dateline need not be one: ``Ford (F) –``, ``NEWS – …``, ``IMF: …``."""
    rest = text[match.end() :].lstrip()
    place = match["place"]
    if pattern is _CHINESE:
        return True
    if len(place) < 3 or place.casefold() in _places()["never"]:
        return False
    if pattern is _FULL:
        # Brackets hold an agency only if there is a day, a dash or a known agency's name.
        known = (match["slashes"] or match["brackets"]).casefold() in agencies()
        place_known = place.casefold() in _places()["known"] and match["brackets"] is not None
        dashed = match.group().rstrip()[-1] in "-—–:"
        return known or (dashed and (place_known or bool(re.search(_DAY, match.group()))))
    if pattern is _BARE_CAPITALS:
        return rest[:1].isupper() and len(rest) > 40 and (place.casefold() in _places()["known"] or len(rest) > 120)
    if pattern in (_BARE_MIXED, _BEFORE_COLON):
        return place.casefold() in _places()["known"] and len(rest) > 40
    return True


@functools.cache
def agencies() -> frozenset[str]:
    """The names of news agencies and wires, as datelines write them, in lower case."""
    return frozenset(
        name.casefold()
        for entry in vocabularies.load("publishers")["publishers"]
        if entry.get("agency")
        for name in (entry["name"], *entry.get("aliases", ()))
    )


@functools.cache
def _places() -> dict[str, frozenset[str]]:
    places = vocabularies.load("publishers")["datelines"]
    return {kind: frozenset(name.casefold() for name in names) for kind, names in places.items()}
