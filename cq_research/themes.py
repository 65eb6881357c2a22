"""Which themes a sentence speaks of, and the words that show it.

Themes and their cues stand in ``vocabularies/themes.yaml``. A cue is a word or phrase that shows a theme by itself
(``exports``: trade), or a weaker one that does so beside another (``settled`` near ``companies``: investment); a longer
phrase that means something else (``river bank``, ``new energy vehicles``) keeps the cue inside it from counting.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable, Iterator

from cq_research import schema
from cq_research.errors import ParameterError, VocabularyError
from cq_research.terms import Finder, Hit, Term, expand
from cq_research.vocabularies import load

_FOREIGN = "ADJECTIVE"  # a class of words in themes.yaml
_REACH = 60  # code points between a weak cue and the word that gives it its meaning


def find(sentences: list[schema.Sentence]) -> list[schema.Theme]:
    """One row a cue, in text order; a word may show several themes, each with a row of its own.

    Sentences are those of content blocks; offsets of the rows are into the file, as the sentences' are.
    """
    finder = _finder()
    rows = []
    for sentence in sentences:
        found = finder.find(sentence.text)
        if not found:
            continue
        for theme, start, end in _shown(found):
            rows.append(
                schema.Theme(
                    doc_id=sentence.doc_id,
                    sentence_id=sentence.sentence_id,
                    theme=theme,
                    start=sentence.start + start,
                    end=sentence.start + end,
                    text=sentence.text[start:end],
                )
            )
    return rows


def known() -> dict[str, str]:
    """All themes: id → title for reports, in the order of the schema."""
    return {theme: _entry(theme)["title"] for theme in schema.THEMES}


def definition(theme: str) -> str:
    """What the theme takes in, one sentence. Raises ParameterError where there is no such theme."""
    return _entry(theme)["definition"]


def crs(theme: str) -> str:
    """The nearest purpose code of the OECD's Creditor Reporting System (five digits, 2016 list and later).

    Raises ParameterError where there is no such theme.
    """
    return _entry(theme)["crs"]


def _entry(theme: str) -> dict:
    try:
        return load("themes")[theme]
    except KeyError:
        raise ParameterError(f"theme {theme!r} is not known; there are: {', '.join(load('themes'))}") from None


def _shown(found: list[Hit]) -> list[tuple[str, int, int]]:
    """(theme, start, end) of the cues that count, in text order."""
    cues = {(h.term.key[1], h.start, h.end) for h in found if h.term.key[0] == "cue"}
    weak = [h for h in found if h.term.key[0] == "weak"]
    for group in {h.term.key[1:] for h in weak}:
        company = [h for h in found if h.term.key == ("with", *group)]  # no two overlap: starts and ends are sorted
        starts, ends = [h.start for h in company], [h.end for h in company]
        for hit in weak:
            if hit.term.key[1:] == group and _beside(hit, starts, ends):
                cues.add((group[0], hit.start, hit.end))
    # A weak cue inside a strong one of its theme would say the same twice.
    order = sorted(cues, key=lambda c: (c[1], -c[2], schema.THEMES.index(c[0])))
    end: dict[str, int] = {}
    rows = []
    for theme, start, stop in order:
        if start >= end.get(theme, 0):
            rows.append((theme, start, stop))
            end[theme] = stop
    return rows


def _beside(hit: Hit, starts: list[int], ends: list[int]) -> bool:
    """Whether a word of the company, given by its sorted starts and ends, stands within reach of `hit`."""
    after = bisect.bisect_left(starts, hit.end)
    before = bisect.bisect_right(ends, hit.start) - 1
    return (after < len(starts) and starts[after] - hit.end <= _REACH) or (
        before >= 0 and hit.start - ends[before] <= _REACH
    )


@functools.cache
def _finder() -> Finder:
    entries = load("themes")
    if set(entries) != set(schema.THEMES):
        odd = ", ".join(sorted(set(entries) ^ set(schema.THEMES)))
        raise VocabularyError(f"vocabularies/themes.yaml: the themes must be those of the schema; differs in {odd}")
    return Finder(term for theme, entry in entries.items() for term in _terms(theme, entry))


def _terms(theme: str, entry: dict) -> Iterator[Term]:
    """Terms of one theme. Cues and the phrases that are none compete; weak cues and their company each stand alone."""
    for surface in _forms(entry.get("not", ())):
        yield Term(surface, ("not", theme), _case(surface), theme)
    for surface in _forms(entry["cues"]):
        yield Term(surface, ("cue", theme), _case(surface), theme)
    for number, near in enumerate(entry.get("near", ())):
        for role, surfaces in (("weak", near["cues"]), ("with", near["with"])):
            for surface in _forms(surfaces):
                yield Term(surface, (role, theme, number), _case(surface), f"{theme}/{number}/{role}")
            for surface in _forms(entry.get("not", ())) if role == "weak" else ():
                yield Term(surface, ("not", theme), _case(surface), f"{theme}/{number}/{role}")


def _forms(surfaces: Iterable[str]) -> Iterator[str]:
    for surface in surfaces:
        for form in expand(surface):
            if _FOREIGN in form:
                yield from (form.replace(_FOREIGN, word) for word in _adjectives())
            else:
                yield form


@functools.cache
def _adjectives() -> tuple[str, ...]:
    """What says before a noun that it is foreign: every country's adjectives, and abbreviations used as such (U.S.)."""
    return tuple(
        dict.fromkeys(
            word
            for code, entry in load("countries").items()
            if code != "CN"
            for word in (*entry.get("adjectives", ()), *(a for a in entry.get("also", ()) if a.isupper()))
        )
    )


def _case(surface: str) -> str:
    return "name" if surface[:1].isupper() else "any"
