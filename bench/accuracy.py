# SPDX-License-Identifier: Apache-2.0
"""Leaks, over-mask, orientation, clarity and identities over a corpus with exact truth.

usage: accuracy.py CORPUS [--jobs N] [--keep FOLDER]

Runs `blindscan mask` on CORPUS/uploads twice, with CORPUS/roster.csv and without, and scores the
released JPGs of the first run against CORPUS/truth.jsonl with CORPUS/../score.py (or the one that
BLINDSCAN_SCORE names).
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from blindscan.identify.regions import without_prefixes
from blindscan.identify.variants import fold


def mask(corpus: Path, out: Path, jobs: int | None, *options: str) -> dict[str, object]:
    """Run the command line and give its JSON outcome."""
    command = [sys.executable, "-m", "blindscan", "mask", str(corpus / "uploads"), "-o", str(out)]
    command += ["--json", "--lang", "en", *options, *(["--jobs", str(jobs)] if jobs else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"blindscan mask ended with {done.returncode}")
    outcome: dict[str, object] = json.loads(done.stdout)
    return outcome


def score(corpus: Path, out: Path) -> None:
    """Print score.py's table for the released pages."""
    script = Path(os.environ.get("BLINDSCAN_SCORE", corpus.parent / "score.py"))
    if not script.is_file():
        print(f"no score.py beside {corpus}: set BLINDSCAN_SCORE to its path")
        return
    ledger, release = out / "private" / "audit.jsonl", out / "release"
    subprocess.run([sys.executable, script, corpus, ledger, "--release", release, "--list"], check=True)


def identities(corpus: Path, outcome: dict[str, object]) -> None:
    """How many names and units came out right, wrong and flagged, wrong and unflagged."""
    with (corpus / "roster.csv").open(encoding="utf-8-sig", newline="") as stream:
        truth = {row["applicant_id"]: row for row in csv.DictReader(stream)}
    right = {"names": 0, "units": 0}
    silent = 0
    for applicant in outcome["applicants"]:  # type: ignore[attr-defined]
        row = truth[applicant["folder"]]
        for key, column in (("names", "姓名"), ("units", "工作单位")):
            good = _same(key, applicant[key], row)
            right[key] += good
            silent += bool(not good and applicant[key] and not applicant["remarks"])
            if not good:
                print("  not right:", applicant["folder"], key, applicant[key], "for", row[column])
    count = len(truth)
    print(
        f"identity without roster: names right {right['names']}/{count}, "
        f"units right {right['units']}/{count}, wrong and unflagged {silent}"
    )


def _same(key: str, found: list[str], row: dict[str, str]) -> bool:
    base = row["姓名" if key == "names" else "工作单位"]
    aliases = row["姓名_别名" if key == "names" else "工作单位_别名"]
    forms = {fold(form) for form in (base, *aliases.split(";")) if form}
    if key == "units":
        forms |= {shorter for form in set(forms) for shorter in without_prefixes(form)}
    return bool(found) and fold(found[0]) in forms


def main() -> None:
    """Both runs, scored."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--keep", type=Path, help="keep the outputs in this folder")
    call = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = call.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        print("== with the roster")
        roster = str(call.corpus / "roster.csv")
        mask(call.corpus, folder / "with", call.jobs, "--roster", roster, "--force")
        score(call.corpus, folder / "with")
        print("\n== without the roster")
        identities(call.corpus, mask(call.corpus, folder / "without", call.jobs, "--force"))


if __name__ == "__main__":
    main()
