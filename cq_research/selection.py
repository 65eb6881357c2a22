"""What the corpus holds on one subject: the rows a report is made from, with numbers to refer to them by.

The subject is a partner, a theme, one document, or the corpus as a whole.
"""

from __future__ import annotations

import dataclasses
import difflib
from types import SimpleNamespace

import pandas as pd

from cq_research import partners, themes
from cq_research.corpus import Corpus
from cq_research.errors import ParameterError

KINDS = ("partner", "theme", "doc_id")


@dataclasses.dataclass(frozen=True)
class Selection:
    """The rows that speak of one subject; each frame has the columns of the table of the same name.

    ``numbers`` maps the id of each selected sentence to the number by which a report refers to it, counted from 1 in
    the order of ``sentences``: by date of publication (unknown dates last), then document, then place in the text.
    """

    corpus: Corpus
    kind: str  # one of KINDS, or "corpus"
    key: str
    label: str
    documents: pd.DataFrame
    sentences: pd.DataFrame
    dates: pd.DataFrame
    figures: pd.DataFrame
    themes: pd.DataFrame
    partners: pd.DataFrame
    numbers: dict[str, int]


def select(corpus: Corpus, *, partner: str = "", theme: str = "", doc_id: str = "") -> Selection:
    """The rows of `corpus` that speak of one subject: a partner, a theme or a document; without one, of the corpus.

    - partner: the sentences that involve it; their figures, but for those that the text gives for another partner.
    - theme: the sentences with that theme, and their figures.
    - doc_id: every sentence and figure of that document.
    - none: the sentences that hold a figure or a date.

    Raises ParameterError, naming the subjects there are, for an unknown one, or where two are given.
    """
    given = {kind: value for kind, value in (("partner", partner), ("theme", theme), ("doc_id", doc_id)) if value}
    if len(given) > 1:
        raise ParameterError(f"give one subject, not {' and '.join(given)}: a report is about one")
    kind, key = next(iter(given.items()), ("corpus", ""))
    if kind != "corpus":
        _known(corpus, kind, key)
    documents, sentences = _in_order(corpus)
    chosen = sentences["sentence_id"].isin(_sentence_ids(corpus, kind, key))
    sentences = sentences[chosen].reset_index(drop=True)
    ids = {sentence_id: i + 1 for i, sentence_id in enumerate(sentences["sentence_id"])}
    figures = _of(corpus.figures, ids)
    if kind == "partner":
        figures = figures[figures["partner"].isna() | (figures["partner"] == key)].reset_index(drop=True)
    if kind != "corpus":
        named = {key} if kind == "doc_id" else set(sentences["doc_id"])
        documents = documents[documents["doc_id"].isin(named)].reset_index(drop=True)
    return Selection(
        corpus=corpus,
        kind=kind,
        key=key,
        label=_label(documents, kind, key),
        documents=documents,
        sentences=sentences,
        dates=_of(corpus.dates, ids),
        figures=figures,
        themes=_of(corpus.themes, ids),
        partners=_of(corpus.partners, ids),
        numbers=ids,
    )


def rows(frame: pd.DataFrame) -> list[SimpleNamespace]:
    """The rows of a frame as plain objects, null as None (pandas says NaN, which is a number and is true)."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [SimpleNamespace(**row) for row in plain.to_dict("records")]


def _known(corpus: Corpus, kind: str, key: str) -> None:
    known = corpus.subjects(kind)
    if key in known:
        return
    named = [_named(code) for code in known] if kind == "partner" else known
    names = {partners.name(code).casefold(): code for code in known} if kind == "partner" else {}
    folded = {value.casefold(): value for value in known} | names
    near = difflib.get_close_matches(key.casefold(), folded, n=1)
    hint = f" (did you mean {folded[near[0]]}?)" if near else ""
    raise ParameterError(f"{kind} {key!r} is not in this corpus{hint}; there are: {', '.join(named) or 'none'}")


def _named(code: str) -> str:
    name = partners.name(code)
    return code if name == code else f"{code} ({name})"


def _in_order(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    documents = corpus.documents.sort_values(["published", "doc_id"], na_position="last", ignore_index=True)
    order = {doc_id: i for i, doc_id in enumerate(documents["doc_id"])}
    sentences = corpus.sentences.assign(order=corpus.sentences["doc_id"].map(order))
    return documents, sentences.sort_values(["order", "start"], ignore_index=True).drop(columns="order")


def _sentence_ids(corpus: Corpus, kind: str, key: str) -> set[str]:
    if kind == "partner":
        return set(corpus.partners.loc[corpus.partners["partner"] == key, "sentence_id"])
    if kind == "theme":
        return set(corpus.themes.loc[corpus.themes["theme"] == key, "sentence_id"])
    if kind == "doc_id":
        return set(corpus.sentences.loc[corpus.sentences["doc_id"] == key, "sentence_id"])
    return set(corpus.figures["sentence_id"]) | set(corpus.dates["sentence_id"])


def _of(frame: pd.DataFrame, ids: dict[str, int]) -> pd.DataFrame:
    kept = frame[frame["sentence_id"].isin(ids)]
    kept = kept.assign(number=kept["sentence_id"].map(ids).astype("int64"))
    return kept.sort_values(["number", "start"], kind="stable", ignore_index=True).drop(columns="number")


def _label(documents: pd.DataFrame, kind: str, key: str) -> str:
    if kind == "partner":
        return partners.name(key)
    if kind == "theme":
        return themes.known()[key]
    if kind == "doc_id":
        title = documents["title"].iloc[0]
        return title if isinstance(title, str) else key
    return "all documents"
