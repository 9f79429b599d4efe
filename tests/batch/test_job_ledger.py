# SPDX-License-Identifier: Apache-2.0
"""The job's ledger believes nothing that was damaged, and keeps everything else."""

import json
import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from blindscan.batch.job_ledger import JobLedger, Kept, ResultKey, input_root, read_status
from blindscan.model.errors import OutputError, UsageError
from blindscan.model.record import PageRecord

KEY = ResultKey("ab", 0, "place", "settings", "models", "asked")
RECORD = PageRecord(
    file="1\udcff.jpg", page=0, applicant_id="S", status="review", held="review/0001/0001.jpg"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with one planned page and one result."""
    path = tmp_path / "job.sqlite"
    ledger = JobLedger(path)
    ledger.begin("mine", tmp_path)
    ledger.plan("2.jpg", 2)
    ledger.keep(KEY, RECORD)
    ledger.close()
    return path


def test_what_is_kept_is_found_again_under_its_whole_key(path: Path) -> None:
    ledger = JobLedger(path)
    assert (ledger.state, ledger.fingerprint) == ("running", "mine")
    assert ledger.kept(KEY) == Kept(RECORD, exact=True)
    assert ledger.kept(replace(KEY, asked="x")) == Kept(RECORD, exact=False)
    for other in (
        replace(KEY, sha256_in="cd"),
        replace(KEY, page=1),
        replace(KEY, place="x"),
        replace(KEY, settings="x"),
        replace(KEY, models="x"),
    ):
        assert ledger.kept(other) is None
    ledger.close()


def test_status_and_root_are_read_beside_the_run(path: Path) -> None:
    ledger = JobLedger(path)
    ledger.keep(replace(KEY, page=1), replace(RECORD, file="2.jpg", status="masked"))
    status = read_status(path)
    assert (status.state, status.total) == ("running", 3)
    assert status.counts == {"planned": 1, "review": 1, "masked": 1}
    assert input_root(path) == path.parent
    ledger.finish(keep_results=False)
    ledger.close()
    assert read_status(path).state == "finished"
    with pytest.raises(UsageError):
        read_status(path.with_name("none"))


@pytest.mark.parametrize("keep", [True, False])
def test_a_finished_run_keeps_results_only_when_asked(path: Path, keep: bool) -> None:
    ledger = JobLedger(path)
    ledger.finish(keep)
    assert (ledger.kept(KEY) is not None) is keep
    ledger.close()
    assert (b"review/0001" in path.read_bytes()) is keep, "nor is anything left in free pages"
    assert [p.name for p in path.parent.iterdir()] == [path.name], "one file"


def test_the_owner_alone_reads_it(path: Path) -> None:
    ledger = JobLedger(path)
    ledger.begin("mine", path.parent)
    for file in path.parent.glob("job.sqlite*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    ledger.close()


def test_a_row_that_was_changed_is_not_believed(path: Path) -> None:
    base = sqlite3.connect(path)
    (told,) = base.execute("SELECT record FROM results").fetchone()
    forged = json.loads(told) | {"status": "clean", "held": None, "output": "0001/0001.jpg"}
    with base:
        base.execute("UPDATE results SET record = ?", (json.dumps(forged),))
    base.close()
    ledger = JobLedger(path)
    assert ledger.kept(KEY) is None
    ledger.close()


@pytest.mark.parametrize("damage", ["truncated", "noise", "other"])
def test_a_file_that_is_no_ledger_any_more_is_begun_anew(path: Path, damage: str) -> None:
    content = path.read_bytes()
    if damage == "truncated":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "noise":
        path.write_bytes(bytes(255 - byte for byte in content))
    else:
        base = sqlite3.connect(path)
        with base:
            base.execute("UPDATE job SET value = '0' WHERE name = 'format'")
        base.close()
    ledger = JobLedger(path)
    assert ledger.kept(KEY) is None
    ledger.begin("mine", path.parent)
    ledger.keep(KEY, RECORD)
    assert ledger.kept(KEY) == Kept(RECORD, exact=True)
    assert ledger.kept(replace(KEY, asked="x")) == Kept(RECORD, exact=False)
    ledger.close()


def test_a_full_disk_loses_nothing_that_was_kept(path: Path) -> None:
    ledger = JobLedger(path)
    # The real limit of SQLite, which then answers as it does for a full disk.
    (pages,) = ledger._base.execute("PRAGMA page_count").fetchone()
    ledger._base.execute(f"PRAGMA max_page_count = {pages}")
    large = replace(RECORD, file="x" * 100_000)
    with pytest.raises(OutputError) as caught:
        ledger.keep(replace(KEY, page=1), large)
    assert caught.value.remark.code == "batch.ledger_failed"
    ledger.close()
    again = JobLedger(path)
    assert again.kept(KEY) == Kept(RECORD, exact=True)
    assert again.kept(replace(KEY, page=1)) is None
    again.close()
