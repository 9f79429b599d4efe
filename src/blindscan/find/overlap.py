# SPDX-License-Identifier: Apache-2.0
"""When two findings speak of one place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds

WITHIN = 0.999
LATTICE = "text"
"""The finder whose places are exact enough to say that a doubt is but a seal's scrap."""
PARTLY = 0.35
"""Shares of a text finding's place that a surely masked seal takes up: all of it makes the finding
idle; a good part of it makes a doubt one of the seal's own scraps."""


def shared(one: Finding, other: Finding) -> float:
    """Share of the bounds of `one` that lies within the bounds of `other`, in [0, 1]."""
    l1, t1, r1, b1 = bounds(one.polygon)
    l2, t2, r2, b2 = bounds(other.polygon)
    width, height = min(r1, r2) - max(l1, l2), min(b1, b2) - max(t1, t2)
    return max(width, 0) * max(height, 0) / max((r1 - l1) * (b1 - t1), 1e-6)


def settled_by_seals(texts: Sequence[Finding], seals: Sequence[Finding]) -> Iterator[Finding]:
    """Text findings without those that a seal covers which is masked surely.

    The line detector takes pieces of a seal's ring for lines; what they say, the seal has said. A
    doubt that only touches the seal stays masked, but needs no person.
    """
    sure = [seal for seal in seals if seal.sure]
    for text in texts:
        inside = max((_inside(text.polygon, seal.polygon) for seal in sure), default=0.0)
        if inside >= WITHIN:
            continue
        scrap = inside > PARTLY and not text.sure and not text.kept and text.finder == LATTICE
        yield replace(text, sure=True, why=None) if scrap else text


def _inside(quad: NDArray[np.float32], polygon: NDArray[np.float32]) -> float:
    """Share of a (4, 2) quad's points, on a grid over it, that lie within a polygon (ray casting)."""
    u, v = (axis.ravel()[:, None] for axis in np.meshgrid(np.linspace(0, 1, 9), np.linspace(0, 1, 5)))
    points = quad[0] + (quad[1] - quad[0]) * u + (quad[3] - quad[0]) * v
    start, end = polygon, np.roll(polygon, -1, axis=0)
    above = (start[None, :, 1] > points[:, None, 1]) != (end[None, :, 1] > points[:, None, 1])
    rise = np.where(end[:, 1] == start[:, 1], 1e-9, end[:, 1] - start[:, 1])
    crossing = start[:, 0] + (points[:, None, 1] - start[:, 1]) * (end[:, 0] - start[:, 0]) / rise
    odd = (above & (points[:, None, 0] < crossing)).sum(axis=1) % 2 == 1
    return float(odd.mean())
