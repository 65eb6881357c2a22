"""The way in: one page that lists the reports, from the record of what has been made."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import quote

from cq_research.reports.ledger import Ledger, write
from cq_research.reports.matrix import DATA, KINDS

_HEADINGS = {"overview": "Overview", "partner": "Partners", "theme": "Themes", "document": "Documents"}
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chongqing's international cooperation: reports</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1.2rem; }}
h1 {{ font-size: 1.6rem; line-height: 1.25; }}
h2 {{ font-size: 1rem; margin: 2.2rem 0 .4rem; }}
ul {{ list-style: none; margin: 0; padding: 0; }}
li {{ display: flex; gap: 1rem; justify-content: space-between; padding: .35rem 0; border-top: 1px solid #8884; }}
li > :first-child {{ overflow-wrap: anywhere; }}
.files {{ white-space: nowrap; }}
</style>
</head>
<body>
<main>
<h1>Chongqing's international cooperation: reports</h1>
<p>What the source documents say, each number with the sentence it was read from.</p>
{sections}
</main>
</body>
</html>
"""


def write_index(ledger: Ledger, out: Path) -> None:
    """Write ``index.html`` into the folder `out`. Raises OutputError where that can't be done."""
    sections = [_section(ledger, kind) for kind in KINDS]
    if DATA in ledger.made:
        sections.append(_list("Data", [_item("Tables (Data Package: CSV, Parquet)", _links(ledger.made[DATA]))]))
    write(out / "index.html", _PAGE.format(sections="\n".join(s for s in sections if s)).encode())


def _section(ledger: Ledger, kind: str) -> str:
    entries = [entry for _, entry in sorted(ledger.made.items()) if entry.get("kind") == kind]
    return _list(_HEADINGS[kind], [_item(entry["title"], _links(entry)) for entry in entries]) if entries else ""


def _list(heading: str, items: list[str]) -> str:
    return f"<h2>{escape(heading)}</h2>\n<ul>\n" + "\n".join(items) + "\n</ul>"


def _item(title: str, links: str) -> str:
    return f'<li><span>{escape(title)}</span> <span class="files">{links}</span></li>'


def _links(entry: dict) -> str:
    endings = {".html": "HTML", ".pdf": "PDF", ".json": "datapackage.json"}
    found = {Path(file).suffix: file for file in entry["files"] if Path(file).suffix in endings}
    title = escape(entry["title"], quote=True)
    return " ".join(
        f'<a href="{quote(found[ending])}" aria-label="{title}, {label}">{label}</a>'
        for ending, label in endings.items()
        if ending in found
    )
