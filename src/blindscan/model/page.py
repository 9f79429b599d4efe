# SPDX-License-Identifier: Apache-2.0
"""A page, where it comes from, and what was judged of it before reading.

Frames: the *source frame* is the page after its EXIF orientation was applied; the *upright frame* is
the source frame turned clockwise by `Inspection.turn_cw`. In both, x runs right, y runs down, the
origin is the top-left corner and the unit is a pixel.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from blindscan.model.words import Remark

Pixels = NDArray[np.uint8]
Clarity = Literal["clear", "borderline", "unreadable"]
Turn = Literal[0, 90, 180, 270]


@dataclass(frozen=True)
class Source:
    """One input file. `relative` is its POSIX path below the input folder; it may hold a name."""

    path: Path = field(repr=False)
    relative: str = field(repr=False)
    sha256: str = ""
    media_type: str = ""


@dataclass(frozen=True)
class Page:
    """One page in the source frame.

    `pixels` is a C-contiguous (height, width, 3) uint8 array in RGB order that nobody modifies.
    `index` counts from 0 within the source. `dpi` is what the file claims, or None.
    """

    source: Source
    index: int
    pixels: Pixels = field(repr=False)
    dpi: float | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """What checking a page found. `turn_cw`: the clockwise turn that makes it upright (degrees).

    `skew_deg`: small clockwise angle of the text lines left after the turn.
    """

    turn_cw: Turn
    skew_deg: float
    clarity: Clarity
    reasons: tuple[Remark, ...] = ()
