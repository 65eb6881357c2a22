"""Where things stand in a checkout. Imports nothing of the package."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
VOCABULARIES = PACKAGE / "vocabularies"
ROOT = PACKAGE.parent  # the checkout: the package is installed from it in place
SEEDS = ROOT / "seeds"
NOTEBOOKS = ROOT / "notebooks"
REPORTS = ROOT / "reports"
DATA = REPORTS / "data"
LOCK = ROOT / "requirements.lock"
