# SPDX-License-Identifier: Apache-2.0
"""What a masked seal settles, and what it must not."""

import numpy as np

from blindscan.find.overlap import settled_by_seals
from blindscan.model.finding import Finding
from blindscan.model.geometry import rectangle

ANGLES = np.linspace(0, 2 * np.pi, 40, endpoint=False)
RING = np.stack([200 + 100 * np.cos(ANGLES), 200 + 100 * np.sin(ANGLES)], axis=1).astype(np.float32)
SEAL = Finding("seal", RING, 0.0, "seals")


def text(left: float, top: float, right: float, bottom: float, sure: bool = True) -> Finding:
    return Finding("unit", rectangle(left, top, right, bottom), -2.0, "text", sure=sure)


def test_text_within_the_seal_is_the_seals() -> None:
    assert list(settled_by_seals([text(150, 180, 250, 220, sure=False)], [SEAL])) == []


def test_text_in_a_corner_of_its_bounds_is_not_covered_and_stays() -> None:
    corner = text(100, 100, 140, 125)
    assert list(settled_by_seals([corner], [SEAL])) == [corner]


def test_a_doubt_that_sticks_out_stays_masked_and_needs_no_person() -> None:
    (finding,) = settled_by_seals([text(80, 180, 220, 220, sure=False)], [SEAL])
    assert finding.sure


def test_a_doubtful_seal_settles_nothing() -> None:
    doubtful = Finding("seal", RING, -4.0, "seals", sure=False)
    within = text(150, 180, 250, 220, sure=False)
    assert list(settled_by_seals([within], [doubtful])) == [within]
