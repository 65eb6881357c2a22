"""Time expressions in Chinese: 2019年11月15日 · 11月15日 · 2023年上半年 · 第三季度 · 1-5月 · 去年 · 近三年 · 3天 ·
前七月 · 上午9时30分."""

from __future__ import annotations

import re

from cq_research.timex.points import Expression, Point, Shift, compose
from cq_research.timex.words import WORDS

_DIGITS = "零一二三四五六七八九"
_NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})"
_YEAR = (
    r"(?:(?P<year>(?:1[5-9]|20)\d\d|[一二][〇○零一二三四五六七八九]{3})\s?年(?!期)"
    rf"|(?P<years>{'|'.join(WORDS['zh_relative'])}))"
)
_PART = (
    r"(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年|(?P<quarters>前[二两三23])季度"
    r"|前(?P<run>1[0-2]|[2-9]|十[一二]?|[二两三四五六七八九])个?月(?!内))"
)
_DATE = re.compile(
    rf"{_YEAR}(?:\s?(?P<month>\d{{1,2}})\s?月(?:份|(?P<day>\d{{1,2}})\s?[日号])?"
    rf"(?:\s?[-—–至到~]\s?(?P<month2>\d{{1,2}})\s?月(?:份|(?P<day2>\d{{1,2}})\s?[日号])?)?|\s?{_PART}|(?P<end>年?底|年?末|年?初))?"
)
_RANGE = re.compile(rf"(?:{_YEAR}\s?)?(?P<month>\d{{1,2}})\s?[-—–至到~]\s?(?P<month2>\d{{1,2}})\s?月(?!\d)")
_YEARS = re.compile(r"(?P<year>(?:1[5-9]|20)\d\d)\s?年?\s?[-—–至到~]\s?(?P<until>(?:1[5-9]|20)\d\d)\s?年")
_OPEN = re.compile(rf"(?P<month>\d{{1,2}})\s?月(?:份|(?P<day>\d{{1,2}})\s?[日号])?|{_PART}|(?P<end>年底|年末|年初)")
_WEEKDAY = re.compile(r"(?P<which>[上下本这])?(?:个)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?!年)")
_NEAR = re.compile(r"(?P<which>[上下本])个?(?P<unit>月|周|星期|季度)(?!海|市|[一二三四五六日天])")
_DAYS = re.compile("|".join(WORDS["zh_days"]))
_DECADE = re.compile(
    r"(?:(?P<century>\d{1,2}|二十|二十一|十九)世纪)?(?P<decade>\d0|[二三四五六七八九]十)年代|(?P<only>\d{1,2})世纪"
)
_CLOCK = re.compile(
    r"(?P<half>上午|下午|晚上|早上|凌晨|中午|晚)?(?P<hour>[01]?\d|2[0-4])(?:时(?!间|代|期|[0-9]小)|点(?=[\d半整]))"
    r"(?:(?P<minute>[0-5]?\d)分|(?P<thirty>半)|整)?"
)
_LENGTH = re.compile(
    rf"(?P<which>近|过去|未来|今后|前)?(?P<n>{_NUMBER})(?:多|余)?(?P<unit>个月|年|周|星期|天|小时|分钟)(?P<half>半)?"
    r"(?P<back>来|前|后|间|内)?(?!代|级|度|期|[0-9]{1,2}月)"
)
_UNITS = WORDS["zh_units"]


def _listed() -> list[tuple[str, str, re.Pattern]]:
    found = []
    for kind, name in (("date", "zh_vague"), ("set", "zh_sets")):
        for entry in WORDS[name]:
            behind = f"(?<![{entry['not_after']}])" if "not_after" in entry else ""
            found.append((kind, entry["value"], re.compile(f"{behind}(?:{'|'.join(entry['words'])})")))
    return found


_LISTED = _listed()
_HAN = re.compile("[\u4e00-\u9fff]")


def spoken(text: str) -> bool:
    """Whether there are Chinese characters in `text`."""
    return bool(_HAN.search(text))


def number(text: str) -> int | None:
    """What digits or Chinese numerals up to 99 stand for.

    >>> number("12"), number("十二"), number("二十"), number("两")
    (12, 12, 20, 2)
    """
    text = text.replace("两", "二").replace("〇", "零").replace("○", "零")
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1 or "十" in ones:
            return None
        return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
    return int("".join(str(_DIGITS.index(c)) for c in text)) if text and all(c in _DIGITS for c in text) else None


