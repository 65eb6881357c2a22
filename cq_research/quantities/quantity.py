"""The record that the reader of quantities hands on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number, or one range, with what it counts. Offsets are code points into the sentence."""

    start: int
    end: int
    role: str | None  # `figure`, `rank`, `name`, `other`; None where nothing explains the number
    numbers: tuple[tuple[int, int], ...]  # the spans of the numbers themselves, for the audit
    first: int  # tokens [first, last)
    last: int
    value: float | None = None
    value_high: float | None = None
    qualifier: str = "exact"
    kind: str = "other"
    unit: str | None = None
    doubt: str | None = None
    form: str = "digits"
    mantissa: float = 0.0
    reason: str = ""


def tidy(value: float) -> float:
    """Without the dust of binary fractions: 4731.9 × 1e8 is 473190000000."""
    return float(f"{value:.12g}")
