# SPDX-License-Identifier: Apache-2.0
"""What runs in a worker process: small orders in, small results out; pixels stay here.

The networks are loaded once a process, at its first order.
"""

import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from blindscan.intake.limits import Limits
from blindscan.intake.open import load_page
from blindscan.intake.source import read_source
from blindscan.model.applicant import Term
from blindscan.model.errors import BlindscanError, InputError
from blindscan.model.page import Page
from blindscan.model.record import RELEASED, PageRecord
from blindscan.model.words import Remark
from blindscan.pipeline import Concluded, Output, PageRead, Tools, conclude_page, read_page
from blindscan.read.runtime import Runtime

log = logging.getLogger(__name__)
Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Networks:
    """Which runtime a worker loads its networks on, with how many threads (0: the runtime's choice)."""

    runtime: Runtime = "auto"
    threads: int = 0


@dataclass(frozen=True)
class PageRef:
    """One page to open: a file below `root`, and the page's number in it."""

    path: Path = field(repr=False)
    root: Path = field(repr=False)
    index: int
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Failed:
    """A page that could not be read, and why."""

    ref: PageRef
    remark: Remark


@dataclass(frozen=True)
class MaskOrder:
    """Conclude one page. `out` is the output folder; `number` the page's neutral path in it,
    without ending ("0001/0003"). With `dry_run` no JPEG is written."""

    ref: PageRef
    read: PageRead = field(repr=False)
    applicant_id: str = field(repr=False)
    terms: tuple[Term, ...] = field(repr=False)
    unsettled: tuple[Remark, ...]
    out: Path = field(repr=False)
    number: str = ""
    output: Output = field(default_factory=Output)
    dry_run: bool = False


@cache
def tools(networks: Networks) -> Tools:
    """This process's networks."""
    from blindscan.read.engine import PpOcrEngine
    from blindscan.read.runtime import open_session
    from blindscan.read.weights import weight_file

    return Tools(
        PpOcrEngine(networks.runtime, networks.threads),
        open_session(weight_file("orientation"), networks.runtime, networks.threads),
    )


def read_order(ref: PageRef, networks: Networks) -> PageRead | Failed:
    """Open and read one page. Whatever goes wrong stays with this page."""
    return guarded(ref, lambda: read_page(_open(ref), tools(networks)))


def mask_order(order: MaskOrder, networks: Networks) -> PageRecord | Failed:
    """Conclude one page and write its JPEG where its status says."""

    def concluded() -> PageRecord:
        page = _open(order.ref)
        if page.source.sha256 != order.read.source.sha256:
            raise InputError("batch.changed")
        done = conclude_page(
            page, order.read, order.terms, tools(networks), order.output, order.unsettled
        )
        return _record(order, done)

    return guarded(order.ref, concluded)


def guarded(ref: PageRef, work: Callable[[], Outcome]) -> Outcome | Failed:
    """The outcome of one page's work, or why it failed."""
    try:
        return work()
    except InputError as error:
        return Failed(ref, error.remark)
    except MemoryError:
        return Failed(ref, Remark.of("batch.too_large"))
    except Exception as error:  # noqa: BLE001 - the one wall around one page's work
        return Failed(ref, _unexpected(error))


def _open(ref: PageRef) -> Page:
    source, content = read_source(ref.path, ref.root, ref.limits)
    return load_page(source, content, ref.index, ref.limits)


def _unexpected(error: Exception) -> Remark:
    """The type and the place of an unforeseen error; its message might quote the page."""
    if isinstance(error, BlindscanError):
        return error.remark
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "?"
    log.error("unexpected %s at %s", type(error).__name__, place)
    return Remark.of("batch.unexpected", kind=type(error).__name__, place=place)


def _record(order: MaskOrder, done: Concluded) -> PageRecord:
    released = done.status in RELEASED
    folder = "release" if released else "private/review"
    if not order.dry_run:
        write_aside(order.out / folder / f"{order.number}.jpg", done.jpeg, private=not released)
    read = order.read
    return PageRecord(
        file=read.source.relative,
        page=read.index,
        applicant_id=order.applicant_id,
        status=done.status,
        rotation_cw=read.inspection.turn_cw,
        skew_deg=read.inspection.skew_deg,
        clarity=read.inspection.clarity,
        reasons=(*done.reasons, *read.inspection.reasons),
        needs_mask=done.needs_mask,
        masks=done.masks,
        output=f"{order.number}.jpg" if released and not order.dry_run else None,
        held=f"review/{order.number}.jpg" if not released and not order.dry_run else None,
        sha256_in=read.source.sha256,
        sha256_out=_sha256(done.jpeg),
        width=read.size[0],
        height=read.size[1],
        kept=done.kept,
    )


def _sha256(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def write_aside(path: Path, content: bytes, private: bool) -> None:
    """Write a file so that nobody ever sees half of it: aside, flushed to disk, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(aside).chmod(0o600 if private else 0o644)
    Path(aside).replace(path)
