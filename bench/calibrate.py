# SPDX-License-Identifier: Apache-2.0
"""Where true and false places score, by finder and length of term, and the bounds that follow.

usage: calibrate.py CORPUS [--real FOLDER] [--out FOLDER] [--jobs N] [--limit N] [--loudest N] [--write]

A true place bears the term that is looked for; a false one is any other line or seal, asked for the
page's own terms and for those of two other applicants. A place that reads as the term at face value
and is not listed is neither: bounds tell strings apart, not what an ordinary word means, nor whose name
it is; such places are counted apart and, with --loudest, named. A string that is broken over lines is
passed over: no line bears it.

Plots and distributions.json go to FOLDER (bench-out/calibration), present and proposed bounds to the
screen, and with --write the proposed ones to models/thresholds.toml. Readings are kept in
FOLDER/readings, which makes a second run quick.

How bounds are chosen: see models/README.md. Nothing is drawn at random: the same pages and code give
the same bounds.
"""

import argparse
import csv
import hashlib
import json
import pickle
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

import blindscan
from blindscan.batch.worker import Networks, tools
from blindscan.find.boxes import spot_box
from blindscan.find.seals import SealThresholds, best_term
from blindscan.find.spots import spots
from blindscan.find.spotting import Spot
from blindscan.find.thresholds import text_table, thresholds
from blindscan.find.uyghur_letters import best_match, folded
from blindscan.identify.variants import terms_of
from blindscan.intake.limits import Limits
from blindscan.intake.open import load_page
from blindscan.intake.source import read_source
from blindscan.model.applicant import Applicant, Term
from blindscan.model.errors import InputError
from blindscan.model.geometry import bounds, to_source
from blindscan.model.line import Head, Line
from blindscan.pipeline import PageRead, read_page
from blindscan.read.weights import cut_recogniser
from distributions import FLOOR, SEEN, Choice, Sample, Samples, choose, draw_plots, write_bounds

SRC = Path(blindscan.__file__).parent
STRANGERS = 2
"""Other applicants whose terms are looked for on every page."""
TEXT_KINDS = {"name": {"name", "name_pinyin", "signature"}, "unit": {"unit", "unit_english"}}
BROKEN_KINDS = {*TEXT_KINDS["name"], *TEXT_KINDS["unit"]}
NEAR_FRAMES = 3
"""How far from a spot its first or last character may have been read."""
SEAL_KINDS = {"seal_unit", "seal_name", "seal"}


@dataclass(frozen=True)
class Job:
    """One page with its truth: (kind, text, box) of what is the applicant's, in the source frame."""

    root: Path
    file: str
    page: int
    clear: bool
    own: Applicant
    strangers: tuple[Applicant, ...]
    places: tuple[tuple[str, str, tuple[float, float, float, float]], ...]
    others: frozenset[str]
    """Every other text that the truth lists on this page."""
    passed_over: tuple[tuple[float, float, float, float], ...] = ()
    """Where what may be masked and need not be stands, and parts of what is broken over lines: neither
    true nor false."""


