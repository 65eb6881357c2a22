"""Labelled facts in byline and credit lines: ``Source: Xinhua | 2018-03-05 | Editor: huaxia``.

Surface forms: a label before a colon, several in a line, parted by bars, spaces or nothing; a label without a colon at
the beginning of a line or behind a bar (``By Li Wei in Chongqing | China Daily | Updated 2023-05-01``); brackets around
(``(Source: Xinhua)``, ``[ Editor: SRQ ]``); Chinese labels with or without a colon (``文/范青``); a release's last line
``SOURCE iChongqing``.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from cq_research import vocabularies

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_MONTH_ALONE = re.compile(
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\b\.?(?![ ]?(?-i:[A-ZÀ-Þ]))",
    re.I,
)  # no name: `June Wong`, `Marta Diaz`
DAY = re.compile(
    rf"\b{_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?,? ?(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}[ ,-]{{1,2}}(?:19|20)\d\d\b"
    r"|(?<!\d)(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}| ?年 ?\d{1,2} ?月 ?\d{1,2} ?日?)(?!\d)"
    r"|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)",
    re.I,
)
_MONTH_DAY = re.compile(r"^\d{2}-\d{2}(?= \d{1,2}[:：]\d{2})")  # a day without its year, before the hour
_OTHER_DATE = re.compile(  # a month, an issue, a day without its year
    rf"^{_MONTH} (?:19|20)\d\d$|(?:19|20)\d\d ?年 ?(?:第? ?\d{{1,2}} ?期|\d{{1,2}} ?月)"
    r"|^\d{2}-\d{2} \d{1,2}[:：]\d{2}"
    rf"|^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})$",
    re.I,
)
_TIME = re.compile(
    r"\b\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[ap]\.?m\.?)?"
    r"|\b(?:gmt|utc|bjt|est|edt|pst|pdt|cst|sgt|hkt|beijing time)\b",
    re.I,
)
_FINAL = re.compile(r"[.!?。！？][\"”’')）]?$")
_RELEASE_SOURCE = re.compile(r"SOURCE:? (?P<value>[^\W_][^.|]{1,80})$")
_AFTER_AUTHOR = re.compile(r",? (?:in|for|from|at|reports from|reporting from) (?=[A-Z])|\s?[(（]|, (?=[a-z])")
_COLON = re.compile(r"[:：/／](?!//)")
_LONGEST = 400  # characters
_BARS = "|｜•·([（【/;"
_STRIP = " \t\xa0|•·:：,，;；/-–—_[](){}【】（）□■◆"


def read(text: str) -> list[tuple[str, str]]:
    """The labels of a line and their values, in order: ``[("source", "Xinhua"), ("editor", "huaxia")]``.

    `text` is a line with single spaces. Running text has none: a label counts at the beginning of a line, behind a bar
    or bracket, or behind another label; and its value is short and no sentence.
    """
    if len(text) > _LONGEST:
        return []
    release = _RELEASE_SOURCE.match(text)
    if release:
        return [("source", release["value"].strip(_STRIP))]
    places: list[_Label] = []
    for label in sorted(_with_colon(text) + _without_colon(text)):
        before = text[: label.start].rstrip()
        undated = _TIME.sub("", _MONTH_DAY.sub("", DAY.sub("", before)))
        opens = not before.strip(_STRIP) or before[-1] in _BARS or not undated.strip(_STRIP)
        if (opens or places or label.bare) and (not places or label.start >= places[-1].end):
            places.append(label)
    found = []
    for i, label in enumerate(places):
        end = places[i + 1].start if i + 1 < len(places) else len(text)
        value = _value(label.kind, text[label.end : end])
        if value and _credible(label, value):
            found.append((label.kind, value))
    return found


class _Label(NamedTuple):
    start: int
    end: int
    kind: str
    bare: bool


def _with_colon(text: str) -> list[_Label]:
    """``Source:``, ``Add Time :``, ``来源：``, ``文/``: the longest label before a colon (Chinese: or a slash)."""
    found = []
    for colon in _COLON.finditer(text):
        before = text[max(0, colon.start() - 32) : colon.start()].rstrip().casefold()
        words = re.split(r"(?<=[^\w'’-])", before)[-4:]
        tails = ["".join(words[i:]) for i in range(len(words))]
        if before and "\u4e00" <= before[-1] <= "\u9fff":
            tails = [before[-n:] for n in range(min(8, len(before)), 0, -1)]
        elif colon.group() in "/／":
            continue
        label = next((t for t in tails if t in _kinds()), None)
        if label:
            start = len(text[: colon.start()].rstrip()) - len(label)
            found.append(_Label(start, colon.end(), _kinds()[label], False))
    return found


def _without_colon(text: str) -> list[_Label]:
    """``By Li Wei`` at the beginning or behind a bar; ``2018 By Li Wei``; ``记者 陈思远``."""
    return [
        _Label(
            match.start(match.lastindex),
            match.end(),
            _kinds()[" ".join(match[match.lastindex].split()).casefold()],
            True,
        )
        for match in _bare().finditer(text)
    ]


def _value(kind: str, value: str) -> str:
    """What a label says, without what else stands on the line."""
    value = re.split(r"\s?[|｜•]\s?|\s·\s", value.strip(_STRIP), maxsplit=1)[0]
    if kind != "date":
        match = DAY.search(value) or _TIME.search(value)
        value = value[: match.start()] if match else value
    if kind == "author":
        value = _AFTER_AUTHOR.split(value, maxsplit=1)[0]
    return value.strip(_STRIP)


def _credible(label: _Label, value: str) -> bool:
    kind, words = label.kind, len(value.split())
    if kind == "date":
        return any(c.isdigit() for c in value[:20]) and words <= 12 and not _FINAL.search(value.rstrip("."))
    if label.bare and _MONTH_ALONE.match(value):
        return False  # By June, …
    if kind in ("author", "editor"):
        return words <= 14 and value[-1] not in "?!。？！" and not re.match(r"\d", value)
    return words <= 14 and value[-1] not in "?!。？！"


def dated(text: str) -> bool:
    """Whether a line is little more than a date: ``2018-01-26 01:43 范青``, ``Xinhua) 10:21, October 13, 2023``."""
    if len(text) > 140 or _FINAL.search(text):
        return False
    match = DAY.search(text)
    if match and text.endswith(")") and text[: match.start()].endswith("("):
        return False  # `Regular press conference (May 3, 2022)`
    if match is None:
        return bool(_OTHER_DATE.search(text)) and len(text) <= 60
    rest = _TIME.sub(" ", text[: match.start()] + " " + text[match.end() :])
    return len(re.findall(r"[^\W\d_]+", rest)) <= 12


@functools.cache
def _kinds() -> dict[str, str]:
    table = vocabularies.load("bylines")
    return {label: kind for kind, names in table["labels"].items() for label in names}


@functools.cache
def _bare() -> re.Pattern[str]:
    table = vocabularies.load("bylines")
    bare = "|".join(re.escape(label).replace("\\ ", r"\s") for label in sorted(table["bare"], key=len, reverse=True))
    chinese = "|".join(label for label in table["labels"]["author"] if not label.isascii())
    return re.compile(
        rf"(?:^|(?<=[|｜•·(（\[【]\s)|(?<=[|｜•·(（\[【;]))\s?((?i:{bare}))\s(?=[A-ZÀ-Þ\d])"
        r"|(?:(?<=\d\s)|(?<=\.cn\s)|(?<=\.com\s))([Bb]y)\s(?=[A-ZÀ-Þ])"
        rf"|((?<![\u4e00-\u9fff])(?:{chinese}))[\s\u3000](?=[\u4e00-\u9fff]{{2,4}}(?:\W|$))"
    )
