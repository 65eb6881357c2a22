"""What follows or precedes a number and says of what: currencies, units of measure, shares.

Read from ``vocabularies/currencies.yaml`` and ``vocabularies/units.yaml``, whose headers explain their syntax.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from cq_research import vocabularies
from cq_research.quantities import tokens as tokens_
from cq_research.quantities.tokens import HYPHENS, Token

# May be set apart from the `$` they belong to. `A` and `C` may not: `A $300 million plant` has an article.
_SPACED_HEADS = ("US", "U.S.", "HK")


class Unit(NamedTuple):
    """A unit or currency read beside a number."""

    kind: str
    unit: str
    factor: float  # 0.01 for cents
    index: int  # first token (before the number) or the one behind its last (behind the number)
    end: int  # code point behind its last character; of use behind the number
    doubt: str | None = None


class _Entry(NamedTuple):
    kind: str
    unit: str
    factor: float = 1.0
    loose: bool = False
    glued: bool = False
    needs: frozenset[str] = frozenset()
    unsure: bool = False


class _Surfaces(NamedTuple):
    before: dict[str, list[_Entry]]
    symbols: dict[str, _Entry]
    words: dict[str, list[tuple[tuple[str, ...], _Entry]]]  # by first word, longest first
    unsure: dict[str, list[_Entry]]
    cjk: dict[str, _Entry]


@functools.cache
def _surfaces() -> _Surfaces:
    table = _Surfaces({}, {}, {}, {}, {})

    def add(surface: str, entry: _Entry, *, exact: bool) -> None:
        pieces = tokens_.cut(surface if exact else surface.upper())  # `u.s.` is one token in capitals only
        if all(p.kind == "cjk" for p in pieces):
            table.cjk[surface] = entry
        elif exact:
            table.symbols["".join(p.text for p in pieces)] = entry
        else:
            low = tuple(p.low for p in pieces if p.text not in HYPHENS)
            table.words.setdefault(low[0], []).append((low, entry))

    for row in vocabularies.load("units"):
        entry = _Entry(row["kind"], row["unit"])
        for surface in row.get("words", ()):
            add(surface, entry, exact=False)
        for surface in row.get("symbols", ()):
            add(surface, entry, exact=True)
        for surface in row.get("glued", ()):
            add(surface, entry._replace(glued=True), exact=True)
    for row in vocabularies.load("currencies"):
        entry = _Entry("money", row["code"])
        for surface in row.get("before", ()):
            table.before.setdefault(surface.replace(" ", ""), []).append(entry)
        for surface in row.get("after", ()):
            add(surface, entry, exact=surface.isupper() or not surface[0].isalpha())
        for surface in row.get("loose", ()):
            add(surface, entry._replace(loose=True), exact=False)
        for surface in row.get("parts", ()):
            add(surface, entry._replace(factor=0.01), exact=False)
        needs = frozenset(row.get("needs", ()))
        for surface in row.get("unsure", ()):
            table.unsure.setdefault(surface, []).append(entry._replace(needs=needs, unsure=True))
    for choices in table.words.values():
        choices.sort(key=lambda c: -len(c[0]))
    return table


def _decide(
    surface: str, choices: list[_Entry], sentence: frozenset[str], document: frozenset[str]
) -> tuple[_Entry, str | None]:
    """The currency that a shared sign or word stands for here, and the doubt that is left."""
    for said in (sentence, document):
        fit = [c for c in choices if c.needs & said]
        if len(fit) == 1:
            return fit[0], None
    names = " or ".join(c.unit for c in choices)
    only = f"`{surface}` may be {names}" if len(choices) > 1 else f"`{surface}` is taken for {names}"
    return choices[0], f"{only}: the text does not say which"


def before(tokens: list[Token], i: int, floor: int, sentence: frozenset[str], document: frozenset[str]) -> Unit | None:
    """The currency that stands before token `i` and not before token `floor` (`US$`, `RMB`, `Rs.`), longest first."""
    table = _surfaces()
    for length in (4, 3, 2, 1):
        first = i - length
        if first < floor:
            continue
        piece = tokens[first:i]
        if any(t.kind in ("taken", "number", "cjk") for t in piece):
            continue
        if any(t.spaced and piece[n].text not in _SPACED_HEADS for n, t in enumerate(piece[1:])):
            continue
        if piece[0].kind == "word" and first > 0 and not piece[0].spaced and tokens[first - 1].kind == "number":
            continue
        surface = "".join(t.text for t in piece)
        if surface in table.unsure and not surface[0].isalpha():
            entry, doubt = _decide(surface, table.unsure[surface], sentence, document)
            return Unit("money", entry.unit, 1.0, first, tokens[i - 1].end, doubt)
        if surface in table.before:
            return Unit("money", table.before[surface][0].unit, 1.0, first, tokens[i - 1].end)
    return None


def after(
    tokens: list[Token],
    i: int,
    sentence: frozenset[str],
    document: frozenset[str],
    *,
    firm: bool,
    large: bool = False,
) -> Unit | None:
    """The unit or currency that begins at token `i`, behind a number; a hyphen may stand between.

    `firm` says that the number has digits or a scale word (`3 won` is money, `three won` is not), `large` that it is a
    million or more (`361 million pounds` is money, unless pounds `of` something).
    """
    table = _surfaces()
    if i < len(tokens) and tokens[i].text in HYPHENS and not tokens[i].spaced:
        i += 1
        if i < len(tokens) and tokens[i].spaced:
            return None
    if i >= len(tokens) or tokens[i].kind == "taken":
        return None
    words = _word_unit(table, tokens, i, firm=firm)
    symbol = _symbol_unit(table, tokens, i)
    best = max((u for u in (words, symbol) if u), key=lambda u: u.index, default=None)
    low = tokens[i].low
    if low in table.unsure and (best is None or best.index == i + 1):
        entry, doubt = _decide(tokens[i].text, table.unsure[low], sentence, document)
        of = tokens[i + 1].low == "of" if i + 1 < len(tokens) else False
        if doubt is None or best is None or (large and not of):
            return Unit("money", entry.unit, 1.0, i + 1, tokens[i].end, doubt)
    if (
        best
        and best.factor != 1
        and best.unit == "USD"
        and not {"$", "dollar", "dollars", "usd", "u.s.", "us"} & document
    ):
        return best._replace(doubt=f"`{tokens[i].text}` of which currency is not said; taken for USD")
    return best


def _word_unit(table: _Surfaces, tokens: list[Token], i: int, *, firm: bool) -> Unit | None:
    for words, entry in table.words.get(tokens[i].low, ()):
        j = i
        for word in words:
            if j > i and j < len(tokens) and tokens[j].text in HYPHENS and not tokens[j].spaced:
                j += 1
            if j >= len(tokens) or tokens[j].low != word or tokens[j].kind == "taken":
                break
            j += 1
        else:
            if entry.loose and not firm:
                continue
            return Unit(entry.kind, entry.unit, entry.factor, j, tokens[j - 1].end)
    return None


def _symbol_unit(table: _Surfaces, tokens: list[Token], i: int) -> Unit | None:
    for length in (4, 3, 2, 1):
        piece = tokens[i : i + length]
        if len(piece) < length or any(t.spaced for t in piece[1:]) or any(t.kind == "taken" for t in piece):
            continue
        entry = table.symbols.get("".join(t.text for t in piece))
        if entry is None or (entry.glued and piece[0].spaced):
            continue
        behind = tokens[i + length] if i + length < len(tokens) else None
        if entry.kind == "money" and piece[-1].kind == "sign" and behind and behind.kind == "number":
            continue  # `10 $ 30`: the sign belongs to what follows
        if behind and not behind.spaced and behind.kind in ("word", "number") and piece[-1].kind != "sign":
            continue  # the beginning of a longer name
        return Unit(entry.kind, entry.unit, entry.factor, i + length, piece[-1].end)
    return None


def cjk(surface: str) -> tuple[str, str] | None:
    """Kind and unit of a unit written in Chinese characters, or None."""
    entry = _surfaces().cjk.get(surface)
    return (entry.kind, entry.unit) if entry else None
