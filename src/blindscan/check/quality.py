# SPDX-License-Identifier: Apache-2.0
"""All that can be wrong with a scan, each with its one remedy, and the verdict that follows.

Whether a page can be read is `judge_clarity`'s question; its verdict changes only where light, a finger
or an edge takes text away that no reader ever saw. Everything else informs. Bounds come from the
development corpus (154 clear pages; the figures stand beside them) with room above, and from pages
damaged on purpose in tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from blindscan.check.blocks import compression_quality
from blindscan.check.borders import cut_sides
from blindscan.check.clarity import A4_LENGTH_MM, ClarityBounds, judge_clarity
from blindscan.check.directions import has_two_directions
from blindscan.check.fingers import finger_share
from blindscan.check.light import Light, measure_light
from blindscan.check.look import is_blank
from blindscan.check.sharpness import Sharpness, measure_sharpness
from blindscan.check.sheet import find_sheet
from blindscan.check.shrink import shrunk
from blindscan.check.skew import skew_deg
from blindscan.model.geometry import Points, quad_size
from blindscan.model.line import Line
from blindscan.model.page import Clarity, Pixels
from blindscan.model.words import Remark

MM_AN_INCH = 25.4
LEGIBLE = 0.6
"""Mean character probability from which a line is print, not a pattern that looks like it."""
SMALL_SIDE = 1000
"""Longer side in pixels at which light and colour are judged."""


@dataclass(frozen=True)
class QualityBounds:
    """From where a flaw is told. Gray levels 0 to 255, shares in [0, 1], angles in degrees."""

    skew_deg: float = 1.5
    perspective: float = 0.10
    """Clear pages reach 0.07."""
    dark_paper: float = 130.0
    """Clear pages: 179 and more."""
    burnt_paper: float = 252.0
    faint_contrast: float = 45.0
    """Clear pages: 55 and more."""
    lost_contrast: float = 18.0
    shadow: float = 0.35
    """Clear pages reach 0.29."""
    deep_shadow: float = 0.60
    glare: float = 0.004
    finger: float = 0.006
    jpeg_quality: int = 30
    least_dpi: float = 140.0
    page_of_text: int = 12
    """Lines from which a page is taken for a whole sheet of A4."""
    blur_of_text: float = 0.22
    """Edge width over text height from which strokes, a tenth of the height wide, run together; clear
    pages reach 0.13."""


TAKES_TEXT = frozenset(
    f"check.{reason}" for reason in ("glare", "deep_shadow", "finger", "cut_off_left", "cut_off_right")
)
"""Reasons for which a page that reads well elsewhere is still only borderline. A cut along a line's
length is none of them: nobody knows whether the text went on."""
SOFTENS = frozenset(("check.blurred", "check.shaken"))
NEEDS_TEXT = TAKES_TEXT | {"check.shadow", "check.perspective", "check.dark", "check.two_directions"}
LOSES_TEXT = frozenset(("check.faint_lost",))


def judge_quality(
    pixels: Pixels, lines: Sequence[Line], quads: Points, jpeg_quality: int | None = None
) -> tuple[Clarity, tuple[Remark, ...]]:
    """The verdict on an upright page with its reasons; each reason's sentence ends with the remedy.

    `pixels`: (h, w, 3) uint8 RGB. `lines`: those that were read, perhaps a sample; `quads`: (n, 4, 2),
    every line detected. `jpeg_quality`: what the file was saved at (1 to 100), None when not known.
    """
    bounds = QualityBounds()
    small, scale = shrunk(pixels, SMALL_SIDE)
    if not len(quads) and is_blank(small):
        return "clear", (Remark.of("check.blank"),)
    sharpness = measure_sharpness(pixels)
    clarity, reasons = judge_clarity(pixels.shape[:2], lines, sharpness, ClarityBounds())
    told = [
        *reasons,
        *_blur(sharpness, lines, bounds),
        *_geometry(pixels.shape, small, lines, quads, bounds),
        *_light(measure_light(small, quads * scale, _legible(lines) * scale), bounds),
        *_covered(small, quads * scale, bounds),
        *_grain(pixels, len(quads), jpeg_quality, bounds),
    ]
    unique = {remark.code: remark for remark in told}
    if "check.no_text" in unique:
        # What was taken for lines may be a photograph's: dark parts of it are no shadow.
        unique = {code: remark for code, remark in unique.items() if code not in NEEDS_TEXT}
    clarity = _worse(clarity, frozenset(unique))
    if clarity == "unreadable":
        # "check.unreadable" says it already.
        unique = {code: remark for code, remark in unique.items() if code != "check.blurred"}
    return clarity, tuple(unique.values())


def _legible(lines: Sequence[Line]) -> Points:
    """(n, 4, 2) places of lines that read at all well."""
    quads = [line.quad for line in lines if line.text and line.score >= LEGIBLE]
    return np.array(quads, dtype=np.float32).reshape(-1, 4, 2)


def _worse(clarity: Clarity, told: frozenset[str]) -> Clarity:
    if told & LOSES_TEXT:
        return "unreadable"
    return "borderline" if clarity == "clear" and told & (TAKES_TEXT | SOFTENS) else clarity


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
    shape: tuple[int, ...], small: Pixels, lines: Sequence[Line], quads: Points, bounds: QualityBounds
) -> tuple[Remark, ...]:
    reasons = []
    skew = skew_deg(lines)
    if abs(skew) >= bounds.skew_deg:
        reasons.append(Remark.of("check.skewed", degrees=round(abs(skew), 1)))
    sheet = find_sheet(small)
    if sheet and sheet.perspective >= bounds.perspective:
        reasons.append(Remark.of("check.perspective"))
    reasons += [Remark.of(f"check.cut_off_{side}") for side in cut_sides(quads, (shape[1], shape[0]))]
    if has_two_directions(lines):
        reasons.append(Remark.of("check.two_directions"))
    return tuple(reasons)


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
    if light.glare >= bounds.glare:
        reasons.append(Remark.of("check.glare"))
    return tuple(reasons)


def _covered(small: Pixels, quads: Points, bounds: QualityBounds) -> tuple[Remark, ...]:
    return (Remark.of("check.finger"),) if finger_share(small, quads) >= bounds.finger else ()


def estimated_dpi(pixels: Pixels) -> float:
    """Dots an inch if the page's longer side is an A4 sheet's."""
    return float(max(pixels.shape[:2])) / (A4_LENGTH_MM / MM_AN_INCH)


def _grain(
    pixels: Pixels, lines: int, jpeg_quality: int | None, bounds: QualityBounds
) -> tuple[Remark, ...]:
    reasons = []
    # A card or a small photograph is no A4 sheet: without a page of text its size says nothing.
    dpi = estimated_dpi(pixels)
    if lines >= bounds.page_of_text and dpi < bounds.least_dpi:
        reasons.append(Remark.of("check.low_dpi", dpi=round(dpi)))
    told = [q for q in (jpeg_quality, compression_quality(pixels) if lines else None) if q]
    if lines and told and min(told) < bounds.jpeg_quality:
        reasons.append(Remark.of("check.blocky"))
    return tuple(reasons)
