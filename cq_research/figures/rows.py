"""Figures: every quantity in the content, with what it measures, where, with whom, when and how real it is.

The surface (number, unit, span) is read by :mod:`quantities`; this module puts the rows together.
"""

from __future__ import annotations

import re
from collections import defaultdict

from cq_research import exchange, schema
from cq_research.figures import clauses, indicators
from cq_research.quantities import Quantity, scan
from cq_research.quantities.tokens import cut

_RESTATED = re.compile(
    r"\s{0,3}(?:[(（\[]|,\s{1,2}(?:or|or about|equal to|equivalent to|about)\b|\bor\b)\s{0,3}"
    r"(?:(?:or|about|around|approximately|roughly|some|nearly|over|equal to|equivalent to|almost|more than)\s{1,3}){0,2}"
)
# Longer sentences (tables run together, hostile input) are read for their quantities, not for what those mean.
_LONGEST, _MOST = 4000, 60
_TOO_LONG = "the sentence is too long to tell what the figure is about"
_FOREIGN_SUBJECTS = frozenset({"gdp", "gdp_per_capita", "population", "area"})


def find(
    sentences: list[schema.Sentence],
    dates: list[schema.Date],
    partners: list[schema.Partner],
    anchor: str | None = None,
) -> list[schema.Figure]:
    """The figures of one document's sentences, in order.

    `dates` and `partners` are the rows already found in these sentences: numbers within a date are no figures.
    `anchor` is the date of publication (ISO 8601, any precision) or None. Surface forms: see
    :func:`cq_research.quantities.scan`. What the text does not say is null. Never raises on any text.
    """
    by_date, by_partner = defaultdict(list), defaultdict(list)
    for date in dates:
        by_date[date.sentence_id].append(date)
    for cue in partners:
        by_partner[cue.sentence_id].append(cue)
    words = frozenset(t.low for s in sentences for t in cut(s.text))
    places = clauses.Places([(s.text, cut(s.text)) for s in sentences])
    rows: list[schema.Figure] = []
    for n, sentence in enumerate(sentences):
        held = sorted(
            ((d.start - sentence.start, d.end - sentence.start, d) for d in by_date[sentence.sentence_id]),
            key=lambda h: h[:2],
        )
        quantities = scan(sentence.text, [(s, e) for s, e, _ in held], words)
        if not any(q.role in ("figure", "rank") for q in quantities):
            continue
        if len(sentence.text) > _LONGEST or len(quantities) > _MOST:
            rows.extend(_surface_only(sentence, quantities))
            continue
        cues = [(c.start - sentence.start, c.end - sentence.start, c.partner) for c in by_partner[sentence.sentence_id]]
        parts = clauses.Parts(sentence.text, cut(sentence.text), quantities, held, sorted(cues))
        rows.extend(_rows(sentence, parts, places, n, anchor))
    return rows


def _rows(
    sentence: schema.Sentence, parts: clauses.Parts, places: clauses.Places, n: int, anchor: str | None
) -> list[schema.Figure]:
    """The rows of one sentence."""
    hits = indicators.cues(parts)
    rows: list[schema.Figure] = []
    before: tuple[Quantity, str] | None = None
    for quantity in parts.quantities:
        if quantity.role not in ("figure", "rank"):
            continue
        restated = rows[-1] if before and rows and _restates(parts, before[0], quantity) else None
        if restated is not None:
            read = _as_restated(restated)
        else:
            read = _read(parts, quantity, hits, places, n, anchor, before, rows)
        before = (quantity, read["change"] or "level")
        rows.append(schema.Figure(**_place(sentence, quantity), **_surface(quantity, read)))
    return rows


def _place(sentence: schema.Sentence, quantity: Quantity) -> dict:
    """The columns that say where a row stands."""
    start, end = sentence.start + quantity.start, sentence.start + quantity.end
    return {
        "doc_id": sentence.doc_id, "figure_id": schema.row_id(sentence.doc_id, "figures", start, end),
        "sentence_id": sentence.sentence_id, "start": start, "end": end,
        "text": sentence.text[quantity.start : quantity.end],
    }  # fmt: skip


def _surface_only(sentence: schema.Sentence, quantities: list[Quantity]) -> list[schema.Figure]:
    """Rows of a sentence too long to be read further."""
    return [
        schema.Figure(
            **_place(sentence, q), kind=q.kind, value=q.value, value_high=q.value_high, qualifier=q.qualifier, unit=q.unit,
            change=None, status="actual", doubt=q.doubt or _TOO_LONG,
        )
        for q in quantities
        if q.role in ("figure", "rank")
    ]  # fmt: skip


