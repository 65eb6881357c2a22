"""What the parts of a sentence say of a figure in it: status, change, period, place, partner.

A *part* runs between commas, semicolons, colons, brackets and words such as `which` or `while`. All offsets here are code
points into the sentence.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections import Counter
from typing import NamedTuple

from cq_research import vocabularies
from cq_research.figures.phrases import Hit, Phrases
from cq_research.quantities import Quantity
from cq_research.quantities.tokens import Token

_MARKS = frozenset(",;:，；：。()（）[]—")
_RESTATED = re.compile(
    r"\s{0,3}(?:[(（\[]|[,，]\s{0,2}(?:or|or about|equal to|equivalent to|about|约合|合|折合)|\bor\b)\s{0,3}"
    r"(?:(?:or|about|around|approximately|roughly|some|nearly|over|equal to|equivalent to|equivalent|equals|almost|"
    r"more than|worth|约合|约|合|折合)\s{0,3}){0,2}"
)
_FRAME_LENGTH = 60
_LINK = frozenset(["to", "from", "with", "in", "into", "for", "by", "between", "and", "of", "at"])


class _Words(NamedTuple):
    status: Phrases
    before: Phrases
    after: Phrases
    level: frozenset[str]
    elliptic: tuple[str, ...]
    subordinators: frozenset[str]
    verbs: Phrases
    frames: frozenset[str]
    particles: frozenset[str]
    chinese: tuple[tuple[str, str], ...]
    regions: Phrases
    backward: Phrases  # `the city`, `the country`


@functools.cache
def _words() -> _Words:
    data, regions = vocabularies.load("clause_words"), vocabularies.load("regions")
    pairs = [(p, k) for k in ("target", "estimate", "actual") for p in data[k]]
    return _Words(
        Phrases(pairs),
        Phrases((p, k) for k in ("increase", "decrease") for p in data[k]),
        Phrases((p, k.removesuffix("_after")) for k in ("increase_after", "decrease_after") for p in data[k]),
        frozenset(data["level"]),
        tuple(data["elliptic"]),
        frozenset(data["subordinators"]),
        Phrases((p, "verb") for p in data["measure_verbs"]),
        frozenset(data["frames"]),
        frozenset(data["up_verbs"]),
        tuple((word, k) for k in ("increase", "decrease") for word in data["chinese"][k]),
        Phrases(((n, code) for code, names in regions["codes"].items() for n in names), case=True),
        Phrases([*((w, "city") for w in regions["the_city"]), *((w, "CN") for w in regions["the_country"])]),
    )


def restates(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether `second` is `first` in another currency or unit: `30 billion yuan ($4.4 billion)`, `…, or $4 million`."""
    if first.kind != second.kind or first.unit == second.unit or not first.unit or not second.unit:
        return False
    if first.kind in ("count", "rank", "percent", "other"):
        return False
    match = _RESTATED.match(text, first.end)
    return match is not None and match.end() == second.start


