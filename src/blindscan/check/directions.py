# SPDX-License-Identifier: Apache-2.0
"""Text that runs in two directions on one page: a table set sideways, two pages scanned as one."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from blindscan.check.clarity import best_readings, place_of
from blindscan.model.line import Line

LEGIBLE = 0.85
STACKED = 0.7
"""Mean character probability from which glyphs set side by side may be a column of upright glyphs. The
recogniser reads Chinese columns well sideways too, from top to bottom; so text that runs down the page
counts only when it does not read stacked, and text that climbs the page always."""
LEAST_LINES = 2
LEAST_CHARACTERS = 12
LEAST_SHARE = 0.12
"""Characters that lie on their side, altogether and as a share of all that read well. A binding line
(装订线) or a spine's title is less."""


def has_two_directions(lines: Sequence[Line]) -> bool:
    """Whether a page has blocks of text in two directions. `lines`: all readings of every place."""
    places: dict[tuple[float, ...], list[Line]] = defaultdict(list)
    for line in lines:
        places[place_of(line)].append(line)
    legible = [line for line in best_readings(lines) if line.score >= LEGIBLE]
    lying = [line for line in legible if _lies(places[place_of(line)])]
    turned = sum(len(line.text) for line in lying)
    every = sum(len(line.text) for line in legible)
    return (
        len(lying) >= LEAST_LINES
        and turned >= LEAST_CHARACTERS
        and LEAST_SHARE * every <= turned <= (1 - LEAST_SHARE) * every
    )


def _lies(readings: Sequence[Line]) -> bool:
    """Whether the text of one place lies on its side. Stacked readings have knots: where their glyphs
    were set side by side."""
    sideways = [line for line in readings if line.knots is None and _runs_along_height(line)]
    legible = [line for line in sideways if line.score >= LEGIBLE and len(line.text) >= 4]
    stacked = any(line.knots is not None and line.score >= STACKED for line in readings)
    return any(_climbs(line) for line in legible) or (bool(legible) and not stacked)


def _runs_along_height(line: Line) -> bool:
    dx, dy = np.abs(line.quad[1] - line.quad[0])
    return bool(dy > 2 * dx)


def _climbs(line: Line) -> bool:
    return bool(line.quad[1, 1] < line.quad[0, 1])
