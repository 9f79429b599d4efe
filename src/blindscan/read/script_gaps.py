# SPDX-License-Identifier: Apache-2.0
"""Ink right above or beside the name of an ID card that the detector took for no line."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points, grow_quad, quad_size, rectangle, slice_quad
from blindscan.model.line import Line
from blindscan.model.page import Pixels

LABELS = ("性别", "民族", "出生", "住址", "公民身份号码", "身份号码")
LEAST_LABELS = 2
ABOVE = 1.8
"""How far above the name's row a second script may reach, in heights of the row."""
BESIDE = 8.0
"""How far to its right, likewise."""
CELL = 24
"""Pixels that a row's height is cut to."""
LONGEST_WORD = 8
"""In heights of the row: the letters of one word that join."""


def missed_quads(pixels: Pixels, lines: Sequence[Line]) -> Iterator[Points]:
    """(4, 2) quads of ink near the 姓名 rows of an ID card that no line covers."""
    squeezed = ["".join(line.text.split()) for line in lines]
    if sum(any(label in text for text in squeezed) for label in LABELS) < LEAST_LABELS:
        return
    for line, text in zip(lines, squeezed, strict=True):
        if text.startswith("姓名"):
            yield from _missed_near(pixels, _row(line, lines), lines)


def _row(label: Line, lines: Sequence[Line]) -> Points:
    """The label's quad, drawn out to the end of the line that follows it in the same row."""
    length, height = quad_size(label.quad)
    axis = (label.quad[1] - label.quad[0]) / max(length, 1e-6)
    down = (label.quad[3] - label.quad[0]) / max(height, 1e-6)
    end = length
    for line in lines:
        start, off = (line.quad[0] - label.quad[0]) @ axis, (line.quad[0] - label.quad[0]) @ down
        if abs(off) < 0.5 * height and 0 < start < length + 3 * height:
            end = max(end, float((line.quad[1] - label.quad[0]) @ axis))
    return slice_quad(label.quad, 0.0, end / max(length, 1e-6))


def _missed_near(pixels: Pixels, row: Points, lines: Sequence[Line]) -> Iterator[Points]:
    """Ink in the stripe above the row, and in the row after its end."""
    length, height = quad_size(row)
    up = (row[0] - row[3]) / max(height, 1e-6) * height * ABOVE
    above = np.array([row[0] + up, row[1] + up, row[1], row[0]], dtype=np.float32)
    beside = slice_quad(row, 1.0, 1.0 + BESIDE * height / max(length, 1e-6))
    for area in (above, beside):
        cells = max(4, round(quad_size(area)[0] / height * CELL))
        size = (cells, round(quad_size(area)[1] / height * CELL))
        yield from _ink_in(pixels, area, size, lines)


def _ink_in(
    pixels: Pixels, area: Points, size: tuple[int, int], lines: Sequence[Line]
) -> Iterator[Points]:
    target = rectangle(0, 0, *size)
    there = cv2.getPerspectiveTransform(area, target)
    gray = cv2.cvtColor(cv2.warpPerspective(pixels, there, size), cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(gray, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    for line in lines:
        covered = cv2.perspectiveTransform(line.quad[None].astype(np.float32), there)[0]
        cv2.fillConvexPoly(ink, np.round(covered).astype(np.int32), 0)
    back = np.linalg.inv(there)
    for box in _words(_without_rules(np.asarray(ink, dtype=np.uint8))):
        quad = cv2.perspectiveTransform(box[None], back)[0].astype(np.float32)
        yield grow_quad(quad, 0.15 * quad_size(quad)[1], 0.1 * quad_size(quad)[1])


def _without_rules(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The ink without pieces longer than any word: rules of tables, level or not."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    long = stats[:count, cv2.CC_STAT_WIDTH] > LONGEST_WORD * CELL
    long[0] = False
    return np.asarray(ink * ~long[labels], dtype=np.uint8)


def _words(ink: NDArray[np.uint8]) -> Iterator[Points]:
    """(4, 2) boxes of ink that is as high as a line at most, drawn together over a word's gaps."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((CELL // 3, CELL), dtype=np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    for left, top, width, height, _ in stats[1:count].tolist():
        if CELL // 3 <= height <= 1.5 * CELL and width > 2 * height:
            yield rectangle(left, top, left + width, top + height)
