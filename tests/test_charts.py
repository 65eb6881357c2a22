"""Charts: what is drawn and what not, that nothing overlaps, and that the same rows give the same bytes."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_corpus import made

from cq_research import charts
from cq_research.charts import style
from cq_research.charts.timeline import MOST_ROWS, moments
from cq_research.selection import select

SIZES = (3, 30, 300)


def overlaps(chart: charts.Chart) -> list[tuple[str, str]]:
    """The pairs of texts of a chart that touch each other, and the texts that leave the page."""
    wide, high = chart.size
    found = [(text, "the page") for text, left, bottom, right, top in chart.boxes
             if left < -1 or bottom < -1 or right > wide + 1 or top > high + 1]  # fmt: skip
    for (one, *a), (two, *b) in itertools.combinations(chart.boxes, 2):
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 0.5:
            found.append((one, two))
    return found


def dated(count: int, text: str = "Exports to the port of Duisburg began anew on {}, said the office"):
    """A corpus with that many dates: years, months and days by turns, some inferred, some with a relation."""
    sentences = []
    for i in range(count):
        value = (f"{1990 + i % 40}", f"{1990 + i % 40}-{i % 12 + 1:02}", f"{1990 + i % 40}-05-{i % 28 + 1:02}")[i % 3]
        row = {"text": value, "value": value, "basis": ("stated", "inferred")[i % 2],
               "mod": "end" if i % 5 == 0 else None, "relation": "by" if i % 7 == 0 else None}  # fmt: skip
        sentences.append({"text": f"{text.format(value)} ({i}).", "dates": [row]})
    return made({"sentences": sentences})


def counted(count: int, measure: str | None = None):
    """A corpus with that many figures of one kind: exports by partner and year, or of one measure in words."""
    sentences = []
    for i in range(count):
        row = {"text": f"{i + 1} yuan", "value": float((i * 7919) % 9973 + 1) * 10 ** (i % 4 + 3), "unit": "CNY",
               "place": "CN-CQ", "partner": ("US", "JP", "DE", "SG")[i % 4], "period": f"{1990 + i // 4}",
               "status": ("actual", "actual", "target", "estimate")[i % 4]}  # fmt: skip
        row |= {"measure": measure} if measure else {"indicator": ("exports", "imports", "trade_total")[i % 3]}
        sentences.append({"text": f"Exports were {i + 1} yuan.", "figures": [row]})
    return made({"sentences": sentences})


@pytest.mark.parametrize("count", SIZES)
def test_no_texts_of_a_chronology_overlap(count):
    chart = charts.chronology(select(dated(count)))
    assert overlaps(chart) == []


@pytest.mark.parametrize("count", SIZES)
def test_no_texts_of_bars_overlap(count):
    drawn = charts.comparisons(select(counted(count)))
    assert drawn
    for chart in drawn:
        assert overlaps(chart) == []


@pytest.mark.parametrize("value", ["1999-12-31", "199X", "2020-Q1", "0900/2024", "2013-05"])
def test_any_span_of_time_can_be_drawn(value):
    dates = [{"text": "then", "value": value}, {"text": "now", "value": "2020-01-05"}]
    chart = charts.chronology(select(made({"sentences": [{"text": "Now and then, then and now.", "dates": dates}]})))
    assert overlaps(chart) == []


def test_an_axis_of_a_few_days_is_a_month():
    dates = [{"text": "18", "value": "2020-03-18"}, {"text": "20", "value": "2020-03-20"}]
    chart = charts.chronology(select(made({"sentences": [{"text": "From 18 to 20 March.", "dates": dates}]})))
    assert "2020-03" in [text for text, *_ in chart.boxes]


ODD = "aW -$\\^_{}%&<>#“”重庆カ가𝒳🚀مر\u0301\n\t"
HOSTILE = st.text(st.sampled_from(ODD) | st.characters(codec="utf-8"), min_size=1, max_size=80)


@given(HOSTILE)
@settings(max_examples=12)
def test_no_words_are_too_odd_to_draw(words):
    corpus = counted(3, measure=f"x{words}")
    for chart in charts.comparisons(select(corpus)):
        ElementTree.fromstring(chart.svg)
        assert overlaps(chart) == []
    chart = charts.chronology(select(dated(3, text=words.replace("{", "(").replace("}", ")") + " {}")))
    ElementTree.fromstring(chart.svg)
    assert overlaps(chart) == []


@given(HOSTILE, st.integers(30, 300), st.integers(1, 3))
@settings(max_examples=100)
def test_wrapped_lines_are_no_wider_than_asked(text, width, most):
    lines = style.wrap(text, width, most).split("\n")
    assert len(lines) <= most
    assert all(style.em(line) <= max(width, style.em("…")) for line in lines)


def test_one_date_or_figure_makes_no_chart():
    one = {"text": "In 2013 it was 5 yuan.", "dates": [{"text": "2013", "value": "2013"}],
           "figures": [{"text": "5 yuan", "value": 5.0, "indicator": "exports"}]}  # fmt: skip
    about = select(made({"sentences": [one]}))
    assert charts.chronology(about) is None
    assert charts.comparisons(about) == []


@pytest.mark.parametrize(
    "other",
    [
        {"indicator": "gdp"},
        {"unit": "USD"},
        {"change": "increase", "unit": "CNY"},
        {"qualifier": "vague"},
        {"converts": "another"},
        {"kind": "rank"},
        {"value": None},
        {"indicator": None, "measure": "something else"},
        {"indicator": None},
    ],
    ids=str,
)
def test_what_can_not_be_compared_is_not_drawn_together(other):
    figure = {"text": "5", "value": 5.0, "unit": "CNY", "indicator": "exports", "period": "2018"}
    rows = [figure, {**figure, "text": "6", "value": 6.0, **other}]
    assert charts.comparisons(select(made({"sentences": [{"text": "5 and 6.", "figures": rows}]}))) == []


def test_counts_of_one_indicator_are_compared_whatever_the_noun():
    figure = {"kind": "count", "indicator": "foreign_enterprises"}
    rows = [{**figure, "text": "140 companies", "value": 140.0, "unit": "company", "partner": "JP"},
            {**figure, "text": "535 firms", "value": 535.0, "unit": "firm", "partner": "US"}]  # fmt: skip
    (chart,) = charts.comparisons(select(made({"sentences": [{"text": "140 companies, 535 firms.", "figures": rows}]})))
    assert "with the United States: 535" in chart.alt


def test_the_same_value_told_twice_is_one_bar():
    figure = {"text": "5", "value": 5.0, "indicator": "exports", "period": "2018"}
    corpus = made({"sentences": [{"text": "5.", "figures": [figure]}, {"text": "Again 5.", "figures": [figure]}]})
    assert charts.comparisons(select(corpus)) == []


def test_aims_and_estimates_say_so_in_words():
    (chart,) = charts.comparisons(select(counted(3)))
    assert "(target)" in chart.alt
    assert "aims, not results" in chart.caption


def test_a_day_a_month_and_a_year_keep_their_precision():
    assert {(m.end - m.start).days + 1 for m in moments(select(dated(6)))} <= {1, 28, 29, 30, 31, 365, 366}


def test_what_is_inferred_says_so():
    labels = [text for text, *_ in charts.chronology(select(dated(6))).boxes]
    assert sum("(inferred)" in label for label in labels) == 3


def test_vague_times_and_durations_are_counted_but_not_drawn():
    dates = [{"text": "2013", "value": "2013"}, {"text": "2014", "value": "2014"},
             {"text": "now", "value": "PRESENT_REF"},
             {"text": "two years", "value": "P2Y", "kind": "duration"}]  # fmt: skip
    about = select(made({"sentences": [{"text": "2013 and 2014, two years, now.", "dates": dates}]}))
    assert len(moments(about)) == 2
    assert "2 more" in charts.chronology(about).caption


def test_the_largest_are_drawn_where_there_are_too_many():
    (chart,) = charts.comparisons(select(counted(300)))
    assert "The 24 largest of 300" in chart.caption


def test_many_dates_are_counted_by_year():
    chart = charts.chronology(select(dated(MOST_ROWS + 1)))
    assert "counted by the year" in chart.caption


def test_a_long_chronology_is_drawn_in_parts_that_share_their_axis():
    about = select(dated(20))
    parts = charts.chronologies(about)
    assert [len(part.boxes) > 8 for part in parts] == [True] * 3
    assert all(part.size[1] < 300 for part in parts)
    assert all(overlaps(part) == [] for part in parts)
    drawn = [text for part in parts for text, *_ in part.boxes if text.endswith("]")]
    assert len(drawn) == len(moments(about))
    years = [{(text, left) for text, left, *_ in part.boxes if text.isdigit()} for part in parts]
    axis = set.intersection(*years)
    assert axis
    assert "part 3 of 3" in parts[-1].caption


def test_every_chart_is_described_in_words():
    for chart in (charts.chronology(select(dated(30))), *charts.comparisons(select(counted(30)))):
        assert len(chart.alt) > 40
        assert "table" in chart.caption


def test_a_chart_is_svg_with_text_as_text_and_no_picture_beside_it():
    chart = charts.chronology(select(dated(3)))
    data, metadata = chart._repr_mimebundle_()
    assert set(data) == {"image/svg+xml", "text/plain"}
    assert metadata == {"cq": {"alt": chart.alt}}
    assert "Duisburg" in chart.svg
    assert "<dc:date>" not in chart.svg


def test_drawing_leaves_the_settings_of_matplotlib_and_ignores_them():
    plain = charts.chronology(select(dated(3))).svg
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.hashsalt": None, "lines.linewidth": 9}):
        before = dict(mpl.rcParams)
        again = charts.chronology(select(dated(3))).svg
        assert dict(mpl.rcParams) == before
    assert again == plain


def test_the_same_rows_give_the_same_bytes_in_another_process():
    script = (
        "import test_charts as t, sys; from cq_research import charts\n"
        "sys.stdout.write(charts.chronology(t.select(t.dated(30))).svg)\n"
        "sys.stdout.write(charts.comparisons(t.select(t.counted(9)))[0].svg)"
    )
    made_here = charts.chronology(select(dated(30))).svg + charts.comparisons(select(counted(9)))[0].svg
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parent,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert run.stdout == made_here
