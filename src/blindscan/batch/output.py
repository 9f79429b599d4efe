# SPDX-License-Identifier: Apache-2.0
"""The output folder: worked on aside, put in place when complete, never mixed with an older one.

    out/release/            what may leave the house: replaced as a whole, at the very end
    out/private/            ledgers, reports, pages for review
        job.sqlite          how far the run is, and each page's result
        job/                what will be put in place: a folder of the same shape as out/
        readings/           what was read on the pages
        lock                held while a run is at work

A run that is killed leaves `job/`; the same command takes up from there. Everything in it is checked
against the ledger by SHA-256 before it is put in place.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from blindscan.audit.durable import NEUTRAL_TIME, flush_folder, write_whole
from blindscan.batch.job_ledger import JobLedger
from blindscan.batch.lock import locked
from blindscan.model.errors import OutputError, UsageError
from blindscan.model.record import PageRecord

LEDGER = Path("private/audit.jsonl")
JOB_LEDGER = Path("private/job.sqlite")
LOCK = Path("private/lock")
STAGED = Path("private/job")
READINGS = Path("private/readings")
RETIRED = STAGED / "retired"
PUBLISHED = (
    Path("private/review"),
    LEDGER,
    Path("private/report.html"),
    Path("private/report.csv"),
    Path("private/report.xlsx"),
    Path("release"),
)
"""In the order in which they are put in place: the release comes last, when its records are there."""


@dataclass(frozen=True)
class OutputFolder:
    """An output folder that this run holds."""

    out: Path
    ledger: JobLedger

    @property
    def staged(self) -> Path:
        return self.out / STAGED

    @property
    def readings(self) -> Path:
        return self.out / READINGS


def check_output(out: Path, root: Path, force: bool) -> None:
    """Refuse an output that is foreign, lies inside the input, or cannot be written.

    Raises UsageError; nothing was written then.
    """
    target, source = out.resolve(), root.resolve()
    if target == source or source in target.parents:
        raise UsageError("batch.output_inside")
    if os.path.lexists(out) and not _is_ours(out):
        raise UsageError("batch.output_foreign" if force else "batch.output_exists")
    parent = target
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise UsageError("batch.output_unwritable")


def _is_ours(out: Path) -> bool:
    if not out.is_dir():
        return False
    ours = any((out / mark).exists() for mark in (LEDGER, JOB_LEDGER, LOCK))
    return ours or not any(path for path in out.iterdir() if path.name != "private")


@contextmanager
def output_folder(out: Path, root: Path, force: bool, fingerprint: str) -> Iterator[OutputFolder]:
    """Hold the output folder while the block runs, its ledger open.

    An unfinished run with the same fingerprint is taken up; anything else that is there is replaced
    only with `force`. Raises UsageError when it may not be replaced, or another run is at work on it.
    """
    check_output(out, root, force)
    existed = os.path.lexists(out)
    with ExitStack() as held:
        try:
            (out / "private").mkdir(mode=0o700, parents=True, exist_ok=True)
            (out / "private").chmod(0o700)
            held.enter_context(locked(out / LOCK))
        except OSError as error:
            raise UsageError("batch.output_unwritable") from error
        finished = (out / LEDGER).exists() or (out / "release").exists()
        ledger = JobLedger(out / JOB_LEDGER)
        held.callback(ledger.close)
        if ledger.state == "finished" and not ledger.keeps:
            # A run that was killed while it cleaned up leaves names behind.
            shutil.rmtree(out / READINGS, ignore_errors=True)
        if not force:
            _refuse_replacing(ledger, finished, existed, fingerprint)
        ledger.begin(fingerprint, root.resolve())
        yield OutputFolder(out, ledger)


def _refuse_replacing(ledger: JobLedger, finished: bool, existed: bool, fingerprint: str) -> None:
    if ledger.state == "finished" or (ledger.state == "new" and finished and existed):
        raise UsageError("batch.output_exists")
    if ledger.state == "running" and ledger.fingerprint != fingerprint:
        raise UsageError("batch.output_unfinished")


def recover(folder: OutputFolder, record: PageRecord) -> bool:
    """Whether the file of a page's kept result is there and unchanged; one that was put in place by an
    earlier run is copied to where this run collects."""
    path = _image(record)
    if path is None:
        return True
    if _sha256(folder.staged / path) == record.sha256_out:
        return True
    if _sha256(folder.out / path) != record.sha256_out:
        return False
    write_whole(folder.staged / path, (folder.out / path).read_bytes(), private=record.output is None)
    return True


def admit_only(folder: OutputFolder, records: Iterable[PageRecord]) -> None:
    """The gate of the release: what a record vouches for by SHA-256 stays, everything else goes.

    Raises OutputError when a page that a record vouches for is missing or changed.
    """
    wanted = set()
    for record in records:
        path = _image(record)
        if path is not None:
            wanted.add(folder.staged / path)
            if _sha256(folder.staged / path) != record.sha256_out:
                raise OutputError("batch.page_changed")
    for place in (folder.staged / "release", folder.staged / "private"):
        for path in sorted(place.rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in wanted:
                path.unlink()


def publish(folder: OutputFolder, keep_readings: bool) -> None:
    """Put what was collected in place of what was there. Killed at any moment, it can be repeated.

    Raises OutputError.
    """
    try:
        (folder.staged / "private" / "review").mkdir(parents=True, exist_ok=True)
        (folder.staged / "release").mkdir(parents=True, exist_ok=True)
        _make_timeless(folder.staged / "release")
        for item in PUBLISHED:
            _put_in_place(folder, item)
        folder.ledger.finish(keep_readings)
        shutil.rmtree(folder.staged)
        if not keep_readings:
            shutil.rmtree(folder.readings, ignore_errors=True)
        review = folder.out / "private" / "review"
        if not any(review.iterdir()):
            review.rmdir()
    except OSError as error:
        raise OutputError("audit.write_failed") from error


def _put_in_place(folder: OutputFolder, item: Path) -> None:
    staged, target, retired = folder.staged / item, folder.out / item, folder.out / RETIRED / item
    if not staged.exists():
        return
    if os.path.lexists(target):
        if retired.is_dir():
            shutil.rmtree(retired)
        retired.parent.mkdir(parents=True, exist_ok=True)
        target.replace(retired)
    staged.replace(target)
    flush_folder(target.parent)


def _make_timeless(folder: Path) -> None:
    for path in (*(p for p in folder.rglob("*") if p.is_dir()), folder):
        os.utime(path, (NEUTRAL_TIME, NEUTRAL_TIME))


def _image(record: PageRecord) -> Path | None:
    """Where a page's JPEG belongs below an output folder."""
    if record.output:
        return Path("release") / record.output
    return Path("private") / record.held if record.held else None


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
