"""Time values as first and last days, and in words.

A value is one of ``dates.value``: ISO 8601, TIMEX3's quarters, halves and seasons, EDTF's unknown digits, intervals.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

# The one grammar of time values: rule 3 of the data contract. A point in time, a time of day, a duration, a reference.
_HOUR = r"T(?:\d\d(?::\d\d(?::\d\d)?)?|MO|AF|EV|NI|DT|MI)"
_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX|XXXX)"
    r"(?:-(?:Q(?P<quarter>[1-4X])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)|W(?P<week>\d\d|XX)(?:-(?P<weekday>[1-7]|WE))?"
    rf"|(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?))?(?:{_HOUR})?"
)
_DURATION = r"P(?=[\dXT])(?:(?:\d+(?:\.\d+)?|X)(?:[YMWDQHS]|DE|CE|WE|H))*(?:T(?:(?:\d+(?:\.\d+)?|X)[HMS])+)?"
_OTHER = re.compile(rf"{_HOUR}|TXX|{_DURATION}|(?:PRESENT|PAST|FUTURE)_REF")
# First and last month. Winter belongs to two years, so that its days can't be told from its value.
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}
_SEASON_NAMES = {"SP": "spring", "SU": "summer", "FA": "autumn"}
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth"}


def valid(value: str) -> bool:
    """Whether `value` is written in the grammar of time values: also a winter or ``XXXX-11-29``, and no real day.

    >>> valid("2020-Q1"), valid("2020-01/2020-04"), valid("P2Y"), valid("PAST_REF"), valid("2020-Q5")
    (True, True, True, True, False)
    """
    parts = value.split("/")
    return (len(parts) < 3 and all(map(_POINT.fullmatch, parts))) or bool(_OTHER.fullmatch(value))


def bounds(value: str | None) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a time value; None where it has no place in the calendar.

    Handled: ``2013`` `2013-05` `2013-05-17` (a time of day is dropped) `2020-Q1` `2020-H1` `2018-W20` `2018-W20-3`
    `2018-W20-WE` `2019-SU` `199X` `19XX` and intervals of such. Durations, vague references, winters and month-days
    without a year have none.

    >>> bounds("2020-Q1")
    (datetime.date(2020, 1, 1), datetime.date(2020, 3, 31))
    """
    first, _, last = (value or "").partition("/")
    try:
        start = _point(first)
        end = _point(last) if last else start
    except ValueError:  # no such day: 2019-13-45
        return None
    return (start[0], end[1]) if start and end and start[0] <= end[1] else None


def _point(value: str) -> tuple[dt.date, dt.date] | None:
    match = _POINT.fullmatch(value)
    if not match:
        return None
    part = match.groupdict()
    # A winter belongs to two years; of an unknown year, month or day there is no first and last.
    if (
        part["year"] == "XXXX"
        or part["season"] == "WI"
        or any("X" in (v or "") for k, v in part.items() if k != "year")
    ):
        return None
    year = int(part["year"].replace("X", "0"))
    if "X" in part["year"]:
        return dt.date(year, 1, 1), dt.date(int(part["year"].replace("X", "9")), 12, 31)
    if part["day"]:
        day = dt.date(year, int(part["month"]), int(part["day"]))
        return day, day
    if part["week"]:
        monday = dt.date.fromisocalendar(year, int(part["week"]), 1)
        if part["weekday"] == "WE":
            return monday + dt.timedelta(5), monday + dt.timedelta(6)
        shift = int(part["weekday"] or 1) - 1
        return monday + dt.timedelta(shift), monday + dt.timedelta(shift if part["weekday"] else 6)
    if part["quarter"]:
        return _months(year, 3 * int(part["quarter"]) - 2, 3 * int(part["quarter"]))
    if part["half"]:
        return _months(year, 6 * int(part["half"]) - 5, 6 * int(part["half"]))
    if part["season"]:
        return _months(year, *_SEASONS[part["season"]])
    if part["month"]:
        return _months(year, int(part["month"]), int(part["month"]))
    return _months(year, 1, 12)


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    if not (1 <= first <= last <= 12):
        raise ValueError(f"no month {first}-{last}")
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def words(value: str) -> str:
    """A time value as an English reader writes it; the value itself where there is no better way.

    >>> words("2013-05"), words("2020-Q1"), words("2020-01/2020-04"), words("199X")
    ('May 2013', 'the first quarter of 2020', 'January to April 2020', 'the 1990s')
    """
    first, _, last = value.partition("/")
    if last:
        month, day = r"(\d{4})-\d\d", r"(\d{4}-\d\d)-\d\d"
        for unit in (month, day):  # what both ends share is said once: 21 to 24 May 2026
            ends = [re.fullmatch(unit, end) for end in (first, last)]
            if bounds(value) and all(ends) and ends[0][1] == ends[1][1]:
                return f"{words(first).removesuffix(f' {words(ends[0][1])}')} to {words(last)}"
        return f"{words(first)} to {words(last)}"
    match = _POINT.fullmatch(value)
    try:
        if not match or not _point(value):
            return value
    except ValueError:
        return value
    part = match.groupdict()
    year = part["year"]
    if year.endswith("XX"):
        return f"the {year[:2]}00s"
    if year.endswith("X"):
        return f"the {year[:3]}0s"
    if part["day"]:
        return f"{int(part['day'])} {calendar.month_name[int(part['month'])]} {year}"
    if part["month"]:
        return f"{calendar.month_name[int(part['month'])]} {year}"
    if part["quarter"]:
        return f"the {_ORDINALS[part['quarter']]} quarter of {year}"
    if part["half"]:
        return f"the {_ORDINALS[part['half']]} half of {year}"
    if part["season"]:
        return f"{_SEASON_NAMES[part['season']]} {year}"
    if part["week"]:
        return f"week {int(part['week'])} of {year}"
    return year


def when(value: str, mod: str | None = None, relation: str | None = None) -> str:
    """A time value with its preposition, as it opens a sentence: ``in 2013``, ``at the end of 2013``, ``by 2022``.

    >>> when("2013", "end"), when("2019-06-28"), when("2022", relation="by")
    ('at the end of 2013', 'on 28 June 2019', 'by 2022')
    """
    text = {"start": "the start of ", "mid": "the middle of ", "end": "the end of "}.get(mod, "") + words(value)
    if relation:
        return f"{relation} {text}"
    if "/" in value:
        return f"from {text}"
    if mod in ("start", "end"):
        return f"at {text}"
    return f"on {text}" if re.fullmatch(r"\d{4}-\d\d-\d\d(?:T.*)?", value) and not mod else f"in {text}"
