# SPDX-License-Identifier: Apache-2.0
"""Time a dense A4 page through the whole line against RapidOCR reading it, pair-wise in one run.

usage: speed.py CORPUS [--pairs N]

Both sides use OpenVINO, load their networks first and warm up on the page. Every pair runs one after
the other, in turns, on the same machine state; the median of the pairs' ratios is what counts.
"""

import argparse
import json
import logging
import statistics
import time
from pathlib import Path

import numpy as np
from PIL import Image
from rapidocr import EngineType, RapidOCR

from blindscan.batch.worker import Networks, tools
from blindscan.identify.roster import load_roster, match_applicant
from blindscan.identify.variants import terms_of
from blindscan.intake.limits import Limits
from blindscan.intake.open import load_page
from blindscan.intake.source import read_source
from blindscan.model.geometry import turn_pixels
from blindscan.model.page import Page
from blindscan.pipeline import Output, conclude_page, read_page

A4_200_DPI = (2300, 1600)


def dense_pages(corpus: Path, most: int) -> list[tuple[Page, str]]:
    """(page, applicant id) of clear, full-size text pages of the corpus."""
    root = corpus / "uploads"
    chosen = []
    for line in (corpus / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        size = sorted((truth["width"], truth["height"]), reverse=True)
        dense = truth["doc_type"] in ("summary", "paper", "reddoc", "clean", "assess")
        if (
            dense
            and truth["clarity"] == "clear"
            and size[0] >= A4_200_DPI[0]
            and size[1] >= A4_200_DPI[1]
        ):
            source, content = read_source(root / truth["file"], root, Limits())
            page = load_page(source, content, truth["page"], Limits())
            chosen.append((page, truth["applicant_id"]))
        if len(chosen) == most:
            break
    return chosen


def main() -> None:
    """Print the pairs and the median ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pairs", type=int, default=5, help="pairs a page")
    parser.add_argument("--pages", type=int, default=4)
    call = parser.parse_args()
    logging.disable(logging.INFO)
    params = {f"{part}.engine_type": EngineType.OPENVINO for part in ("Det", "Cls", "Rec")}
    rapid, ours = RapidOCR(params=params), tools(Networks("openvino"))
    roster = load_roster(call.corpus / "roster.csv")
    ratios = []
    for page, applicant_id in dense_pages(call.corpus, call.pages):
        applicant = match_applicant(roster, applicant_id)
        terms = terms_of(applicant) if applicant else ()
        upright = turn_pixels(page.pixels, read_page(page, ours).inspection.turn_cw)
        swapped = np.ascontiguousarray(upright[:, :, ::-1])

        def whole_line(page: Page = page, terms: tuple = terms) -> None:  # type: ignore[type-arg]
            # The file is decoded too, as it is for RapidOCR below.
            source, content = read_source(page.source.path, page.source.path.parent, Limits())
            opened = load_page(source, content, page.index, Limits())
            conclude_page(opened, read_page(opened, ours), terms, ours, Output())

        def rapidocr(swapped: np.ndarray = swapped, path: Path = page.source.path) -> None:  # type: ignore[type-arg]
            with Image.open(path) as image:
                image.load()
            rapid(swapped)

        whole_line(), rapidocr()
        for _ in range(call.pairs):
            theirs, mine = _seconds(rapidocr), _seconds(whole_line)
            ratios.append(mine / theirs)
            print(
                f"{page.source.path.stem}: RapidOCR {theirs:.2f} s, "
                f"whole line {mine:.2f} s, ratio {ratios[-1]:.2f}"
            )
    print(f"median ratio {statistics.median(ratios):.2f} over {len(ratios)} pairs (floor: 1.20)")


def _seconds(call) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
