# SPDX-License-Identifier: Apache-2.0
"""What runs in a worker process: small orders in, small results out; pixels and readings stay here.

No other process opens an input file. The networks are loaded once a process, before its first order.
"""

import hashlib
import logging
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from blindscan.audit.durable import write_whole
from blindscan.batch.readings import ReadPage, is_kept, load_basis, save_basis, save_reading
from blindscan.intake.limits import Limits
from blindscan.intake.open import count_pages, load_page
from blindscan.intake.source import read_source
from blindscan.model.applicant import Term
from blindscan.model.errors import BlindscanError, InputError, OutputError, where
from blindscan.model.page import Page, Source
from blindscan.model.record import RELEASED, PageRecord
from blindscan.model.words import Remark
from blindscan.pipeline import (
    Concluded,
    Output,
    PageRead,
    Tools,
    conclude_page,
    read_page,
)
from blindscan.read.engines import EngineName, open_engine
from blindscan.read.runtime import Runtime
from blindscan.standing import still_stands

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Networks:
    """Which runtime a worker loads its networks on, with how many threads (0: the runtime's choice),
    which engine reads, and which one is asked for a second opinion."""

    runtime: Runtime = "auto"
    threads: int = 0
    engine: EngineName = "ppocr"
    second: EngineName | None = None


@dataclass(frozen=True)
class FileRef:
    """One file to open, below `root`."""

    path: Path = field(repr=False)
    root: Path = field(repr=False)
    limits: Limits = field(default_factory=Limits)

    @property
    def relative(self) -> str:
        """The file's POSIX path below the root; it may hold a name."""
        return self.path.relative_to(self.root).as_posix()


@dataclass(frozen=True)
class Opened:
    """A file that can be opened, and how many pages it has."""

    file: FileRef
    source: Source
    pages: int


@dataclass(frozen=True)
class PageRef:
    """One page of a file, as the file was when it was opened. `kept`: where the page's reading is to be
    kept, None for nowhere."""

    file: FileRef
    source: Source
    index: int
    kept: Path | None = field(repr=False, default=None)


@dataclass(frozen=True)
class Failed:
    """A page that could not be worked on, and why."""

    file: FileRef
    index: int
    remark: Remark


@dataclass(frozen=True)
class MaskOrder:
    """Conclude one page. `out` is the folder that is put in place at the end; `number` the page's
    neutral path in it, without ending ("0001/0003"). With `dry_run` no JPEG is written.

    `earlier`: the page's result for other terms, its JPEG in place; `basis`: where what a result rests
    on is kept, None for nowhere.
    """

    ref: PageRef
    read: ReadPage
    applicant_id: str = field(repr=False)
    terms: tuple[Term, ...] = field(repr=False)
    unsettled: tuple[Remark, ...]
    out: Path = field(repr=False)
    number: str = ""
    output: Output = field(default_factory=Output)
    dry_run: bool = False
    earlier: PageRecord | None = field(repr=False, default=None)
    basis: Path | None = field(repr=False, default=None)


@cache
def tools(networks: Networks) -> Tools:
    """This process's networks. Raises EngineError when they cannot be loaded."""
    from blindscan.read.runtime import open_session
    from blindscan.read.weights import weight_file

    return Tools(
        open_engine(networks.engine, networks.runtime, networks.threads),
        open_session(weight_file("orientation"), networks.runtime, networks.threads),
        open_engine(networks.second, networks.runtime, networks.threads) if networks.second else None,
    )


def get_ready(networks: Networks) -> None:
    """Load the networks. Raises EngineError when they cannot be loaded."""
    tools(networks)


def open_order(file: FileRef) -> Opened | Failed:
    """Take in one file and count its pages."""
    try:
        source, content = read_source(file.path, file.root, file.limits)
        return Opened(file, source, count_pages(source, content, file.limits))
    except Exception as error:  # noqa: BLE001 - a wall around one file
        return Failed(file, 0, told(error))


def read_order(ref: PageRef, networks: Networks) -> ReadPage | Failed:
    """Open and read one page, unless it was read before. Whatever goes wrong stays with this page, but
    a full disk would go wrong with all of them."""
    try:
        return _read(ref, networks)
    except OutputError:
        raise
    except Exception as error:  # noqa: BLE001 - a wall around one page
        return Failed(ref.file, ref.index, told(error))


def _read(ref: PageRef, networks: Networks) -> ReadPage:
    if ref.kept is None:
        return ReadPage(ref.source, ref.index, read_page(_open(ref), tools(networks)))
    if not is_kept(ref.kept):
        save_reading(ref.kept, read_page(_open(ref), tools(networks)))
    return ReadPage(ref.source, ref.index, ref.kept)


def mask_order(order: MaskOrder, networks: Networks) -> PageRecord | Failed:
    """Conclude one page and write its JPEG where its status says, unless an earlier result stands."""
    try:
        read = order.read.load()
        if order.earlier and _stands(order, order.earlier, read, networks):
            return order.earlier
        done = conclude_page(
            _open(order.ref), read, order.terms, tools(networks), order.output, order.unsettled
        )
        record = _record(order, read, done)
        if order.basis and done.basis:
            save_basis(order.basis, done.basis, record)
        return record
    except OutputError:
        raise
    except Exception as error:  # noqa: BLE001 - a wall around one page
        return Failed(order.ref.file, order.ref.index, told(error))


def _stands(order: MaskOrder, earlier: PageRecord, read: PageRead, networks: Networks) -> bool:
    basis = load_basis(order.basis, earlier) if order.basis else None
    head = tools(networks).engine.head
    return basis is not None and still_stands(read, basis, order.terms, head, order.output)


def _open(ref: PageRef) -> Page:
    return open_page(ref)[0]


def open_page(ref: PageRef) -> tuple[Page, bytes]:
    """The page, and its file's content. Raises InputError for a file that has changed."""
    source, content = read_source(ref.file.path, ref.file.root, ref.file.limits)
    if source.sha256 != ref.source.sha256:
        raise InputError("batch.changed")
    return load_page(source, content, ref.index, ref.file.limits), content


def told(error: Exception) -> Remark:
    """What became of a page, in words for people."""
    if isinstance(error, BlindscanError):
        return error.remark
    return Remark.of("batch.too_large") if isinstance(error, MemoryError) else _unexpected(error)


def _unexpected(error: Exception) -> Remark:
    """The type and the place of an unforeseen error; its message might quote the page."""
    place = where(error)
    log.error("unexpected %s at %s", type(error).__name__, place)
    return Remark.of("batch.unexpected", kind=type(error).__name__, place=place)


def _record(order: MaskOrder, read: PageRead, done: Concluded) -> PageRecord:
    released = done.status in RELEASED
    folder = "release" if released else "private/review"
    if not order.dry_run:
        write_whole(order.out / folder / f"{order.number}.jpg", done.jpeg, private=not released)
    return PageRecord(
        file=read.source.relative,
        page=read.index,
        applicant_id=order.applicant_id,
        status=done.status,
        rotation_cw=read.inspection.turn_cw,
        skew_deg=read.inspection.skew_deg,
        clarity=read.inspection.clarity,
        reasons=(*done.reasons, *read.inspection.reasons, *done.repairs),
        needs_mask=done.needs_mask,
        masks=done.masks,
        output=f"{order.number}.jpg" if released and not order.dry_run else None,
        held=f"review/{order.number}.jpg" if not released and not order.dry_run else None,
        sha256_in=read.source.sha256,
        sha256_out=hashlib.sha256(done.jpeg).hexdigest(),
        width=read.size[0],
        height=read.size[1],
        kept=done.kept,
    )
