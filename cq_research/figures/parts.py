"""A sentence in parts: the ground that the readers of meaning stand on.

A *part* runs between commas, semicolons, colons, brackets and words such as `which` or `while`. All offsets here are
code points into the sentence.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Callable

from cq_research import vocabularies
from cq_research.quantities import Quantity
from cq_research.quantities.tokens import Token

_MARKS = frozenset(",;:，；：。()（）[]—")
_RESTATED = re.compile(
    r"\s{0,3}(?:[(（\[]|[,，]\s{0,2}(?:or|or about|equal to|equivalent to|about|约合|合|折合)|\bor\b)\s{0,3}"
    r"(?:(?:or|about|around|approximately|roughly|some|nearly|over|equal to|equivalent to|equivalent|equals|almost|"
    r"more than|worth|约合|约|合|折合)\s{0,3}){0,2}"
)


@functools.cache
def _subordinators() -> frozenset[str]:
    return frozenset(vocabularies.load("clause_words")["subordinators"])


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
        self._found: dict[str, list] = {}

    def once(self, name: str, find: Callable[[Parts], list]) -> list:
        """What `find` finds in this sentence, looked for once and kept under `name`."""
        if name not in self._found:
            self._found[name] = find(self)
        return self._found[name]

    def _bounds(self) -> list[int]:
        """Where parts begin, in order; the first is 0."""
        held = [(q.start, q.end) for q in self.quantities] + [(s, e) for s, e, _ in self.dates]
        inside = {p for s, e in held for p in range(s, e)}
        bounds = [0]
        for token in self.tokens:
            if token.start in inside:
                continue
            dash = token.text == "-" and self.text[token.end : token.end + 1] == "-"  # behind a dateline
            if dash or token.text in _MARKS or token.low in _subordinators():
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
        if "".join(self.text[b] for b in self.bounds[last : last + 2]) in ("()", "（）", "[]"):
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
