"""How real a figure is, and whether it is a level or a change: by the words of its part of the sentence."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from cq_research import vocabularies
from cq_research.figures.parts import Parts
from cq_research.figures.phrases import Hit, Phrases
from cq_research.quantities import Quantity
from cq_research.quantities.tokens import Token, simplified

_MARKS = frozenset(",;:，；：。()（）[]—")


class _Words(NamedTuple):
    status: Phrases
    before: Phrases
    after: Phrases
    level: frozenset[str]
    elliptic: tuple[str, ...]
    verbs: Phrases
    particles: frozenset[str]
    percent_after: frozenset[str]
    percent_before: frozenset[str]
    chinese: tuple[tuple[str, str], ...]


@functools.cache
def _words() -> _Words:
    data = vocabularies.load("clause_words")
    pairs = [(p, k) for k in ("target", "estimate", "actual") for p in data[k]]
    return _Words(
        Phrases(pairs),
        Phrases((p, k) for k in ("increase", "decrease") for p in data[k]),
        Phrases((p, k.removesuffix("_after")) for k in ("increase_after", "decrease_after") for p in data[k]),
        frozenset(data["level"]),
        tuple(data["elliptic"]),
        Phrases((p, "verb") for p in data["measure_verbs"]),
        frozenset(data["up_verbs"]),
        frozenset(data["percent_after"]),
        frozenset(data["percent_before"]),
        tuple((word, k) for k in ("increase", "decrease") for word in data["chinese"][k]),
    )


@functools.cache
def openings() -> tuple[str, ...]:
    """How a sentence begins that goes on about the figure before it (`of this, …`, `the figure …`), in lower case."""
    return tuple(vocabularies.load("clause_words")["openings"])


@functools.cache
def comparisons() -> frozenset[str]:
    """Words between a figure and an earlier one of the same thing (`compared with`, `up from`)."""
    return frozenset(vocabularies.load("clause_words")["comparisons"])


def _relative_verbs(tokens: list[Token]) -> list[Hit]:
    """`that carries`, `which handled`: a verb of its own, so that a `will` further left does not reach behind it."""
    hits = []
    for n, token in enumerate(tokens[:-1]):
        behind = tokens[n + 1]
        if token.low in ("that", "which", "who") and behind.kind == "word" and behind.low.endswith(("s", "ed")):
            hits.append(Hit(n + 1, n + 2, behind.start, behind.end, "actual"))
    return hits


def _status_hits(parts: Parts) -> list[Hit]:
    """The words of a sentence on how real things are, in order; not those of comparisons (`than planned`)."""

    def find(parts: Parts) -> list[Hit]:
        tokens = parts.tokens
        hits = [
            h for h in _words().status.find(tokens) if h.first == 0 or tokens[h.first - 1].low not in ("than", "as")
        ]
        return sorted([*hits, *_relative_verbs(tokens)])

    return parts.once("status", find)


def has_status(parts: Parts, quantity: Quantity) -> bool:
    """Whether any word before the figure says how real it is."""
    return any(h.end <= quantity.start for h in _status_hits(parts))


def status(parts: Parts, quantity: Quantity, target_date: bool) -> str:
    """`target` (will, plans to, by 2030), `estimate` (is expected to, may) or `actual`.

    The nearest cue before the figure holds (a participle right behind `will` does not count); without one, a cue right
    behind it (`3 billion yuan will be invested`).
    """
    low, high = parts.span(parts.part(quantity.start))
    if parts.words_before(quantity.start, 1) == ["from"] and parts.words_from(quantity.end, 1) == ["to"]:
        return "actual"  # `will rise from 3 to 5 million`: what it starts from
    hits = [h for h in _status_hits(parts) if h.end <= quantity.start]
    if hits:
        last = hits[-1]
        previous = hits[-2] if len(hits) > 1 else None
        close = previous is not None and last.first - previous.last <= 1
        if last.meaning == "actual":
            chain = _chained(hits)
            if chain != "actual":
                return chain  # `will be built`, `is expected to have`, `may have reached`
        if last.meaning != "actual" or last.start >= low or not target_date:
            if last.meaning == "target" and close and previous.meaning == "estimate":
                return "estimate"
            if last.meaning != "actual" or not target_date:
                return last.meaning
    if _is_headline_plan(parts, quantity):
        return "target"
    behind = [h for h in _status_hits(parts) if quantity.end <= h.start < high]
    if behind and behind[0].meaning != "actual" and not parts.between(quantity.end, behind[0].start):
        return behind[0].meaning
    return "target" if target_date else "actual"


def _chained(hits: list[Hit]) -> str:
    """What stands before the words of fact that end `hits`, where nothing parts them; else `actual`."""
    for this, previous in zip(reversed(hits), reversed(hits[:-1]), strict=False):
        if this.first - previous.last > 1:
            break
        if previous.meaning != "actual":
            return previous.meaning
    return "actual"


def ends_in_target(parts: Parts) -> bool:
    """Whether the last word on status in a sentence is one of intention (`the two sides will:`)."""
    return bool(_status_hits(parts)) and _status_hits(parts)[-1].meaning == "target"


def _is_headline_plan(parts: Parts, quantity: Quantity) -> bool:
    """`Venture to make 240,000 engines`: a line without a full stop whose only verb is an infinitive."""
    if parts.text.rstrip()[-1:] in '.!?。”"' or len(parts.text) > 150:
        return False
    words = parts.tokens_between(0, quantity.start)
    return any(t.low == "to" and n and words[n - 1].kind == "word" for n, t in enumerate(words[:-1])) and not any(
        h.end <= quantity.start for h in _status_hits(parts)
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
    hits = [
        h for h in words.before.find(near)
        if quantity.kind == "percent" or near[h.first].low not in words.percent_before
    ]  # fmt: skip
    if hits:
        last = hits[-1]
        gap = [t.low for t in near[last.last :]]
        by = bool(first) and tokens[first - 1].low == "by"
        if (by or not any(w in words.level for w in gap)) and not parts.between(
            near[last.last - 1].end, quantity.start
        ):
            before = near[last.first - 1].low if last.first else ""
            if not (near[last.first].low in ("up", "down") and before in words.particles):
                return last.meaning
    if (chinese := _chinese_change(parts, low, quantity.start)) is not None:
        return chinese
    ahead = tokens[quantity.last : quantity.last + 5]
    for hit in words.after.find(ahead):
        if quantity.kind != "percent" and ahead[hit.first].low in words.percent_after:
            continue
        gap = [t.low for t in ahead[: hit.first]]
        if all(w in ("year", "on", "-", "over", "annual", "yearly", "growth", "the", "net", "average") for w in gap):
            return hit.meaning
    return "level"


def _chinese_change(parts: Parts, low: int, at: int) -> str | None:
    """`同比下降11.6%`, `增长两成`."""
    before = simplified(parts.text[max(low, at - 8) : at])
    found = [(before.rfind(word), meaning) for word, meaning in _words().chinese if word in before]
    if not found or before.endswith(("至", "到", "达")):
        return None
    return max(found)[1]


def without_change(text: str) -> str:
    """A piece of a Chinese sentence without its words of change and comparison (`同比增长`)."""
    text = simplified(text)
    for word in (*(w for w, _ in _words().chinese), "同比", "环比", "分别", "达到", "达", "超过", "约", "近"):
        text = text.replace(word, "")
    return text


def is_elliptic(parts: Parts, quantity: Quantity) -> bool:
    """Whether the part of the figure leaves out subject and time (`up 5 percent`, `of which …`): both carry over."""
    low, _ = parts.span(parts.part(quantity.start))
    head = " ".join(parts.text[low : quantity.start].lower().lstrip(",;:( \u00a0").split())
    if len(head) < 7 and any("\u4e00" <= c <= "\u9fff" for c in head):
        return True  # `，进口2320.4亿元`
    return head == "" or any(head == e or head.startswith(e + " ") for e in _words().elliptic)


def measure(parts: Parts, quantity: Quantity) -> str | None:
    """The words before a verb such as `reached` that say what the figure measures, or None."""
    low, _ = parts.span(parts.part(quantity.start))
    tokens = parts.tokens_between(low, quantity.start)
    hits = _words().verbs.find(tokens)
    if not hits:
        return None
    subject = tokens[max(0, hits[-1].first - 8) : hits[-1].first]
    drop = re.compile(r"[^\w\s]|the|a|an|and|its|which|that|it|while|there|where|when|as|but|they|he|she")
    while subject and drop.fullmatch(subject[0].low):
        subject = subject[1:]
    if not subject or any(t.kind == "number" or t.text in _MARKS for t in subject):
        return None
    return parts.text[subject[0].start : subject[-1].end] or None
