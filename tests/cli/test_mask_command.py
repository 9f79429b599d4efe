# SPDX-License-Identifier: Apache-2.0
"""`blindscan mask` as a person runs it: on a folder, in a shell."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from blindscan.audit.ledger import first_break, read_ledger

SAMPLES = Path(__file__).parents[2] / "samples"
FORBIDDEN = ("陆砚秋", "临岚", "yanqiu", "YANQIU")


def blindscan(
    *options: str | Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "blindscan", *map(str, options)]
    return subprocess.run(
        command, capture_output=True, text=True, env=os.environ | (env or {}), check=False
    )


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def some_pages(folder: Path, numbers: Sequence[int]) -> Path:
    folder.mkdir(parents=True)
    pages = sorted((SAMPLES / "uploads" / "S001").iterdir())
    for number in numbers:
        shutil.copy(pages[number], folder)
    return folder


@pytest.fixture(scope="module")
def done(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, Path, subprocess.CompletedProcess[str]]:
    """One run over nine pages of one applicant and a hostile file, with nothing said of who it is."""
    root = tmp_path_factory.mktemp("run")
    uploads = some_pages(root / "陆砚秋材料", range(9))
    (uploads / "坏\n的.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    before = hashes(uploads)
    out = root / "out"
    ran = blindscan("mask", uploads, "-o", out, "--jobs", "2", "--json", "--verbose", "--lang", "zh")
    assert hashes(uploads) == before, "originals are never touched"
    return uploads, out, ran


Done = tuple[Path, Path, subprocess.CompletedProcess[str]]


def test_the_applicant_is_worked_out_and_every_page_accounted_for(done: Done) -> None:
    _, _, ran = done
    outcome = json.loads(ran.stdout)
    (applicant,) = outcome["applicants"]
    assert applicant["names"][0] == "陆砚秋"
    assert applicant["units"][0] == "浙江临岚技师学院"
    assert applicant["origin"] == "pages"
    assert len(applicant["evidence"]) >= 5
    assert outcome["totals"] == {"masked": 8, "clean": 0, "review": 1, "error": 1}
    assert ran.returncode == 3


def test_the_ledger_is_whole_and_points_to_the_release(done: Done) -> None:
    _, out, _ = done
    ledger = out / "private" / "audit.jsonl"
    assert first_break(ledger) is None
    records = read_ledger(ledger)
    assert len(records) == 10
    for record in records:
        if record.output:
            content = (out / "release" / record.output).read_bytes()
            assert hashlib.sha256(content).hexdigest() == record.sha256_out
        else:
            assert (record.status, record.reasons[0].code) in (
                ("error", "intake.broken_image"),
                ("review", "find.affiliation"),
            )


def test_released_pages_are_neutral_and_bare(done: Done) -> None:
    _, out, _ = done
    pages = sorted((out / "release").rglob("*.jpg"))
    numbers = [int(page.stem) for page in pages]
    assert numbers == [1, 2, 3, 4, 6, 7, 8, 9], "the paper's English unit is nobody's until told"
    assert {page.parent.relative_to(out / "release").as_posix() for page in pages} == {"0001"}
    for path in pages:
        content = path.read_bytes()
        assert content.endswith(b"\xff\xd9")
        with Image.open(path) as page:
            assert page.format == "JPEG"
            assert not page.getexif()
            assert not {"icc_profile", "comment", "exif", "xmp"} & set(page.info)


def test_names_are_nowhere_but_in_private(done: Done) -> None:
    _, out, ran = done
    for path in out.rglob("*"):
        assert not any(word in path.name for word in FORBIDDEN)
    for path in (p for p in (out / "release").rglob("*") if p.is_file()):
        content = path.read_bytes()
        assert not any(word.encode() in content for word in FORBIDDEN)
    assert not any(word in ran.stderr for word in FORBIDDEN)


def test_private_is_the_owners_alone(done: Done) -> None:
    _, out, _ = done
    assert (out / "private").stat().st_mode & 0o077 == 0
    for path in (p for p in (out / "private").rglob("*") if p.is_file()):
        assert path.stat().st_mode & 0o077 == 0


def test_masks_lie_where_the_truth_says(done: Done) -> None:
    _, out, _ = done
    lines = (SAMPLES / "truth.jsonl").read_text("utf-8").splitlines()
    truth = {Path(t["file"]).name: t for t in map(json.loads, lines) if t["file"].startswith("S001")}
    for record in read_ledger(out / "private" / "audit.jsonl"):
        if record.output is None:
            continue
        page = truth[record.file]
        assert record.rotation_cw == page["rotation_cw_needed"]
        for secret in page["secrets"]:
            for poly in secret["polys"]:
                x, y = np.mean(poly, axis=0)
                assert any(inside(x, y, mask.poly) for mask in record.masks), (
                    record.file,
                    secret["kind"],
                )


def inside(x: float, y: float, poly: Sequence[tuple[float, float]]) -> bool:
    points = np.array(poly)
    return bool((points.min(axis=0) <= (x, y)).all() and ((x, y) <= points.max(axis=0)).all())


def test_a_second_run_needs_force_and_gives_the_same_bytes(done: Done, tmp_path: Path) -> None:
    _, out, _ = done
    uploads = some_pages(tmp_path / "in", [0, 3])
    mine = tmp_path / "out"
    options = ("--name", "陆砚秋", "--unit", "浙江临岚技师学院", "--jobs", "1", "--quiet")
    first = blindscan("mask", uploads, "-o", mine, *options)
    assert (first.returncode, first.stdout, first.stderr) == (0, "", "")
    before = hashes(mine / "release")
    again = blindscan("mask", uploads, "-o", mine, *options, "--lang", "en")
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert blindscan("mask", uploads, "-o", mine, *options, "--force").returncode == 0
    assert hashes(mine / "release") == before
    assert out != mine


def test_an_unreadable_page_awaits_a_person(tmp_path: Path) -> None:
    uploads = tmp_path / "in"
    uploads.mkdir()
    blurred = next(p for p in (SAMPLES / "uploads" / "S002").iterdir() if "模糊" in p.name)
    shutil.copy(blurred, uploads)
    ran = blindscan(
        "mask", uploads, "-o", tmp_path / "out", "--name", "方榆", "--unit", "沔川市水利水电勘测设计院"
    )
    assert ran.returncode == 1
    assert not list((tmp_path / "out" / "release").rglob("*.jpg"))
    assert len(list((tmp_path / "out" / "private" / "review").rglob("*.jpg"))) == 1


def test_pages_fit_the_portal_and_masks_the_style(tmp_path: Path) -> None:
    uploads = some_pages(tmp_path / "in", [2])
    own = ("--name", "陆砚秋", "--unit", "浙江临岚技师学院", "--jobs", "1")
    portal = ("--max-bytes", "150000", "--style", "white")
    ran = blindscan("mask", uploads, "-o", tmp_path / "out", *own, *portal)
    assert ran.returncode == 0, ran.stderr
    (page,) = (tmp_path / "out" / "release").rglob("*.jpg")
    assert page.stat().st_size <= 150_000
    (record,) = read_ledger(tmp_path / "out" / "private" / "audit.jsonl")
    pixels = np.array(Image.open(page))
    assert record.rotation_cw == 0, "masks are told in the frame of the source"
    assert record.masks
    for mask in record.masks:
        x, y = np.mean(mask.poly, axis=0)
        assert pixels[int(y), int(x)].min() > 245


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    uploads = some_pages(tmp_path / "in", [0])
    ran = blindscan("mask", uploads, "-o", tmp_path / "out", "--dry-run", "--lang", "zh", "--jobs", "1")
    assert "陆砚秋" in ran.stdout
    assert "待人工核对" in ran.stdout, "one page alone does not show the unit"
    assert list(tmp_path.iterdir()) == [uploads]


def test_a_roster_overrules_and_a_stranger_is_told(tmp_path: Path) -> None:
    uploads = tmp_path / "in"
    some_pages(uploads / "S001", [0])
    some_pages(uploads / "S009", [2])
    roster = tmp_path / "roster.csv"
    roster.write_text("applicant_id,姓名,工作单位\nS001,陆砚秋,浙江临岚技师学院\n", encoding="gb18030")
    ran = blindscan(
        "mask", uploads, "-o", tmp_path / "out", "--roster", roster, "--json", "--lang", "en"
    )
    first, second = json.loads(ran.stdout)["applicants"]
    assert (first["origin"], first["pages"][0]["status"]) == ("roster", "masked")
    assert second["names"] == ["陆砚秋"], "found by the name on the page"
    assert ran.returncode == 0


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["{in}", "-o", "{in}/out"], 2, "must not lie inside"),
        (["{in}/nowhere"], 2, "no such input folder"),
        (["{empty}"], 4, "holds no scans"),
        (["{in}", "--name", "陆"], 2, "at least two characters"),
        (["{in}", "--name", "陆砚秋", "--roster", "r.csv"], 2, "one or the other"),
        (["{in}", "--roster", "{bad}"], 2, "no column 姓名"),
        (["{in}", "--quality", "7"], 2, "quality"),
    ],
)
def test_a_call_that_cannot_be_meant(tmp_path: Path, options: list[str], code: int, said: str) -> None:
    places = {
        "in": some_pages(tmp_path / "in", [0]),
        "empty": tmp_path / "empty",
        "bad": tmp_path / "bad.csv",
    }
    places["empty"].mkdir()
    places["bad"].write_text("编号,单位\n1,某校\n", encoding="utf-8")
    call = [option.format(**places) for option in options]
    ran = blindscan(
        "mask",
        *call,
        "--lang",
        "en",
        "-o" if "-o" not in call else "--force",
        *([tmp_path / "o"] if "-o" not in call else []),
    )
    assert ran.returncode == code, ran.stderr
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "o").exists()


def test_help_speaks_the_language_asked_for() -> None:
    assert "遮盖" in blindscan("mask", "--help", "--lang", "zh").stdout
    assert "Mask a folder" in blindscan("mask", "--help", env={"LC_ALL": "C"}).stdout
    assert "遮盖" in blindscan("mask", "--help", env={"LC_ALL": "zh_CN.UTF-8"}).stdout


@pytest.mark.parametrize("engine", ["tesseract", "paddleocr"])
def test_other_engines_mask_real_pages(tmp_path: Path, engine: str) -> None:
    uploads = some_pages(tmp_path / "uploads", (1, 4))
    who = ("--name", "陆砚秋", "--unit", "浙江临岚技师学院")
    ran = blindscan("mask", uploads, "-o", tmp_path / "out", *who, "--engine", engine, "--json")
    assert ran.returncode in (0, 1), ran.stderr
    records = read_ledger(tmp_path / "out" / "private" / "audit.jsonl")
    assert len(records) == 2
    for record in records:
        assert {mask.kind for mask in record.masks} & {"name"}
        assert (record.output or record.held) is not None


def test_a_second_opinion_of_the_same_engine_is_refused(tmp_path: Path) -> None:
    uploads = some_pages(tmp_path / "uploads", (1,))
    ran = blindscan("mask", uploads, "--second-opinion", "ppocr", "--lang", "en")
    assert ran.returncode == 2
    assert "choose another" in ran.stderr


def test_an_engine_that_is_missing_ends_the_run_before_it_begins(tmp_path: Path) -> None:
    uploads = some_pages(tmp_path / "uploads", (1,))
    out = tmp_path / "out"
    ran = blindscan(
        "mask", uploads, "-o", out, "--engine", "tesseract", "--lang", "en", env={"PATH": "/nowhere"}
    )
    assert ran.returncode == 5
    assert "tesseract-ocr-chi-sim" in ran.stderr
    assert not out.exists()
