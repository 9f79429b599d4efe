# SPDX-License-Identifier: Apache-2.0
"""Open a file's pages. Nothing below this room knows of files."""

from blindscan.intake.limits import Limits
from blindscan.intake.pdf import count_pdf_pages, load_pdf_page
from blindscan.intake.raster import count_frames, load_frame
from blindscan.model.page import Page, Source

PDF = "application/pdf"


def count_pages(source: Source, content: bytes, limits: Limits) -> int:
    """How many pages the file holds. Raises InputError when it cannot be opened."""
    if source.media_type == PDF:
        return count_pdf_pages(content, limits)
    return count_frames(content, source.media_type, limits)


def load_page(source: Source, content: bytes, index: int, limits: Limits) -> Page:
    """Page `index` (from 0) as RGB pixels with its EXIF orientation applied.

    Raises InputError when it cannot be decoded or exceeds the limits.
    """
    if source.media_type == PDF:
        pixels, dpi = load_pdf_page(content, index, limits)
        return Page(source, index, pixels, dpi)
    frame, claimed, remarks = load_frame(content, source.media_type, index, limits)
    return Page(source, index, frame, claimed, remarks)
