# SPDX-License-Identifier: Apache-2.0
"""Pages of text drawn for tests, and where every string on them stands."""

from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw
from tests.drawn_seals import font

from blindscan.model.page import Page, Pixels, Source

SANS = "NotoSansCJK-Regular.ttc"
BODY = (
    "本人自参加工作以来认真履行岗位职责，积极参加教研活动，",
    "在教学中注重理论与实践相结合，以项目为载体组织课堂，",
    "学生的动手能力明显提高，年均完成教学工作量四百余课时。",
)


@dataclass(frozen=True)
class Drawn:
    """A page and the boxes (left, top, right, bottom) of the texts put on it."""

    pixels: Pixels = field(repr=False)
    boxes: dict[str, tuple[float, float, float, float]]


def draw(
    *texts: tuple[float, float, str],
    size: tuple[int, int] = (1240, 700),
    height: int = 34,
    face: str = SANS,
    paper: tuple[int, int, int] = (255, 255, 255),
) -> Drawn:
    """A page with each text at its (x, y)."""
    page = Image.new("RGB", size, paper)
    pen = ImageDraw.Draw(page)
    boxes = {}
    for x, y, text in texts:
        pen.text((x, y), text, (20, 20, 20), font(height, face))
        boxes[text] = tuple(float(v) for v in pen.textbbox((x, y), text, font(height, face)))
    return Drawn(np.array(page), boxes)  # type: ignore[arg-type]


def body(top: float = 60, left: float = 120, step: float = 60) -> tuple[tuple[float, float, str], ...]:
    """Ordinary prose, to surround what is looked for."""
    return tuple((left, top + n * step, line) for n, line in enumerate(BODY))


def as_page(pixels: Pixels) -> Page:
    """A page that came from nowhere."""
    from pathlib import Path

    return Page(Source(Path("drawn.png"), "drawn.png", "0" * 64, "image/png"), 0, pixels)


def box_of(drawn: Drawn, text: str, part: str, height: int = 34) -> tuple[float, float, float, float]:
    """Where `part` stands within a drawn `text`."""
    left, top, _, bottom = drawn.boxes[text]
    before = font(height, SANS).getlength(text[: text.index(part)])
    width = font(height, SANS).getlength(part)
    return left + before, top, left + before + width, bottom
