# SPDX-License-Identifier: Apache-2.0
"""Seals are found and read on drawn pages, through the real engine."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from blindscan.model.geometry import bounds
from blindscan.model.marks import Seal
from blindscan.read.engine import PpOcrEngine
from blindscan.read.seal_shapes import find_places
from blindscan.read.seals import read_seals
from drawn_seals import GRAY, name_seal, page_of_text, pixels_of, ring_seal, stamped

UNIT = "新疆天山职业技术学校"
PLACE = (800, 1200)
PAGE = page_of_text()


def _only(page: Image.Image, engine: PpOcrEngine) -> Seal:
    seals = read_seals(pixels_of(page), engine)
    assert len(seals) == 1
    return seals[0]


def _gray(page: Image.Image) -> Image.Image:
    return page.convert("L").convert("RGB")


@pytest.mark.parametrize("turn_deg", [0, 40, 180])
def test_a_red_seal_over_print_reads_at_any_turn(engine: PpOcrEngine, turn_deg: int) -> None:
    seal = _only(stamped(PAGE, ring_seal(UNIT), *PLACE, turn_deg), engine)
    assert UNIT in seal.text
    assert seal.legibility > 0.9


def _framed(side: int) -> Image.Image:
    """A seal whose rim a frame hides on all four sides."""
    page = stamped(PAGE, ring_seal(UNIT), *PLACE)
    box = (PLACE[0] - side, PLACE[1] - side, PLACE[0] + side, PLACE[1] + side)
    ImageDraw.Draw(page).rectangle(box, outline=(0, 0, 250), width=26)
    return page


def test_a_ring_half_hidden_is_proven_by_its_text(engine: PpOcrEngine) -> None:
    assert UNIT[1:-1] in _only(_framed(166), engine).text


def test_circles_without_text_are_no_seals(engine: PpOcrEngine) -> None:
    page = PAGE.copy()
    for start in range(0, 360, 30):
        ImageDraw.Draw(page).arc((600, 1000, 900, 1300), start, start + 14, fill=(60, 60, 60), width=5)
    assert [place.weak for place in find_places(pixels_of(page))] == [True]
    assert read_seals(pixels_of(page), engine) == ()


def test_a_photograph_of_nothing_but_a_seal(engine: PpOcrEngine) -> None:
    page = Image.new("RGB", (640, 640), (250, 248, 245))
    seal = ring_seal(UNIT, (600, 600))
    page.paste(seal, (20, 20), seal)
    assert UNIT in _only(page, engine).text


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(stamped(PAGE, ring_seal(UNIT, strength=0.25), *PLACE), id="faint"),
        pytest.param(_gray(stamped(PAGE, ring_seal(UNIT), *PLACE)), id="photocopy"),
        pytest.param(stamped(PAGE, ring_seal(UNIT, colour=GRAY), *PLACE), id="gray ink"),
        pytest.param(stamped(PAGE, ring_seal(UNIT, (380, 260)), *PLACE), id="oval"),
        pytest.param(_gray(stamped(PAGE, ring_seal(UNIT, (380, 260)), *PLACE)), id="oval photocopy"),
        pytest.param(
            stamped(PAGE, ring_seal(UNIT), *PLACE).resize((521, 737), Image.Resampling.BOX),
            id="small",
        ),
    ],
)
def test_a_worn_seal_still_reads(engine: PpOcrEngine, page: Image.Image) -> None:
    assert UNIT in _only(page, engine).text


def test_the_outline_covers_all_ink_and_little_more(engine: PpOcrEngine) -> None:
    outline = _only(stamped(PAGE, ring_seal(UNIT), *PLACE), engine).outline
    left, top, right, bottom = bounds(outline)
    assert left < 800 - 156 < 800 + 156 < right
    assert top < 1200 - 156 < 1200 + 156 < bottom
    assert right - left < 340


def test_overlapping_seals_are_two(engine: PpOcrEngine) -> None:
    page = stamped(stamped(PAGE, ring_seal(UNIT), 700, 1200), ring_seal("天山大学"), 900, 1240)
    seals = read_seals(pixels_of(page), engine)
    assert sorted(round(float(s.outline[:, 0].mean()) / 100) for s in seals) == [7, 9]


@pytest.mark.parametrize("solid", [False, True])
def test_a_name_seal_is_a_rectangle_with_text(engine: PpOcrEngine, solid: bool) -> None:
    seal = _only(stamped(PAGE, name_seal("欧阳建国", solid=solid), *PLACE), engine)
    assert seal.shape == "rectangle"
    assert seal.legibility > 0.8


@pytest.mark.parametrize(("side", "blur"), [(70, 0), (70, 2), (100, 2)])
def test_a_small_solid_name_seal_is_found(engine: PpOcrEngine, side: int, blur: int) -> None:
    page = stamped(PAGE, name_seal("欧阳建国", side, solid=True), *PLACE)
    assert _only(page.filter(ImageFilter.GaussianBlur(blur)), engine).shape == "rectangle"


def test_a_blurred_seal_is_found_though_it_cannot_be_read(engine: PpOcrEngine) -> None:
    small = stamped(PAGE, ring_seal(UNIT), *PLACE).resize((124, 175), Image.Resampling.BOX)
    seal = _only(small.resize(PAGE.size, Image.Resampling.BICUBIC), engine)
    assert seal.legibility < 0.2


def _headline() -> Image.Image:
    page = PAGE.copy()
    draw = ImageDraw.Draw(page)
    from drawn_seals import RED, font

    draw.rectangle((100, 60, 1140, 330), fill="white")
    draw.text((620, 180), "自治州人民政府文件", RED, font(100), anchor="mm")
    draw.line((110, 320, 1130, 320), RED, 5)
    draw.rectangle((850, 400, 1100, 750), fill=RED)
    return page


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(PAGE, id="print"),
        pytest.param(_headline(), id="red headline and red ground of a photo"),
        pytest.param(Image.new("RGB", (800, 1100), "white"), id="blank"),
        pytest.param(Image.new("RGB", (40, 30), "red"), id="tiny"),
    ],
)
def test_a_page_without_seals_gives_none(engine: PpOcrEngine, page: Image.Image) -> None:
    assert read_seals(pixels_of(page), engine) == ()


def test_the_page_is_left_as_it_was(engine: PpOcrEngine) -> None:
    pixels = pixels_of(stamped(PAGE, ring_seal(UNIT), *PLACE))
    before = pixels.copy()
    read_seals(pixels, engine)
    assert np.array_equal(pixels, before)
