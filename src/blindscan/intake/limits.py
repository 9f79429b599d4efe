# SPDX-License-Identifier: Apache-2.0
"""How much of a file is taken in, checked before anything is decoded."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds on one input file. An A3 page at 600 dpi has 70 megapixels."""

    max_bytes: int = 256 * 1024 * 1024
    max_pixels: int = 120_000_000
    max_pages: int = 500
    min_side_px: int = 32