def main() -> None:
    """Measure, choose, draw, and write when told to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--out", type=Path, default=Path("bench-out/calibration"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=int, help="so many pages of each corpus, evenly spread")
    parser.add_argument(
        "--loudest", type=int, default=0, help="so many false and unlisted places are named"
    )
    parser.add_argument(
        "--write", action="store_true", help="put the bounds into models/thresholds.toml"
    )
    call = parser.parse_args()
    jobs = [*_thinned(_dev_jobs(call.corpus), call.limit)]
    if call.real and call.real.is_dir():
        jobs += _thinned(_real_jobs(call.real), call.limit)
    cut_recogniser()
    (call.out / "readings").mkdir(parents=True, exist_ok=True)
    samples = Samples()
    with ProcessPoolExecutor(call.jobs, mp_context=get_context("spawn")) as pool:
        for number, found in enumerate(pool.map(_measured, jobs, [call.out] * len(jobs)), start=1):
            samples.extend(found)
            if sys.stderr.isatty():
                print(f"\r{number}/{len(jobs)} pages", end="", file=sys.stderr)
    samples.save(call.out / "distributions.json")
    for which in ("false", "unlisted"):
        for score, finder, place in samples.loudest(call.loudest, which):
            print(f"{score:6.2f} {which:8} {finder} {place}")
    choices = choose(samples, thresholds())
    _print(samples, choices)
    draw_plots(samples, choices, call.out)
    if call.write:
        write_bounds(choices, SRC.parents[1] / "models" / "thresholds.toml")


def _thinned(jobs: Iterator[Job], limit: int | None) -> list[Job]:
    found = list(jobs)
    return found[:: max(1, -(-len(found) // limit))] if limit else found


def _print(samples: Samples, choices: list[Choice]) -> None:
    print(
        f"{'finder':12} {'length':7} {'true':>6} {'lost':>5} {'0.5 %':>7} {'asked':>9} {'highest':>8}"
        f" {'unlisted':>8}"
    )
    for (finder, length), one in sorted(samples.by_group().items()):
        seen = one.true[one.true > SEEN]
        lost = len(one.true) - len(seen)
        low = f"{np.percentile(seen, 0.5):7.2f}" if len(seen) else "      –"
        high = f"{one.false.max():8.2f}" if len(one.false) else "       –"
        print(
            f"{finder:12} {length:7} {len(one.true):6} {lost:5} {low} {one.asked:9} {high}"
            f" {one.unlisted:8}"
        )
    print(f"\n{'bound':24} {'present':>8} {'admissible':>18} {'proposed':>9}")
    for choice in choices:
        low, high = choice.admissible
        print(
            f"{choice.name:24} {choice.present:8.2f} {f'{low:.2f} to {high:.2f}':>18}"
            f" {choice.proposed:9.2f}"
        )


def _dev_jobs(corpus: Path) -> Iterator[Job]:
    with (corpus / "roster.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    people = [_listed(row) for row in rows]
    numbers = {person.id: n for n, person in enumerate(people)}
    for line in (corpus / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        if truth["clarity"] == "unreadable":
            continue
        at = numbers[truth["applicant_id"]]
        yield Job(
            corpus / "uploads",
            truth["file"],
            truth["page"],
            truth["clarity"] == "clear",
            people[at],
            tuple(people[(at + 1 + n) % len(people)] for n in range(min(STRANGERS, len(people) - 1))),
            tuple(
                (secret["kind"], secret["text"], _box(poly))
                for secret in truth["secrets"]
                if not _is_broken(secret)
                for poly in secret["polys"]
            ),
            frozenset(item["text"] for item in truth["decoys"] + truth["optional"]),
            tuple(
                _box(poly)
                for item in [*truth["optional"], *filter(_is_broken, truth["secrets"])]
                for poly in item["polys"]
            ),
        )


def _listed(row: dict[str, str]) -> Applicant:
    names, units = (
        tuple(form for form in (row[key], *row[f"{key}_别名"].split(";")) if form)
        for key in ("姓名", "工作单位")
    )
    return Applicant(row["applicant_id"], names, units)


def _real_jobs(folder: Path) -> Iterator[Job]:
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    truths = [truth for truth in map(json.loads, lines) if truth["names"] or truth["units"]]
    people = [
        Applicant("real", *(tuple(place["text"] for place in truth[key]) for key in ("names", "units")))
        for truth in truths
    ]
    for at, truth in enumerate(truths):
        yield Job(
            folder,
            truth["file"],
            0,
            bool(truth.get("clear", True)),
            people[at],
            tuple(people[(at + 1 + n) % len(people)] for n in range(STRANGERS)),
            tuple(
                (
                    "seal_unit" if "seal" in place.get("where", "") else key[:-1],
                    place["text"],
                    tuple(place["box"]),
                )
                for key in ("names", "units")
                for place in truth[key]
                if place.get("box")
            ),
            frozenset(),
        )


def _is_broken(secret: dict[str, Any]) -> bool:
    """Whether a string is broken over lines, or set a character a line: it has several polygons."""
    return secret["kind"] in BROKEN_KINDS and len(secret["polys"]) > 1


def _box(poly: list[list[float]]) -> tuple[float, float, float, float]:
    return bounds(np.array(poly, dtype=np.float32))


def _measured(job: Job, out: Path) -> list[Sample]:
    """One page's places, and every question that could have met a false one ("asked")."""
    read = _read(job, out)
    if read is None:
        return []
    return [*_text(job, read), *_seals(job, read), *_uyghur(job, read)]


