# SPDX-License-Identifier: Apache-2.0
"""A text line as an engine read it, with enough left of the network to ask it again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Lattice:
    """What the recogniser thought, frame by frame, before its last matrix product.

    `features`: (frames, d) float16, the input of the output layer. `log_norm`: (frames,) float32,
    the log of the soft-max denominator. `best`: (frames,) int32, the most probable class.
    log p(class | frame) = features · weights[:, class] + bias[class] − log_norm.
    """

    features: NDArray[np.float16] = field(repr=False)
    log_norm: NDArray[np.float32] = field(repr=False)
    best: NDArray[np.int32] = field(repr=False)

    def __len__(self) -> int:
        return int(self.features.shape[0])

    def part(self, frames: slice) -> "Lattice":
        """The lattice of some frames in a row."""
        return Lattice(self.features[frames], self.log_norm[frames], self.best[frames])

    def read_frames(self) -> NDArray[np.intp]:
        """(n,) frames at which the characters of the greedy reading begin."""
        return np.flatnonzero((self.best > 0) & (np.diff(self.best, prepend=0) != 0))


@dataclass(frozen=True)
class Glyphs:
    """What a text-only engine tells of a strip: its characters, where they stand, how sure it is.

    `places`: (n, 2) float32, start and end of each character of `text` as fractions of the strip, in
    reading order. `sure`: (n,) float32, the probability in [0, 1] that the character is right. Where a
    lattice has frames, this has its characters: number n is "frame" n.
    """

    text: str = field(repr=False)
    places: NDArray[np.float32] = field(repr=False)
    sure: NDArray[np.float32] = field(repr=False)

    def __len__(self) -> int:
        return len(self.text)

    def part(self, frames: slice) -> "Glyphs":
        """Some characters in a row."""
        return Glyphs(self.text[frames], self.places[frames], self.sure[frames])

    def read_frames(self) -> NDArray[np.intp]:
        """(n,) numbers of all characters."""
        return np.arange(len(self.text))


Bearer = Lattice | Glyphs
"""What a string is looked for in."""


def end_to_end(bearers: Sequence[Bearer]) -> Bearer:
    """Bearers of one kind as one; `places` of glyphs are those in their own strips. Raises TypeError
    when the kinds are mixed."""
    lattices = [bearer for bearer in bearers if isinstance(bearer, Lattice)]
    glyphs = [bearer for bearer in bearers if isinstance(bearer, Glyphs)]
    if lattices and glyphs:
        raise TypeError("lattices and glyphs cannot be joined")
    if glyphs:
        return Glyphs(
            "".join(one.text for one in glyphs),
            np.concatenate([one.places for one in glyphs]),
            np.concatenate([one.sure for one in glyphs]),
        )
    return Lattice(
        np.concatenate([one.features for one in lattices]),
        np.concatenate([one.log_norm for one in lattices]),
        np.concatenate([one.best for one in lattices]),
    )


@dataclass(frozen=True)
class Head:
    """The recogniser's output layer, kept once for all lattices.

    `weights`: (d, classes) float32; `bias`: (classes,) float32; `characters`: class -> character,
    class 0 is the CTC blank (empty string). A text-only engine has the head too: columns of `weights`
    that are alike tell which characters look alike.
    """

    weights: NDArray[np.float32] = field(repr=False)
    bias: NDArray[np.float32] = field(repr=False)
    characters: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Line:
    """One detected line in the upright frame.

    `quad`: (4, 2) float32 corners, `quad[0] -> quad[1]` in reading direction, `quad[0] -> quad[3]`
    down the glyphs (so for stacked vertical text `quad[0] -> quad[1]` points down the page).
    `text`: greedy reading, may be empty. `score`: mean probability of its characters in [0, 1], 0 for
    an empty reading. `lattice` is None for text-only engines, which give `glyphs` instead. `knots`:
    (k, 2) float32 pairs of (fraction of the recognised strip, fraction along the quad), increasing,
    (0, 0) to (1, 1); None when the strip is the quad itself, unpieced. `weak_run`: the longest run of
    characters that read unsurely, which a line of otherwise clear print hides in its mean.
    """

    quad: NDArray[np.float32]
    text: str = field(repr=False)
    score: float
    lattice: Lattice | None = field(repr=False, default=None)
    knots: NDArray[np.float32] | None = field(repr=False, default=None)
    weak_run: int = 0
    glyphs: Glyphs | None = field(repr=False, default=None)

    @property
    def bearer(self) -> Bearer | None:
        """What strings are looked for in: the lattice, else what a text-only engine told."""
        return self.glyphs if self.lattice is None else self.lattice

    @property
    def misread(self) -> float:
        """How many of the line's characters may be expected to be wrong."""
        return (1 - self.score) * len(self.text)
