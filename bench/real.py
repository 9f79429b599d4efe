# SPDX-License-Identifier: Apache-2.0
"""Recall on real images whose names and units were listed by eye.

usage: real.py FOLDER [--missed]

FOLDER holds images and `truth.jsonl`: {"file", "names": [{"text", "box", "where"}], "units": [...]},
boxes (left, top, right, bottom) in stored pixels. Every listed name and unit is taken for the
applicant's. A place counts as masked when masks cover half of its box; one that is missed on a page
that was released is silent.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.batch.worker import Networks, tools
from blindscan.identify.variants import fold, terms_of
from blindscan.intake.limits import Limits
from blindscan.intake.open import load_page
from blindscan.intake.source import read_source
from blindscan.model.applicant import Applicant
from blindscan.model.errors import InputError
from blindscan.model.record import RELEASED
from blindscan.pipeline import Output, conclude_page, read_page

COVERED = 0.5


def main() -> None:
    """A table of places by kind, and with --missed each one that was not masked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--only", default="", help="a folder of images below FOLDER")
    call = parser.parse_args()
    places, masked, silent = Counter[str](), Counter[str](), Counter[str]()
    networks = tools(Networks())
    for line in (call.folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        listed = list(_listed(truth))
        if not listed or not truth["file"].startswith(call.only):
            continue
        try:
            source, content = read_source(call.folder / truth["file"], call.folder, Limits())
            page = load_page(source, content, 0, Limits())
        except InputError as error:
            print(truth["file"], error.remark.code)
            continue
        terms = terms_of(_applicant(truth))
        read = read_page(page, networks)
        done = conclude_page(page, read, terms, networks, Output())
        cover = _painted(page.pixels.shape[:2], [np.array(m.poly) for m in done.masks])
        for where, text, box in listed:
            left, top, right, bottom = (max(0, round(v)) for v in box)
            share = float(cover[top:bottom, left:right].mean()) if right > left and bottom > top else 0
            kind = f"{truth['file'].split('/')[0]}/{where}"
            places[kind] += 1
            masked[kind] += share >= COVERED
            lost = share < COVERED and done.status in RELEASED
            silent[kind] += lost
            if call.missed and share < COVERED:
                print(truth["file"], where, text, f"{share:.2f}", done.status, read.inspection.turn_cw)
    for kind in sorted(places):
        print(f"{kind:32} {places[kind]:4} masked {masked[kind]:4} silent {silent[kind]:3}")
    total = sum(places.values())
    print(
        f"{'ALL':32} {total:4} masked {sum(masked.values()) / total:.1%} silent {sum(silent.values())}"
    )


def _listed(truth: dict[str, Any]) -> list[tuple[str, str, list[float]]]:
    """(where, text, box) of the places whose text can be looked for."""
    return [
        (f"{kind}/{place.get('where', 'text')}", place["text"], place["box"])
        for kind, key in (("name", "names"), ("unit", "units"))
        for place in truth[key]
        if place.get("box")
        and len(fold(place["text"])) >= 2
        and not re.search(r"[?？□]", place["text"])
    ]


def _applicant(truth: dict[str, Any]) -> Applicant:
    names, units = ([place["text"] for place in truth[key]] for key in ("names", "units"))
    return Applicant("real", tuple(names), tuple(units))


def _painted(size: tuple[int, ...], polygons: list[NDArray[np.float64]]) -> NDArray[np.uint8]:
    cover = np.zeros(size[:2], dtype=np.uint8)
    for polygon in polygons:
        cv2.fillPoly(cover, [np.round(polygon).astype(np.int32)], 1)
    return cover


if __name__ == "__main__":
    main()
