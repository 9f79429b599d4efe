# SPDX-License-Identifier: Apache-2.0
"""Run a whole batch: read every applicant's pages, settle who they are, mask, and keep records.

Every page's reading and result is kept as soon as it is there, so that a run that is cut off goes on
where it stopped; see `job_ledger` and `readings`.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, as_completed
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from blindscan.batch.digests import Models, digest
from blindscan.batch.discover import Upload
from blindscan.batch.executors import LostWorker
from blindscan.batch.job_ledger import ResultKey, Stage
from blindscan.batch.output import OutputFolder, recover
from blindscan.batch.readings import Readings, ReadPage, reading_key
from blindscan.batch.settle import Given, Settled, settle
from blindscan.batch.worker import (
    Failed,
    FileRef,
    MaskOrder,
    Networks,
    Opened,
    PageRef,
    mask_order,
    open_order,
    read_order,
)
from blindscan.intake.limits import Limits
from blindscan.model.line import Head
from blindscan.model.record import PageRecord
from blindscan.pipeline import Output

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
    """Everything that a batch needs to know. Without a `folder` nothing is written."""

    root: Path = field(repr=False)
    uploads: tuple[Upload, ...] = field(repr=False)
    folder: OutputFolder | None
    models: Models
    given: Given = field(default_factory=Given)
    output: Output = field(default_factory=Output)
    networks: Networks = field(default_factory=Networks)
    limits: Limits = field(default_factory=Limits)
    keeps: bool = False
    """Whether what was read is kept for a later search."""


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
    pages: tuple[tuple[PageRef, "Future[ReadPage | Failed]"], ...]
    unopened: tuple[Failed, ...]


def run(job: Job, executor: Executor, head: Head, progress: Progress) -> Iterator[Finished]:
    """Finish applicants one after the other, in order, reading ahead.

    Raises OutputError when the output cannot be written, EngineError when no worker can be started.
    """
    under_way: deque[_Reading] = deque()
    for position, upload in enumerate(job.uploads, start=1):
        under_way.append(_start(job, executor, f"{position:04d}", upload, progress))
        if len(under_way) > AHEAD:
            yield _finish(job, executor, head, under_way.popleft(), progress)
    while under_way:
        yield _finish(job, executor, head, under_way.popleft(), progress)


def _start(job: Job, executor: Executor, number: str, upload: Upload, progress: Progress) -> _Reading:
    files = [FileRef(path, job.root, job.limits) for path in upload.files]
    progress.plan(len(files))
    asked = [executor.submit(open_order, file) for file in files]
    unopened: list[Failed] = []
    pages: list[PageRef] = []
    for file, future in zip(files, asked, strict=True):
        opened = _result(future, file, 0)
        if isinstance(opened, Failed):
            unopened.append(opened)
            progress.advance(2)
            _tell(job, file.relative, 0, "error")
            continue
        progress.plan(opened.pages - 1)
        if job.folder:
            job.folder.ledger.plan(file.relative, opened.pages)
        pages += [_page(job, opened, index) for index in range(opened.pages)]
    reads = [(ref, _submit(executor, progress, read_order, ref, job.networks)) for ref in pages]
    return _Reading(number, upload, tuple(reads), tuple(unopened))


def _page(job: Job, opened: Opened, index: int) -> PageRef:
    key = reading_key(opened.source.sha256, index, job.models.readers)
    kept = job.folder.readings / key if job.folder else None
    return PageRef(opened.file, opened.source, index, kept)


def _submit(
    executor: Executor, progress: Progress, call: Callable[..., Any], *args: Any
) -> "Future[Any]":
    future = executor.submit(call, *args)
    future.add_done_callback(lambda _: progress.advance(1))
    return future


def _result(future: "Future[Any]", file: FileRef, index: int) -> Any:
    """What an order gave; a page that ended its worker has failed."""
    try:
        return future.result()
    except LostWorker as lost:
        return Failed(file, index, lost.remark)


def _tell(job: Job, file: str, page: int, stage: Stage) -> None:
    if job.folder:
        job.folder.ledger.stages([(file, page, stage)])


def _finish(
    job: Job, executor: Executor, head: Head, reading: _Reading, progress: Progress
) -> Finished:
    outcomes = _read_outcomes(job, reading)
    failed = [*reading.unopened, *(o for o in outcomes if isinstance(o, Failed))]
    progress.advance(sum(isinstance(outcome, Failed) for outcome in outcomes))
    refs = [ref for (ref, _), o in zip(reading.pages, outcomes, strict=True) if isinstance(o, ReadPage)]
    pages = [outcome for outcome in outcomes if isinstance(outcome, ReadPage)]
    reads = Readings(pages)
    settled = settle(reading.upload.applicant_id, reads, job.given, head)
    orders = list(_orders(job, reading, refs, pages, settled))
    records, lost = _conclude(job, executor, orders, progress)
    for one in (*failed, *lost):
        records.append(_error_record(one, reading.upload.applicant_id))
        _tell(job, one.file.relative, one.index, "error")
    order_of = {FileRef(p, job.root).relative: n for n, p in enumerate(reading.upload.files)}
    records.sort(key=lambda record: (order_of.get(record.file, 0), record.page))
    evidence = tuple((pages[n].source.relative, pages[n].index) for n in settled.pages)
    return Finished(reading.number, settled, evidence, tuple(records))


def _read_outcomes(job: Job, reading: _Reading) -> list[ReadPage | Failed]:
    """What became of the applicant's pages; the ledger is told of each as soon as it was read."""
    refs = {future: ref for ref, future in reading.pages}
    outcomes = {}
    for future in as_completed(refs):
        outcome = outcomes[future] = _result(future, refs[future].file, refs[future].index)
        if isinstance(outcome, ReadPage):
            _tell(job, outcome.source.relative, outcome.index, "read")
    return [outcomes[future] for _, future in reading.pages]


