# SPDX-License-Identifier: Apache-2.0
"""CTC spotting: how well does a line bear a string?

A string is aligned as `anything · string · anything` against the recogniser's per-frame class
probabilities (Viterbi over the CTC topology of Graves et al. 2006, doi:10.1145/1143844.1143891;
keyword spotting by such an alignment: Fernández et al. 2007, doi:10.1007/978-3-540-74695-9_23).
Each frame costs log p(wanted) − log p(best), so a frame of "anything" costs nothing and the score of
a string that the network would have read itself is 0. Blanks, spaces and middle dots may sit between
characters for the price of a blank.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from blindscan.model.line import Head, Lattice

NEVER = np.float32(-1e9)
WORST_SHARE = 3.0
"""A string with one wrong character must not hide behind many right ones: the worst character counts
as much as if the string had this many. Three is the length of a common name, for which the mean and
the worst then agree."""


@dataclass(frozen=True)
class Pattern:
    """A string in classes of the head.

    `alternatives[n]`: classes that count as the n-th character, () when the head knows none: such a
    position takes any character. `fillers`: classes that may sit between characters.
    """

    alternatives: tuple[tuple[int, ...], ...]
    fillers: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.alternatives)


@dataclass(frozen=True)
class Spot:
    """One alignment of a pattern with a lattice.

    `peaks[n]`: the frame at which the n-th character is surest. `score`: see `spot_score`.
    """

    score: float
    peaks: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.peaks[0]

    @property
    def end(self) -> int:
        return self.peaks[-1]


def spot_score(by_character: NDArray[np.float32]) -> float:
    """The score of a string from its characters' log ratios: mean, or worst / 3 if that is less."""
    return float(min(by_character.mean(), by_character.min() / WORST_SHARE))


def spot(
    lattices: Sequence[Lattice],
    patterns: Sequence[Pattern],
    head: Head,
    floors: Sequence[float],
    cuts: Sequence[int] | None = None,
) -> list[tuple[int, int, Spot]]:
    """All spots with a score of at least their pattern's floor, as (lattice number, pattern number,
    spot).

    Spots of one pattern in one lattice do not overlap. With `cuts` (a frame for each lattice), only
    lattices that may bear a string across their cut are looked at.
    """
    if not lattices or not patterns:
        return []
    costs = _Costs(lattices, patterns, head)
    found: list[tuple[int, int, Spot]] = []
    for number, (pattern, floor) in enumerate(zip(patterns, floors, strict=True)):
        emission, filler = costs.of(pattern), costs.filler_of(pattern)
        lengths = costs.lengths
        bound = (
            _upper_bound(emission, lengths)
            if cuts is None
            else _bound_across(emission, costs.offsets, np.asarray(cuts))
        )
        for which in np.flatnonzero(bound >= floor):
            frames = slice(costs.offsets[which], costs.offsets[which] + lengths[which])
            spots = align(emission[frames], filler[frames], _repeats(pattern), floor)
            found += [(int(which), number, one) for one in spots]
    return found


def align(
    emission: NDArray[np.float32],
    filler: NDArray[np.float32],
    repeats: NDArray[np.bool_],
    floor: float,
) -> list[Spot]:
    """Spots of one pattern in one lattice, best first.

    `emission`: (frames, n) log ratios of the pattern's characters; `filler`: (frames,) log ratio of
    the best filler; `repeats[n]`: True when character n equals the one before, so that a filler must
    sit between them.
    """
    emission, spots = emission.copy(), []
    while spot_score(emission.max(axis=0)) >= floor:
        path = _viterbi(emission, filler, repeats)
        if path is None:
            break
        by_character = _contributions(path, emission, filler)
        score = spot_score(by_character)
        if score < floor:
            break
        peaks = tuple(
            int(path.frames[n][np.argmax(emission[path.frames[n], n])])
            for n in range(emission.shape[1])
        )
        spots.append(Spot(score, peaks))
        emission[peaks[0] : peaks[-1] + 1] = NEVER
    return spots


@dataclass(frozen=True)
class _Path:
    """`frames[n]`: frames of character n; `gaps[n]`: filler frames after it."""

    frames: tuple[NDArray[np.intp], ...]
    gaps: tuple[NDArray[np.intp], ...]


