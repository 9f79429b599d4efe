# SPDX-License-Identifier: Apache-2.0
"""What is put on paper after printing: seals, signatures, thumb prints, codes, Arabic script."""

from math import cos, pi, radians, sin

import numpy as np
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tools.make_samples.canvas import RED, Canvas, Colour
from tools.make_samples.fonts import font
from tools.make_samples.marks import Poly, box, occurrences


def seal(page: Canvas, x: float, y: float, radius: float, text: str, foot: str = "") -> None:
    """A round red seal with its centre at (x, y), worn and multiplied onto what lies below."""
    side = int(2 * radius + 8)
    layer = Image.new("L", (side * 2, side * 2), 0)
    pen = ImageDraw.Draw(layer)
    middle, reach = float(side), 2 * radius
    pen.ellipse(
        (side - reach, side - reach, side + reach, side + reach),
        outline=255,
        width=int(reach * 0.045),
    )
    pen.polygon(_star(middle, middle, reach * 0.3), fill=255)
    tilt = float(page.random.uniform(-8, 8))
    quads = [
        _ring_glyph(layer, letter, radians(angle + tilt), middle, reach)
        for letter, angle in zip(text, _angles(len(text)), strict=True)
    ]
    if foot:
        pen.text(
            (middle, middle + reach * 0.56),
            foot,
            font=font("song", int(reach * 0.17)),
            fill=255,
            anchor="mm",
        )
    _press(page, layer.resize((side, side), Image.Resampling.LANCZOS), x - side / 2, y - side / 2)
    corner = np.array([x - side / 2, y - side / 2])
    _note_seal(page, text, [quad / 2 + corner for quad in quads], _disc(x, y, radius))


def _note_seal(page: Canvas, text: str, quads: list[Poly], disc: Poly) -> None:
    found = [item for item in occurrences(text, page.entries) if item[2].group == "secrets"]
    if not found:
        page.note("decoys", "seal_other", text, "seal", disc)
        return
    for start, end, _ in found:
        page.note("secrets", "seal_unit", text[start:end], "seal", *quads[start:end])
    page.note("optional", "seal", text, "seal", disc)


def _angles(count: int) -> list[float]:
    """Degrees clockwise from the top, spread over at most 250."""
    spread = min(250.0, 27.0 * (count - 1))
    return [spread * (place / max(1, count - 1) - 0.5) for place in range(count)]


def _ring_glyph(layer: Image.Image, letter: str, angle: float, middle: float, reach: float) -> Poly:
    """Draws one letter of the ring, its head outwards, and gives its quad."""
    size = int(reach * 0.25)
    tile = Image.new("L", (size * 2, size * 2), 0)
    ImageDraw.Draw(tile).text(
        (size, size), letter, font=font("song", size), fill=255, anchor="mm", stroke_width=1
    )
    turned = tile.rotate(-angle * 180 / pi, Image.Resampling.BICUBIC)
    x, y = middle + reach * 0.77 * sin(angle), middle - reach * 0.77 * cos(angle)
    spot = (round(x - size), round(y - size))
    layer.paste(255, (*spot, spot[0] + 2 * size, spot[1] + 2 * size), turned)
    half = size / 2
    corners = np.array([[-half, -half], [half, -half], [half, half], [-half, half]])
    turn = np.array([[cos(angle), sin(angle)], [-sin(angle), cos(angle)]])
    return np.asarray(corners @ turn + np.array([x, y]))


