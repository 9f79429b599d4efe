# SPDX-License-Identifier: Apache-2.0
"""Codes on a page: decoded, damaged, blurred, tilted; and what is none."""

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter
from tests.drawn import body, draw

from blindscan.model.geometry import bounds
from blindscan.model.page import Pixels
from blindscan.read.codes import read_codes

BARS, SQUARE = "ZJ20231234567", "https://example.invalid/x?c=671769930200"
WHERE = (400, 300)


def page_with(payload: str, kind: str, width: int, tilt: float = 0, blur: float = 0) -> Pixels:
    page = Image.fromarray(draw(*body(), size=(1240, 900)).pixels)
    symbol = zxingcpp.create_barcode(payload, getattr(zxingcpp.BarcodeFormat, kind))
    picture = Image.fromarray(np.array(symbol.to_image(scale=6))).convert("L")
    picture = picture.resize((width, round(picture.height * width / picture.width)))
    page.paste(picture.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=255), WHERE)
    return np.array(page.filter(ImageFilter.GaussianBlur(blur)))


def covered(pixels: Pixels) -> float:
    """Share of the dark pixels below the text that the codes' polygons cover."""
    mask = np.zeros(pixels.shape[:2], dtype=np.uint8)
    for code in read_codes(pixels):
        cv2.fillPoly(mask, [np.round(code.polygon).astype(np.int32)], 1)
    dark = pixels[..., 0] < 110
    dark[:280] = False
    return float(mask[dark].mean())


@pytest.mark.parametrize(
    ("payload", "kind", "width"),
    [(SQUARE, "QRCode", 200), (BARS, "Code128", 400), (BARS, "Code39", 500), (BARS, "DataMatrix", 120)],
)
@pytest.mark.parametrize("tilt", [0, 4, 90])
def test_a_code_is_read_and_covered_whole(payload: str, kind: str, width: int, tilt: float) -> None:
    pixels = page_with(payload, kind, width, tilt)
    assert [code.payload for code in read_codes(pixels)] == [payload]
    assert covered(pixels) > 0.98


@pytest.mark.parametrize("tilt", [0, 2, 90])
def test_bars_too_blurred_to_decode_are_seen(tilt: float) -> None:
    pixels = page_with(BARS, "Code128", 300, tilt, blur=1.5)
    assert [code.payload for code in read_codes(pixels)] == [None]
    left, top, right, bottom = bounds(read_codes(pixels)[0].polygon)
    assert left < WHERE[0] + 15
    assert top < WHERE[1] + 15
    assert right - left > 85
    assert bottom - top > 85


@pytest.mark.parametrize("tilt", [0, 20, 45])
def test_a_damaged_qr_code_is_seen_by_its_corners(tilt: float) -> None:
    pixels = page_with(SQUARE, "QRCode", 300, tilt)
    side = round(300 * (np.cos(np.radians(tilt)) + np.sin(np.radians(tilt))))
    middle = slice(WHERE[1] + side // 2 - 50, WHERE[1] + side // 2 + 50)
    pixels = pixels.copy()
    pixels[middle, WHERE[0] + side // 2 - 60 : WHERE[0] + side // 2 + 60] = 255
    assert [code.payload for code in read_codes(pixels)] == [None]
    assert covered(pixels) > 0.98


def test_text_tables_and_rules_are_no_codes() -> None:
    page = Image.fromarray(draw(*body()).pixels)
    pen = ImageDraw.Draw(page)
    for n in range(12):
        pen.rectangle((100 + 60 * n, 400, 160 + 60 * n, 460), outline="black", width=3)
        pen.line((100, 500 + 14 * n, 900, 500 + 14 * n), fill="black", width=2)
    assert read_codes(np.array(page)) == ()


@pytest.mark.parametrize("size", [(1, 1), (40, 33), (300, 200), (20, 900)])
def test_an_empty_page_bears_none(size: tuple[int, int]) -> None:
    assert read_codes(np.full((*size, 3), 255, dtype=np.uint8)) == ()
