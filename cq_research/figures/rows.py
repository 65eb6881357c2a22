"""Figures: every quantity in the content, with what it measures, where, with whom, when and how real it is.

The surface (number, unit, span) is read by :mod:`quantities`; this module puts the rows together.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict

from cq_research import exchange, schema
from cq_research.figures import clauses, indicators, when, where
from cq_research.figures.parts import Parts
from cq_research.quantities import Quantity, qualifiers, scan
from cq_research.quantities.tokens import cut

# Longer sentences (tables run together, hostile input) are read for their quantities, not for what those mean.
_LONGEST, _MOST = 4000, 60
_TOO_LONG = "the sentence is too long to tell what the figure is about"
_BULLETS = frozenset("-–—•*·●▪■")
_TRADE = frozenset({"trade_total", "exports", "imports", "trade_surplus"})
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
    whole = [cut(s.text) for s in sentences]
    words = frozenset(t.low for tokens in whole for t in tokens)
    reader = _Reader(where.Places([(s.text, t) for s, t in zip(sentences, whole, strict=True)]), anchor)
    rows: list[schema.Figure] = []
    for n, sentence in enumerate(sentences):
        held = sorted(
            ((d.start - sentence.start, d.end - sentence.start, d) for d in by_date[sentence.sentence_id]),
            key=lambda h: h[:2],
        )
        taken = [(s, e) for s, e, _ in held]
        quantities = scan(sentence.text, taken, words)
        if len(sentence.text) > _LONGEST or len(quantities) > _MOST:
            rows.extend(_surface_only(sentence, quantities))
            continue
        cues = [(c.start - sentence.start, c.end - sentence.start, c.partner) for c in by_partner[sentence.sentence_id]]
        tokens = cut(sentence.text, taken) if taken else whole[n]
        parts = Parts(sentence.text, tokens, quantities, held, sorted(cues))
        rows.extend(reader.sentence(n, sentence, parts))
    return rows


class _Reader:
    """Reads one document's sentences in order, and remembers what one leaves to the next."""

    def __init__(self, places: where.Places, anchor: str | None):
        self.places = places
        self.anchor = anchor
        self.last: schema.Figure | None = None  # the last figure of the block
        self.block: str | None = None
        self.promised = False  # the sentence before a list says `will:`

    def sentence(self, n: int, sentence: schema.Sentence, parts: Parts) -> list[schema.Figure]:
        """The rows of sentence number `n`."""
        listed = sentence.text[:1] in _BULLETS
        if sentence.block_id != self.block and not listed:
            self.block, self.last = sentence.block_id, None
        hits = indicators.cues(parts)
        rows: list[schema.Figure] = []
        before: tuple[Quantity, str] | None = None
        for quantity in parts.quantities:
            if quantity.role not in ("figure", "rank"):
                continue
            if rows and quantity.start in parts.restated:
                read = _as_restated(rows[-1])
            else:
                read = self._read(n, parts, quantity, hits, before, rows)
                if listed and self.promised and not clauses.has_status(parts, quantity):
                    read["status"] = "target"
            before = (quantity, read["change"] or "level")
            rows.append(schema.Figure(**_place(sentence, quantity), **_surface(quantity, read)))
        if not listed:
            self.promised = sentence.text.endswith((":", "：")) and clauses.ends_in_target(parts)
        # Not what the sentence's own figures are only held against (`高于全国2.8%的增幅`).
        self.last = next((r for r in reversed(rows) if r.place == rows[0].place), self.last)
        return rows

    def _read(
        self, n: int, parts: Parts, quantity: Quantity, hits: list, before: tuple[Quantity, str] | None,
        rows: list[schema.Figure],
    ) -> dict:  # fmt: skip
        """What the sentence says of a quantity."""
        rank = quantity.role == "rank"
        date = when.governing_date(parts, quantity)
        period, basis = _period(date, self.anchor)
        carried = before is not None and bool(rows) and clauses.is_elliptic(parts, quantity)
        if period is None and carried and rows[-1].period:
            period, basis = rows[-1].period, "inferred"
        later = bool(self.anchor and date and _later(date.value, self.anchor))
        change = None if rank else clauses.change(parts, quantity, before)
        place = self.places.of(n, parts, quantity)
        partner = where.partner(parts, quantity)
        reading = None if rank else indicators.read(parts, hits, quantity, change, place, partner)
        if reading is None and not rank:
            reading = _same_again(parts, quantity, change, carried, rows)
        if reading and reading.id in _FOREIGN_SUBJECTS and place is None and partner:
            place, partner = partner, None  # `Japan's GDP`: what the figure is about, not with whom
        source = self._continued(parts, reading) if not rows and not parts.dates else None
        if source is not None:
            if period is None and source.period:
                period, basis = source.period, "inferred"
            place = place or source.place
            partner = partner or (source.partner if reading else None)
            if reading is None and change in ("increase", "decrease") and source.indicator:
                reading = indicators.Reading(source.indicator, source.measure or "")
        if place is None and reading:
            place = self.places.prevailing
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

    def _continued(self, parts: Parts, reading: indicators.Reading | None) -> schema.Figure | None:
        """The figure before that this sentence goes on about: `Of this, …`, `其中`, exports behind total trade."""
        if self.last is None:
            return None
        opening = parts.text[:20].lower()
        if opening.startswith(clauses.openings()):
            return self.last
        trade = reading is not None and reading.id in _TRADE
        return self.last if trade and self.last.indicator in _TRADE else None


