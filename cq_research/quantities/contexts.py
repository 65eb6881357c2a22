"""What the words around a number say of it: name, rank, idiom, enumerator, age, score, range or change, qualifier.

Every rule here needs nothing but the tokens; the words are in ``vocabularies/number_contexts.yaml``.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from cq_research import vocabularies
from cq_research.quantities import counted, units
from cq_research.quantities.number_words import Number
from cq_research.quantities.tokens import Token, cut

_DASHES = ("-", "–", "—", "~", "‑", "～", "−")
_TIME_MODIFIERS = (
    "consecutive",
    "straight",
    "full",
    "working",
    "business",
    "more",
    "whole",
    "successive",
    "long",
    "short",
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
    change: frozenset[str]
    rank_verbs: frozenset[str]
    rank_scopes: frozenset[str]
    rank_nouns: frozenset[str]
    pronoun_heads: frozenset[str]
    scores: frozenset[str]
    not_superlative: frozenset[str]
    over_particles: frozenset[str]
    before_over: frozenset[str]
    level_verbs: frozenset[str]
    measures: frozenset[str]
    idioms: dict[str, list[tuple[int, tuple[str, ...]]]]  # word → its place in the idiom, the idiom
    before: dict[tuple[str, ...], str]
    after: dict[tuple[str, ...], str]


def _phrase(words: str) -> tuple[str, ...]:
    return tuple(t.low for t in cut(words))


@functools.cache
def _lists() -> _Lists:
    data = vocabularies.load("number_contexts")
    names = ("name_heads", "name_tails", "phone", "change_verbs", "rank_verbs", "rank_scopes", "rank_nouns",
             "pronoun_heads", "scores", "not_superlative", "over_particles", "before_over",
             "level_verbs", "measures")  # fmt: skip
    idioms: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for text in data["idioms"]:
        words = _phrase(text)
        for place, word in enumerate(words):
            idioms.setdefault(word, []).append((place, words))
    said = vocabularies.load("number_words")
    before = {_phrase(p): q for q, phrases in said["qualifiers"].items() for p in phrases}
    before |= {(">",): "over", ("≥",): "over", ("<",): "under", ("≤",): "under", ("~",): "about", ("≈",): "about"}
    after = {_phrase(p): q for q, phrases in said["qualifiers_after"].items() for p in phrases}
    return _Lists(*(frozenset(data[n]) for n in names), idioms, before, after | {("+",): "over"})


def glued_money() -> dict[str, float]:
    """Letters that scale an amount (`$3m`): letter to factor."""
    return vocabularies.load("number_words")["glued_money"]


def masked(text: str) -> list[tuple[int, int]]:
    """Spans of web and mail addresses and of telephone numbers: their digits are no quantities."""
    return [m.span() for m in _ADDRESS.finditer(text)]


def _low(tokens: list[Token], i: int) -> str:
    return tokens[i].low if 0 <= i < len(tokens) and tokens[i].kind != "taken" else ""


def _text(tokens: list[Token], i: int) -> str:
    return tokens[i].text if 0 <= i < len(tokens) else ""


def _is_word(tokens: list[Token], i: int) -> bool:
    return 0 <= i < len(tokens) and tokens[i].kind == "word"


def _glued(tokens: list[Token], i: int) -> bool:
    """Whether token `i` is there and stands directly behind the one before it."""
    return 0 <= i < len(tokens) and not tokens[i].spaced


def time_ahead(tokens: list[Token], i: int) -> bool:
    """Whether a unit of time begins at token `i` (`three-day`, `two consecutive years`): a duration, not a figure."""
    if _text(tokens, i) in _DASHES and _glued(tokens, i):
        i += 1
    return counted.is_time(_low(tokens, i)) or (
        _low(tokens, i) in _TIME_MODIFIERS and counted.is_time(_low(tokens, i + 1))
    )


def role(tokens: list[Token], number: Number) -> tuple[str | None, str]:
    """What is known of a number (no currency before it) before its unit is looked for: role and reason, or None.

    Surface forms: `G8.5`, `COVID-19`, `5G`, `1.2.3`, `Boeing 737`, `No. 5`, `2.0 version` (names); `No. 1 in the
    world`, `top 10`, `ranked 15` (ranks); `(1)`, `1. Trade`, `9:30`, `one of`, `on the one hand` (other).
    """
    lists, i, j = _lists(), number.first, number.last
    before, behind = _text(tokens, i - 1), _text(tokens, j)
    single = j == i + 1
    if number.form == "words" and not _is_unit_behind(tokens, j):
        for place, words in lists.idioms.get(_low(tokens, i), ()):
            if tuple(_low(tokens, i - place + n) for n in range(len(words))) == words:
                return "other", "an idiom"
    if tokens[i].kind == "number" and single:
        if _is_word(tokens, i - 1) and not tokens[i].spaced:
            return "name", "written as one with a name"
        if before in ("-", "‑") and _glued(tokens, i) and _glued(tokens, i - 1) and _is_word(tokens, i - 2):
            if _low(tokens, i - 2) not in ("mid", "sub", "to", "under", "over"):
                return "name", "written as one with a name"
        if _glued(tokens, j) and _is_word(tokens, j) and not _is_unit(tokens, j):
            return "name", "written as one with a name"
        if behind == "." and _glued(tokens, j) and _glued(tokens, j + 1) and _is_word(tokens, j + 1):
            return "name", "a code such as a ticker"
        if behind in (".", ":") and _glued(tokens, j) and _glued(tokens, j + 1) and tokens[j + 1].kind == "number":
            return ("name", "a version or section number") if behind == "." else ("other", "a time or a ratio")
        if (
            before in (".", ":")
            and _glued(tokens, i)
            and _glued(tokens, i - 1)
            and i > 1
            and tokens[i - 2].kind == "number"
        ):
            return ("name", "a version or section number") if before == "." else ("other", "a time or a ratio")
        if _low(tokens, j) in lists.tails:
            return "name", "a version number"
        if _enumerates(tokens, i, j):
            return "other", "an enumerator"
    plain = number.value == number.mantissa and "," not in tokens[i].text and single
    if plain and (found := _headed(tokens, number)):
        return found
    return None, ""


def _is_unit(tokens: list[Token], j: int) -> bool:
    none: frozenset[str] = frozenset()
    return tokens[j].low in glued_money() or units.after(tokens, j, none, none, firm=True) is not None


def _enumerates(tokens: list[Token], i: int, j: int) -> bool:
    behind, small = _text(tokens, j), len(tokens[i].text) <= 2
    if small and _text(tokens, i - 1) in ("(", "（", "[") and behind in (")", "）", "]"):
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
    k = i - 2 if _text(tokens, i - 1) in (".", ":", "：") and i > 1 else i - 1
    word, low = _text(tokens, k), _low(tokens, k)
    if low in ("top", "ranked", "ranks", "ranking", "rank") and k == i - 1 and not _is_unit_behind(tokens, j):
        return ("rank", "a rank") if low == "top" or not counted.head(tokens, j) else None
    digits = tokens[i].kind == "number"
    if low in ("no", "nos") and (digits or word == "No") and (k == i - 2 or word[:1] == "N"):
        ranks = _low(tokens, k - 1) in ("ranked", "ranks", "ranking", "rank", "as") or _low(tokens, j) in (
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
    while _low(tokens, k) in ("the", "as", "at", "a", "joint", "tied"):
        k -= 1
    if _low(tokens, k) in lists.rank_verbs and _low(tokens, k) not in ("is", "was", "are", "were"):
        if not _is_word(tokens, j) or _low(tokens, j) in (
            "in",
            "among",
            "of",
            "for",
            "nationwide",
            "globally",
            "worldwide",
            "and",
            "on",
            "by",
        ):
            return True
    s = j + 1 if _text(tokens, j) in ("-", "‑") else j
    word = _low(tokens, s)
    if (word.endswith("est") and len(word) > 4 and word not in lists.not_superlative) or word in ("most", "best"):
        return True
    if word == "place" and _low(tokens, number.first - 2) != "in":
        return True
    m = j
    while m < j + 2 and _low(tokens, m) in lists.rank_nouns:
        m += 1
    if _low(tokens, m) not in ("in", "of", "among"):
        return _low(tokens, m) in ("nationwide", "worldwide", "globally") and _low(tokens, number.first - 1) != "the"
    m += 1
    if _low(tokens, m) in ("the", "all"):
        m += 1
    named = _is_word(tokens, m) and tokens[m].text[0].isupper()
    return named or _low(tokens, m) in lists.rank_scopes


def is_change(tokens: list[Token], i: int, *, named: bool) -> bool:
    """Whether `X to Y`, X at token `i`, is a change from one level to another and not a range.

    `rose from 3 to 5 million`, `up 3 percent to 5 percent`; `ranging from 3 to 5` and `rose 3 to 5 percent` are ranges.
    """
    change = _lists().change
    back = [_low(tokens, k) for k in range(max(0, i - 8), i)]
    if "from" in back[-3:]:
        return not any(w.startswith(("rang", "vary", "vari")) for w in back) and any(w in change for w in back)
    return named and any(w in change for w in back[-4:])


def sign(tokens: list[Token], i: int) -> bool:
    """Whether a minus stands directly before token `i` (`-5 °C`, `minus 3.2 percent`)."""
    before = i - 1
    if _low(tokens, before) == "minus":
        return True
    if _text(tokens, before) not in ("-", "−") or tokens[i].spaced or not tokens[before].spaced:
        return False
    return before == 0 or tokens[before - 1].kind != "number"


def is_level_verb(word: str) -> bool:
    """Whether a verb (lower case) puts a number to its subject (`flights increased to 14`, `the total reached 14`)."""
    return word in _lists().change or word in _lists().level_verbs


def is_measure(word: str) -> bool:
    """Whether a plural (lower case) names a measure and not things counted (`sales of cars fell to 300`)."""
    return word in _lists().measures


def is_score(tokens: list[Token], number: Number, other: Number) -> bool:
    """Whether `2-1` or `2011-15` is the score of a game, or years, rather than a range."""
    years = (
        tokens[number.first].kind == "number" and 1900 <= number.value <= 2100 and "," not in tokens[number.first].text
    )
    if years and number.value == number.mantissa and other.value <= 2100:
        return True
    back = (_low(tokens, k) for k in range(max(0, number.first - 4), number.first))
    return other.value < 200 and any(w in _lists().scores for w in back)


def qualifier(tokens: list[Token], first: int, last: int) -> tuple[str, int]:
    """How exactly the quantity on tokens ``[first, last)`` is put, from the words beside it, and the index behind them."""
    lists = _lists()
    for length in (4, 3, 2, 1):
        if first < length:
            continue
        words = tuple(_low(tokens, k) for k in range(first - length, first))
        if words in lists.before and not (words == ("over",) and _is_preposition(tokens, first - 1, last)):
            if words == ("some",) and tokens[first].kind == "word" and _low(tokens, first) not in ("a",):
                break
            return lists.before[words], last
    behind, found = past_qualifier(tokens, last)
    for k in range(first, last):  # `500 or so delegates`: between number and noun
        found = found or past_qualifier(tokens, k)[1]
    return (found, behind) if found else ("exact", last)


def _is_preposition(tokens: list[Token], i: int, last: int) -> bool:
    """Whether `over` at token `i` belongs to what stands before it (`handed over 12 awards`, `boxes over 900 km`)."""
    lists, before = _lists(), _low(tokens, i - 1)
    if before in lists.over_particles:
        return True
    long = _low(tokens, last - 1).startswith(("kilomet", "mile", "km", "met"))
    return long and i > 0 and not before.endswith(("ing", "ed")) and before not in lists.before_over


def past_qualifier(tokens: list[Token], i: int) -> tuple[int, str | None]:
    """The index behind `or more`, `-plus`, `+` … at token `i`, and the qualifier it gives; `i` and None without."""
    k = i + 1 if _text(tokens, i) in ("-", "‑") and _glued(tokens, i) else i
    for length in (2, 1):
        words = tuple(_low(tokens, k + n) for n in range(length))
        if words in _lists().after and (words != ("plus",) or k > i) and (words != ("+",) or _glued(tokens, k)):
            return k + length, _lists().after[words]
    return i, None


def bare_role(tokens: list[Token], first: int, number: Number) -> tuple[str | None, str]:
    """What a number is that has neither unit nor counted noun: role (`figure`: an amount of something) and reason."""
    lists, j = _lists(), number.last
    before = tokens[first - 1] if first else None
    behind = tokens[j] if j < len(tokens) else None
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
        hyphen = (behind and behind.text in _DASHES and _glued(tokens, j) and _glued(tokens, j + 1)) or (
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
    if before and behind and before.text == "," and behind.text in (",", ".") and plain and number.value < 120:
        if first > 1 and tokens[first - 2].kind == "word" and tokens[first - 2].text[0].isupper():
            return "other", "an age"
    if any(t and t.text == "/" for t in (before, behind)):
        return None, "a ratio or a date that no row holds"
    if len(tokens) == 1:
        return "other", "a number alone"
    dashed = (behind and behind.text in _DASHES and not behind.spaced and j + 1 < len(tokens)) or (
        before and before.text in _DASHES and not tokens[first].spaced and first > 1 and not before.spaced
    )
    return ("other", "a score or a compound") if dashed else ("figure", "a number without a unit")


def chinese_count(run: str) -> tuple[str | None, str | None, int]:
    """What a number before these Chinese characters counts: kind, unit, how many characters say so."""
    nouns = vocabularies.load("counted_nouns")["chinese"]
    for size in (7, 6, 5, 4, 3, 2, 1):
        if len(run) >= size and run[:size] in nouns:
            return "count", nouns[run[:size]], size
    return None, None, 0


def chinese_qualifier(tokens: list[Token], i: int, scale: str) -> str:
    """The qualifier that Chinese characters before token `i`, or `多` and `余` in its scale, give."""
    before = tokens[i - 1].text if i and tokens[i - 1].kind == "cjk" else ""
    if before.endswith(("超", "超过", "逾", "突破", "高达", "以上")) or scale.endswith(("多", "余")):
        return "over"
    if before.endswith(("约", "近", "大概", "左右")):
        return "about"
    return "under" if before.endswith(("不足", "不到", "低于")) else "exact"


def chinese_role(run: str) -> tuple[str | None, str]:
    """What a bare number before these Chinese characters is: role and reason."""
    if run[0] in "年月日时点分秒周季":
        return None, "a time that no date row holds"
    if run[0] in "号版代":
        return "name", "a numbered name"
    return "other", "a number in Chinese text without a unit known here"
