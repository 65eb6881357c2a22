"""Numbers as written, in digits and in words: their value and the tokens they take up. No units here."""

from __future__ import annotations

import functools
from typing import NamedTuple

from cq_research import vocabularies
from cq_research.quantities import units
from cq_research.quantities.tokens import Token, low_at

_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
# What may follow a share by which something changed; a noun there would make `a third` an ordinal.
_SHARE_ENDS = frozenset(
    {"", ".", ",", ";", "for", "in", "to", "from", "over", "and", "by", "on", "at", "since", "or", "of", "after", "as"}
)
_AND_PARTS = {
    ("a", "half"): 0.5, ("one", "half"): 0.5, ("a", "quarter"): 0.25, ("one", "quarter"): 0.25, ("a", "third"): 1 / 3,
    ("three", "quarters"): 0.75, ("two", "thirds"): 2 / 3,
}  # fmt: skip
_BEFORE_HALF = frozenset({"than", "over", "about", "nearly", "almost", "roughly", "around", "by", "exactly"})
_LONGEST = 20  # digits; longer runs are serial numbers


class Number(NamedTuple):
    """A number read off the tokens ``[first, last)``."""

    first: int
    last: int
    value: float
    mantissa: float  # before scale words
    form: str  # `digits`, `words`, `share` (a fraction of a whole), `ordinal`
    vague: bool = False  # `dozens of`, `several hundred`: value is the contract's stand-in


class _Words(NamedTuple):
    small: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, float]
    glued: dict[str, float]
    vague: dict[str, float]
    vague_heads: frozenset[str]
    denominators: dict[str, int]
    ordinals: dict[str, int]


@functools.cache
def _words() -> _Words:
    data = vocabularies.load("number_words")
    return _Words(
        data["cardinals"], data["tens"], data["scales"], data["glued"], data["vague"], frozenset(data["vague_heads"]),
        data["denominators"], data["ordinals"],
    )  # fmt: skip


@functools.cache
def words() -> frozenset[str]:
    """Every word that is a number word by itself, in lower case (`two`, `dozen`, `billions`, `third`, `half`)."""
    w = _words()
    parts = set(w.denominators) - {"quarter", "quarters"}  # a quarter is a time or a part of town as well
    return frozenset({*w.small, *w.tens, *w.scales, *w.vague, *w.ordinals, *parts})


def is_cardinal(word: str) -> bool:
    """Whether a word (lower case) says how many by itself (`two`, `thirty`), `one` apart: it may be a pronoun."""
    return word != "one" and (word in _words().small or word in _words().tens)


def plain(text: str) -> float | None:
    """The value of digits with their separators, or None for runs too long to be a quantity.

    >>> plain("1,753.18")
    1753.18
    """
    if text in _SIGNS:
        return _SIGNS[text]
    if len(text) > _LONGEST:
        return None
    return float("".join(c for c in text if c.isdigit() or c == "."))


def _past_hyphen(tokens: list[Token], i: int) -> int:
    """The index behind a hyphen at `i` that joins two words, else `i`."""
    if low_at(tokens, i) in ("-", "‑") and i + 1 < len(tokens) and not tokens[i].spaced and not tokens[i + 1].spaced:
        return i + 1
    return i


def _scale(tokens: list[Token], i: int) -> tuple[float, int]:
    """Scale words from token `i` on (`hundred thousand`, `-billion`, `bn`): factor and the index behind them."""
    w, factor, j = _words(), 1.0, i
    while True:
        k = _past_hyphen(tokens, j)
        word = low_at(tokens, k)
        step = (
            w.scales.get(word) or (12 if word == "dozens" else None) or (w.glued.get(word) if factor == 1.0 else None)
        )
        if step is None or factor * step > 1e21:
            return factor, j
        factor, j = factor * step, k + 1


def _and_a_half(tokens: list[Token], i: int) -> tuple[float, int]:
    """`and a half`, `and a quarter`, `and three quarters` at `i`: the part and the index behind it, else 0 and `i`."""
    if low_at(tokens, i) != "and":
        return 0.0, i
    k = _past_hyphen(tokens, i + 2)
    part = _AND_PARTS.get((low_at(tokens, i + 1), low_at(tokens, k)))
    return (part, k + 1) if part else (0.0, i)


def _below_hundred(tokens: list[Token], i: int) -> tuple[int, int] | None:
    w, word = _words(), low_at(tokens, i)
    if word in w.small:
        return w.small[word], i + 1
    if word in w.tens:
        k = _past_hyphen(tokens, i + 1)
        unit = w.small.get(low_at(tokens, k), 0)
        return (w.tens[word] + unit, k + 1) if 0 < unit < 10 else (w.tens[word], i + 1)
    return None


