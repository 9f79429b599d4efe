# SPDX-License-Identifier: Apache-2.0
"""Peak memory of a long job against a short one.

usage: memory.py [--short N] [--long N]

Draws small pages, runs `blindscan mask` over the short and the long job, and samples the memory
of the run and its workers together. What grows with the number of pages would show: the floor allows
the long job a tenth more than the short one. Ends with 1 above that.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
import psutil

PAGES_AN_APPLICANT = 50


def draw(uploads: Path, pages: int) -> None:
    """So many small pages, each different."""
    for n in range(pages):
        folder = uploads / f"A{n // PAGES_AN_APPLICANT:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        page = np.full((220, 640, 3), 255, dtype=np.uint8)
        for row in range(3):
            where = (30, 60 + 60 * row)
            cv2.putText(page, f"Scanned page {n} line {row}", where, 0, 1.0, (20, 20, 20), 2)
        cv2.imwrite(str(folder / f"{n % PAGES_AN_APPLICANT:03d}.jpg"), page)


def peak(uploads: Path, out: Path) -> tuple[float, float, float]:
    """(MiB of all processes together, MiB of the run itself, seconds)."""
    command = [sys.executable, "-m", "blindscan", "mask", str(uploads), "-o", str(out), "--quiet"]
    start, most, owner = time.monotonic(), 0, 0
    run = psutil.Popen(command)
    while run.poll() is None:
        try:
            own = run.memory_info().rss
            together = own + sum(child.memory_info().rss for child in run.children(recursive=True))
            most, owner = max(most, together), max(owner, own)
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.1)
    if run.returncode not in (0, 1, 3):
        sys.exit(f"blindscan mask ended with {run.returncode}")
    return most / 2**20, owner / 2**20, time.monotonic() - start


def main() -> None:
    """Print both peaks and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", type=int, default=100)
    parser.add_argument("--long", type=int, default=2000)
    call = parser.parse_args()
    peaks = []
    for pages in (call.short, call.long):
        with tempfile.TemporaryDirectory(prefix="blindscan-memory-") as folder:
            draw(Path(folder) / "in", pages)
            together, owner, seconds = peak(Path(folder) / "in", Path(folder) / "out")
        peaks.append(together)
        print(
            f"{pages} pages: {together:.0f} MiB in all, {owner:.0f} the run itself, {seconds:.0f} s",
            flush=True,
        )
    print(f"ratio {peaks[1] / peaks[0]:.3f} (floor: 1.10)")
    sys.exit(1 if peaks[1] > 1.1 * peaks[0] else 0)


if __name__ == "__main__":
    main()
