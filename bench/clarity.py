# SPDX-License-Identifier: Apache-2.0
"""Clarity verdicts against a corpus's truth: confusion matrix, floors, reasons, and a plot of both.

usage: clarity.py CORPUS [--plot FILE.png]

CORPUS holds `uploads/` and `truth.jsonl`, which says of each page whether it is clear, borderline or
unreadable.
The plot shows the matrix, and where every page lies: its edge width in mm of A4 and how surely it read.
"""

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from blindscan.batch.worker import Networks, tools
from blindscan.check.clarity import A4_LENGTH_MM, ClarityBounds, best_readings
from blindscan.check.quality import judge_quality
from blindscan.check.sharpness import edge_width_px
from blindscan.intake.limits import Limits
from blindscan.intake.open import load_page
from blindscan.intake.source import read_source
from blindscan.model.geometry import turn_pixels
from blindscan.model.page import Clarity

VERDICTS: tuple[Clarity, ...] = ("clear", "borderline", "unreadable")
COLOURS = {"clear": "#2a7f4f", "borderline": "#d8920b", "unreadable": "#b3261e"}
FLOORS = {"unreadable found": 0.98, "three-way accuracy": 0.92}
CEILING = 0.005
"""Share of clear pages that may be called unreadable."""


@dataclass(frozen=True)
class Judged:
    """One page's truth, verdict and reasons, and the two measures behind the verdict."""

    name: str
    truth: Clarity
    verdict: Clarity
    reasons: tuple[str, ...]
    edge_mm: float
    confidence: float
    judging_s: float


def main() -> None:
    """Print the matrix and the floors; draw both with --plot."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--plot", type=Path, help="write a PNG here")
    call = parser.parse_args()
    lines = (call.corpus / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    networks = tools(Networks())
    pages = [_judge(call.corpus / "uploads", json.loads(line), networks) for line in lines]
    _tell(pages)
    if call.plot:
        _draw(pages, call.plot)
        print(f"plot: {call.plot}")


def _judge(root: Path, truth: dict[str, Any], networks: Any) -> Judged:
    source, content = read_source(root / truth["file"], root, Limits())
    page = load_page(source, content, truth["page"], Limits())
    upright = turn_pixels(page.pixels, truth["rotation_cw_needed"])
    quads = networks.engine.detect(upright)
    lines = networks.engine.read_quads(upright, quads)
    start = perf_counter()
    verdict, reasons = judge_quality(upright, lines, quads)
    elapsed = perf_counter() - start
    best = [line for line in best_readings(lines) if line.text]
    count = sum(len(line.text) for line in best)
    edge = edge_width_px(upright)
    return Judged(
        f"{truth['file']}#{truth['page']}",
        truth["clarity"],
        verdict,
        tuple(reason.code.removeprefix("check.") for reason in reasons),
        (edge or 0.0) * A4_LENGTH_MM / max(upright.shape),
        sum(line.score * len(line.text) for line in best) / count if count else 0.0,
        elapsed,
    )


def _matrix(pages: list[Judged]) -> "np.ndarray[Any, Any]":
    counts = Counter((page.truth, page.verdict) for page in pages)
    return np.array([[counts[truth, said] for said in VERDICTS] for truth in VERDICTS])


def _tell(pages: list[Judged]) -> None:
    matrix = _matrix(pages)
    print(f"{'truth / verdict':>16}" + "".join(f"{verdict:>12}" for verdict in VERDICTS))
    for truth, row in zip(VERDICTS, matrix, strict=True):
        print(f"{truth:>16}" + "".join(f"{count:12}" for count in row))
    found = matrix[2, 2] / max(matrix[2].sum(), 1)
    right = np.trace(matrix) / matrix.sum()
    for name, share in zip(FLOORS, (found, right), strict=True):
        print(f"{name}: {share:.1%} (floor {FLOORS[name]:.0%})")
    false = matrix[0, 2] / max(matrix[0].sum(), 1)
    print(f"clear called unreadable: {false:.2%} (ceiling {CEILING:.1%})")
    print(f"judging: {1000 * np.mean([page.judging_s for page in pages]):.0f} ms a page")
    for reason, count in Counter(r for page in pages for r in page.reasons).most_common():
        print(f"  {reason:20} {count:4}")
    for page in pages:
        if page.verdict != page.truth:
            print(f"  {page.name}: {page.truth}, called {page.verdict} ({', '.join(page.reasons)})")


def _draw(pages: list[Judged], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(12, 5), width_ratios=(2, 3))
    matrix = _matrix(pages)
    left.imshow(np.sqrt(matrix), cmap="Blues")
    for (row, column), count in np.ndenumerate(matrix):
        dark = matrix[row, column] > matrix.max() / 3
        left.text(column, row, str(count), ha="center", va="center", color="white" if dark else "black")
    left.set_xticks(range(3), VERDICTS)
    left.set_yticks(range(3), VERDICTS)
    left.set(xlabel="verdict", ylabel="truth", title=f"{len(pages)} pages")
    for truth in VERDICTS:
        those = [page for page in pages if page.truth == truth]
        places = [page.edge_mm for page in those], [page.confidence for page in those]
        right.scatter(*places, s=18, alpha=0.7, label=truth, color=COLOURS[truth])
    limits = ClarityBounds()
    for edge in (limits.soft_edge_mm, limits.lost_edge_mm):
        right.axvline(edge, color="gray", linewidth=0.8, linestyle="--")
    for confidence in (limits.poor_confidence, limits.lost_confidence):
        right.axhline(confidence, color="gray", linewidth=0.8, linestyle=":")
    right.set(xlabel="edge width, mm of A4", ylabel="mean character probability", xscale="log")
    right.legend()
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