def _cardinal(tokens: list[Token], i: int) -> Number | None:
    """`two hundred and fifty-three thousand`, `a dozen`, `two and a half million`, `three point five`."""
    w = _words()
    closed = group = 0.0  # what the thousands, millions … have closed; what is still open, below a thousand
    mantissa, j, scaled = None, i, 0.0  # `scaled`: the scale word just read
    if low_at(tokens, i) in ("a", "an") and low_at(tokens, i + 1) in w.scales:
        group, j, mantissa = 1.0, i + 1, 1.0
    while True:
        part = None
        if not group or scaled == 100:
            part = _below_hundred(tokens, j + 1 if scaled and low_at(tokens, j) == "and" else j)
        if part and (j == i or scaled) and (part[0] or j == i):
            group, j, scaled = group + part[0], part[1], 0.0
            mantissa = mantissa or group
            if low_at(tokens, j) == "point" and not closed and low_at(tokens, j + 1) in w.small:
                decimals, j = _decimals(tokens, j + 1)
                group += decimals
        part_of_one, half = _and_a_half(tokens, j)
        if part_of_one and (group or closed):
            closed, j = closed + part_of_one * (scaled or 1), half
        k = _past_hyphen(tokens, j)
        scale = float(w.scales.get(low_at(tokens, k), 0))
        if not scale or not (group or closed) or (closed + group) * scale > 1e21:
            break
        if scale <= 100:
            group = (group + closed % 1) * scale
        elif scale > closed:  # `two hundred thousand`, `two and a half million`
            closed, group = (closed + group) * scale, 0.0
        else:
            closed, group = closed + group * scale if group else closed * scale, 0.0
        j, scaled = k + 1, scale
    if mantissa is None or (j == i + 1 and low_at(tokens, i) in ("a", "an")):
        return None
    return Number(i, j, closed + group, mantissa, "words")


def _decimals(tokens: list[Token], i: int) -> tuple[float, int]:
    """Single figures in words behind `point`: the decimals and the index behind them."""
    w, digits = _words(), ""
    while w.small.get(low_at(tokens, i), 10) < 10 and len(digits) < 9:
        digits, i = digits + str(w.small[low_at(tokens, i)]), i + 1
    return float("0." + (digits or "0")), i


def _digits(tokens: list[Token], i: int) -> Number | None:
    """`1,753.18 million`, `3bn`, `2 and a half`, `1 1/2`, `30-billion`."""
    value = plain(tokens[i].text)
    if value is None:
        return None
    j = i + 1
    if _is_fraction(tokens, j) and value < 1000 and value == int(value) and tokens[j].spaced:
        value, j = value + plain(tokens[j].text) / plain(tokens[j + 2].text), j + 3
    elif j < len(tokens) and tokens[j].text in _SIGNS and value == int(value):
        value, j = value + _SIGNS[tokens[j].text], j + 1
    elif _and_a_half(tokens, j)[0]:
        part, j = _and_a_half(tokens, j)
        value += part
    factor, k = _scale(tokens, j)
    return Number(i, k, value * factor, value, "digits")


def _is_fraction(tokens: list[Token], i: int) -> bool:
    """Whether tokens `i`, `/`, `i + 2` are a fraction below one (`1/3`, no date, no `24/7`)."""
    if (
        i + 2 >= len(tokens)
        or tokens[i].kind != "number"
        or tokens[i + 2].kind != "number"
        or tokens[i + 1].text != "/"
    ):
        return False
    if tokens[i + 1].spaced or tokens[i + 2].spaced or low_at(tokens, i + 3) == "/" or low_at(tokens, i - 1) == "/":
        return False
    low, high = tokens[i].text, tokens[i + 2].text
    return (
        low.isdigit() and len(low) <= 2 and high in ("2", "3", "4", "5", "6", "8", "10", "100") and int(low) < int(high)
    )


