"""Units and nouns that a sentence leaves out, and amounts it writes in two pieces."""

from __future__ import annotations

import dataclasses
import functools

from cq_research import vocabularies
from cq_research.quantities import counted, qualifiers
from cq_research.quantities.quantity import Quantity, tidy
from cq_research.quantities.tokens import Token


def inherit(tokens: list[Token], found: list[Quantity]) -> list[Quantity]:
    """Give bare numbers the unit that the sentence leaves out.

    `30, 40 and 50 percent`, `from $3 billion to 5 billion` (joined to a number with a unit), `140 Japanese companies
    …, with two just settled` and `20 of them` (a noun named before); `1,200 direct and 3,000 indirect jobs`;
    `30 injured` (people).
    """
    result = list(found)
    for n in range(len(result) - 1, -1, -1):  # from behind: `30, 40 and 50 percent`
        this = result[n]
        if this.role != "figure" or this.unit or n + 1 >= len(result):
            continue
        after = result[n + 1]
        joint = [t.low for t in tokens[this.last : after.first]]
        apart = joint[1:] == ["and"] and counted.is_noun(joint[0]) and this.kind == after.kind == "count"
        listed = apart or joint in ([","], ["and"], ["or"], [",", "and"], ["to"], ["/"])
        if after.unit and after.role == "figure" and after.form != "share" and (listed or _part_of(joint, after)):
            if after.kind == "money" and tokens[after.first].kind != "number" and after.numbers[0][0] != after.start:
                continue  # `2, $3 million`: the currency stands before its own number
            scale = after.value / after.mantissa if after.mantissa and after.form != "share" else 1.0
            bring = scale if this.value == this.mantissa and this.mantissa < 1000 and scale >= 1000 else 1.0
            result[n] = dataclasses.replace(
                this, unit=after.unit, kind=after.kind, value=this.value * bring, doubt=None, role="figure"
            )
    named: Quantity | None = None  # the last figure with a unit, and the last count, before this one
    count: Quantity | None = None
    for n, this in enumerate(result):
        if this.role == "figure" and not this.unit:
            this = result[n] = _from_subject(tokens, this)
            if not this.unit:
                this = result[n] = _from_before(tokens, this, named, count)
        if this.role == "figure" and this.unit:
            named, count = this, this if this.kind == "count" else count
    return result


@functools.cache
def _money_nouns() -> frozenset[str]:
    """The nouns at which the indicators in money end (`imports`, `revenue`): amounts behind them go on."""
    rows = [row for row in vocabularies.load("indicators") if "money" in row["kinds"]]
    return frozenset(w for row in rows for cue in row["cues"] if counted.is_noun(w := cue.split()[-1]))


def _from_before(tokens: list[Token], this: Quantity, named: Quantity | None, count: Quantity | None) -> Quantity:
    """A number without a unit, with the one of the figure before it where the sentence leaves it out."""
    if named is None:
        return this
    joint = [t.low for t in tokens[named.last : min(this.first, named.last + 13)]]
    large = this.mantissa != this.value or this.value >= 1000
    if named.kind not in ("count", "other", "rank"):
        listed = joint[-1:] in (["to"], ["and"]) or (bool(joint) and joint[-1] in _money_nouns())
        # `from 3% to 5`, but not `gained 1.1% to 32,500`
        level = joint == ["to"] and (named.kind == "money" or qualifiers.is_start(tokens, named.first))
        if level or (large and named.kind == "money" and len(joint) < 12 and listed):
            return dataclasses.replace(this, unit=named.unit, kind=named.kind, doubt=None)
    words = [t.low for t in tokens[this.last : this.last + 2]]
    behind, ahead = words[0] if words else "", " ".join(words)
    compared = joint[-2:] in (["up", "from"], ["down", "from"], ["compared", "with"], ["against", "the"])
    elided = compared or counted.is_elided(behind) or counted.is_elided(ahead) or "total" in joint[-3:]
    if count and elided and not (this.form == "words" and this.value == 1):
        return dataclasses.replace(this, unit=count.unit, kind="count", doubt=None)
    return this


def _from_subject(tokens: list[Token], this: Quantity) -> Quantity:
    """`Direct flights have increased to 14 a week`: a bare number with the noun of the subject before its verb."""
    if counted.is_of_people([t.low for t in tokens[this.last : this.last + 2]]) and this.value == int(this.value):
        return dataclasses.replace(this, unit="person", kind="count", doubt=None)
    if noun := _number_of(tokens, this.first):
        return dataclasses.replace(this, unit=noun, kind="count", doubt=None)
    verb = next(
        (k for k in range(this.first - 1, max(-1, this.first - 6), -1) if qualifiers.is_level_verb(tokens[k].low)), None
    )
    if verb is None or this.value != int(this.value):
        return this
    begin = max(0, verb - 15)
    for k in range(verb - 1, begin - 1, -1):
        if tokens[k].text in (",", ";", ":"):
            begin = k + 1
            break
    for k in range(begin, verb):
        token = tokens[k]
        if token.kind != "word" or not (token.text.islower() or k == 0) or qualifiers.is_measure(token.low):
            continue
        noun = counted.singular(token.low)
        if noun and not qualifiers.is_level_verb(token.low) and not counted.is_time(token.low):
            return dataclasses.replace(this, unit=noun, kind="count", doubt=None)
    return this


def _number_of(tokens: list[Token], i: int) -> str | None:
    """The noun of `the number of` in the clause before token `i` (`brings the number of trips to 1,500`)."""
    for k in range(i - 2, max(1, i - 15), -1):
        if tokens[k].kind == "number" or tokens[k].text in (",", ";", ":"):
            return None
        if tokens[k].low == "of" and tokens[k - 1].low == "number":
            noun = counted.head(tokens, k + 1)
            return noun.singular if noun and noun.last < i else None
    return None


def _part_of(joint: list[str], after: Quantity) -> bool:
    """`1.3 million of its 2 million workers`."""
    return joint[:1] == ["of"] and len(joint) < 3 and after.kind == "count"


def with_cents(tokens: list[Token], found: list[Quantity], text: str) -> list[Quantity]:
    """`3 dollars 50 cents` as one amount."""
    result: list[Quantity] = []
    for this in found:
        last = result[-1] if result else None
        if last and last.kind == this.kind == "money" and last.unit == this.unit and last.value == int(last.value):
            joint = [t.low for t in tokens[last.last : this.first]]
            if joint in ([], ["and"]) and 0 < this.value < 1 <= this.mantissa and text[this.end - 1] == "s":
                result[-1] = dataclasses.replace(
                    last, end=this.end, last=this.last, value=tidy(last.value + this.value),
                    numbers=last.numbers + this.numbers, doubt=last.doubt,
                )  # fmt: skip
                continue
        result.append(this)
    return result
