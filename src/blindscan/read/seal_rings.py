# SPDX-License-Identifier: Apache-2.0
"""Fit an ellipse to a seal's ring.

Around a first guess the layer is resampled to (angle, radius); the ring is the closed path of most
ridge that changes its radius slowly (dynamic programming, as iris boundaries are traced), and an
ellipse is fitted to the path (Fitzgibbon, Pilu & Fisher 1999, doi:10.1109/34.765658).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points
from blindscan.read.seal_ink import Layer, sampled

ANGLES = 160
RADII = np.arange(0.66, 1.36, 0.01, dtype=np.float32)
FLANK = 5
"""Steps of RADII between a ridge and the flanks that it must rise above."""
BEND = 0.04
"""Price of a step by one radius from one angle to the next, as a share of the strongest ridge."""


@dataclass(frozen=True)
class Ellipse:
    """Centre, half axes and the clockwise angle (radians) of the axis `a`, in pixels."""

    x: float
    y: float
    a: float
    b: float
    turn: float = 0.0

    def points(self, angles: NDArray[np.float32], scale: float | NDArray[np.float32] = 1.0) -> Points:
        """(n, 2) points at page angles (0 = right, clockwise), at `scale` of the radius."""
        direction = angles - self.turn
        u, v = np.cos(direction) * scale * self.a, np.sin(direction) * scale * self.b
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        return np.stack([self.x + u * cos - v * sin, self.y + u * sin + v * cos], -1).astype(np.float32)

    def scaled(self, factor: float) -> "Ellipse":
        """The same ellipse in a picture resized by `factor`."""
        return Ellipse(self.x * factor, self.y * factor, self.a * factor, self.b * factor, self.turn)

    @classmethod
    def within(cls, quad: Points) -> "Ellipse":
        """The ellipse that touches a (4, 2) rectangle's sides."""
        (x, y), along = quad.mean(axis=0), quad[1] - quad[0]
        length, height = float(np.hypot(*along)), float(np.hypot(*(quad[3] - quad[0])))
        return cls(float(x), float(y), length / 2, height / 2, float(np.arctan2(along[1], along[0])))

    @property
    def radius(self) -> float:
        return float(np.sqrt(self.a * self.b))


@dataclass(frozen=True)
class Ring:
    """A fitted ring. `coverage`: share of the visible angles that show it; `visible`: share of
    angles inside the picture; `density`: median ink density on the ring."""

    ellipse: Ellipse
    coverage: float
    visible: float
    density: float


def fit_ring(layer: Layer, guess: Ellipse, least_ridge: float) -> Ring | None:
    """The ring near `guess`, refined twice, or None when there is nothing to fit."""
    ring: Ring | None = Ring(guess, 0.0, 1.0, 0.0)
    for _ in range(2):
        ring = _fit_once(layer, ring.ellipse, least_ridge) if ring else None
    return ring


def filled_share(layer: Layer, ring: Ring) -> float:
    """Share of the ring's inside that is at least half as dense as the ring."""
    angles = (np.arange(48) * (2 * np.pi / 48)).astype(np.float32)
    radii = np.sqrt(np.linspace(0.02, 0.75, 24)).astype(np.float32)
    grid = ring.ellipse.points(angles[:, None], radii[None, :])
    inside = sampled(layer, grid)
    return float((inside > 0.5 * ring.density).mean())


def _fit_once(layer: Layer, guess: Ellipse, least_ridge: float) -> Ring | None:
    angles = (np.arange(ANGLES) * (2 * np.pi / ANGLES)).astype(np.float32)
    polar, inside = _resample(layer, guess, angles)
    ridge = _ridge(polar)
    path = _closed_path(ridge)
    strength = ridge[np.arange(ANGLES), path]
    strong = inside[np.arange(ANGLES), path] & (strength > least_ridge)
    if strong.sum() < ANGLES // 5:
        return None
    points = guess.points(angles, RADII[path])
    ellipse = _fit_robust(points[strong], guess)
    if ellipse is None:
        return None
    return _measure(layer, ellipse, angles, least_ridge)


