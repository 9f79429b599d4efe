# SPDX-License-Identifier: Apache-2.0
"""The small angle that text lines are off the horizontal."""

from collections.abc import Iterable

import numpy as np

from blindscan.model.geometry import quad_size
from blindscan.model.line import Line

LEAST_ASPECT = 4.0


def skew_deg(lines: Iterable[Line]) -> float:
    """Clockwise angle in degrees of the lines' reading direction: the length-weighted median over
    lines long enough to have a direction; 0.0 when there is none."""
    angles, weights = [], []
    for line in lines:
        length, height = quad_size(line.quad)
        along = line.quad[1] - line.quad[0] + line.quad[2] - line.quad[3]
        angle = float(np.degrees(np.arctan2(along[1], along[0])))
        if length >= LEAST_ASPECT * height and abs(angle) < 30:
            angles.append(angle)
            weights.append(length)
    if not angles:
        return 0.0
    order = np.argsort(angles)
    total = np.cumsum(np.array(weights)[order])
    return float(np.array(angles)[order][np.searchsorted(total, total[-1] / 2)])
