"""What a country's or firm's name means where it stands: the readings under which it shows no partner.

Each rule looks at a bounded stretch of one sentence. The rules, in order:

1. dateline: ``LONDON, May 3 (Xinhua) — …``, ``SINGAPORE: …`` name where a report was written;
2. shouting: ``CONTACT US``, ``ABOUT US`` is the pronoun; press: ``Pakistan Point News`` is a paper's name;
3. person: ``Michael Jordan``, ``Ms. Holland``, ``Chad Brown``, ``Paris Hilton``;
4. joint venture: a foreign firm inside a Chinese venture's name (``Changan-Ford-Mazda``, ``SAIC Volkswagen``);
5. language: ``speaks German``, ``a French-language page``, ``in English, French and Russian``;
6. manner: ``a French-style villa``;
7. unit: ``150 HP``; verb: ``Polish the plan``;
8. namesake: ``Georgia`` beside a place in the United States is the state;
9. list: six or more names joined by commas merely name places where they are stops on a route (``via Kazakhstan, …``),
   a visa list, or stand in a sentence without a word of dealing (trade, visits, companies, delegates …).
"""

from __future__ import annotations

import functools
import re

from cq_research.layout import dateline
from cq_research.terms import Hit
from cq_research.vocabularies import load

_NEAR = 48  # how far to each side a rule looks
_MANY = 6

_COLON = re.compile(r"\s*([A-Z][A-Z .'’-]{3,40})(?:,[\w .'’-]{1,30}){0,2}:\s")
_BEFORE = re.compile(r"([^\W\d_][\w'’-]*)\.?\s(?:[A-Z]\.\s)?$")
_TWO_WORDS = re.compile(r"(\S+(?: \S+)?)\s$")
_AFTER = re.compile(r"\s([A-Z][\w'’-]*)")
_POLISHED = re.compile(r"\s(?:the|up|your|our|its|off)\b")
_NOUN = re.compile(r"\s[a-z]|\s(?:Ministry|National|Embassy|President|Prime|Deputy|Consul|PDR|People)|-Chin[ae]")
_WORD = re.compile(r"[^\W\d_]{4,30}")
_SPEECH_BEFORE = re.compile(
    r"\b(?:spea\w{1,5}|spoke|learn\w{0,4}|teach\w{0,4}|taught|fluent(?: in)?|translated? (?:in)?to|written in|in both|"
    r"stud(?:y|ies|ied|ying))\s$"
)
_SPEECH_AFTER = re.compile(
    r"(?:[ -]speaking|[ -]language|[ -]speakers?|\s(?:lessons?|textbooks?|translations?|translators?|interpret\w{2,6}|"
    r"subtitles?|versions?|proficiency|dictionar\w{1,3}))\b"
)
_SPEECH_END = re.compile(r"\s?(?:[.,;:)!?”\"]|$|and\b|or\b|as well\b|versions?\b|languages?\b)")
_INTO = re.compile(r"\b(?:in|into|both|as|from)\s$")
_ENGLISH = re.compile(r"\b(?:English|Chinese|Mandarin|Arabic)\b")
_JOINED = re.compile(r"(?:\s?\([^()]{1,30}\))?[\s,、，;/]*(?:(?:and|or|as well as|以及|及|和|与)[\s,]*)?(?:the\s)?")
_ROUTE = re.compile(
    r"(?:\b(?:via|through|across|transit(?:s|ing)?|cross(?:es|ed|ing)?|travers(?:es|ed|ing)|pass(?:es|ed|ing)?|along)\s(?:by\s)?"
    r"(?:(?:countries|places|cities|regions)\s)?(?:(?:including|like|such as)\s)?(?:the\s)?|途经|途径|经过|经)$"
)
_VISA = re.compile(r"\bvisa[- ](?:free|exempt\w{0,4}|waivers?|on[- ]arrival)\b|\bwithout (?:a )?visas?\b|免签", re.I)


def naming(text: str, hits: list[Hit]) -> list[Hit]:
    """Those of `hits` (partner terms found in the sentence `text`; key = (code, kind)) that speak of a partner."""
    head = _dateline(text)
    kept = [hit for hit in hits if hit.start >= head and not _otherwise(text, hit)]
    if any(hit.term.key == ("US", "place") and "Georgia" not in hit.term.surface for hit in kept):
        kept = [hit for hit in kept if hit.term.key != ("GE", "country")]
    return _without_lists(text, _without_languages(text, kept))


def _dateline(text: str) -> int:
    """Where the dateline at the start of `text` ends; 0 if there is none."""
    found = dateline.find(text)
    if found and not found.place.endswith("."):  # an abbreviation is a country's: U.S. - China trade
        return found.end
    opening = _COLON.match(text)  # SINGAPORE: A delegation …; in a headline in capitals a colon shows nothing
    if not opening or sum(c.isalpha() for c in opening[1]) < 4:
        return 0
    return 0 if text[opening.end() : opening.end() + 60].isupper() else opening.end()


