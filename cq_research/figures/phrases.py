"""Phrases of a vocabulary found in a cut sentence, whole words, by a look-up of their first word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cq_research.quantities.tokens import Token, cut

_GAP = 4  # words that `...` in a phrase may stand for


class Hit(NamedTuple):
    """A phrase found: tokens [first, last), code points [start, end) of the sentence, and what it means."""

    first: int
    last: int
    start: int
    end: int
    meaning: str


class Phrases:
    """A set of phrases, each with a meaning (a string). The longest phrase at a place wins."""

    def __init__(self, entries: Iterable[tuple[str, str]], *, case: bool = False):
        self._case = case
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._cjk: list[tuple[str, str]] = []
        for phrase, meaning in entries:
            pieces = cut(phrase.replace("...", "…"))
            if pieces[0].kind == "cjk":
                self._cjk.append((phrase, meaning))
                continue
            words = tuple(self._form(t) for t in pieces if t.text != "-")
            self._by_first.setdefault(words[0], []).append((words, meaning))
        for choices in self._by_first.values():
            choices.sort(key=lambda c: -len(c[0]))
        self._cjk.sort(key=lambda c: -len(c[0]))

    def _form(self, token: Token) -> str:
        form = token.text.replace("’", "'") if self._case else token.low
        return form if len(token.text) < 3 or not form.endswith("'s") else form[:-2]

    def find(self, tokens: list[Token]) -> list[Hit]:
        """All hits in order, without overlap. `'s` and hyphens in the text are passed over."""
        hits, i = [], 0
        while i < len(tokens):
            hit = self._at(tokens, i) if tokens[i].kind not in ("cjk", "taken") else None
            if tokens[i].kind == "cjk":
                hits.extend(self._in_chinese(tokens[i], i))
            if hit:
                hits.append(hit)
            i = hit.last if hit else i + 1
        return hits

    def _at(self, tokens: list[Token], i: int) -> Hit | None:
        for words, meaning in self._by_first.get(self._form(tokens[i]), ()):
            last = self._match(tokens, i + 1, words, 1)
            if last:
                return Hit(i, last, tokens[i].start, tokens[last - 1].end, meaning)
        return None

    def _match(self, tokens: list[Token], j: int, words: tuple[str, ...], n: int) -> int:
        """The index behind the last token of the phrase, or 0."""
        while n < len(words):
            while j < len(tokens) and tokens[j].text in ("-", "–", "‑") and not tokens[j].spaced:
                j += 1
            if words[n] == "…":
                for skip in range(_GAP + 1):
                    if last := self._match(tokens, j + skip, words, n + 1):
                        return last
                return 0
            if j >= len(tokens) or tokens[j].kind == "taken" or self._form(tokens[j]) != words[n]:
                return 0
            j, n = j + 1, n + 1
        return j

    def _in_chinese(self, token: Token, i: int) -> list[Hit]:
        hits: list[Hit] = []
        for phrase, meaning in self._cjk:
            at = token.text.find(phrase)
            if at >= 0 and not any(h.start < token.start + at + len(phrase) and token.start + at < h.end for h in hits):
                hits.append(Hit(i, i + 1, token.start + at, token.start + at + len(phrase), meaning))
        return sorted(hits, key=lambda h: h.start)
