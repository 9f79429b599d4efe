# SPDX-License-Identifier: Apache-2.0
"""What all tests share."""

import pytest

from blindscan.read.engine import PpOcrEngine


@pytest.fixture(scope="session")
def engine() -> PpOcrEngine:
    """The real engine, compiled once a run."""
    return PpOcrEngine()
