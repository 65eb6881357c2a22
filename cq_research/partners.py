"""Which foreign countries and blocs a sentence involves, and the words that show it.

A cue is a country's name or alias (``Japan``, ``ROK``), an adjective or demonym (``Emirati``), a capital, city, state
or region (``Duisburg``, ``Silicon Valley``), a company with a plain home country (``Corning``), a bloc (``ASEAN``,
``EU``) or a Chinese name of any of these (``日本``). Names that mean something else are told apart by longer phrases
(``vocabularies/partner_traps.yaml``) and by what stands around them (:mod:`cq_research.partner_context`). China is
never a partner; Hong Kong, Macao and Taiwan are, and are called regions.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from cq_research import partner_context, schema
from cq_research.errors import ParameterError, VocabularyError
from cq_research.terms import Finder, Term, expand
from cq_research.vocabularies import load

HOME = "CN"
_NO_PLURAL = ("ese", "sh", "ch", "ss", "s", "x", "z", "-Kiribati")


def find(sentences: list[schema.Sentence]) -> list[schema.Partner]:
    """One row a cue, in text order: the partner's code and the words that show it.

    Sentences are those of content blocks; offsets of the rows are into the file, as the sentences' are.
    """
    rows = []
    finder = _finder()
    for sentence in sentences:
        hits = [hit for hit in finder.find(sentence.text) if hit.term.key[0] not in (None, HOME)]
        if not hits:
            continue
        for hit in partner_context.naming(sentence.text, hits):
            rows.append(
                schema.Partner(
                    doc_id=sentence.doc_id,
                    sentence_id=sentence.sentence_id,
                    partner=hit.term.key[0],
                    start=sentence.start + hit.start,
                    end=sentence.start + hit.end,
                    text=sentence.text[hit.start : hit.end],
                )
            )
    return rows


def name(code: str, *, article: bool = False) -> str:
    """The English short name for reports: ``Japan``, ``Hong Kong (region)``; with `article`, ``the United States``.

    Raises ParameterError where `code` is neither ISO 3166-1 alpha-2 nor a bloc of the vocabulary.
    """
    entry = _entries().get(code)
    if entry is None:
        blocs = ", ".join(load("blocs"))
        raise ParameterError(f"partner {code!r} is not known: use an ISO 3166-1 alpha-2 code (JP, DE …) or {blocs}")
    the = "the " if article and entry.get("the") else ""
    return the + entry["name"] + (" (region)" if entry.get("region") else "")


def known() -> dict[str, str]:
    """All partners there can be: code → name, sorted by name."""
    return dict(sorted(((code, name(code)) for code in _entries() if code != HOME), key=lambda item: item[1]))


@functools.cache
def _entries() -> dict[str, dict]:
    return {**load("countries"), **load("blocs")}


@functools.cache
def _finder() -> Finder:
    seen: dict[str, tuple[str | None, str]] = {}
    terms = []
    for surface, key in _terms():
        code = seen.setdefault(surface, key)[0]
        if code != key[0]:
            raise VocabularyError(f"vocabularies: {surface!r} stands for {code} and for {key[0]}; one of them must go")
        terms.append(Term(surface, key))
    return Finder(terms)


def _terms() -> Iterator[tuple[str, tuple[str | None, str]]]:
    """Every surface with (code, kind); the kind says which readings are possible."""
    for phrases in load("partner_traps").values():
        for phrase in phrases:
            for surface in expand(phrase):
                yield surface, (None, "trap")
    for code, entry in _entries().items():
        for surface in (entry["name"], *entry.get("also", ()), *entry.get("zh", ())):
            yield surface, (code, "country")
        for adjective in entry.get("adjectives", ()):
            yield adjective, (code, "adjective")
            if not adjective.endswith(_NO_PLURAL):
                yield adjective + "s", (code, "adjective")
        for surface in entry.get("capitals", ()):
            yield surface, (code, "place")
    places, companies = dict(load("places")), load("companies")
    chinese = places.pop("zh")
    for kind, lists in (
        ("place", places),
        ("place", chinese),
        ("company", companies["home"]),
        ("company", companies["zh"]),
    ):
        for code, surfaces in lists.items():
            for surface in surfaces:
                for form in expand(surface):
                    yield form, (code, kind)
