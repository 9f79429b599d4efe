# SPDX-License-Identifier: Apache-2.0
"""Seals and pages drawn for tests: every picture here is ours, and says what it bears."""

from functools import cache
from math import cos, pi, sin
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

RED = (205, 30, 35)
GRAY = (120, 120, 120)
FONTS = Path("/usr/share/fonts")


@cache
def font(size: int, name: str = "NotoSerifCJK-Bold.ttc", index: int = 2) -> ImageFont.FreeTypeFont:
    """A CJK font of Debian's fonts-noto-cjk; index 2 is Simplified Chinese."""
    return ImageFont.truetype(str(next(FONTS.rglob(name))), size, index=index)


def ring_seal(
    text: str,
    size: tuple[int, int] = (320, 320),
    colour: tuple[int, int, int] = RED,
    line: str = "",
    spread_deg: float = 240.0,
    strength: float = 0.9,
) -> Image.Image:
    """A round or oval seal (RGBA): a ring, `text` along it, a star or a line inside."""
    width, height = size[0] * 2, size[1] * 2
    ink = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(ink)
    stroke = max(4, min(size) // 40)
    draw.ellipse((stroke, stroke, width - stroke, height - stroke), outline=255, width=stroke * 2)
    glyph = font(round(min(width, height) * 0.125))
    for n, char in enumerate(text):
        share = n / max(1, len(text) - 1) - 0.5
        _ring_glyph(ink, char, glyph, _even_angle(size, spread_deg * share))
    if line:
        face = font(round(min(width, height) * 0.09))
        draw.text((width / 2, height * 0.68), line, 255, face, anchor="mm")
    else:
        draw.polygon(_star(width / 2, height / 2, min(width, height) * 0.13), fill=255)
    return _coloured(ink.resize(size, Image.Resampling.LANCZOS), colour, strength)


def _even_angle(size: tuple[int, int], from_top_deg: float) -> float:
    """The ellipse's angle that lies as far along its rim from the top as on a circle."""
    angles = np.linspace(-3 * pi / 2, pi / 2, 721)
    rim = np.stack([size[0] * np.cos(angles), size[1] * np.sin(angles)])
    walked = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(rim)))])
    return float(np.interp((0.5 + from_top_deg / 360) * walked[-1], walked, angles))


def _ring_glyph(ink: Image.Image, char: str, face: ImageFont.FreeTypeFont, angle: float) -> None:
    side = round(face.size * 1.4)
    tile = Image.new("L", (side, side), 0)
    ImageDraw.Draw(tile).text((side / 2, side / 2), char, 255, face, anchor="mm")
    a, b = ink.width / 2, ink.height / 2
    outward = np.arctan2(sin(angle) / b, cos(angle) / a)
    inset = 0.21 * min(a, b)
    x, y = a + a * cos(angle) - inset * cos(outward), b + b * sin(angle) - inset * sin(outward)
    tile = tile.rotate(-np.degrees(outward) - 90, Image.Resampling.BICUBIC)
    ink.paste(255, (round(x - side / 2), round(y - side / 2)), tile)


def name_seal(name: str, side: int = 120, solid: bool = False) -> Image.Image:
    """A square name seal (RGBA) of four glyphs, read down and from right to left."""
    big = side * 2
    ink = Image.new("L", (big, big), 255 if solid else 0)
    draw = ImageDraw.Draw(ink)
    if not solid:
        draw.rectangle((4, 4, big - 5, big - 5), outline=255, width=10)
    face = font(round(big * 0.38))
    for n, char in enumerate(name):
        x, y = (0.71 if n < 2 else 0.29) * big, (0.29 if n % 2 == 0 else 0.71) * big
        draw.text((x, y), char, 0 if solid else 255, face, anchor="mm")
    return _coloured(ink.resize((side, side), Image.Resampling.LANCZOS), RED, 0.9)


def page_of_text(
    size: tuple[int, int] = (1240, 1754), paper: tuple[int, int, int] = (255, 255, 255)
) -> Image.Image:
    """An A4 page at 150 dpi with lines of print."""
    page = Image.new("RGB", size, paper)
    draw, face = ImageDraw.Draw(page), font(30, "NotoSerifCJK-Regular.ttc")
    for n, y in enumerate(range(150, size[1] - 150, 62)):
        draw.text(
            (120, y),
            f"第{n}条 本年度教学工作总结与考核意见，经研究同意上报审核备案。"[: 18 + n % 14],
            (25, 25, 25),
            face,
        )
    return page


def stamped(page: Image.Image, seal: Image.Image, x: int, y: int, turn_deg: float = 0.0) -> Image.Image:
    """The page with a seal's middle at (x, y), pressed on as translucent ink."""
    turned = seal.rotate(-turn_deg, Image.Resampling.BICUBIC, expand=True)
    layer = Image.new("RGB", page.size, (255, 255, 255))
    layer.paste(turned, (x - turned.width // 2, y - turned.height // 2), turned)
    product = np.asarray(page, np.float32) * np.asarray(layer, np.float32) / 255
    return Image.fromarray(product.astype(np.uint8))


def pixels_of(page: Image.Image) -> NDArray[np.uint8]:
    """(h, w, 3) RGB, C-contiguous."""
    return np.ascontiguousarray(np.asarray(page.convert("RGB")))


def _coloured(ink: Image.Image, colour: tuple[int, int, int], strength: float) -> Image.Image:
    seal = Image.new("RGBA", ink.size, (*colour, 0))
    seal.putalpha(ink.point(lambda value: round(value * strength)))
    return seal


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    spokes = [(radius if n % 2 == 0 else radius * 0.4, -pi / 2 + n * pi / 5) for n in range(10)]
    return [(x + r * cos(a), y + r * sin(a)) for r, a in spokes]
