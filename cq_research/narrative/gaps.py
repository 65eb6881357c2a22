"""What the corpus does not say of a subject, and what its tables can't tell: from the rows that are not there."""

from __future__ import annotations

from types import SimpleNamespace

from cq_research import periods
from cq_research.selection import Selection, rows
from cq_research.wording import counted, joined, md, place, plain, upper_first, words


def gaps(about: Selection) -> list[str]:
    """What can't be read here, as sentences of Markdown: never empty, for no corpus says all.

    In this order: indicators that no source gives for a partner; dates of publication that are not known or worked out,
    and where the documents end; figures without period or indicator, or in doubt; how narrow the sources are.
    """
    documents, figures = rows(about.documents), rows(about.figures)
    lines = [*_absent(about, figures), *_undated(about, documents)]
    for found, lack in (
        ([f for f in figures if not f.period], "no period in the text"),
        ([f for f in figures if not f.indicator], "no indicator: the table gives the text’s own words"),
        ([f for f in figures if f.doubt], "a doubt: the table says what a person should check"),
    ):
        if found:
            has = "has" if len(found) == 1 else "have"
            lines.append(f"{upper_first(_of(len(found), len(figures)))} {has} {lack}.")
    if about.kind == "doc_id":
        lines += _of_document(about, documents[0])
    publishers = {d.publisher for d in documents if d.publisher}
    if len(documents) > 1 and len(publishers) == 1 and all(d.publisher for d in documents):
        lines.append(f"All documents come from one publisher, {md(plain(publishers.pop()))}.")
    if len(documents) == 1 and about.kind not in ("doc_id", "corpus"):
        lines.append("All of it rests on one document; nothing here confirms it.")
    lines.append("What the sources say is told as they say it: whether it is so was not checked against other sources.")
    return lines


def _absent(about: Selection, figures: list[SimpleNamespace]) -> list[str]:
    if about.kind != "partner":
        return []
    have = {f.indicator for f in figures if f.partner == about.key}
    families = ("trade", "investment", "enterprises")
    wanted = {k: v for k, v in words()["indicators"].items() if v.get("family") in families and v.get("expected", True)}
    missing = [entry["label"].lower() for key, entry in wanted.items() if key not in have]
    listed = " or ".join(filter(None, [", ".join(missing[:-1]), *missing[-1:]]))
    return [f"No source gives a figure with {place(about.key)} for {listed}."] if missing else []


def _undated(about: Selection, documents: list[SimpleNamespace]) -> list[str]:
    lines = []
    for found, state in (
        ([d for d in documents if not d.published], "not known"),
        ([d for d in documents if d.published_basis == "inferred"], "worked out, not stated,"),
    ):
        if len(found) > 3:
            lines.append(f"The date of publication is {state} for {counted(len(found), 'document')}.")
        elif found:
            of = "the document" if about.kind == "doc_id" else joined([_title(d) for d in found])
            lines.append(f"The date of publication is {state} for {of}.")
    dated = [(periods.bounds(d.published), d.published) for d in documents if periods.bounds(d.published)]
    if dated and about.kind != "doc_id":
        last = max(dated, key=lambda item: (item[0][1], item[1]))[1]
        lines.append(f"Nothing here was published after {periods.words(last)}: what came later is not known.")
    return lines


def _of_document(about: Selection, document: SimpleNamespace) -> list[str]:
    fields = {"publisher": "publisher", "author": "author", "dateline": "dateline", "source": "other source"}
    missing = [name for field, name in fields.items() if getattr(document, field) is None]
    lines = []
    if missing:
        listed = " or ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
        lines.append(f"The page names no {listed}.")
    numerals = about.corpus.numerals
    unresolved = ((numerals["doc_id"] == about.key) & (numerals["role"] == "unresolved")).sum()
    if unresolved:
        verb = "is" if unresolved == 1 else "are"
        lines.append(f"{upper_first(counted(int(unresolved), 'number'))} of the text {verb} not accounted for.")
    return lines


def _title(document: SimpleNamespace) -> str:
    return f"<em>{md(plain(document.title or document.doc_id))}</em>"


def _of(count: int, total: int) -> str:
    if count == total:
        return {1: "the figure", 2: "both figures"}.get(total, f"all {counted(total, 'figure')}")
    return f"{counted(count, 'figure').split()[0]} of the {counted(total, 'figure')}"
