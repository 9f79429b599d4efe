# SPDX-License-Identifier: Apache-2.0
"""Decode one image of a raster file to upright-by-EXIF RGB pixels."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image, ImageOps

from blindscan.intake.jpeg import is_damaged
from blindscan.intake.limits import Limits
from blindscan.intake.png import without_texts
from blindscan.model.errors import InputError
from blindscan.model.page import Pixels
from blindscan.model.words import Remark

FORMATS = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/tiff": ("TIFF",),
    "image/bmp": ("BMP",),
    "image/webp": ("WEBP",),
    "image/heic": ("HEIF",),
    "image/jp2": ("JPEG2000",),
}
PLAUSIBLE_DPI = (50.0, 2400.0)
MULTI_PAGE = "image/tiff"


@contextmanager
def opened(content: bytes, kind: str) -> Iterator[Image.Image]:
    """The image, header read, nothing decoded. Decoder errors become InputError."""
    if kind == "image/heic":
        _register_heif()
    data = without_texts(content) if kind == "image/png" else content
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Bounds are ours (`Limits`) and checked from the header; Pillow's own are lower.
            Image.MAX_IMAGE_PIXELS = None
            with Image.open(BytesIO(data), formats=FORMATS[kind]) as image:
                yield image
    except InputError:
        raise
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        ArithmeticError,
        LookupError,
        TypeError,
        AttributeError,
        AssertionError,
        RuntimeError,
        Image.DecompressionBombError,
    ) as error:
        raise InputError("intake.broken_image") from error


@cache
def _register_heif() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


def count_frames(content: bytes, kind: str, limits: Limits) -> int:
    """Pages in a raster file: the frames of a TIFF, one for everything else."""
    with opened(content, kind) as image:
        _check_size(image, limits)
        if kind != MULTI_PAGE:
            return 1
        for frame in range(limits.max_pages + 1):
            try:
                image.seek(frame)
            except EOFError:
                return frame
    raise InputError("intake.too_many_pages", limit=limits.max_pages)


def load_frame(
    content: bytes, kind: str, index: int, limits: Limits
) -> tuple[Pixels, float | None, tuple[Remark, ...]]:
    """(pixels, dpi, remarks) of one frame; pixels (h, w, 3) RGB, EXIF orientation applied."""
    with opened(content, kind) as image:
        if kind == MULTI_PAGE:
            image.seek(index)
        _check_size(image, limits)
        dpi = _dpi(image)
        image.load()
        pixels = np.ascontiguousarray(_rgb(_upright(image)), dtype=np.uint8)
    damaged = kind == "image/jpeg" and is_damaged(content)
    return pixels, dpi, (Remark.of("intake.damaged"),) if damaged else ()


def _check_size(image: Image.Image, limits: Limits) -> None:
    width, height = image.size
    if width * height > limits.max_pixels:
        raise InputError("intake.too_many_pixels", limit_mp=limits.max_pixels // 1_000_000)
    if min(width, height) < limits.min_side_px:
        raise InputError("intake.too_small", least=limits.min_side_px)


def _upright(image: Image.Image) -> Image.Image:
    """EXIF orientation applied; an orientation that no standard knows is passed over."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - broken EXIF raises anything; the picture is whole without it
        return image


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode in ("I;16", "I;16B", "I;16L", "I"):
        values = np.asarray(image).astype(np.float64)
        return Image.fromarray((values / (257 if values.max() > 255 else 1)).astype(np.uint8)).convert(
            "RGB"
        )
    if image.mode == "F":
        return Image.fromarray(np.clip(np.asarray(image), 0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _dpi(image: Image.Image) -> float | None:
    try:
        claimed = float(image.info["dpi"][0])
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return claimed if PLAUSIBLE_DPI[0] <= claimed <= PLAUSIBLE_DPI[1] else None
