# SPDX-License-Identifier: Apache-2.0
"""Strings broken over two lines: which line may go on in which, and their lattices end to end."""

from dataclasses import dataclass

import numpy as np

from blindscan.find.spotting import Spot
from blindscan.model.geometry import bounds, quad_size
from blindscan.model.line import Lattice, Line

TAIL_FRAMES = 160
"""How much of each line takes part in a join: more than the longest unit name at the widest pitch."""


@dataclass(frozen=True)
class Join:
    """The end of line `first` and the start of line `second`, as one lattice.

    `cut`: the frame at which `second` starts; `skipped`: frames of `first` left out before it.
    """

    first: int
    second: int
    lattice: Lattice
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
    pairs = sorted({pair for i in range(len(lines)) for pair in _followers(lines, i)})
    return tuple(_join(lines, i, j) for i, j in pairs)


def _followers(lines: tuple[Line, ...], i: int) -> set[tuple[int, int]]:
    left, top, right, bottom = bounds(lines[i].quad)
    _, height = quad_size(lines[i].quad)
    beside: tuple[float, int] | None = None
    below: list[tuple[float, int]] = []
    for j, other in enumerate(lines):
        if j == i or other.lattice is None or lines[i].lattice is None:
            continue
        l2, t2, r2, b2 = bounds(other.quad)
        _, h2 = quad_size(other.quad)
        if not 0.5 < h2 / max(height, 1) < 2:
            continue
        middle, m2 = (top + bottom) / 2, (t2 + b2) / 2
        if abs(m2 - middle) < 0.5 * height and l2 >= right - height:
            beside = min(beside or (np.inf, j), (l2 - right, j))
        shared = min(right, r2) - max(left, l2)
        if 0.5 * height < m2 - middle < 3.5 * height and shared > 0.5 * min(height, h2):
            below.append((m2 - middle, j))
    nearest = min((gap for gap, _ in below), default=0.0)
    chosen = {(i, j) for gap, j in below if gap <= nearest + 0.6 * height}
    return chosen | ({(i, beside[1])} if beside and beside[0] < 8 * height else set())


def _join(lines: tuple[Line, ...], i: int, j: int) -> Join:
    first, second = lines[i].lattice, lines[j].lattice
    assert first is not None
    assert second is not None
    skipped = max(0, len(first) - TAIL_FRAMES)
    lattice = Lattice(
        np.concatenate([first.features[skipped:], second.features[:TAIL_FRAMES]]),
        np.concatenate([first.log_norm[skipped:], second.log_norm[:TAIL_FRAMES]]),
        np.concatenate([first.best[skipped:], second.best[:TAIL_FRAMES]]),
    )
    return Join(i, j, lattice, len(first) - skipped, skipped)
