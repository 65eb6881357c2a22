"""The figures of a selection as facts that sentences can be made of, and their clauses.

A clause is "opening, noun phrase, verb, amount": ``In 2013, Chongqing’s exports to Japan came to …``. What is
intended (``target``) is told as intended; what is estimated, inferred or undated says so.
"""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

from cq_research import periods
from cq_research.selection import Selection, rows
from cq_research.wording import amount, indicator, place, upper_first

INFERRED = " (inferred)"
_CHANGES = ("increase", "decrease")


@dataclasses.dataclass(frozen=True)
class Fact:
    """One value of one indicator, with every sentence that gives it; equal rows of several documents are one fact."""

    figure: SimpleNamespace  # the first of its rows
    when: str | None  # "at the end of 2013"; None where the text gives no period
    numbers: tuple[int, ...]
    doc_ids: tuple[str, ...]
    growth: SimpleNamespace | None = None  # the change that the same sentence gives of it, in percent
    restated: tuple[SimpleNamespace, ...] = ()  # the same amount in other currencies

    @property
    def subject(self) -> tuple:
        """What facts must share to be told in one sentence: about what, with whom, when, and how real."""
        f = self.figure
        return (f.place, self.doc_ids, self.when, f.partner, f.status, f.change)


def facts(about: Selection) -> list[Fact]:
    """The figures with an indicator and a value, equal ones merged, in the order of the sources.

    A change in percent goes with the level that the same sentence gives, and so does an amount restated in another
    currency. Left out, as no clause tells them rightly: ranks, shares (a percentage that is no change) and vague
    amounts (``billions of``).
    """
    dates = moments(about)
    merged: dict[tuple, list] = {}
    for f in rows(about.figures):
        share = f.kind == "percent" and f.change not in _CHANGES
        if not f.indicator or f.value is None or f.kind == "rank" or f.qualifier == "vague" or share:
            continue
        when = _when(f, dates.get(f.figure_id))
        key = (f.indicator, f.place, f.partner, when, f.unit, f.value, f.value_high, f.qualifier, f.status, f.change)
        merged.setdefault(key, []).append((f, when))
    result = []
    for group in merged.values():
        numbers = tuple(sorted({about.numbers[f.sentence_id] for f, _ in group}))
        result.append(Fact(*group[0], numbers, tuple(sorted({f.doc_id for f, _ in group}))))
    return _joined(result)


def _joined(found: list[Fact]) -> list[Fact]:
    """Levels with their growth and their restatements; what has been joined to a level stands alone no more."""
    levels = [f for f in found if f.figure.change not in _CHANGES and not f.figure.converts]
    beside: dict[tuple, list[Fact]] = {}
    for fact in found:
        beside.setdefault((fact.figure.indicator, fact.numbers, fact.subject[:4]), []).append(fact)
    result, taken = [], set()
    for level in levels:
        if id(level) in taken:
            continue
        same = beside[level.figure.indicator, level.numbers, level.subject[:4]]
        near = [f for f in same if f is not level and id(f) not in taken and f.figure.status == level.figure.status]
        growth = [f for f in near if f.figure.kind == "percent"]
        other = [f for f in near if f.figure.kind == "money" == level.figure.kind
                 and f.figure.unit != level.figure.unit and f.figure.change not in _CHANGES]  # fmt: skip
        # Of two changes it can't be told which is the level's, but where a restatement has the later one.
        own = growth[0].figure if len(growth) == 1 or (growth and other) else None
        taken |= {id(f) for f in (*growth, *other)}
        result.append(dataclasses.replace(
            level, growth=own, restated=tuple(f.figure for f in other)
        ))  # fmt: skip
    kept = [f for f in found if id(f) not in taken and not f.figure.converts and f.figure.change in _CHANGES]
    order = {f.figure.figure_id: i for i, f in enumerate(found)}
    return sorted(result + kept, key=lambda f: order[f.figure.figure_id])


def moments(about: Selection) -> dict[str, SimpleNamespace]:
    """For each figure with a period the row of ``dates`` that it takes it from: the nearest of that value.

    figure_id → date; "the end of" and "by" stand there, not with the figure.
    """
    dates: dict[tuple, list] = {}
    for date in rows(about.dates):
        dates.setdefault((date.sentence_id, date.value), []).append(date)
    return {
        f.figure_id: min(dates[f.sentence_id, f.period], key=lambda d: (abs(d.start - f.start), d.start))
        for f in rows(about.figures)
        if (f.sentence_id, f.period) in dates
    }


def period_label(figure: SimpleNamespace, date: SimpleNamespace | None) -> str | None:
    """A figure's period for tables and charts: ``2013``, ``end of 2013``, ``by 2022``, ``2015 (inferred)``."""
    if not figure.period:
        return None
    part = {"start": "start of ", "mid": "middle of ", "end": "end of "}.get(date.mod if date else None, "")
    relation = f"{date.relation} " if date and date.relation else ""
    value = figure.period.replace("/", " to ")
    return f"{relation}{part}{value}{INFERRED if figure.period_basis == 'inferred' else ''}"


def _when(figure: SimpleNamespace, date: SimpleNamespace | None) -> str | None:
    if not figure.period:
        return None
    text = periods.when(figure.period, date and date.mod, date and date.relation)
    return text + (INFERRED if figure.period_basis == "inferred" else "")


def clause(fact: Fact, opening: bool = True) -> str:
    """What a fact says, without a full stop; `opening` puts the time before it and a capital first."""
    f = fact.figure
    start = f"{upper_first(fact.when)}, " if opening and fact.when else ""
    named = noun(f)
    value = told(fact, bare=named.startswith("the number of"))
    text = f"{start}{named} {verb(f, 'came to' if fact.when else 'is given as', 'come to')} {value}"
    return upper_first(text) if opening else text


def told(fact: Fact, bare: bool = False) -> str:
    """A fact's amount, with the same in other currencies and its growth: ``CNY 5 billion (up 6%; USD 0.7 billion)``."""
    details = [f"{'up' if f.change == 'increase' else 'down'} {amount(f)}" for f in (fact.growth,) if f]
    details += [amount(f) for f in fact.restated]
    return amount(fact.figure, bare=bare) + (f" ({'; '.join(details)})" if details else "")


def noun(figure: SimpleNamespace) -> str:
    """What a figure measures, as a noun phrase; the parts of the template whose place is not known are dropped."""
    named = {"place": place(figure.place), "partner": place(figure.partner)}
    text = indicator(figure.indicator)["noun"]
    out, depth = [], text.replace("]", "[").split("[")
    for i, part in enumerate(depth):
        if i % 2 and any(f"{{{key}}}" in part and not value for key, value in named.items()):
            continue
        out.append(part.format(**{key: value or "" for key, value in named.items()}))
    return "".join(out)


def verb(figure: SimpleNamespace, actual: str, infinitive: str) -> str:
    """The verb for a figure: `actual` where it is one, else what a change, an aim or an estimate needs."""
    plural = indicator(figure.indicator).get("plural")
    be = "are" if plural else "is"
    change = {"increase": ("rose by", "rise by"), "decrease": ("fell by", "fall by")}.get(figure.change)
    if change:
        actual, infinitive = change
    if figure.status == "target":
        return f"{be} to {infinitive}"
    if figure.status == "estimate":
        return f"{be} estimated to {infinitive}"
    return actual.replace("is given", "are given") if plural else actual
