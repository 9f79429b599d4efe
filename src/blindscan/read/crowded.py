# SPDX-License-Identifier: Apache-2.0
"""Second look at lines that crowd each other: print over print, two lines taken for one.

The detector gives such a place one box, too tall or across its neighbours, and the recogniser mixes
the lines. A band not quite as tall as a usual line, moved down over the box in small steps, meets
each of the lines alone at some step.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import bounds, quad_size
from blindscan.model.line import Line
from blindscan.model.page import Pixels

SURE = 0.93
"""Mean character probability from which a reading needs no second look."""
MIXED = 4
"""Unsure characters in a row, or wrong ones to be expected, that print over print leaves; fewer do
where some of them stand together."""
TALL = 1.7
"""Height over the page's usual line height from which a box may hold two lines."""
LEAST_ASPECT = 3.0
BAND = 0.75
"""Height of a band in usual line heights: narrow bands tell lines that share ink apart best."""
STEP = 0.2
"""Distance between two bands in usual line heights."""
MOST_BANDS = 48


class LineReader(Protocol):
    """The step of an engine that this needs. See `PpOcrEngine`."""

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        """Lines of the quads."""
        ...


def read_crowded(pixels: Pixels, lines: Sequence[Line], reader: LineReader) -> tuple[Line, ...]:
    """Readings of bands over all crowded lines; () when there is none."""
    crowded = crowded_lines(lines)
    if not crowded:
        return ()
    usual = usual_height(lines)
    bands = [band for line in crowded for band in _bands(line.quad, usual)][:MOST_BANDS]
    return reader.read_quads(pixels, np.array(bands, dtype=np.float32))


def crowded_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Long lines that read unsurely and overlap another one, are too tall for one, or have a stretch
    that makes no sense."""
    if not lines:
        return ()
    usual = usual_height(lines)
    boxes = np.array([bounds(line.quad) for line in lines])
    return tuple(
        line
        for i, line in enumerate(lines)
        if line.score < SURE
        and _is_long(line)
        and (_is_mixed(line) or _is_tall(line, usual) or _overlaps(boxes, i))
    )


def usual_height(lines: Sequence[Line]) -> float:
    """The median height of the page's lines in pixels."""
    return float(np.median([quad_size(line.quad)[1] for line in lines]))


def _is_long(line: Line) -> bool:
    length, height = quad_size(line.quad)
    dx, dy = line.quad[1] - line.quad[0]
    return length > LEAST_ASPECT * height and bool(dx > abs(dy))


def _is_mixed(line: Line) -> bool:
    together = line.weak_run > 1 and line.misread >= MIXED - 1.5
    return together or line.weak_run >= MIXED or line.misread >= MIXED


def _is_tall(line: Line, usual: float) -> bool:
    return TALL * usual < quad_size(line.quad)[1] < 4 * usual


def _overlaps(boxes: NDArray[np.float64], i: int) -> bool:
    """Whether another box takes up a quarter of this one's height over a third of its width."""
    left, top, right, bottom = boxes[i]
    width = np.minimum(right, boxes[:, 2]) - np.maximum(left, boxes[:, 0])
    height = np.minimum(bottom, boxes[:, 3]) - np.maximum(top, boxes[:, 1])
    shares = (width > 0.33 * (right - left)) & (height > 0.25 * (bottom - top))
    shares[i] = False
    return bool(shares.any())


def _bands(quad: NDArray[np.float32], usual: float) -> Iterator[NDArray[np.float32]]:
    """Quads of a band's height, from just above the quad's top to just below its bottom."""
    down = (quad[3] - quad[0] + quad[2] - quad[1]) / 2
    height = float(np.linalg.norm(down))
    unit, band = down / max(height, 1e-6), BAND * usual
    for start in np.arange(-0.3 * band, height - 0.7 * band + 1, STEP * usual):
        top = quad[:2] + unit * start
        yield np.concatenate([top, (top + unit * band)[::-1]]).astype(np.float32)
