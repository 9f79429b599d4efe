# SPDX-License-Identifier: Apache-2.0
"""Can a person read this page? A verdict from blur and from how surely the reader read it.

Blur is taken relative to the page: edges 2.3 mm wide on an A4 page are as wide as the strokes of body
text are apart. Bounds from the development corpus (182 pages): clear pages reach 0.67 mm, borderline
ones lie between 0.74 and 1.18 mm, unreadable ones begin at 2.03 mm.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from blindscan.check.sharpness import Sharpness
from blindscan.model.geometry import bounds, quad_size
from blindscan.model.line import Line
from blindscan.model.page import Clarity
from blindscan.model.words import Remark

A4_LENGTH_MM = 297.0


@dataclass(frozen=True)
class ClarityBounds:
    """Where verdicts change. Edge widths in mm on a page scaled to A4's length; text height in
    pixels; confidence is a mean character probability in [0, 1]."""

    soft_edge_mm: float = 0.71
    lost_edge_mm: float = 1.5
    small_text_px: float = 15.0
    poor_confidence: float = 0.90
    lost_confidence: float = 0.60
    enough_characters: int = 12
    enough_lines: int = 5


def judge_clarity(
    size: tuple[int, int], lines: Sequence[Line], sharpness: Sharpness | None, limits: ClarityBounds
) -> tuple[Clarity, tuple[Remark, ...]]:
    """The verdict on a page of `size` (height, width) with its reasons; each reason's sentence ends
    with the remedy."""
    best = best_readings(lines)
    if sharpness is None and not any(line.text for line in best):
        return "clear", (Remark.of("check.no_text"),)
    # Print too faint for its edges to be measured is judged by how it reads.
    edge_mm = sharpness.smear * A4_LENGTH_MM / max(size) if sharpness else 0.0
    text = [line for line in best if line.text and quad_size(line.quad)[1] < 0.1 * size[0]]
    confidence = _confidence(text)
    enough = sum(len(line.text) for line in text) >= limits.enough_characters
    reasons: list[Remark] = [] if text else [Remark.of("check.no_text")]
    reads_well = len(text) >= limits.enough_lines and confidence >= limits.poor_confidence
    # A sharp page that the reader cannot read is in another script or hand, not unreadable.
    lost = enough and confidence < limits.lost_confidence and edge_mm >= limits.soft_edge_mm
    if lost or (edge_mm >= limits.lost_edge_mm and not reads_well):
        return "unreadable", (Remark.of("check.unreadable"),)
    if edge_mm >= limits.soft_edge_mm:
        reasons.append(
            Remark.of("check.shaken" if sharpness and sharpness.is_shaken else "check.blurred")
        )
    if enough and _text_height(text) < limits.small_text_px:
        reasons.append(Remark.of("check.low_resolution"))
    if enough and confidence < limits.poor_confidence:
        reasons.append(Remark.of("check.hard_to_read"))
    soft = any(r.code != "check.no_text" for r in reasons)
    return ("borderline" if soft else "clear"), tuple(reasons)


def best_readings(lines: Sequence[Line]) -> list[Line]:
    """The best reading of each place: tall boxes are read on either side and stacked."""
    best: dict[tuple[float, ...], Line] = {}
    for line in lines:
        place = place_of(line)
        if place not in best or line.score > best[place].score:
            best[place] = line
    return list(best.values())


def place_of(line: Line) -> tuple[float, ...]:
    """What is equal for all readings of one box."""
    return tuple(round(v) for v in bounds(line.quad))


def _confidence(lines: Sequence[Line]) -> float:
    """Mean character probability over all characters read."""
    count = sum(len(line.text) for line in lines)
    return sum(line.score * len(line.text) for line in lines) / count if count else 0.0


def _text_height(lines: Sequence[Line]) -> float:
    """The lower quartile of line heights in pixels: the small print decides."""
    return float(np.percentile([quad_size(line.quad)[1] for line in lines], 25))
