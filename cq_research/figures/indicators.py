"""Which indicator of ``vocabularies/indicators.yaml`` a figure is a value of, by the words around it."""

from __future__ import annotations

import functools
from typing import NamedTuple

from cq_research import vocabularies
from cq_research.figures import clauses, where
from cq_research.figures.parts import Parts
from cq_research.figures.phrases import Hit, Phrases
from cq_research.quantities import Quantity


class _Indicator(NamedTuple):
    kinds: frozenset[str]
    units: frozenset[str]
    not_after: frozenset[str]
    not_before: tuple[tuple[str, ...], ...]
    needs: frozenset[str]
    bare: str | None
    cued: bool  # found by cues, and not by a rule on the counted noun alone


class _Words(NamedTuple):
    """What the rules on firms and places go by; see the header of ``clause_words.yaml``."""

    stock: frozenset[str]
    here: frozenset[str]
    abroad: frozenset[str]
    invest: tuple[str, ...]
    no_place: frozenset[str]


class Reading(NamedTuple):
    """An indicator and the words that show it."""

    id: str
    words: str
    unit: str | None = None  # for a number without a unit of its own


@functools.cache
def known() -> dict[str, str]:
    """All indicators: id → label for readers."""
    return {row["id"]: row["label"] for row in vocabularies.load("indicators")}


@functools.cache
def _table() -> tuple[dict[str, _Indicator], Phrases]:
    table, cues = {}, []
    for row in vocabularies.load("indicators"):
        table[row["id"]] = _Indicator(
            frozenset(row["kinds"]), frozenset(row.get("units", ())), frozenset(row.get("not_after", ())),
            tuple(tuple(w.split()) for w in row.get("not_before", ())), frozenset(row.get("needs", ())),
            row.get("bare"), bool(row["cues"]),
        )  # fmt: skip
        cues += [(cue, row["id"]) for cue in row["cues"]]
    return table, Phrases(cues)


@functools.cache
def _words() -> _Words:
    data = vocabularies.load("clause_words")
    return _Words(
        frozenset(data["stock_verbs"]), frozenset(data["here"]), frozenset(data["abroad"]),
        tuple(data["invest_stems"]), frozenset(data["no_place"]),
    )  # fmt: skip


def cues(parts: Parts) -> list[Hit]:
    """The words of a sentence that name an indicator, in order."""
    table, phrases = _table()
    tokens, said = parts.tokens, {t.low for t in parts.tokens}
    hits = []
    for hit in phrases.find(tokens):
        rule = table[hit.meaning]
        before = tokens[hit.first - 1].low if hit.first else ""
        ahead = tuple(t.low for t in tokens[hit.last : hit.last + 3])
        if before in rule.not_after or any(ahead[: len(w)] == w for w in rule.not_before):
            continue
        if rule.needs and tokens[hit.first].kind != "cjk" and not rule.needs & said:
            continue
        hits.append(hit)
    return hits


def read(
    parts: Parts, hits: list[Hit], quantity: Quantity, change: str, place: str | None, partner: str | None
) -> Reading | None:
    """The indicator that `quantity` is a value (or, for a percentage, a change) of, or None.

    The nearest fitting cue before it in its part, else behind it, else before it in the sentence; a cue that another
    figure of the same kind stands nearer to is that figure's.
    """
    if quantity.kind == "count" and (found := _enterprises(parts, quantity, partner)):
        return found
    fit = [h for h in hits if _fits(h.meaning, quantity, change)]
    low, high = parts.span(parts.part(quantity.start))
    before = [h for h in fit if h.end <= quantity.start and _free(parts, h.end, quantity.start, quantity)]
    behind = [
        h for h in fit
        if quantity.end <= h.start < high and h.start - quantity.end <= 40 and _near(parts, quantity.end, h.start)
    ]  # fmt: skip
    here = [h for h in before if h.start >= low]
    inside = [h for h in fit if quantity.start <= h.start and h.end <= quantity.end]
    chosen = (
        inside
        or here[-1:]
        or behind[:1]
        or (before[-1:] if not _has_chinese_subject(parts, low, quantity.start) else [])
        or [None]
    )[0]
    if chosen is None:
        return _invested_abroad(parts, quantity, change)
    if chosen.meaning == "area" and (place is None or any(t.low in _words().no_place for t in parts.tokens)):
        return None
    return Reading(chosen.meaning, parts.text[chosen.start : chosen.end], _table()[0][chosen.meaning].bare)


