# SPDX-License-Identifier: Apache-2.0
"""The calibrated scores from which a finder masks, or doubts: `models/thresholds.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from blindscan.find.seals import SealThresholds
from blindscan.model.errors import EngineError
from blindscan.model.line import Line


@dataclass(frozen=True)
class Bounds:
    """Scores (natural-log likelihood ratios per character): from `mask` on it is there; from `doubt`
    on it may be; below, it is not."""

    mask: float
    doubt: float


@cache
def thresholds() -> dict[str, Any]:
    """The tables of the calibration file. Raises EngineError when it is missing or no TOML."""
    here = Path(__file__).resolve()
    for folder in (here.parents[1] / "models", here.parents[3] / "models"):
        path = folder / "thresholds.toml"
        if path.is_file():
            try:
                return tomllib.loads(path.read_text(encoding="utf-8"))
            except tomllib.TOMLDecodeError as error:
                raise EngineError("find.thresholds_broken") from error
    raise EngineError("find.thresholds_missing")


def text_table(script: str, line: Line) -> str:
    """Which table of bounds counts for a script's terms in a line: `hand` for Chinese that the reader
    is not sure of, as it is of print. Handwriting reads so, and so does print beneath a seal."""
    return "hand" if script == "han" and line.score < thresholds()["text"]["hand"]["below"] else script


def text_bounds(script: str, line: Line | None = None) -> Bounds:
    """Bounds of the text finder for terms of a script in a line (in print, where none is given);
    stricter for what has no lattice."""
    table = thresholds()["text"]
    own = table.get(text_table(script, line) if line else script, table["latin"])
    if line is None or line.lattice is not None:
        return Bounds(own["mask"], own["doubt"])
    edits = thresholds()["edits"]
    return Bounds(max(own["mask"], edits["mask"]), max(own["doubt"], edits["doubt"]))


@dataclass(frozen=True)
class UyghurThresholds(Bounds):
    """`confidence`: of Tesseract in a line, in [0, 1], below which the line was not read."""

    confidence: float


def uyghur_thresholds() -> UyghurThresholds:
    """Bounds of the Uyghur finder."""
    return UyghurThresholds(**thresholds()["uyghur"])


def place_score(finder: str) -> float:
    """What a finder scores for a place that was not read, but stands where the name or unit must."""
    return float(thresholds()["places"][finder])


def seal_thresholds() -> SealThresholds:
    """Bounds of the seal finder."""
    return SealThresholds(**thresholds()["seals"])
