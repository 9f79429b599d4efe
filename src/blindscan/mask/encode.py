# SPDX-License-Identifier: Apache-2.0
"""Encode a painted page as JPEG from its pixels alone: no EXIF, profile, comment or thumbnail."""

from io import BytesIO

from PIL import Image

from blindscan.model.errors import InputError
from blindscan.model.page import Pixels

LEAST_QUALITY = 35
"""Below this, block noise makes body text hard to read, and portals send pages back for that."""


def encode_jpeg(pixels: Pixels, quality: int = 88, max_bytes: int | None = None) -> bytes:
    """(h, w, 3) RGB as a baseline JPEG of at most `max_bytes`, at `quality` or the best below it.

    Raises InputError when even the least acceptable quality is too large.
    """
    content = _encode(pixels, quality)
    if max_bytes is None or len(content) <= max_bytes:
        return content
    low, high, best = LEAST_QUALITY, quality - 1, b""
    while low <= high:
        middle = (low + high) // 2
        content = _encode(pixels, middle)
        if len(content) <= max_bytes:
            best, low = content, middle + 1
        else:
            high = middle - 1
    if not best:
        raise InputError("mask.too_large", limit=max_bytes)
    return best


def _encode(pixels: Pixels, quality: int) -> bytes:
    stream = BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality, optimize=True)
    return stream.getvalue()
