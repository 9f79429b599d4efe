# SPDX-License-Identifier: Apache-2.0
"""Cut straightened strips of text out of a page, ready for the recogniser.

A strip is (48, width, 3) uint8 RGB, text upright and reading from left to right. A tall quad may be
text lying on either side or glyphs stacked from top to bottom: each gets its own strip, and the
reading tells which it was.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import quad_size
from blindscan.model.page import Pixels

STRIP_HEIGHT = 48
TALL = 1.5
"""Height over width from which a quad cannot be one line of upright text (PP-OCR's own bound)."""


@dataclass(frozen=True)
class Strip:
    """One candidate reading of a quad: see `Line` for `quad` and `knots`."""

    quad: NDArray[np.float32]
    pixels: Pixels = field(repr=False)
    knots: NDArray[np.float32] | None = field(repr=False, default=None)


def cut_strips(pixels: Pixels, quad: NDArray[np.float32]) -> tuple[Strip, ...]:
    """The strips to read for one detected quad: one, or up to three for a tall quad."""
    length, height = quad_size(quad)
    if height < TALL * length:
        return (Strip(quad, straighten(pixels, quad)),)
    down, up = np.roll(quad, -1, axis=0), np.roll(quad, 1, axis=0)
    return (
        Strip(down, straighten(pixels, down)),
        Strip(up, straighten(pixels, up)),
        *_unstack(straighten_upright(pixels, quad), down),
    )


def straighten(pixels: Pixels, quad: NDArray[np.float32]) -> Pixels:
    """The quad's content as a strip of the recogniser's height, in reading direction."""
    length, height = quad_size(quad)
    width = max(16, round(length * STRIP_HEIGHT / max(height, 1.0)))
    return _warp(pixels, quad, width, STRIP_HEIGHT)


def straighten_upright(pixels: Pixels, quad: NDArray[np.float32]) -> Pixels:
    """A tall quad's content, glyphs upright, as a column 48 pixels wide."""
    length, height = quad_size(quad)
    return _warp(pixels, quad, STRIP_HEIGHT, max(16, round(height * STRIP_HEIGHT / max(length, 1.0))))


def _warp(pixels: Pixels, quad: NDArray[np.float32], width: int, height: int) -> Pixels:
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    length, tall = quad_size(quad)
    shrink = max(length / width, tall / height)
    if shrink > 2:
        # Bilinear sampling skips pixels when it shrinks this much; a smaller source does not alias.
        pixels, quad = _halved(pixels, quad)
        return _warp(pixels, quad, width, height)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    warped = cv2.warpPerspective(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return cast(Pixels, warped)


def _halved(pixels: Pixels, quad: NDArray[np.float32]) -> tuple[Pixels, NDArray[np.float32]]:
    left, top = np.maximum(np.floor(quad.min(axis=0)) - 4, 0).astype(int)
    right, bottom = (np.ceil(quad.max(axis=0)) + 4).astype(int)
    part = pixels[top:bottom, left:right]
    half = cast(Pixels, cv2.resize(part, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    return half, ((quad - np.array([left, top])) / 2).astype(np.float32)


def _unstack(column: Pixels, quad: NDArray[np.float32]) -> tuple[Strip, ...]:
    """Glyphs stacked from top to bottom, set side by side. () when nothing can be told apart."""
    cells = _glyph_cells(column)
    if not 2 <= len(cells) <= 60:
        return ()
    height = column.shape[0]
    gap = 4
    tiles: list[NDArray[Any]] = []
    knots, x = [(0.0, 0.0)], 0
    for top, bottom in cells:
        tile: NDArray[Any] = column[top:bottom]
        margin = (STRIP_HEIGHT - tile.shape[0]) / 2
        if margin > 0:
            above = int(margin)
            tile = cv2.copyMakeBorder(
                tile, above, STRIP_HEIGHT - tile.shape[0] - above, 0, 0, cv2.BORDER_REPLICATE
            )
        else:
            tile = cv2.resize(tile, (STRIP_HEIGHT, STRIP_HEIGHT), interpolation=cv2.INTER_AREA)
        tile = cv2.copyMakeBorder(tile, 0, 0, 0, gap, cv2.BORDER_REPLICATE)
        knots += [(x, top / height), (x + STRIP_HEIGHT, bottom / height)]
        tiles.append(tile)
        x += STRIP_HEIGHT + gap
    strip = np.ascontiguousarray(np.concatenate(tiles, axis=1))
    table = np.array([(a / x if i else 0.0, b) for i, (a, b) in enumerate([*knots, (x, 1.0)])])
    return (Strip(quad, strip, table.astype(np.float32)),)


def _glyph_cells(column: Pixels) -> list[tuple[int, int]]:
    """(top, bottom) rows of the stacked glyphs of a column as wide as one glyph.

    Ink rows are grouped into runs; runs that together are no taller than one glyph are one glyph
    (二 and 三 fall apart into strokes), a run taller than one and a half is split evenly.
    """
    gray = cv2.cvtColor(column, cv2.COLOR_RGB2GRAY)
    _, ink = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if ink.mean() > 127:
        ink = 255 - ink
    rows = np.flatnonzero((ink[:, 4:-4] > 0).sum(axis=1) > 0)
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) > 1)
    starts = np.concatenate([[rows[0]], rows[breaks + 1]])
    ends = np.concatenate([rows[breaks] + 1, [rows[-1] + 1]])
    cells: list[tuple[int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if cells and end - cells[-1][0] <= STRIP_HEIGHT * 0.95:
            cells[-1] = (cells[-1][0], end)
        else:
            cells.append((start, end))
    return [part for cell in cells for part in _even_parts(*cell)]


def _even_parts(top: int, bottom: int) -> list[tuple[int, int]]:
    count = max(1, round((bottom - top) / (STRIP_HEIGHT * 0.95)))
    edges = np.linspace(top, bottom, count + 1).round().astype(int).tolist()
    return list(pairwise(edges))
