# SPDX-License-Identifier: Apache-2.0
"""Run a whole batch: read every applicant's pages, settle who they are, mask, and keep records."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from blindscan.batch.discover import Upload
from blindscan.batch.settle import Given, Settled, settle
from blindscan.batch.worker import Failed, MaskOrder, Networks, PageRef, mask_order, read_order
from blindscan.intake.limits import Limits
from blindscan.intake.open import count_pages
from blindscan.intake.source import read_source
from blindscan.model.errors import InputError
from blindscan.model.line import Head
from blindscan.model.record import PageRecord
from blindscan.pipeline import Output, PageRead

AHEAD = 1
"""Applicants that are read ahead while one is masked, so that no worker waits."""


class Progress(Protocol):
    """Who is told how far the batch is. Each page has two steps, reading and masking."""

    def plan(self, pages: int) -> None:
        """So many pages more will come."""
        ...

    def advance(self, steps: int) -> None:
        """So many steps are done."""
        ...


@dataclass(frozen=True)
class Job:
    """Everything that a batch needs to know."""

    root: Path = field(repr=False)
    uploads: tuple[Upload, ...] = field(repr=False)
    out: Path = field(repr=False)
    given: Given = field(default_factory=Given)
    output: Output = field(default_factory=Output)
    networks: Networks = field(default_factory=Networks)
    limits: Limits = field(default_factory=Limits)
    dry_run: bool = False


@dataclass(frozen=True)
class Finished:
    """One applicant's outcome. `number` is neutral: the folder's name below `release/`."""

    number: str
    settled: Settled
    evidence: tuple[tuple[str, int], ...] = field(repr=False)
    records: tuple[PageRecord, ...] = field(repr=False)


@dataclass(frozen=True)
class _Reading:
    number: str
    upload: Upload
    reads: tuple["Future[PageRead | Failed]", ...]
    unopened: tuple[Failed, ...]


def run(job: Job, executor: Executor, head: Head, progress: Progress) -> Iterator[Finished]:
    """Finish applicants one after the other, in order, reading ahead."""
    under_way: deque[_Reading] = deque()
    for position, upload in enumerate(job.uploads, start=1):
        under_way.append(_start(job, executor, f"{position:04d}", upload, progress))
        if len(under_way) > AHEAD:
            yield _finish(job, executor, head, under_way.popleft(), progress)
    while under_way:
        yield _finish(job, executor, head, under_way.popleft(), progress)


def _start(job: Job, executor: Executor, number: str, upload: Upload, progress: Progress) -> _Reading:
    reads: list[Future[PageRead | Failed]] = []
    unopened: list[Failed] = []
    for path in upload.files:
        progress.plan(1)
        first = PageRef(path, job.root, 0, job.limits)
        try:
            source, content = read_source(path, job.root, job.limits)
            pages = count_pages(source, content, job.limits)
        except InputError as error:
            unopened.append(Failed(first, error.remark))
            progress.advance(2)
            continue
        progress.plan(pages - 1)
        for index in range(pages):
            ref = PageRef(path, job.root, index, job.limits)
            reads.append(_submit(executor, progress, read_order, ref, job.networks))
    return _Reading(number, upload, tuple(reads), tuple(unopened))


def _submit(
    executor: Executor, progress: Progress, call: Callable[..., Any], *args: Any
) -> "Future[Any]":
    future = executor.submit(call, *args)
    future.add_done_callback(lambda _: progress.advance(1))
    return future


def _finish(
    job: Job, executor: Executor, head: Head, reading: _Reading, progress: Progress
) -> Finished:
    outcomes = [future.result() for future in reading.reads]
    failed = [*reading.unopened, *(o for o in outcomes if isinstance(o, Failed))]
    reads = [outcome for outcome in outcomes if isinstance(outcome, PageRead)]
    progress.advance(sum(isinstance(outcome, Failed) for outcome in outcomes))
    settled = settle(reading.upload.applicant_id, reads, job.given, head)
    concluded = [
        _submit(executor, progress, mask_order, order, job.networks)
        for order in _orders(job, reading, reads, settled)
    ]
    results: list[PageRecord | Failed] = [future.result() for future in concluded]
    records = [
        _error_record(r, reading.upload.applicant_id, job.root) if isinstance(r, Failed) else r
        for r in (*results, *failed)
    ]
    order_of = {_relative(path, job.root): n for n, path in enumerate(reading.upload.files)}
    records.sort(key=lambda record: (order_of.get(record.file, 0), record.page))
    evidence = tuple((reads[n].source.relative, reads[n].index) for n in settled.pages)
    return Finished(reading.number, settled, evidence, tuple(records))


def _orders(
    job: Job, reading: _Reading, reads: list[PageRead], settled: Settled
) -> Iterator[MaskOrder]:
    paths = {_relative(path, job.root): path for path in reading.upload.files}
    for position, read in enumerate(reads, start=1):
        yield MaskOrder(
            PageRef(paths[read.source.relative], job.root, read.index, job.limits),
            read,
            reading.upload.applicant_id,
            settled.terms,
            settled.remarks,
            job.out,
            f"{reading.number}/{position:04d}",
            job.output,
            job.dry_run,
        )


def _error_record(failed: Failed, applicant_id: str, root: Path) -> PageRecord:
    return PageRecord(
        file=_relative(failed.ref.path, root),
        page=failed.ref.index,
        applicant_id=applicant_id,
        status="error",
        reasons=(failed.remark,),
    )


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
