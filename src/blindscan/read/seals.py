# SPDX-License-Identifier: Apache-2.0
"""The seals of a page: found by colour and shape, their ink set free, unrolled and recognised."""

from collections.abc import Iterator

from blindscan.model.marks import Seal
from blindscan.model.page import Pixels
from blindscan.read.seal_block_text import read_block
from blindscan.read.seal_engine import SealEngine
from blindscan.read.seal_ink import paper_of
from blindscan.read.seal_patch import cut_patch
from blindscan.read.seal_ring_text import read_ring
from blindscan.read.seal_shapes import find_places

SPEAKS = 0.35
"""Legibility from which text around a weak ring proves it a seal. Circles that chance lines up in print
and tables read at 0.23 at most, seals half hidden at 0.41 and better, on the corpora's pages."""


def read_seals(pixels: Pixels, engine: SealEngine) -> tuple[Seal, ...]:
    """All seals of an upright (h, w, 3) RGB page; () when there is none."""
    return tuple(_seals(pixels, engine))


def _seals(pixels: Pixels, engine: SealEngine) -> Iterator[Seal]:
    places = find_places(pixels)
    paper = paper_of(pixels) if places else None
    for place in places:
        if paper is not None and place.ring is not None:
            patch = cut_patch(pixels, paper, place.ring, place.layer)
            seal = read_ring(patch, place.ring.ellipse, engine)
            if not place.weak or seal.legibility > SPEAKS:
                yield seal
        elif paper is not None and place.block is not None:
            block = read_block(pixels, paper, place.block, engine)
            if block is not None:
                yield block
