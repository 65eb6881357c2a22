"""Quantities as a sentence writes them: number, unit or counted noun, range, qualifier, span. Not what they mean.

The same walk says of every other number what it is (part of a name, an enumerator, an idiom), for the audit.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools

from cq_research.quantities import chinese, contexts, counted, elision, number_words, qualifiers, units
from cq_research.quantities.number_words import Number
from cq_research.quantities.quantity import Quantity, tidy
from cq_research.quantities.tokens import DASHES, Token, cut

_COMMA = "the text is in a language that may write 1.300 for 1,300 and 27,8 for 27.8"


def scan(
    text: str, taken: list[tuple[int, int]] | None = None, document: frozenset[str] = frozenset()
) -> list[Quantity]:
    """Every number of a sentence, in order, without overlap; those with role `figure` or `rank` are quantities.

    `taken` are spans (of dates) that no quantity may touch; `document` are the words of the whole document in lower
    case, which decide what `¥` or `pounds` mean. Surface forms of the numbers: see :func:`number_words.read`. With them

    * money before and after (`US$3bn`, `RMB 1.2 trillion`, `25,216 yuan`, `billions of RMB`, `25 cents`);
    * shares (`15 percent`, `3.2 percentage points`, `two-thirds of`: 66.67 percent);
    * measures (`82,400 km2`, `500-meter-long`, `1.2 billion kilowatt-hours`, `50,000 TEUs`);
    * counts (`24 newly founded companies`, `12-member team`, `three of them`, `140 companies, with two just settled`);
    * ranges (`10-15 percent`, `between 3 and 5 million`, `$3 million to $5 million`) and elided units
      (`from $3 billion to 5 billion`; `30, 40 and 50 percent`);
    * ranks (`ranked third`, `third largest`, `No. 1 in the world`);
    * qualifiers (`about`, `more than`, `up to`, `or more`);
    * digits with Chinese scales and units (`1.2万亿元`, `82400平方公里`, `35%`).
    """
    return list(_scan(text, tuple(taken or ()), document))


@functools.lru_cache(maxsize=1024)  # the audit reads the same sentences again
def _scan(text: str, taken: tuple[tuple[int, int], ...], document: frozenset[str]) -> tuple[Quantity, ...]:
    tokens = cut(text, list(taken))
    reader = _Reader(tokens, contexts.masked(text), document)
    found: list[Quantity] = []
    i = floor = 0
    while i < len(tokens):
        number = number_words.read(tokens, i) if tokens[i].kind in ("number", "word") else None
        if number is None:
            found.extend(_chinese_shares(tokens, i))
            i += 1
            continue
        quantity = reader.quantity(number, floor)
        found.append(quantity)
        i = floor = max(quantity.last, i + 1)
    result = elision.with_cents(tokens, elision.inherit(tokens, found), text)
    if contexts.is_decimal_comma(reader.document):
        result = [dataclasses.replace(q, doubt=_COMMA) if q.role == "figure" else q for q in result]
    return tuple(result)


class _Reader:
    """Reads the quantities of one sentence."""

    def __init__(self, tokens: list[Token], masked: list[tuple[int, int]], document: frozenset[str]):
        self.tokens = tokens
        self.masked = masked
        self.sentence = frozenset(t.low for t in tokens)
        self.document = document | self.sentence

    def quantity(self, number: Number, floor: int) -> Quantity:
        tokens = self.tokens
        start, end = tokens[number.first].start, tokens[number.last - 1].end
        at = bisect.bisect_left(self.masked, (end, end)) - 1
        if at >= 0 and self.masked[at][1] > start:
            return self._plain(number, "name", "an address, telephone or serial number")
        if number.form == "ordinal":
            rank = contexts.is_rank(tokens, number)
            return self._plain(number, "rank" if rank else "other", "an ordinal")
        if ranked := chinese.ordinal(tokens, number.first):
            return self._plain(number, *ranked)
        before = units.before(tokens, number.first, floor, self.sentence, self.document)
        if before is None:
            role, reason = contexts.role(tokens, number)
            if role:
                return self._plain(number, role, reason)
        bare, number = number, self._money_scale(number, before)
        if number is bare and before is None and self._is_lettered(number):
            return self._plain(number, "name", "written as one with a name")  # `3M`
        sign = qualifiers.sign(tokens, before.index if before else number.first)
        if sign:
            number = number._replace(value=-number.value, mantissa=-number.mantissa)
        if tokens[number.last - 1].kind == "number" and self._cjk_behind(number):
            return self._chinese(number, before)
        return self._measured(number, before)

    def _plain(self, number: Number, role: str | None, reason: str) -> Quantity:
        tokens = self.tokens
        span = (tokens[number.first].start, tokens[number.last - 1].end)
        rank = {"kind": "rank", "unit": "rank"} if role == "rank" else {}
        return Quantity(
            start=span[0], end=span[1], role=role, numbers=(span,), first=number.first, last=number.last,
            value=number.value, form=number.form, mantissa=number.mantissa, reason=reason, **rank,
        )  # fmt: skip

    def _money_scale(self, number: Number, before: units.Unit | None) -> Number:
        """`$3m`, `CNY1.2b`; without a currency only where a unit or a plural follows (`200b yuan`, `3m people`)."""
        tokens, j = self.tokens, number.last
        if j >= len(tokens) or number.form != "digits" or tokens[j].kind != "word" or number.last > number.first + 1:
            return number
        scale = contexts.glued_money().get(tokens[j].low)
        glued = not tokens[j].spaced
        if scale is None or (tokens[j].low == "t" and not before):
            return number
        priced = before and (glued or tokens[j].low in ("b", "m")) and tokens[j].text != "T"
        if not priced and not (glued and self._scaled_behind(j)):
            return number
        return number._replace(last=j + 1, value=number.value * scale)

    def _scaled_behind(self, j: int) -> bool:
        """Whether the letter at token `j` scales what follows it: `3m people`, `200b yuan`, `3.2m sq ft`."""
        tokens = self.tokens
        unit = units.after(tokens, j + 1, self.sentence, self.document, firm=True)
        if j + 1 < len(tokens) and tokens[j + 1].spaced and unit and tokens[j].low in ("k", "m", "b"):
            return True
        return tokens[j].low in ("m", "k") and counted.head(tokens, j + 1) is not None

    def _is_lettered(self, number: Number) -> bool:
        """Whether a letter that is neither a scale nor a unit here is written on to the number."""
        tokens, j = self.tokens, number.last
        if j >= len(tokens) or tokens[j].spaced or tokens[j].low not in contexts.glued_money():
            return False
        return tokens[j - 1].kind == "number" and self._unit(number) is None

    def _cjk_behind(self, number: Number) -> bool:
        j = number.last
        return j < len(self.tokens) and self.tokens[j].kind == "cjk"

    def _chinese(self, number: Number, before: units.Unit | None) -> Quantity:
        token = self.tokens[number.last]
        factor, kind, unit, length = chinese.scale_and_unit(token.text)
        plain = self._plain(number, None, "")
        end = token.start + length if length else plain.end
        if before:
            kind, unit = "money", before.unit
        if kind is None and token.text[0] == "成":
            kind, unit, factor, end = "percent", "percent", 10.0, token.start + 1
        if kind is None:
            kind, unit, size = chinese.count(token.text[length:])
            end += size
        if kind is None and factor == 1:
            role, reason = chinese.role(token.text)
            return dataclasses.replace(plain, role=role, reason=reason)
        start = self.tokens[before.index].start if before else plain.start
        return dataclasses.replace(
            plain, start=start, end=end, role="figure", kind=kind or "other", unit=unit,
            value=tidy(number.value * factor),
            qualifier=chinese.qualifier(self.tokens, number.first, token.text[:length]),
            first=before.index if before else number.first, last=number.last + 1,
            doubt=None if unit else "no unit read",
        )  # fmt: skip

    def _unit(self, number: Number) -> units.Unit | None:
        j = number.last
        if number.vague and j < len(self.tokens) and self.tokens[j].low == "of":
            j += 1
        firm = number.form == "digits" or number.value >= 1000
        large = number.value >= 1e6
        return units.after(self.tokens, j, self.sentence, self.document, firm=firm, large=large)

    def _measured(self, number: Number, before: units.Unit | None) -> Quantity:
        """A number with what stands before and behind it, and the rest of its range."""
        tokens = self.tokens
        unit = self._unit(number)
        second = self._second(number, before, unit)
        last_number = number
        high = None
        doubt = (before and before.doubt) or (unit and unit.doubt)
        spans = [(tokens[number.first].start, tokens[number.last - 1].end)]
        value = number.value
        if second:
            last_number, before_high, unit_high = second
            spans.append((tokens[last_number.first].start, tokens[last_number.last - 1].end))
            scale = last_number.value / last_number.mantissa if last_number.mantissa else 1.0
            if number.value == number.mantissa and scale > 1 and number.value < last_number.mantissa:
                value *= scale
            high = last_number.value
            before = before or before_high
            unit = unit_high or unit
        last, end = last_number.last, tokens[last_number.last - 1].end
        kind, name, factor = "other", None, 1.0
        if before:
            kind, name = "money", before.unit
        if unit and (not before or unit.unit == before.unit or unit.kind == "money"):
            if not before or unit.factor == 1:
                kind, name, factor = unit.kind, before.unit if before else unit.unit, unit.factor
            last, end = max(unit.index, last), max(unit.end, end)
        elif not before and number.form != "share":
            j = last
            if last_number.vague and j < len(tokens) and tokens[j].low == "of":
                j += 1
            j, _ = qualifiers.past_qualifier(tokens, j)
            one = 0 < value <= 1 and not high
            noun = None if contexts.time_ahead(tokens, j) else counted.head(tokens, j, one=one)
            if noun and contexts.is_year_with_verb(tokens, number, noun.last):
                noun = None
            if noun:
                kind, name, last, end = "count", noun.singular, noun.last, tokens[noun.last - 1].end
        if number.form == "share" and name is None:
            kind, name, value = "percent", "percent", round(value * 100, 2)
            high = round(high * 100, 2) if high is not None else None
        first = before.index if before and not second else min(before.index, number.first) if before else number.first
        qualifier, last_q = qualifiers.qualifier(tokens, first, last)
        if first and tokens[first - 1].kind == "cjk":
            qualifier = chinese.qualifier(tokens, first, "")
        if number.vague or last_number.vague:
            qualifier = "vague"
        quantity = Quantity(
            start=tokens[first - (value < 0)].start, end=end, role="figure", numbers=tuple(spans), first=first,
            last=max(last, last_q), value=tidy(value * factor),
            value_high=tidy(high * factor) if high is not None else None, qualifier=qualifier, kind=kind,
            unit=name, doubt=doubt, form=number.form, mantissa=number.mantissa,
        )  # fmt: skip
        if name is None:
            return self._bare(quantity, last_number)
        return quantity

    def _second(self, number: Number, before: units.Unit | None, unit: units.Unit | None):
        """The upper end of a range that begins with `number`: (number, currency before it, unit behind it) or None."""
        tokens = self.tokens
        j = unit.index if unit else number.last
        if j >= len(tokens) or number.vague:
            return None
        joint = tokens[j]
        between = any(
            tokens[k].low == "between"
            for k in range(max(0, (before.index if before else number.first) - 2), number.first)
        )
        dash = joint.text in DASHES
        if (
            joint.low == "to"
            or (joint.low == "and" and between)
            or joint.low in ("or", "至", "到")
            or (
                dash
                and (j + 1 < len(tokens))
                and joint.spaced == tokens[j + 1].spaced
                and not (joint.text == "—" and joint.spaced)
            )
        ):
            k = j + 1
        else:
            return None
        start = k
        while (
            k < len(tokens)
            and k < start + 3
            and tokens[k].kind in ("sign", "word")
            and not number_words.read(tokens, k)
        ):
            k += 1
        if k >= len(tokens) or tokens[k].kind not in ("number", "word"):
            return None
        other = number_words.read(tokens, k)
        if dash and tokens[k].kind == "word" and tokens[k].text[0].isupper() and not tokens[k].spaced:
            return None  # `7-Eleven`
        if other is None or (other.form != number.form and "ordinal" in (other.form, number.form)) or other.vague:
            return None
        before_high = units.before(tokens, k, start, self.sentence, self.document)
        if k > start and (before_high is None or before_high.index != start):
            return None
        other = self._money_scale(other, before_high or before)
        unit_high = self._unit(other)
        low_name = before.unit if before else unit.unit if unit else None
        high_name = before_high.unit if before_high else unit_high.unit if unit_high else None
        if low_name and high_name != low_name and (high_name or not before):
            return None
        scale = other.value / other.mantissa if other.mantissa else 1.0
        low = (
            number.value * scale if number.value == number.mantissa and number.value < other.mantissa else number.value
        )
        if not low < other.value or (joint.low == "or" and other.value > 3 * low):
            return None
        if joint.low == "to" and qualifiers.is_change(
            tokens, before.index if before else number.first, named=bool(low_name) or not high_name
        ):
            return None
        if dash and not high_name and not low_name and qualifiers.is_score(tokens, number, other):
            return None
        if joint.low == "or" and low_name and not high_name:
            return None
        return other, before_high, unit_high

    def _bare(self, quantity: Quantity, number: Number) -> Quantity:
        """A number without unit or noun: what else explains it."""
        role, reason = contexts.bare_role(self.tokens, quantity.first, number)
        if role == "figure":
            kind = "count" if quantity.value == int(quantity.value) else "other"
            return dataclasses.replace(
                quantity, kind=kind, doubt=quantity.doubt or "the text names no unit", reason=reason
            )
        return dataclasses.replace(quantity, role=role, reason=reason)


def _chinese_shares(tokens: list[Token], i: int) -> list[Quantity]:
    """`三分之一`, `百分之二十`, `两成` in the Chinese characters of token `i`."""
    if tokens[i].kind != "cjk":
        return []
    shares = []
    for start, end, value in chinese.shares(tokens[i].text):
        span = tokens[i].start + start, tokens[i].start + end
        shares.append(
            Quantity(
                start=span[0],
                end=span[1],
                role="figure",
                numbers=(span,),
                first=i,
                last=i + 1,
                value=tidy(value),
                kind="percent",
                unit="percent",
                qualifier=chinese.hedge(tokens[i].text[:start]),
                form="words",
                mantissa=value,
            )
        )
    return shares
