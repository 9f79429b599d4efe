# SPDX-License-Identifier: Apache-2.0
"""Lines of a text-only engine that prove nothing: read badly, in part, or not at all.

A lattice bears a name that was misread; text alone does not. What such an engine could not read surely,
and no mask covers, holds the page.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import bounds
from blindscan.model.line import Line
from blindscan.model.words import Remark

UNREAD = 0.75
"""Mean character probability below which a line counts as unread, however short it is."""
LEAST_RUN = 2
"""Unsure characters in a row that may be a short name."""
SETTLED = 0.90
"""Mean character probability from which another reading of the same place settles it."""


def unproven_remarks(lines: Sequence[Line], masks: Iterable[NDArray[np.float32]]) -> tuple[Remark, ...]:
    """One remark when a line without a lattice is neither read surely nor masked; () otherwise."""
    suspects = [bounds(line.quad) for line in lines if line.lattice is None and _is_unproven(line)]
    settled = [bounds(line.quad) for line in lines if line.score >= SETTLED]
    covers = [*settled, *(bounds(mask) for mask in masks)]
    if all(any(_covers(cover, suspect) for cover in covers) for suspect in suspects):
        return ()
    return (Remark.of("find.unproven"),)


def _is_unproven(line: Line) -> bool:
    return not line.text.strip() or line.score < UNREAD or line.weak_run >= LEAST_RUN


def _covers(outer: tuple[float, float, float, float], inner: tuple[float, float, float, float]) -> bool:
    """Whether the outer box takes up most of the inner one."""
    width = min(outer[2], inner[2]) - max(outer[0], inner[0])
    height = min(outer[3], inner[3]) - max(outer[1], inner[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return width > 0 and height > 0 and width * height > 0.6 * area
