"""Money in US dollars: averages over whole periods, and null where there is none."""

from __future__ import annotations

import datetime

import pytest
from currency_converter import CurrencyConverter

from cq_research import exchange


def test_the_average_of_a_month_is_the_mean_of_its_days():
    converter = CurrencyConverter()
    days = [datetime.date(2013, 5, d) for d in range(1, 32)]
    rates = [converter.convert(1, "USD", "CNY", day) for day in days if converter._rates["USD"].get(day)]
    assert exchange.average("CNY", "2013-05").rate == pytest.approx(sum(rates) / len(rates))


def test_an_amount_of_a_year_is_divided_by_its_average_rate():
    usd, rate, source = exchange.to_usd(1265700000000, "CNY", "2013")
    assert 6.1 < rate < 6.2  # the People's Bank's own average for 2013 was 6.19
    assert usd == pytest.approx(1265700000000 / rate)
    assert source == "ECB euro reference rates, average of 2013"


def test_dollars_stay_dollars_whatever_the_period():
    assert exchange.to_usd(5, "USD", None) == (5, 1.0, exchange.STATED)


@pytest.mark.parametrize(
    ("currency", "period"),
    [
        ("CNY", "2004"),  # before the data begin
        ("CNY", "2005"),  # begun within the year
        ("CNY", "2005-Q1"),
        ("CNY", "2999"),
        ("DEM", "2013"),  # no such currency then
        ("XXX", "2013"),
        ("EEK", "2011"),  # ended before
        ("CNY", "2013-05-17"),  # a day has a rate, not an average
        ("CNY", "2013-H1"),
        ("CNY", "2013/2015"),
        ("CNY", "199X"),
        ("CNY", "2013-13"),
        ("CNY", ""),
        ("CNY", None),
    ],
)
def test_there_is_no_rate_rather_than_the_nearest(currency, period):
    assert exchange.to_usd(5, currency, period) is None


def test_the_year_that_is_not_over_in_the_rates_has_no_average():
    last = CurrencyConverter().bounds["CNY"].last_date
    if last < datetime.date(last.year, 12, 24):
        assert exchange.average("CNY", str(last.year)) is None
    assert exchange.average("CNY", str(last.year - 1)) is not None


def test_quarters_and_euros_have_averages():
    assert 1.0 < 1 / exchange.average("EUR", "2013-Q2").rate < 1.6
    assert exchange.bounds("2013-Q2") == (datetime.date(2013, 4, 1), datetime.date(2013, 6, 30))


def test_an_average_is_the_same_to_the_last_digit_on_every_python():
    assert repr(exchange.to_usd(1e12, "CNY", "2013")[0]) == "162654156394.33453"
