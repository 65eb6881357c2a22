"""The time that files are stamped with, so that the same input gives the same bytes. Imports nothing of the package."""

from __future__ import annotations

EPOCH = 1_577_836_800  # 2020-01-01T00:00:00Z, in seconds since 1970, unless SOURCE_DATE_EPOCH says otherwise