def _otherwise(text: str, hit: Hit) -> bool:
    """Whether the name means a person, a venture, a pronoun, a manner, a unit or a verb."""
    before, after = text[max(0, hit.start - _NEAR) : hit.start], text[hit.end : hit.end + _NEAR]
    name, (_, kind) = text[hit.start : hit.end], hit.term.key
    if kind == "company":
        horsepower = name == "HP" and before.rstrip()[-1:].isdigit()
        return horsepower or _venture(before, after) or _person(text, name, before, after)
    if after.startswith("-style"):
        return True
    if kind == "adjective":
        if name == "Lao":  # also the beginning of Chinese names: Lao She
            return not (before.endswith("-") or _NOUN.match(after))
        opening = not before.strip(" \t\n“\"'‘")
        return name == "Polish" and opening and _POLISHED.match(after) is not None
    if _words("press").match(after) or (name == "US" and _words("shouted").search(before)):
        return True
    return _person(text, name, before, after)


def _person(text: str, name: str, before: str, after: str) -> bool:
    people = _people()
    earlier = _BEFORE.search(before) if before[-1:].isspace() else None
    if earlier and earlier[1] in people["shown_by"]:
        return True
    if name not in people["places"]:
        return False
    later = _AFTER.match(after)
    if not later or later[1] in people["after"] or later[1].isupper():
        return False
    words = _WORD.findall(text[:400])  # in a headline every word has a capital, which then shows nothing
    return sum(w[0].isupper() for w in words) < 0.8 * len(words)


def _venture(before: str, after: str) -> bool:
    firms = _firms()
    if (before[-1:] == "-" and before[-2:-1].isalpha()) or (after[:1] == "-" and after[1:2].isupper()):
        return True
    earlier, later = _TWO_WORDS.search(before) if before[-1:].isspace() else None, _AFTER.match(after)
    names = (earlier[1], earlier[1].split(" ")[-1]) if earlier else ()
    return any(n.replace("’", "'") in firms["before"] for n in names) or bool(later and later[1] in firms["after"])


def _without_languages(text: str, hits: list[Hit]) -> list[Hit]:
    """Drop adjectives that name a language."""
    adjectives = [hit for hit in hits if hit.term.key[1] == "adjective"]
    if not adjectives:
        return hits
    # Chains of adjectives joined by commas; one that holds "English" is likely to be of languages.
    spans = sorted([(h.start, h.end) for h in adjectives] + [m.span() for m in _ENGLISH.finditer(text)])
    chains: list[list[tuple[int, int]]] = []
    for span in spans:
        if chains and span[0] - chains[-1][-1][1] <= _NEAR and _JOINED.fullmatch(text[chains[-1][-1][1] : span[0]]):
            chains[-1].append(span)
        else:
            chains.append([span])
    languages = set()
    for chain in chains:
        start, end = chain[0][0], chain[-1][1]
        before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        mixed = len(chain) > 1 and any(_ENGLISH.fullmatch(text[s:e]) for s, e in chain)
        if (
            _SPEECH_BEFORE.search(before)
            or _SPEECH_AFTER.match(after)
            or ((mixed or _INTO.search(before)) and _SPEECH_END.match(after))
        ):
            languages.update(chain)
    return [hit for hit in hits if (hit.start, hit.end) not in languages]


def _without_lists(text: str, hits: list[Hit]) -> list[Hit]:
    """Drop names that a route, a visa rule or a bare enumeration merely lists."""
    long = [run for run in _runs(text, hits) if len({hit.term.key[0] for hit in run}) >= _MANY]
    if not long:
        return hits
    bare = _VISA.search(text) or not _words("dealing").search(text)
    dropped: set[Hit] = set()
    for run in long:
        if bare or _ROUTE.search(text[max(0, run[0].start - _NEAR) : run[0].start]):
            dropped.update(run)
    return [hit for hit in hits if hit not in dropped]


def _runs(text: str, hits: list[Hit]) -> list[list[Hit]]:
    """Names joined by nothing but commas, slashes and "and"."""
    runs: list[list[Hit]] = []
    for hit in hits:
        gap = text[runs[-1][-1].end : hit.start] if runs else ""
        if runs and len(gap) <= _NEAR and _JOINED.fullmatch(gap):
            runs[-1].append(hit)
        else:
            runs.append([hit])
    return runs


@functools.cache
def _words(kind: str) -> re.Pattern[str]:
    """One of the word lists of partner_contexts.yaml, as the pattern that finds it beside a name or in a sentence."""
    lists = load("partner_contexts")
    either = "|".join(map(re.escape, lists[kind]))
    if kind == "dealing":
        return re.compile(rf"\b(?:{either})\w{{0,8}}\b|{'|'.join(lists['dealing_zh'])}", re.IGNORECASE)
    return re.compile(rf"\b(?:{either})\s$" if kind == "shouted" else rf"\s(?:{either})\b")


@functools.cache
def _people() -> dict[str, frozenset[str]]:
    names = load("given_names")
    return {
        "shown_by": frozenset(names["titles"] + names["given"]),
        "places": frozenset(names["places"]),
        "after": frozenset(names["after"]),
    }


@functools.cache
def _firms() -> dict[str, frozenset[str]]:
    names = load("companies")
    return {"before": frozenset(names["chinese"] + names["cities"]), "after": frozenset(names["chinese"])}
