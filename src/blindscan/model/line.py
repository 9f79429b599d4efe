# SPDX-License-Identifier: Apache-2.0
"""A text line as an engine read it, with enough left of the network to ask it again."""

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


@dataclass(frozen=True)
class Head:
    """The recogniser's output layer, kept once for all lattices.

    `weights`: (d, classes) float32; `bias`: (classes,) float32; `characters`: class -> character,
    class 0 is the CTC blank (empty string).
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
    an empty reading. `lattice` is None for text-only engines. `knots`: (k, 2) float32 pairs of
    (fraction of the recognised strip, fraction along the quad), increasing, (0, 0) to (1, 1); None
    when the strip is the quad itself, unpieced. `weak_run`: the longest run of characters that read
    unsurely, which a line of otherwise clear print hides in its mean.
    """

    quad: NDArray[np.float32]
    text: str = field(repr=False)
    score: float
    lattice: Lattice | None = field(repr=False, default=None)
    knots: NDArray[np.float32] | None = field(repr=False, default=None)
    weak_run: int = 0

    @property
    def misread(self) -> float:
        """How many of the line's characters may be expected to be wrong."""
        return (1 - self.score) * len(self.text)