def expressions(text: str) -> list[Expression]:
    """The Chinese time expressions of one sentence, in order and without overlap."""
    found: list[Expression] = []
    for m in _YEARS.finditer(text):
        if int(m["year"]) < int(m["until"]):
            found.append(Expression(m.start(), m.end(), "date", Point(m["year"]), Point(m["until"])))
    found += [e for m in _RANGE.finditer(text) if (e := _range(m))]
    found += [e for m in _DATE.finditer(text) if (e := _date(m))]
    found += [e for m in _DECADE.finditer(text) if (e := _decade(m))]
    found += [e for m in _CLOCK.finditer(text) if (e := _clock(m))]
    found += [e for m in _LENGTH.finditer(text) if (e := _length(m))]
    found += [e for m in _OPEN.finditer(text) if not text[m.start() - 1 : m.start()].isdigit() and (e := _date(m))]
    for m in _WEEKDAY.finditer(text):
        towards = {"上": -1, "下": 1, "本": 0, "这": 0}.get(m["which"])
        day = "一二三四五六日".index(m["weekday"].replace("天", "日")) + 1
        found.append(Expression(m.start(), m.end(), "date", Point(weekday=day, towards=towards)))
    for m in _NEAR.finditer(text):
        unit = {"月": "M", "季度": "Q"}.get(m["unit"], "W")
        found.append(
            Expression(m.start(), m.end(), "date", Point(shift=Shift(unit, {"上": -1, "下": 1, "本": 0}[m["which"]])))
        )
    for m in _DAYS.finditer(text):
        found.append(Expression(m.start(), m.end(), "date", Point(shift=Shift("D", WORDS["zh_days"][m.group()]))))
    for kind, value, pattern in _LISTED:
        found += [Expression(m.start(), m.end(), kind, value=value) for m in pattern.finditer(text)]
    found.sort(key=lambda e: (e.start, -e.end))
    kept: list[Expression] = []
    for e in found:
        if not kept or e.start >= kept[-1].end:
            kept.append(e)
    return kept


def _own_year(m: re.Match) -> dict:
    groups = m.groupdict()
    if groups.get("year"):
        return {"year": f"{number(groups['year']):04d}"}
    return {"shift": Shift("Y", WORDS["zh_relative"][groups["years"]])} if groups.get("years") else {}


def _date(m: re.Match) -> Expression | None:
    groups = m.groupdict()
    if groups.get("month"):
        point = Point(month=int(m["month"]), day=int(m["day"]) if m["day"] else None, **_own_year(m))
        until = None
        if groups.get("month2"):
            until = point._replace(month=int(m["month2"]), day=int(m["day2"]) if m["day2"] else None)
        bad = compose(point) is None or (until is not None and compose(until) is None)
        doubt = "the calendar has no such day" if bad else None
        return Expression(m.start(), m.end(), "date", point, until, doubt=doubt)
    part = None
    if groups.get("quarter"):
        part = f"Q{number(m['quarter'])}"
    elif groups.get("half"):
        part = "H1" if m["half"] == "上" else "H2"
    elif groups.get("quarters"):
        part = f"Q1/Q{number(m['quarters'][1])}"
    elif groups.get("run"):
        part = f"01/{number(m['run']):02d}"
    mod = {"底": "end", "末": "end", "初": "start"}.get((groups.get("end") or " ")[-1])
    point = Point(part=part, **_own_year(m))
    if mod and not (point.year or point.shift):
        point = point._replace(shift=Shift("Y", 0, of_topic=True))
    return Expression(m.start(), m.end(), "date", point, mod=mod)


def _range(m: re.Match) -> Expression | None:
    first, last = int(m["month"]), int(m["month2"])
    if not 1 <= first < last <= 12:
        return None
    return Expression(m.start(), m.end(), "date", Point(part=f"{first:02d}/{last:02d}", **_own_year(m)))


def _clock(m: re.Match) -> Expression | None:
    """上午9时30分 · 下午3时 · 20时30分; an hour alone needs its half of the day."""
    if not (m["half"] or m["minute"]) or m.string[m.start() - 1 : m.start()].isdigit() or int(m["hour"]) > 23:
        return None
    late = m["half"] in ("下午", "晚上", "晚") and int(m["hour"]) < 12
    minute = 30 if m["thirty"] else int(m["minute"] or 0)
    point = Point(clock=f"T{int(m['hour']) + 12 * late:02d}:{minute:02d}")
    return Expression(m.start(), m.end(), "time", point)


def _decade(m: re.Match) -> Expression | None:
    if m["only"]:
        return Expression(m.start(), m.end(), "date", Point(f"{int(m['only']) - 1:02d}XX"))
    decade = number(m["decade"])
    century = number(m["century"]) if m["century"] else (20 if decade and decade >= 30 else 21)
    if not decade or not century or not 1 <= century <= 99:
        return None
    return Expression(m.start(), m.end(), "date", Point(f"{century - 1:02d}{decade // 10}X"))


def _length(m: re.Match) -> Expression | None:
    many = number(m["n"])
    if not many or (m["unit"] == "年" and m["n"].isdecimal() and len(m["n"]) == 4):
        return None
    if m["which"] == "前" and m["unit"] == "个月" and 1 < many <= 12 and not m["back"]:
        return None  # 前7个月: of the year
    unit = _UNITS[m["unit"]]
    time, letter = ("T", unit[1:]) if unit.startswith("T") else ("", unit)
    if m["back"] in ("前", "后") and letter in "DWMY" and not time and not m["half"] and not m["which"]:
        by = -many if m["back"] == "前" else many
        return Expression(m.start(), m.end(), "date", Point(shift=Shift(letter, by, of_text=m["back"] == "后")))
    value = f"P{time}{many}{letter}" + ("6M" if m["half"] and letter == "Y" else "")
    return Expression(m.start(), m.end(), "duration", value=value)
