# SPDX-License-Identifier: Apache-2.0
"""The reading engine: every line of a page, with its lattice.

An engine returns every box it saw, also those that read as nothing, in reading order; () means that
it looked and saw nothing; a failure raises EngineError.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from blindscan.model.errors import EngineError
from blindscan.model.line import Head, Line
from blindscan.model.page import Pixels
from blindscan.read.detector import DetectionScale, Detector
from blindscan.read.recogniser import Reading, Recogniser
from blindscan.read.runtime import Runtime, open_session
from blindscan.read.strips import Strip, cut_strips
from blindscan.read.weights import cut_recogniser, weight_file


class Engine(Protocol):
    """Reads pages. `pixels` is (h, w, 3) uint8 RGB; quads come back in its frame.

    `head`: PP-OCR's output layer, with which lattices are searched; text-only engines have it for what
    it tells of characters that look alike.
    """

    head: Head

    def read(self, pixels: Pixels) -> tuple[Line, ...]:
        """All lines of the page."""
        ...

    def detect(self, pixels: Pixels, longest: int | None = None) -> NDArray[np.float32]:
        """Quads of the page's lines in reading order."""
        ...

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        """The lines of the quads."""
        ...

    def recognise(self, strips: Sequence[Pixels]) -> tuple[Reading, ...]:
        """Read ready-made strips."""
        ...


class LineFinder:
    """PP-OCRv6 small's detector, for every engine that reads lines and finds them so."""

    def __init__(self, runtime: Runtime, threads: int) -> None:
        self._detector = Detector(
            open_session(weight_file("detection"), runtime, threads), DetectionScale()
        )

    def detect(self, pixels: Pixels, longest: int | None = None) -> NDArray[np.float32]:
        """Quads (n, 4, 2) of the page's text lines in reading order.

        `longest`: the page's longer side in pixels that the detector is to work at, at most.
        """
        scale = DetectionScale(longest) if longest else None
        try:
            quads, _ = self._detector.detect(pixels, scale)
        except RuntimeError as error:
            raise EngineError("read.engine_failed") from error
        return quads[reading_order(quads)]


class PpOcrEngine(LineFinder):
    """PP-OCRv6 small, from the weights inside the rapidocr wheel."""

    def __init__(self, runtime: Runtime = "auto", threads: int = 0) -> None:
        super().__init__(runtime, threads)
        graph = cut_recogniser()
        self.head: Head = graph.head
        self._recogniser = Recogniser(
            open_session(graph.path, runtime, threads, abreast=True), graph.head
        )

    def read(self, pixels: Pixels) -> tuple[Line, ...]:
        """All lines of the page, detected as PP-OCR was trained."""
        return self.read_quads(pixels, self.detect(pixels))

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        """One line a quad (up to three for tall quads: on either side and stacked), in order."""
        return read_strips(pixels, quads, self.recognise)

    def recognise(self, strips: Sequence[Pixels]) -> tuple[Reading, ...]:
        """Read ready-made strips (48, width, 3), such as a seal's unrolled ring."""
        try:
            return self._recogniser.recognise(strips)
        except RuntimeError as error:
            raise EngineError("read.engine_failed") from error


def read_strips(
    pixels: Pixels,
    quads: NDArray[np.float32],
    recognise: Callable[[Sequence[Pixels]], tuple[Reading, ...]],
) -> tuple[Line, ...]:
    """The lines of quads, cut into strips that an engine recognises."""
    strips = [strip for quad in quads for strip in cut_strips(pixels, quad)]
    readings = recognise([strip.pixels for strip in strips])
    return tuple(_line(s, r) for s, r in zip(strips, readings, strict=True))


def _line(strip: Strip, reading: Reading) -> Line:
    return Line(
        strip.quad,
        reading.text,
        reading.score,
        reading.lattice,
        strip.knots,
        reading.weak_run,
        reading.glyphs,
    )


def reading_order(quads: NDArray[np.float32]) -> NDArray[np.intp]:
    """Top to bottom in rows, left to right within a row. A row ends where a quad starts lower than
    half a line below the row's first."""
    if not len(quads):
        return np.zeros(0, dtype=np.intp)
    centre = quads.mean(axis=1)
    height = np.maximum(np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1), 1)
    rows, row, start = np.zeros(len(quads), dtype=int), 0, None
    for i in np.argsort(centre[:, 1], kind="stable"):
        if start is not None and centre[i, 1] - centre[start, 1] > 0.6 * min(height[i], height[start]):
            row, start = row + 1, i
        elif start is None:
            start = i
        rows[i] = row
    return np.lexsort((centre[:, 0], rows))
