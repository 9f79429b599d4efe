# SPDX-License-Identifier: Apache-2.0
"""`blindscan check` over sample attachments: what is there, what is not, and what to do."""

import json
import shutil
import stat
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "samples" / "uploads" / "S001"
AS_OF = ("--as-of", "2024-10-15")


def blindscan(*options: str | Path) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "blindscan", *map(str, options)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout, ran.stderr


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports on one sample applicant, with a page handed in twice and a file that is none."""
    root = tmp_path_factory.mktemp("check")
    uploads = root / "in" / "S001"
    shutil.copytree(SAMPLES, uploads)
    shutil.copy(uploads / "04_荣誉证书.jpg", uploads / "10_再传一次.jpg")
    (uploads / "11_坏.jpg").write_bytes(b"\xff\xd8\xff")
    code, said, complained = blindscan("check", root / "in", *AS_OF, "-o", root / "out", "--lang", "zh")
    assert code == 3, complained
    assert "年度考核" in said
    return root / "out"


@cache
def outcome(reports: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((reports / "checklist.json").read_text(encoding="utf-8"))
    return found["applicants"][0]  # type: ignore[no-any-return]


def test_every_page_s_kind_is_told(reports: Path) -> None:
    assert [page["kind"] for page in outcome(reports)["pages"]] == [
        *("id_card", "diploma", "assessment", "award", "article", "publicity"),
        *("title_document", "promise", "summary", "award"),
    ]
    turns = [page["rotation_cw"] for page in outcome(reports)["pages"]]
    assert {90, 180, 270} <= set(turns)


def test_the_list_says_what_is_there_and_what_is_not(reports: Path) -> None:
    states = {item["id"]: item["state"] for item in outcome(reports)["items"]}
    assert states["id_card"] == states["diploma"] == states["promise"] == "present"
    assert states["teacher_licence"] == states["assessments"] == "missing"
    assert states["summary"] == "doubtful"
    assert not outcome(reports)["ready"]


def test_the_summary_s_names_a_twin_and_a_broken_file_are_told(reports: Path) -> None:
    summary = next(item for item in outcome(reports)["items"] if item["id"] == "summary")
    codes = {remark["code"] for remark in summary["remarks"]}
    assert {"checklist.summary_name", "checklist.summary_unit"} <= codes
    twin = outcome(reports)["pages"][-1]
    assert "checklist.duplicate" in {remark["code"] for remark in twin["remarks"]}
    assert [error["file"] for error in outcome(reports)["errors"]] == ["S001/11_坏.jpg"]


def test_reports_are_private_and_speak_two_languages(reports: Path) -> None:
    html = (reports / "checklist.html").read_text(encoding="utf-8")
    assert "附件检查清单" in html
    assert "identity card" in html
    assert "<script src" not in html
    for file in reports.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--level", "高级"), "高级"),
        (("--as-of", "15.10.2024"), "2024-10-15"),
        (("--profile", "nowhere.toml"), "xinjiang-bazhou-2024"),
        (("--name", "陆砚秋", "--roster", "x.csv"), ""),
        (("-o", SAMPLES / "out"), ""),
    ],
)
def test_a_wrong_call_is_one_sentence(options: tuple[str | Path, ...], told: str) -> None:
    code, said, complained = blindscan("check", SAMPLES, *options)
    assert (code, said, complained.count("\n")) == (2, "", 1)
    assert told in complained
    assert "Traceback" not in complained


def test_nothing_to_check(tmp_path: Path) -> None:
    assert blindscan("check", tmp_path)[0] == 4
