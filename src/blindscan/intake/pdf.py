# SPDX-License-Identifier: Apache-2.0
"""Render the pages of a PDF with PDFium.

A page that is one embedded full-page scan is rendered at the scan's own resolution; all others at 200
dpi or, for small pages, finer.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2

from blindscan.intake.limits import Limits
from blindscan.model.errors import InputError
from blindscan.model.page import Pixels

LEAST_DPI = 200.0
MOST_DPI = 400.0
POINTS_PER_INCH = 72.0
FULL_PAGE = 0.85
"""Share of the page's area from which an embedded image is the page's scan."""


@contextmanager
def _document(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower()
        raise InputError("intake.pdf_encrypted" if encrypted else "intake.pdf_broken") from error
    try:
        yield document
    finally:
        document.close()


def count_pdf_pages(content: bytes, limits: Limits) -> int:
    """Pages of a PDF. Raises InputError when it is encrypted, broken, empty or too long."""
    with _document(content) as document:
        count = len(document)
    if count == 0:
        raise InputError("intake.pdf_empty")
    if count > limits.max_pages:
        raise InputError("intake.too_many_pages", limit=limits.max_pages)
    return count


def load_pdf_page(content: bytes, index: int, limits: Limits) -> tuple[Pixels, float]:
    """(pixels, dpi) of one page; pixels (h, w, 3) RGB."""
    with _document(content) as document:
        try:
            page = document[index]
            width, height = page.get_size()
            dpi = _scan_dpi(page, width, height) or LEAST_DPI
            scale = dpi / POINTS_PER_INCH
            if width * scale * height * scale > limits.max_pixels:
                raise InputError("intake.too_many_pixels", limit_mp=limits.max_pixels // 1_000_000)
            if min(width, height) * scale < limits.min_side_px:
                raise InputError("intake.too_small", least=limits.min_side_px)
            image = page.render(scale=scale, rev_byteorder=True, may_draw_forms=True)
            pixels = np.array(image.to_numpy()[:, :, :3], order="C")
        except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
            raise InputError("intake.pdf_broken") from error
    return pixels, dpi


def _scan_dpi(page: pypdfium2.PdfPage, width: float, height: float) -> float | None:
    """Resolution of the embedded full-page scan, bounded; None when there is none."""
    for item in page.get_objects(max_depth=2):
        if not isinstance(item, pypdfium2.PdfImage):
            continue
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) < FULL_PAGE * width * height:
            continue
        columns, rows = item.get_px_size()
        # The image may lie on its side within the page.
        dpi = POINTS_PER_INCH * max(columns, rows) / max(right - left, top - bottom)
        return float(min(max(dpi, LEAST_DPI), MOST_DPI))
    return None
