# SPDX-License-Identifier: Apache-2.0
"""Every way in which a scan may come gives the same picture."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pillow_heif
import pytest
from PIL import Image, ImageOps
from tests.drawn import body, draw

from blindscan.intake.limits import Limits
from blindscan.intake.open import count_pages, load_page
from blindscan.intake.source import media_type
from blindscan.model.page import Page, Source

LIMITS = Limits()
PICTURE = Image.fromarray(draw(*body(), size=(1240, 420)).pixels)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def pages(content: bytes) -> list[Page]:
    source = Source(Path("x"), "x", "", media_type(content))
    return [load_page(source, content, n, LIMITS) for n in range(count_pages(source, content, LIMITS))]


def looks_like(page: Page, picture: Image.Image = PICTURE, tolerance: float = 4.0) -> bool:
    wanted = np.asarray(picture.convert("RGB")).astype(int)
    return page.pixels.shape == wanted.shape and np.abs(page.pixels - wanted).mean() < tolerance


def heic(image: Image.Image) -> bytes:
    stream = BytesIO()
    pillow_heif.from_pillow(image).save(stream, quality=90)
    return stream.getvalue()


def sixteen_bit(image: Image.Image) -> bytes:
    return encoded(Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257), "PNG")


def transparent(image: Image.Image) -> bytes:
    layer = image.convert("RGBA")
    ink = np.asarray(image.convert("L")) < 200
    layer.putalpha(Image.fromarray((ink * 255).astype(np.uint8)))
    return encoded(layer, "PNG")


@pytest.mark.parametrize(
    "content",
    [
        encoded(PICTURE, "JPEG", quality=92),
        encoded(PICTURE, "JPEG", quality=92, progressive=True),
        encoded(PICTURE.convert("L"), "JPEG", quality=92),
        encoded(PICTURE.convert("CMYK"), "JPEG", quality=92),
        encoded(PICTURE, "MPO", save_all=True, append_images=[PICTURE.rotate(180)]),
        encoded(PICTURE, "PNG"),
        encoded(PICTURE.convert("P"), "PNG"),
        transparent(PICTURE),
        sixteen_bit(PICTURE),
        encoded(PICTURE, "TIFF", compression="tiff_lzw"),
        encoded(PICTURE.convert("1", dither=Image.Dither.NONE), "TIFF", compression="group4"),
        encoded(PICTURE, "BMP"),
        encoded(PICTURE, "WEBP", quality=92),
        encoded(PICTURE, "JPEG2000"),
        heic(PICTURE),
    ],
    ids=[
        "jpeg",
        "progressive",
        "gray",
        "cmyk",
        "mpo",
        "png",
        "palette",
        "alpha",
        "16bit",
        "tiff",
        "g4",
        "bmp",
        "webp",
        "jp2",
        "heic",
    ],
)
def test_one_picture_in_every_format(content: bytes) -> None:
    (page,) = pages(content)
    assert looks_like(page, tolerance=8.0)
    assert page.pixels.flags.c_contiguous
    assert page.remarks == ()


def test_every_page_of_a_tiff() -> None:
    turned = PICTURE.rotate(180)
    first, second = pages(encoded(PICTURE, "TIFF", save_all=True, append_images=[turned]))
    assert looks_like(first)
    assert looks_like(second, turned)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = encoded(PICTURE, "JPEG", quality=92, exif=exif)
    with Image.open(BytesIO(content)) as stored:
        wanted = ImageOps.exif_transpose(stored).convert("RGB")
    (page,) = pages(content)
    assert looks_like(page, wanted, tolerance=0.5)


def test_a_claimed_resolution_is_kept_when_plausible() -> None:
    assert pages(encoded(PICTURE, "JPEG", dpi=(300, 300)))[0].dpi == 300
    assert pages(encoded(PICTURE, "JPEG", dpi=(1, 1)))[0].dpi is None


def scanned_pdf(dpi: int, count: int = 1) -> bytes:
    image = PICTURE.resize((dpi * 8, dpi * 3))
    return encoded(image, "PDF", resolution=dpi, save_all=True, append_images=[image] * (count - 1))


def test_a_scan_in_a_pdf_comes_at_its_own_resolution() -> None:
    for dpi, wanted in ((300, 300), (100, 200), (900, 400)):
        (page,) = pages(scanned_pdf(dpi))
        assert page.dpi == pytest.approx(wanted, rel=0.01)
        assert page.pixels.shape[1] == pytest.approx(8 * wanted, abs=2)
    assert len(pages(scanned_pdf(200, count=3))) == 3


def test_a_pdf_without_a_scan_is_rendered_at_200_dpi() -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    stream = BytesIO()
    document.save(stream)
    (page,) = pages(stream.getvalue())
    assert page.pixels.shape[0] == pytest.approx(842 / 72 * 200, abs=2)
    assert page.pixels.min() == 255
