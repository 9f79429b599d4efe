# SPDX-License-Identifier: Apache-2.0
"""What all tests share."""

import pytest

from blindscan.pipeline import Tools
from blindscan.read.engine import PpOcrEngine
from blindscan.read.runtime import open_session
from blindscan.read.weights import weight_file


@pytest.fixture(scope="session")
def engine() -> PpOcrEngine:
    """The real engine, compiled once a run."""
    return PpOcrEngine()


@pytest.fixture(scope="session")
def tools(engine: PpOcrEngine) -> Tools:
    """The real networks, loaded once a run."""
    return Tools(engine, open_session(weight_file("orientation")))
