"""A folder of source documents as tidy tables.

>>> corpus = load("seeds")                          # doctest: +SKIP
>>> corpus.figures.query("partner == 'US'")         # doctest: +SKIP
"""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pandas as pd

from cq_research import curation, pages, pipeline, schema
from cq_research.errors import CqResearchError, CurationError, DocumentError, ParameterError
from cq_research.paths import ROOT

_DTYPES = {"string": "str", "integer": "int64", "number": "float64", "boolean": "bool"}
_loaded: dict[str, Corpus] = {}


@dataclasses.dataclass(frozen=True)
class Corpus:
    """The tables of a folder of documents, one data frame each, as attributes: ``documents``, ``blocks``, ``figures`` …

    Columns, types and meanings are those of :mod:`cq_research.schema`. ``problems`` holds one error a file that could
    not be read; the other files are there all the same.
    """

    documents: pd.DataFrame
    blocks: pd.DataFrame
    sentences: pd.DataFrame
    dates: pd.DataFrame
    figures: pd.DataFrame
    numerals: pd.DataFrame
    themes: pd.DataFrame
    partners: pd.DataFrame
    texts: dict[str, str]
    problems: list[CqResearchError]

    @property
    def doubts(self) -> list[str]:
        """The documents that a person should look at, a line each: the file, and why."""
        rows = self.documents.dropna(subset=["doubt"])
        return [f"{row.file}: {row.doubt}" for row in rows.itertuples()]

    def table(self, name: str) -> pd.DataFrame:
        """The table `name`. Raises ParameterError, naming the tables, for another name."""
        if name not in schema.TABLES:
            raise ParameterError(f"there is no table {name!r}; there are: {', '.join(schema.TABLES)}")
        return getattr(self, name)

    def text(self, doc_id: str) -> str:
        """The decoded text of a document, to which ``start`` and ``end`` refer. Raises ParameterError if unknown."""
        return self.texts[self.choose("doc_id", doc_id)]

    def sentence(self, sentence_id: str) -> str:
        """The words of a sentence. Raises ParameterError if there is no such sentence."""
        rows = self.sentences.loc[self.sentences["sentence_id"] == sentence_id, "text"]
        if rows.empty:
            raise ParameterError(f"there is no sentence {sentence_id!r} in this corpus")
        return rows.iloc[0]

    def subjects(self, kind: str) -> list[str]:
        """What there can be a report about, sorted: `kind` is ``"partner"``, ``"theme"`` or ``"doc_id"``."""
        tables = {"partner": self.partners, "theme": self.themes, "doc_id": self.documents}
        if kind not in tables:
            raise ParameterError(f"{kind!r} is no kind of subject; there are: {', '.join(tables)}")
        return sorted(tables[kind][kind].unique())

    def choose(self, kind: str, value: str) -> str:
        """`value`, if the corpus has a subject of that name; raises ParameterError, naming those there are, if not."""
        known = self.subjects(kind)
        if value not in known:
            raise ParameterError(f"{kind} {value!r} is not in this corpus; there are: {', '.join(known) or 'none'}")
        return value


def load(seeds: str | Path = "seeds") -> Corpus:
    """Read every ``*.txt`` in the folder `seeds`, with its corrections, into a :class:`Corpus`.

    A relative folder that is not in the working folder is looked for in the checkout, so that notebooks run from
    anywhere. The same bytes are parsed once a process. Files that can't be read, or whose sidecar can't be applied, are
    in ``problems``. Raises DocumentError where the folder is missing or holds no document that can be read.
    """
    folder = Path(seeds)
    if not folder.exists() and (ROOT / folder).is_dir():
        folder = ROOT / folder
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise DocumentError(f"{seeds}: {what}; name a folder that holds the documents as *.txt")
    paths = sorted(p for p in folder.glob("*.txt") if p.is_file())
    if not paths:
        raise DocumentError(f"{seeds}: holds no *.txt; save each source page there as UTF-8 text")
    key = _key(folder, paths)
    if key not in _loaded:
        _loaded.clear()  # one folder is kept, not every one that a long session has read
        _loaded[key] = _read(folder, paths)
    # Frames of the caller's own: what one notebook adds must not stand in the next one's. pandas copies on write.
    own = {name: _loaded[key].table(name).copy(deep=False) for name in schema.TABLES}
    return dataclasses.replace(_loaded[key], **own)


def parse(text: str, doc_id: str = "text", published: str | None = None) -> Corpus:
    """One text, as a page saved from the web, as a :class:`Corpus`; `published` (ISO) anchors relative dates."""
    corrections = {"published": (published, "given by the caller")} if published else {}
    page = pages.from_text(text, doc_id)
    return _collect([pipeline.parse(page, corrections)], {doc_id: page.text}, [])


def _key(folder: Path, paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in (*paths, *(p.with_suffix(".yaml") for p in paths)):
        if path.exists():
            digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(folder: Path, paths: list[Path]) -> Corpus:
    parsed, texts, problems = [], {}, []
    for path in paths:
        try:
            page = pages.read(path, folder)
            corrections = curation.read(path.with_suffix(".yaml"))
        except (DocumentError, CurationError) as error:
            problems.append(error)
            continue
        parsed.append(pipeline.parse(page, corrections))
        texts[page.doc_id] = page.text
    if not parsed:
        raise DocumentError(f"{folder}: none of its {len(paths)} documents can be read; the first: {problems[0]}")
    return _collect(parsed, texts, problems)


def _collect(parsed: list[dict[str, list]], texts: dict[str, str], problems: list[CqResearchError]) -> Corpus:
    frames = {name: frame(name, [row for tables in parsed for row in tables[name]]) for name in schema.TABLES}
    return Corpus(**frames, texts=texts, problems=problems)


def frame(name: str, records: list) -> pd.DataFrame:
    """The records of table `name` as a data frame with the schema's columns and types, also where there are none."""
    columns = schema.columns(schema.TABLES[name])
    data = {c.name: pd.Series([getattr(r, c.name) for r in records], dtype=_DTYPES[c.type]) for c in columns}
    return pd.DataFrame(data)
