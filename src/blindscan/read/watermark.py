# SPDX-License-Identifier: Apache-2.0
"""A pale watermark beneath print: the print is taken off, what is left is darkened and read.

The detector sees print and passes over what is pale beneath it, and the recogniser reads the print.
Where marks paler than print, as large as glyphs, stand outside everything found, ink darker than they
are is replaced by what surrounds it, and the page is detected and read once more.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import Points
from blindscan.model.line import Line
from blindscan.model.page import Pixels
from blindscan.read.seal_ink import paper_of, shrink

SIDE = 1280
"""Longest side in pixels of the picture that is searched."""
DETECTED_SIDE = 960
PALE = (0.035, 0.35)
"""Share of the paper's brightness that a watermark takes away; print takes more."""
HALO = 7
"""Pixels around print in which its soft edge looks pale."""
FILL_SIGMA = 3.0
LEAST_PAPER = 130
"""Gray level of paper."""
MARK = (9, 200)
"""Shorter and longer side of a mark, in the searched picture's pixels; rules are thinner."""
MOST_FILL = 0.75
LEAST_MARKS = 8
"""A watermark of a name's three characters, or of a unit's ten, leaves so many pieces between the lines
of a page."""
LEAST_TEXT = 3
LEAST_SCORE = 0.5
"""Mean character probability from which it is a line at all, and no texture of the paper."""


class Reader(Protocol):
    """The steps of an engine that this needs. See `read.engine`."""

    def detect(self, pixels: Pixels, longest: int | None = None) -> NDArray[np.float32]:
        """Quads (n, 4, 2) of the page's lines."""
        ...

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        """The lines of the quads."""
        ...


def read_watermark(pixels: Pixels, known: Sequence[Points], reader: Reader) -> tuple[Line, ...]:
    """Lines of the watermark of an upright (h, w, 3) RGB page, apart from the `known` outlines; ()
    mostly."""
    small, factor = shrink(pixels, SIDE)
    lost = _lost_light(small)
    if _marks(lost, [outline * factor for outline in known]) < LEAST_MARKS:
        return ()
    pale = _darkened(lost)
    lines = reader.read_quads(pale, reader.detect(pale, DETECTED_SIDE))
    return tuple(
        replace(line, quad=line.quad / np.float32(factor))
        for line in lines
        if line.score >= LEAST_SCORE and len(line.text) >= LEAST_TEXT
    )


def _lost_light(small: Pixels) -> NDArray[np.float32]:
    """(h, w) share of the paper's brightness that is missing, 0 to 1."""
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    paper = cv2.cvtColor(paper_of(small), cv2.COLOR_RGB2GRAY).astype(np.float32)
    ground = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    lost = 1 - gray / np.maximum(ground, 1)
    # A desk or a shadow around the sheet is no paper; its texture would look like ink.
    return np.asarray(np.where(ground > LEAST_PAPER, lost, 0), dtype=np.float32)


def _marks(lost: NDArray[np.float32], known: Sequence[Points]) -> int:
    """How many pale marks of a glyph's size lie outside what is known and away from print."""
    soft = cv2.GaussianBlur(lost, (0, 0), 1)
    pale = ((soft > PALE[0]) & (lost < PALE[1])).astype(np.uint8)
    pale[_print(lost, HALO) > 0] = 0
    for outline in known:
        cv2.fillPoly(pale, [np.round(outline).astype(np.int32)], 0)
    pale = np.asarray(cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(pale)
    width, height, area = stats[1:count, 2], stats[1:count, 3], stats[1:count, 4]
    sides = (np.minimum(width, height) >= MARK[0]) & (np.maximum(width, height) <= MARK[1])
    return int((sides & (area < MOST_FILL * width * height)).sum())


def _print(lost: NDArray[np.float32], reach: int) -> NDArray[np.uint8]:
    dark = (lost > PALE[1]).astype(np.uint8)
    return np.asarray(cv2.dilate(dark, np.ones((reach, reach), np.uint8)), dtype=np.uint8)


def _darkened(lost: NDArray[np.float32]) -> Pixels:
    """(h, w, 3) page on which the pale ink is black and the print is gone."""
    near = _print(lost, HALO - 2)
    valid = (1 - near).astype(np.float32)
    around = cv2.GaussianBlur(lost * valid, (0, 0), FILL_SIGMA) / np.maximum(
        cv2.GaussianBlur(valid, (0, 0), FILL_SIGMA), 1e-3
    )
    pale = cv2.GaussianBlur(np.where(near > 0, around, lost), (0, 0), 1)
    black = max(0.05, float(np.percentile(pale, 99)))
    gray = 255 * (1 - 0.9 * np.clip((pale - 0.02) / (black - 0.02), 0, 1))
    return np.repeat(gray.astype(np.uint8)[:, :, None], 3, axis=2)
