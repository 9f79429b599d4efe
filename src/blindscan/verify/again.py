# SPDX-License-Identifier: Apache-2.0
"""Read a masked page again, from the bytes that would leave the house, and judge it.

The page is detected anew at another scale. What is read again: lines near a mask, lines that the first
detection did not have, and lines over places of doubt. Then the same question is put to them as to
the first reading, and a plain search besides. Only this room can call a page done; it fails closed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.geometry import bounds, quad_size
from blindscan.model.line import Line
from blindscan.model.page import Pixels
from blindscan.model.record import Verification
from blindscan.model.words import Remark
from blindscan.verify.plain import mentions

FLATNESS = 14.0
"""Standard deviation in gray levels up to which a mask counts as flat after JPEG."""
POOR = 0.80
"""Mean character probability below which the first reading of a line is not taken as proof."""

Find = Callable[[tuple[Line, ...]], tuple[Finding, ...]]


class Reader(Protocol):
    """What verification needs of an engine; see `read.engine`."""

    def detect(self, pixels: Pixels, longest: int | None = None) -> NDArray[np.float32]:
        """Quads (n, 4, 2) of the page's lines."""
        ...

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        """The lines of the quads."""
        ...


@dataclass(frozen=True)
class Claim:
    """What masking says of a page: the painted polygons, and the lines that were left readable."""

    polygons: tuple[NDArray[np.float32], ...] = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)
    kept: tuple[NDArray[np.float32], ...] = field(repr=False, default=())


def moved(claim: Claim, move: Callable[[NDArray[np.float32]], NDArray[np.float32]]) -> Claim:
    """The claim for a page whose every (n, 2) point was moved."""
    return Claim(
        tuple(move(polygon) for polygon in claim.polygons),
        tuple(replace(line, quad=move(line.quad)) for line in claim.lines),
        tuple(move(polygon) for polygon in claim.kept),
    )


@dataclass(frozen=True)
class SecondReading:
    """All that the judgement on an encoded page rests on: it can be judged again for other terms."""

    claim: Claim = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)
    uneven: tuple[Finding, ...] = field(repr=False)


LONGEST_AGAIN = 960
"""Detection scale of the second reading in pixels: different from the first, and quicker."""


def read_again(jpeg: bytes, claim: Claim, reader: Reader) -> SecondReading:
    """Read the encoded page where its masks touch it and where the first reading is no proof."""
    pixels = decode(jpeg)
    quads = reader.detect(pixels, LONGEST_AGAIN)
    again = reader.read_quads(pixels, quads[_worth_reading(quads, claim)])
    return SecondReading(claim, again, tuple(_uneven(pixels, claim.polygons)))


def judge(second: SecondReading, terms: Sequence[Term], find: Find) -> Verification:
    """Whether a page that was read again is free of the terms."""
    claim, again = second.claim, second.lines
    residuals = [*second.uneven, *_unmasked_mentions(claim, terms)]
    residuals += [f for f in find(again) if not _excused(f.polygon, claim)]
    for _, touched in mentions(again, [term for term in terms if term.sure]):
        if not all(_excused(again[n].quad, claim) for n in touched):
            residuals += [_residual(again[n].quad) for n in touched]
    return Verification(not residuals, tuple(residuals))


def decode(jpeg: bytes) -> Pixels:
    """The (h, w, 3) RGB pixels of an encoded page."""
    return np.array(Image.open(BytesIO(jpeg)).convert("RGB"))


def _residual(polygon: NDArray[np.float32]) -> Finding:
    return Finding("name", polygon, 0.0, "verify", sure=False, why=Remark.of("verify.residual"))


def _uneven(pixels: Pixels, polygons: Sequence[NDArray[np.float32]]) -> list[Finding]:
    """Masks that are not flat in the encoded page, away from their edges."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    uneven = []
    for polygon in polygons:
        left, top, right, bottom = (int(v) for v in bounds(polygon))
        part = gray[max(top, 0) : bottom + 1, max(left, 0) : right + 1]
        inside = np.zeros(part.shape, dtype=np.uint8)
        shifted = np.round(polygon - [max(left, 0), max(top, 0)]).astype(np.int32)
        cv2.fillPoly(inside, [shifted], 1)
        core = cv2.erode(inside, np.ones((5, 5), dtype=np.uint8), borderValue=0)
        values = part[core > 0]
        # A label covers less than half of its mask, so the ground is what most pixels are.
        if len(values) and np.mean(np.abs(values - np.median(values)) > FLATNESS) > 0.45:
            uneven.append(_residual(polygon))
    return uneven


def _unmasked_mentions(claim: Claim, terms: Sequence[Term]) -> list[Finding]:
    """Plain mentions in the first reading of which no line is touched by a mask."""
    residuals = []
    for _, touched in mentions(claim.lines, [term for term in terms if term.sure]):
        quads = [claim.lines[n].quad for n in touched]
        if not any(_near(q, p, 0.0) for q in quads for p in (*claim.polygons, *claim.kept)):
            residuals += [_residual(quad) for quad in quads]
    return residuals


def _excused(polygon: NDArray[np.float32], claim: Claim) -> bool:
    """Whether this place was seen before and left readable with a reason."""
    return any(_near(polygon, kept, 0.0) for kept in claim.kept)


def _worth_reading(quads: NDArray[np.float32], claim: Claim) -> list[int]:
    """Numbers of the lines to read again: those that masks touch, whole, because a mask forgotten
    beside another one shows only there; and those that nobody read well."""
    sure = [line.quad for line in claim.lines if line.score >= POOR and line.text]
    return [
        i
        for i, quad in enumerate(quads)
        if any(_near(quad, polygon, 0.5) for polygon in claim.polygons)
        or not any(_centre_within(quad, known) for known in sure)
    ]


def _near(quad: NDArray[np.float32], polygon: NDArray[np.float32], margin: float) -> bool:
    """Whether the bounds of two polygons meet, the first grown by `margin` of its height."""
    grow = margin * quad_size(quad)[1] if len(quad) == 4 else 0.0
    l1, t1, r1, b1 = bounds(quad)
    l2, t2, r2, b2 = bounds(polygon)
    return l1 - grow < r2 and l2 < r1 + grow and t1 - grow < b2 and t2 < b1 + grow


def _centre_within(quad: NDArray[np.float32], known: NDArray[np.float32]) -> bool:
    x, y = (float(v) for v in quad.mean(axis=0))
    return cv2.pointPolygonTest(known, (x, y), False) >= 0
