"""Dates that name a day, a weekday or a month."""

from __future__ import annotations

import re

from cq_research.timex.grammar import (
    DAY_PART_AFTER,
    OF_YEAR,
    OWN_YEAR,
    THE,
    TO,
    after,
    before,
    clock_of,
    dated,
    made,
    own_year,
    rule,
    shift_of,
)
from cq_research.timex.points import Expression, Point, Shift
from cq_research.timex.words import (
    DAY,
    HYPHEN,
    MONTH,
    SEASON,
    SEASONS,
    WEEKDAY,
    WEEKDAY_SHORT,
    WEEKDAYS,
    WORDS,
    YEAR,
    S,
    any_of,
    months,
)

# 1. Digits only: 2019-11-15 · 2019/11/15 09:30 · 15.11.2019 · 11/15/2019 · 11/15/98 · 2013-05 · 2011-15 · 2011–2015


@rule(
    "digit",
    r"(?P<year>(?:1[5-9]|20)\d\d)(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d|\.\d)"
    r"(?:(?:T|\s{1,2})(?P<hour>[0-2]?\d):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d))?",
)
def _year_first(m: re.Match) -> Expression:
    clock = f"T{int(m['hour']):02d}:{m['minute']}" if m["hour"] and int(m["hour"]) < 24 else None
    return dated(m, Point(m["year"], int(m["month"]), int(m["day"]), clock=clock))


@rule("digit", rf"(?P<a>\d{{1,2}})(?P<sign>[-/.])(?P<b>\d{{1,2}})(?P=sign)(?P<year>{YEAR})")
def _year_last(m: re.Match) -> Expression:
    a, b = int(m["a"]), int(m["b"])
    if a > 12 or m["sign"] == "." or a == b:
        return dated(m, Point(m["year"], b, a))
    if b > 12:
        return dated(m, Point(m["year"], a, b))
    return made(m, "date", point=Point(m["year"]), doubt="which of the numbers is the month is not known")


@rule("digit", r"(?P<month>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d\d)(?![\d/])")
def _short_year_last(m: re.Match) -> Expression:
    """`08/15/98`: only where the second number can be no month."""
    year = ("20" if int(m["year"]) < 60 else "19") + m["year"]
    return dated(m, Point(year, int(m["month"]), int(m["day"])))


@rule(
    "digit",
    rf"(?P<year>(?:1[5-9]|20)\d\d)\s?{HYPHEN}\s?(?P<last>(?:1[5-9]|20)\d\d|\d\d)(?![\d%]|[-/.,]\d|{HYPHEN}?[A-Za-z])",
)
def _years(m: re.Match) -> Expression | None:
    first, last = m["year"], m["last"]
    full = last if len(last) == 4 else first[:2] + last
    if int(full) > int(first):
        month = len(last) == 2 and int(last) <= 12
        doubt = "two years, or a year and its month" if month else None
        return made(m, "date", point=Point(first), until=Point(full), doubt=doubt)
    if len(last) == 2 and 1 <= int(last) <= 12:
        return dated(m, Point(first, int(last)))
    return None


# 2. Days: June 28 · Friday, June 28, 2019 · Nov 15,2019 · 15 November 2019 · the 5th of May · June 5-8, 2013 ·
#    May 30 to June 2 · June 28 last year

_WEEKDAY_BEFORE = rf"(?:(?:{WEEKDAY_SHORT})(?:,?{S}){THE})?"


@rule(
    "month weekday",
    rf"{_WEEKDAY_BEFORE}(?P<month>{MONTH})\s{{0,4}}{THE}(?P<day>{DAY})"
    rf"(?:{TO}(?:(?P<month2>{MONTH}){S})?(?P<day2>{DAY}))?(?:{OF_YEAR}{OWN_YEAR})?{DAY_PART_AFTER}",
)
@rule(
    "digit the weekday",
    rf"{_WEEKDAY_BEFORE}{THE}(?P<day>{DAY})(?:{TO}(?P<day2>{DAY}))?(?:{S}(?:(?i:of){S})?|-)(?P<month>{MONTH})"
    rf"(?:(?:{OF_YEAR}|-){OWN_YEAR})?(?P<month2>\b\B)?{DAY_PART_AFTER}",
)
def _month_day(m: re.Match) -> Expression | None:
    if _is_name(m, m["month"]):
        return None
    number = int(re.match(r"\d+", m["day"]).group())
    point = Point(month=months(m["month"]), day=number, clock=clock_of(m), **own_year(m))
    if not m["day2"]:
        return dated(m, point)
    month = months(m["month2"]) if m["month2"] else point.month
    return dated(m, point, point._replace(month=month, day=int(re.match(r"\d+", m["day2"]).group())))


