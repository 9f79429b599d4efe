# SPDX-License-Identifier: Apache-2.0
"""What reading seals asks of an engine: strips, and the lines of a small picture."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from blindscan.model.line import Line
from blindscan.model.page import Pixels
from blindscan.read.recogniser import Reading


class SealEngine(Protocol):
    """The steps of an engine, one by one. See `PpOcrEngine`."""

    def recognise(self, strips: Sequence[Pixels]) -> tuple[Reading, ...]:
        """Read (48, width, 3) strips."""
        ...

    def detect(self, pixels: Pixels, longest: int | None = None) -> NDArray[np.float32]:
        """Quads (n, 4, 2) of the lines of a picture sized to `longest` pixels."""
        ...

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        """Lines of the quads."""
        ...
