"""Small corpora made by hand for tests: sentences with the rows that are to be found in them."""

from __future__ import annotations

import hashlib

from cq_research import schema
from cq_research.corpus import Corpus, frame

DATE = {"kind": "date", "basis": "stated"}
FIGURE = {"kind": "money", "qualifier": "exact", "unit": "USD", "change": "level", "status": "actual"}


def made(*documents: dict) -> Corpus:
    """A corpus of documents, each a dictionary: columns of ``documents``, and ``sentences``.

    A sentence is its words, or a dictionary: ``text``, ``partners`` and ``themes`` (lists), ``dates`` and ``figures``
    (lists of rows whose ``text`` stands in the sentence; other columns have the values above unless given).
    """
    tables: dict[str, list] = {name: [] for name in schema.TABLES}
    texts = {}
    for number, document in enumerate(documents):
        doc_id = document.get("doc_id", f"doc{number}")
        sentences = [s if isinstance(s, dict) else {"text": s} for s in document.get("sentences", [])]
        text = "\n\n".join(s["text"] for s in sentences)
        texts[doc_id] = text
        known = {"title": f"Title {number}", "publisher": "Xinhua", "published": "2016-01-19",
                 "published_basis": "stated", "language": "en"}  # fmt: skip
        known |= {k: v for k, v in document.items() if k not in ("sentences", "doc_id")}
        tables["documents"].append(schema.Document(
            doc_id=doc_id, file=f"{doc_id}.txt", sha256=hashlib.sha256(text.encode()).hexdigest(), chars=len(text),
            body_chars=len(text), **known))  # fmt: skip
        at = 0
        for sentence in sentences:
            _add(tables, doc_id, sentence, at)
            at += len(sentence["text"]) + 2
    return Corpus(**{name: frame(name, rows) for name, rows in tables.items()}, texts=texts, problems=[])


def _add(tables: dict[str, list], doc_id: str, sentence: dict, at: int) -> None:
    text, end = sentence["text"], at + len(sentence["text"])
    block_id, sentence_id = (schema.row_id(doc_id, table, at, end) for table in ("blocks", "sentences"))
    place = {"doc_id": doc_id, "start": at, "end": end, "text": text}
    tables["blocks"].append(schema.Block(block_id=block_id, kind=sentence.get("block", "body"), **place))
    tables["sentences"].append(schema.Sentence(sentence_id=sentence_id, block_id=block_id, **place))
    for partner in sentence.get("partners", []):
        tables["partners"].append(schema.Partner(sentence_id=sentence_id, partner=partner, **place))
    for theme in sentence.get("themes", []):
        tables["themes"].append(schema.Theme(sentence_id=sentence_id, theme=theme, **place))
    for name, record, defaults in (("dates", schema.Date, DATE), ("figures", schema.Figure, FIGURE)):
        for row in sentence.get(name, []):
            start = at + text.index(row["text"])
            span = {"doc_id": doc_id, "start": start, "end": start + len(row["text"])}
            key = {f"{name[:-1]}_id": schema.row_id(doc_id, name, span["start"], span["end"])}
            values = {**defaults, **row}
            if name == "figures" and values.get("period"):
                values.setdefault("period_basis", "stated")
            tables[name].append(record(sentence_id=sentence_id, **key, **span, **values))