def _ordinal(tokens: list[Token], i: int) -> Number | None:
    """`third`, `21st`, `twenty-first`."""
    w, word = _words(), low_at(tokens, i)
    if tokens[i].kind == "number":
        suffix = low_at(tokens, i + 1)
        digits = tokens[i].text.replace(",", "")
        whole = digits.isdigit() and len(digits) < 8
        if whole and suffix in ("st", "nd", "rd", "th") and not tokens[i + 1].spaced:
            return Number(i, i + 2, float(digits), float(digits), "ordinal")
        return None
    if word in w.ordinals:
        return Number(i, i + 1, float(w.ordinals[word]), float(w.ordinals[word]), "ordinal")
    if word in w.tens:
        k = _past_hyphen(tokens, i + 1)
        unit = w.ordinals.get(low_at(tokens, k), 0)
        if 0 < unit < 10:
            return Number(i, k + 1, float(w.tens[word] + unit), float(w.tens[word] + unit), "ordinal")
    return None


def _share(tokens: list[Token], i: int) -> Number | None:
    """`two-thirds`, `one third`, `a third of`, `three quarters of`, `half of`, `1/3 of`, `half a million`.

    What is no share of a whole is a number: `3/4` (of a point), `half a percentage point`, `a quarter point`.
    """
    w, word = _words(), low_at(tokens, i)
    if _is_fraction(tokens, i):
        part = plain(tokens[i].text) / plain(tokens[i + 2].text)
        return Number(i, i + 3, part, part, "share" if _is_of_whole(tokens, i, i + 3) else "digits")
    if measured := _part_of_unit(tokens, i):
        return measured
    if word == "half" or (word in ("a", "one") and low_at(tokens, i + 1) == "half"):
        j = i + (1 if word == "half" else 2)
        k = j + 1 if low_at(tokens, j) in ("a", "an", "-") else j
        if low_at(tokens, k) in w.scales:  # half a million, half a dozen
            value = 0.5 * w.scales[low_at(tokens, k)]
            return Number(i, k + 1, value, value, "words")
        whole = low_at(tokens, j) in ("of", "the") or low_at(tokens, i - 1) in _BEFORE_HALF
        return Number(i, j, 0.5, 0.5, "share") if whole and not _of_time(tokens, j) else None
    quarter = i + 1 if word == "a" else i
    if low_at(tokens, quarter) == "quarter":
        scale = (
            quarter + 3 if (low_at(tokens, quarter + 1), low_at(tokens, quarter + 2)) == ("of", "a") else quarter + 1
        )
        if low_at(tokens, scale) in ("million", "billion", "trillion"):
            value = 0.25 * w.scales[low_at(tokens, scale)]
            return Number(i, scale + 1, value, value, "words")
    if out_of := _out_of(tokens, i):
        return out_of
    below, j = _below_hundred(tokens, i) or (1 if word == "a" else 0, i + 1)
    if tokens[i].kind == "number" and tokens[i].text.isdigit() and len(tokens[i].text) < 3:
        below = int(tokens[i].text)
    k = _past_hyphen(tokens, j)
    name = low_at(tokens, k)
    whole = w.denominators.get(name, 0)
    if not (0 < below < whole) or whole == 2 or name.endswith("s") != (below > 1):
        return None
    of = low_at(tokens, k + 1) == "of"
    # `a third party` and `three quarters` (of a year) are no shares; `two-thirds` is, whatever follows
    if (word == "a" or "quarter" in name) and (not of or _of_time(tokens, k + 1)) and not _by_share(tokens, i, k + 1):
        return None
    return Number(i, k + 1, below / whole, below / whole, "share")


def _is_of_whole(tokens: list[Token], i: int, j: int) -> bool:
    """Whether a fraction in digits on tokens [i, j) is a share of a whole: `1/3 of`, `占1/3`, `cut it by 1/3`."""
    chinese = any(0 <= k < len(tokens) and tokens[k].kind == "cjk" for k in (i - 1, j))
    return chinese or low_at(tokens, j) == "of" or _by_share(tokens, i, j)


def _part_of_unit(tokens: list[Token], i: int) -> Number | None:
    """`half a percentage point`, `half an inch`, `a quarter point`, `a half-mile`: a part of a unit, in words."""
    j = i + (low_at(tokens, i) in ("a", "one"))
    part = {"half": 0.5, "quarter": 0.25}.get(low_at(tokens, j))
    if part is None:
        return None
    k = j + 1
    if part == 0.5 and j == i and low_at(tokens, k) in ("a", "an"):
        k += 1
    unit = _past_hyphen(tokens, k)
    known = units.after(tokens, unit, frozenset(), frozenset(), firm=False)
    if low_at(tokens, unit) not in ("point", "points") and (known is None or known.kind in ("money", "count")):
        return None
    return Number(i, k, part, part, "words")


