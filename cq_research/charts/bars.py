"""Figures that can be compared, side by side: one chart a family of indicators (or measure) and unit.

Aims are hollow, estimates hatched, and say so in words; each bar carries its value and the number of its sentence.
"""

from __future__ import annotations

from types import SimpleNamespace

from cq_research.charts.style import GREY, INK, LEADING, WIDTH, Chart, canvas, em, wrap
from cq_research.facts import moments, period_label
from cq_research.selection import Selection, rows
from cq_research.wording import amount, counted, indicator, joined, place, plain, shortened, upper_first, words

MOST_BARS = 24
_LABEL = 190  # points, at most
_FIELDS = ("place", "partner", "period", "status")
_STATUS = {"target": " (target)", "estimate": " (estimate)"}


def comparisons(about: Selection) -> list[Chart]:
    """One chart for each set of at least two figures that can be compared; none where there is no such set.

    Compared are values of one unit and one family of indicators (trade: total, exports, imports), of one indicator, or,
    where there is no indicator, of one measure in the text's words; levels with levels and changes with changes. Left
    out: vague amounts, ranks, figures without a unit, and amounts that restate another one.
    """
    dates = moments(about)
    groups: dict[tuple, dict[tuple, SimpleNamespace]] = {}
    for f in rows(about.figures):
        if f.value is None or f.unit is None or f.kind == "rank" or f.qualifier == "vague" or f.converts:
            continue
        name = f.indicator or plain(f.measure or "").casefold()
        if not name:
            continue
        family = indicator(f.indicator).get("family") or name if f.indicator else name
        changes = f.change in ("increase", "decrease")
        period = period_label(f, dates.get(f.figure_id))
        bar = SimpleNamespace(figure=f, name=name, period=period, numbers={about.numbers[f.sentence_id]})
        key = (name, f.place, f.partner, period, f.value, f.value_high, f.qualifier, f.status, f.change)
        # 535 enterprises and 140 companies are counts of the same indicator.
        unit = "" if f.indicator and f.kind == "count" else f.unit
        same = groups.setdefault((family, unit, changes), {}).setdefault(key, bar)
        same.numbers |= bar.numbers
    order = [*words()["families"], *words()["indicators"]]
    ranked = sorted(groups.items(), key=lambda g: (_place_in(order, g[0][0]), g[0]))
    return [_chart(about, key[0], list(bars.values())) for key, bars in ranked if _differ(bars, key[2])]


def _differ(bars: dict[tuple, SimpleNamespace], changes: bool) -> bool:
    """Whether there is something to compare: of one thing in one period, two changes are no comparison."""
    return len({key[:4] for key in bars} if changes else bars) > 1


def _chart(about: Selection, family: str, bars: list[SimpleNamespace]) -> Chart:
    total = len(bars)
    if total > MOST_BARS:
        bars = sorted(bars, key=lambda b: -abs(b.figure.value))[:MOST_BARS]
    order = list(words()["indicators"])
    bars.sort(key=lambda b: (_place_in(order, b.name), *(getattr(b.figure, field) or "" for field in _FIELDS),
                             -b.figure.value, min(b.numbers)))  # fmt: skip
    title, labels = _names(family, bars)
    labels = [wrap(label, _LABEL) for label in labels]
    values = [_value_label(b) for b in bars]
    label_width = max(em(line) for label in labels for line in label.split("\n")) + 4
    signed = [_signed(b.figure) for b in bars]
    low, high = min(0, *signed), max(0, *(b.figure.value_high or v for b, v in zip(bars, signed, strict=True)))
    left = label_width + 6
    room = WIDTH - left - max(map(em, values)) - 8
    tops, top = [], 4.0
    for label in labels:
        tops.append(top)
        top += LEADING * (label.count("\n") + 1) + 5
    with canvas(top + 2) as page:
        axes = page.axes(left, 0, room, top)
        axes.set_xlim(low, high if high > low else low + 1)
        axes.axvline(0, color=GREY, linewidth=0.8, clip_on=False)
        for bar, label, value, row_top, length in zip(bars, labels, values, tops, signed, strict=True):
            y = row_top + LEADING / 2
            page.text(label_width, y, label, align="right")
            hollow, hatched = bar.figure.status == "target", bar.figure.status == "estimate"
            axes.barh(y, length, 7, facecolor="white" if hollow or hatched else INK, edgecolor=INK, linewidth=0.8,
                      hatch="//////" if hatched else None, clip_on=False)  # fmt: skip
            if bar.figure.value_high:
                axes.plot([length, bar.figure.value_high], [y, y], color=INK, linewidth=1.5, clip_on=False)
            end = max(length, bar.figure.value_high or length, 0)
            page.text(left + room * (end - low) / ((high - low) or 1) + 5, y, value)
        return page.finish(_caption(about, title, bars, total), _alt(title, bars, labels, values))


