# SPDX-License-Identifier: Apache-2.0
"""Is `blindscan check` right about kinds, orientation and clarity, and what does it cost?

usage: check.py CORPUS [--limit N] [--pairs N] [--out FOLDER]

Surveys every page of a corpus with truth and prints how often a claimed kind is right (`doc_type`
mapped to our kinds), how many stay unknown, orientation, and the confusion of clarity, which is drawn
as FOLDER/clarity.png too. Then times `check` against `mask` on pages of the corpus, by turns.
"""

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from blindscan.batch.worker import Networks, tools
from blindscan.identify.roster import load_roster, match_applicant
from blindscan.identify.variants import terms_of
from blindscan.intake.limits import Limits
from blindscan.intake.open import load_page
from blindscan.intake.quantising import jpeg_quality
from blindscan.intake.source import read_source
from blindscan.model.errors import InputError
from blindscan.model.page import Page
from blindscan.model.survey import PageSurvey
from blindscan.pipeline import Output, conclude_page, read_page
from blindscan.read.weights import cut_recogniser
from blindscan.survey import survey_page

CLARITIES = ("clear", "borderline", "unreadable")
KINDS = {
    "idcard": {"id_card"},
    "assess": {"assessment"},
    "award": {"award"},
    "reddoc": {"title_document"},
    "truth": {"truth"},
    "cecert": {"ce_certificate"},
    "photo": {"picture", "portrait"},
    "summary": {"summary"},
    "promise": {"promise"},
    "publicity": {"publicity", "publicity_result"},
    "workproof": {"work_proof"},
    "diploma": {"diploma", "degree"},
    "chsi": {"chsi"},
    "paper": {"article"},
    "clean": {"summary", "other"},
}
"""What a page of each `doc_type` may be called; a type that is not listed is passed over."""


def opened(corpus: Path, truth: dict[str, Any]) -> tuple[Page, bytes]:
    """The page that a line of the truth is about, and its file's content."""
    root = corpus / "uploads"
    source, content = read_source(root / truth["file"], root, Limits())
    return load_page(source, content, truth["page"], Limits()), content


def surveyed(corpus: Path, truth: dict[str, Any]) -> PageSurvey | None:
    """One page's survey; None for a file that cannot be opened."""
    try:
        page, content = opened(corpus, truth)
    except InputError as error:
        print(truth["file"], error.remark.code)
        return None
    quality = jpeg_quality(content) if page.source.media_type == "image/jpeg" else None
    return survey_page(page, tools(Networks(threads=1)), quality, len(content)).survey


def main() -> None:
    """Print the table and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, help="so many pages, evenly spread")
    parser.add_argument("--pairs", type=int, default=24)
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    call = parser.parse_args()
    lines = (call.corpus / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    truths = [json.loads(line) for line in lines]
    truths = truths[:: max(1, -(-len(truths) // call.limit))] if call.limit else truths
    cut_recogniser()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(surveyed, [call.corpus] * len(truths), truths))
    judge([(t, s) for t, s in zip(truths, found, strict=True) if s], call.out)
    time_pairs(call.corpus, truths[:: max(1, len(truths) // max(1, call.pairs))][: call.pairs])


def judge(pairs: list[tuple[dict[str, Any], PageSurvey]], out: Path) -> None:
    """Print what is right."""
    right: Counter[str] = Counter()
    confusion: Counter[tuple[str, str]] = Counter()
    for truth, survey in pairs:
        legible = truth["clarity"] != "unreadable"
        confusion[truth["clarity"], survey.inspection.clarity] += 1
        wanted = truth.get("rotation_cw_needed")
        if legible and wanted is not None:
            right["turns"] += 1
            right["turned"] += survey.inspection.turn_cw == wanted
            if survey.inspection.turn_cw != wanted:
                print(f"turned {survey.inspection.turn_cw}, not {wanted}: {survey.file}")
        kinds = KINDS.get(truth["doc_type"])
        if kinds is None or not legible:
            continue
        right["kinds"] += 1
        if survey.sight.kind == "unknown":
            right["unknown"] += 1
            print(f"unknown {truth['doc_type']}: {survey.file}")
        elif survey.sight.kind in kinds:
            right["right"] += 1
        else:
            print(f"{survey.sight.kind}, not {truth['doc_type']}: {survey.file}")
    claimed = right["kinds"] - right["unknown"]
    print(f"kind right for {right['right']} of {claimed} claimed ({right['right'] / claimed:.1%})")
    print(f"kind unknown for {right['unknown']} of {right['kinds']} legible pages")
    print(f"orientation right for {right['turned']} of {right['turns']}")
    print(f"{'clarity: is / called':22}" + "".join(f"{name:>12}" for name in CLARITIES))
    for truly in CLARITIES:
        counts = [confusion[truly, said] for said in CLARITIES]
        print(f"{truly:22}" + "".join(f"{count:12}" for count in counts))
    same = sum(confusion[name, name] for name in CLARITIES)
    print(f"clarity right for {same} of {confusion.total()} ({same / confusion.total():.1%})")
    told = Counter(
        reason.code
        for truth, survey in pairs
        if truth["clarity"] == "clear"
        for reason in survey.inspection.reasons
    )
    print("told of clear pages:", ", ".join(f"{code} {n}" for code, n in sorted(told.items())))
    out.mkdir(parents=True, exist_ok=True)
    draw(confusion, out / "clarity.png")


def draw(confusion: Counter[tuple[str, str]], path: Path) -> None:
    """The confusion as a picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    table = [[confusion[truly, said] for said in CLARITIES] for truly in CLARITIES]
    figure, axis = plt.subplots(figsize=(4.5, 4))
    axis.imshow([[n / max(1, sum(row)) for n in row] for row in table], cmap="Blues", vmin=0, vmax=1)
    for y, row in enumerate(table):
        for x, count in enumerate(row):
            axis.text(x, y, count, ha="center", va="center", color="white" if x == y else "black")
    axis.set_xticks(range(3), CLARITIES)
    axis.set_yticks(range(3), CLARITIES)
    axis.set_xlabel("called")
    axis.set_ylabel("is")
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    plt.close(figure)


def time_pairs(corpus: Path, truths: list[dict[str, Any]]) -> None:
    """Both ways over the same pages, by turns; the ratio of the sums is what a folder feels."""
    if not truths:
        return
    networks, roster = tools(Networks()), load_roster(corpus / "roster.csv")
    light, whole, entire = [], [], []
    for n, truth in enumerate([truths[0], *truths]):
        page, content = opened(corpus, truth)
        listed = match_applicant(roster, truth["applicant_id"])
        start = time.perf_counter()
        survey = survey_page(page, networks, None, len(content)).survey
        between = time.perf_counter()
        terms = terms_of(listed) if listed else ()
        conclude_page(page, read_page(page, networks), terms, networks, Output())
        end = time.perf_counter()
        if n:  # The first one warms up.
            light.append(between - start)
            whole.append(end - between)
            entire.append(survey.whole)
    for title, chosen in (("pages of which it reads a sample", False), ("pages read whole", True)):
        pairs = [(one, two) for one, two, w in zip(light, whole, entire, strict=True) if w == chosen]
        if pairs:
            ratio = sum(one for one, _ in pairs) / sum(two for _, two in pairs)
            median = statistics.median(one / two for one, two in pairs)
            print(f"check costs {ratio:.2f} of mask on {len(pairs)} {title} (median {median:.2f})")
    print(f"check costs {sum(light) / sum(whole):.2f} of mask over all {len(light)} pages")


if __name__ == "__main__":
    sys.exit(main())