def _read(job: Job, out: Path) -> PageRead | None:
    """The page as the networks read it, from FOLDER/readings where nothing has changed since."""
    try:
        source, content = read_source(job.root / job.file, job.root, Limits())
        kept = out / "readings" / f"{source.sha256[:24]}-{job.page}-{_code_digest()}.pickle"
        if kept.is_file():
            read: PageRead = pickle.loads(kept.read_bytes())
            return read
        page = load_page(source, content, job.page, Limits())
    except InputError as error:
        print(job.file, error.remark.code)
        return None
    read = read_page(page, tools(Networks(threads=1)))
    kept.write_bytes(pickle.dumps(read))
    return read


@cache
def _code_digest() -> str:
    """Of everything that a reading depends on."""
    rooms = ("intake", "check", "read", "model")
    files = sorted(path for room in rooms for path in (SRC / room).rglob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files))
    return digest.hexdigest()[:16]


def _text(job: Job, read: PageRead) -> Iterator[Sample]:
    lines = [line for line in read.reading.lines if line.lattice is not None and len(line.lattice)]
    bearers = [line.bearer for line in lines if line.bearer is not None]
    own = [term for term in terms_of(job.own) if term.sure and term.script != "uyghur"]
    terms = [*own, *_foreign(job, own)]
    head = cut_recogniser().head
    best: dict[int, tuple[float, Line]] = {}
    false: dict[tuple[int, int], float] = {}
    unlisted = []
    for which, number, one in spots(bearers, terms, head, [FLOOR] * len(terms)):
        term = terms[number]
        place = bounds(
            to_source(spot_box(lines[which], one, term.script), read.size, read.inspection.turn_cw)
        )
        met = [n for n, (_, _, box) in enumerate(job.places) if _shared(place, box) > 0.3]
        for n in met:
            if number < len(own) and job.places[n][0] in TEXT_KINDS[term.kind]:
                best[n] = max(best.get(n, (FLOOR, lines[which])), (one.score, lines[which]), key=_first)
        aside = number < len(own) and any(_shared(place, box) > 0.3 for box in job.passed_over)
        if met or aside:
            continue
        if _reads_as(lines[which], one, term, head):
            unlisted.append((which, number, one.score))
        else:
            false[which, number] = max(false.get((which, number), FLOOR), one.score)
    yield from _true(job, best)
    rest = [(which, number, score, "false") for (which, number), score in false.items()]
    rest += [(*one, "unlisted") for one in unlisted]
    for which, number, score, kind in rest:
        term, box = terms[number], tuple(round(v) for v in bounds(lines[which].quad))
        place = f"{job.file} {term.id} {'own' if number < len(own) else 'foreign'} {box}"
        yield _table(term.script, lines[which]), _length(term.text), kind, score, place
    for term in terms:
        for line in lines:
            yield _table(term.script, line), _length(term.text), "asked", 0.0, ""


def _true(job: Job, best: dict[int, tuple[float, Line]]) -> Iterator[Sample]:
    """The truth's places on a clear page, each with the best spot that met it, or none."""
    for n, (kind, text, _) in enumerate(job.places):
        if job.clear and (script := _script_of(kind, text)):
            score, by = best.get(n, (FLOOR, None))
            finder = (
                _table(script, by) if by else ("text.hand" if kind == "signature" else f"text.{script}")
            )
            yield finder, _length(text), "true", score, f"{job.file} {kind}"