def _press(page: Canvas, coverage: Image.Image, x: float, y: float, ink: Colour = RED) -> None:
    """Multiplies worn ink onto the page."""
    wear = page.random.uniform(0.55, 1.0, (coverage.height // 6 + 1, coverage.width // 6 + 1))
    cloud = Image.fromarray((wear * 255).astype(np.uint8)).resize(
        coverage.size, Image.Resampling.BICUBIC
    )
    worn = ImageChops.multiply(coverage, cloud)
    blank = Image.new("RGB", coverage.size, (255, 255, 255))
    blank.paste(ink, (0, 0), worn)
    spot = (round(x), round(y))
    under = page.image.crop((*spot, spot[0] + coverage.width, spot[1] + coverage.height))
    page.image.paste(ImageChops.multiply(under, blank), spot)


def _star(x: float, y: float, reach: float) -> list[tuple[float, float]]:
    radii = [reach, reach * 0.382] * 5
    return [
        (x + radius * sin(number * pi / 5), y - radius * cos(number * pi / 5))
        for number, radius in enumerate(radii)
    ]


def _disc(x: float, y: float, radius: float) -> Poly:
    angles = np.linspace(0, 2 * pi, 32, endpoint=False)
    return np.stack([x + radius * np.cos(angles), y + radius * np.sin(angles)], axis=1)


def handwriting(
    page: Canvas, x: float, y: float, text: str, size: int, kind: str, ink: Colour = (24, 30, 92)
) -> float:
    """Slanted, uneven brush-like letters. `kind` is signature or name. Returns the right end."""
    left, tops, bottoms = x, [], []
    for letter in text:
        tall = int(size * page.random.uniform(0.88, 1.14))
        tile = Image.new("L", (tall * 2, tall * 2), 0)
        ImageDraw.Draw(tile).text(
            (tall, tall), letter, font=font("kai", tall), fill=255, anchor="mm", stroke_width=1
        )
        slant = float(page.random.uniform(0.08, 0.24))
        tile = tile.transform(
            tile.size,
            Image.Transform.AFFINE,
            (1, slant, -slant * tall, 0, 1, 0),
            Image.Resampling.BICUBIC,
        )
        tile = tile.rotate(float(page.random.uniform(-6, 8)), Image.Resampling.BICUBIC)
        area = tile.getbbox() or (0, 0, 1, 1)
        top = y + float(page.random.uniform(-0.08, 0.08)) * size + area[1] - tall / 2
        page.image.paste(ink, (round(left), round(top)), tile.crop(area))
        tops.append(top)
        bottoms.append(top + area[3] - area[1])
        left += (area[2] - area[0]) + size * 0.04
    own = any(item[2].group == "secrets" for item in occurrences(text, page.entries))
    group, what = ("secrets", kind) if own else ("decoys", "decoy")
    page.note(group, what, text, "handwriting", box(x, min(tops), left, max(bottoms)))
    return left


def thumb_print(page: Canvas, x: float, y: float, reach: int) -> None:
    """Red loops, as an inked thumb leaves them over a signature."""
    layer = Image.new("L", (reach * 2, reach * 3), 0)
    pen = ImageDraw.Draw(layer)
    for step in range(4, reach, 5):
        pen.ellipse(
            (reach - step, reach * 1.5 - step * 1.4, reach + step, reach * 1.5 + step * 1.4),
            outline=210,
            width=2,
        )
    _press(page, layer.filter(ImageFilter.GaussianBlur(0.8)), x - reach, y - reach * 1.5)


def qr_code(page: Canvas, x: int, y: int, side: int, payload: str) -> None:
    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    cells = Image.fromarray(
        np.array(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    )
    page.image.paste(cells.convert("RGB").resize((side, side), Image.Resampling.NEAREST), (x, y))
    page.note("secrets", "qr", "", "qr", box(x, y, x + side, y + side))


def script(page: Canvas, x: float, y: float, text: str, size: int, ink: Colour = (28, 28, 30)) -> None:
    """A right-to-left line that ends at x. Own names in it are marked."""
    face = font("arabic", size)
    page.draw.text((x, y), text, font=face, fill=ink, anchor="ra", direction="rtl", language="ug")
    for start, end, entry in occurrences(text, page.entries):
        before = face.getlength(text[:start], direction="rtl", language="ug")
        through = face.getlength(text[:end], direction="rtl", language="ug")
        _, top, _, bottom = face.getbbox(text[start:end], anchor="ra", direction="rtl", language="ug")
        area = box(x - through - 2, y + top - 2, x - before + 2, y + bottom + 2)
        page.note(entry.group, entry.kind, text[start:end], "print", area)