def _measure(layer: Layer, ellipse: Ellipse, angles: NDArray[np.float32], least: float) -> Ring:
    polar, inside = _resample(layer, ellipse, angles)
    near = np.abs(RADII - 1) <= 0.031
    ridge, visible = _ridge(polar)[:, near].max(axis=1), inside[:, near].all(axis=1)
    shown = visible & (ridge > least)
    density = float(np.median(polar[:, near].max(axis=1)[shown])) if shown.any() else 0.0
    coverage = float(shown.sum() / max(1, visible.sum()))
    return Ring(ellipse, coverage, float(visible.mean()), density)


def _resample(
    layer: Layer, ellipse: Ellipse, angles: NDArray[np.float32]
) -> tuple[Layer, NDArray[np.bool_]]:
    """(angles, radii) densities, and which of them lie inside the picture."""
    grid = ellipse.points(angles[:, None], RADII[None, :])
    polar = sampled(layer, grid)
    height, width = layer.shape
    x, y = grid[..., 0], grid[..., 1]
    return polar, (x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1)


def _ridge(polar: Layer) -> Layer:
    """How far each radius rises above the darker of its two flanks."""
    soft = cv2.blur(polar, (3, 3))
    padded = cv2.copyMakeBorder(soft, 0, 0, FLANK, FLANK, cv2.BORDER_REPLICATE)
    flanks = np.maximum(padded[:, : -2 * FLANK], padded[:, 2 * FLANK :])
    return np.maximum(soft - flanks, 0)


def _closed_path(ridge: Layer) -> NDArray[np.intp]:
    """(angles,) index of the radius on the best closed path; the walk goes around twice and its
    middle is kept, so that the start has no say."""
    price = np.float32(BEND * max(float(ridge.max()), 1e-6))
    around = np.concatenate([ridge, ridge])
    count, width = around.shape
    came = np.zeros((count, width), dtype=np.int8)
    total = np.full(width + 2, -np.inf, dtype=np.float32)
    total[1:-1] = 0
    sides = np.empty((3, width), dtype=np.float32)
    for n in range(count):
        np.subtract(total[:-2], price, out=sides[0])
        sides[1] = total[1:-1]
        np.subtract(total[2:], price, out=sides[2])
        sides.argmax(axis=0, out=(best := np.empty(width, np.intp)))
        came[n] = best - 1
        np.add(sides.max(axis=0), around[n], out=total[1:-1])
    index, path = int(total[1:-1].argmax()), []
    for back in came[::-1]:
        path.append(index)
        index += int(back[index])
    whole = np.array(path[::-1], dtype=np.intp)
    half = len(ridge) // 2
    return np.concatenate([whole[len(ridge) : len(ridge) + half], whole[half : len(ridge)]])


def _fit_robust(points: Points, guess: Ellipse) -> Ellipse | None:
    """An ellipse through most of the points: fitted, then again without what lies off."""
    for allowed in (0.08, 0.04, 0.025):
        if len(points) < ANGLES // 6:
            return None
        ellipse = _fit(points)
        off = np.abs(_relative_radius(ellipse, points) - 1)
        points = points[off < allowed]
    near = np.hypot(ellipse.x - guess.x, ellipse.y - guess.y) < 0.4 * guess.radius
    sized = 0.65 < ellipse.radius / guess.radius < 1.4
    return (
        ellipse
        if near and sized and min(ellipse.a, ellipse.b) > 0.4 * max(ellipse.a, ellipse.b)
        else None
    )


def _fit(points: Points) -> Ellipse:
    (x, y), (width, height), degrees = cv2.fitEllipseAMS(points)
    return Ellipse(x, y, max(width, 1) / 2, max(height, 1) / 2, float(np.deg2rad(degrees)))


def _relative_radius(ellipse: Ellipse, points: Points) -> NDArray[np.float32]:
    """Distance of each point from the centre, as a share of the radius in its direction."""
    dx, dy = points[:, 0] - ellipse.x, points[:, 1] - ellipse.y
    cos, sin = np.cos(ellipse.turn), np.sin(ellipse.turn)
    share: NDArray[np.float32] = np.hypot(
        (dx * cos + dy * sin) / ellipse.a, (dy * cos - dx * sin) / ellipse.b
    ).astype(np.float32)
    return share
