# SPDX-License-Identifier: Apache-2.0
"""Read a square or oblong seal: lines as detected, and the grid orders of a name seal (私章).

A name seal has two to four glyphs in one or two columns, read down and from right to left, or in
rows. Its halves are cut at the emptiest line near the middle and set side by side in both orders.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.geometry import quad_size, rectangle
from blindscan.model.marks import Seal
from blindscan.model.page import Pixels
from blindscan.read.recogniser import Reading
from blindscan.read.seal_blocks import Block
from blindscan.read.seal_engine import SealEngine
from blindscan.read.seal_ink import Layer, patch_ink
from blindscan.read.strips import STRIP_HEIGHT, cut_strips, straighten
from blindscan.read.unroll import as_strip

SIDE = 192
"""Height in pixels that a block is straightened to."""
LONGEST = 320
"""Pixels that the picture is sized to for detecting its lines."""
FRAME = 0.07
"""Share of each side that a frame takes."""
SQUARE = 1.45
"""Long over short side up to which a block may be a name seal."""
MARGIN = 0.08
RIM = 16
"""Pixels of paper around the straightened block."""
ENOUGH = 2
"""Han characters that a legible block shows in one line."""
NAME_SEAL = 0.1
"""Longest side of a name seal as a share of the page's."""


def read_block(
    pixels: Pixels, paper: NDArray[np.float32], block: Block, engine: SealEngine
) -> Seal | None:
    """The seal of a block, or None when it is too large for a name seal and bears no glyph."""
    picture = as_strip(_straight(pixels, paper, block))
    lines = engine.read_quads(picture, engine.detect(picture, LONGEST))
    readings = [
        Reading(line.text, line.score, line.lattice, glyphs=line.glyphs)
        for line in lines
        if line.bearer is not None
    ]
    readings += engine.recognise(_grid_strips(picture))
    if not any(_han(r.text) for r in readings) and not _is_small(block, pixels):
        return None
    if not readings:
        return None
    sure = [r.score * min(1.0, _han(r.text) / ENOUGH) for r in readings]
    best = int(np.argmax(sure))
    return Seal(
        outline=_outline(block),
        shape="rectangle",
        bearers=tuple(r.bearer for r in readings if r.bearer is not None),
        text=readings[best].text,
        legibility=sure[best],
    )


def _han(text: str) -> int:
    return sum("\u3400" <= c <= "\u9fff" for c in text)


def _is_small(block: Block, pixels: Pixels) -> bool:
    return bool(np.ptp(block.quad, axis=0).max() < NAME_SEAL * max(pixels.shape[:2]))


def _outline(block: Block) -> NDArray[np.float32]:
    centre = block.quad.mean(axis=0)
    grown: NDArray[np.float32] = (centre + (block.quad - centre) * (1 + 2 * MARGIN)).astype(np.float32)
    return grown


def _straight(pixels: Pixels, paper: NDArray[np.float32], block: Block) -> Layer:
    """The block's ink, upright and `SIDE` tall, as dark glyphs, with a rim of paper around it."""
    left, top = np.maximum(np.floor(block.quad.min(axis=0)) - 2, 0).astype(int).tolist()
    right = min(pixels.shape[1], int(block.quad[:, 0].max()) + 3)
    bottom = min(pixels.shape[0], int(block.quad[:, 1].max()) + 3)
    red = patch_ink(pixels, paper, (left, top, right, bottom)).red
    length, height = quad_size(block.quad)
    width = max(32, round(SIDE * length / max(height, 1.0)))
    inner = rectangle(0, 0, width, SIDE)
    source = (block.quad - np.array([left, top], np.float32)).astype(np.float32)
    straight = cv2.warpPerspective(
        red, cv2.getPerspectiveTransform(source, inner), (width, SIDE), flags=cv2.INTER_LINEAR
    )
    dense = float(np.percentile(straight, 85 if block.solid else 97))
    ink = np.clip((straight - 0.2 * dense) / max(0.6 * dense, 0.02), 0, 1)
    return _framed_off(1 - ink if block.solid else ink)


def _framed_off(ink: Layer) -> Layer:
    """The ink without its frame, on a rim of paper."""
    height, width = ink.shape
    edge = round(FRAME * min(height, width))
    bare = np.zeros_like(ink, dtype=np.float32)
    bare[edge : height - edge, edge : width - edge] = ink[edge : height - edge, edge : width - edge]
    return np.pad(bare, RIM)


def _grid_strips(picture: Pixels) -> list[Pixels]:
    """Columns from right to left, rows from top to bottom, each joined to one strip."""
    height, width = picture.shape[:2]
    if max(height, width) > SQUARE * min(height, width):
        return []
    ink = 255.0 - picture[:, :, 0]
    x, y = _valley(ink.sum(axis=0)), _valley(ink.sum(axis=1))
    right, left = rectangle(x, 8, width - 8, height - 8), rectangle(8, 8, x, height - 8)
    above, below = rectangle(8, 8, width - 8, y), rectangle(8, y, width - 8, height - 8)
    columns = [cut_strips(picture, quad)[-1].pixels for quad in (right, left)]
    rows = [straighten(picture, quad) for quad in (above, below)]
    gap = np.full((STRIP_HEIGHT, 6, 3), 255, np.uint8)
    return [np.concatenate([a, gap, b], axis=1) for a, b in (columns, rows)]


def _valley(profile: NDArray[np.float64]) -> int:
    """The emptiest place near the middle of a profile."""
    n = len(profile)
    soft = np.convolve(profile, np.ones(5) / 5, mode="same")
    start = round(0.36 * n)
    return start + int(soft[start : round(0.64 * n)].argmin())
