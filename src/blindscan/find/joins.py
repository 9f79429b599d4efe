# SPDX-License-Identifier: Apache-2.0
"""Strings broken over two lines: which line may go on in which, and their readings end to end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from blindscan.find.spotting import Spot
from blindscan.model.geometry import bounds, quad_size
from blindscan.model.line import Bearer, Line, end_to_end

TAIL_FRAMES = 160
"""How much of each line takes part in a join: more than the longest unit name at the widest pitch."""


@dataclass(frozen=True)
class Join:
    """The end of line `first` and the start of line `second`, as one.

    `cut`: the frame at which `second` starts; `skipped`: frames of `first` left out before it.
    """

    first: int
    second: int
    bearer: Bearer
    cut: int
    skipped: int

    def split(self, spot: Spot) -> tuple[Spot, Spot] | None:
        """The spot's two parts in frames of their own lines; None when it lies in one line alone."""
        head = tuple(p + self.skipped for p in spot.peaks if p < self.cut)
        tail = tuple(p - self.cut for p in spot.peaks if p >= self.cut)
        return (Spot(spot.score, head), Spot(spot.score, tail)) if head and tail else None


def joins(lines: tuple[Line, ...]) -> tuple[Join, ...]:
    """All pairs of lines of which the second may go on where the first breaks off.

    A line goes on in its nearest neighbour to the right, and in the nearest line below that shares
    some of its width and is about as tall: the next line of a paragraph, column or table cell.
    """
    if not lines:
        return ()
    boxes = np.array([bounds(line.quad) for line in lines])
    heights = np.array([quad_size(line.quad)[1] for line in lines])
    pairs = sorted({(i, j) for i in range(len(lines)) for j in _followers(boxes, heights, i)})
    return tuple(_join(lines, i, j) for i, j in pairs)


def _followers(boxes: NDArray[np.float64], heights: NDArray[np.float64], i: int) -> set[int]:
    """Numbers of the lines that line i may go on in. `boxes`: (n, 4) left, top, right, bottom."""
    left, top, right, bottom = boxes[i]
    height = heights[i]
    alike = (heights > 0.5 * height) & (heights < 2 * height)
    alike[i] = False
    down = (boxes[:, 1] + boxes[:, 3]) / 2 - (top + bottom) / 2
    away = boxes[:, 0] - right
    beside = alike & (np.abs(down) < 0.5 * height) & (away >= -height) & (away < 8 * height)
    chosen = {int(np.where(beside, away, np.inf).argmin())} if beside.any() else set()
    shared = np.minimum(right, boxes[:, 2]) - np.maximum(left, boxes[:, 0])
    under = alike & (down > 0.5 * height) & (down < 3.5 * height)
    under &= shared > 0.5 * np.minimum(height, heights)
    if under.any():
        chosen |= set(np.flatnonzero(under & (down <= down[under].min() + 0.6 * height)).tolist())
    return chosen


def _join(lines: tuple[Line, ...], i: int, j: int) -> Join:
    first, second = lines[i].bearer, lines[j].bearer
    assert first is not None
    assert second is not None
    skipped = max(0, len(first) - TAIL_FRAMES)
    bearer = end_to_end([first.part(slice(skipped, None)), second.part(slice(TAIL_FRAMES))])
    return Join(i, j, bearer, len(first) - skipped, skipped)
