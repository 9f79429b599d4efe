# SPDX-License-Identifier: Apache-2.0
"""Ink that looks like text and lies in no line: the detector passed over it, so it is read now.

Speckles, photocopied rules and page edges make the detector miss lines that a person reads with ease.
Glyph-sized marks that stand in a row outside everything found are cut out and given to the recogniser.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points, rectangle
from blindscan.model.line import Line
from blindscan.model.page import Pixels
from blindscan.read.seal_ink import paper_of, shrink

SIDE = 1000
"""Longest side in pixels of the picture that is searched."""
DARK = 0.16
"""Share of the paper's brightness that ink takes away."""
GLYPH = (7, 70)
"""Longest side of a glyph, in the searched picture's pixels."""
LEAST_AREA = 12
LINE = (9, 60)
"""Height of a line, likewise."""
LEAST_ASPECT = 1.8
LEAST_GLYPHS = 3
FILL = (0.12, 0.6)
"""Share of a line's box that is ink."""
MOST_PLACES = 40


class LineReader(Protocol):
    """The step of an engine that this needs. See `PpOcrEngine`."""

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        """Lines of the quads."""
        ...


def read_leftover(pixels: Pixels, known: Sequence[Points], reader: LineReader) -> tuple[Line, ...]:
    """Lines of an upright (h, w, 3) RGB page in ink outside the `known` outlines; () mostly."""
    quads = leftover_quads(pixels, known)
    return reader.read_quads(pixels, np.array(quads, dtype=np.float32)) if quads else ()


def leftover_quads(pixels: Pixels, known: Sequence[Points]) -> list[Points]:
    """(4, 2) rectangles of rows of glyph-sized marks outside the `known` outlines."""
    small, factor = shrink(pixels, SIDE)
    ink = _ink(small)
    for outline in known:
        cv2.fillPoly(ink, [np.round(outline * factor).astype(np.int32)], 0)
        # A line's own strokes may reach a little past its box.
        cv2.polylines(ink, [np.round(outline * factor).astype(np.int32)], True, 0, 7)
    boxes = sorted(_rows(ink), key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))[:MOST_PLACES]
    return [rectangle(*(v / factor for v in box)) for box in boxes]


def _ink(small: Pixels) -> NDArray[np.uint8]:
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    paper = cv2.cvtColor(paper_of(small), cv2.COLOR_RGB2GRAY)
    ground = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(gray < (1 - DARK) * ground, dtype=np.uint8)


def _rows(ink: NDArray[np.uint8]) -> Iterator[tuple[int, int, int, int]]:
    """(left, top, right, bottom) of glyphs in a row."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    width, height, area = stats[:count, 2], stats[:count, 3], stats[:count, 4]
    longest = np.maximum(width, height)
    glyph = (longest >= GLYPH[0]) & (longest <= GLYPH[1]) & (area >= LEAST_AREA)
    # Neither solid blobs nor rules.
    glyph &= (area < 0.75 * width * height) & (width < 4 * height) & (height < 6 * width)
    glyph[0] = False
    marks = glyph[labels].astype(np.uint8)
    joined = cv2.dilate(marks, np.ones((3, 3), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_CLOSE, np.ones((5, 17), np.uint8))
    count, _, rows, _ = cv2.connectedComponentsWithStats(joined)
    for left, top, width_, height_, _ in rows[1:count].tolist():
        if not (LINE[0] <= height_ <= LINE[1] and width_ >= LEAST_ASPECT * height_):
            continue
        inside = marks[top : top + height_, left : left + width_]
        numbers = labels[top : top + height_, left : left + width_][inside > 0]
        if len(np.unique(numbers)) >= LEAST_GLYPHS and FILL[0] < inside.mean() < FILL[1]:
            yield left, top, left + width_, top + height_