def _reads_as(line: Line, one: Spot, term: Term, head: Head) -> bool:
    """Whether the line's greedy reading holds the whole term, close to where it was spotted."""
    if line.lattice is None:
        return False
    best, near = line.lattice.best, range(one.start - NEAR_FRAMES, one.end + NEAR_FRAMES + 1)
    read = "".join(
        head.characters[best[frame]] for frame in line.lattice.read_frames() if frame in near
    )
    return _plain(term.text).casefold() in _plain(read).casefold()


def _foreign(job: Job, own: list[Term]) -> list[Term]:
    """Terms of other applicants that neither the page's own terms nor its listed texts contain."""
    known = [term.text for term in own] + [_plain(text) for text in job.others]
    known += [_plain(text) for _, text, _ in job.places]
    strangers = [term for person in job.strangers for term in terms_of(person)]
    return [
        term
        for term in strangers
        if term.sure
        and term.script != "uyghur"
        and not any(term.text in text or text in term.text for text in known if text)
    ]


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _script_of(kind: str, text: str) -> str | None:
    """The script of a place of the truth that the text finder is for."""
    if kind in ("name_pinyin", "unit_english"):
        return "latin"
    if kind not in ("name", "unit", "signature"):
        return None
    return "han" if any("\u3400" <= c <= "\u9fff" for c in text) else "latin"


def _table(script: str, line: Line) -> str:
    """The table whose bounds count for terms of a script in a line."""
    return f"text.{text_table(script, line)}"


def _first(pair: tuple[float, Line]) -> float:
    return pair[0]


def _length(text: str) -> str:
    count = len(_plain(text))
    return next(
        group
        for most, group in ((2, "2"), (3, "3"), (6, "4-6"), (9, "7-9"), (99, "10+"))
        if count <= most
    )


def _seals(job: Job, read: PageRead) -> Iterator[Sample]:
    head = cut_recogniser().head
    low = SealThresholds(mask=FLOOR, doubt=FLOOR, legible=0.0)
    own = [term for term in terms_of(job.own) if term.sure and term.script == "han"]
    foreign = [term for term in _foreign(job, own) if term.script == "han"]
    for seal in read.reading.seals:
        place = bounds(to_source(seal.outline, read.size, read.inspection.turn_cw))
        is_own = any(kind in SEAL_KINDS and _shared(box, place) > 0.5 for kind, _, box in job.places)
        for terms, true in ((own, is_own), (foreign, False)):
            if terms and (job.clear or not true):
                _, score = best_term(seal.bearers, terms, head, low)
                yield "seals", "all", "true" if true else "false", score, job.file
                if not true:
                    yield "seals", "all", "asked", 0.0, ""


def _uyghur(job: Job, read: PageRead) -> Iterator[Sample]:
    people = ((job.own, True), *((person, False) for person in job.strangers))
    for script in read.reading.scripts:
        reading = "".join(folded(word.text) for word in script.words or ())
        place = bounds(to_source(script.quad, read.size, read.inspection.turn_cw))
        here = any(kind == "name_uyghur" and _shared(box, place) > 0.3 for kind, _, box in job.places)
        for person, is_own in people:
            forms = [folded(t.text) for t in terms_of(person) if t.script == "uyghur" and t.sure]
            if not forms or not reading or (here and is_own and not job.clear):
                continue
            score = max(best_match(form, reading).score for form in forms)
            # Letters all right, and no place of the truth: the name stands there, unlisted.
            other = "unlisted" if score == 0 else "false"
            yield "uyghur", "all", "true" if here and is_own else other, score, f"{job.file} {is_own=}"
            if not (here and is_own):
                yield "uyghur", "all", "asked", 0.0, ""


def _shared(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Share of the smaller box that both have."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other))
    return max(width, 0) * max(height, 0) / max(smaller, 1e-6)


if __name__ == "__main__":
    main()