def _conclude(
    job: Job, executor: Executor, orders: list[MaskOrder], progress: Progress
) -> tuple[list[PageRecord], list[Failed]]:
    """The records of pages, from the ledger where it has them, else from workers; and what failed."""
    records: list[PageRecord] = []
    failed: list[Failed] = []
    waiting: dict[Future[Any], tuple[MaskOrder, ResultKey]] = {}
    for order in orders:
        key = _key(job, order)
        kept = job.folder.ledger.kept(key) if job.folder else None
        if job.folder and kept and recover(job.folder, kept.record):
            if kept.exact:
                records.append(kept.record)
                progress.advance(1)
                _tell(job, kept.record.file, kept.record.page, kept.record.status)
                continue
            order = replace(order, earlier=kept.record)
        if job.folder and job.keeps:
            order = replace(order, basis=job.folder.readings / f"{key.page_key}.basis")
        future = _submit(executor, progress, mask_order, order, job.networks)
        waiting[future] = (order, key)
    for future in as_completed(waiting):
        order, key = waiting.pop(future)
        outcome = _result(future, order.ref.file, order.ref.index)
        if isinstance(outcome, Failed):
            failed.append(outcome)
            continue
        records.append(outcome)
        if job.folder:
            job.folder.ledger.keep(key, outcome)
    return records, failed


def _orders(
    job: Job, reading: _Reading, refs: list[PageRef], pages: list[ReadPage], settled: Settled
) -> Iterator[MaskOrder]:
    terms = settled.terms
    for position, (ref, page) in enumerate(zip(refs, pages, strict=True), start=1):
        yield MaskOrder(
            ref,
            page,
            reading.upload.applicant_id,
            terms,
            settled.remarks,
            job.folder.staged if job.folder else Path(),
            f"{reading.number}/{position:04d}",
            job.output,
            job.folder is None,
        )


def _key(job: Job, order: MaskOrder) -> ResultKey:
    """Everything that the order's result depends on."""
    terms = [asdict(term) for term in order.terms]
    unsettled = [remark.to_json() for remark in order.unsettled]
    return ResultKey(
        order.ref.source.sha256,
        order.ref.index,
        digest(order.ref.file.relative, order.number, order.applicant_id),
        digest(asdict(job.output), asdict(job.limits), unsettled),
        job.models.all,
        digest(terms, job.models.bounds),
    )


def _error_record(failed: Failed, applicant_id: str) -> PageRecord:
    return PageRecord(
        file=failed.file.relative,
        page=failed.index,
        applicant_id=applicant_id,
        status="error",
        reasons=(failed.remark,),
    )
