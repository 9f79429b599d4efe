# SPDX-License-Identifier: Apache-2.0
"""Reports: harmless whatever a file is called, blind where they must be, and right in a browser."""

import csv
import io
import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from blindscan.audit.reports import ApplicantSummary, RunSummary, write_blind, write_private
from blindscan.model.record import MaskRecord, PageRecord
from blindscan.model.words import Remark

HOSTILE = ("换行\n名.jpg", "<script>alert(1)<b>.jpg", "=cmd|calc!A1.jpg", "abc\u202egpj.exe.jpg")
SECRETS = ("陆砚秋", "LU Yanqiu", "浙江临岚技师学院", "S001-陆砚秋")
CHROMIUM = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--dump-dom"),
)
BOX = ((10.0, 10.0), (60.0, 10.0), (60.0, 30.0), (10.0, 30.0))


def record(file: str, number: int, status: str) -> PageRecord:
    released = status in ("masked", "clean")
    return PageRecord(
        file=f"S001-陆砚秋/{file}",
        page=0,
        applicant_id="S001-陆砚秋",
        status=status,  # type: ignore[arg-type]
        rotation_cw=90,
        skew_deg=0.5,
        clarity="clear",
        reasons=(Remark.of("check.turned", degrees=90), Remark.of("find.text_doubt")),
        needs_mask=True,
        masks=(
            MaskRecord(BOX, "name", "text", -0.2),
            MaskRecord(BOX, "seal", "seals", -2.4, sure=False),
        ),
        output=f"0001/{number:04d}.jpg" if released else None,
        held=None if released else f"review/0001/{number:04d}.jpg",
        sha256_out="ab" * 32,
        width=300,
        height=200,
        kept=(Remark.of("find.kept_word", sign="登上～", x=120, y=80),),
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    pages = [record(name, n, "masked") for n, name in enumerate(HOSTILE, start=1)]
    pages.append(record("待核对.jpg", 5, "review"))
    for page in pages:
        path = out / ("release" if page.output else "private") / (page.output or page.held or "")
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (300, 200), "white").save(path)
    who = ApplicantSummary(
        "S001-陆砚秋", "0001", SECRETS[:2], SECRETS[2:3], "pages", ((pages[0].file, 0),)
    )
    run = RunSummary((who,), tuple(pages), "0.1.0", (("style", "black"),))
    write_private(out, run, "zh")
    write_blind(out, run, "zh")
    return out


def test_the_blind_part_tells_nothing(out: Path) -> None:
    texts = [p.read_text("utf-8") for p in (out / "release").iterdir() if p.is_file()]
    assert len(texts) == 2
    for text in texts:
        assert not any(secret in text for secret in (*SECRETS, "换行", "calc", "待核对"))
        assert "0001/0001.jpg" in text
    assert '"missing": 1' in texts[0] + texts[1]


def test_a_file_name_is_only_text(out: Path) -> None:
    html = (out / "private" / "report.html").read_text("utf-8")
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "\u202e" not in html
    for text in (html, (out / "release" / "report.html").read_text("utf-8")):
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


def test_tables_do_not_compute(out: Path) -> None:
    raw = (out / "private" / "report.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(rows) == 6
    book = openpyxl.load_workbook(out / "private" / "report.xlsx")
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert len(list(book.worksheets[0].iter_rows())) == 6
    assert all(cell.data_type != "f" for cell in cells)


def test_private_files_are_the_owners_alone(out: Path) -> None:
    for name in ("report.html", "report.csv", "report.xlsx"):
        assert (out / "private" / name).stat().st_mode & 0o077 == 0


def test_a_browser_shows_what_awaits_a_person_first(out: Path, tmp_path: Path) -> None:
    page = (out / "private" / "report.html").as_uri()
    dom = subprocess.run(
        ["/usr/bin/chromium", *CHROMIUM, f"--user-data-dir={tmp_path}", page],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert re.findall(r"<article class=\"page (\w+)\"", dom) == ["review"] + ["masked"] * 4
    assert "1 页需要人工核对" in dom
    assert dom.count("data:image/jpeg;base64,") == 5