def _by_share(tokens: list[Token], i: int, j: int) -> bool:
    """Whether the tokens from `i` to `j` are a share by which something changed (`cut costs by a quarter`)."""
    back = [low_at(tokens, k) for k in range(max(0, i - 3), i)]
    by = back[-1:] == ["by"] or ("by" in back and back[-1] in _BEFORE_HALF)  # `by more than a third`
    return by and low_at(tokens, j) in _SHARE_ENDS


def _out_of(tokens: list[Token], i: int) -> Number | None:
    """`two out of three boxes`, `one in four wagons`, `4 in every 10`, `4 in 10`: the share."""
    part = plain(tokens[i].text) if tokens[i].kind == "number" else None
    j = i + 1
    if part is None:
        part, j = _below_hundred(tokens, i) or (None, i + 1)
    j = _past_hyphen(tokens, j)
    out = low_at(tokens, j) == "out" and low_at(tokens, j + 1) == "of"
    if part is None or not (out or low_at(tokens, j) == "in"):
        return None
    j = _past_hyphen(tokens, j + (2 if out else 1))
    every = low_at(tokens, j) == "every"
    j += every
    if j >= len(tokens) or tokens[j].kind == "taken":
        return None
    if tokens[j].kind == "number":
        whole, last = plain(tokens[j].text), j + 1
    else:
        whole, last = _below_hundred(tokens, j) or (None, j)
    if not whole:
        return None
    in_ten = whole in (10, 100) or (part == 1 and (tokens[i].kind == "word" or whole <= 20))
    if not 0 < part < whole <= 1000 or not (out or every or in_ten):
        return None
    return Number(i, last, part / whole, part / whole, "share")


def _of_time(tokens: list[Token], i: int) -> bool:
    """Whether `of …` at `i` leads to a time (`half of 2019`, `a quarter of a century`, `half the year`)."""
    ahead = [low_at(tokens, i + n) for n in range(1, 4)]
    times = {"year", "century", "month", "day", "hour", "week", "decade", "last", "this", "next"}
    later = i + 1 < len(tokens) and (tokens[i + 1].kind == "taken" or tokens[i + 1].text[:2] in ("19", "20"))
    return later or any(word in times for word in ahead[:2]) or (ahead[0] in ("a", "an") and ahead[1] in times)


def _vague(tokens: list[Token], i: int) -> Number | None:
    """`dozens of`, `tens of thousands of`, `several hundred`, `a few thousand`, `multi-billion`."""
    w, word = _words(), low_at(tokens, i)
    if word in w.vague:
        if word == "scores" and low_at(tokens, i + 1) != "of":
            return None
        value, j = float(w.vague[word]), i + 1
        while low_at(tokens, j) == "of" and low_at(tokens, j + 1) in w.vague and value < 1e15:
            value, j = value * w.vague[low_at(tokens, j + 1)], j + 2
        return Number(i, j, value, value, "words", vague=True)
    j = i + 1 if word == "a" and low_at(tokens, i + 1) in ("few", "couple") else i
    if low_at(tokens, j) in w.vague_heads:
        k = j + 2 if low_at(tokens, j + 1) in ("of", "-") else j + 1
        if (
            low_at(tokens, j) == "some"
        ):  # `some hundred` but not `some million-dollar` names: plain `some 500` is digits
            return None
        factor, last = _scale(tokens, k)
        if last > k:
            return Number(i, last, factor, factor, "words", vague=True)
    if word.startswith("multi") and word[5:] in w.scales:
        return Number(i, i + 1, float(w.scales[word[5:]]), float(w.scales[word[5:]]), "words", vague=True)
    return None


def read(tokens: list[Token], i: int) -> Number | None:
    """The number that begins at token `i`, longest reading first, or None.

    Surface forms: digits with separators, decimals and scales (`1,753.18 million`, `3bn`, `2 lakh`); words
    (`two hundred and fifty-three thousand`, `a dozen`, `half a million`, `one and a half`); shares of a whole
    (`two-thirds`, `a quarter of`, `1/3`); ordinals (`third`, `21st`); vague ones (`dozens of`, `several hundred`).
    """
    token = tokens[i]
    if token.kind == "number":
        return _ordinal(tokens, i) or _share(tokens, i) or _digits(tokens, i)
    if token.kind != "word":
        return None
    return _share(tokens, i) or _vague(tokens, i) or _cardinal_or_ordinal(tokens, i)


def _cardinal_or_ordinal(tokens: list[Token], i: int) -> Number | None:
    ordinal, cardinal = _ordinal(tokens, i), _cardinal(tokens, i)
    if ordinal and (not cardinal or ordinal.last > cardinal.last):
        return ordinal
    return cardinal
