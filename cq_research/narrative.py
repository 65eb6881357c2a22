"""From the rows of a selection to sentences: what the sources say, and what they do not.

Every number is taken or computed from the tables; every sentence refers to its source sentences by number. A template
speaks only where its rows are there. What is intended (``target``) is told as intended, what is inferred says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from types import SimpleNamespace

from cq_research import periods
from cq_research.facts import INFERRED, Fact, clause, facts, noun, verb
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
    words,
)

MOST_POINTS = 6
_QUOTE_LENGTH = 260


def key_points(about: Selection) -> list[str]:
    """What the sources say of a subject, as at most six sentences of Markdown with numbered references.

    In this order, as far as the rows are there: how much there is to read; trade, with its balance; investment; other
    indicators; series; the span of time; and, where that makes fewer than four, the sentences that say most.
    """
    known = facts(about)
    points = [coverage(about), _company(about)]
    points += [*_trade(known), *_investment(known), *_abroad(known), *_series(known), *_others(known)]
    points.append(_span(about))
    points = list(dict.fromkeys(filter(None, points)))
    if len(points) > MOST_POINTS:  # the span of time is the least of them
        points = points[: MOST_POINTS]
    quotes = _quotes(about) if len(points) < 5 else []
    return points + quotes[: 5 - len(points)]


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
    what = place(about.key) if about.kind == "partner" else about.label
    return upper_first(
        f"{counted(len(documents), 'document')}{between} {verb} of {what}, in {counted(sentences, 'sentence')}."
    )


def _published(document: SimpleNamespace) -> str:
    if not document.published:
        return ""
    return periods.when(document.published) + (INFERRED if document.published_basis == "inferred" else "")


def _company(about: Selection) -> str:
    """What is spoken of together with the subject: themes for a partner, partners for a theme, both for the rest."""
    parts = []
    if about.kind != "theme":
        themes = Counter(about.themes.drop_duplicates(["sentence_id", "theme"])["theme"])
        parts += _most(themes, str, "themes")
    if about.kind != "partner":
        found = Counter(about.partners.drop_duplicates(["sentence_id", "partner"])["partner"])
        parts += _most(found, lambda code: place(code) or code, "partners")
    if not parts:
        return ""
    return f"{joined(parts)}."[:1].upper() + f"{joined(parts)}."[1:]


def _most(counts: Counter, name, what: str) -> list[str]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    if not ranked:
        return []
    listed = [f"{name(key)} ({n:,})" for key, n in ranked]
    return [f"the {what} named most in these sentences are {joined(listed)}" if len(ranked) > 1
            else f"the only one of the {what} named in these sentences is {listed[0]}"]  # fmt: skip


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


def _trade(known: list[Fact]) -> list[str]:
    """``In 2013, Chongqing’s total trade with X came to …; exports to …, imports to …: a surplus of … [4].``"""
    points = []
    for group in _groups(known, ("trade_total", "exports", "imports")):
        total, out, into = (group.get(key) for key in ("trade_total", "exports", "imports"))
        if sum(f is not None for f in (total, out, into)) < 2:
            continue
        told = [f for f in (total, out, into) if f]
        text = clause(told[0]) + "; " + ", ".join(
            f"{indicator(f.figure.indicator)['label'].lower()} {amount(f.figure)}" for f in told[1:]
        )
        if out and into and _comparable(out, into):
            balance = out.figure.value - into.figure.value
            kind = "surplus" if balance > 0 else "deficit"
            value = with_unit(number(abs(balance)), out.figure.unit, out.figure.kind)
            text += f": a {kind} of {value} (computed)" if balance else ": a balanced trade"
        points.append(_cited(text, told))
    return points


def _comparable(*told: Fact) -> bool:
    """Whether a difference or share of the values means something: one unit, exact, no ranges."""
    return len({f.figure.unit for f in told}) == 1 and all(
        f.figure.qualifier == "exact" and f.figure.value_high is None for f in told
    )


def _investment(known: list[Fact]) -> list[str]:
    """``…the number of enterprises came to …, contracted investment to …, of which … (18%) had been put to use.``"""
    points = []
    for group in _groups(known, ("foreign_enterprises", "fdi_contracted", "fdi_utilised")):
        firms, contracted, used = (group.get(k) for k in ("foreign_enterprises", "fdi_contracted", "fdi_utilised"))
        if contracted is None or (firms is None and used is None):
            continue
        told = [f for f in (contracted, used, firms) if f]
        text = clause(contracted)
        if firms:
            text += f", in {amount(firms.figure)}"
        if used:
            share = ""
            if _comparable(contracted, used) and 0 < used.figure.value <= contracted.figure.value:
                share = f" ({used.figure.value / contracted.figure.value:.1%}, computed)"
            text += f"; of it {amount(used.figure)}{share} " + verb(used.figure, "had been put to use", "put to use")
        points.append(_cited(text, told))
    return points


def _abroad(known: list[Fact]) -> list[str]:
    """``…investment from Chongqing in the United States came to …, in 24 companies [5].``"""
    points = []
    for group in _groups(known, ("outbound_investment", "outbound_enterprises")):
        if len(group) == 2:
            money, firms = group["outbound_investment"], group["outbound_enterprises"]
            points.append(_cited(f"{clause(money)}, in {amount(firms.figure)}", [money, firms]))
    return points


def _series(known: list[Fact]) -> list[str]:
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
        ratio = last.figure.value / first.figure.value - 1
        text = (
            f"Between {periods.words(first.figure.period)} and {periods.words(last.figure.period)}, "
            f"{noun(first.figure)} went from {amount(first.figure)} to {amount(last.figure)} "
            f"({'up' if ratio >= 0 else 'down'} {abs(ratio):.1%}, computed)"
        )
        points.append(_cited(text, [first, last]))
    return points


def _others(known: list[Fact]) -> list[str]:
    """The indicators that no template above holds, those of one sentence together, known periods first."""
    composed = {"trade_total", "exports", "imports", "fdi_contracted", "fdi_utilised"}
    groups: dict[tuple, list[Fact]] = {}
    for fact in known:
        groups.setdefault((fact.numbers, fact.subject), []).append(fact)
    ranked = sorted(groups.values(), key=lambda g: (g[0].when is None, -len(g)))
    points = []
    for group in ranked:
        ids = {f.figure.indicator for f in group}
        if len(ids & composed) > 1 or {"outbound_investment", "outbound_enterprises"} <= ids:
            group = [f for f in group if not f.figure.indicator.startswith(("outbound", "foreign_enterprises"))
                     and f.figure.indicator not in composed]  # fmt: skip
        if group:
            clauses = [clause(group[0]), *(clause(f, opening=False) for f in group[1:3])]
            points.append(_cited(joined(clauses), group[:3]))
    return points


def _cited(text: str, told: list[Fact]) -> str:
    return f"{text} {ref(n for fact in told for n in fact.numbers)}."


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
    for date in (first, last):
        inferred = INFERRED if date.basis == "inferred" else ""
        ends.append(f"{periods.words(date.value)}{inferred} {ref(about.numbers[date.sentence_id])}")
    return f"The times they speak of run from {ends[0]} to {ends[1]}."


def _quotes(about: Selection) -> list[str]:
    """The sentences that say most: by figures, dates and named partners and themes; a long one is shortened."""
    weight: Counter = Counter()
    for frame, key in ((about.figures, "figure_id"), (about.dates, "date_id"), (about.partners, "partner"),
                       (about.themes, "theme")):  # fmt: skip
        for sentence_id in frame.drop_duplicates(["sentence_id", key])["sentence_id"]:
            weight[sentence_id] += 1
    documents = {d.doc_id: d for d in rows(about.documents)}
    body = {b.block_id for b in rows(about.corpus.blocks) if b.kind == "body"}
    sentences = [s for s in rows(about.sentences) if len(s.text) >= 60 and s.block_id in body]
    quotes = []
    for s in sorted(sentences, key=lambda s: (-weight[s.sentence_id], about.numbers[s.sentence_id])):
        document = documents[s.doc_id]
        when = f", {document.published}{INFERRED if document.published_basis == 'inferred' else ''}" \
            if document.published else ""  # fmt: skip
        who = md(document.publisher or document.doc_id) + when if about.kind != "doc_id" else "In its words"
        text = md(shortened(plain(s.text).strip("“”\""), _QUOTE_LENGTH))
        quotes.append(f"{who}: “{text}” {ref(about.numbers[s.sentence_id])}")
    return quotes


def gaps(about: Selection) -> list[str]:
    """What the corpus does not say of the subject, and what its tables can't tell, as sentences of Markdown."""
    documents, figures = rows(about.documents), rows(about.figures)
    lines = []
    have = {f.indicator for f in figures if f.partner == about.key or about.kind != "partner"}
    if about.kind == "partner":
        wanted = [k for k, v in words()["indicators"].items() if v.get("family")]
        missing = [words()["indicators"][k]["label"].lower() for k in wanted if k not in have]
        if missing:
            lines.append(f"No source gives a figure for {_or(missing)} with {place(about.key)}.")
    undated = [d for d in documents if not d.published]
    if undated:
        lines.append(f"The date of publication is not known for {joined([md(_title(d)) for d in undated])}.")
    worked_out = [d for d in documents if d.published_basis == "inferred"]
    if worked_out:
        lines.append(
            f"The date of publication is worked out, not stated, for {joined([md(_title(d)) for d in worked_out])}."
        )
    published = [d.published for d in documents if d.published]
    if published:
        lines.append(f"Nothing here was published after {periods.words(max(published))}: what came later is not known.")
    timeless = [f for f in figures if not f.period]
    if timeless:
        lines.append(f"{upper_first(_of(len(timeless), len(figures)))} {_has(timeless)} no period in the text.")
    nameless = [f for f in figures if not f.indicator]
    if nameless:
        lines.append(
            f"{upper_first(_of(len(nameless), len(figures)))} {_has(nameless)} no indicator: the table gives the "
            "text’s own words."
        )
    doubtful = [f for f in figures if f.doubt]
    if doubtful:
        lines.append(f"{upper_first(_of(len(doubtful), len(figures)))} should be looked at by a person.")
    publishers = {d.publisher for d in documents if d.publisher}
    if len(documents) > 1 and len(publishers) == 1:
        lines.append(f"All documents come from one publisher, {md(publishers.pop())}.")
    if len(documents) == 1 and about.kind != "doc_id":
        lines.append("All of it rests on one document; nothing here confirms it.")
    return lines


def _title(document: SimpleNamespace) -> str:
    return f"“{plain(document.title)}”" if document.title else document.doc_id


def _or(parts: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _of(count: int, total: int) -> str:
    return f"{counted(count, 'figure').split()[0]} of the {counted(total, 'figure')}" if total > 1 else "the figure"


def _has(found: list) -> str:
    return "has" if len(found) == 1 else "have"