# 3. Months: May 2013 · May, 2013 · May of last year · May ’13 · last May · this past June · June


@rule(
    "month",
    rf"(?P<month>{MONTH})(?:{OF_YEAR}|{HYPHEN}){OWN_YEAR}",
    rf"(?P<month>{MONTH})(?:{S}|-)[’']?(?P<short>\d\d)(?<=[’'-]\d\d)(?!\d)",
)
def _month_year(m: re.Match) -> Expression | None:
    short = m.groupdict().get("short")
    year = {"year": ("20" if int(short) < 60 else "19") + short} if short else own_year(m)
    return dated(m, Point(month=months(m["month"]), **year))


@rule(
    "relative the",
    rf"{THE}(?P<which>(?i:last|this|next|past|coming|upcoming)){S}(?:(?i:past|coming){S})?(?P<month>{MONTH})(?!{S}\d)",
)
def _which_month(m: re.Match) -> Expression:
    return made(m, "date", point=Point(month=months(m["month"]), towards=shift_of(m["which"], "Y").by))


_TIME_BEFORE = re.compile(
    r"(?i:\b(?:in|since|by|of|from|until|till|before|after|during|for|between|through|throughout|early|late|mid|to|and|"
    r"or|ended|ending|on|around|beginning|starting|following|end)(?:\s{1,3}(?:early|late|mid|the))?)[\s-]{1,3}\Z|[(]\Z"
)


@rule("month", rf"(?P<month>{MONTH})")
def _month(m: re.Match) -> Expression | None:
    word = m["month"]
    bare = word.rstrip(".")
    cue = _TIME_BEFORE.search(before(m))
    if not cue and (
        bare.lower() in WORDS["month_like_names"] or re.match(rf"\s{{1,3}}[A-Z][a-z]|{HYPHEN}[A-Z]", after(m))
    ):
        return None
    weak = not cue or not re.match(
        r"(?i)(?:in|since|by|until|till|during|between|late|early|mid|through)\b", cue.group()
    )
    if _is_name(m, bare) or (
        weak and word == bare and bare in _SHORT_NAMES and re.match(r"\s{1,3}[A-Z][a-z]", after(m))
    ):
        return None
    return made(m, "date", point=Point(month=months(word)))


_SHORT_NAMES = {"Jan", "Jun", "Mar", "May", "April", "June", "August"}


def _is_name(m: re.Match, word: str) -> bool:
    """`Theresa May`, `March 8 Road`."""
    if re.match(
        r"(?:\s{1,3}\d{1,2})?(?:th|st|nd|rd)?\s{1,3}(?:Road|Street|Avenue|Square|Hospital|University)\b", after(m)
    ):
        return True
    return word == "May" and bool(re.search(r"(?:Theresa|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)\s{1,3}\Z", before(m)))


# 4. Weekdays: Friday · last Friday · Friday morning · on Fridays · every Friday · each July


@rule(
    "weekday relative the",
    rf"(?:{THE}(?P<which>(?i:last|this|next|past|coming|following|previous)){S})?(?P<weekday>{WEEKDAY}){DAY_PART_AFTER}",
    rf"(?P<which>\b\B)?(?P<weekday>(?:{any_of(f[1] for f in WORDS['weekdays'].values())})\.(?!\w))(?P<daypart>\b\B)?",
)
def _weekday(m: re.Match) -> Expression | None:
    if re.match(r"\s{1,3}(?:Times|Express|Mail|Post|Telegraph|Herald|Live)\b", after(m)):
        return None
    if re.search(r"(?:Black|Cyber|Good|Ash)\s{1,3}\Z", before(m)):
        return None
    shift = shift_of(m["which"], "D") if m["which"] else None
    point = Point(
        weekday=WEEKDAYS[m["weekday"].lower().rstrip(".")], towards=shift.by if shift else None, clock=clock_of(m)
    )
    if shift and shift.of_text:
        point = point._replace(shift=Shift("D", 0, of_text=True))
    return made(m, "time" if point.clock else "date", point=point)


@rule(
    "set",
    rf"(?i:every|each){S}(?:(?i:other|second){S})?(?:(?P<weekday>{WEEKDAY})|(?P<month>{MONTH})|(?P<season>{SEASON}))",
)
@rule("weekday", rf"(?P<weekday>{WEEKDAY[:-2]})s\b(?P<month>\b\B)?(?P<season>\b\B)?")
def _each(m: re.Match) -> Expression:
    if m["weekday"]:
        return made(m, "set", value=f"XXXX-WXX-{WEEKDAYS[m['weekday'].lower()]}")
    value = f"{months(m['month']):02d}" if m["month"] else SEASONS[m["season"].lower()]
    return made(m, "set", value=f"XXXX-{value}")
