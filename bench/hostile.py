# SPDX-License-Identifier: Apache-2.0
"""Hostile files end as their manifest says, and no worker needs much memory.

usage: hostile.py MAKE

MAKE writes hostile files and `manifest.jsonl` (`file`, `expect`: "process", "error" or "skip", `why`)
into a folder that is given to it. `blindscan mask` runs over that. A file whose pages are all errors is
an "error"; so is, for files that a decoder may half recover, one of which no page is clear or released.
Prints every difference and the largest memory of a worker. Ends with 1 if anything differs or a worker
needed more than 2 GiB.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

MOST_MIB = 2048


def masked(uploads: Path, out: Path) -> float:
    """Run `blindscan mask`; the largest worker in MiB."""
    command = [sys.executable, "-m", "blindscan", "mask", str(uploads), "-o", str(out), "--quiet"]
    run, most = psutil.Popen(command), 0
    while run.poll() is None:
        with suppress(psutil.NoSuchProcess):
            most = max([most, *(child.memory_info().rss for child in run.children(recursive=True))])
        time.sleep(0.05)
    if run.returncode not in (0, 1, 3):
        sys.exit(f"blindscan mask ended with {run.returncode}")
    return most / 2**20


def outcomes(records: list[dict[str, str]]) -> set[str]:
    """What may be said of a file with these records."""
    if not records:
        return {"skip"}
    if all(record["status"] == "error" for record in records):
        return {"error"}
    recovered = all(r["status"] == "review" and r["clarity"] != "clear" for r in records)
    return {"process", "error"} if recovered else {"process"}


def main() -> None:
    """Print what differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("make", type=Path)
    call = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="blindscan-hostile-") as folder:
        uploads, out = Path(folder) / "in", Path(folder) / "out"
        subprocess.run([sys.executable, str(call.make), str(uploads)], check=True)
        listing = (uploads / "manifest.jsonl").read_text(encoding="utf-8")
        expected = {entry["file"]: entry for entry in map(json.loads, listing.splitlines())}
        most = masked(uploads, out)
        ledger = (out / "private" / "audit.jsonl").read_text(encoding="utf-8")
    records = [json.loads(line) for line in ledger.splitlines()]
    wrong = 0
    for file, entry in expected.items():
        got = outcomes([record for record in records if record["file"] == file])
        if entry["expect"] not in got:
            wrong += 1
            print(f"{file!r}: {entry['expect']} expected ({entry['why']}), {got} found")
    print(f"{len(expected)} files, {wrong} not as expected; largest worker {most:.0f} MiB")
    sys.exit(1 if wrong or most > MOST_MIB else 0)


if __name__ == "__main__":
    main()
