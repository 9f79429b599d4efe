# SPDX-License-Identifier: Apache-2.0
"""Kill a run at random moments, run it again, and compare with a run that nobody disturbed.

usage: kill.py CORPUS [--pages N] [--kills N] [--seed N]

The pages are the upper thirds of CORPUS's scans, in folders of a few applicants; whole pages would
only take longer. Each round begins a run, kills it (SIGKILL) at a moment drawn at random over the run's
length, and after a few kills on one output lets it finish. What may not happen, and is counted: a page
in the release that no record vouches for at the moment of the kill; a page lost at the end; release
files or an audit ledger that differ from the undisturbed run's by a byte. Ends with 1 if any did.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from PIL import Image

KILLS_A_RUN = 8
"""Kills before a run may finish; so that kills fall on beginnings, on resumed runs, and on the end."""


def command(uploads: Path, out: Path) -> list[str]:
    """The run that is killed and repeated."""
    return [sys.executable, "-m", "blindscan", "mask", str(uploads), "-o", str(out), "--quiet"]


def gather(corpus: Path, uploads: Path, pages: int) -> None:
    """The upper thirds of so many scans, ten an applicant; where there are too few, they come again."""
    scans = sorted(p for p in (corpus / "uploads").rglob("*") if p.suffix.lower() in (".jpg", ".png"))
    for n, scan in enumerate(islice(cycle(scans), pages)):
        folder = uploads / f"A{n // 10:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        with Image.open(scan) as page:
            third = page.convert("RGB").crop((0, 0, page.width, page.height // 3))
            third.save(folder / f"{n % 10:02d}.jpg", quality=90)


def result(out: Path) -> dict[str, str]:
    """The hash of every release file and of the audit ledger."""
    files = [p for p in (out / "release").rglob("*") if p.is_file()]
    ledger = out / "private" / "audit.jsonl"
    files += [ledger] if ledger.exists() else []
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def unproven(out: Path) -> int:
    """JPEGs in the release that no record of the ledger vouches for."""
    ledger = out / "private" / "audit.jsonl"
    lines = ledger.read_text(encoding="utf-8").splitlines() if ledger.exists() else []
    vouched = {(r["output"], r["sha256_out"]) for r in map(json.loads, lines) if r["output"]}
    release = out / "release"
    return sum(
        (p.relative_to(release).as_posix(), hashlib.sha256(p.read_bytes()).hexdigest()) not in vouched
        for p in release.rglob("*.jpg")
    )


def kill_after(uploads: Path, out: Path, seconds: float) -> bool:
    """Begin a run and kill it; whether it was still at work."""
    run = subprocess.Popen(command(uploads, out), start_new_session=True)
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        # Only the run itself: that its workers end by themselves is part of the promise.
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        return True
    if run.returncode not in (0, 1, 3):
        sys.exit(f"blindscan mask ended with {run.returncode}")
    return False


def main() -> None:
    """Print each round and the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    call = parser.parse_args()
    draw = random.Random(call.seed)
    killed = bad = lost = different = 0
    with tempfile.TemporaryDirectory(prefix="blindscan-kill-") as folder:
        uploads, plain, out = (Path(folder) / name for name in ("uploads", "plain", "out"))
        gather(call.corpus, uploads, call.pages)
        start = time.monotonic()
        subprocess.run(command(uploads, plain), check=False)
        length, wanted = time.monotonic() - start, result(plain)
        print(f"undisturbed: {call.pages} pages in {length:.0f} s, {len(wanted)} files", flush=True)
        while killed < call.kills:
            shutil.rmtree(out, ignore_errors=True)
            running = True
            for _ in range(KILLS_A_RUN):
                # A resumed run is shorter; moments are drawn over what is left of the length.
                running = kill_after(uploads, out, draw.uniform(0, length / KILLS_A_RUN * 2))
                killed += running
                bad += unproven(out)
                if not running or killed == call.kills:
                    break
            if running:
                subprocess.run(command(uploads, out), check=False)
            got = result(out)
            lost += len(wanted.keys() - got.keys())
            different += sum(got[name] != wanted[name] for name in got.keys() & wanted.keys())
            different += len(got.keys() - wanted.keys())
            print(f"{killed} kills: {lost} lost, {bad} unproven, {different} different", flush=True)
    sys.exit(1 if bad or lost or different else 0)


if __name__ == "__main__":
    main()
