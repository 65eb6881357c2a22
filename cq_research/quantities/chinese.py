"""Quantities in Chinese sentences: scales and units, classifiers, shares, qualifiers."""

from __future__ import annotations

import re

from cq_research import vocabularies
from cq_research.quantities import units
from cq_research.quantities.tokens import Token

_SCALES = {"十": 10.0, "百": 100.0, "千": 1000.0, "万": 10000.0, "亿": 1e8}
_CHINESE = {**{c: n for n, c in enumerate("零一二三四五六七八九")}, "两": 2, "半": 0.5}
_CHINESE_SHARE = re.compile(
    r"([一二三四五六七八九十百]{1,5})分之([一二三四五六七八九十]{1,5})|([一二两三四五六七八九])成(半)?"
)


def scale_and_unit(run: str) -> tuple[float, str | None, str | None, int]:
    """Scale and unit at the start of a run of Chinese characters behind a number.

    Returns factor, kind, unit and how many characters they take up; kind and unit are None where no unit follows.

    >>> scale_and_unit("万亿元的")
    (1000000000000.0, 'money', 'CNY', 3)
    """
    factor, length = 1.0, 0
    while (
        length < min(len(run), 3) and run[length] in _SCALES and not run[length:].startswith(("千米", "千瓦", "千克"))
    ):
        factor, length = factor * _SCALES[run[length]], length + 1
    if run[length : length + 1] in ("多", "余"):
        length += 1
    for size in (5, 4, 3, 2, 1):
        entry = units.cjk(run[length : length + size])
        if entry and len(run) >= length + size:
            return factor, *entry, length + size
    return factor, None, None, length


def count(run: str) -> tuple[str | None, str | None, int]:
    """What a number before these Chinese characters counts: kind, unit, how many characters say so."""
    nouns = vocabularies.load("counted_nouns")["chinese"]
    for size in (7, 6, 5, 4, 3, 2, 1):
        if len(run) >= size and run[:size] in nouns:
            return "count", nouns[run[:size]], size
    return None, None, 0


def qualifier(tokens: list[Token], i: int, scale: str) -> str:
    """The qualifier that Chinese characters before token `i`, or `多` and `余` in its scale, give."""
    return hedge(tokens[i - 1].text if i and tokens[i - 1].kind == "cjk" else "", scale)


def hedge(before: str, scale: str = "") -> str:
    """The qualifier that these Chinese characters before a number, or those of its scale, give."""
    if before.endswith(("超", "超过", "逾", "突破", "高达", "以上", "多达")) or scale.endswith(("多", "余")):
        return "over"
    if before.endswith(("约", "近", "大概", "左右", "约合", "约为", "接近", "约占")):
        return "about"
    return "under" if before.endswith(("不足", "不到", "低于")) else "exact"


def ordinal(tokens: list[Token], i: int) -> tuple[str, str] | None:
    """Role and reason of a number (token `i`) behind `第`: `第7位` is a rank, `第7届` a name's part; None without."""
    if not i or tokens[i - 1].kind != "cjk" or not tokens[i - 1].text.endswith("第"):
        return None
    behind = tokens[i + 1].text[:1] if i + 1 < len(tokens) and tokens[i + 1].kind == "cjk" else ""
    return ("rank", "a rank") if behind in ("位", "名") else ("other", "an ordinal")


def role(run: str) -> tuple[str | None, str]:
    """What a bare number before these Chinese characters is: role and reason."""
    if run[0] in "年月日时点分秒周季":
        return None, "a time that no date row holds"
    if run[0] in "号版代强":
        return "name", "a numbered name"
    return None, "a number in Chinese text without a unit known here"


def _value(text: str) -> float:
    """The value of Chinese numerals up to 999 (`二十五`)."""
    total = digit = 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = int(_CHINESE[character])
    return float(total + digit)


def shares(run: str) -> list[tuple[int, int, float]]:
    """Shares in Chinese characters, as (start, end, percent).

    >>> shares("压缩三分之一")
    [(2, 6, 33.33)]
    """
    found = []
    for match in _CHINESE_SHARE.finditer(run):
        if match[3]:
            percent = 10 * _value(match[3]) + (5 if match[4] else 0)
        else:
            percent = round(100 * _value(match[2]) / _value(match[1]), 2)
        found.append((*match.span(), percent))
    return found
