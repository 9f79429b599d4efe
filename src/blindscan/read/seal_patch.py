# SPDX-License-Identifier: Apache-2.0
"""A ring seal cut out of its page, its ink set free of what lies above and beneath it."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.page import Pixels
from blindscan.read.seal_ink import Ink, Layer, patch_ink, sampled, shrunk_layer
from blindscan.read.seal_rings import Ellipse, Ring
from blindscan.read.seal_shapes import LayerName

RADIUS = 150
"""Seals are shrunk to this radius in pixels: ring text is then as tall as a strip."""
FAINTEST, FULL = 0.15, 0.90
"""Shares of the ring's own density that count as paper and as full ink."""
PRINT = 1.6
"""Ink this many times as dense as the ring is print that crosses a gray seal."""


@dataclass(frozen=True)
class Patch:
    """Densities (h, w) in [0, 1] around a seal, and its ellipse in their pixels.

    `clean`: the seal's ink alone, with holes where print crosses it. `whole`: all ink.
    """

    ellipse: Ellipse
    clean: Layer = field(repr=False)
    whole: Layer = field(repr=False)


def cut_patch(pixels: Pixels, paper: NDArray[np.float32], ring: Ring, layer: LayerName) -> Patch:
    """The patch of a ring found in `layer` of an (h, w, 3) page whose paper map is `paper`."""
    around = ring.ellipse
    reach = 1.08 * max(around.a, around.b)
    left, top = max(0, int(around.x - reach)), max(0, int(around.y - reach))
    right = min(pixels.shape[1], int(around.x + reach) + 2)
    bottom = min(pixels.shape[0], int(around.y + reach) + 2)
    ink = patch_ink(pixels, paper, (left, top, right, bottom))
    moved = Ellipse(around.x - left, around.y - top, around.a, around.b, around.turn)
    factor = min(1.0, RADIUS / around.radius)
    ink, moved = _shrunk(ink, factor), moved.scaled(factor)
    clean = ink.red if layer == "red" else _without_print(ink.dark, ring.density)
    return Patch(moved, _normal(clean, ring.density), _whole(ink, moved))


def _shrunk(ink: Ink, factor: float) -> Ink:
    if factor == 1.0:
        return ink
    red, dark = (shrunk_layer(layer, factor, factor) for layer in (ink.red, ink.dark))
    return Ink(red, dark)


def _normal(layer: Layer, density: float) -> Layer:
    span = max((FULL - FAINTEST) * density, 0.02)
    normal: Layer = np.clip((layer - FAINTEST * density) / span, 0, 1).astype(np.float32)
    return normal


def _without_print(dark: Layer, density: float) -> Layer:
    """A gray seal without darker print; the print's soft edges, as gray as the seal, go with it."""
    print_ink = cv2.dilate((dark > PRINT * density + 0.05).astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.where(print_ink > 0, np.float32(0), dark)


def _whole(ink: Ink, ellipse: Ellipse) -> Layer:
    """All ink, as dense as the ring itself is in it."""
    total = ink.total
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False, dtype=np.float32)[:, None]
    grid = ellipse.points(angles, np.linspace(0.96, 1.04, 9, dtype=np.float32)[None, :])
    rim = sampled(total, grid)
    return _normal(total, float(np.median(rim.max(axis=1))))
