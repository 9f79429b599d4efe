# SPDX-License-Identifier: Apache-2.0
"""Uniform masks: the width tells neither how long a name is nor in which script it stands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blindscan.mask.paint import mask_polygons
from blindscan.mask.uniform import WIDTHS, uniform_quads
from blindscan.model.finding import Finding, FindingKind
from blindscan.model.geometry import bounds, quad_size, rectangle, turn_points

PAGE = (1600, 2300)


def line(left: float, top: float, length: float, height: float) -> np.ndarray:
    return rectangle(left, top, left + length, top + height)


names = st.builds(line, st.floats(10, 1400), st.floats(10, 2200), st.floats(40, 500), st.floats(34, 46))


@given(st.lists(names, min_size=1, max_size=6))
def test_names_of_any_length_are_equally_wide(quads: list[np.ndarray]) -> None:
    wide = uniform_quads(quads, ["name"] * len(quads), PAGE)
    widths = [quad_size(quad)[0] for quad in wide]
    height = np.median([quad_size(quad)[1] for quad in quads])
    multiples = [round(width / (WIDTHS["name"] * height), 3) for width in widths]
    assert all(m == int(m) >= 1 for m in multiples)
    if all(quad_size(quad)[0] <= WIDTHS["name"] * height for quad in quads):
        assert set(multiples) == {1}
    for before, after in zip(quads, wide, strict=True):
        left, top, right, bottom = bounds(before)
        grown = bounds(after)
        assert grown[0] <= left + 0.1
        assert grown[1] <= top + 0.1
        assert grown[2] >= min(right, PAGE[0]) - 0.05 * WIDTHS["name"] * height - 0.1
        assert grown[3] >= bottom - 0.1


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_mask_at_the_edge_stays_on_the_page(turn: int) -> None:
    quad = turn_points(line(1500, 40, 90, 30), PAGE, turn)  # type: ignore[arg-type]
    size = PAGE if turn % 180 == 0 else PAGE[::-1]
    (wide,) = uniform_quads([quad], ["name"], size)
    left, top, right, bottom = bounds(wide)
    assert min(left, top) >= -0.1
    assert right <= size[0] + 0.1
    assert bottom <= size[1] + 0.1
    assert quad_size(wide)[0] == pytest.approx(12 * 30)


@pytest.mark.parametrize("kind", ["seal", "barcode", "field"])
def test_what_is_no_name_keeps_its_shape(kind: FindingKind) -> None:
    (same,) = uniform_quads([line(50, 50, 90, 30)], [kind], PAGE)
    assert (same == line(50, 50, 90, 30)).all()


def test_masks_are_uniform_only_when_asked_to_be() -> None:
    page = np.full((400, 1600, 3), 255, dtype=np.uint8)
    findings = [
        Finding("name", line(100, 60, 90, 30), 0.0, "text"),
        Finding("name", line(100, 160, 300, 30), 0.0, "text"),
    ]
    plain, uniform = mask_polygons(page, findings), mask_polygons(page, findings, uniform_width=True)
    assert len({round(quad_size(quad)[0]) for quad in plain}) == 2
    assert len({round(quad_size(quad)[0]) for quad in uniform}) == 1
