"""The audit: what became of every number of a page, so that none goes missing silently."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict

from cq_research import schema
from cq_research.quantities import number_words, scan
from cq_research.quantities.tokens import cut

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3}){1,6}(?!\d)(?:\.\d{1,12})?|\d{1,40}(?:\.\d{1,12})?")
_SILENT = ("furniture", "byline", "source")
_LONGEST = 40  # code points; a longer number is written as several rows


def audit(
    page_text: str,
    doc_id: str,
    blocks: list[schema.Block],
    sentences: list[schema.Sentence],
    dates: list[schema.Date],
    figures: list[schema.Figure],
    repeated: frozenset[str] = frozenset(),
) -> list[schema.Numeral]:
    """One row for every run of digits of the page and every number word of its content, in order, without overlap.

    Roles: `figure`, `rank` and `date` name the row that holds the number; `furniture` (also bylines and credits) names
    its block; `name` and `other` (enumerators, ordinals in prose, pronouns, idioms) are explained by the words around
    them; what nothing holds or explains is `unresolved`. In the blocks of `repeated` (captions that repeat body text)
    the row is the body's for the same words, if there is one.
    """
    ledger = _Ledger(page_text, doc_id, dates, figures)
    by_block: dict[str, list[schema.Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_block[sentence.block_id].append(sentence)
    words = frozenset(t.low for s in sentences for t in cut(s.text))
    for block in blocks:
        if block.kind in _SILENT:
            for start, end in _runs(page_text, block.start, block.end):
                ledger.add(start, end, "furniture", block.block_id)
            continue
        for sentence in by_block.get(block.block_id, ()):
            ledger.sentence(sentence, words, again=block.block_id in repeated)
    for start, end in _runs(page_text, 0, len(page_text)):
        ledger.add(start, end, *ledger.holder(start, end, "unresolved"))
    return ledger.rows()


def _runs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Numbers in digits, with their separators, between two places."""
    return [m.span() for m in _DIGITS.finditer(text, start, end)]


class _Ledger:
    """The rows so far, and what part of the page they cover."""

    def __init__(self, text: str, doc_id: str, dates: list[schema.Date], figures: list[schema.Figure]):
        self.text = text
        self.doc_id = doc_id
        self._covered: list[tuple[int, int]] = []
        self._rows: dict[int, schema.Numeral] = {}
        held = [(d.start, d.end, "date", d.date_id) for d in dates]
        held += [(f.start, f.end, "rank" if f.kind == "rank" else "figure", f.figure_id) for f in figures]
        self._held = sorted(held)
        self._starts = [h[0] for h in self._held]
        self._by_words: dict[str, tuple[str, str]] = {}
        for date in dates:
            self._by_words.setdefault(date.text, ("date", date.date_id))
        for figure in figures:
            self._by_words.setdefault(figure.text, ("rank" if figure.kind == "rank" else "figure", figure.figure_id))
        self._spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for date in dates:
            self._spans[date.sentence_id].append((date.start, date.end))

    def holder(self, start: int, end: int, otherwise: str) -> tuple[str, str | None]:
        """Role and id of the row whose span holds the number, else `otherwise` and None."""
        at = bisect.bisect_right(self._starts, start)
        for low, high, role, ref in reversed(self._held[max(0, at - 4) : at]):
            if low <= start and end <= high:
                return role, ref
        for low, _, role, ref in self._held[at : at + 1]:  # the row begins inside the number's words
            if start <= low < end:
                return role, ref
        return otherwise, None

    def add(self, start: int, end: int, role: str, ref: str | None) -> None:
        """Add a row, unless another covers part of it."""
        at = bisect.bisect_right(self._covered, (start, end))
        if at and self._covered[at - 1][1] > start:
            return
        if at < len(self._covered) and self._covered[at][0] < end:
            return
        bisect.insort(self._covered, (start, end))
        self._rows[start] = schema.Numeral(
            doc_id=self.doc_id, start=start, end=end, text=self.text[start:end], role=role, ref_id=ref
        )

    def sentence(self, sentence: schema.Sentence, words: frozenset[str], *, again: bool) -> None:
        """Add the numbers of one sentence of the content."""
        base = sentence.start
        taken = sorted((s - base, e - base) for s, e in self._spans.get(sentence.sentence_id, ()))
        for low, high in taken:
            for token in _numbers(sentence.text[low:high]):
                span = base + low + token[0], base + low + token[1]
                self.add(*span, *self.holder(*span, "unresolved"))
        for quantity in scan(sentence.text, taken, words):
            for low, high in quantity.numbers:
                role, ref = self.holder(base + low, base + high, "")
                if not role and again:
                    phrase = sentence.text[quantity.start : quantity.end]
                    role, ref = self._by_words.get(phrase, ("other", None))
                elif not role:
                    role = quantity.role if quantity.role in ("name", "other") else "unresolved"
                if high - low <= _LONGEST:
                    self.add(base + low, base + high, role, ref)
                else:
                    for start, end in _numbers(sentence.text[low:high]):
                        self.add(base + low + start, base + low + end, role, ref)
        # Digits inside a quantity that are not its number (`km2`), and number words that no reader took up.
        for start, end in _numbers(sentence.text):
            role, ref = self.holder(base + start, base + end, "")
            word = not sentence.text[start].isdigit()
            glued = start > 0 and sentence.text[start - 1].isalpha()
            self.add(
                base + start, base + end, role or ("other" if word or again else "name" if glued else "unresolved"), ref
            )

    def rows(self) -> list[schema.Numeral]:
        """All rows, in order."""
        return [self._rows[start] for start in sorted(self._rows)]


def _numbers(text: str) -> list[tuple[int, int]]:
    """Every number in digits and every number word, each by itself."""
    spans = []
    known = number_words.words()
    for token in cut(text):
        if token.kind == "number" or (token.kind == "word" and token.low in known):
            spans.append((token.start, token.end))
    return spans