def _has_chinese_subject(parts: Parts, low: int, at: int) -> bool:
    """Whether the part of a figure says in Chinese what it measures (`，外商直接投资增长43.8%`), known here or not."""
    head = clauses.without_change(parts.text[low:at])
    return sum("\u4e00" <= c <= "\u9fff" for c in head) >= 4


def _fits(indicator: str, quantity: Quantity, change: str) -> bool:
    rule = _table()[0][indicator]
    if quantity.kind == "percent":
        return change != "level" and ("money" in rule.kinds or bool(rule.units and rule.cued))
    if quantity.unit is None:
        return rule.bare is not None
    return quantity.kind in rule.kinds and (not rule.units or quantity.unit in rule.units)


def _free(parts: Parts, start: int, end: int, quantity: Quantity) -> bool:
    """Whether no other figure of the same kind stands between, unless joined to this one (`from X to Y`, `X and Y`)."""
    others = [q for q in parts.between(start, end) if q.kind == quantity.kind]
    if not others:
        return True
    joint = [t.low for t in parts.tokens[others[-1].last : quantity.first]]
    return joint in (["to"], ["("], [",", "or"]) or (len(joint) < 6 and joint[-1:] == ["to"])


def _near(parts: Parts, start: int, end: int) -> bool:
    words = [t.low for t in parts.tokens_between(start, end)]
    return "and" not in words and not parts.between(start, end)


def _enterprises(parts: Parts, quantity: Quantity, partner: str | None) -> Reading | None:
    """Foreign firms here (`535 US-funded enterprises`, `140 Japanese companies in Chongqing`), own firms abroad."""
    table, words = _table()[0], _words()
    if quantity.unit not in table["foreign_enterprises"].units | table["outbound_enterprises"].units:
        return None
    own = [t.low for t in parts.tokens[quantity.first : quantity.last]]
    text = parts.text[quantity.start : quantity.end]
    if "fortune" in own and quantity.unit in table["fortune_500"].units:
        return Reading("fortune_500", text)
    _, high = parts.span(parts.part(quantity.start))
    ahead = parts.tokens_between(quantity.end, high)
    foreign = [c for c in parts.partners if quantity.start <= c[0] and c[1] <= quantity.end]
    funded = "foreign" in own or ("overseas" in own) or ("funded" in own and bool(foreign))
    if (foreign or funded) and quantity.unit in table["foreign_enterprises"].units:
        back = parts.words_before(quantity.start, 6)
        here = bool(ahead) and ahead[0].low in words.here
        return Reading("foreign_enterprises", text) if funded or here or any(w in words.stock for w in back) else None
    if quantity.unit not in table["outbound_enterprises"].units:
        return None
    abroad = any(t.low in words.abroad for t in ahead) or any(
        quantity.end <= c[0] < high and "in" in parts.words_before(c[0], 2) for c in parts.partners
    )  # fmt: skip
    verbs = any(t.low.startswith(words.invest) for t in parts.tokens_between(0, quantity.start) if t.kind == "word")
    return Reading("outbound_enterprises", text) if abroad and verbs and _own_subject(parts, quantity) else None


def _own_subject(parts: Parts, quantity: Quantity) -> bool:
    """Whether a Chinese place or `Chinese` stands before the figure, and before any partner."""
    own = [h.start for h in where.region_hits(parts)]
    own += [t.start for t in parts.tokens_between(0, quantity.start) if t.low == "chinese"]
    first = min((s for s in own if s < quantity.start), default=None)
    return first is not None and not any(c[0] < first for c in parts.partners)


def _invested_abroad(parts: Parts, quantity: Quantity, change: str) -> Reading | None:
    """`Chongqing investors have invested USD 300 million in 24 companies in the US`."""
    if quantity.kind != "money" or change != "level":
        return None
    low, high = parts.span(parts.part(quantity.start))
    verb = [
        t
        for t in parts.tokens_between(low, quantity.start)
        if t.low in ("invested", "invest", "investing", "investment")
    ]
    abroad = [c for c in parts.partners if quantity.end <= c[0] < high and "in" in parts.words_before(c[0], 2)]
    if verb and abroad and _own_subject(parts, quantity):
        return Reading("outbound_investment", verb[-1].text)
    return None
