# SPDX-License-Identifier: Apache-2.0
"""What was read on pages, kept on disk: no page is read twice, and memory holds a few at a time.

A reading holds the text of a page, hence names: the files lie in the output's private part, readable by
the owner alone, and go away with the end of the run unless asked to stay. Each is named by a key made
of the input's SHA-256, the page's number and a digest of everything that reads.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

from blindscan.audit.durable import write_whole
from blindscan.audit.ledger import record_to_json
from blindscan.batch.codec import is_whole, pack, unpack
from blindscan.batch.digests import digest
from blindscan.model.applicant import Term
from blindscan.model.errors import OutputError
from blindscan.model.finding import Finding
from blindscan.model.line import Glyphs, Lattice, Line
from blindscan.model.marks import Code, PageReading, ScriptLine, ScriptWord, Seal
from blindscan.model.page import Inspection, Source
from blindscan.model.record import PageRecord
from blindscan.model.words import Remark
from blindscan.pipeline import PageRead
from blindscan.search import Basis
from blindscan.verify.again import Claim, SecondReading

CLASSES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *(Inspection, Remark, PageReading, Line, Lattice, Glyphs),
        *(Seal, Code, ScriptLine, ScriptWord),
        *(Basis, Term, SecondReading, Claim, Finding),
    )
}
AT_HAND = 64
"""Readings held in memory at a time, each of one to three megabytes: all pages of most applicants."""


def reading_key(sha256: str, page: int, readers: str) -> str:
    """The neutral name of a page's reading. `readers`: digest of what reads; see `digests`."""
    return hashlib.sha256(f"{sha256} {page} {readers}".encode("ascii")).hexdigest()


def save_reading(path: Path, read: PageRead) -> None:
    """Keep a reading. Raises OutputError."""
    parts = (read.size, read.inspection, read.reading, read.damaged)
    write_whole(path, pack(parts), private=True)


def load_reading(path: Path, source: Source, index: int) -> PageRead | None:
    """The reading kept at `path`; None where there is none, or none that is whole."""
    try:
        size, inspection, reading, damaged = unpack(path.read_bytes(), CLASSES)
    except (OSError, ValueError):
        return None
    return PageRead(source, index, size, inspection, reading, damaged)


def save_basis(path: Path, basis: Basis, record: PageRecord) -> None:
    """Keep what a page's result rests on. Raises OutputError."""
    write_whole(path, pack((digest(record_to_json(record)), basis)), private=True)


def load_basis(path: Path, record: PageRecord) -> Basis | None:
    """What just this result rests on; None where nothing is kept that is whole and belongs to it."""
    try:
        belongs_to, basis = unpack(path.read_bytes(), CLASSES)
    except (OSError, ValueError):
        return None
    return basis if belongs_to == digest(record_to_json(record)) else None


def is_kept(path: Path) -> bool:
    """Whether a whole reading is kept at `path`."""
    try:
        return is_whole(path.read_bytes())
    except OSError:
        return False


@dataclass(frozen=True)
class ReadPage:
    """A page that was read: where its reading is kept, or the reading itself where none may be."""

    source: Source
    index: int
    kept: Path | PageRead = field(repr=False)

    def load(self) -> PageRead:
        """The reading. Raises OutputError when it is gone from the disk."""
        if isinstance(self.kept, PageRead):
            return self.kept
        read = load_reading(self.kept, self.source, self.index)
        if read is None:
            raise OutputError("batch.reading_lost")
        return read


class Readings(Sequence[PageRead]):
    """The readings of one applicant's pages, loaded as they are asked for."""

    def __init__(self, pages: Sequence[ReadPage]) -> None:
        self._pages = tuple(pages)
        self._at_hand: OrderedDict[int, PageRead] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    @overload
    def __getitem__(self, number: int) -> PageRead: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[PageRead]: ...
    def __getitem__(self, number: int | slice) -> PageRead | Sequence[PageRead]:
        if isinstance(number, slice):
            return Readings(self._pages[number])
        if number in self._at_hand:
            self._at_hand.move_to_end(number)
            return self._at_hand[number]
        read = self._pages[number].load()
        self._at_hand[number] = read
        if len(self._at_hand) > AT_HAND:
            self._at_hand.popitem(last=False)
        return read
