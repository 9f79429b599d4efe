# SPDX-License-Identifier: Apache-2.0
"""All that can be wrong with a scan, each with its one remedy; the verdict stays `judge_clarity`'s
unless light or an edge takes text away.

Bounds come from the development corpus (154 clear pages: contrast 55 and more, faintest line 37, shadow
at most 0.29, perspective at most 0.07) with room above, and from pages damaged on purpose in tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from blindscan.check.clarity import A4_LENGTH_MM, ClarityBounds, judge_clarity
from blindscan.check.fingers import has_finger
from blindscan.check.light import Light, measure_light
from blindscan.check.look import is_blank
from blindscan.check.sharpness import Sharpness, measure_sharpness
from blindscan.check.sheet import find_sheet
from blindscan.check.skew import skew_deg
from blindscan.model.geometry import Points, quad_size
from blindscan.model.line import Line
from blindscan.model.page import Clarity, Pixels
from blindscan.model.words import Remark

MM_AN_INCH = 25.4
LONG_LINE, SURELY_READ, LEAST_LINES = 6, 0.85, 2


@dataclass(frozen=True)
class QualityBounds:
    """From where a flaw is told. Gray levels 0 to 255, shares in [0, 1], angles in degrees."""

    skew_deg: float = 1.5
    perspective: float = 0.10
    dark_paper: float = 130.0
    burnt_paper: float = 252.0
    faint_contrast: float = 45.0
    lost_contrast: float = 18.0
    shadow: float = 0.35
    deep_shadow: float = 0.60
    burnt_lines: float = 0.04
    cut_lines: int = 2
    edge_margin: float = 0.004
    jpeg_quality: int = 30
    least_dpi: float = 140.0
    blur_of_text: float = 0.22
    """Edge width over text height from which strokes, a tenth of the height wide, run together."""


def judge_quality(
    pixels: Pixels, lines: Sequence[Line], quads: Points, jpeg_quality: int | None = None
) -> tuple[Clarity, tuple[Remark, ...]]:
    """The verdict on an upright page with its reasons.

    `lines`: those that were read, perhaps a sample; `quads`: (n, 4, 2), every line detected.
    `jpeg_quality`: what the file was saved at (1 to 100), None for other files.
    """
    bounds = QualityBounds()
    if not len(quads) and is_blank(pixels):
        return "clear", (Remark.of("check.blank"),)
    sharpness = measure_sharpness(pixels)
    clarity, reasons = judge_clarity(pixels.shape[:2], lines, sharpness, ClarityBounds())
    told = [
        *reasons,
        *_blur(sharpness, lines, bounds),
        *_geometry(pixels, lines, quads, bounds),
        *_light(measure_light(pixels, quads), bounds),
        *_grain(pixels, len(quads), jpeg_quality, bounds),
    ]
    unique = tuple({remark.code: remark for remark in told}.values())
    return _worse(clarity, {remark.code for remark in unique}), unique


TAKES_TEXT = frozenset(
    ("check.glare", "check.deep_shadow", "check.cut_off_left", "check.cut_off_right")
)
"""Reasons for which a page that reads well elsewhere is still only borderline. Not a line cut at the
upper or lower end: it mostly is the end of a page in a thick book."""
LOSES_TEXT = frozenset(("check.faint_lost",))


def _worse(clarity: Clarity, codes: set[str]) -> Clarity:
    if codes & LOSES_TEXT:
        return "unreadable"
    soft = codes & (TAKES_TEXT | {"check.blurred", "check.shaken"})
    return "borderline" if clarity == "clear" and soft else clarity


def _blur(
    sharpness: Sharpness | None, lines: Sequence[Line], bounds: QualityBounds
) -> tuple[Remark, ...]:
    """Blur against the height of the smallest text, whatever the page's size."""
    heights = [quad_size(line.quad)[1] for line in lines if line.text]
    if sharpness is None or len(heights) < 3:
        return ()
    if sharpness.smear < bounds.blur_of_text * float(np.percentile(heights, 25)):
        return ()
    return (Remark.of("check.shaken" if sharpness.is_shaken else "check.blurred"),)


