"""Points in time as words give them, and the calendar's arithmetic on time values.

A *value* is a string of the data contract's rule 3: `2013`, `2013-05`, `2013-05-17`, `2020-Q1`, `2018-W20`, `199X`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple


class Shift(NamedTuple):
    """So many units from a date: `last year` is ("Y", -1)."""

    unit: str  # D W M Q Y, 10Y (decades), 100Y (centuries), WE (weekends)
    by: int
    of_text: bool = False  # counted from the date last spoken of (`a year earlier`), not from publication
    of_topic: bool = (
        False  # counted from the date that the paragraph is about (`the end of the year`), else publication
    )


class Point(NamedTuple):
    """What the words of one point in time say; what they leave open is None."""

    year: str | None = None  # `2013`, `199X`, `20XX`
    month: int | None = None
    day: int | None = None
    part: str | None = None  # within the year: `Q1` `H2` `SU` `W20`; an interval: `01/05`, `Q1/Q3`
    weekday: int | None = None  # 1 is Monday
    clock: str | None = None  # `T09:30`, `TNI`
    shift: Shift | None = None
    towards: int | None = None  # `last May` -1, `this Friday` 0, `next June` 1
    same_part: bool = False  # `the same period last year`: the part of the year that the text spoke of last


class Expression(NamedTuple):
    """One time expression: its place in the sentence and what its words say."""

    start: int
    end: int
    kind: str  # date, time, duration, set
    point: Point | None = None
    until: Point | None = None  # the other end of an interval
    value: str | None = None  # where the words alone give it: durations, sets, vague references
    mod: str | None = None
    relation: str | None = None
    doubt: str | None = None
    months: int | None = None  # the run of so many months that ends with the point: `the year ended March 31`


def compose(point: Point, year: str | None = None) -> str | None:
    """The value of a point that needs nothing to count from, in `year` if it has none of its own; None where there is
    no such day (`30 February`) or it says nothing but a weekday.

    >>> compose(Point(year="2013", month=5)), compose(Point(month=11, day=29)), compose(Point("2020", part="Q1"))
    ('2013-05', 'XXXX-11-29', '2020-Q1')
    """  # fmt: skip
    year = point.year or year or "XXXX"
    clock = point.clock or ""
    if point.part:
        return "/".join(f"{year}-{part}" for part in point.part.split("/"))
    if point.month:
        if not 1 <= point.month <= 12:
            return None
        if point.day is None:
            return f"{year}-{point.month:02d}{clock}"
        leap_or_known = int(year) if year.isdigit() else 2000
        if not 1 <= point.day <= calendar.monthrange(leap_or_known, point.month)[1]:
            return None
        return f"{year}-{point.month:02d}-{point.day:02d}{clock}"
    if year != "XXXX":
        return year + clock
    return clock or None


def moved(value: str | None, shift: Shift) -> str | None:
    """The value that lies `shift` from `value`, at the precision of the unit or of the value, whichever holds.

    None where `value` is less precise than the count needs: `yesterday` counted from `2020-03`.

    >>> moved("2016-01-19", Shift("Y", -1)), moved("2016-01-19", Shift("M", -1)), moved("2020-03", Shift("D", -1))
    ('2015', '2015-12', None)
    """
    match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\dX])", value or "")
    if not match:
        return None
    year, month, day = (int(g) if g else None for g in match.groups())
    unit, by = shift.unit, shift.by
    if abs(by) > 9999:
        return None
    try:
        if unit == "Y":
            return f"{_year(year + by):04d}"
        if unit in ("10Y", "100Y"):
            size = int(unit[:-1])
            return str(_year((year // size + by) * size) // size) + "X" * (len(unit) - 2)
        if unit in ("Q", "M") and month:
            size = 3 if unit == "Q" else 1
            steps = (year * 12 + month - 1) // size + by
            year, month = divmod(steps * size, 12)
            return f"{_year(year):04d}-" + (f"Q{month // 3 + 1}" if unit == "Q" else f"{month + 1:02d}")
        if unit in ("D", "W", "WE") and day:
            that = dt.date(year, month, day) + dt.timedelta(by * (1 if unit == "D" else 7))
            if unit == "D":
                return that.isoformat()
            iso = that.isocalendar()
            return f"{iso.year:04d}-W{iso.week:02d}" + ("-WE" if unit == "WE" else "")
    except (ValueError, OverflowError):
        return None
    return None


def run_of_months(end: str | None, months: int) -> str | None:
    """The interval of so many months up to and with `end`, a month or a day.

    By months where the day is a month's last; None where `end` is neither.

    >>> run_of_months("2011-06-30", 12), run_of_months("2011-06", 3), run_of_months("2011-06-25", 3)
    ('2010-07/2011-06', '2011-04/2011-06', '2011-03-26/2011-06-25')
    """
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", end or "")
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
    try:
        if not day or day == calendar.monthrange(year, month)[1]:
            first = year * 12 + month - months
            return f"{_year(first // 12):04d}-{first % 12 + 1:02d}/{year:04d}-{month:02d}"
        before = year * 12 + month - 1 - months
        last = calendar.monthrange(_year(before // 12), before % 12 + 1)[1]
        first_day = dt.date(before // 12, before % 12 + 1, min(day, last)) + dt.timedelta(1)
        return f"{first_day.isoformat()}/{end}"
    except (ValueError, OverflowError):
        return None


def _year(year: int) -> int:
    if not 1 <= year <= 9999:
        raise ValueError(f"no year {year}")
    return year


def weekday_near(value: str | None, weekday: int, towards: int) -> str | None:
    """The day of the week nearest to `value` (a day): on or before it (0 and -1), or after it (1).

    >>> weekday_near("2019-06-28", 5, 0), weekday_near("2019-06-28", 5, -1), weekday_near("2019-06-28", 1, 1)
    ('2019-06-28', '2019-06-21', '2019-07-01')
    """
    if not value or not re.fullmatch(r"\d{4}-\d\d-\d\d", value[:10]):
        return None
    try:
        day = dt.date.fromisoformat(value[:10])
        back = (day.isoweekday() - weekday) % 7
        if towards > 0:
            return (day + dt.timedelta(7 - back)).isoformat()
        return (day - dt.timedelta(back or (7 if towards < 0 else 0))).isoformat()
    except (ValueError, OverflowError):
        return None


def year_of(value: str | None) -> str | None:
    """The year that a value begins with, or None (`XXXX-11-29`, `P2Y`, decades)."""
    match = re.match(r"\d{4}(?!\d)", value or "")
    return match.group() if match else None
