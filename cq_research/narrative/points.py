"""From the rows of a selection to sentences: what the sources say.

Every number is taken or computed from the tables; every sentence refers to its source sentences by number. A template
speaks only where its rows are there. What is intended (``target``) is told as intended, what is inferred says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from types import SimpleNamespace

import pandas as pd

from cq_research import periods, themes
from cq_research.facts import INFERRED, Fact, clause, facts, noun, told, verb
from cq_research.selection import Selection, rows
from cq_research.wording import (
    amount,
    counted,
    indicator,
    joined,
    md,
    number,
    place,
    plain,
    ref,
    shortened,
    upper_first,
    with_unit,
)

MOST_POINTS = 6
Told = tuple[str, list[Fact]]  # a sentence without its references, and the facts it tells
_QUOTE_LENGTH = 260
_INNER_QUOTES = {ord("“"): "‘", ord("”"): "’", ord('"'): "'"}


def key_points(about: Selection) -> list[str]:
    """What the sources say of a subject, as at most six sentences of Markdown with numbered references.

    In this order, as far as the rows are there: how much there is to read; trade, with its balance; investment; series;
    other indicators; the span of time. Where that makes fewer than five, the sentences that say most and have not been
    told yet are quoted; where there are neither figures nor times, that is said.
    """
    known = facts(about)
    templates = (_trade, _investment, _abroad, _series)
    # What has a date says more than what has none.
    sentences = [told for t in templates for told in sorted(t(known), key=lambda told: told[1][0].when is None)]
    used = {id(fact) for _, group in sentences for fact in group}
    sentences += _others([fact for fact in known if id(fact) not in used])
    points = [coverage(about), _company(about), *(_cited(text, group) for text, group in sentences), _span(about)]
    points = [point for point in points if point][:MOST_POINTS]
    cited = {n for _, group in sentences for fact in group for n in fact.numbers}
    points += _quotes(about, cited)[: max(0, 5 - len(points))]
    missing = [what for what, frame in (("figure", about.figures), ("time", about.dates)) if frame.empty]
    if missing and len(points) < MOST_POINTS:
        points.append(f"No {' and no '.join(missing)} is given in these sentences.")
    return points


def coverage(about: Selection) -> str:
    """How many documents and sentences there are on the subject, and when they were published."""
    documents, sentences = rows(about.documents), len(about.sentences)
    dated = [d for d in documents if d.published]
    if about.kind == "doc_id":
        document = documents[0]
        who = f" by {md(document.publisher)}" if document.publisher else ""
        when = _published(document)
        first = f"Published{who}{f' {when}' if when else ', on a date that is not known'}"
        figures, dates = len(about.figures), len(about.dates)
        return (
            f"{first}, the text has {counted(sentences, 'sentence')}, {counted(figures, 'figure')} and "
            f"{counted(dates, 'time expression')}."
        )
    between = ""
    if dated:
        first, last = _published(dated[0]), _published(dated[-1])
        between = f", published {first}," if first == last else f", the first published {first} and the last {last},"
    if about.kind == "corpus":
        publishers = sorted({d.publisher for d in documents if d.publisher})
        total = len(about.corpus.sentences)
        return upper_first(
            f"{counted(len(documents), 'document')} of {counted(len(publishers), 'publisher')}{between} have "
            f"{counted(total, 'sentence')}, {counted(len(about.figures), 'figure')} and "
            f"{counted(len(about.dates), 'time expression')}."
        )
    verb = "speaks" if len(documents) == 1 else "speak"
    what = place(about.key) if about.kind == "partner" else about.label.lower()
    return upper_first(
        f"{counted(len(documents), 'document')}{between} {verb} of {what}, in {counted(sentences, 'sentence')}."
    )


def _published(document: SimpleNamespace) -> str:
    if not document.published:
        return ""
    return periods.when(document.published) + (INFERRED if document.published_basis == "inferred" else "")


def _company(about: Selection) -> str:
    """What is spoken of together with the subject: its themes (but for a theme) and its partners, or other partners."""
    parts = []
    # Of the corpus all sentences count, also those that hold neither a figure nor a time.
    rows_of = about.corpus if about.kind == "corpus" else about
    if about.kind != "theme":
        titles = themes.known()
        parts += _most(rows_of.themes, "theme", lambda theme: titles[theme].lower())
    others = rows_of.partners[rows_of.partners["partner"] != about.key]
    parts += _most(others, "other partner" if about.kind == "partner" else "partner", lambda code: place(code) or code)
    return upper_first(f"{'; '.join(parts)}.") if parts else ""


def _most(frame: pd.DataFrame, what: str, name: Callable[[str], str]) -> list[str]:
    column = what.rpartition(" ")[2]
    counts = Counter(frame.drop_duplicates(["sentence_id", column])[column])
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return []
    first, *others = ranked[:3]
    listed = [f"{name(first[0])} ({first[1]:,} {'sentence' if first[1] == 1 else 'sentences'})"]
    listed += [f"{name(key)} ({n:,})" for key, n in others]
    if len(ranked) == 1:
        return [f"the {what} is {listed[0]}"]
    return [f"the {what}s are {'most often ' if len(ranked) > 3 else ''}{joined(listed)}"]


def _groups(known: Iterable[Fact], ids: tuple[str, ...]) -> list[dict[str, Fact]]:
    """Level facts of the given indicators that can be told together; a value that is contested is left to `_others`.

    A fact whose place is not known joins one of the same subject whose place is.
    """
    found: dict[tuple, dict[str, list[Fact]]] = {}
    level = [f for f in known if f.figure.indicator in ids and f.figure.change in (None, "level")]
    for fact in sorted(level, key=lambda f: f.figure.place is None):
        match = (key for key in found if fact.figure.place is None and key[1:] == fact.subject[1:])
        found.setdefault(next(match, fact.subject), {}).setdefault(fact.figure.indicator, []).append(fact)
    return [{key: f[0] for key, f in group.items() if len(f) == 1} for group in found.values()]


def _trade(known: list[Fact]) -> list[Told]:
    """``In 2013, Chongqing’s total trade with X came to …; exports …, imports …: a surplus of … (computed) [4].``"""
    points = []
    for group in _groups(known, ("trade_total", "exports", "imports")):
        total, out, into = (group.get(key) for key in ("trade_total", "exports", "imports"))
        there = [f for f in (total, out, into) if f]
        if len(there) < 2:
            continue
        parts = [f"{indicator(f.figure.indicator)['label'].lower()} {told(f)}" for f in there[1:]]
        text = f"{clause(there[0])}; {', '.join(parts)}"
        if out and into and _comparable(out, into):
            balance = out.figure.value - into.figure.value
            kind = "surplus" if balance > 0 else "deficit"
            value = with_unit(number(abs(balance)), out.figure.unit, out.figure.kind)
            text += f": a {kind} of {value} (computed)" if balance else ": a balanced trade"
        points.append((text, there))
    return points


def _comparable(*facts: Fact) -> bool:
    """Whether a difference or share of the values means something: one unit, exact, no ranges."""
    return len({f.figure.unit for f in facts}) == 1 and all(
        f.figure.qualifier == "exact" and f.figure.value_high is None for f in facts
    )


def _investment(known: list[Fact]) -> list[Told]:
    """``…the number of enterprises came to …, contracted investment to …, of which … (18%) had been put to use.``"""
    points = []
    for group in _groups(known, ("foreign_enterprises", "fdi_contracted", "fdi_utilised")):
        firms, contracted, used = (group.get(k) for k in ("foreign_enterprises", "fdi_contracted", "fdi_utilised"))
        if contracted is None or (firms is None and used is None):
            continue
        text = clause(contracted)
        if firms:
            text += f", in {amount(firms.figure)}"
        if used:
            share = ""
            if _comparable(contracted, used) and 0 < used.figure.value <= contracted.figure.value:
                share = f" ({used.figure.value / contracted.figure.value:.1%}, computed)"
            text += f"; of it {told(used)}{share} " + verb(used.figure, "had been put to use", "be put to use")
        points.append((text, [f for f in (contracted, used, firms) if f]))
    return points


def _abroad(known: list[Fact]) -> list[Told]:
    """``…investment from Chongqing in the United States came to …, in 24 companies [5].``"""
    points = []
    for group in _groups(known, ("outbound_investment", "outbound_enterprises")):
        if len(group) == 2:
            money, firms = group["outbound_investment"], group["outbound_enterprises"]
            points.append((f"{clause(money)}, in {amount(firms.figure)}", [money, firms]))
    return points


def _series(known: list[Fact]) -> list[Told]:
    """``Between 2013 and 2018, exports to X went from … to … (up 12.5%, computed) [2] [7].``"""
    found: dict[tuple, list[Fact]] = {}
    for fact in known:
        f = fact.figure
        if f.change in (None, "level") and f.status == "actual" and _comparable(fact) and periods.bounds(f.period):
            found.setdefault((f.indicator, f.place, f.partner, f.unit), []).append(fact)
    points = []
    for group in found.values():
        group.sort(key=lambda fact: periods.bounds(fact.figure.period))
        first, last = group[0], group[-1]
        spans = [periods.bounds(f.figure.period) for f in group]
        lengths = {(end - start).days // 20 for start, end in spans}  # a year is compared with a year, not a month
        if len(set(spans)) < len(group) or len(group) < 2 or len(lengths) > 1 or not first.figure.value:
            continue
        ratio = last.figure.value / first.figure.value
        change = f"{'up' if ratio >= 1 else 'down'} {abs(ratio - 1):.1%}" if ratio < 2 else f"{ratio:.1f} times as much"
        text = (
            f"Between {periods.words(first.figure.period)} and {periods.words(last.figure.period)}, "
            f"{noun(first.figure)} went from {amount(first.figure)} to {amount(last.figure)} "
            f"({change}, computed)"
        )
        points.append((text, [first, last]))
    return points


def _others(known: list[Fact]) -> list[Told]:
    """The facts that no template above has told, those of one sentence and time together, known times first."""
    groups: dict[tuple, list[Fact]] = {}
    for fact in known:
        groups.setdefault((fact.numbers, fact.when, fact.figure.status), []).append(fact)
    points = []
    for group in sorted(groups.values(), key=lambda g: (g[0].when is None, -len(g))):
        group = group[:3]
        points.append((joined([clause(group[0]), *(clause(f, opening=False) for f in group[1:])]), group))
    return points


def _cited(text: str, group: list[Fact]) -> str:
    return f"{text} {ref(n for fact in group for n in fact.numbers)}."


def _span(about: Selection) -> str:
    """The first and the last moment that the sentences date; intentions (``by 2022``) are no moments."""
    if about.kind == "doc_id":
        return ""
    dated = [(periods.bounds(d.value), d) for d in rows(about.dates) if d.kind in ("date", "time")]
    dated = [(span, d) for span, d in dated if span and d.relation not in ("by", "before", "until")]
    if len({span for span, _ in dated}) < 2:
        return ""
    first = min(dated, key=lambda item: (item[0], item[1].doc_id, item[1].start))[1]
    last = max(dated, key=lambda item: (item[0][1], item[0][0], item[1].doc_id, item[1].start))[1]
    ends = []
    for date, part in ((first, 0), (last, -1)):
        inferred = INFERRED if date.basis == "inferred" else ""
        ends.append(f"{periods.words(date.value.split('/')[part])}{inferred} {ref(about.numbers[date.sentence_id])}")
    return f"The times spoken of run from {ends[0]} to {ends[1]}."


def _quotes(about: Selection, cited: set[int]) -> list[str]:
    """The sentences that say most, by figures, times, partners and themes; those `cited` are left out."""
    weight: Counter = Counter()
    for frame, key in ((about.figures, "figure_id"), (about.dates, "date_id"), (about.partners, "partner"),
                       (about.themes, "theme")):  # fmt: skip
        weight.update(frame.drop_duplicates(["sentence_id", key])["sentence_id"])
    documents = {d.doc_id: d for d in rows(about.documents)}
    body = {b.block_id for b in rows(about.corpus.blocks) if b.kind == "body"}
    sentences = [(about.numbers[s.sentence_id], s) for s in rows(about.sentences)]
    sentences = [(n, s) for n, s in sentences if n not in cited]
    # Running text first; headings, titles and fragments only where there is nothing else.
    slight = {n for n, s in sentences if s.block_id not in body or len(s.text) < 60}
    quotes = []
    for n, sentence in sorted(sentences, key=lambda item: (item[0] in slight, -weight[item[1].sentence_id], item[0])):
        if n in slight and quotes:
            break
        document = documents[sentence.doc_id]
        when = document.published + (INFERRED if document.published_basis == "inferred" else "") \
            if document.published else None  # fmt: skip
        who = ", ".join(filter(None, (plain(document.publisher or document.doc_id), when)))
        # Inside quotation marks, the text's own become single ones.
        text = shortened(plain(sentence.text), _QUOTE_LENGTH).translate(_INNER_QUOTES)
        opening = "In its words" if about.kind == "doc_id" else md(who)
        quotes.append(f"{opening}: “{md(text)}” {ref(n)}")
    return quotes
