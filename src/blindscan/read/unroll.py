# SPDX-License-Identifier: Apache-2.0
"""Straighten the ring text of a seal: a band inside its ellipse, unrolled to a strip.

The strip walks clockwise with outward up, so text that reads along the top of a seal comes out
upright; text that reads along the bottom with its feet outward comes out upright in the strip
turned by half a turn.

A round seal seen aslant is squeezed as a whole: its text keeps its share of the radius. An oval
seal was cut oval: its text keeps its distance from the rim, and even steps along it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points
from blindscan.model.page import Pixels
from blindscan.read.seal_ink import Layer, sampled
from blindscan.read.seal_rings import Ellipse
from blindscan.read.strips import STRIP_HEIGHT

TURNS = 1.75
"""How far a strip walks: a name may begin anywhere and cover three quarters of the ring."""
CUT_OVAL = 0.8
"""Short over long axis below which a seal is oval itself; photos of pages are not so aslant."""
BOTTOM = 0.25
"""The lowest point of a ring, in turns clockwise from the right."""
RIBBON_STEPS = 128
INKED = 0.25
"""Density from which a part of a band is not empty."""


@dataclass(frozen=True)
class Band:
    """The part of a seal between two shares of its radius (of an oval's short half axis)."""

    outer: float
    inner: float


def ring_strip(ink: Layer, ellipse: Ellipse, band: Band, begin: float) -> Layer:
    """(48, width) densities of the band, from `begin` (turns, clockwise from the right) on for
    `TURNS` turns."""
    middle = _walk(ellipse, np.linspace(0, 1, 120), np.array((band.outer + band.inner) / 2))
    length = TURNS * float(np.hypot(*np.diff(middle, axis=0).T).sum())
    tall = _short_radius(ellipse) * (band.outer - band.inner)
    width = max(64, round(length * STRIP_HEIGHT / max(tall, 1.0)))
    turns = begin + (np.arange(width) + 0.5) * (TURNS / width)
    rows = (np.arange(STRIP_HEIGHT) + 0.5) / STRIP_HEIGHT
    radii = band.outer + (band.inner - band.outer) * rows
    return sampled(
        ink, _walk(ellipse, turns[None, :].astype(np.float64), radii[:, None].astype(np.float64))
    )


def ribbon(ellipse: Ellipse, band: Band, begin: float, upended: bool = False) -> Points:
    """(k, 2, 2) points: where the strip of `ring_strip` lies, from its start to its end, its upper and
    its lower edge. `upended`: of the strip turned by half a turn."""
    turns = begin + np.linspace(0, TURNS, RIBBON_STEPS)
    radii = np.array([band.outer, band.inner])
    points = _walk(ellipse, turns[:, None], radii[None, :])
    return np.ascontiguousarray(points[::-1, ::-1] if upended else points)


def widest_gap(ink: Layer, ellipse: Ellipse, band: Band) -> float:
    """The middle (in turns) of the band's widest stretch without ink: text begins after it."""
    steps = 180
    radii = np.linspace(band.inner + 0.03, band.outer - 0.03, 16)
    grid = _walk(ellipse, (np.arange(steps) / steps)[:, None], radii[None, :])
    busiest = np.sort(sampled(ink, grid), axis=1)[:, -4:].mean(axis=1)
    full = np.flatnonzero(busiest > INKED)
    if not len(full):
        return BOTTOM
    ends = np.concatenate([full[1:], [full[0] + steps]])
    widest = int((ends - full).argmax())
    return float((full[widest] + ends[widest]) / 2 / steps)


def as_strip(density: Layer) -> Pixels:
    """Black on white, three channels, of densities 0..1."""
    gray = (255 * (1 - np.clip(density, 0, 1))).astype(np.uint8)
    return np.repeat(gray[:, :, None], 3, axis=2)


def _short_radius(ellipse: Ellipse) -> float:
    return min(ellipse.a, ellipse.b) if _is_oval(ellipse) else ellipse.radius


def _is_oval(ellipse: Ellipse) -> bool:
    return min(ellipse.a, ellipse.b) < CUT_OVAL * max(ellipse.a, ellipse.b)


def _walk(ellipse: Ellipse, turns: NDArray[np.float64], radii: NDArray[np.float64]) -> Points:
    """Points (..., 2) at positions along the ring (turns) and shares of the radius, broadcast."""
    if not _is_oval(ellipse):
        angles = (2 * np.pi * turns).astype(np.float32)
        return ellipse.points(angles, radii.astype(np.float32))
    around = np.linspace(0, 2 * np.pi, 721, dtype=np.float32)
    rim = ellipse.points(around)
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(rim, axis=0).T))])
    angles = np.interp(turns % 1.0, steps / steps[-1], around).astype(np.float32)
    ahead = ellipse.points(angles + np.float32(1e-2)) - ellipse.points(angles - np.float32(1e-2))
    ahead = ahead / np.maximum(np.linalg.norm(ahead, axis=-1, keepdims=True), 1e-6)
    inward = np.stack([-ahead[..., 1], ahead[..., 0]], axis=-1)
    depth = ((1 - radii) * _short_radius(ellipse)).astype(np.float32)
    points: Points = (ellipse.points(angles) + inward * depth[..., None]).astype(np.float32)
    return points
