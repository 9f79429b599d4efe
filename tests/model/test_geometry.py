# SPDX-License-Identifier: Apache-2.0
"""Between frames and back: what is turned there comes back to where it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blindscan.model.geometry import (
    bounds,
    grow_quad,
    quad_size,
    rectangle,
    slice_quad,
    to_source,
    turn_pixels,
    turn_points,
)
from blindscan.model.page import Turn

turns = st.sampled_from([0, 90, 180, 270])
sizes = st.tuples(st.integers(1, 3000), st.integers(1, 3000))
shares = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8)


@given(sizes, turns, shares)
def test_there_and_back(size: tuple[int, int], turn: Turn, at: list[tuple[float, float]]) -> None:
    points = (np.array(at) * size).astype(np.float32)
    upright = turn_points(points, size, turn)
    assert np.allclose(to_source(upright, size, turn), points, atol=0.01)


@given(st.integers(2, 9), st.integers(2, 9), turns, st.data())
def test_points_go_where_their_pixels_go(
    width: int, height: int, turn: Turn, data: st.DataObject
) -> None:
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    pixels = np.zeros((height, width, 3), dtype=np.uint8)
    pixels[y, x] = 255
    middle = np.array([[x + 0.5, y + 0.5]], dtype=np.float32)
    ((tx, ty),) = turn_points(middle, (width, height), turn)
    assert turn_pixels(pixels, turn)[int(ty), int(tx)].tolist() == [255, 255, 255]


@given(st.floats(0, 0.9), st.floats(0.05, 0.5))
def test_a_slice_is_as_long_as_its_share(start: float, share: float) -> None:
    quad = rectangle(100, 50, 500, 90)
    assert quad_size(slice_quad(quad, start, start + share))[0] == pytest.approx(400 * share, abs=0.1)


def test_growing_moves_every_side_out() -> None:
    assert bounds(grow_quad(rectangle(100, 50, 500, 90), 5, 3)) == (95, 47, 505, 93)