def _viterbi(
    emission: NDArray[np.float32], filler: NDArray[np.float32], repeats: NDArray[np.bool_]
) -> _Path | None:
    """The best alignment, or None when no frames are left for one.

    States: character n (n < N) and the gap after it (N + n). Moves into character n come from
    itself, from the gap before, and from character n − 1 unless they are equal.
    """
    frames, n = emission.shape
    score = np.full((frames, 2 * n), NEVER, dtype=np.float32)
    came = np.zeros((frames, 2 * n), dtype=np.int16)
    column = np.arange(n)
    previous = np.full(2 * n, NEVER, dtype=np.float32)
    for t in range(frames):
        options = np.full((3, n), NEVER, dtype=np.float32)
        options[0] = previous[:n]
        options[1, 1:] = previous[n : 2 * n - 1]
        options[2, 1:] = np.where(repeats[1:], NEVER, previous[: n - 1])
        options[1, 0] = 0.0
        best = options.argmax(axis=0)
        here = score[t]
        here[:n] = options[best, column] + emission[t]
        came[t, :n] = np.where(best == 0, column, np.where(best == 1, n + column - 1, column - 1))
        if best[0] == 1:
            came[t, 0] = -1
        stay = previous[n:] > previous[:n]
        here[n:] = np.where(stay, previous[n:], previous[:n]) + filler[t]
        came[t, n:] = np.where(stay, n + column, column)
        previous = here
    last = int(score[:, n - 1].argmax())
    if score[last, n - 1] <= NEVER / 2:
        return None
    return _trace(came, last, n)


def _trace(came: NDArray[np.int16], last: int, n: int) -> _Path:
    owned: list[list[int]] = [[] for _ in range(2 * n)]
    state, t = n - 1, last
    while state >= 0:
        owned[state].append(t)
        state, t = int(came[t, state]), t - 1
    arrays = tuple(np.array(part[::-1], dtype=np.intp) for part in owned)
    return _Path(arrays[:n], arrays[n:])


def _contributions(
    path: _Path, emission: NDArray[np.float32], filler: NDArray[np.float32]
) -> NDArray[np.float32]:
    """(n,) summed log ratios: each character with the gap that follows it."""
    return np.array(
        [
            emission[frames, n].sum() + filler[gap].sum()
            for n, (frames, gap) in enumerate(zip(path.frames, path.gaps, strict=True))
        ],
        dtype=np.float32,
    )


def _repeats(pattern: Pattern) -> NDArray[np.bool_]:
    pairs = zip(pattern.alternatives, pattern.alternatives[1:], strict=False)
    return np.array([False, *(bool(set(a) & set(b)) for a, b in pairs)])


def _upper_bound(emission: NDArray[np.float32], lengths: NDArray[np.intp]) -> NDArray[np.float32]:
    """Per lattice, a score that no alignment exceeds: every character at its best frame anywhere."""
    offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    best = np.maximum.reduceat(emission, offsets, axis=0)
    bound: NDArray[np.float32] = np.minimum(best.mean(axis=1), best.min(axis=1) / WORST_SHARE)
    return bound


def _bound_across(
    emission: NDArray[np.float32], offsets: NDArray[np.intp], cuts: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Per lattice, a score that no alignment across its cut exceeds: the first k characters at their
    best frames before the cut, the others at theirs after it, for the best k."""
    edges = np.stack([offsets, offsets + cuts], axis=1).ravel()
    best = np.maximum.reduceat(emission, edges, axis=0)
    before, after = best[0::2], best[1::2]
    n = emission.shape[1]
    bound = np.full(len(cuts), NEVER, dtype=np.float32)
    for k in range(1, n):
        parts = np.concatenate([before[:, :k], after[:, k:]], axis=1)
        np.maximum(bound, np.minimum(parts.mean(1), parts.min(1) / WORST_SHARE), out=bound)
    return bound


class _Costs:
    """Log ratios of all classes that the patterns need, for all lattices end to end."""

    def __init__(self, lattices: Sequence[Lattice], patterns: Sequence[Pattern], head: Head) -> None:
        self.lengths = np.array([len(lattice) for lattice in lattices], dtype=np.intp)
        self.offsets = np.concatenate([[0], np.cumsum(self.lengths)[:-1]])
        wanted = {c for p in patterns for group in p.alternatives for c in group}
        wanted |= {c for p in patterns for c in p.fillers}
        classes = np.array(sorted(wanted), dtype=np.intp)
        self._column = {int(c): i for i, c in enumerate(classes)}
        features = np.concatenate([lattice.features for lattice in lattices]).astype(np.float32)
        best = np.concatenate([lattice.best for lattice in lattices])
        top = np.einsum("td,dt->t", features, head.weights[:, best]) + head.bias[best]
        logits = features @ head.weights[:, classes] + head.bias[classes]
        self._ratio: NDArray[np.float32] = np.minimum(logits - top[:, None], 0)
        self._any = np.where(best > 0, 0.0, NEVER).astype(np.float32)

    def of(self, pattern: Pattern) -> NDArray[np.float32]:
        """(frames, n) log ratios of the pattern's characters."""
        return np.stack([self._best_of(group) for group in pattern.alternatives], axis=1)

    def filler_of(self, pattern: Pattern) -> NDArray[np.float32]:
        """(frames,) log ratio of the best class that may sit between the pattern's characters."""
        return self._best_of(pattern.fillers)

    def _best_of(self, classes: tuple[int, ...]) -> NDArray[np.float32]:
        if not classes:
            return self._any
        columns = [self._column[c] for c in classes]
        ratio: NDArray[np.float32] = self._ratio[:, columns].max(axis=1)
        return ratio
