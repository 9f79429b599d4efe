# SPDX-License-Identifier: Apache-2.0
"""Pages damaged on purpose, each by one thing that happens at a scanner or in front of a phone."""

import io

import cv2
import numpy as np
from PIL import Image

from blindscan.model.page import Pixels


def _bytes(values: object) -> Pixels:
    return np.ascontiguousarray(np.clip(np.asarray(values), 0, 255).astype(np.uint8))


def defocus(page: Pixels, sigma: float) -> Pixels:
    return _bytes(cv2.GaussianBlur(page, (0, 0), sigma)) if sigma else page


def shaken(page: Pixels, length: int, upwards: bool = False) -> Pixels:
    """The camera moved by `length` pixels while the shutter was open."""
    kernel = np.full((1, length), 1 / length, dtype=np.float32)
    return _bytes(cv2.filter2D(page, -1, kernel.T if upwards else kernel))


def shadowed(page: Pixels, dark: float) -> Pixels:
    """The left third in a soft shadow that takes the share `dark` of the light."""
    width = page.shape[1]
    edge = 1 / (1 + np.exp((np.arange(width) - width / 3) / (0.02 * width)))
    return _bytes(page * (1 - dark * edge)[None, :, None])


def held_by_a_finger(page: Pixels) -> Pixels:
    """A thumb that reaches into the page from its left border."""
    height, width = page.shape[:2]
    cover = np.zeros((height, width), dtype=np.uint8)
    tip = (round(0.2 * width), round(0.4 * height))
    thumb = max(8, round(0.11 * width))
    cv2.line(cover, (-thumb, round(0.45 * height)), tip, 255, thumb)
    share = cv2.GaussianBlur(cover, (0, 0), 2.0)[..., None] / 255.0
    shade = np.linspace(0.85, 1.05, height)[:, None, None]
    return _bytes(page * (1 - share) + np.array([214, 160, 130]) * shade * share)


def flashed(page: Pixels, radius: float = 0.13) -> Pixels:
    """Gray paper, and on it the round reflection of a lamp, which swallows the print."""
    height, width = page.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    away = np.hypot(x - 0.5 * width, y - 0.35 * height) / (radius * width)
    glow = 1 / (1 + np.exp((away - 1) / 0.06))
    return _bytes(page * 0.8 * (1 - glow[..., None]) + 255 * glow[..., None])


def darkened(page: Pixels, light: float) -> Pixels:
    return _bytes(page * light)


def faded(page: Pixels, strength: float, paper: float = 255.0) -> Pixels:
    """Print with only the share `strength` of its contrast left, on paper of that gray."""
    return _bytes(paper - (255.0 - page) * strength)


def cut(page: Pixels, left: float = 0, top: float = 0, right: float = 1, bottom: float = 1) -> Pixels:
    """The part of the page between shares of its width and height."""
    height, width = page.shape[:2]
    return np.ascontiguousarray(
        page[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
    )


def tilted(page: Pixels, degrees: float) -> Pixels:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return _bytes(cv2.warpAffine(page, matrix, (width, height), borderValue=(255, 255, 255)))


def from_below(page: Pixels, narrow: float = 0.16, desk: tuple[int, int, int] = (92, 74, 60)) -> Pixels:
    """Photographed at a slant on a dark desk: the far edge is shorter by twice the share `narrow`."""
    height, width = page.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    target = np.array([[0.06 + narrow, 0.06], [0.94 - narrow, 0.06], [0.94, 0.94], [0.06, 0.94]])
    placed = (target * [width, height]).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, placed)
    return _bytes(
        cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=desk)
    )


def saved(page: Pixels, *qualities: int) -> Pixels:
    """Saved as JPEG, once at each quality."""
    for quality in qualities:
        stream = io.BytesIO()
        Image.fromarray(page).save(stream, "JPEG", quality=quality)
        page = np.array(Image.open(stream))
    return page


def shrunk(page: Pixels, scale: float) -> Pixels:
    return _bytes(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def beside_itself(page: Pixels) -> Pixels:
    """Two half pages scanned as one, the second lying on its side."""
    height, width = page.shape[:2]
    half = page[: height // 2]
    side = np.rot90(half)
    scale = height / 2 / side.shape[0]
    side = cv2.resize(side, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    below = np.full((height - height // 2, width, 3), 255, dtype=np.uint8)
    below[: side.shape[0], : side.shape[1]] = side[: below.shape[0], : below.shape[1]]
    return np.concatenate([half, below])