def _same_again(
    parts: Parts, quantity: Quantity, change: str | None, carried: bool, rows: list[schema.Figure]
) -> indicators.Reading | None:
    """The indicator of the figure before, where the sentence goes on about the same thing."""
    if not rows:
        return None
    last = rows[-1]
    last_end = next(
        q.end for q in reversed(parts.quantities) if q.start < quantity.start and q.role in ("figure", "rank")
    )
    same = indicators.Reading(last.indicator, last.measure or "") if last.indicator else None
    if change in ("increase", "decrease") and carried and quantity.kind == "percent":
        return same  # `reached 3 billion yuan, up 5 percent`
    back = parts.words_before(quantity.start, 3)
    if quantity.kind == last.kind and back[1:] in (["it", "to"], ["them", "to"]) and qualifiers.is_level_verb(back[0]):
        return same  # `sales hit 2 billion euros, and the plan is to lift them to 3 billion euros`
    if quantity.kind == last.kind and not clauses.comparisons().isdisjoint([" ".join(back[-2:]), *back[-1:]]):
        return same  # `exports were $3 billion, compared with $2 billion a year earlier`
    if last.kind == "percent" and last.indicator and parts.words_before(quantity.start, 1) == ["to"]:
        return same if quantity.kind == "money" else None  # `rose 5 percent to 3 billion yuan`
    joint = [t.low for t in parts.tokens_between(last_end, quantity.start) if t.text != ","] if same else []
    alike = quantity.kind == last.kind and (quantity.kind != "count" or quantity.unit == last.unit)
    if joint in ([], ["and"]) and alike and change == last.change:
        return same  # `62 billion yuan, 58 billion yuan and 55 billion yuan`
    if quantity.kind == last.kind and change == "level" and len(joint) < 6 and joint[:1] == ["and"]:
        joint = joint[1:]
    if quantity.kind == last.kind and change == "level" and 0 < len(joint) < 5 and joint[0] in ("to", "from", "with"):
        return same  # `exports to Japan were 3 billion yuan, to Germany 2 billion`
    if quantity.unit == "person" and last.indicator == "area" and _is_with(parts, last_end, quantity):
        return indicators.Reading("population", "")  # `396 km2 large, with 1.5 million people`
    return None


def _is_with(parts: Parts, start: int, quantity: Quantity) -> bool:
    """Whether a figure is only added to the one that ends at `start` (`… with 3 million people.`)."""
    joint = [t.low for t in parts.tokens_between(start, quantity.start) if t.text != ","]
    behind = parts.words_from(quantity.end, 1)
    return joint[-1:] in (["with"], ["and"]) and len(joint) < 3 and not any(w[:1].isalpha() for w in behind)


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
            **_place(sentence, q), kind=q.kind, value=q.value, value_high=q.value_high, qualifier=q.qualifier,
            unit=q.unit,
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


def _as_restated(row: schema.Figure) -> dict:
    """The meaning of a quantity that restates the one of `row` in another unit."""
    columns = ("measure", "indicator", "change", "status", "place", "partner", "period", "period_basis")
    return {name: getattr(row, name) for name in columns} | {"converts": row.figure_id}


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
    first = _first_day(value)
    return first is not None and first[: len(anchor)] > anchor[: len(first)]


def _first_day(value: str) -> str | None:
    """A date value as year, month or day, with the month in which a quarter, half or season begins; None for others."""
    match = re.match(r"(\d{4})(?:-(?:(\d\d(?:-\d\d)?)|Q([1-4])|H([12])|W(\d\d)|(SP|SU|FA|WI)))?(?:/|$)", value)
    if not match:
        return None
    year, day, quarter, half, week, season = match.groups()
    if week:
        return str(datetime.date.fromisocalendar(int(year), min(max(int(week), 1), 52), 1)) if int(year) else None
    month = (
        3 * int(quarter) - 2
        if quarter
        else 6 * int(half) - 5
        if half
        else {"SP": 3, "SU": 6, "FA": 9, "WI": 12}.get(season)
    )
    return f"{year}-{month:02}" if month else f"{year}-{day}" if day else year
