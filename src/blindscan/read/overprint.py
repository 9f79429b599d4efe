# SPDX-License-Identifier: Apache-2.0
"""Read once more the print that red ink was pressed over: seals and thumbprints.

In the red channel red ink is nearly as bright as paper, so it fades and the text beneath it comes
forward. The place is detected anew, because the red shapes had broken its lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import bounds
from blindscan.model.line import Line
from blindscan.model.page import Pixels

SHRINK = 4
REDNESS = 28
"""Lead of red over the other channels, in gray levels, from which a pixel is red ink."""
LEAST_SIDE = 0.02
MOST_SIDE = 0.45
"""Sides of a red shape as shares of the page's longer side: more than a dot, less than a border."""
AROUND = 0.8
"""How far to the sides a line may leave the shape, as a share of the shape's width."""
MOST_PLACES = 6
SURE = 0.97
"""Mean character probability from which a line needs no second reading."""
SAME = 0.75
"""Share of their joint bounds that two boxes of one line have in common."""

Box = tuple[int, int, int, int]


class LineReader(Protocol):
    """The steps of an engine that this needs. See `PpOcrEngine`."""

    def detect(self, pixels: Pixels, longest: int | None = None) -> NDArray[np.float32]:
        """Quads (n, 4, 2) of the lines of a picture."""
        ...

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        """Lines of the quads."""
        ...


def read_beneath(pixels: Pixels, known: Sequence[Line], reader: LineReader) -> tuple[Line, ...]:
    """Lines that touch a red shape, read with the red faded, without those that are `known` and read
    well; () when nothing on the page is red."""
    sure = [line.quad for line in known if line.score >= SURE]
    lines: list[Line] = []
    for place in red_places(pixels):
        left, top, right, bottom = _window(place, pixels)
        faded = np.repeat(pixels[top:bottom, left:right, :1], 3, axis=2)
        quads = reader.detect(faded, max(faded.shape[:2]))
        shift = np.array([left, top], dtype=np.float32)
        touching = [
            i
            for i, quad in enumerate(quads)
            if _touches(quad + shift, place) and not any(_same(quad + shift, one) for one in sure)
        ]
        lines += [
            replace(line, quad=line.quad + shift) for line in reader.read_quads(faded, quads[touching])
        ]
    return tuple(lines)


def red_places(pixels: Pixels) -> tuple[Box, ...]:
    """(left, top, right, bottom) of the page's red shapes, largest first."""
    small = pixels[::SHRINK, ::SHRINK].astype(np.int16)
    lead = small[:, :, 0] - small[:, :, 1:].max(axis=2)
    # The paper's own tinge, or a red desk, is not ink.
    red = (lead - int(np.median(lead)) > REDNESS).astype(np.uint8)
    if not red.any():
        return ()
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((9, 9), dtype=np.uint8))
    _, _, shapes, _ = cv2.connectedComponentsWithStats(joined)
    side = max(red.shape)
    places: list[Box] = []
    for place in sorted(_plausible(shapes[1:], side), key=lambda b: -(b[2] - b[0]) * (b[3] - b[1])):
        if not any(_within(place, other) for other in places):
            places.append(place)
    return tuple(places[:MOST_PLACES])


def _within(place: Box, other: Box) -> bool:
    return all(place[i] >= other[i] and place[i + 2] <= other[i + 2] for i in (0, 1))


def _plausible(shapes: NDArray[Any], side: int) -> Iterator[Box]:
    for x, y, width, height, _ in shapes.tolist():
        low, high = min(width, height), max(width, height)
        if low >= LEAST_SIDE * side and high <= MOST_SIDE * side and high < 3 * low:
            yield x * SHRINK, y * SHRINK, (x + width) * SHRINK, (y + height) * SHRINK


def _window(place: Box, pixels: Pixels) -> Box:
    left, top, right, bottom = place
    side, above = int(AROUND * (right - left)), int(0.15 * (bottom - top))
    return (
        max(0, left - 2 * side),
        max(0, top - above),
        min(pixels.shape[1], right + 2 * side),
        min(pixels.shape[0], bottom + above),
    )


def _touches(quad: NDArray[np.float32], place: Box) -> bool:
    left, top, right, bottom = bounds(quad)
    return left < place[2] and place[0] < right and top < place[3] and place[1] < bottom


def _same(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    l1, t1, r1, b1 = bounds(one)
    l2, t2, r2, b2 = bounds(other)
    common = max(0.0, min(r1, r2) - max(l1, l2)) * max(0.0, min(b1, b2) - max(t1, t2))
    return common > SAME * ((r1 - l1) * (b1 - t1) + (r2 - l2) * (b2 - t2) - common)
