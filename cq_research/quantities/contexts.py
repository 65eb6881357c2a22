"""What the words around a number say it is: part of a name, a rank, an idiom, an enumerator, an age, a time.

Every rule here needs nothing but the tokens; the words are in ``vocabularies/number_contexts.yaml``.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from cq_research import vocabularies
from cq_research.quantities import counted, number_words, units
from cq_research.quantities.number_words import Number
from cq_research.quantities.tokens import DASHES, Token, cut, is_glued, is_word, low_at, text_at

_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "his", "her", "our", "another", "this"})
_AFTER_RANK = frozenset(
    ["in", "among", "of", "for", "nationwide", "globally", "worldwide", "and", "on", "by"],
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S{1,300}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,20}){1,4}"
    r"|\+\d{1,3}[-\s()]{0,2}\d[-\s()\d]{5,20}\d"
    r"|(?<![\d-])(?!(?:19|20)\d\d-\d\d?-\d\d?(?!\d))\d{2,4}(?:-\d{3,8}){1,4}-\d{3,8}(?![\d-])"
    r"|(?<!\d)(?!(?:19|20)\d\d-)0\d{2,3}-\d{7,8}(?!\d)"
    r"|\(\d{3}\)\s?\d{3}-\d{4}"
)


class _Lists(NamedTuple):
    heads: frozenset[str]
    tails: frozenset[str]
    phone: frozenset[str]
    rank_verbs: frozenset[str]
    rank_scopes: frozenset[str]
    rank_nouns: frozenset[str]
    pronoun_heads: frozenset[str]
    not_superlative: frozenset[str]
    decimal_comma: frozenset[str]
    idioms: dict[str, list[tuple[int, tuple[str, ...]]]]  # word → its place in the idiom, the idiom


def _phrase(words: str) -> tuple[str, ...]:
    return tuple(t.low for t in cut(words))


@functools.cache
def _lists() -> _Lists:
    data = vocabularies.load("number_contexts")
    names = ("name_heads", "name_tails", "phone", "rank_verbs", "rank_scopes", "rank_nouns",
             "pronoun_heads", "not_superlative", "decimal_comma")  # fmt: skip
    idioms: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for text in data["idioms"]:
        words = _phrase(text)
        for place, word in enumerate(words):
            idioms.setdefault(word, []).append((place, words))
    return _Lists(*(frozenset(data[n]) for n in names), idioms)


@functools.cache
def _stretch() -> frozenset[str]:
    """Words between a number and its unit of time (`two consecutive years`)."""
    return frozenset(vocabularies.load("time_words")["stretch"])


def glued_money() -> dict[str, float]:
    """Letters that scale an amount (`$3m`): letter to factor."""
    return vocabularies.load("number_words")["glued_money"]


def masked(text: str) -> list[tuple[int, int]]:
    """Spans of web and mail addresses and of telephone numbers: their digits are no quantities."""
    return [m.span() for m in _ADDRESS.finditer(text)]


def is_decimal_comma(words: frozenset[str]) -> bool:
    """Whether a document (its words in lower case) is in a language with decimal commas, which no reader here knows."""
    return "the" not in words and len(_lists().decimal_comma & words) > 1


def time_ahead(tokens: list[Token], i: int) -> bool:
    """Whether a unit of time begins at token `i` (`three-day`, `two consecutive years`): a duration, not a figure."""
    if text_at(tokens, i) in DASHES and is_glued(tokens, i):
        i += 1
    return counted.is_time(low_at(tokens, i)) or (
        low_at(tokens, i) in _stretch() and counted.is_time(low_at(tokens, i + 1))
    )


def role(tokens: list[Token], number: Number) -> tuple[str | None, str]:
    """What is known of a number (no currency before it) before its unit is looked for: role and reason, or None.

    Surface forms: `G8.5`, `COVID-19`, `5G`, `1.2.3`, `Boeing 737`, `No. 5`, `2.0 version` (names); `No. 1 in the
    world`, `top 10`, `ranked 15` (ranks); `(1)`, `1. Trade`, `9:30`, `one of`, `on the one hand` (other).
    """
    lists, i, j = _lists(), number.first, number.last
    before, behind = text_at(tokens, i - 1), text_at(tokens, j)
    single = j == i + 1
    if number.form == "words" and not _is_unit_behind(tokens, j):
        for place, words in lists.idioms.get(low_at(tokens, i), ()):
            if tuple(low_at(tokens, i - place + n) for n in range(len(words))) == words:
                return "other", "an idiom"
    if single and _in_sum(tokens, i):
        return "name", "numbers joined by plus signs"
    if tokens[i].kind == "number" and single:
        if is_word(tokens, i - 1) and not tokens[i].spaced:
            return "name", "written as one with a name"
        hyphened = before in ("-", "‑") and is_glued(tokens, i) and is_glued(tokens, i - 1) and is_word(tokens, i - 2)
        if hyphened and low_at(tokens, i - 2) not in ("mid", "sub", "to", "under", "over"):
            return "name", "written as one with a name"
        if (
            behind in ("-", "‑")
            and is_glued(tokens, j)
            and is_glued(tokens, j + 1)
            and _is_capital_number(tokens, j + 1)
        ):
            return "name", "written as one with a name"
        if is_glued(tokens, j) and is_word(tokens, j) and not _is_unit(tokens, j):
            return "name", "written as one with a name"
        if behind == "." and is_glued(tokens, j) and is_glued(tokens, j + 1) and is_word(tokens, j + 1):
            return "name", "a code such as a ticker"
        if behind in (".", ":") and is_glued(tokens, j) and is_glued(tokens, j + 1) and tokens[j + 1].kind == "number":
            return ("name", "a version or section number") if behind == "." else ("other", "a time or a ratio")
        if (
            before in (".", ":")
            and is_glued(tokens, i)
            and is_glued(tokens, i - 1)
            and i > 1
            and tokens[i - 2].kind == "number"
        ):
            return ("name", "a version or section number") if before == "." else ("other", "a time or a ratio")
        if low_at(tokens, j) in lists.tails:
            return "name", "a version number"
        if _enumerates(tokens, i, j):
            return "other", "an enumerator"
    plain = number.value == number.mantissa and "," not in tokens[i].text and single
    if plain and (found := _headed(tokens, number)):
        return found
    return None, ""


def is_year_with_verb(tokens: list[Token], number: Number, j: int) -> bool:
    """Whether a number is a year and the word before token `j`, right behind it, its verb (`2015 marks the start`)."""
    year = number.form == "digits" and 1900 <= number.value <= 2100 and tokens[number.first].text.isdigit()
    return year and j == number.last + 1 and low_at(tokens, j) in _DETERMINERS


def _is_unit(tokens: list[Token], j: int) -> bool:
    none: frozenset[str] = frozenset()
    return tokens[j].low in glued_money() or units.after(tokens, j, none, none, firm=True) is not None


def _is_capital_number(tokens: list[Token], i: int) -> bool:
    """Whether token `i` is a number word with a capital (`7-Eleven`)."""
    return is_word(tokens, i) and tokens[i].text[0].isupper() and number_words.is_cardinal(low_at(tokens, i))


def _in_sum(tokens: list[Token], i: int) -> bool:
    """Whether digits are written as one with others by a plus sign (`the 1+2+7 platform`)."""
    behind = text_at(tokens, i + 1) == "+" and is_glued(tokens, i + 1) and is_glued(tokens, i + 2)
    before = i > 1 and text_at(tokens, i - 1) == "+" and is_glued(tokens, i - 1) and is_glued(tokens, i)
    return (behind and i + 2 < len(tokens) and tokens[i + 2].kind == "number") or (
        before and tokens[i - 2].kind == "number"
    )


def _enumerates(tokens: list[Token], i: int, j: int) -> bool:
    behind, small = text_at(tokens, j), len(tokens[i].text) <= 2
    if small and text_at(tokens, i - 1) in ("(", "（", "[") and behind in (")", "）", "]"):
        return True
    start = i == 0 or (i == 1 and tokens[0].text in ("(", "（"))
    return (
        start
        and small
        and behind in (".", ")", "、", "）")
        and (j + 1 >= len(tokens) or tokens[j + 1].kind != "number")
    )


def _headed(tokens: list[Token], number: Number) -> tuple[str, str] | None:
    """A number behind a word that takes one: `Line 3`, `No. 5`, `top 10`, `ranked 15`, `tel 12345`."""
    lists, i, j = _lists(), number.first, number.last
    k = i - 2 if text_at(tokens, i - 1) in (".", ":", "：") and i > 1 else i - 1
    word, low = text_at(tokens, k), low_at(tokens, k)
    if low in ("top", "ranked", "ranks", "ranking", "rank") and k == i - 1 and not _is_unit_behind(tokens, j):
        if low == "top" and number.value >= 100:
            return "name", "a number in a name"  # `Top 500 Enterprises`
        return ("rank", "a rank") if low == "top" or not counted.head(tokens, j) else None
    digits = tokens[i].kind == "number"
    if low in ("no", "nos") and (digits or word == "No") and (k == i - 2 or word[:1] == "N"):
        ranks = low_at(tokens, k - 1) in ("ranked", "ranks", "ranking", "rank", "as") or low_at(tokens, j) in (
            "in",
            "among",
            "nationwide",
        )
        return ("rank", "a rank") if ranks else ("name", "a numbered name")
    if digits and low in lists.phone and len(tokens[i].text) > 4:
        return "name", "a telephone or licence number"
    if k != i - 1 or not word or (not digits and not (word[0].isupper() and tokens[i].text[0].isupper())):
        return None
    if word in lists.heads or (low in lists.heads and word[0].isupper()):
        return "name", "a numbered name"
    if low in lists.heads and not _is_unit_behind(tokens, j) and not counted.head(tokens, j):
        return "name", "a numbered name"
    return None


def _is_unit_behind(tokens: list[Token], j: int) -> bool:
    return j < len(tokens) and tokens[j].kind in ("word", "sign") and _is_unit(tokens, j)


def is_rank(tokens: list[Token], number: Number) -> bool:
    """Whether an ordinal ranks (`ranked third`, `third largest`, `the second in China`) rather than enumerates."""
    lists, j = _lists(), number.last
    k = number.first - 1
    while low_at(tokens, k) in ("the", "as", "at", "a", "joint", "tied"):
        k -= 1
    ranked = low_at(tokens, k) in lists.rank_verbs and low_at(tokens, k) not in ("is", "was", "are", "were")
    if ranked and (not is_word(tokens, j) or low_at(tokens, j) in _AFTER_RANK):
        return True
    s = j + 1 if text_at(tokens, j) in ("-", "‑") else j
    word = low_at(tokens, s)
    if (word.endswith("est") and len(word) > 4 and word not in lists.not_superlative) or word in ("most", "best"):
        return True
    if word == "place" and low_at(tokens, number.first - 2) != "in":
        return True
    m = j
    while m < j + 2 and low_at(tokens, m) in lists.rank_nouns:
        m += 1
    if low_at(tokens, m) not in ("in", "of", "among"):
        return (
            low_at(tokens, m) in ("nationwide", "worldwide", "globally") and low_at(tokens, number.first - 1) != "the"
        )
    m += 1
    if low_at(tokens, m) in ("the", "all"):
        m += 1
    named = is_word(tokens, m) and tokens[m].text[0].isupper()
    return named or low_at(tokens, m) in lists.rank_scopes


def bare_role(tokens: list[Token], first: int, number: Number) -> tuple[str | None, str]:
    """What a number is that has neither unit nor counted noun: role (`figure`: an amount of something) and reason."""
    lists, j = _lists(), number.last
    before = tokens[first - 1] if first else None
    behind = tokens[j] if j < len(tokens) else None
    titled = tokens[number.first].kind == "word" and tokens[number.first].text[0].isupper() and first > 0
    if titled and text_at(tokens, j) in ("-", "‑") and text_at(tokens, j + 1)[:1].isupper():
        return "name", "a number word in a name"  # `the 14th Five-Year Plan`
    if time_ahead(tokens, j):
        return None, "a time that no date row holds"
    capital = before is not None and before.kind == "word" and before.text[0].isupper() and first > 1
    if tokens[number.first].kind != "number":
        if number.value <= 1 or number.vague:
            return "other", "a pronoun or an idiom"
        if before and before.low in lists.pronoun_heads:
            return "other", "a pronoun"
        if tokens[number.first].text[0].isupper() and before and before.kind == "word":
            return "name", "a number word in a name"
        hyphen = (behind and behind.text in DASHES and is_glued(tokens, j) and is_glued(tokens, j + 1)) or (
            before and before.text in ("-", "‑") and not tokens[first].spaced
        )
        return ("other", "a number word in a compound") if hyphen else ("figure", "a number without a noun")
    text = tokens[number.first].text
    plain = number.value == number.mantissa and j == number.first + 1
    if plain and text.isdigit() and len(text) == 4 and 1000 <= number.value <= 2100:
        return ("name", "a year in a name") if capital else (None, "looks like a year that no date row holds")
    if plain and text.isdigit() and len(text) > 7:
        return "name", "a serial or telephone number"
    if plain and capital and "," not in text:
        return "name", "a number in a name"
    if before and before.low in ("aged", "age", "ages"):
        return "other", "an age"
    apposed = before is not None and behind is not None and before.text == "," and behind.text in (",", ".") and plain
    if apposed and number.value < 120 and is_word(tokens, first - 2) and tokens[first - 2].text[0].isupper():
        return "other", "an age"
    if any(t and t.text == "/" for t in (before, behind)):
        return None, "a ratio or a date that no row holds"
    if len(tokens) == 1:
        return "other", "a number alone"
    dashed = (behind and behind.text in DASHES and not behind.spaced and j + 1 < len(tokens)) or (
        before and before.text in DASHES and not tokens[first].spaced and first > 1 and not before.spaced
    )
    return ("other", "a score or a compound") if dashed else ("figure", "a number without a unit")
