# SPDX-License-Identifier: Apache-2.0
"""What a page bears besides text lines: seals, codes, and lines in scripts that the engine lacks."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from blindscan.model.line import Bearer, Line


@dataclass(frozen=True)
class Seal:
    """A seal (公章) or name seal (私章) in the upright frame.

    `outline`: (n, 2) float32 polygon around all of its ink. `bearers`: readings of its unrolled ring
    (several start angles) and of its inner lines. `text`: the surest greedy reading of the ring.
    `legibility`: how sure the network is of that reading, in [0, 1]; what is too low to tell whose
    seal it is, is the finder's decision. `shape` names what was fitted.
    `ribbons`: for each of `bearers`, where its strip lies on the page: (k, 2, 2) float32, the upper and
    the lower point at k even steps along the strip; () when that is not known.
    """

    outline: NDArray[np.float32] = field(repr=False)
    shape: Literal["ellipse", "rectangle"]
    bearers: tuple[Bearer, ...] = field(repr=False)
    text: str = field(repr=False)
    legibility: float
    ribbons: tuple[NDArray[np.float32], ...] = field(repr=False, default=())


@dataclass(frozen=True)
class Code:
    """A QR code or barcode in the upright frame. `payload` is None when it cannot be decoded."""

    polygon: NDArray[np.float32] = field(repr=False)
    payload: str | None = field(repr=False)
    symbology: str


@dataclass(frozen=True)
class ScriptWord:
    """One word of a script line and where it stands: from `start` to `end`, as shares of the line's
    length from the left, whatever way the script runs."""

    text: str = field(repr=False)
    start: float
    end: float


@dataclass(frozen=True)
class ScriptLine:
    """A line that looks like Arabic script, with what a second engine read.

    `words`: in the order in which they are read; None when no engine for the script is installed.
    `confidence`: of that engine, in [0, 1]. `quad`: as in `Line`.
    """

    quad: NDArray[np.float32] = field(repr=False)
    words: tuple[ScriptWord, ...] | None = field(repr=False)
    confidence: float = 0.0


@dataclass(frozen=True)
class PageReading:
    """All that was read on one page; enough to search it again without its pixels."""

    lines: tuple[Line, ...] = field(repr=False)
    seals: tuple[Seal, ...] = field(repr=False, default=())
    codes: tuple[Code, ...] = field(repr=False, default=())
    scripts: tuple[ScriptLine, ...] = field(repr=False, default=())
