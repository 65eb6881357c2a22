"""Labelled facts in byline and credit lines: ``Source: Xinhua | 2018-03-05 | Editor: huaxia``.

Surface forms: a label before a colon, several in a line, parted by bars, spaces or nothing; a label without a colon at
the beginning of a line or behind a bar (``By Li Wei in Chongqing | China Daily | Updated 2023-05-01``); brackets around
(``(Source: Xinhua)``, ``[ Editor: SRQ ]``); Chinese labels with or without a colon (``文/范青``); a release's last line
``SOURCE iChongqing``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from cq_research import vocabularies

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DAY = re.compile(
    rf"\b{_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?,? ?(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}[ ,-]{{1,2}}(?:19|20)\d\d\b"
    r"|(?<!\d)(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}| ?年 ?\d{1,2} ?月 ?\d{1,2} ?日?)(?!\d)"
    r"|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)",
    re.I,
)
_OTHER_DATE = re.compile(  # a month, an issue, a day without its year
    rf"^{_MONTH} (?:19|20)\d\d$|(?:19|20)\d\d ?年 ?(?:第? ?\d{{1,2}} ?期|\d{{1,2}} ?月)"
    rf"|^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})$",
    re.I,
)
_TIME = re.compile(
    r"\b\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[ap]\.?m\.?)?|\b(?:gmt|utc|bjt|est|edt|pst|pdt|cst|sgt|hkt|beijing time)\b",
    re.I,
)
_FINAL = re.compile(r"[.!?。！？][\"”’')）]?$")
_RELEASE_SOURCE = re.compile(r"SOURCE:? (?P<value>[^.|]{2,80})$")
_AFTER_AUTHOR = re.compile(r",? (?:in|for|from|at|reports from|reporting from) (?=[A-Z])|\s?[(（]|, (?=[a-z])")
_STRIP = " \t\xa0|•·:：,，;；/-–—_[](){}【】（）□■◆"


def read(text: str) -> list[tuple[str, str]]:
    """The labels of a line and their values, in order: ``[("source", "Xinhua"), ("editor", "huaxia")]``.

    `text` is a line with single spaces. Running text has none: a label counts at the beginning of a line, behind a bar
    or bracket, or behind another label; and its value is short and no sentence.
    """
    if len(text) > 400:
        return []
    release = _RELEASE_SOURCE.match(text)
    if release:
        return [("source", release["value"].strip(_STRIP))]
    matches: list[tuple[str, re.Match[str]]] = []
    for match in _pattern().finditer(text):
        kind = _kinds()[" ".join(match[match.lastgroup].split()).casefold()]
        if matches or not text[: match.start()].strip(_STRIP) or text[: match.start()].rstrip()[-1] in "|•·([（【/":
            matches.append((kind, match))
    found = []
    for i, (kind, match) in enumerate(matches):
        end = matches[i + 1][1].start() if i + 1 < len(matches) else len(text)
        value = _value(kind, text[match.end() : end])
        if value and _credible(kind, value, match):
            found.append((kind, value))
    return found


def _value(kind: str, value: str) -> str:
    """What a label says, without what else stands on the line."""
    value = re.split(r"\s?[|｜•]\s?|\s·\s", value.strip(_STRIP), maxsplit=1)[0]
    if kind != "date":
        match = DAY.search(value) or _TIME.search(value)
        value = value[: match.start()] if match else value
    if kind == "author":
        value = _AFTER_AUTHOR.split(value, maxsplit=1)[0]
    return value.strip(_STRIP)


def _credible(kind: str, value: str, match: re.Match[str]) -> bool:
    words = len(value.split())
    if kind == "date":
        return any(c.isdigit() for c in value[:20]) and words <= 12 and not _FINAL.search(value.rstrip("."))
    if match.lastgroup in ("bare", "inner") and re.match(rf"{_MONTH}\b", value, re.I):
        return False  # By June, …
    if kind in ("author", "editor"):
        return words <= 14 and value[-1] not in "?!。？！" and not re.match(r"\d", value)
    return words <= 14 and value[-1] not in "?!。？！"


def dated(text: str) -> bool:
    """Whether a line is little more than a date: ``2018-01-26 01:43 范青``, ``Xinhua) 10:21, October 13, 2023``."""
    if len(text) > 140 or _FINAL.search(text):
        return False
    match = DAY.search(text)
    if match is None:
        return bool(_OTHER_DATE.search(text)) and len(text) <= 60
    rest = _TIME.sub(" ", text[: match.start()] + " " + text[match.end() :])
    return len(re.findall(r"[^\W\d_]+", rest)) <= 10


@functools.cache
def _kinds() -> dict[str, str]:
    table = vocabularies.load("bylines")
    return {label: kind for kind, names in table["labels"].items() for label in names}


@functools.cache
def _pattern() -> re.Pattern[str]:
    """One pattern for all labels; the name of the group that matched says in which form."""
    table = vocabularies.load("bylines")
    latin = _any_of(label for label in _kinds() if label.isascii())
    chinese = _any_of(label for label in _kinds() if not label.isascii())
    behind = r"(?:^|(?<=[|•·(\[]\s)|(?<=[|•·(\[]))"
    return re.compile(
        rf"(?<![\w'’-])(?P<colon>(?i:{latin}))\s?[:：]"
        rf"|(?P<chinese>{chinese})\s?[:：/／]"
        rf"|{behind}(?P<bare>(?i:{_any_of(table['bare'])}))\s(?=[A-ZÀ-Þ\d])"
        rf"|(?<=\d\s)(?P<inner>[Bb]y)\s(?=[A-ZÀ-Þ])"
    )


def _any_of(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label).replace("\\ ", r"\s") for label in sorted(labels, key=len, reverse=True))
