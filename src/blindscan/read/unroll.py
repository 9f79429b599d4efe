# SPDX-License-Identifier: Apache-2.0
"""Straighten the ring text of a seal: a band inside its ellipse, unrolled to a strip.

The strip walks clockwise with outward up, so text that reads along the top of a seal comes out
upright; text that reads along the bottom with its feet outward comes out upright in the strip
turned by half a turn.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from blindscan.model.page import Pixels
from blindscan.read.seal_ink import Layer, sampled
from blindscan.read.seal_rings import Ellipse
from blindscan.read.strips import STRIP_HEIGHT

TURNS = 1.75
"""How far a strip walks: a name may begin anywhere and cover three quarters of the ring."""
DOWN = float(np.pi / 2)
INKED = 0.25
"""Density from which a part of a band is not empty."""


@dataclass(frozen=True)
class Band:
    """The part of a seal between two shares of its radius."""

    outer: float
    inner: float


def ring_strip(ink: Layer, ellipse: Ellipse, band: Band, begin: float) -> Layer:
    """(48, width) densities of the band from the angle `begin` (radians, clockwise from the right)
    on for `TURNS` turns."""
    length = 2 * np.pi * TURNS * ellipse.radius * (band.outer + band.inner) / 2
    tall = ellipse.radius * (band.outer - band.inner)
    width = max(64, round(length * STRIP_HEIGHT / max(tall, 1.0)))
    angles = (begin + (np.arange(width) + 0.5) * (2 * np.pi * TURNS / width)).astype(np.float32)
    rows = (np.arange(STRIP_HEIGHT, dtype=np.float32) + 0.5) / STRIP_HEIGHT
    radii = (band.outer + (band.inner - band.outer) * rows).astype(np.float32)
    return _sample(ink, ellipse, angles[None, :], radii[:, None])


def widest_gap(ink: Layer, ellipse: Ellipse, band: Band) -> float:
    """The angle in the middle of the band's widest stretch without ink: text begins after it."""
    steps = 180
    angles = (np.arange(steps) * (2 * np.pi / steps)).astype(np.float32)
    radii = np.linspace(band.inner + 0.03, band.outer - 0.03, 16, dtype=np.float32)
    sampled = _sample(ink, ellipse, angles[:, None], radii[None, :])
    full = np.flatnonzero(np.sort(sampled, axis=1)[:, -4:].mean(axis=1) > INKED)
    if not len(full):
        return DOWN
    ends = np.concatenate([full[1:], [full[0] + steps]])
    widest = int((ends - full).argmax())
    return float((full[widest] + ends[widest]) / 2 * 2 * np.pi / steps)


def as_strip(density: Layer) -> Pixels:
    """Black on white, three channels, of densities 0..1."""
    gray = (255 * (1 - np.clip(density, 0, 1))).astype(np.uint8)
    return np.repeat(gray[:, :, None], 3, axis=2)


def _sample(
    ink: Layer, ellipse: Ellipse, angles: NDArray[np.float32], radii: NDArray[np.float32]
) -> Layer:
    grid = ellipse.points(angles, radii)
    return sampled(ink, grid)
