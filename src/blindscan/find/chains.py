# SPDX-License-Identifier: Apache-2.0
"""Strings set so widely that every glyph or two is a line of its own: 张　　三, across or down."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from blindscan.find.boxes import spot_box
from blindscan.find.spotting import Spot
from blindscan.model.geometry import bounds
from blindscan.model.line import Bearer, Line, end_to_end

LONGEST = 2
"""Characters of a line that may be a link."""
LEAST_LINKS = 3
"""Two lines are joined anyway."""
ACROSS, DOWN = 8.0, 3.5
"""How far apart links may stand, in glyph sizes: between their edges in a row, from middle to middle in
a column."""


Box = tuple[float, float, float, float]
"""left, top, right, bottom"""


@dataclass(frozen=True)
class Chain:
    """Lines end to end. `links`: their numbers; `starts`: the frame at which each one begins."""

    links: tuple[int, ...]
    starts: tuple[int, ...]
    bearer: Bearer

    def parts(self, spot: Spot) -> tuple[tuple[int, Spot], ...]:
        """(line number, part in its own frames) of a spot; () when it touches too few links."""
        owner = np.searchsorted(self.starts, spot.peaks, side="right") - 1
        touched = sorted(set(owner.tolist()))
        if len(touched) < LEAST_LINKS:
            return ()
        own = {
            n: tuple(
                p - self.starts[n] for p, o in zip(spot.peaks, owner.tolist(), strict=True) if o == n
            )
            for n in touched
        }
        return tuple((self.links[n], Spot(spot.score, own[n])) for n in touched)


def chains(lines: tuple[Line, ...]) -> tuple[Chain, ...]:
    """Rows and columns of three and more short lines of about one size."""
    glyphs = {i: _glyphs(line) for i, line in enumerate(lines) if _is_short(line)}
    short = _distinct(lines, glyphs)
    if len(short) < LEAST_LINKS:
        return ()
    boxes = np.array([glyphs[i] for i in short], dtype=np.float64)
    return tuple(
        _chain(lines, [short[k] for k in run])
        for follow in (_right_of, _below)
        for run in _runs([follow(boxes, k) for k in range(len(short))])
        if len(run) >= LEAST_LINKS
    )


def _is_short(line: Line) -> bool:
    return line.bearer is not None and 1 <= len("".join(line.text.split())) <= LONGEST


def _glyphs(line: Line) -> Box:
    """Where on the page the line's characters stand; its own box may reach into the next column."""
    assert line.bearer is not None
    peaks = line.bearer.read_frames()
    return bounds(spot_box(line, Spot(0.0, tuple(peaks.tolist())), "han"))


def _distinct(lines: tuple[Line, ...], glyphs: dict[int, Box]) -> list[int]:
    """Numbers of the short lines, the best reading of each place alone."""
    chosen: list[int] = []
    for i in sorted(glyphs, key=lambda i: -lines[i].score):
        left, top, right, bottom = glyphs[i]
        middles = ((glyphs[j][0] + glyphs[j][2], glyphs[j][1] + glyphs[j][3]) for j in chosen)
        if not any(2 * left < x < 2 * right and 2 * top < y < 2 * bottom for x, y in middles):
            chosen.append(i)
    return sorted(chosen)


def _right_of(boxes: NDArray[np.float64], k: int) -> int | None:
    """The nearest box to the right in the same row."""
    left, top, right, bottom = boxes[k]
    size = bottom - top
    away = boxes[:, 0] - right
    level = np.abs((boxes[:, 1] + boxes[:, 3] - top - bottom) / 2) < 0.5 * size
    fits = level & (away > -0.5 * size) & (away < ACROSS * size) & (boxes[:, 0] > left)
    return _nearest(fits & _alike(boxes, k), away, k)


def _below(boxes: NDArray[np.float64], k: int) -> int | None:
    """The nearest box below in the same column."""
    left, top, right, bottom = boxes[k]
    size = right - left
    down = (boxes[:, 1] + boxes[:, 3] - top - bottom) / 2
    level = np.abs((boxes[:, 0] + boxes[:, 2] - left - right) / 2) < 0.5 * size
    fits = level & (down > 0.5 * size) & (down < DOWN * max(size, bottom - top))
    return _nearest(fits & _alike(boxes, k), down, k)


def _alike(boxes: NDArray[np.float64], k: int) -> NDArray[np.bool_]:
    heights = boxes[:, 3] - boxes[:, 1]
    alike: NDArray[np.bool_] = (heights > 0.5 * heights[k]) & (heights < 2 * heights[k])
    return alike


def _nearest(fits: NDArray[np.bool_], distance: NDArray[np.float64], k: int) -> int | None:
    fits = fits.copy()
    fits[k] = False
    return int(np.where(fits, distance, np.inf).argmin()) if fits.any() else None


def _runs(follower: list[int | None]) -> Iterator[list[int]]:
    """Numbers in the order of following one another, from each number that follows none."""
    followed = {f for f in follower if f is not None}
    for start in range(len(follower)):
        if start in followed:
            continue
        run = [start]
        while (after := follower[run[-1]]) is not None and after not in run:
            run.append(after)
        yield run


def _chain(lines: tuple[Line, ...], links: list[int]) -> Chain:
    bearers = [bearer for i in links if (bearer := lines[i].bearer) is not None]
    lengths = [len(bearer) for bearer in bearers]
    return Chain(
        tuple(links),
        tuple(int(n) for n in np.cumsum([0, *lengths[:-1]])),
        end_to_end(bearers),
    )
