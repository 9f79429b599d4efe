# SPDX-License-Identifier: Apache-2.0
"""Ink that looks like a line of text and that nobody could read: it may bear anything, hence doubt.

Such a place is not masked; the page waits for a person.
"""

from collections.abc import Sequence

import numpy as np

from blindscan.model.geometry import bounds, quad_size
from blindscan.model.line import Line
from blindscan.model.words import Remark

UNREAD = 0.70
"""Mean character probability below which a long line counts as unread."""
READ = 0.90
"""Mean character probability from which another reading of the same place settles it."""
LEAST_CHARACTERS = 8
LEAST_RUN = 5
"""Unsure characters in a row that make a line unread, however clear the rest of it: print over print.
Lines of clear pages have 3 at most."""
LEAST_MISREAD = 4.0
"""Likewise, characters of a line that may be expected to be wrong; handwriting has 2."""
LEAST_ASPECT = 5.0


def unread_remarks(lines: Sequence[Line]) -> tuple[Remark, ...]:
    """One remark when a long line of the page was read by no attempt; () otherwise."""
    boxes = np.array([bounds(line.quad) for line in lines]).reshape(-1, 4)
    scores = np.array([line.score for line in lines])
    for i, line in enumerate(lines):
        if _is_unread(line) and _is_long(line):
            left, top, right, bottom = boxes[i]
            width = np.minimum(right, boxes[:, 2]) - np.maximum(left, boxes[:, 0])
            height = np.minimum(bottom, boxes[:, 3]) - np.maximum(top, boxes[:, 1])
            same = (width > 0.6 * (right - left)) & (height > 0.3 * (bottom - top))
            if not (same & (scores >= READ)).any():
                return (Remark.of("find.unread"),)
    return ()


def _is_unread(line: Line) -> bool:
    whole = line.score < UNREAD and len(line.text) >= LEAST_CHARACTERS
    return whole or line.weak_run >= LEAST_RUN or line.misread >= LEAST_MISREAD


def _is_long(line: Line) -> bool:
    length, height = quad_size(line.quad)
    return length >= LEAST_ASPECT * height
