# SPDX-License-Identifier: Apache-2.0
"""Read strips into texts and lattices: PP-OCR's CTC recogniser, cut before its output layer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from blindscan.model.line import Bearer, Glyphs, Head, Lattice
from blindscan.model.page import Pixels
from blindscan.read.runtime import Session
from blindscan.read.strips import STRIP_HEIGHT

STRIDE = 8
"""Strip pixels a frame."""
BUCKET = 32
"""Strip widths are padded to multiples of this, so that the runtime meets few shapes."""
BATCH_PIXELS = 1_500
"""Summed padded width of one batch. Small ones waste least on padding: on dense A4 pages lines one by
one, and short cells together, take 10 to 30 % less time than batches of 12,000 pixels."""

UNSURE = 0.6
"""Probability below which a character may well be another one."""


@dataclass(frozen=True)
class Reading:
    """What one strip says. `score`: mean probability of the characters of `text`, in [0, 1];
    `weak_run`: the longest run of characters less probable than UNSURE. Text-only engines have `glyphs`
    and no lattice."""

    text: str = field(repr=False)
    score: float
    lattice: Lattice | None = field(repr=False)
    weak_run: int = 0
    glyphs: Glyphs | None = field(repr=False, default=None)

    @property
    def bearer(self) -> Bearer | None:
        """What strings are looked for in; None when nothing was read and there is no lattice."""
        return self.glyphs if self.lattice is None else self.lattice


class Recogniser:
    """Strips in, readings out, in the same order."""

    def __init__(self, session: Session, head: Head) -> None:
        self._session = session
        self._head = head

    def recognise(self, strips: Sequence[Pixels]) -> tuple[Reading, ...]:
        """Read (48, width, 3) RGB strips. Empty readings are kept: `text` is "" then."""
        groups = list(_grouped(strips))
        batches = [_stack([strips[i] for i in group], width) for group, width in groups]
        readings: dict[int, Reading] = {}
        for (group, _), tensors in zip(groups, self._session.infer_all(batches), strict=True):
            for row, i in enumerate(group):
                frames = -(-strips[i].shape[1] // STRIDE)
                readings[i] = self._decode(*(t[row, :frames] for t in tensors))
        return tuple(readings[i] for i in range(len(strips)))

    def _decode(
        self,
        features: NDArray[np.float32],
        best_p: NDArray[np.float32],
        best: NDArray[np.int64],
    ) -> Reading:
        classes, p = best[:, 0].astype(np.int32), best_p[:, 0]
        top = (features * self._head.weights[:, classes].T).sum(axis=1) + self._head.bias[classes]
        lattice = Lattice(
            features.astype(np.float16),
            (top - np.log(np.maximum(p, 1e-9))).astype(np.float32),
            classes,
        )
        kept = np.flatnonzero((classes > 0) & (np.diff(classes, prepend=0) != 0))
        text = "".join(self._head.characters[c] for c in classes[kept].tolist())
        score = float(p[kept].mean()) if len(kept) else 0.0
        return Reading(text, score, lattice, longest_run(p[kept] < UNSURE))


def longest_run(flags: NDArray[np.bool_]) -> int:
    """Length of the longest run of true flags."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[0::2]).max(initial=0))


def _grouped(strips: Sequence[Pixels]) -> Iterator[tuple[list[int], int]]:
    """(numbers, padded width) of strips of about one width, widest first."""
    order = sorted(range(len(strips)), key=lambda i: strips[i].shape[1])
    while order:
        width = _padded(strips[order[-1]].shape[1])
        count = max(1, BATCH_PIXELS // width)
        group, order = order[-count:], order[:-count]
        yield group, width


def _padded(width: int) -> int:
    return -(-width // BUCKET) * BUCKET


def _stack(strips: Sequence[Pixels], width: int) -> NDArray[np.float32]:
    """(n, 3, 48, width) in BGR, scaled to [-1, 1], zero to the right of each strip."""
    batch = np.zeros((len(strips), 3, STRIP_HEIGHT, width), dtype=np.float32)
    for row, strip in enumerate(strips):
        batch[row, :, :, : strip.shape[1]] = (
            strip[:, :, ::-1].transpose(2, 0, 1).astype(np.float32) / 127.5 - 1
        )
    return batch
