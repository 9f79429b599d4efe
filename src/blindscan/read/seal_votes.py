# SPDX-License-Identifier: Apache-2.0
"""Where round things may be: edge pixels vote for centres along their gradients.

The gradient Hough transform for circles (Kimme, Ballard & Sklansky 1975, doi:10.1145/360666.360677)
on a coarse grid, radius by radius. The votes are blurred by a share of the radius, so that circles
in perspective (ellipses of up to about 1 : 1.2) still agree on a centre.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.read.seal_ink import Layer

CELL = 2
"""Picture pixels a cell of the voting grid."""
MOST_EDGES = 16_000
"""Edge pixels that vote; a dense page has three times as many and loses nothing by a sample."""
STEP = 1.09
"""Ratio of one radius to the next."""


@dataclass(frozen=True)
class Circle:
    """A circle in pixels of the layer. `share`: votes over edge pixels of a whole ring."""

    x: float
    y: float
    radius: float
    share: float


def vote_circles(
    layer: Layer, radii: tuple[float, float], edge: float, least: float, most: int
) -> list[Circle]:
    """At most `most` circles whose radius lies in `radii`, best first.

    `edge`: gradient (density a pixel) from which a pixel votes. `least`: see `Circle.share`.
    """
    points, normals, weight = _edges(layer, edge)
    if len(points) < 40:
        return []
    grid = (layer.shape[0] // CELL + 1, layer.shape[1] // CELL + 1)
    found: list[Circle] = []
    for radius in _radii(radii):
        votes = _votes(points, normals, radius, grid)
        share = votes * np.float32(weight / (4 * np.pi * radius))
        found += _peaks(share, radius, least)
    return _distinct(found)[:most]


def _edges(layer: Layer, edge: float) -> tuple[NDArray[np.float32], NDArray[np.float32], float]:
    """(n, 2) edge points, their unit normals, and how many pixels each stands for."""
    dx = cv2.Scharr(layer, cv2.CV_32F, 1, 0, scale=1 / 32)
    dy = cv2.Scharr(layer, cv2.CV_32F, 0, 1, scale=1 / 32)
    size = cv2.magnitude(dx, dy)
    peak = cv2.dilate(size, np.ones((3, 3), np.uint8))
    ys, xs = np.nonzero((size > edge) & (size > 0.8 * peak))
    weight = max(1.0, len(xs) / MOST_EDGES)
    if weight > 1:
        kept = np.random.default_rng(0).choice(len(xs), MOST_EDGES, replace=False)
        xs, ys = xs[kept], ys[kept]
    normals = np.stack([dx[ys, xs], dy[ys, xs]], axis=1) / size[ys, xs][:, None]
    return np.stack([xs, ys], axis=1).astype(np.float32), normals.astype(np.float32), weight


def _votes(
    points: NDArray[np.float32], normals: NDArray[np.float32], radius: float, grid: tuple[int, int]
) -> Layer:
    """(grid) votes for centres at `radius` on either side of the edges, summed over a small box."""
    centres = np.concatenate([points + normals * radius, points - normals * radius]) / CELL
    x, y = centres[:, 0].astype(np.int32), centres[:, 1].astype(np.int32)
    inside = (x >= 0) & (y >= 0) & (x < grid[1]) & (y < grid[0])
    flat = y[inside] * grid[1] + x[inside]
    votes = np.bincount(flat, minlength=grid[0] * grid[1]).reshape(grid).astype(np.float32)
    side = 2 * round(0.1 * radius / CELL) + 1
    return np.asarray(cv2.boxFilter(votes, -1, (side, side), normalize=False), np.float32)


def _radii(radii: tuple[float, float]) -> list[float]:
    count = max(1, int(np.ceil(np.log(radii[1] / radii[0]) / np.log(STEP))))
    return [float(r) for r in np.geomspace(radii[0], radii[1], count)]


def _peaks(share: Layer, radius: float, least: float) -> list[Circle]:
    if float(share.max()) < least:
        return []
    side = 2 * round(0.3 * radius / CELL) + 1
    tops = (share >= least) & (share >= cv2.dilate(share, np.ones((side, side), np.uint8)))
    ys, xs = np.divmod(np.flatnonzero(tops), share.shape[1])
    return [
        Circle((x + 0.5) * CELL, (y + 0.5) * CELL, radius, float(share[y, x]))
        for x, y in zip(xs.tolist(), ys.tolist(), strict=True)
    ]


def _distinct(circles: list[Circle]) -> list[Circle]:
    """Best first, without those that a better one already stands for."""
    kept: list[Circle] = []
    for circle in sorted(circles, key=lambda c: -c.share):
        if not any(_alike(circle, other) for other in kept):
            kept.append(circle)
    return kept


def _alike(one: Circle, other: Circle) -> bool:
    apart = np.hypot(one.x - other.x, one.y - other.y)
    larger, smaller = max(one.radius, other.radius), min(one.radius, other.radius)
    return bool(apart < 0.25 * larger and larger < 1.2 * smaller)
