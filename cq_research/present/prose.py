"""The running text of a report: its subject, its points, the source sentences, a document block by block.

Words from sources pass through :func:`cq_research.wording.md` on their way into Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

from cq_research import charts, narrative, themes
from cq_research.corpus import Corpus
from cq_research.errors import ParameterError
from cq_research.present.parts import Section, Text, dated, dossier, title_of
from cq_research.selection import Selection, rows
from cq_research.wording import counted, md, place, plain, ref


def title(about: Selection) -> Text:
    """What the report is about, in a line; its metadata name the report for the exporter (``cq.title``)."""
    if about.kind == "partner":
        name, line = f"Chongqing and {place(about.key)}", f"**{md(about.label)}** ({md(about.key)})"
    elif about.kind == "theme":
        name = f"Chongqing and the world: {about.label}"
        meaning = f"{md(themes.definition(about.key))} Nearest OECD CRS purpose code: {themes.crs(about.key)}."
        line = f"**{md(about.label)}**. {meaning}"
    elif about.kind == "doc_id":
        name, line = about.label, f"the file **{md(about.documents['file'].iloc[0])}**"
    else:
        name = "Chongqing and the world: all documents"
        line = f"**{counted(len(about.documents), 'document')}**"
    return Text(f"Subject: {line}", {"cq": {"title": plain(name)}})


def key_points(about: Selection) -> Text:
    """What the sources say, in a handful of sentences with references to the source sentences."""
    return _listed(narrative.key_points(about))


def gaps(about: Selection) -> Text:
    """What the corpus does not say."""
    return _listed(narrative.gaps(about))


def chronology(about: Selection) -> Section:
    """The charts of the times that the sentences speak of; of a single one, a sentence."""
    drawn = tuple(charts.chronologies(about))
    if not drawn and len(moments := charts.moments(about)) == 1:
        (one,) = moments
        known = " *(inferred)*" if one.inferred else ""
        drawn = (Text(f"One time only is spoken of: {md(one.label)}{known} {ref(one.number)}."),)
    return Section("Times spoken of", drawn)


def comparisons(about: Selection) -> Section:
    """The charts of the figures that can be compared; where there are figures but none can, a sentence that says so."""
    drawn = tuple(charts.comparisons(about))
    if not drawn and len(about.figures):
        drawn = (Text("No two of the figures measure the same thing in the same unit: there is nothing to draw."),)
    return Section("Figures side by side", drawn)


def evidence(about: Selection) -> Text:
    """The sentences that speak of the subject, by document, figures bold and times in italics, each with its number."""
    parts, numbers, marks = [], _dossier_numbers(about.corpus), _marks(about)
    by_document: dict[str, list] = {}
    for sentence in rows(about.sentences):
        by_document.setdefault(sentence.doc_id, []).append(sentence)
    for document in rows(about.documents):
        sentences = by_document.get(document.doc_id)
        if not sentences:
            continue
        parts.append(f"### {md(title_of(document))}\n\n{_imprint(document)}")
        for sentence in sentences:
            n = about.numbers[sentence.sentence_id]
            where = dossier(document.doc_id, numbers[sentence.sentence_id])
            words = _marked(sentence, marks.get(sentence.sentence_id, []))
            parts.append(f'<a id="s{n}"></a>[&#91;{n}&#93;]({where}) {words}')
    return Text("\n\n".join(parts))


def text(about: Selection) -> Text:
    """A document block by block: what each block is and where it stands; figures bold, times in italics."""
    sentences: dict[str, list] = {}
    for sentence in rows(about.sentences):
        sentences.setdefault(sentence.block_id, []).append(sentence)
    blocks = [b for b in rows(about.corpus.blocks) if b.doc_id == about.key]
    parts, marks = [], _marks(about)
    for block in sorted(blocks, key=lambda b: b.start):
        label = f"*{block.kind}, {block.start:,}–{block.end:,}*"
        told = []
        for sentence in sentences.get(block.block_id, []):
            n, words = about.numbers[sentence.sentence_id], _marked(sentence, marks.get(sentence.sentence_id, []))
            told.append(f'<a id="s{n}"></a>&#91;{n}&#93; {words}')
        # What is no content is quoted: it is part of the file, but nothing is read from it.
        parts.append(f"{label}<br>{' '.join(told)}" if told else f"> {label}<br>{md(block.text)}")
    return Text("\n\n".join(parts))


def _marked(sentence: SimpleNamespace, marks: list[tuple[int, int, str]]) -> str:
    """A sentence in Markdown, the words of each mark in its tag."""
    out, at = [], sentence.start
    for start, end, tag in sorted(marks):
        if start >= at:
            out.append(md(sentence.text[at - sentence.start : start - sentence.start]))
            out.append(f"<{tag}>{md(sentence.text[start - sentence.start : end - sentence.start])}</{tag}>")
            at = end
    return "".join([*out, md(sentence.text[at - sentence.start :])])


def _marks(about: Selection) -> dict[str, list[tuple[int, int, str]]]:
    """sentence_id → what to mark in it: figures bold, times in italics."""
    marks: dict[str, list] = {}
    for frame, tag in ((about.figures, "strong"), (about.dates, "em")):
        for row in rows(frame):
            marks.setdefault(row.sentence_id, []).append((row.start, row.end, tag))
    return marks


def sources(about: Selection) -> Text:
    """The documents the report rests on: title, publisher, date and how it is known, file and start of its hash."""
    lines = []
    for d in rows(about.documents):
        known = ": ".join(filter(None, (d.published_basis, plain(d.published_evidence or "")))).rstrip(".")
        credit = f", crediting {plain(d.source)}" if d.source else ""
        by = f", by {plain(d.author)}" if d.author else ""
        date = f"{d.published} ({known})" if d.published else "date not known"
        who = f"{plain(d.publisher or 'Publisher not known')}{credit}{by}, {date}."
        lines.append(f"[{md(title_of(d))}]({dossier(d.doc_id)}). {md(who)} {md(d.file)}, SHA-256 {d.sha256[:12]}…")
    return _listed(lines)


def trace(corpus: Corpus, row_id: str) -> Text:
    """From a figure or date to the words it was read from: the sentence, the words in bold, document and place.

    Raises ParameterError if no figure or date has that id.
    """
    for frame, key in ((corpus.figures, "figure_id"), (corpus.dates, "date_id")):
        found = rows(frame[frame[key] == row_id])
        if found:
            row = found[0]
            sentence = rows(corpus.sentences[corpus.sentences["sentence_id"] == row.sentence_id])[0]
            document = rows(corpus.documents[corpus.documents["doc_id"] == row.doc_id])[0]
            a, b = row.start - sentence.start, row.end - sentence.start
            words = f"{md(sentence.text[:a])}<strong>{md(sentence.text[a:b])}</strong>{md(sentence.text[b:])}"
            place_in = f"{md(document.file)}, code points {row.start:,}–{row.end:,}"
            return Text(f"> {words}\n\n{md(title_of(document))}. {_imprint(document)} {place_in}.")
    raise ParameterError(f"no figure or date has the id {row_id!r}; ids stand in figures.figure_id and dates.date_id")


def _listed(lines: Iterable[str]) -> Text:
    return Text("\n".join(f"- {line}" for line in lines))


def _imprint(document: SimpleNamespace) -> str:
    """Publisher, date and author of a document, in a line of Markdown."""
    when = dated(document.published, document.published_basis) or "date not known"
    by = f"by {plain(document.author)}" if document.author else None
    return md(", ".join(filter(None, (plain(document.publisher or "publisher not known"), by, when)))) + "."


def _dossier_numbers(corpus: Corpus) -> dict[str, int]:
    """The number that each sentence has in the dossier of its document."""
    ordered = corpus.sentences.sort_values(["doc_id", "start"])
    return dict(zip(ordered["sentence_id"], ordered.groupby("doc_id").cumcount() + 1, strict=True))
