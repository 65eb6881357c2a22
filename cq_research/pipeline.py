"""The order of the stages, a document at a time; nothing else.

Each stage is a pure function from text and vocabularies to records. What a stage needs stands in its call:

    page → blocks → sentences → published → partners, themes, dates → figures → numerals
"""

from __future__ import annotations

import dataclasses

from cq_research import curation, dates, figures, numerals, pages, partners, publication, sentences, themes


def parse(page: pages.Page, corrections: dict[str, tuple[str | None, str]] | None = None) -> dict[str, list]:
    """All records of one page: table name → records of the class that ``schema.TABLES`` names, in text order.

    `corrections` are a sidecar's, as :func:`cq_research.curation.read` gives them.
    """
    blocks = pages.blocks(page)
    split = sentences.split(blocks)
    dated = publication.published(page.text, blocks, split)
    document = dataclasses.replace(
        pages.describe(page, blocks),
        published=dated.value,
        published_precision=dated.precision,
        published_basis=dated.basis,
        published_evidence=dated.evidence,
    )
    if dated.doubt:
        document = dataclasses.replace(document, doubt="; ".join(filter(None, (document.doubt, dated.doubt))))
    document = curation.apply(document, corrections or {})
    anchor = document.published

    # A caption that repeats body text is one finding, not two.
    repeated = pages.repeated(blocks)
    told = [s for s in split if s.block_id not in repeated]
    partner_rows = partners.find(told)
    date_rows = dates.find(told, anchor)
    figure_rows = figures.find(told, date_rows, partner_rows, anchor)
    return {
        "documents": [document],
        "blocks": blocks,
        "sentences": split,
        "dates": date_rows,
        "figures": figure_rows,
        "numerals": numerals.audit(page.text, page.doc_id, blocks, split, date_rows, figure_rows, repeated),
        "themes": themes.find(told),
        "partners": partner_rows,
    }
