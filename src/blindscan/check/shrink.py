# SPDX-License-Identifier: Apache-2.0
"""Pages made small for what shows from afar."""

from typing import cast

import cv2

from blindscan.model.page import Pixels


def shrunk(pixels: Pixels, longest: int) -> tuple[Pixels, float]:
    """(page, scale): the (h, w, 3) page with its longer side at about `longest` pixels.

    It is shrunk by a whole number, which is many times quicker than by another; what is left over at
    the right and at the bottom falls away."""
    height, width = pixels.shape[:2]
    by = max(1, round(max(height, width) / longest))
    if by == 1:
        return pixels, 1.0
    size = (max(1, width // by), max(1, height // by))
    whole = pixels[: size[1] * by, : size[0] * by]
    return cast(Pixels, cv2.resize(whole, size, interpolation=cv2.INTER_AREA)), 1 / by