class Parts:
    """A cut sentence, its parts and what was found in them."""

    def __init__(self, text: str, tokens: list[Token], quantities: list[Quantity], dates: list, partners: list):
        self.text = text
        self.tokens = tokens
        self.quantities = quantities
        self.dates = dates  # (start, end, schema.Date)
        self.partners = partners  # (start, end, code)
        self._starts = [t.start for t in tokens]
        self.restated = {b.start: a for a, b in itertools.pairwise(quantities) if restates(text, a, b)}
        # What only restates the figure before it, or is a modifier (`forty-foot`), stands between nothing.
        self._figures = [
            q for q in quantities
            if q.role == "figure" and q.start not in self.restated and "-" not in text[q.start : q.end][1:-1]
        ]  # fmt: skip
        self._figure_starts = [q.start for q in self._figures]
        self.bounds = self._bounds()
        status_hits = [
            h for h in _words().status.find(tokens) if h.first == 0 or tokens[h.first - 1].low not in ("than", "as")
        ]
        self.status_hits = sorted([*status_hits, *_relative_verbs(tokens)])
        self.backward_hits = _words().backward.find(tokens)
        self.region_hits = regions(text, tokens)

    def _bounds(self) -> list[int]:
        """Where parts begin, in order; the first is 0."""
        held = [(q.start, q.end) for q in self.quantities] + [(s, e) for s, e, _ in self.dates]
        inside = {p for s, e in held for p in range(s, e)}
        bounds = [0]
        for token in self.tokens:
            if token.start in inside:
                continue
            if token.text in _MARKS or token.low in _words().subordinators:
                bounds.append(token.start)
        return bounds

    def part(self, at: int) -> int:
        """The number of the part that holds code point `at`."""
        return bisect.bisect_right(self.bounds, at) - 1

    def span(self, part: int) -> tuple[int, int]:
        """Start and end of a part; brackets inside it do not end it."""
        first, last = part, part + 1
        if self.text[self.bounds[part]] in ")）]" and part >= 2:
            first -= 2
        elif last + 1 < len(self.bounds) and self.text[self.bounds[last]] in "(（[":
            if self.text[self.bounds[last + 1]] in ")）]":
                last += 2
        return self.bounds[first], self.bounds[last] if last < len(self.bounds) else len(self.text)

    def between(self, start: int, end: int) -> list[Quantity]:
        """The figures wholly between two places."""
        first = bisect.bisect_left(self._figure_starts, start)
        last = bisect.bisect_left(self._figure_starts, end)
        return [q for q in self._figures[first:last] if q.end <= end]

    def holding(self, at: int) -> list[Quantity]:
        """The figure that holds code point `at`, if there is one."""
        n = bisect.bisect_right(self._figure_starts, at) - 1
        return [self._figures[n]] if n >= 0 and at < self._figures[n].end else []

    def tokens_between(self, start: int, end: int) -> list[Token]:
        """The tokens wholly between two places."""
        first, last = bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end)
        return [t for t in self.tokens[first:last] if t.end <= end]

    def words_from(self, at: int, count: int) -> list[str]:
        """The first `count` words (lower case) from code point `at` on."""
        first = bisect.bisect_left(self._starts, at)
        return [t.low for t in self.tokens[first : first + count]]

    def words_before(self, at: int, count: int) -> list[str]:
        """The last `count` words (lower case) before code point `at`."""
        last = bisect.bisect_left(self._starts, at)
        return [t.low for t in self.tokens[max(0, last - count) : last]]


def status(parts: Parts, quantity: Quantity, target_date: bool) -> str:
    """`target` (will, plans to, by 2030), `estimate` (is expected to, may) or `actual`.

    The nearest cue before the figure holds (a participle right behind `will` does not count); without one, a cue right
    behind it (`3 billion yuan will be invested`).
    """
    low, high = parts.span(parts.part(quantity.start))
    if parts.words_before(quantity.start, 1) == ["from"] and parts.words_from(quantity.end, 1) == ["to"]:
        return "actual"  # `will rise from 3 to 5 million`: what it starts from
    hits = [h for h in parts.status_hits if h.end <= quantity.start]
    if hits:
        last = hits[-1]
        previous = hits[-2] if len(hits) > 1 else None
        close = previous is not None and last.first - previous.last <= 1
        if last.meaning == "actual" and close and previous.meaning != "actual":
            return previous.meaning  # `will be built`, `is expected to have`
        if last.meaning != "actual" or last.start >= low or not target_date:
            if last.meaning == "target" and close and previous.meaning == "estimate":
                return "estimate"
            if last.meaning != "actual" or not target_date:
                return last.meaning
    if _is_headline_plan(parts, quantity):
        return "target"
    behind = [h for h in parts.status_hits if quantity.end <= h.start < high]
    if behind and behind[0].meaning != "actual" and not parts.between(quantity.end, behind[0].start):
        return behind[0].meaning
    return "target" if target_date else "actual"


def ends_in_target(parts: Parts) -> bool:
    """Whether the last word on status in a sentence is one of intention (`the two sides will:`)."""
    return bool(parts.status_hits) and parts.status_hits[-1].meaning == "target"


def _is_headline_plan(parts: Parts, quantity: Quantity) -> bool:
    """`Venture to make 240,000 engines`: a line without a full stop whose only verb is an infinitive."""
    if parts.text.rstrip()[-1:] in '.!?。”"' or len(parts.text) > 150:
        return False
    words = parts.tokens_between(0, quantity.start)
    return any(t.low == "to" and n and words[n - 1].kind == "word" for n, t in enumerate(words[:-1])) and not any(
        h.end <= quantity.start for h in parts.status_hits
    )


