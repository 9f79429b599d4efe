# SPDX-License-Identifier: Apache-2.0
"""How quickly an archive is searched for aliases that come up later.

usage: archive.py CORPUS [--pages N]

Masks so many pages of CORPUS (its scans over and over, by applicant) with `--keep-lattices`, gives
every applicant of the roster one more name, and masks again: every page is searched, none is read.
Prints the time of both runs, and how many pages came out differently.
"""

import argparse
import csv
import json
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import count, islice
from pathlib import Path

ALIASES = "_别名"
NEWCOMER = "钟离潇湘"
"""Nobody's name: pages stand unless something reads like it."""


def gather(corpus: Path, uploads: Path, pages: int) -> None:
    """Copies of so many scans, each applicant's over and over."""
    scans = sorted(p for p in (corpus / "uploads").rglob("*") if p.suffix.lower() in (".jpg", ".png"))
    endless = ((turn, scan) for turn in count() for scan in scans)
    for turn, scan in islice(endless, pages):
        link = uploads / scan.parent.name / f"{turn:03d}-{scan.name}"
        link.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(scan, link)


def with_alias(roster: Path, target: Path) -> None:
    """The roster, every applicant with one name more."""
    with roster.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        key = f"姓名{ALIASES}"
        row[key] = ";".join(filter(None, (row.get(key), NEWCOMER)))
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def mask(uploads: Path, roster: Path, out: Path) -> float:
    """Seconds of one run."""
    start = time.monotonic()
    command = [sys.executable, "-m", "blindscan", "mask", str(uploads), "-o", str(out), "--quiet"]
    command += ["--roster", str(roster), "--keep-lattices", "--force"]
    ended = subprocess.run(command, check=False).returncode
    if ended not in (0, 1, 3):
        sys.exit(f"blindscan mask ended with {ended}")
    return time.monotonic() - start


def records(out: Path) -> list[dict[str, object]]:
    """The audit ledger without its chain."""
    lines = (out / "private" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    dropped = ("prev", "hash")
    return [{k: v for k, v in json.loads(line).items() if k not in dropped} for line in lines]


def main() -> None:
    """Print both times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=1000)
    call = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="blindscan-archive-") as folder:
        uploads, out, roster = (Path(folder) / name for name in ("in", "out", "roster.csv"))
        uploads.mkdir()
        gather(call.corpus, uploads, call.pages)
        first = mask(uploads, call.corpus / "roster.csv", out)
        before = records(out)
        size = sum(p.stat().st_size for p in (out / "private" / "readings").iterdir())
        with_alias(call.corpus / "roster.csv", roster)
        second = mask(uploads, roster, out)
        differ = sum(a != b for a, b in zip(before, records(out), strict=True))
    print(f"{len(before)} pages masked in {first:.0f} s; kept readings {size / 2**20:.0f} MiB")
    print(f"searched for one more name each in {second:.0f} s; {differ} came out differently")


if __name__ == "__main__":
    main()
