"""The tables, declared once: a dataclass a table, a field a column.

Every other description of the tables is made from this module: the records that the stages hand on, the data frames,
the Table Schema in ``datapackage.json``, the README's list and the integrity checks.

A record that quotes a source carries ``start`` and ``end`` (Unicode code points into the decoded file, end exclusive)
and ``text``, which equals that slice exactly.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass

BASIS = ("stated", "inferred", "curated")
BLOCK_KINDS = ("title", "byline", "heading", "question", "body", "caption", "source", "furniture")
CONTENT_KINDS = ("title", "heading", "question", "body", "caption")
MENTION_KINDS = ("person", "organisation", "place", "facility", "event", "programme")
THEMES = (
    "trade", "investment", "logistics", "finance", "industry", "energy", "agriculture", "people", "diplomacy",
    "business-environment", "platforms", "policy",
)  # fmt: skip
DOUBT = "why a person should look at this row; null where there is no reason to"


def column(meaning: str, *, unit: str | None = None, enum: tuple[str, ...] | None = None, key: str | None = None):
    """Declare one column: its meaning, its unit (if it has one), its allowed values, and the column it refers to.

    ``key`` is ``"primary"`` or ``"<table>.<column>"`` for a reference.
    """
    return dataclasses.field(default=None, metadata={"meaning": meaning, "unit": unit, "enum": enum, "key": key})


def row_id(doc_id: str, table: str, start: int, end: int, part: str = "") -> str:
    """The id of the row of `table` that quotes ``[start, end)`` of `doc_id`.

    Made of nothing but the place in the source, so that ids stay the same whatever other files or rows there are.
    `part` tells rows on the same span apart (a theme, a partner).

    >>> row_id("a", "figures", 10, 14)
    'a:figures:10-14'
    """
    return f"{doc_id}:{table}:{start}-{end}" + (f":{part}" if part else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One row a seed file."""

    doc_id: str = column("the file's name without its ending", key="primary")
    file: str = column("path relative to the seeds folder")
    sha256: str = column("SHA-256 of the file's bytes")
    title: str | None = column("headline, furniture stripped")
    publisher: str | None = column("who published it: the site or agency named in the page")
    source: str | None = column("whom the page credits, where that is another")
    author: str | None = column("byline, in ordinary case")
    dateline: str | None = column("place in the dateline")
    published: str | None = column("date of publication, ISO 8601 at the precision known")
    published_precision: str | None = column("how precise `published` is", enum=("day", "month", "year"))
    published_basis: str | None = column("how `published` is known", enum=BASIS)
    published_evidence: str | None = column("the words, or the reasoning, that `published` rests on")
    language: str | None = column("language of the body, BCP 47")
    chars: int = column("length of the decoded text", unit="code points")
    body_chars: int = column("length of its content blocks (not furniture, bylines, credits)", unit="code points")
    doubt: str | None = column(DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The file cut into its parts, in order; blocks and the white space between them cover the file completely."""

    doc_id: str = column("the document", key="documents.doc_id")
    block_id: str = column("id, stable for the same bytes", key="primary")
    start: int = column("first code point", unit="code points")
    end: int = column("code point after the last", unit="code points")
    text: str = column("the slice of the file, unchanged")
    kind: str = column("what the part is", enum=BLOCK_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The sentences of the content blocks."""

    doc_id: str = column("the document", key="documents.doc_id")
    sentence_id: str = column("id, stable for the same bytes", key="primary")
    block_id: str = column("the block it stands in", key="blocks.block_id")
    start: int = column("first code point", unit="code points")
    end: int = column("code point after the last", unit="code points")
    text: str = column("the slice of the file, unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """Every time expression in the content."""

    doc_id: str = column("the document", key="documents.doc_id")
    date_id: str = column("id, stable for the same bytes", key="primary")
    sentence_id: str = column("the sentence it stands in", key="sentences.sentence_id")
    start: int = column("first code point", unit="code points")
    end: int = column("code point after the last", unit="code points")
    text: str = column("the slice of the file, unchanged")
    kind: str = column("TIMEX3 type", enum=("date", "time", "duration", "set"))
    value: str | None = column("ISO 8601 / TIMEX3 / EDTF value at the precision known; null where it can't be known")
    mod: str | None = column("which part of the period", enum=("start", "mid", "end"))
    relation: str | None = column("how the text relates to it", enum=("since", "by", "before", "after", "until"))
    basis: str | None = column("how `value` is known", enum=BASIS)
    anchor: str | None = column("the date that a relative expression was resolved against, ISO 8601")
    doubt: str | None = column(DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Every quantity in the content."""

    doc_id: str = column("the document", key="documents.doc_id")
    figure_id: str = column("id, stable for the same bytes", key="primary")
    sentence_id: str = column("the sentence it stands in", key="sentences.sentence_id")
    start: int = column("first code point", unit="code points")
    end: int = column("code point after the last", unit="code points")
    text: str = column("the quantity as written, with its unit or counted noun")
    kind: str = column(
        "what kind of quantity",
        enum=("money", "count", "percent", "area", "length", "mass", "energy", "other", "rank"),
    )
    value: float | None = column("the number in `unit`, scale words multiplied out", unit="as `unit` says")
    value_high: float | None = column("upper end; only for a range", unit="as `unit` says")
    qualifier: str = column("how exactly the text puts it", enum=("exact", "about", "over", "under", "vague"))
    unit: str | None = column("ISO 4217 code, `percent`, SI or trade unit as written, or the counted noun, singular")
    measure: str | None = column("what is measured, in the text's words")
    indicator: str | None = column("id in the indicators vocabulary")
    change: str | None = column("a level, or a change of one", enum=("level", "increase", "decrease"))
    converts: str | None = column("the figure that this one restates in another unit", key="figures.figure_id")
    status: str | None = column("actual, intended or estimated", enum=("actual", "target", "estimate"))
    place: str | None = column("what it is about: ISO 3166-2 for Chinese provinces, else ISO 3166-1 alpha-2")
    partner: str | None = column("with whom: ISO 3166-1 alpha-2, or `ASEAN`, `EU`")
    period: str | None = column("the time it refers to, as in `dates.value`")
    period_basis: str | None = column("how `period` is known", enum=BASIS)
    usd: float | None = column("money at the average rate of the period", unit="US dollars")
    fx_rate: float | None = column("units of `unit` a US dollar, average of the period", unit="`unit` per US dollar")
    fx_source: str | None = column("where the rate comes from")
    doubt: str | None = column(DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """The audit: every run of digits in the file and every number word in the content."""

    doc_id: str = column("the document", key="documents.doc_id")
    start: int = column("first code point", unit="code points")
    end: int = column("code point after the last", unit="code points")
    text: str = column("the number as written, with its separators")
    role: str = column("what became of it", enum=("figure", "date", "rank", "name", "other", "furniture", "unresolved"))
    ref_id: str | None = column("the row that holds it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Which themes a sentence speaks of, and the words that show it."""

    doc_id: str = column("the document", key="documents.doc_id")
    sentence_id: str = column("the sentence", key="sentences.sentence_id")
    theme: str = column("the theme", enum=THEMES)
    start: int = column("first code point of the cue", unit="code points")
    end: int = column("code point after the cue", unit="code points")
    text: str = column("the cue, unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Foreign countries and blocs that a sentence involves, and the words that show it."""

    doc_id: str = column("the document", key="documents.doc_id")
    sentence_id: str = column("the sentence", key="sentences.sentence_id")
    partner: str = column("ISO 3166-1 alpha-2, or `ASEAN`, `EU`")
    start: int = column("first code point of the cue", unit="code points")
    end: int = column("code point after the cue", unit="code points")
    text: str = column("the cue, unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Every name in the content."""

    doc_id: str = column("the document", key="documents.doc_id")
    mention_id: str = column("id, stable for the same bytes", key="primary")
    sentence_id: str = column("the sentence it stands in", key="sentences.sentence_id")
    start: int = column("first code point", unit="code points")
    end: int = column("code point after the last", unit="code points")
    text: str = column("the slice of the file, unchanged")
    kind: str = column("what kind of thing bears the name", enum=MENTION_KINDS)
    entity_id: str | None = column("the thing itself", key="entities.entity_id")
    doubt: str | None = column(DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One row a thing in the world, across documents."""

    entity_id: str = column("from the vocabulary key, else from kind and fullest name", key="primary")
    name: str = column("fullest name")
    kind: str = column("what kind of thing", enum=MENTION_KINDS)
    country: str | None = column("ISO 3166-1 alpha-2")
    wikidata: str | None = column("Wikidata QID, where one is certain")
    parent_id: str | None = column("what it is part of", key="entities.entity_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Who is what."""

    doc_id: str = column("the document", key="documents.doc_id")
    role_id: str = column("id, stable for the same bytes", key="primary")
    sentence_id: str = column("the sentence it stands in", key="sentences.sentence_id")
    start: int = column("first code point", unit="code points")
    end: int = column("code point after the last", unit="code points")
    text: str = column("the slice of the file, unchanged")
    person: str = column("the person's name as written")
    role: str = column("the role as written")
    organisation: str | None = column("the organisation as written")
    person_id: str | None = column("the person", key="entities.entity_id")
    organisation_id: str | None = column("the organisation", key="entities.entity_id")
    doubt: str | None = column(DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who said what."""

    doc_id: str = column("the document", key="documents.doc_id")
    statement_id: str = column("id, stable for the same bytes", key="primary")
    sentence_id: str = column("the sentence it begins in", key="sentences.sentence_id")
    start: int = column("first code point", unit="code points")
    end: int = column("code point after the last", unit="code points")
    text: str = column("the words said, without quotation marks")
    mode: str = column("how the words are reported", enum=("direct", "indirect", "interview"))
    speaker: str | None = column("who speaks: a person, or a document or plan")
    speaker_id: str | None = column("the speaker", key="entities.entity_id")
    verb: str | None = column("the verb of saying, as written")
    doubt: str | None = column(DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Acts of cooperation."""

    doc_id: str = column("the document", key="documents.doc_id")
    event_id: str = column("id, stable for the same bytes", key="primary")
    sentence_id: str = column("the sentence it stands in", key="sentences.sentence_id")
    start: int = column("first code point", unit="code points")
    end: int = column("code point after the last", unit="code points")
    text: str = column("the slice of the file, unchanged")
    kind: str = column(
        "what kind of act",
        enum=(
            "visit", "meeting", "agreement", "investment", "opening", "designation", "fair", "policy", "plan",
        ),
    )  # fmt: skip
    trigger: str = column("the words that show it")
    date: str | None = column("when, as in `dates.value`")
    date_mod: str | None = column("which part of the period", enum=("start", "mid", "end"))
    date_basis: str | None = column("how `date` is known", enum=BASIS)
    status: str = column("how real it is", enum=("done", "ongoing", "planned", "hoped"))
    place: str | None = column("where")
    plover: str | None = column("the PLOVER/CAMEO-family code it corresponds to")
    doubt: str | None = column(DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventActor:
    """Who took part in an event, and as what."""

    event_id: str = column("the event", key="events.event_id")
    entity_id: str | None = column("the actor", key="entities.entity_id")
    name: str = column("its name as written")
    country: str | None = column("ISO 3166-1 alpha-2, or `ASEAN`, `EU`")
    role: str = column("its part in the event", enum=("agent", "counterpart", "object", "place"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the texts' own numbers say of each other."""

    check_id: str = column("id, stable for the same bytes", key="primary")
    doc_id: str | None = column("the document; null for a check across documents", key="documents.doc_id")
    check: str = column("what was held against what, as a sentence")
    holds: bool = column("whether it holds")
    expected: float | None = column("what the rows imply")
    found: float | None = column("what the text says")
    difference: float | None = column("`found` less `expected`")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """The rows a check rests on."""

    check_id: str = column("the check", key="checks.check_id")
    table: str = column("the table of the row")
    row_id: str = column("the row's id")
    part: str = column("the row's part in the check")


# The tables that the pipeline fills and `tables` writes, in the order in which a reader meets them.
TABLES: dict[str, type] = {
    "documents": Document,
    "blocks": Block,
    "sentences": Sentence,
    "dates": Date,
    "figures": Figure,
    "numerals": Numeral,
    "themes": Theme,
    "partners": Partner,
}

# Declared, not yet filled: an empty table would say "there are none", which is not known.
TO_COME: dict[str, type] = {
    "mentions": Mention,
    "entities": Entity,
    "roles": Role,
    "statements": Statement,
    "events": Event,
    "event_actors": EventActor,
    "checks": Check,
    "check_rows": CheckRow,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as :func:`columns` reads it off the dataclass."""

    name: str
    type: str  # of Table Schema: string, integer, number, boolean
    required: bool
    meaning: str
    unit: str | None
    enum: tuple[str, ...] | None
    key: str | None


_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def columns(record: type) -> list[Column]:
    """The columns of the table that holds records of class `record`, in order."""
    hints = typing.get_type_hints(record)
    result = []
    for field in dataclasses.fields(record):
        hint = hints[field.name]
        optional = isinstance(hint, types.UnionType)
        kind = next(t for t in typing.get_args(hint) if t is not type(None)) if optional else hint
        result.append(Column(name=field.name, type=_TYPES[kind], required=not optional, **field.metadata))
    return result
