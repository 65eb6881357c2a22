"""The tables of a report. A column without a value in any row is not shown; cells are escaped when printed."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from types import SimpleNamespace

from cq_research import __version__, paths, periods, schema, themes
from cq_research.facts import moments, period_label
from cq_research.present.parts import Section, Table, place_name, source
from cq_research.selection import Selection, rows
from cq_research.wording import amount, counted, indicator, number, plain, shortened

_LONG_TABLE = 120  # rows; beyond, only figures with an indicator are shown


def figures(about: Selection) -> Section:
    """The table of figures: as written, as a value, what and when it is about, and the source sentence."""
    shown = rows(about.figures)
    if not shown:
        return Section("Figures", ())
    omitted = 0
    if len(shown) > _LONG_TABLE:
        kept = [f for f in shown if f.indicator]
        shown, omitted = kept, len(shown) - len(kept)
    moments_of = moments(about)
    order = {f.figure_id: i for i, f in enumerate(shown)}
    shown.sort(key=lambda f: (f.indicator is None, order[f.figure_id]))
    texts = {f.figure_id: plain(f.text) for f in rows(about.figures)}
    lines = [
        (
            plain(f.text),
            _value(f),
            "; ".join(filter(None, (_what(f), _notes(f, texts)))) or None,
            period_label(f, moments_of.get(f.figure_id)),
            ", ".join(filter(None, (place_name(f.place), place_name(f.partner if f.partner != about.key else None)))),
            source(about, f.sentence_id),
        )
        for f in shown
    ]
    caption = (
        f"Figures, as the text has them and as values in the unit named; {counted(len(shown), 'row')} of the table "
        f"figures from {counted(len({f.doc_id for f in shown}), 'document')}."
    )
    if any(f.usd is not None and f.unit != "USD" for f in shown):
        caption += " In brackets: US dollars at the average rate of the period."
    if omitted:
        caption += f" {omitted:,} more, without an indicator, are in the table figures only."
    columns = ("As written", "Value", "What", "Period", "Place, partner", "Source")
    return Section("Figures", (Table(columns, tuple(lines), caption),))


def _what(f: SimpleNamespace) -> str | None:
    return indicator(f.indicator)["label"] if f.indicator else plain(f.measure or "") or None


def _value(f: SimpleNamespace) -> str:
    if f.qualifier == "vague" or f.value is None:
        return "vague"
    sign = {"increase": "up ", "decrease": "down "}.get(f.change, "")
    status = f" ({f.status})" if f.status and f.status != "actual" else ""
    # Four digits: a rate averaged over a period gives no more.
    dollars = f" (USD {number(float(f'{f.usd:.4g}'))})" if f.usd is not None and f.unit != "USD" else ""
    return f"{sign}{amount(f)}{dollars}{status}"


def _notes(f: SimpleNamespace, texts: dict[str, str]) -> str | None:
    notes = []
    if f.converts:
        notes.append(f"restates “{texts[f.converts]}”" if f.converts in texts else "restates another figure")
    if f.doubt:
        notes.append(f"to be checked: {f.doubt}")
    return "; ".join(notes) or None


def dates(about: Selection) -> Section:
    """The table of time expressions: as written, as a value, how it is known, and the source sentence."""
    shown = rows(about.dates)
    lines = [
        (
            plain(d.text),
            d.value,
            _in_words(d.value),
            d.kind,
            " ".join(filter(None, (d.relation, d.mod))) or None,
            d.basis and d.basis + (f", from {d.anchor}" if d.anchor else ""),
            f"to be checked: {d.doubt}" if d.doubt else None,
            source(about, d.sentence_id),
        )
        for d in shown
    ]
    caption = f"Time expressions and their values (ISO 8601, TIMEX3); {counted(len(shown), 'row')} of the table dates."
    columns = ("As written", "Value", "In words", "Kind", "Relation", "Known", "Note", "Source")
    return Section("Times", (Table(columns, tuple(lines), caption),) if lines else ())


def _in_words(value: str | None) -> str | None:
    words = periods.words(value) if value and periods.bounds(value) else None
    return words if words != value else None


def particulars(about: Selection) -> Table:
    """What is known of a document: every field of the table ``documents``."""
    document = vars(rows(about.documents)[0])
    lines = []
    for column in schema.columns(schema.Document):
        value = document[column.name]
        if value is not None:
            told = f"{value:,}" if isinstance(value, int) else plain(str(value))
            lines.append((column.name, told, column.meaning.replace("`", "")))
    return Table(("Field", "Value", "Meaning"), tuple(lines), "What is known of the document; fields not here are not.")


def matrix(about: Selection) -> Section:
    """How many sentences speak of a partner and a theme together; themes down and partners across, or turned."""
    pairs = about.corpus.partners[["sentence_id", "partner"]].drop_duplicates().merge(
        about.corpus.themes[["sentence_id", "theme"]].drop_duplicates(), on="sentence_id"
    )  # fmt: skip
    if pairs.empty:
        return Section("Partners and themes", ())
    counts = pairs.groupby(["theme", "partner"]).size().to_dict()
    found_partners = sorted(pairs["partner"].unique(), key=lambda code: (-(pairs["partner"] == code).sum(), code))
    found_themes = [theme for theme in schema.THEMES if (pairs["theme"] == theme).any()]
    titles = themes.known()
    if len(found_partners) <= 8:
        columns = ("Theme", *(place_name(code) for code in found_partners))
        lines = [(titles[t], *(_count(counts.get((t, p))) for p in found_partners)) for t in found_themes]
    else:
        columns = ("Partner", *(titles[t] for t in found_themes))
        lines = [(place_name(p), *(_count(counts.get((t, p))) for t in found_themes)) for p in found_partners]
    caption = (
        f"Sentences that speak of a partner and a theme together; {pairs['sentence_id'].nunique():,} sentences, "
        "from the tables partners and themes. A sentence may count more than once."
    )
    return Section("Partners and themes", (Table(columns, tuple(lines), caption),))


def audit(about: Selection) -> Section:
    """What became of every number in the document: how many by role, and each one that nothing explains."""
    numerals = [n for n in rows(about.corpus.numerals) if n.doc_id == about.key]
    if not numerals:
        return Section("Numbers accounted for", ())
    roles = next(c.enum for c in schema.columns(schema.Numeral) if c.name == "role")
    counts = [(role, f"{sum(n.role == role for n in numerals):,}") for role in roles]
    parts = [Table(("Role", "Numbers"), tuple(c for c in counts if c[1] != "0"),
                   f"Every run of digits and number word, by what became of it; {len(numerals):,} rows of the table "
                   "numerals.")]  # fmt: skip
    whole = about.corpus.text(about.key)
    open_rows = tuple(
        (n.text, f"{n.start:,}–{n.end:,}", f"…{plain(whole[max(0, n.start - 50) : n.end + 50])}…")
        for n in sorted(numerals, key=lambda n: n.start)
        if n.role == "unresolved"
    )
    if open_rows:
        parts.append(Table(("Number", "Place", "Around it"), open_rows,
                           f"Numbers that nothing explains: {counted(len(open_rows), 'row')}."))  # fmt: skip
    return Section("Numbers accounted for", tuple(parts))


def colophon(about: Selection, seeds: str, **parameters: str) -> Table:
    """What the report was made from: parameters, documents, package and lock; nothing that differs between machines.

    `seeds` is told by its last part only, which is no place on somebody's machine.
    """
    given = {**parameters, "seeds": PurePath(seeds).name}
    listed = "".join(f"{d.sha256}  {d.file}\n" for d in sorted(rows(about.corpus.documents), key=lambda d: d.file))
    lines = [
        ("Parameters", ", ".join(f"{name}: {value}" for name, value in sorted(given.items()))),
        ("Documents", f"{len(about.corpus.documents):,}, SHA-256 {hashlib.sha256(listed.encode()).hexdigest()}"),
        ("Package", f"cq_research {__version__}"),
    ]
    if paths.LOCK.is_file():
        lines.append(("Libraries", f"requirements.lock, SHA-256 {hashlib.sha256(paths.LOCK.read_bytes()).hexdigest()}"))
    unread = [plain(str(problem)) for problem in about.corpus.problems]
    lines += [("Not read", shortened(problem, 300)) for problem in unread]
    caption = "What this report was made from. The hash of the documents is that of what sha256sum prints for all."
    return Table(("What", "Which"), tuple(lines), caption)


def _count(count: int | None) -> str:
    return f"{count:,}" if count else "–"
