"""Numbers, units, names and source text as they are put before a reader.

Text from a source goes into Markdown through :func:`md`, and nowhere else.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Sequence
from types import SimpleNamespace

from cq_research import partners, vocabularies
from cq_research.errors import ParameterError

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^$=&@!])")
_BREAKS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_QUALIFIERS = {"about": "about ", "over": "more than ", "under": "less than "}


def md(text: str) -> str:
    """`text` so that Markdown shows it as it is: every mark as a character reference, line breaks as a space.

    References and not backslashes: ``\\[`` and ``\\(`` begin a formula in some readers of Markdown.

    >>> md("5 * 3 [sic] costs $2")
    '5 &#42; 3 &#91;sic&#93; costs &#36;2'
    """
    text = _SPECIAL.sub(_reference, _BREAKS.sub(" ", text)).replace("://", "&#58;//")
    # What makes a list or a rule only at the start of a line: "- ", "+ ", "1. ", "1) ".
    return re.sub(r"\A( *\d{0,9})([-+.)])", lambda m: m[1] + _reference(m[2]), text)


def _reference(match: re.Match | str) -> str:
    return f"&#{ord(match if isinstance(match, str) else match[1])};"


def plain(text: str) -> str:
    """`text` in one line: runs of spaces, line breaks and control characters become one space."""
    return re.sub(r"\s+", " ", _BREAKS.sub(" ", text)).strip()


def ref(numbers: int | Iterable[int]) -> str:
    """Links to source sentences by their numbers, in Markdown: ``[&#91;4&#93;](#s4)`` shows [4]."""
    numbers = [numbers] if isinstance(numbers, int) else sorted(set(numbers))
    return "\u202f".join(f"[&#91;{n}&#93;](#s{n})" for n in numbers)


def number(value: float) -> str:
    """A number with at most eight significant digits, in millions and more by name, thousands apart.

    >>> number(10_650_000_000), number(25216), number(0.5)
    ('10.65 billion', '25,216', '0.5')
    """
    for scale, name in _SCALES:
        # 999,999.999 would be rounded to a thousand thousands: the limit is where rounding lands.
        if abs(value) >= scale * (1 - 5e-9):
            return f"{_digits(value / scale)} {name}"
    return _digits(value)


def _digits(value: float) -> str:
    if not math.isfinite(value):
        return str(value)
    if value and not 1e-6 < abs(value) < 1e12:
        return f"{value:.8g}"
    places = 8 - 1 - math.floor(math.log10(abs(value))) if value else 0
    text = f"{value:,.{max(0, places)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(figure: SimpleNamespace, bare: bool = False) -> str:
    """A figure's value with its unit and how exactly the text puts it; a vague one in the text's own words.

    `bare` leaves out the unit of a count, for sentences that have named it.

    >>> amount(SimpleNamespace(value=1.8e9, value_high=None, unit="USD", kind="money", qualifier="over", text=""))
    'more than USD 1.8 billion'
    """
    if figure.value is None or figure.qualifier == "vague":
        return f"“{plain(figure.text)}”"
    value = number(figure.value)
    if figure.value_high is not None:
        value = f"{value} to {number(figure.value_high)}"
    unit = None if bare and figure.kind == "count" else figure.unit
    return _QUALIFIERS.get(figure.qualifier, "") + with_unit(value, unit, figure.kind, figure.value)


def with_unit(value: str, unit: str | None, kind: str, count: float = 2) -> str:
    """A number in words with its unit; `count` decides whether a counted noun is singular."""
    if unit is None:
        return value
    before, after = words()["units"].get(unit, (f"{unit} ", "") if kind == "money" else ("", f" {unit}"))
    if kind == "count" and unit not in words()["units"] and abs(count) != 1:
        after = f" {plural(unit)}"
    return f"{before}{value}{after}"


def plural(noun: str) -> str:
    """The plural of an English counted noun; a code such as ``TEU`` stays as it is.

    Irregular ones are those of the vocabulary ``counted_nouns``, by which plurals are read.

    >>> plural("company"), plural("person"), plural("TEU"), plural("railway"), plural("analysis")
    ('companies', 'people', 'TEU', 'railways', 'analyses')
    """
    head, _, last = noun.rpartition(" ")
    head = f"{head} " if head else ""
    if last in _irregular_plurals():
        return head + _irregular_plurals()[last]
    if not last.isascii() or not last[-1:].islower():
        return noun
    if re.search(r"[^aeiou]y\Z", last):
        return f"{head}{last[:-1]}ies"
    for ending, other in (("woman", "women"), ("sman", "smen"), ("child", "children"), ("sis", "ses")):
        if last.endswith(ending):
            return head + last.removesuffix(ending) + other
    return f"{head}{last}{'es' if last.endswith(('s', 'x', 'z', 'ch', 'sh')) else 's'}"


@functools.cache
def _irregular_plurals() -> dict[str, str]:
    """singular → plural; of two plurals (`people`, `persons`) the first is taken."""
    nouns = vocabularies.load("counted_nouns")
    found: dict[str, str] = {}
    for many, one in nouns["irregular"].items():
        if one not in nouns["us_nouns"]:  # `gas`: uncounted where it stands alone, else `gases`
            found.setdefault(one, many)
    return found | {many[:-2]: many for many in nouns["o_nouns"]} | {many[:-1]: many for many in nouns["ie_nouns"]}


def counted(count: int, noun: str) -> str:
    """A count with its noun, small ones in words: ``one document``, ``24 sentences``."""
    small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return f"{small[count] if count < len(small) else f'{count:,}'} {noun if count == 1 else plural(noun)}"


def joined(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def upper_first(text: str) -> str:
    """`text` with its first letter as a capital; the others stay."""
    return text[:1].upper() + text[1:]


def place(code: str | None) -> str | None:
    """The name of a place or partner code as it stands in a sentence, with its article; None stays None."""
    if code is None:
        return None
    regions = vocabularies.load("regions")["codes"]
    if code in regions:
        return regions[code][0]
    try:
        return partners.name(code.partition("-")[0], article=True)
    except ParameterError:  # a code of a sidecar's own
        return code


def indicator(key: str | None) -> dict:
    """An indicator's entry in ``report_words.yaml``; one made of its own words where there is none."""
    label = (key or "").replace("_", " ")
    return words()["indicators"].get(key) or {
        "label": upper_first(label),
        "noun": f"{label}[ of {{place}}][ with {{partner}}]",
    }


def words() -> dict:
    """The vocabulary ``report_words``: a reader's words for the codes of the tables."""
    return vocabularies.load("report_words")


def shortened(text: str, limit: int) -> str:
    """`text` in one line of at most `limit` characters, cut between words and then ending in ``…``."""
    text = plain(text)
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,;:–—-") + "…"
