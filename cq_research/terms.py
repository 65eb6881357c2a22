"""Find many names and cues in one pass over a text: whole words, longest match first, spans into the text as it stands.

What is tolerated between a term as a vocabulary writes it and as a page does:

* white space: non-breaking and other wide spaces, several in a row, a line break inside the term;
* typography: curly or straight apostrophes, any hyphen or en dash, soft hyphens and zero-width marks within a word;
* script: traditional Chinese characters for the simplified ones of the vocabularies (``歐盟``);
* case, as the term's rule says: ``name`` wants its capitals (or capitals throughout), ``any`` does not look at case.

Chinese characters have no word boundaries; a term that begins or ends with one matches anywhere.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from cq_research.vocabularies import load

_SPACES = "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
_SPACES += "".join(map(chr, range(0x2000, 0x200B)))
_SAME = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys("‘’ʼ`´＇", "'"),
    **dict.fromkeys("‐‑‒–−﹣－", "-"),
    **{pair[0]: pair[1] for pair in load("chinese_variants")["pairs"].split()},
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\xad", "\u200b"),
}
# Many times faster than str.translate beyond ASCII. Lone surrogates, which no UTF-8 file holds and a str may, can't be
# handed to the automaton: they become U+FFFD, as wide as they are.
_VARIANT = re.compile("[" + re.escape("".join(_SAME)) + "\ud800-\udfff]")
_SLACK = re.compile("[ \u200b]{2,}|\u200b")  # collapsed to one space, or dropped where there is none
_CHOICE = re.compile(r"\(([^()|]*(?:\|[^()|]*)+)\)")
_CJK = "\u2e80"  # from here on, scripts written without spaces between words


@dataclass(frozen=True, slots=True)
class Term:
    """A surface form to look for and what it stands for.

    Terms of one `group` compete for the text (the longest match wins); groups don't see each other.
    """

    surface: str
    key: Any
    case: str = "name"  # or "any"
    group: str = ""


class Hit(NamedTuple):
    """A term found: its span in the text that was searched, and the term."""

    start: int
    end: int
    term: Term


def expand(surface: str) -> list[str]:
    """The forms that a vocabulary's shorthand stands for; brackets without a bar are literal.

    >>> expand("Wal(-|)Mart")
    ['Wal-Mart', 'WalMart']
    """
    parts = _CHOICE.split(surface)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    return ["".join(form) for form in itertools.product(*choices)]


def _same(text: str) -> str:
    return _VARIANT.sub(lambda variant: _SAME.get(variant[0], "\ufffd"), text)


def _lower(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)  # as with the Turkish İ: keep its width


def plain(text: str) -> str:
    """`text` with typographic variants made equal, white space collapsed; for comparing, never for storing."""
    return _SLACK.sub(_narrow, _same(text))


def _narrow(run: re.Match[str]) -> str:
    return " " if " " in run[0] else ""


def _capitals(surface: str) -> tuple[int, ...]:
    """Where a text must have a capital too: at every word's first letter; everywhere in an acronym."""
    acronym = surface.upper() == surface
    return tuple(
        i
        for i, c in enumerate(surface)
        if c.isupper() and (acronym or i == 0 or not surface[i - 1].isalnum())
    )  # fmt: skip


def _is_word(char: str) -> bool:
    return char.isalnum() and char < _CJK


class Finder:
    """An index of terms that can be looked for in any number of texts.

    Matching is linear in the text; building takes some milliseconds for a few thousand terms, so build once.
    """

    def __init__(self, terms: Iterable[Term]):
        """Index `terms`; of two with the same surface, case rule and group the first counts."""
        by_form: dict[str, list[tuple[Term, tuple[int, ...]]]] = {}
        for term in terms:
            form = plain(term.surface)
            rows = by_form.setdefault(_lower(form), [])
            capitals = _capitals(form) if term.case == "name" else ()
            if form and not any(t.group == term.group and c == capitals for t, c in rows):
                rows.append((term, capitals))
        by_form.pop("", None)
        self._patterns = list(by_form)
        self._rows = list(by_form.values())
        # whether the form's first and last characters need a word boundary beside them
        self._edges = [(_is_word(p[0]), _is_word(p[-1])) for p in self._patterns]
        self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[Hit]:
        """All terms in `text`, by position; within a group no two overlap, and the leftmost, then longest, wins."""
        cased = _same(text)
        shifts: list[tuple[int, int]] = []  # (position in the narrowed text, what to add to get back)
        if "  " in cased or "\u200b" in cased:
            cased, shifts = _narrowed(cased)
        low = _lower(cased)
        size = len(low)
        found: list[tuple[int, int, Term]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(low, overlapping=True):
            first, last = self._edges[index]
            if (first and start and _is_word(low[start - 1])) or (last and end < size and _is_word(low[end])):
                continue
            for term, capitals in self._rows[index]:
                if not capitals or all(cased[start + i].isupper() for i in capitals):
                    found.append((start, -end, term))
        found.sort(key=lambda f: f[:2])
        free: dict[str, int] = {}
        hits = []
        for start, end, term in found:
            if start >= free.get(term.group, 0):
                free[term.group] = -end
                hits.append(Hit(start, -end, term))
        if shifts:
            hits = [Hit(_back(shifts, s), _back(shifts, e - 1) + 1, term) for s, e, term in hits]
        return hits


def _narrowed(text: str) -> tuple[str, list[tuple[int, int]]]:
    pieces, shifts, at, removed = [], [], 0, 0
    for run in _SLACK.finditer(text):
        kept = _narrow(run)
        pieces += text[at : run.start()], kept
        at = run.end()
        place = run.start() - removed + len(kept)
        removed += len(run[0]) - len(kept)
        shifts.append((place, removed))
    pieces.append(text[at:])
    return "".join(pieces), shifts


def _back(shifts: list[tuple[int, int]], place: int) -> int:
    i = bisect.bisect_right(shifts, place, key=lambda shift: shift[0]) - 1
    return place + (shifts[i][1] if i >= 0 else 0)