def change(parts: Parts, quantity: Quantity, previous: tuple[Quantity, str] | None) -> str:
    """`increase` or `decrease` where the figure says by how much something changed, else `level`."""
    words, tokens = _words(), parts.tokens
    first = quantity.first
    if previous and previous[0].kind == quantity.kind and previous[1] != "level":
        joint = [t.low for t in tokens[previous[0].last : first]]
        if len(joint) < 3 and all(w in (",", "and", "or") for w in joint):
            return previous[1]
    if previous and [t.low for t in tokens[previous[0].last : first]] in (
        ["or"],
        [",", "or"],
        ["("],
        [",", "or", "about"],
    ):
        return previous[1]  # `fell 125 points, or 0.4 percent`
    low = parts.span(parts.part(quantity.start))[0]
    back = 12 if first and tokens[first - 1].low in ("by", "of") else 6
    near = [t for t in tokens[max(0, first - back) : first] if t.start >= low]
    hits = words.before.find(near)
    if hits:
        last = hits[-1]
        gap = [t.low for t in near[last.last :]]
        by = bool(first) and tokens[first - 1].low == "by"
        if (by or not any(w in words.level for w in gap)) and not _figure_between(
            parts, near[last.last - 1].end, quantity
        ):
            before = near[last.first - 1].low if last.first else ""
            if not (near[last.first].low in ("up", "down") and before in words.particles):
                return last.meaning
    if (chinese := _chinese_change(parts, low, quantity.start)) is not None:
        return chinese
    ahead = [t for t in tokens[quantity.last : quantity.last + 5]]
    for hit in words.after.find(ahead):
        gap = [t.low for t in ahead[: hit.first]]
        if all(w in ("year", "on", "-", "over", "annual", "yearly", "growth", "the", "net", "average") for w in gap):
            return hit.meaning
    return "level"


def _chinese_change(parts: Parts, low: int, at: int) -> str | None:
    """`同比下降11.6%`, `增长两成`."""
    before = parts.text[max(low, at - 8) : at]
    found = [(before.rfind(word), meaning) for word, meaning in _words().chinese if word in before]
    if not found or before.endswith(("至", "到", "达")):
        return None
    return max(found)[1]


def _figure_between(parts: Parts, start: int, quantity: Quantity) -> bool:
    return bool(parts.between(start, quantity.start))


def _usable(date) -> bool:
    value = date.value or ""
    return date.kind == "date" and bool(value) and not value.endswith("_REF") and "X" not in value


def _is_compared(parts: Parts, start: int, date) -> bool:
    """Whether a date is only what the figure is held against (`more than a year earlier`, `up 5% from last week`)."""
    before = parts.words_before(start, 3)
    if any(w in ("than", "against", "versus", "vs", "compared") for w in before):
        return True
    past = any(w in date.text.lower().split() for w in ("earlier", "previous", "ago", "last", "before", "same"))
    return (
        past
        and before[-1:] in (["from"], ["over"], ["on"])
        and any(
            t.low in ("up", "down", "percent", "%", "higher", "lower")
            for t in parts.tokens_between(max(0, start - 40), start)
        )
    )


def _is_frame(parts: Parts, start: int) -> bool:
    """Whether only words such as `in`, `by the end of` stand between the head of its part and the date at `start`."""
    low = parts.span(parts.part(start))[0]
    if start - low > _FRAME_LENGTH:
        return False
    between = parts.tokens_between(low, start)
    return all(t.low in _words().frames for t in between if t.kind not in ("taken", "sign"))


