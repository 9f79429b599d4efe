# SPDX-License-Identifier: Apache-2.0
"""The output folder: refused before any work, or put in its place complete."""

from pathlib import Path

import pytest

from blindscan.batch.output import check_output, output_aside
from blindscan.model.errors import UsageError


def refusal(out: Path, root: Path, force: bool = False) -> str | None:
    try:
        check_output(out, root, force)
    except UsageError as error:
        return error.remark.code
    return None


def earlier_result(out: Path) -> None:
    (out / "private").mkdir(parents=True)
    (out / "private" / "audit.jsonl").write_text("{}")
    (out / "old.txt").write_text("old")


def test_refusals(tmp_path: Path) -> None:
    root = tmp_path / "uploads"
    root.mkdir()
    assert refusal(root, root) == "batch.output_inside"
    assert refusal(root / "out", root) == "batch.output_inside"
    assert refusal(tmp_path / "out", root) is None
    earlier_result(tmp_path / "out")
    assert refusal(tmp_path / "out", root) == "batch.output_exists"
    assert refusal(tmp_path / "out", root, force=True) is None
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "thesis.txt").write_text("dear")
    assert refusal(tmp_path / "foreign", root, force=True) == "batch.output_foreign"
    (tmp_path / "file").write_text("a file")
    assert refusal(tmp_path / "file" / "out", root) == "batch.output_unwritable"


def test_a_result_appears_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    earlier_result(out)
    with output_aside(out) as aside:
        (aside / "new.txt").write_text("new")
        assert (out / "old.txt").exists()
        assert not (out / "new.txt").exists()
    assert [path.name for path in sorted(out.iterdir())] == ["new.txt", "private"]
    assert list(tmp_path.iterdir()) == [out]


def test_a_failure_leaves_the_old_result_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    earlier_result(out)
    with pytest.raises(KeyboardInterrupt), output_aside(out) as aside:  # noqa: PT012 - the block is what fails
        (aside / "half.jpg").write_text("half")
        raise KeyboardInterrupt
    assert (out / "old.txt").read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]
