# SPDX-License-Identifier: Apache-2.0
"""Whatever a roster holds, it is applicants or one UsageError."""

import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["blindscan", "openpyxl", "csv"]):
    from openpyxl import Workbook

    from blindscan.identify.roster import load_roster
    from blindscan.model.errors import UsageError

FOLDER = Path(tempfile.mkdtemp(prefix="blindscan-fuzz-"))
ROWS = (
    ("applicant_id", "姓名", "工作单位", "姓名_别名"),
    ("S001", "陆砚秋", "浙江临岚技师学院", "Lu Yanqiu"),
)


def one_roster(content: bytes) -> None:
    """The first byte chooses the file's ending."""
    path = FOLDER / ("roster.xlsx" if content[:1] == b"x" else "roster.csv")
    path.write_bytes(content[1:])
    with suppress(UsageError):
        load_roster(path)


def seeds(folder: Path) -> None:
    """A roster of each kind and encoding."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(",".join(row) for row in ROWS)
    for encoding in ("utf-8", "gb18030", "utf-16", "utf-8-sig"):
        (folder / encoding).write_bytes(b"c" + text.encode(encoding))
    book = Workbook()
    sheet = book.create_sheet("x", 0)
    for row in ROWS:
        sheet.append(row)
    book.save(FOLDER / "seed.xlsx")
    (folder / "xlsx").write_bytes(b"x" + (FOLDER / "seed.xlsx").read_bytes())


if __name__ == "__main__":
    seeds(FOLDER / "seeds")
    atheris.Setup([*sys.argv, str(FOLDER / "seeds")], one_roster)
    atheris.Fuzz()
