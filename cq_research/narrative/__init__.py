"""Numbers to sentences: what the sources say of a subject, and what they do not."""

from __future__ import annotations

from cq_research.narrative.gaps import gaps
from cq_research.narrative.points import key_points

__all__ = ["gaps", "key_points"]