def _names(family: str, bars: list[SimpleNamespace]) -> tuple[str, list[str]]:
    """The title says what all bars share, each label what it has of its own."""
    figures = [b.figure for b in bars]
    title = words()["families"].get(family) or upper_first(_label(bars[0]))
    shared, own = [title], [[] for _ in bars]
    if len({b.name for b in bars}) > 1:
        for parts, bar in zip(own, bars, strict=True):
            parts.append(upper_first(_label(bar)))
    for field, name in (("place", place), ("partner", lambda code: f"with {place(code)}"), ("period", str)):
        values = [b.period if field == "period" else getattr(b.figure, field) for b in bars]
        if len(set(values)) == 1:
            shared += [name(values[0])] if values[0] else []
            continue
        for parts, value in zip(own, values, strict=True):
            if value:
                parts.append(name(value))
            elif field == "period":
                parts.append("no period given")
    if figures[0].change in ("increase", "decrease"):
        shared.append("change")
    unit = words()["units"].get(figures[0].unit)
    if not (figures[0].indicator and figures[0].kind == "count"):
        shared.append("".join(unit).strip() if unit else figures[0].unit)
    labels = [", ".join(parts) or shortened(f.text, 60) for parts, f in zip(own, figures, strict=True)]
    return f"{shared[0]}: {', '.join(shared[1:])}" if shared[1:] else shared[0], labels


def _label(bar: SimpleNamespace) -> str:
    return indicator(bar.name)["label"] if bar.figure.indicator else plain(bar.figure.measure)


def _value_label(bar: SimpleNamespace) -> str:
    unitless = SimpleNamespace(**{**vars(bar.figure), "unit": None})
    sign = {"increase": "+", "decrease": "−"}.get(bar.figure.change, "")
    numbers = ", ".join(map(str, sorted(bar.numbers)[:3])) + (", …" if len(bar.numbers) > 3 else "")
    return f"{sign}{amount(unitless)}{_STATUS.get(bar.figure.status, '')} [{numbers}]"


def _signed(figure: SimpleNamespace) -> float:
    return -abs(figure.value) if figure.change == "decrease" else figure.value


def _place_in(order: list[str], name: str) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)


def _caption(about: Selection, title: str, bars: list[SimpleNamespace], total: int) -> str:
    figures = sum(len(b.numbers) for b in bars)
    marks = [text for status, text in (("target", "hollow bars are aims, not results"),
                                       ("estimate", "hatched bars are estimates"))
             if any(b.figure.status == status for b in bars)]  # fmt: skip
    ranges = ["a line goes on to the upper end of a range"] if any(b.figure.value_high for b in bars) else []
    told = joined([*marks, *ranges])
    rest = f" The {len(bars)} largest of {total:,}; the others are in the table." if total > len(bars) else ""
    documents = len({b.figure.doc_id for b in bars})
    told = f"{upper_first(told)}. " if told else ""
    return (
        f"{title}. {told}{upper_first(counted(figures, 'row'))} of the table figures from "
        f"{counted(documents, 'document')}.{rest} In brackets: the source sentence."
    )


def _alt(title: str, bars: list[SimpleNamespace], labels: list[str], values: list[str]) -> str:
    told = [f"{label.replace(chr(10), ' ')}: {value.rpartition(' [')[0]}"
            for label, value in zip(labels[:12], values, strict=False)]  # fmt: skip
    more = f"; and {len(bars) - 12} more" if len(bars) > 12 else ""
    return f"Bar chart. {title}. {'; '.join(told)}{more}."
