# SPDX-License-Identifier: Apache-2.0
"""Barcodes as rows of parallel bars: all of one whose middle was decoded, and those not decoded.

zxing-cpp gives the rows that it decoded, often a part of the bars' height; the rest would still
decode. Along its bars a barcode looks the same everywhere, which text and tables do not: rows of
pixels across the bars correlate.
"""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points, rectangle

ALIKE = 0.6
"""Least correlation of a row with the decoded ones to be part of the same bars."""
CHANCE = 0.95
"""Least correlation of rows for bars that nobody decoded: nothing but bars is so alike."""
REACH = 1.0
"""How far bars are followed past the decoded rows, in lengths of the barcode."""
RIM = 0.03
"""Growth along and across, in lengths of the barcode: some three modules of a hundred."""
LONGEST = 1200
"""Side in pixels to which a page is shrunk for the search."""
CELL = 4
"""Side in pixels of the cells in which edges are counted."""
FILLED = 0.6
"""Least share of a patch's box that is full of edges."""
DENSE = 8
"""Mean step in gray from pixel to pixel, more across the bars than along them. Wide bars and narrow
ones alternate every three pixels or so: at full contrast the mean is about 60."""
LAG = 6
"""Rows apart that are compared: tilted bars, of five degrees, are half a pixel off by then."""
LEAST_BARS, LEAST_HEIGHT = 15, 12
"""Bars and rows (in pixels of the shrunken page) of what is taken for a barcode undecoded."""

Gray = NDArray[np.uint8]


def whole_bars(gray: Gray, quad: Points) -> Points:
    """The (4, 2) quad around all of the bars of which `quad` was decoded; its sides run with them."""
    box, along, across = _upright_box(quad)
    length, height = box[1] - box[0]
    reach = REACH * float(length)
    over = np.array([0, reach], dtype=np.float32)
    tall = (box[0] - over, box[1] + over)
    patch = _cut(gray, _corners(*tall, along, across))
    scale = patch.shape[0] / (float(height) + 2 * reach)
    top, bottom = _like_rows(patch, int(reach * scale), int((reach + float(height)) * scale) + 1)
    rim = RIM * length
    low = np.array([box[0][0] - rim, tall[0][1] + top / scale - rim], dtype=np.float32)
    high = np.array([box[1][0] + rim, tall[0][1] + bottom / scale + rim], dtype=np.float32)
    return _corners(low, high, along, across)


def find_bars(gray: Gray) -> Iterator[Points]:
    """(4, 2) quads of places with many parallel bars, upright or lying."""
    scale = min(1.0, LONGEST / max(gray.shape))
    small = np.asarray(
        cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )
    dx = cv2.absdiff(small[1:, 1:], small[1:, :-1])
    dy = cv2.absdiff(small[1:, 1:], small[:-1, 1:])
    for lying, difference in ((False, cv2.subtract(dx, dy)), (True, cv2.subtract(dy, dx))):
        view = small.T if lying else small
        for left, top, width, height in _striped(difference.T if lying else difference):
            if _is_barred(view[top : top + height, left : left + width]):
                quad = rectangle(left, top, left + width, top + height) / np.float32(scale)
                yield whole_bars(gray, quad[[0, 3, 2, 1], ::-1] if lying else quad)


def _striped(difference: NDArray[Any]) -> Iterator[tuple[int, int, int, int]]:
    """(left, top, width, height) of patches full of edges in one direction."""
    coarse = cv2.resize(difference, None, fx=1 / CELL, fy=1 / CELL, interpolation=cv2.INTER_AREA)
    binary = (cv2.blur(coarse, (5, 3)) > DENSE).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(binary)
    for left, top, width, height, area in (CELL * stats[1:count]).tolist():
        if width > 3 * LEAST_BARS and height > LEAST_HEIGHT and CELL * area > FILLED * width * height:
            yield left, top, width, height


def _is_barred(patch: NDArray[np.uint8]) -> bool:
    """Whether the patch's inner rows are like their neighbours and cross many bars."""
    margin = patch.shape[0] // 4
    rows = patch[margin : patch.shape[0] - margin].astype(np.float32)
    middle = rows[len(rows) // 2]
    crossings = np.count_nonzero(np.diff(middle > cv2.blur(middle[None], (25, 1))[0]))
    if crossings < 2 * LEAST_BARS or len(rows) <= LAG:
        return False
    return bool((_correlation(rows[LAG:], rows[:-LAG]) > CHANCE).all())


def _like_rows(patch: Gray, first: int, last: int) -> tuple[int, int]:
    """The (first, last + 1) rows of the patch that look as rows `first` to `last` do."""
    rows = patch.astype(np.float32)
    alike = _correlation(rows, rows[first:last].mean(axis=0)) > ALIKE
    top, bottom = first, last
    while top > 0 and alike[top - 1]:
        top -= 1
    while bottom < len(alike) and alike[bottom]:
        bottom += 1
    return top, bottom


def _correlation(rows: NDArray[np.float32], model: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,) Pearson correlations of (n, w) rows with a model row, or with one (n, w) each."""
    a = rows - rows.mean(axis=1, keepdims=True)
    b = model - model.mean(axis=-1, keepdims=True)
    norm = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=-1)
    correlation: NDArray[np.float32] = (a * b).sum(axis=1) / np.maximum(norm, 1e-6)
    return correlation


def _upright_box(quad: Points) -> tuple[tuple[Points, Points], Points, Points]:
    """((low, high), along, across): the quad's box in a frame whose second axis runs with the bars."""
    across = quad[3] + quad[2] - quad[0] - quad[1]
    if np.linalg.norm(across) < 8:
        # A single decoded row tells no direction; its bars are taken to stand across it.
        u = quad[1] - quad[0]
        across = np.array([-u[1], u[0]], dtype=np.float32)
    across = across / max(float(np.linalg.norm(across)), 1e-6)
    along = np.array([across[1], -across[0]], dtype=np.float32)
    if along @ (quad[1] - quad[0]) < 0:
        along = -along
    inner = np.stack([quad @ along, quad @ across], axis=1)
    return (inner.min(axis=0), inner.max(axis=0)), along, across


def _corners(low: Points, high: Points, along: Points, across: Points) -> Points:
    """The (4, 2) corners of a box in the frame of two axes."""
    inner = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    return np.array([x * along + y * across for x, y in inner], dtype=np.float32)


def _cut(gray: Gray, quad: Points) -> Gray:
    """The quad's pixels, straightened, at most 400 pixels a side; white outside the page."""
    size = np.array([np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0])])
    width, height = np.maximum(size * min(1.0, 400 / float(size.max())), 2).astype(int).tolist()
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(quad, target)
    patch = cv2.warpPerspective(gray, turn, (width, height), borderValue=255)
    return np.asarray(patch, dtype=np.uint8)
