# SPDX-License-Identifier: Apache-2.0
"""Masks hide for good: what lies beneath leaves no trace in the bytes."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.drawn import body, box_of, draw

from blindscan.mask.encode import encode_jpeg
from blindscan.mask.paint import Style, mask_polygons, paint
from blindscan.mask.reach import reach_gaps
from blindscan.model.errors import InputError
from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds, rectangle
from blindscan.model.page import Pixels

STYLES: tuple[Style, ...] = ("black", "white", "label")
places = st.tuples(st.integers(0, 90), st.integers(0, 60), st.integers(8, 60), st.integers(8, 30))


def seal_at(left: int, top: int, width: int, height: int) -> Finding:
    box = rectangle(left, top, left + width, top + height)
    return Finding("seal", box, 0.0, "test")


def masked(pixels: Pixels, findings: list[Finding], style: Style) -> bytes:
    return encode_jpeg(paint(pixels, findings, mask_polygons(pixels, findings), style))


@settings(deadline=None)
@given(places, st.sampled_from(STYLES), st.integers(0, 2**32 - 1))
def test_two_pages_that_differ_only_beneath_the_mask_give_the_same_bytes(
    place: tuple[int, int, int, int], style: Style, seed: int
) -> None:
    noise = np.random.default_rng(seed)
    one = noise.integers(0, 256, (100, 160, 3)).astype(np.uint8)
    other = one.copy()
    left, top, width, height = place
    other[top : top + height + 1, left : left + width + 1] = noise.integers(0, 256, 3)
    finding = [seal_at(*place)]
    assert masked(one, finding, style) == masked(other, finding, style)


def test_the_page_itself_is_not_touched() -> None:
    page = draw(*body()).pixels
    before = page.copy()
    masked(page, [seal_at(100, 60, 300, 40)], "black")
    assert (page == before).all()


def test_a_text_mask_reaches_the_end_of_the_glyphs_it_cuts() -> None:
    text = "同意推荐陆砚秋同志参加评审"
    drawn = draw((120, 300, text))
    left, top, right, bottom = box_of(drawn, text, "陆砚秋")
    cut = rectangle(left + 9, top, right - 9, bottom)
    reached = bounds(reach_gaps(drawn.pixels, cut))
    assert reached[0] == pytest.approx(left, abs=5)
    assert reached[2] == pytest.approx(right, abs=5)


def test_a_text_mask_stops_at_a_table_rule() -> None:
    drawn = draw((120, 300, "陆砚秋"))
    drawn.pixels[250:380, 232:236] = 0
    _, top, right, bottom = drawn.boxes["陆砚秋"]
    assert bounds(reach_gaps(drawn.pixels, rectangle(120, top, right, bottom)))[2] <= 236


@pytest.mark.parametrize("style", STYLES)
def test_masks_are_flat_in_the_picture(style: Style) -> None:
    page = draw(*body()).pixels
    picture = np.array(Image.open(BytesIO(masked(page, [seal_at(150, 60, 400, 60)], style))))
    inside = picture[66:114, 156:544].astype(int)
    assert (np.abs(inside - np.median(inside)) <= 14).mean() > 0.55


def test_the_jpeg_is_pixels_and_nothing_else() -> None:
    content = masked(draw(*body()).pixels, [], "black")
    with Image.open(BytesIO(content)) as picture:
        known: dict[str, Any] = dict(picture.info)
        assert set(known) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
        assert not picture.getexif()
    assert content.endswith(b"\xff\xd9")
    assert content.count(b"\xff\xd8\xff") == 1


def test_a_size_limit_is_kept_or_refused() -> None:
    page = draw(*body()).pixels
    free = len(encode_jpeg(page, 90))
    assert len(encode_jpeg(page, 90, free - 5000)) <= free - 5000
    with pytest.raises(InputError):
        encode_jpeg(page, 90, 2000)
