# SPDX-License-Identifier: Apache-2.0
"""How well does a line bear a string? Against brute force, and on real readings."""

from itertools import pairwise, product

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.drawn import body, draw

from blindscan.find.patterns import pattern_of
from blindscan.find.spotting import _contributions, _viterbi, align, spot, spot_score
from blindscan.model.applicant import Term
from blindscan.model.line import Lattice
from blindscan.read.engine import PpOcrEngine

costs = st.floats(-9, 0, width=32)


def brute_force(emission: NDArray, filler: NDArray, repeats: NDArray) -> float:
    """The best total over every sequence of states, one after the other."""
    frames, n = emission.shape
    best = -np.inf
    for first in range(frames):
        for length in range(n, frames - first + 1):
            for states in product(range(2 * n), repeat=length):
                if legal(states, n, repeats):
                    total = sum(
                        emission[first + i, s] if s < n else filler[first + i]
                        for i, s in enumerate(states)
                    )
                    best = max(best, total)
    return float(best)


def legal(states: tuple[int, ...], n: int, repeats: NDArray) -> bool:
    """Character k is k, the gap after it n + k; from the first character to the last."""
    if states[0] != 0 or states[-1] != n - 1:
        return False
    for a, b in pairwise(states):
        stays = a == b
        into_gap = a < n and b == n + a
        out_of_gap = a >= n and b == a - n + 1
        onward = a < n and b == a + 1 and not repeats[b] if b < n else False
        if not (stays or into_gap or out_of_gap or onward):
            return False
    return True


@given(st.data(), st.integers(1, 3), st.integers(1, 5))
def test_the_alignment_is_the_best_there_is(data: st.DataObject, n: int, frames: int) -> None:
    if n == 3 and frames == 5:
        frames = 4
    rows = data.draw(
        st.lists(st.lists(costs, min_size=n, max_size=n), min_size=frames, max_size=frames)
    )
    emission = np.array(rows, dtype=np.float32)
    filler = np.array(data.draw(st.lists(costs, min_size=frames, max_size=frames)), dtype=np.float32)
    repeats = np.array([False, *data.draw(st.lists(st.booleans(), min_size=n - 1, max_size=n - 1))])
    path, best = _viterbi(emission, filler, repeats), brute_force(emission, filler, repeats)
    if path is None:
        assert best == -np.inf
    else:
        assert _contributions(path, emission, filler).sum() == pytest.approx(best, abs=1e-3)


def test_one_wrong_character_weighs_as_in_a_name_of_three() -> None:
    assert spot_score(np.array([0, -7, 0], dtype=np.float32)) == pytest.approx(-7 / 3)
    assert spot_score(np.array([0] * 11 + [-7], dtype=np.float32)) == pytest.approx(-7 / 3)


def test_occurrences_in_one_line_are_all_found() -> None:
    emission = np.full((9, 2), -9, dtype=np.float32)
    for at in (0, 5):
        emission[at, 0] = emission[at + 1, 1] = 0
    spots = align(emission, np.zeros(9, dtype=np.float32), np.array([False, False]), -1.0)
    assert sorted(s.peaks for s in spots) == [(0, 1), (5, 6)]


def lattice_of(engine: PpOcrEngine, text: str, sigma: float = 0.0) -> Lattice:
    page = draw(*body(), (120, 300, text)).pixels
    blurred = cv2.GaussianBlur(page, (0, 0), sigma) if sigma else page
    line = min(engine.read(blurred), key=lambda line: abs(line.quad[:, 1].mean() - 322))
    assert line.lattice is not None
    return line.lattice


def best(engine: PpOcrEngine, text: str, sought: str, sigma: float = 0.0) -> float:
    term = Term("t", "name", sought)
    pattern = pattern_of(term, engine.head)
    spots = spot([lattice_of(engine, text, sigma)], [pattern], engine.head, [-30.0])
    return max((s.score for _, _, s in spots), default=-99.0)


@pytest.mark.parametrize(
    "text",
    ["兹证明陆砚秋同志系我校教师", "陆 砚 秋", "陆　砚　秋，女", "陸硯秋同志", "（陆砚秋）"],
)
def test_every_way_of_writing_a_name_scores_as_read(engine: PpOcrEngine, text: str) -> None:
    assert best(engine, text, "陆砚秋") > -0.5


@pytest.mark.parametrize("dot", ["·", "•", "・", "．", " ", ""])
def test_a_joined_name_needs_no_particular_dot(engine: PpOcrEngine, dot: str) -> None:
    assert best(engine, f"迪丽努尔{dot}帕尔哈提同志", "迪丽努尔帕尔哈提") > -0.5


@pytest.mark.parametrize("other", ["陆砚冬", "陆见秋", "陈砚秋", "陆秋"])
def test_another_name_is_another_name(engine: PpOcrEngine, other: str) -> None:
    assert best(engine, f"兹证明{other}同志系我校教师", "陆砚秋") < -2.0


def test_blur_that_defeats_reading_does_not_defeat_spotting(engine: PpOcrEngine) -> None:
    assert best(engine, "兹证明陆砚秋同志系我校教师", "陆砚秋", sigma=3.5) > -2.5
    assert best(engine, "兹证明王大明同志系我校教师", "陆砚秋", sigma=3.5) < -3.0
