"""When a page was published, and how that is known.

A date that the page states (byline, credit line, dateline with its year, closing bracket) is read: ``stated``. Where
there is none it is worked out, as the data contract's rule 2 says, from a month-day, the weekday that the text calls
it, the years that the text speaks of as past, and events of the world that it speaks of as present: ``inferred``.
Today's date is never looked at.
"""

from __future__ import annotations

from cq_research import schema
from cq_research.publication import inferred, stated
from cq_research.publication.stated import Published

__all__ = ["Published", "published"]


def published(page_text: str, blocks: list[schema.Block], sentences: list[schema.Sentence]) -> Published:
    """The date of publication of a page; all fields None but `doubt` where nothing shows it.

    `page_text` is the whole page, `blocks` its parts and `sentences` those of its content. `evidence` is one sentence
    that names what the date rests on and the other candidates. Never raises.
    """
    return stated.find(blocks, sentences) or inferred.find(page_text, blocks, sentences)
