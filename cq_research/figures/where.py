"""Where and with whom: the Chinese place that a figure is about, and the partner."""

from __future__ import annotations

import functools
from collections import Counter

from cq_research import vocabularies
from cq_research.figures.parts import Parts
from cq_research.figures.phrases import Hit, Phrases
from cq_research.quantities import Quantity
from cq_research.quantities.tokens import HYPHENS, Token, low_at

_LINK = frozenset(["to", "from", "with", "in", "into", "for", "by", "between", "and", "of", "at"])


@functools.cache
def _regions() -> Phrases:
    codes = vocabularies.load("regions")["codes"]
    return Phrases(((name, code) for code, names in codes.items() for name in names), case=True)


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(vocabularies.load("regions")[name])


@functools.cache
def _backward() -> Phrases:
    """`the city`, `the country`: words for a place named before."""
    data = vocabularies.load("regions")
    return Phrases([*((w, "city") for w in data["the_city"]), *((w, "CN") for w in data["the_country"])])


def region_hits(parts: Parts) -> list[Hit]:
    """The Chinese places of a sentence, as :func:`regions` finds them."""
    return parts.once("regions", lambda p: regions(p.text, p.tokens))


def regions(text: str, tokens: list[Token]) -> list[Hit]:
    """Chinese places in a sentence, in order; not those inside compounds (`China-Europe`) and names (`China Daily`)."""
    hits = []
    for hit in _regions().find(tokens):
        before = tokens[hit.first - 1] if hit.first else None
        behind = tokens[hit.last] if hit.last < len(tokens) else None
        after = tokens[hit.last + 1] if hit.last + 1 < len(tokens) else None
        joined = behind and behind.text in ("-", "–") and not behind.spaced and after and after.text[:1].isupper()
        if joined or (before and before.text in ("-", "–") and not before.spaced and not tokens[hit.first].spaced):
            continue
        if hit.meaning == "CN":
            if behind and behind.kind == "word" and behind.text[:1].isupper() and not text[: hit.end].endswith("s"):
                continue
            if before and before.low == "of" and hit.first > 1 and tokens[hit.first - 2].text[:1].isupper():
                continue
        hits.append(hit)
    hits = [
        h
        for n, h in enumerate(hits)
        if not (h.meaning == "CN" and n + 1 < len(hits) and hits[n + 1].first <= h.last + 1)
    ]
    seats = [h for h in hits if low_at(tokens, h.last) in HYPHENS and low_at(tokens, h.last + 1) in _words("seats")]
    return [h for h in hits if h not in seats] or hits  # `Beijing-based Xiaomi will invest … in Chongqing`


class Places:
    """The Chinese places that the sentences of one document speak of, read in order."""

    def __init__(self, cut_sentences: list[tuple[str, list[Token]]]):
        counts: Counter[str] = Counter()
        found = []
        for text, tokens in cut_sentences:
            found.append(regions(text, tokens))
            counts.update(h.meaning for h in found[-1] if h.meaning != "CN")
        self.main = counts.most_common(1)[0][0] if counts else None
        # The place that most of the document is about, for statistics whose sentence names none.
        self.prevailing = self.main if counts and counts[self.main] >= 0.6 * counts.total() else None
        self._subject: list[str | None] = []
        last: str | None = None
        for n, (_, tokens) in enumerate(cut_sentences):
            first = tokens[0].low if tokens else ""
            opening = [h for h in found[n][:1] if h.first <= 3]
            if opening:
                last = opening[0].meaning
            elif first not in ("it", "its"):
                last = None
            self._subject.append(last)

    def of(self, n: int, parts: Parts, quantity: Quantity) -> str | None:
        """What place a figure of sentence `n` is about: nearest before it, behind it, else the subject carried over."""
        hits = [*region_hits(parts)]
        for hit in parts.once("backward", lambda p: _backward().find(p.tokens)):
            meaning = self.main if hit.meaning == "city" else hit.meaning
            if hit.meaning == "CN" and (parts.partners or not _is_own_country(parts, hit)):
                continue  # `the country` may be the partner's
            if meaning:
                hits.append(hit._replace(meaning=meaning))
        hits.sort()
        hits = [h for n, h in enumerate(hits) if not _is_setting(parts, hits[:n], h)]
        low, high = parts.span(parts.part(quantity.start))
        here = [h for h in hits if low <= h.start and h.end <= quantity.start]
        if here:
            return _alone(parts, here)
        inside = [h for h in hits if quantity.start <= h.start < high and not parts.between(quantity.end, h.start)]
        linked = [
            h
            for h in inside
            if h.first and parts.tokens[h.first - 1].low in ("in", "for", "of", "the", "across", "from")
        ]
        if linked:
            return linked[0].meaning
        before = [h for h in hits if h.end <= quantity.start]
        if before:
            return before[-1].meaning
        if inside:
            return inside[0].meaning
        first = parts.tokens[0].low if parts.tokens else ""
        return self._subject[n] if first in ("it", "its") else None


