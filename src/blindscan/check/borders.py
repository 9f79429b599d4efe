# SPDX-License-Identifier: Apache-2.0
"""Which sides of the picture cut through text."""

from typing import Literal

import numpy as np

from blindscan.model.geometry import Points

Side = Literal["left", "top", "right", "bottom"]
MARGIN = 0.003
"""How near to the border a line counts as cut, as a share of the page's longer side."""
SMALL, LARGE = 0.006, 0.1
"""Heights, as shares of the longer side, between which a quad is a line of text and no speck or
picture."""
LEAST_LINES = 2
"""Lines that begin or end at the border; one alone is a stamp, a page number or a smear."""
LEAST_SHARE = 0.15
"""The same as a share of the lines whose height on the page a side cut would have met."""
LONG_SHARE = 0.15
"""Share of the picture's width from which a line that lies along a border counts as one of text."""


def cut_sides(quads: Points, size: tuple[int, int]) -> tuple[Side, ...]:
    """Sides that run through text. `quads`: (n, 4, 2) detected lines on a page of (width, height)."""
    width, height = size
    longest = max(size)
    boxes = np.concatenate([quads.min(axis=1), quads.max(axis=1)], axis=1) if len(quads) else None
    if boxes is None:
        return ()
    tall = boxes[:, 3] - boxes[:, 1]
    left, top, right, bottom = boxes[(tall > SMALL * longest) & (tall < LARGE * longest)].T
    margin = MARGIN * longest + 1
    enough = max(LEAST_LINES, LEAST_SHARE * len(left))
    along = right - left >= LONG_SHARE * width
    found: list[tuple[Side, bool]] = [
        ("left", int((left <= margin).sum()) >= enough),
        ("top", bool((along & (top <= margin)).any())),
        ("right", int((right >= width - margin).sum()) >= enough),
        ("bottom", bool((along & (bottom >= height - margin)).any())),
    ]
    return tuple(side for side, cut in found if cut)
