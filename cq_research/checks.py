"""What must be true of the tables, each promise a function whose docstring says it.

A check yields one line a broken promise: which row of which table, what is wrong, what would be right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from cq_research import periods, schema
from cq_research.corpus import Corpus


def check(corpus: Corpus) -> list[str]:
    """Every broken promise of the data contract in `corpus`, a line each; an empty list where all hold."""
    return [line for promise in PROMISES for line in promise(corpus)]


def spans_are_the_source(corpus: Corpus) -> Iterator[str]:
    """A row that quotes the source holds exactly the words that stand at its offsets."""
    for name, frame in _tables(corpus):
        if not {"start", "end", "text", "doc_id"} <= set(frame.columns):
            continue
        for row in frame.itertuples():
            if corpus.texts[row.doc_id][row.start : row.end] != row.text:
                yield f"{name} row {row.Index}: text differs from {row.doc_id}[{row.start}:{row.end}]"
            elif not row.text.strip():
                yield f"{name} row {row.Index}: {row.doc_id}[{row.start}:{row.end}] is empty"


def values_are_declared(corpus: Corpus) -> Iterator[str]:
    """Required columns have a value, enums only their members, numbers are finite, dates follow the grammar."""
    for name, frame in _tables(corpus):
        for column in schema.columns(schema.TABLES[name]):
            values = frame[column.name]
            if column.required and values.isna().any():
                yield f"{name}.{column.name}: null in row {values.isna().to_numpy().argmax()}, but is always known"
            if column.enum:
                for value in sorted(set(values.dropna()) - set(column.enum)):
                    yield f"{name}.{column.name}: {value!r} is not one of {', '.join(column.enum)}"
            if column.type == "number" and np.isinf(values.to_numpy(dtype="float64", na_value=np.nan)).any():
                yield f"{name}.{column.name}: holds an infinite number"
    timed = pd.concat([corpus.dates["value"], corpus.figures["period"], corpus.documents["published"]]).dropna()
    for value in sorted(set(timed)):
        if not periods.valid(value):
            yield f"dates.value, figures.period or documents.published: {value!r} is no ISO 8601, TIMEX3 or EDTF value"


def keys_hold(corpus: Corpus) -> Iterator[str]:
    """Ids are unique, and every reference leads to a row."""
    frames = dict(_tables(corpus))
    for name, frame in frames.items():
        for column in schema.columns(schema.TABLES[name]):
            if column.key == "primary":
                for value in sorted(frame.loc[frame[column.name].duplicated(), column.name].unique()):
                    yield f"{name}.{column.name}: {value!r} stands in more than one row"
            elif column.key:
                table, target = column.key.split(".")
                for value in sorted(set(frame[column.name].dropna()) - set(frames[table][target])):
                    yield f"{name}.{column.name}: {value!r} is no {column.key}"


def blocks_cover_the_file(corpus: Corpus) -> Iterator[str]:
    """Blocks are in order, do not overlap, and leave out nothing but white space."""
    for doc_id, text in corpus.texts.items():
        yield from _cover(doc_id, text, corpus.blocks, 0, len(text), "block")


def sentences_cover_the_content(corpus: Corpus) -> Iterator[str]:
    """Sentences stand in content blocks, one after the other, and leave out nothing of them but white space."""
    for block in corpus.blocks.itertuples():
        rows = corpus.sentences[corpus.sentences["block_id"] == block.block_id]
        if block.kind in schema.CONTENT_KINDS:
            yield from _cover(block.doc_id, corpus.texts[block.doc_id], rows, block.start, block.end, "sentence")
        elif len(rows):
            yield f"sentences: {block.block_id} is {block.kind}, which is no content, and has {len(rows)} sentences"


def rows_stand_in_their_sentence(corpus: Corpus) -> Iterator[str]:
    """A row that names a sentence stands inside it."""
    ends = corpus.sentences.set_index("sentence_id")[["start", "end"]]
    for name, frame in _tables(corpus):
        if name == "sentences" or "sentence_id" not in frame.columns:
            continue
        joined = frame.merge(ends, left_on="sentence_id", right_index=True, suffixes=("", "_sentence"))
        outside = joined[(joined["start"] < joined["start_sentence"]) | (joined["end"] > joined["end_sentence"])]
        for row in outside.itertuples():
            yield f"{name} row {row.Index}: [{row.start}:{row.end}] is not inside sentence {row.sentence_id}"


def no_number_is_lost(corpus: Corpus) -> Iterator[str]:
    """Every run of digits has exactly one row in the audit, and the row it refers to, if any, exists."""
    known = {
        value
        for name, frame in _tables(corpus)
        for column in schema.columns(schema.TABLES[name])
        if column.key == "primary"
        for value in frame[column.name]
    }
    for doc_id, text in corpus.texts.items():
        rows = corpus.numerals[corpus.numerals["doc_id"] == doc_id]
        held = Counter(i for row in rows.itertuples() for i in range(row.start, row.end))
        if any(count > 1 for count in held.values()):
            yield f"numerals: two rows of {doc_id} overlap at {min(i for i, n in held.items() if n > 1)}"
        for run in re.finditer(r"\d+", text):
            if not all(held[i] for i in range(*run.span())):
                yield f"numerals: {doc_id}[{run.start()}:{run.end()}] {run.group()!r} is in no row"
    for row in corpus.numerals.itertuples():
        if row.role in ("figure", "date", "rank") and not isinstance(row.ref_id, str):
            yield f"numerals row {row.Index}: role {row.role} names no row"
        elif isinstance(row.ref_id, str) and row.ref_id not in known:
            yield f"numerals row {row.Index}: {row.ref_id!r} is no row of any table"


PROMISES = (
    spans_are_the_source,
    values_are_declared,
    keys_hold,
    blocks_cover_the_file,
    sentences_cover_the_content,
    rows_stand_in_their_sentence,
    no_number_is_lost,
)


def _tables(corpus: Corpus) -> Iterator[tuple[str, pd.DataFrame]]:
    return ((name, corpus.table(name)) for name in schema.TABLES)


def _cover(doc_id: str, text: str, rows: pd.DataFrame, start: int, end: int, what: str) -> Iterator[str]:
    at = start
    for row in rows[rows["doc_id"] == doc_id].itertuples():
        if row.start < at:
            yield f"{what}s of {doc_id}: [{row.start}:{row.end}] begins before {at}, where the one before it ends"
        elif text[at : row.start].strip():
            yield f"{what}s of {doc_id}: {text[at : row.start].strip()[:40]!r} at {at} is in no {what}"
        at = row.end
    if text[at:end].strip():
        yield f"{what}s of {doc_id}: {text[at:end].strip()[:40]!r} at {at} is in no {what}"