def _is_setting(parts: Parts, earlier: list[Hit], hit: Hit) -> bool:
    """Whether China only says where a place named before it lies (`Wuhan, a city in central China, made …`)."""
    if hit.meaning != "CN" or not earlier or earlier[-1].meaning == "CN" or parts.between(earlier[-1].end, hit.start):
        return False
    k = hit.first - 1
    while low_at(parts.tokens, k) in _words("directions"):
        k -= 1
    low, _ = parts.span(parts.part(hit.start))
    return low_at(parts.tokens, k) == "in" and bool(parts.tokens_between(low, parts.tokens[k].start)[1:])


def _is_own_country(parts: Parts, hit: Hit) -> bool:
    before = parts.words_before(hit.start, 1)
    return parts.tokens[hit.first].low == "nationwide" or before[-1:] in (["in"], ["across"], ["of"], ["throughout"])


def _alone(parts: Parts, hits: list[Hit]) -> str | None:
    """The last of the places, or None where it shares its phrase with another (`exports to Chongqing and Sichuan`)."""
    last = hits[-1]
    if len(hits) > 1 and hits[-2].meaning != last.meaning:
        joint = [t.low for t in parts.tokens[hits[-2].last : last.first]]
        if joint in (["and"], [","], [",", "and"], ["or"]):
            return None
    return last.meaning


def partner(parts: Parts, quantity: Quantity) -> str | None:
    """With whom: the partner in the figure's own words, the only one of its sentence, else the one of its part."""
    cues = [c for c in parts.partners if not _is_currency(parts, c)]
    own = {c for s, e, c in cues if quantity.start <= s and e <= quantity.end}
    if len(own) == 1:
        return own.pop()
    codes = {c for _, _, c in cues}
    if (listed := _respective(parts, quantity, cues)) is not None:
        return listed
    if len(codes) < 2:
        return next(iter(codes), None)
    n = parts.part(quantity.start)
    low, high = parts.span(n)
    behind = [
        x
        for x in cues
        if quantity.end <= x[0] < high and x[0] - quantity.end <= 40 and not parts.between(quantity.end, x[0])
    ]
    joint = [t.low for t in parts.tokens_between(quantity.end, behind[0][0])] if behind else []
    if behind and "and" not in joint and any(w in _LINK for w in joint[-2:]):
        return behind[0][2]
    while n >= 0:
        low, _ = parts.span(n)
        before = [x for x in cues if low <= x[0] and x[1] <= quantity.start]
        if before:
            last = before[-1]
            fresh = [x for x in before if not parts.between(x[1], last[0])]
            return last[2] if len({x[2] for x in fresh}) == 1 else None
        n -= 1
    return None


def _respective(parts: Parts, quantity: Quantity, cues: list[tuple[int, int, str]]) -> str | None:
    """`trade with Japan and Korea rose 3% and 5%`: the partner at the same place of its list."""
    figures = [q for q in parts.quantities if q.role == "figure" and q.start not in parts.restated]
    group = _listed(parts, figures, figures.index(quantity)) if quantity in figures else []
    before = [c for c in cues if group and c[1] <= group[0].start]
    codes = [c for n, (_, _, c) in enumerate(before) if n == 0 or before[n - 1][2] != c]
    return codes[group.index(quantity)] if len(codes) == len(group) > 1 else None


def _listed(parts: Parts, figures: list[Quantity], n: int) -> list[Quantity]:
    """The figures that stand in one list (`3%, 5% and 6%`) with number `n`."""

    def joined(a: Quantity, b: Quantity) -> bool:
        words = [t.text for t in parts.tokens[a.last : b.first] if t.kind != "cjk" or t.text not in "和及"]
        return a.kind == b.kind and all(w in (",", "，", "、", "and", "to") for w in words)

    first = last = n
    while first > 0 and joined(figures[first - 1], figures[first]):
        first -= 1
    while last + 1 < len(figures) and joined(figures[last], figures[last + 1]):
        last += 1
    return figures[first : last + 1]


def _is_currency(parts: Parts, cue: tuple[int, int, str]) -> bool:
    """Whether the cue is only part of a currency's name (`Japanese yen`, `US dollars`, `US$`)."""
    return any(q.kind == "money" and cue[1] <= q.end for q in parts.holding(cue[0]))