def _geometry(
    pixels: Pixels, lines: Sequence[Line], quads: Points, bounds: QualityBounds
) -> tuple[Remark, ...]:
    reasons = []
    skew = skew_deg(lines)
    if abs(skew) >= bounds.skew_deg:
        reasons.append(Remark.of("check.skewed", degrees=round(abs(skew), 1)))
    sheet = find_sheet(pixels)
    if len(lines) >= LEAST_LINES and has_finger(pixels, sheet.quad if sheet else None):
        reasons.append(Remark.of("check.finger"))
    if sheet and sheet.perspective >= bounds.perspective:
        reasons.append(Remark.of("check.perspective"))
    if _has_two_directions(lines):
        reasons.append(Remark.of("check.two_directions"))
    reasons += [Remark.of(f"check.cut_off_{side}") for side in _cut_sides(pixels, quads, bounds)]
    return tuple(reasons)


def _has_two_directions(lines: Sequence[Line]) -> bool:
    """Whether some long lines that read well run across the page and some along it, on their side.
    Columns of upright characters are pieced together to be read, and do not count."""
    long = [line for line in lines if len(line.text) >= LONG_LINE and line.score >= SURELY_READ]
    runs = [line.quad[1] - line.quad[0] for line in long if line.knots is None]
    along = sum(abs(float(run[1])) > 2 * abs(float(run[0])) for run in runs)
    across = sum(abs(float(run[0])) > 2 * abs(float(run[1])) for run in runs)
    return min(along, across) >= LEAST_LINES


def _cut_sides(pixels: Pixels, quads: Points, bounds: QualityBounds) -> tuple[str, ...]:
    """The sides of the picture that text runs into: lines that end at the left or right edge, and lines
    that lie along the upper or lower one."""
    height, width = pixels.shape[:2]
    margin = bounds.edge_margin * max(height, width) + 1
    if not len(quads):
        return ()
    tall = np.array([quad_size(quad)[1] for quad in quads])
    real = quads[(tall > 0.006 * max(height, width)) & (tall < 0.1 * height)]
    if not len(real):
        return ()
    sides = {
        "left": (real[:, :, 0].min(axis=1) <= margin).sum(),
        "right": (real[:, :, 0].max(axis=1) >= width - margin).sum(),
    }
    long = real[[quad_size(quad)[0] > LONG_LINE * quad_size(quad)[1] for quad in real]]
    ends = {
        "top": (long[:, :, 1].min(axis=1) <= margin).any(),
        "bottom": (long[:, :, 1].max(axis=1) >= height - margin).any(),
    }
    worst = max(sides, key=lambda side: sides[side])
    cut = [worst] if sides[worst] >= bounds.cut_lines else []
    return (*cut, *(side for side, is_cut in ends.items() if is_cut))


def _light(light: Light | None, bounds: QualityBounds) -> tuple[Remark, ...]:
    if light is None:
        return ()
    reasons = []
    if light.contrast < bounds.lost_contrast:
        reasons.append(Remark.of("check.faint_lost"))
    elif light.contrast < bounds.faint_contrast:
        burnt = light.paper >= bounds.burnt_paper
        reasons.append(Remark.of("check.overexposed" if burnt else "check.faint"))
    if light.paper < bounds.dark_paper:
        reasons.append(Remark.of("check.dark"))
    if light.shadow >= bounds.deep_shadow:
        reasons.append(Remark.of("check.deep_shadow"))
    elif light.shadow >= bounds.shadow:
        reasons.append(Remark.of("check.shadow"))
    if light.burnt >= bounds.burnt_lines:
        reasons.append(Remark.of("check.glare"))
    return tuple(reasons)


def estimated_dpi(pixels: Pixels) -> float:
    """Dots an inch if the page's longer side is an A4 sheet's."""
    return float(max(pixels.shape[:2])) / (A4_LENGTH_MM / MM_AN_INCH)


def _grain(
    pixels: Pixels, lines: int, quality: int | None, bounds: QualityBounds
) -> tuple[Remark, ...]:
    reasons = []
    # A card or a small photograph is no A4 sheet: without a page of text its size says nothing.
    dpi = estimated_dpi(pixels)
    if lines >= 12 and dpi < bounds.least_dpi:
        reasons.append(Remark.of("check.low_dpi", dpi=round(dpi)))
    if quality is not None and lines and quality < bounds.jpeg_quality:
        reasons.append(Remark.of("check.blocky"))
    return tuple(reasons)
