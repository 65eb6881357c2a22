"""What several test modules need: the corpus of the five documents, read once."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

import cq_research as cq
from cq_research.paths import SEEDS

# No deadline: shared machines pause. Derandomised: a test that fails today failed yesterday too.
settings.register_profile("cq", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("cq")


@pytest.fixture(scope="session")
def corpus():
    """The five documents of ``seeds/``."""
    return cq.load(SEEDS)
