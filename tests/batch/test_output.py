# SPDX-License-Identifier: Apache-2.0
"""The output folder: refused before any work, held by one run, and put in its place complete."""

import hashlib
from pathlib import Path

import pytest

from blindscan.audit.durable import NEUTRAL_TIME, write_whole
from blindscan.batch.output import OutputFolder, admit_only, output_folder, publish, recover
from blindscan.model.errors import OutputError, UsageError
from blindscan.model.record import PageRecord

JPEG = b"a masked page"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    return folder


def refusal(out: Path, root: Path, force: bool = False, fingerprint: str = "mine") -> str | None:
    try:
        with output_folder(out, root, force, fingerprint):
            return None
    except UsageError as error:
        return error.remark.code


def page(number: int, held: bool = False) -> PageRecord:
    where = f"0001/{number:04d}.jpg"
    return PageRecord(
        file=f"{number}.jpg",
        page=0,
        applicant_id="S1",
        status="review" if held else "masked",
        output=None if held else where,
        held=f"review/{where}" if held else None,
        sha256_out=hashlib.sha256(JPEG).hexdigest(),
    )


def staged(folder: OutputFolder, record: PageRecord, content: bytes = JPEG) -> Path:
    place = f"release/{record.output}" if record.output else f"private/{record.held}"
    write_whole(folder.staged / place, content, private=record.output is None)
    return folder.staged / place


def finish(
    out: Path, root: Path, *records: PageRecord, force: bool = False, keep: bool = False
) -> None:
    with output_folder(out, root, force, "mine") as folder:
        for record in records:
            staged(folder, record)
        admit_only(folder, records)
        write_whole(folder.staged / "private" / "audit.jsonl", b"{}\n", private=True)
        publish(folder, keep)


def files(folder: Path) -> set[str]:
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    return found - {"private/lock", "private/job.sqlite"}


def test_refusals(tmp_path: Path, root: Path) -> None:
    assert refusal(root, root) == "batch.output_inside"
    assert refusal(root / "out", root) == "batch.output_inside"
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "thesis.txt").write_text("dear")
    assert refusal(tmp_path / "foreign", root) == "batch.output_exists"
    assert refusal(tmp_path / "foreign", root, force=True) == "batch.output_foreign"
    assert files(tmp_path / "foreign") == {"thesis.txt"}
    (tmp_path / "file").write_text("a file")
    assert refusal(tmp_path / "file" / "out", root) == "batch.output_unwritable"


def test_an_unfinished_run_is_taken_up_and_a_finished_one_is_not(tmp_path: Path, root: Path) -> None:
    out = tmp_path / "out"
    assert refusal(out, root) is None
    assert refusal(out, root) is None, "the same run goes on"
    assert refusal(out, root, fingerprint="another") == "batch.output_unfinished"
    assert refusal(out, root, fingerprint="another", force=True) is None
    finish(out, root, page(1), force=True)
    assert refusal(out, root) == "batch.output_exists"
    assert refusal(out, root, force=True) is None


def test_an_output_without_a_job_ledger_is_a_finished_one(tmp_path: Path, root: Path) -> None:
    out = tmp_path / "out"
    finish(out, root, page(1))
    (out / "private" / "job.sqlite").write_bytes(b"no database at all, but long enough to look at")
    assert refusal(out, root) == "batch.output_exists"
    assert refusal(out, root, force=True) is None


def test_two_runs_on_one_output(tmp_path: Path, root: Path) -> None:
    with output_folder(tmp_path / "out", root, False, "mine"):
        assert refusal(tmp_path / "out", root) == "batch.output_busy"
        assert refusal(tmp_path / "out", root, force=True) == "batch.output_busy"
    assert refusal(tmp_path / "out", root) is None


def test_a_result_appears_whole(tmp_path: Path, root: Path) -> None:
    out = tmp_path / "out"
    finish(out, root, page(1), page(2, held=True))
    with output_folder(out, root, True, "mine") as folder:
        staged(folder, page(3))
        assert (out / "release/0001/0001.jpg").exists()
        assert not (out / "release/0001/0003.jpg").exists()
    finish(out, root, page(3), force=True)
    assert files(out) == {"release/0001/0003.jpg", "private/audit.jsonl"}
    for path in (out / "release", out / "release/0001", out / "release/0001/0003.jpg"):
        assert path.stat().st_mtime == NEUTRAL_TIME


@pytest.mark.parametrize("moves", range(6))
def test_publishing_that_is_cut_off_can_be_repeated(
    tmp_path: Path, root: Path, moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    finish(out, root, page(1), page(2, held=True), keep=True)
    rename, left = Path.replace, [moves]

    def cut_off(self: Path, target: Path) -> Path:
        if self.suffix != ".part":
            left[0] -= 1
            if left[0] < 0:
                raise OSError("power is gone")
        return rename(self, target)

    with monkeypatch.context() as patched, pytest.raises(OutputError):  # noqa: PT012 - the block fails
        patched.setattr(Path, "replace", cut_off)
        finish(out, root, page(1), page(3, held=True), force=True)
    with output_folder(out, root, True, "mine") as folder:
        assert recover(folder, page(1)), "wherever the power cut left it"
    finish(out, root, page(1), page(3, held=True), force=True)
    assert files(out) == {
        "release/0001/0001.jpg",
        "private/review/0001/0003.jpg",
        "private/audit.jsonl",
    }


def test_the_gate_admits_only_what_a_record_vouches_for(tmp_path: Path, root: Path) -> None:
    with output_folder(tmp_path / "out", root, False, "mine") as folder:
        staged(folder, page(1))
        stray = [staged(folder, page(2)), staged(folder, page(2, held=True))]
        half = folder.staged / "release/0001/x.part"
        half.write_bytes(b"half a page with a name")
        admit_only(folder, [page(1)])
        assert not half.exists()
        assert not any(path.exists() for path in stray)
        assert (folder.staged / "release/0001/0001.jpg").exists()


@pytest.mark.parametrize("content", [b"another page", None])
def test_a_page_that_was_changed_stops_the_release(
    tmp_path: Path, root: Path, content: bytes | None
) -> None:
    with output_folder(tmp_path / "out", root, False, "mine") as folder:
        path = staged(folder, page(1), content or b"")
        if content is None:
            path.unlink()
        assert not recover(folder, page(1))
        with pytest.raises(OutputError) as caught:
            admit_only(folder, [page(1)])
    assert caught.value.remark.code == "batch.page_changed"
    assert not (tmp_path / "out" / "release").exists()