def _surface(quantity: Quantity, read: dict) -> dict:
    """The columns of a row: the quantity itself, its meaning `read`, and its value in US dollars."""
    bare = read.pop("bare", None)
    kind, unit, doubt = quantity.kind, quantity.unit, quantity.doubt
    if unit is None and bare:
        kind, unit, doubt = "count", bare, None
    usd = rate = source = None
    if kind == "money" and unit and read["status"] != "target" and quantity.value is not None:
        found = exchange.to_usd(quantity.value, unit, read["period"])
        usd, rate, source = found or (None, None, None)
    return {
        **read, "kind": kind, "unit": unit, "value": quantity.value, "value_high": quantity.value_high,
        "qualifier": quantity.qualifier, "usd": usd, "fx_rate": rate, "fx_source": source, "doubt": doubt,
    }  # fmt: skip


def _read(
    parts: clauses.Parts, quantity: Quantity, hits: list, places: clauses.Places, n: int, anchor: str | None,
    before: tuple[Quantity, str] | None, rows: list[schema.Figure],
) -> dict:  # fmt: skip
    """What the sentence says of a quantity."""
    rank = quantity.role == "rank"
    date = clauses.governing_date(parts, quantity)
    period, basis = _period(date, anchor)
    carried = before is not None and bool(rows) and clauses.is_elliptic(parts, quantity)
    if period is None and carried and rows[-1].period:
        period, basis = rows[-1].period, "inferred"
    later = bool(anchor and date and _later(date.value, anchor))
    change = None if rank else clauses.change(parts, quantity, before)
    place = places.of(n, parts, quantity)
    partner = clauses.partner(parts, quantity)
    reading = None if rank else indicators.read(parts, hits, quantity, change, place, partner)
    if reading is None and change in ("increase", "decrease") and carried and rows[-1].indicator:
        # `reached 3 billion yuan, up 5 percent`: the change is one of what was just named
        reading = indicators.Reading(rows[-1].indicator, rows[-1].measure or "")
    if reading is None and quantity.unit == "person" and rows and rows[-1].indicator == "area" and not rank:
        reading = indicators.Reading("population", "")  # `82,400 km2 large with 33.43 million people`
    if reading and reading.id in _FOREIGN_SUBJECTS and place is None and partner:
        place, partner = partner, None  # `Japan's GDP`: what the figure is about, not with whom
    words = None if rank else (reading and reading.words) or clauses.measure(parts, quantity)
    return {
        "measure": words or None,
        "indicator": reading.id if reading else None,
        "change": change,
        "converts": None,
        "status": "actual" if rank and not later else clauses.status(parts, quantity, later),
        "place": place,
        "partner": partner,
        "period": period,
        "period_basis": basis,
        "bare": reading.unit if reading else None,
    }


def _as_restated(row: schema.Figure) -> dict:
    """The meaning of a quantity that restates the one of `row` in another unit."""
    columns = ("measure", "indicator", "change", "status", "place", "partner", "period", "period_basis")
    return {name: getattr(row, name) for name in columns} | {"converts": row.figure_id}


def _restates(parts: clauses.Parts, first: Quantity, second: Quantity) -> bool:
    """Whether `second` is `first` in another currency or unit: `30 billion yuan ($4.4 billion)`, `…, or $4.4 billion`."""
    if first.kind != second.kind or first.unit == second.unit or not first.unit or not second.unit:
        return False
    if first.kind in ("count", "rank", "percent", "other"):
        return False
    match = _RESTATED.match(parts.text, first.end)
    return match is not None and match.end() == second.start


def _period(date: schema.Date | None, anchor: str | None) -> tuple[str | None, str | None]:
    """The period that a date gives a figure, and how it is known; `since 2015` runs up to the publication."""
    if date is None or not date.value:
        return None, None
    if date.relation == "since":
        if not anchor or "/" in date.value or anchor[: len(date.value)] < date.value:
            return None, None
        return f"{date.value}/{anchor[: len(date.value)]}", "inferred"
    return date.value, "stated" if date.basis == "stated" else "inferred"


def _later(value: str, anchor: str) -> bool:
    """Whether a date lies after the date of publication, at the precision of both."""
    length = min(len(value), len(anchor))
    return value[:1].isdigit() and value[:4].isdigit() and value[:length] > anchor[:length]
