# SPDX-License-Identifier: Apache-2.0
"""Lines that the first reading mixes up or cannot see, and how a second look tells them apart."""

import numpy as np
import pytest
from PIL import Image, ImageChops
from tests.drawn import body, draw
from tests.drawn_seals import ring_seal, stamped

from blindscan.find.text import find_text
from blindscan.find.unread import unread_remarks
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.page import Pixels
from blindscan.read.crowded import crowded_lines, read_crowded
from blindscan.read.engine import PpOcrEngine
from blindscan.read.overprint import read_beneath, red_places

UNIT = "浙江临岚技师学院"
TERMS = terms_of(Applicant("a", ("陆砚秋",), (UNIT,)))


def printed_twice(shift: int) -> Pixels:
    """Prose with a line of smaller print over it, `shift` pixels lower."""
    below = draw(*body(), (120, 300, "先后参与校企合作项目三项并编写校本教材两部获得好评")).pixels
    over = draw((130, 300 + shift, f"作者单位：{UNIT}，参加工作十五年"), height=24).pixels
    return np.array(ImageChops.darker(Image.fromarray(below), Image.fromarray(over)))


@pytest.mark.parametrize("shift", [20, 26])
def test_print_over_print_is_read_in_bands(engine: PpOcrEngine, shift: int) -> None:
    pixels = printed_twice(shift)
    lines = engine.read(pixels)
    again = read_crowded(pixels, lines, engine)
    assert any(found.kind == "unit" for found in find_text((*lines, *again), TERMS, engine.head))


@pytest.mark.parametrize("shift", [4, 8, 14])
def test_print_that_no_band_can_part_holds_the_page(engine: PpOcrEngine, shift: int) -> None:
    pixels = printed_twice(shift)
    lines = engine.read(pixels)
    everything = (*lines, *read_crowded(pixels, lines, engine))
    assert unread_remarks(everything) or find_text(everything, TERMS, engine.head)


def test_lines_with_room_are_left_alone(engine: PpOcrEngine) -> None:
    pixels = draw(*body()).pixels
    lines = engine.read(pixels)
    assert crowded_lines(lines) == ()
    assert read_crowded(pixels, lines, engine) == ()


def test_print_beneath_a_seal_comes_forward(engine: PpOcrEngine) -> None:
    page = Image.fromarray(draw(*body(), (300, 420, f"推荐单位：{UNIT}")).pixels)
    pixels = np.array(
        stamped(page, ring_seal("新疆天山职业技术学校", strength=1.0), 560, 440).convert("RGB")
    )
    assert len(red_places(pixels)) == 1
    lines = engine.read(pixels)
    beneath = read_beneath(pixels, lines, engine)
    read = "".join(line.text for line in (*lines, *beneath))
    assert UNIT in read
    assert find_text((*lines, *beneath), TERMS, engine.head)


def test_a_page_without_red_is_not_read_twice(engine: PpOcrEngine) -> None:
    pixels = draw(*body()).pixels
    assert red_places(pixels) == ()
    assert read_beneath(pixels, engine.read(pixels), engine) == ()
