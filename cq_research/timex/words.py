"""The words of time in English as a grammar's terminals: pieces of regular expressions, and what their words stand for.

Made from ``vocabularies/time_words.yaml`` and ``number_words.yaml``. All repeats are bounded.
"""

from __future__ import annotations

import re

from cq_research import vocabularies

WORDS = vocabularies.load("time_words")
_NUMBERS = vocabularies.load("number_words")

S = r"\s{1,4}"
HYPHEN = r"[-‐‑–—~～]"
YEAR = r"(?:1[5-9]|20)\d\d(?![\d%]|[.,]\d)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:(?:st|nd|rd|th)\b|(?!\d|%|\s?%|\.\d|,\d{3}(?!\d)|:\d))"


def any_of(words) -> str:
    """A pattern of any of `words`, the longest first; spaces in them match any white space."""
    return "|".join(re.escape(str(w)).replace(r"\ ", S) for w in sorted(map(str, words), key=len, reverse=True))


def name_of(words) -> str:
    """A pattern of any of `words` as a name is written: a capital first letter, or capitals only."""
    forms = {form for w in words for form in (w, w.upper())}
    return any_of(forms)


def lookup(table: dict) -> dict[str, object]:
    """Form in lower case → key of a vocabulary table of ``key: [forms]``."""
    return {str(form).lower(): key for key, forms in table.items() for form in forms}


MONTHS = lookup(WORDS["months"])
WEEKDAYS = lookup(WORDS["weekdays"])
SEASONS = lookup(WORDS["seasons"])
UNITS = lookup(WORDS["units"])
MULTIPLES = {word: tuple(of) for word, of in WORDS["multiples"].items()}
DAY_PARTS = lookup(WORDS["day_parts"])
MONTH = (
    rf"(?:(?:{name_of(f for forms in WORDS['months'].values() for f in forms[1:])})\b\.?"
    rf"|(?:{name_of(forms[0] for forms in WORDS['months'].values())})\b)"
)
WEEKDAY = rf"(?:{name_of(forms[0] for forms in WORDS['weekdays'].values())})\b"
WEEKDAY_SHORT = rf"(?:{name_of(f for forms in WORDS['weekdays'].values() for f in forms)})\b\.?"
SEASON = rf"(?i:{any_of(SEASONS)})\b(?!\s{{1,3}}(?i:{any_of(WORDS['season_not_before'])})\b)"
UNIT = rf"(?i:{any_of([*UNITS, *MULTIPLES])})\b"
DAY_PART = rf"(?i:{any_of(DAY_PARTS)})\b"

_SMALL, _TENS = _NUMBERS["cardinals"], _NUMBERS["tens"]
ORDINALS: dict[str, int] = {word: int(rank) for word, rank in _NUMBERS["ordinals"].items() if float(rank) <= 31}
ORDINAL = rf"(?i:{any_of(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\b"
_WORD_NUMBER = (
    rf"(?:{any_of(_TENS)})(?:[\s-](?:{any_of(w for w, n in _SMALL.items() if 0 < n < 10)}))?\b"
    rf"|(?:(?:{any_of(_SMALL)}|an?){S})?hundred\b|(?:{any_of(w for w, n in _SMALL.items() if n)})\b"
)
NUMBER_WORDS = {*_SMALL, *_TENS, "hundred", "half", "couple", *(w.split()[0] for w in WORDS["counts_vague"])}
_DIGITS = r"\d{1,3}(?:,\d{3})+(?![\d,])|\d{1,4}(?:\.\d{1,2})?(?![\d.,]*\d)(?:\s?1/2|½)?"
NUMBER = rf"(?i:{_DIGITS}|{_WORD_NUMBER}|{any_of(WORDS['counts_vague'])}|a{S}couple{S}of|couple{S}of|half{S}an?|an?)"


def months(word: str) -> int:
    """The month that a name or its short form stands for."""
    return MONTHS[word.lower().rstrip(".")]


def ordinal(word: str) -> int:
    """The rank that `third`, `3rd` stand for."""
    digits = re.match(r"\d{1,2}", word)
    return int(digits.group()) if digits else ORDINALS[word.lower()]


def count(text: str) -> float | None:
    """The number that digits or number words stand for; None where they don't say how many (`several`).

    >>> count("two"), count("twenty-four"), count("1,000"), count("several")
    (2.0, 24.0, 1000.0, None)
    """
    word = re.sub(r"[\s-]+", " ", text.lower()).strip()
    half = 0.5 if re.search(r"1/2$|½$", word) else 0.0
    digits = re.sub(r"\s?(?:1/2|½)$", "", word).replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return float(digits) + half
    if word.startswith("half "):
        return 0.5
    if word.endswith("couple of"):
        return 2.0
    if word in ("a", "an"):
        return 1.0
    total = 0.0
    for part in word.split():
        if part == "hundred":
            total = (total or 1) * 100
        elif part in _SMALL or part in _TENS:
            total += _SMALL.get(part) or _TENS.get(part, 0)
        elif part not in ("a", "an"):
            return None
    return total or None


def duration(number: float | None, unit: str, half: bool = False) -> str:
    """The TIMEX3 value of so many units; `number` None is an unknown number.

    >>> duration(2, "years"), duration(None, "weeks"), duration(3, "decades"), duration(0.5, "year")
    ('P2Y', 'PXW', 'P30Y', 'P6M')
    """
    unit = unit.lower()
    times, letter = MULTIPLES.get(unit, (1, UNITS.get(unit)))
    time, letter = ("T", letter[1:]) if letter.startswith("T") else ("", letter)
    if number is None:
        return f"P{time}X{letter}"
    number = (number + (0.5 if half else 0)) * times
    whole = int(number)
    if number == whole:
        return f"P{time}{whole}{letter}"
    smaller = {"Y": (12, "M"), "H": (60, "M"), "W": (7, "D"), "D": (24, "H"), "M": (60, "S")}.get(letter)
    rest = (
        (number - whole) * smaller[0] if smaller and number - whole == 0.5 and letter in "YH" and times == 1 else None
    )
    if rest is None or (time == "" and letter == "M"):
        return f"P{time}{number:g}{letter}"
    return f"P{time}{f'{whole}{letter}' if whole else ''}{rest:g}{smaller[1]}"
