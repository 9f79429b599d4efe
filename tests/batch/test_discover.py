# SPDX-License-Identifier: Apache-2.0
"""Which files are whose."""

import os
from pathlib import Path

import pytest

from blindscan.batch.discover import discover
from blindscan.model.errors import NothingToDo, UsageError


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def found(root: Path) -> dict[str, list[str]]:
    return {
        upload.applicant_id: [path.relative_to(root).as_posix() for path in upload.files]
        for upload in discover(root)
    }


def test_one_applicant_with_nested_folders(tmp_path: Path) -> None:
    put(tmp_path, "10.jpg", "2.jpg", "学历/1.jpg", "学历/旧/1.jpg")
    assert found(tmp_path) == {tmp_path.name: ["2.jpg", "10.jpg", "学历/1.jpg", "学历/旧/1.jpg"]}


def test_a_folder_an_applicant(tmp_path: Path) -> None:
    put(tmp_path, "张三/1.jpg", "李四/证书/1.pdf", "roster.csv", "truth.jsonl")
    (tmp_path / "空").mkdir()
    assert found(tmp_path) == {"张三": ["张三/1.jpg"], "李四": ["李四/证书/1.pdf"]}


def test_what_is_no_input_is_passed_over(tmp_path: Path) -> None:
    put(
        tmp_path,
        "1.jpg",
        ".hidden.jpg",
        "._1.jpg",
        "Thumbs.db",
        "desktop.ini",
        "说明.docx",
        ".git/x.jpg",
    )
    (tmp_path / "dir.jpg").mkdir()
    os.mkfifo(tmp_path / "pipe.jpg")
    assert found(tmp_path) == {tmp_path.name: ["1.jpg", "说明.docx"]}


def test_links_are_listed_but_no_linked_folder_is_entered(tmp_path: Path) -> None:
    put(tmp_path, "in/1.jpg", "elsewhere/2.jpg")
    root = tmp_path / "in"
    (root / "loop").symlink_to(root)
    (root / "away").symlink_to(tmp_path / "elsewhere")
    (root / "bad.jpg").symlink_to("bad.jpg")
    assert found(root) == {"in": ["1.jpg", "bad.jpg"]}


def test_a_single_file(tmp_path: Path) -> None:
    put(tmp_path, "证书.jpg")
    (upload,) = discover(tmp_path / "证书.jpg")
    assert upload.files == (tmp_path / "证书.jpg",)


def test_nothing_and_nowhere(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo):
        discover(tmp_path)
    with pytest.raises(UsageError):
        discover(tmp_path / "nowhere")
