# SPDX-License-Identifier: Apache-2.0
"""Text that the detector passes over is read all the same."""

import numpy as np
from PIL import Image, ImageDraw
from tests.drawn import body, draw

from blindscan.model.page import Pixels
from blindscan.read.engine import PpOcrEngine
from blindscan.read.leftover import leftover_quads, read_leftover


def speckled(pixels: Pixels, share: float = 0.004) -> Pixels:
    """The page after a dirty photocopier."""
    rng = np.random.default_rng(3)
    chance = rng.random(pixels.shape[:2])
    dirty = pixels.copy()
    dirty[chance < share] = 0
    dirty[chance > 1 - share] = 255
    return dirty


def test_lines_outside_everything_known_are_read(engine: PpOcrEngine) -> None:
    pixels = speckled(draw((120, 300, "姓名陆砚秋"), *body()).pixels)
    lines = read_leftover(pixels, [], engine)
    assert any("陆砚秋" in line.text for line in lines)


def test_nothing_is_left_where_the_lines_are_known(engine: PpOcrEngine) -> None:
    pixels = draw(*body()).pixels
    known = [line.quad for line in engine.read(pixels)]
    assert leftover_quads(pixels, known) == []
    assert read_leftover(pixels, known, engine) == ()


def test_dust_rules_and_blots_are_no_text() -> None:
    page = Image.fromarray(speckled(np.full((700, 1240, 3), 255, dtype=np.uint8)))
    pen = ImageDraw.Draw(page)
    for y in (100, 200, 300):
        pen.line((100, y, 1100, y), fill="black", width=3)
    pen.ellipse((300, 400, 380, 460), fill="black")
    assert leftover_quads(np.array(page), []) == []
