# SPDX-License-Identifier: Apache-2.0
"""Masks whose width tells nothing: all names on a page get one width, all units another.

The end of a mask tells how long a name is, and its length often the script, hence the nation. A uniform
mask begins where the name begins and is as wide as the longest usual name, counted in line heights; the
line height is the page's, because letters of another script stand less high on the same line. What
follows the name on its line is covered too: that is the price, and why this is a choice.
"""

import math
from collections.abc import Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from blindscan.model.finding import FindingKind
from blindscan.model.geometry import quad_size

WIDTHS: dict[FindingKind, float] = {"name": 12.0, "signature": 12.0, "unit": 24.0}
"""In line heights. 阿卜杜热合曼·买买提依明 has twelve characters, and few units have more than twenty;
what is longer gets twice the width."""

Quad = NDArray[np.float32]


def uniform_quads(
    quads: Sequence[Quad], kinds: Sequence[FindingKind], size: tuple[int, int]
) -> tuple[Quad, ...]:
    """The quads (4, 2) of names and units widened along their lines; others as they are. `size`:
    (width, height) of the page, within which a widened quad stays."""
    heights = [quad_size(q)[1] for q, kind in zip(quads, kinds, strict=True) if _is_line(q, kind)]
    if not heights:
        return tuple(quads)
    height = median(heights)
    return tuple(
        _widened(quad, WIDTHS[kind] * height, size) if _is_line(quad, kind) else quad
        for quad, kind in zip(quads, kinds, strict=True)
    )


def _is_line(quad: Quad, kind: FindingKind) -> bool:
    return kind in WIDTHS and len(quad) == 4


def _widened(quad: Quad, width: float, size: tuple[int, int]) -> Quad:
    """The quad, from its start on, at a multiple of `width`, moved back to end on the page."""
    length, _ = quad_size(quad)
    if length < 1:
        return quad
    wanted = width * max(1, math.ceil(length / width - 0.05))
    along = ((quad[1] - quad[0]) + (quad[2] - quad[3])) / (2 * length)
    wide = np.stack([quad[0], quad[0] + along * wanted, quad[3] + along * wanted, quad[3]])
    back = 0.0
    for axis, limit in enumerate(size):
        step = float(along[axis])
        if abs(step) < 0.1:  # across the line: nothing to gain by moving
            continue
        low, high = float(wide[:, axis].min()), float(wide[:, axis].max())
        outside = high - limit if step > 0 else -low
        back = max(back, outside / abs(step))
    return np.asarray(wide - along * back, dtype=np.float32)
