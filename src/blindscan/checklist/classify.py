# SPDX-License-Identifier: Apache-2.0
"""What kind of page it is, from its words and where they stand; "unknown" rather than a wrong kind.

Every sign that a page shows adds its points (log odds) to its kind; "none of them" has `DOUBT` points
from the start. A kind is claimed when its share of all odds (soft-max) reaches `SURE`.
"""

import math
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

import numpy as np

from blindscan.checklist.sides import sides_of
from blindscan.checklist.words import folded
from blindscan.model.geometry import quad_size
from blindscan.model.line import Line
from blindscan.model.survey import KINDS, Kind, Sight

DOUBT = 2.0
SURE = 0.75
TITLE_CHARACTERS = 32
LARGE = 1.2
"""Times the page's median line height from which a short line is a heading."""
TOPMOST = 4
FUZZY_LENGTH = 5
FUZZY_RATIO = 79.0
FUZZY_SHARE = 0.7
LEGIBLE = 0.5

Where = Literal["title", "any", "start"]


@dataclass(frozen=True)
class Sign:
    """Words, or a pattern, that speak for `kind` with `points`."""

    kind: Kind
    where: Where
    points: float
    words: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True)
class _Read:
    text: str
    is_title: bool


def classify(lines: Sequence[Line]) -> Sight:
    """The kind of a page with these lines, in reading order."""
    reads = _reads(lines)
    points = dict.fromkeys(KINDS, 0.0)
    for sign in signs():
        points[sign.kind] += sign.points * _shows(sign, reads)
    points["unknown"] = DOUBT
    odds = {kind: math.exp(min(p, 40.0)) for kind, p in points.items() if p > 0}
    kind = max(odds, key=lambda k: odds[k])
    score = odds[kind] / sum(odds.values())
    if kind == "unknown" or score < SURE:
        return Sight("unknown", round(score if kind != "unknown" else 0.0, 3))
    return Sight(kind, round(score, 3), sides_of(kind, "\n".join(read.text for read in reads)))


@cache
def signs() -> tuple[Sign, ...]:
    """All signs, from `signs.toml`."""
    text = resources.files("blindscan.checklist").joinpath("signs.toml").read_text(encoding="utf-8")
    table = cast(dict[Kind, list[dict[str, Any]]], tomllib.loads(text))
    return tuple(
        Sign(
            kind,
            entry["where"],
            float(entry["points"]),
            tuple(map(folded, entry.get("words", ()))),
            tuple(map(folded, entry.get("all", ()))),
            entry.get("pattern", ""),
        )
        for kind, entries in table.items()
        for entry in entries
    )


def _reads(lines: Sequence[Line]) -> list[_Read]:
    texts = [(line, folded(line.text)) for line in lines if line.score >= LEGIBLE]
    texts = [(line, text) for line, text in texts if text]
    if not texts:
        return []
    heights = [quad_size(line.quad)[1] for line, _ in texts]
    usual = float(np.median(heights))
    topmost = set(np.argsort([float(line.quad[:, 1].mean()) for line, _ in texts])[:TOPMOST].tolist())
    return [
        _Read(text, len(text) <= TITLE_CHARACTERS and (h >= LARGE * usual or number in topmost))
        for number, ((_, text), h) in enumerate(zip(texts, heights, strict=True))
    ]


def _shows(sign: Sign, reads: Sequence[_Read]) -> float:
    """How plainly the page shows the sign: 1, `FUZZY_SHARE` for a nearly right word, or 0."""
    texts = [read.text for read in reads if read.is_title or sign.where != "title"]
    if sign.all_of:
        return float(all(any(word in text for text in texts) for word in sign.all_of))
    if sign.pattern:
        return float(any(re.search(sign.pattern, text) for text in texts))
    return max((_bears(text, sign.words, sign.where) for text in texts), default=0.0)


def _bears(text: str, words: Iterable[str], where: Where) -> float:
    from rapidfuzz import fuzz

    best = 0.0
    for word in words:
        if text.startswith(word) if where == "start" else word in text:
            return 1.0
        if where == "start" or not FUZZY_LENGTH <= len(word) <= len(text):
            continue
        near = fuzz.partial_ratio_alignment(word, text, score_cutoff=FUZZY_RATIO)
        if near and _is_misread(word, text[near.dest_start : near.dest_end]):
            best = FUZZY_SHARE
    return best


def _is_misread(word: str, read: str) -> bool:
    """Whether a stretch that is nearly `word` is it, and not another phrase that shares a part of it.

    职称评审工作 is no 职称评审表: the last character says what a paper is. 等次情况说明 is no
    公示情况说明: what begins otherwise must at least be as long.
    """
    return read[-1:] == word[-1] and (read[0] == word[0] or len(read) == len(word))
