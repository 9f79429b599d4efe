# SPDX-License-Identifier: Apache-2.0
"""Split a page into ink layers, so that a seal can be seen without the text beneath it.

Every channel is divided by the paper's own local colour, which takes coloured paper, shadows and
desks out. What is left of red ink is a bright red channel and dark others; black print darkens all
three alike. Hence the layers: `red` = R − max(G, B), in which print vanishes; `dark` = 1 − R, in
which red vanishes and print, gray photocopied seals and blue seals stay; their sum `total` =
1 − max(G, B), in which both stay. (A linear form of colour deconvolution, Ruifrok & Johnston 2001;
logarithms would raise the noise of black print.)
"""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.page import Pixels

Layer = NDArray[np.float32]
PAPER_SIDE = 200
"""Longest side in pixels of the map that the paper's colour is estimated on."""


@dataclass(frozen=True)
class Ink:
    """Ink densities (h, w) float32: 0 is paper, 1 as dense as ink can be."""

    red: Layer = field(repr=False)
    dark: Layer = field(repr=False)

    @property
    def total(self) -> Layer:
        """Red and dark ink together; in JPEGs sharper than `red`, whose colour was subsampled."""
        return self.red + self.dark


def sampled(layer: Layer, grid: NDArray[np.float32]) -> Layer:
    """(m, n) densities at an (m, n, 2) grid of points; 0 outside the layer."""
    return np.asarray(
        cv2.remap(layer, grid[..., 0], grid[..., 1], cv2.INTER_LINEAR, borderValue=0), np.float32
    )


def shrunk_layer(layer: Layer, across: float, down: float) -> Layer:
    """The layer with its width times `across` and its height times `down`."""
    size = (max(1, round(layer.shape[1] * across)), max(1, round(layer.shape[0] * down)))
    return np.asarray(cv2.resize(layer, size, interpolation=cv2.INTER_AREA), np.float32)


def paper_of(pixels: Pixels) -> NDArray[np.float32]:
    """A small (h, w, 3) float32 map of the paper's colour.

    Strokes are taken out by a dilation, solid marks as large as a name seal by a median.
    """
    factor = PAPER_SIDE / max(pixels.shape[:2])
    size = _size(pixels, factor)
    small = _resized(pixels, size)
    bright = cv2.dilate(small, np.ones((5, 5), np.uint8))
    return np.maximum(cv2.medianBlur(bright, 21), 32).astype(np.float32)


def ink_of(pixels: Pixels, paper: NDArray[np.float32]) -> Ink:
    """The layers of an (h, w, 3) picture whose paper looks as in the map `paper` (any size)."""
    height, width = pixels.shape[:2]
    ground = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    share = np.minimum(pixels / ground, 1.0).astype(np.float32)
    red = share[..., 0] - np.maximum(share[..., 1], share[..., 2])
    return Ink(np.ascontiguousarray(np.maximum(red, 0)), np.ascontiguousarray(1 - share[..., 0]))


def shrink(pixels: Pixels, longest: int) -> tuple[Pixels, float]:
    """The picture with its longer side at most `longest` pixels, and the factor applied."""
    factor = min(1.0, longest / max(pixels.shape[:2]))
    if factor == 1.0:
        return pixels, 1.0
    return _resized(pixels, _size(pixels, factor)), factor


def _resized(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Shrunk by a whole number first, which OpenCV averages six times as fast as a fraction."""
    whole = min(pixels.shape[1] // size[0], pixels.shape[0] // size[1])
    if whole > 1:
        cut = pixels[: pixels.shape[0] // whole * whole, : pixels.shape[1] // whole * whole]
        between = (cut.shape[1] // whole, cut.shape[0] // whole)
        pixels = np.asarray(cv2.resize(cut, between, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _size(pixels: Pixels, factor: float) -> tuple[int, int]:
    height, width = pixels.shape[:2]
    return max(1, round(width * factor)), max(1, round(height * factor))


def patch_ink(pixels: Pixels, paper: NDArray[np.float32], bounds: tuple[int, int, int, int]) -> Ink:
    """The layers of the part (left, top, right, bottom) of a page whose paper map is `paper`."""
    left, top, right, bottom = bounds
    height, width = pixels.shape[:2]
    x, y = paper.shape[1] / width, paper.shape[0] / height
    place = np.array([[x, 0, (left + 0.5) * x - 0.5], [0, y, (top + 0.5) * y - 0.5]])
    ground = cv2.warpAffine(
        paper,
        place,
        (right - left, bottom - top),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return ink_of(pixels[top:bottom, left:right], np.asarray(ground, np.float32))
