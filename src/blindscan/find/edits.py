# SPDX-License-Identifier: Apache-2.0
"""Spotting for engines that give text alone: weighted edit distance, scored like a lattice's spots.

A term is aligned as `anything · term · anything` with the characters read (Sellers 1980,
doi:10.1016/0196-6774(80)90016-4). What it costs that another character was read is a natural-log
likelihood ratio: how probable it is that the engine is wrong there, times how often a wrong reading is
this one. For the latter stands a confusion table: two characters are the more easily taken for one
another, the more alike the columns of the recogniser's output layer are.

Limits: an engine that is sure and wrong hides a name from this; a lattice keeps its second thoughts.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from blindscan.find.patterns import FILLERS, SPELLED_FILLERS, class_numbers, written_forms
from blindscan.find.spotting import Spot, spot_score
from blindscan.model.applicant import Term
from blindscan.model.line import Glyphs, Head

UNRELATED, ALIKE = -9.5, 8.0
"""Log share of one unrelated character among misreadings, and what a similarity of 1 adds. Tesseract
`chi_sim` on 26 pages of the development corpus misread 129 han characters: of one pair with cosine 0,
0.1, 0.2, 0.3, 0.5 it has e^-9.2, e^-8.4, e^-7.6, e^-5.8, e^-5.3."""
EXTRA = np.log(0.17)
"""Log share of misreadings where nothing stands; same pages."""
LOST = np.log(0.005)
"""Log probability that a character is read as nothing; same pages, empty readings left aside."""
UNSURE, UNKNOWN = 0.6, -6.0
"""A character less sure than this may be any other: such a reading is no proof of absence."""
NEVER = -1e9
LEAST_SURE, MOST_SURE = 0.4, 0.9995
"""Bounds of what is believed of an engine's own certainty; Tesseract is right in 37 % of the characters
to which it gives no confidence at all."""


def spot_glyphs(
    glyphs: Sequence[Glyphs],
    terms: Sequence[Term],
    head: Head,
    floors: Sequence[float],
    cuts: Sequence[int] | None = None,
) -> list[tuple[int, int, Spot]]:
    """All spots that score at least their term's floor, as (number of glyphs, number of term, spot).

    `peaks` of a spot are numbers of characters. Spots of one term in one text do not overlap. With
    `cuts`, only spots that touch both sides of a text's cut are given.
    """
    centre = head.weights.mean(axis=1, keepdims=True)
    found = []
    for number, (term, floor) in enumerate(zip(terms, floors, strict=True)):
        for which, read in enumerate(glyphs):
            for one in _spots(read, term, head, centre, floor):
                if cuts is None or one.start < cuts[which] <= one.end:
                    found.append((which, number, one))
    return found


def _spots(
    read: Glyphs, term: Term, head: Head, centre: NDArray[np.float32], floor: float
) -> list[Spot]:
    if not len(read) or not term.text:
        return []
    swap, skip = _swaps(read, term, head, centre), _skips(read, term)
    spots: list[Spot] = []
    while float(np.maximum(swap.max(axis=0), LOST).mean()) >= floor:
        by_character, peaks = _align(swap, skip)
        score = spot_score(by_character)
        if score < floor or not peaks:
            break
        spots.append(Spot(score, peaks))
        swap[peaks[0] : peaks[-1] + 1] = NEVER
        skip[peaks[0] : peaks[-1] + 1] = NEVER
    return spots


def _swaps(read: Glyphs, term: Term, head: Head, centre: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, m) log ratios: the term's m-th character stands where the n-th one was read."""
    same = np.array([[r in written_forms(c) for c in term.text] for r in read.text])
    shares = UNRELATED + ALIKE * _alike(read.text, term.text, head, centre)
    other = np.minimum(_odds(read)[:, None] + shares, 0.0)
    any_one = (read.sure < UNSURE)[:, None]
    return np.where(same, 0.0, np.where(any_one, np.maximum(other, UNKNOWN), other))


def _skips(read: Glyphs, term: Term) -> NDArray[np.float64]:
    """(n,) log ratios: nothing stands where the n-th character was read."""
    fillers = FILLERS if term.script == "han" else SPELLED_FILLERS
    filler = np.array([r in fillers for r in read.text])
    return np.where(filler, 0.0, np.minimum(_odds(read) + EXTRA, 0.0))


def _odds(read: Glyphs) -> NDArray[np.float64]:
    """(n,) log odds that a character read is wrong."""
    sure = np.clip(read.sure.astype(np.float64), LEAST_SURE, MOST_SURE)
    odds: NDArray[np.float64] = np.log((1 - sure) / sure)
    return odds


def _alike(text: str, other: str, head: Head, centre: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, m) how alike the characters of two texts look, in [0, 1]; 0 for those the head lacks."""
    one, two = (_directions(t, head, centre) for t in (text, other))
    return np.maximum(one.T @ two, 0.0)


def _directions(text: str, head: Head, centre: NDArray[np.float32]) -> NDArray[np.float64]:
    """(d, n) unit vectors from the mean of the output layer's columns to each character's own."""
    numbers = class_numbers(head)
    classes = [numbers.get(c) for c in text]
    columns = head.weights[:, [c or 0 for c in classes]].astype(np.float64) - centre
    columns[:, [c is None for c in classes]] = 0.0
    unit: NDArray[np.float64] = columns / np.maximum(np.linalg.norm(columns, axis=0), 1e-9)
    return unit


def _align(
    swap: NDArray[np.float64], skip: NDArray[np.float64]
) -> tuple[NDArray[np.float32], tuple[int, ...]]:
    """((m,) log ratios of the term's characters, numbers of the characters read for them).

    A term's first and last character may be lost only at the ends of the text: elsewhere another
    character stands in its place. What is read too much counts for the character before it.
    """
    n, m = swap.shape
    score = np.full((n + 1, m + 1), NEVER)
    score[:, 0] = 0.0
    came = np.zeros((n + 1, m + 1), dtype=np.int8)
    for i in range(n + 1):
        for j in range(1, m + 1):
            lost_here = (j > 1 or i == 0) and (j < m or i == n)
            moves = (
                score[i - 1, j - 1] + swap[i - 1, j - 1] if i else NEVER,
                score[i - 1, j] + skip[i - 1] if i and j < m else NEVER,
                score[i, j - 1] + LOST if lost_here else NEVER,
            )
            came[i, j] = best = int(np.argmax(moves))
            score[i, j] = moves[best]
    return _trace(came, swap, skip, int(score[:, m].argmax()))


def _trace(
    came: NDArray[np.int8], swap: NDArray[np.float64], skip: NDArray[np.float64], end: int
) -> tuple[NDArray[np.float32], tuple[int, ...]]:
    i, j = end, swap.shape[1]
    by_character = np.zeros(j, dtype=np.float32)
    peaks: list[int] = []
    while j > 0:
        if came[i, j] == 0:
            i, j = i - 1, j - 1
            by_character[j] += swap[i, j]
            peaks.append(i)
        elif came[i, j] == 1:
            i -= 1
            by_character[j - 1] += skip[i]
        else:
            j -= 1
            by_character[j] += LOST
    return by_character, tuple(reversed(peaks))
