# SPDX-License-Identifier: Apache-2.0
"""Draws the sample set: python -m tools.make_samples samples [--seed N]."""

import argparse
import csv
import json
import shutil
from pathlib import Path

from tools.make_samples.cast import APPLICANTS
from tools.make_samples.files import truth_line, write_upload
from tools.make_samples.plan import uploads
from tools.make_samples.scan import take

HEADER = ["applicant_id", "姓名", "姓名_别名", "工作单位", "工作单位_别名"]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--seed", type=int, default=2027)
    wanted = asked.parse_args()
    draw_all(wanted.folder, wanted.seed)


def draw_all(folder: Path, seed: int) -> None:
    """Replaces `folder`/uploads, roster.csv and truth.jsonl."""
    shutil.rmtree(folder / "uploads", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for upload in uploads():
        pages = []
        for number, sheet in enumerate(upload.sheets):
            seed += 1
            drawn = sheet.draw(seed)
            pages.append(take(drawn.image, drawn.marks, sheet.scan, seed))
            lines.append(truth_line(upload, number, sheet, pages[-1]))
        write_upload(folder / "uploads", upload, pages)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as truth:
        truth.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    with (folder / "roster.csv").open("w", encoding="utf-8-sig", newline="") as roster:
        csv.writer(roster, lineterminator="\n").writerows(
            [HEADER, *(p.roster_row() for p in APPLICANTS)]
        )
    print(f"{len(lines)} pages in {folder}")


main()