def governing_date(parts: Parts, quantity: Quantity):
    """The `schema.Date` that says when a figure holds, or None.

    In order: a date right behind it in its part; the nearest before it in its part; a date that frames the sentence or
    an earlier part (`In 2013, …`); a frame in the next part; the next date in its part.
    """
    low, high = parts.span(parts.part(quantity.start))
    usable = [(s, e, d) for s, e, d in parts.dates if _usable(d) and not _is_compared(parts, s, d)]
    behind = [x for x in usable if quantity.end <= x[0] < high and not parts.between(quantity.end, x[0])]
    before = [x for x in usable if low <= x[0] and x[1] <= quantity.start]
    if behind and behind[0][0] - quantity.end <= 25:
        return behind[0][2]
    if before:
        return before[-1][2]
    frames = [x for x in usable if x[1] <= quantity.start and _is_frame(parts, x[0])]
    if frames:
        return frames[-1][2]
    if behind:
        return behind[0][2]
    earlier = [x for x in usable if x[1] <= low and not parts.text[x[1] : low].strip(" ,\u00a0\n")]
    if earlier and "when" in parts.words_from(low, 2):
        return earlier[-1][2]  # `in the first quarter, when …`
    following = [x for x in usable if x[0] >= high and x[0] - high <= _FRAME_LENGTH and _is_frame(parts, x[0])]
    if following and parts.part(following[0][0]) == parts.part(quantity.start) + 1:
        low, high = parts.span(parts.part(following[0][0]))
        if high - following[0][1] <= 2:
            return following[0][2]
    return None


def is_elliptic(parts: Parts, quantity: Quantity) -> bool:
    """Whether the part of the figure leaves out subject and time (`up 5 percent`, `of which …`): both carry over."""
    low, _ = parts.span(parts.part(quantity.start))
    head = " ".join(parts.text[low : quantity.start].lower().lstrip(",;:( \u00a0").split())
    if len(head) < 7 and any("\u4e00" <= c <= "\u9fff" for c in head):
        return True  # `，进口2320.4亿元`
    return head == "" or any(head == e or head.startswith(e + " ") for e in _words().elliptic)


def regions(text: str, tokens: list[Token]) -> list[Hit]:
    """Chinese places in a sentence, in order; not those inside compounds (`China-Europe`) and names (`China Daily`)."""
    hits = []
    for hit in _words().regions.find(tokens):
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
    return [
        h
        for n, h in enumerate(hits)
        if not (h.meaning == "CN" and n + 1 < len(hits) and hits[n + 1].first <= h.last + 1)
    ]


def _relative_verbs(tokens: list[Token]) -> list[Hit]:
    """`that carries`, `which handled`: a verb of its own, so that a `will` further left does not reach behind it."""
    hits = []
    for n, token in enumerate(tokens[:-1]):
        behind = tokens[n + 1]
        if token.low in ("that", "which", "who") and behind.kind == "word" and behind.low.endswith(("s", "ed")):
            hits.append(Hit(n + 1, n + 2, behind.start, behind.end, "actual"))
    return hits


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
        hits = [*parts.region_hits]
        for hit in parts.backward_hits:
            meaning = self.main if hit.meaning == "city" else hit.meaning
            if hit.meaning == "CN" and (parts.partners or not _is_own_country(parts, hit)):
                continue  # `the country` may be the partner's
            if meaning:
                hits.append(hit._replace(meaning=meaning))
        hits.sort()
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
    """`from Japan and Korea rose by 3% and 5% respectively`: the partner at the same place of its list."""
    if not any(t.low == "respectively" or "分别" in t.text for t in parts.tokens):
        return None
    alike = [q for q in parts.quantities if q.kind == quantity.kind and q.role == "figure"]
    before = [c for c in cues if alike and c[1] <= alike[0].start]
    codes = [c for n, (_, _, c) in enumerate(before) if n == 0 or before[n - 1][2] != c]
    return codes[alike.index(quantity)] if len(codes) == len(alike) > 1 else None


def _is_currency(parts: Parts, cue: tuple[int, int, str]) -> bool:
    """Whether the cue is only part of a currency's name (`Japanese yen`, `US dollars`, `US$`)."""
    return any(q.kind == "money" and cue[1] <= q.end for q in parts.holding(cue[0]))


def measure(parts: Parts, quantity: Quantity) -> str | None:
    """The words before a verb such as `reached` that say what the figure measures, or None."""
    low, _ = parts.span(parts.part(quantity.start))
    tokens = parts.tokens_between(low, quantity.start)
    hits = _words().verbs.find(tokens)
    if not hits:
        return None
    subject = tokens[max(0, hits[-1].first - 8) : hits[-1].first]
    drop = re.compile(r"[^\w\s]|the|a|an|and|its|which|that|it|while")
    while subject and drop.fullmatch(subject[0].low):
        subject = subject[1:]
    if not subject or any(t.kind == "number" or t.text in _MARKS for t in subject):
        return None
    return parts.text[subject[0].start : subject[-1].end] or None
