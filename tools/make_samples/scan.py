# SPDX-License-Identifier: Apache-2.0
"""From a drawn page to a scan or a photograph of it: every step carries the truth along."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.make_samples.marks import Mark, Poly

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Scan:
    """How a page was taken. `turn`: degrees clockwise that the scan needs to stand upright."""

    mode: str = "flatbed"
    """flatbed, copy (gray, high contrast) or phone (on a desk, in uneven light)."""
    turn: int = 0
    skew_deg: float = 0.0
    blur_px: float = 0.0
    noise: float = 2.5
    scale: float = 1.0
    quality: int = 80
    exif: int = 1


@dataclass(frozen=True)
class Taken:
    """A page as its file holds it once the EXIF orientation is applied."""

    pixels: Pixels
    marks: tuple[Mark, ...]


def take(image: Image.Image, marks: list[Mark], scan: Scan, seed: int) -> Taken:
    random = np.random.default_rng(seed)
    sheet = np.asarray(image)
    way, size = _way(sheet, scan, random)
    pixels = cv2.warpPerspective(
        sheet,
        way,
        size,
        flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )
    if scan.mode == "phone":
        inside = cv2.warpPerspective(np.full(sheet.shape[:2], 255, np.uint8), way, size)
        pixels = _on_desk(pixels, inside, random)
    pixels = _through_lens(pixels, scan, random)
    upright = tuple(_moved(mark, way) for mark in marks)
    return _turned(pixels, upright, scan.turn)


def _way(
    sheet: Pixels, scan: Scan, random: np.random.Generator
) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """The 3×3 map from sheet to page, and the page's size."""
    height, width = sheet.shape[:2]
    grow = np.diag([scan.scale, scan.scale, 1.0])
    size = (round(width * scan.scale), round(height * scan.scale))
    if scan.mode == "phone":
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        inset = random.uniform(0.03, 0.075, (4, 2)) * [width, height]
        toward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
        lean = cv2.getPerspectiveTransform(corners, (corners + inset * toward).astype(np.float32))
        return grow @ lean, size
    turn = np.eye(3)
    turn[:2] = cv2.getRotationMatrix2D(
        (width / 2, height / 2), -scan.skew_deg, 0.985 if scan.skew_deg else 1
    )
    return grow @ turn, size


def _on_desk(pixels: Pixels, inside: Pixels, random: np.random.Generator) -> Pixels:
    """Lays the sheet on a desk and lets a soft shadow fall over it."""
    height, width = inside.shape
    grain = cv2.GaussianBlur(
        random.normal(0, 18, (height, width)).astype(np.float32), (0, 0), 6, sigmaY=1
    )
    wood = np.clip(np.array([104, 82, 62]) + 3 * grain[..., None], 20, 200)
    share = (cv2.GaussianBlur(inside, (0, 0), 1.2) / 255.0)[..., None]
    scene = pixels * share + wood * (1 - share)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    if random.random() < 0.5:
        columns = width - columns
    slope = columns / width + random.uniform(0.2, 0.6) * rows / height - random.uniform(0.65, 0.9)
    shade = 1 - random.uniform(0.15, 0.36) / (1 + np.exp(-26 * slope))
    glow = 0.9 + 0.12 * np.cos(rows / height * 2 - 0.7)
    tint = np.array([1.0, 0.985, 0.94])
    return np.clip(scene * (shade * glow)[..., None] * tint, 0, 255).astype(np.uint8)


def _through_lens(pixels: Pixels, scan: Scan, random: np.random.Generator) -> Pixels:
    seen = pixels.astype(np.float32)
    if scan.blur_px:
        seen = cv2.GaussianBlur(seen, (0, 0), scan.blur_px)
    if scan.mode == "copy":
        gray = seen @ np.array([0.299, 0.587, 0.114], np.float32)
        seen = np.repeat(np.clip((gray - 40) * 1.22, 0, 255)[..., None], 3, axis=2)
        specks = cv2.dilate(
            (random.random(gray.shape) > 0.99992).astype(np.uint8), np.ones((2, 2), np.uint8)
        )
        seen[specks > 0] = 60
    grain = random.normal(0, scan.noise, seen.shape[:2]).astype(np.float32)
    return np.clip(seen + cv2.GaussianBlur(grain, (0, 0), 0.7)[..., None], 0, 255).astype(np.uint8)


def _moved(mark: Mark, way: NDArray[np.float64]) -> Mark:
    polys = tuple(cv2.perspectiveTransform(poly[None], way)[0] for poly in mark.polys)
    return Mark(mark.group, mark.kind, mark.text, mark.where, polys)


def _turned(pixels: Pixels, marks: tuple[Mark, ...], turn: int) -> Taken:
    """Turns the page counter-clockwise, so that `turn` degrees clockwise bring it back."""
    height, width = pixels.shape[:2]

    def place(poly: Poly) -> Poly:
        x, y = poly[:, 0], poly[:, 1]
        spots = {0: (x, y), 90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}
        return np.stack(spots[turn], axis=1)

    turned = tuple(
        Mark(m.group, m.kind, m.text, m.where, tuple(place(poly) for poly in m.polys)) for m in marks
    )
    return Taken(np.ascontiguousarray(np.rot90(pixels, turn // 90)), turned)
