# SPDX-License-Identifier: Apache-2.0
"""Tesseract, where it and the language's data are installed.

Tesseract is a program of its own (apt-get install tesseract-ocr tesseract-ocr-uig); a line by itself
takes some 50 ms. Pictures go through pipes: no line of a page is ever written to disk.
"""

import csv
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.marks import ScriptWord

PATIENCE_S = 20.0
PATIENCE_A_PICTURE_S = 5.0
WORD_LEVEL = "5"


@dataclass(frozen=True)
class TesseractLine:
    """What Tesseract read on a line. `confidence`: mean over its words, in [0, 1]; 0 for no words."""

    words: tuple[ScriptWord, ...]
    confidence: float


@dataclass(frozen=True)
class Word:
    """A word, and its box in pixels of the picture with this number. `row`: what tells lines apart.
    `confidence`: in [0, 1]."""

    text: str = field(repr=False)
    confidence: float
    picture: int
    row: tuple[int, ...]
    left: int
    top: int
    width: int
    height: int


@cache
def program_for(language: str) -> str | None:
    """The path of a Tesseract that knows a language, asked once a process; None without one."""
    path = shutil.which("tesseract")
    told = _run([path, "--list-langs"], b"") if path else None
    return path if told is not None and language in told.split() else None


def read_strip(strip: NDArray[np.uint8], language: str) -> TesseractLine | None:
    """The one line on a (h, w) gray strip; None when there is no Tesseract for it or it fails."""
    path = program_for(language)
    if path is None:
        return None
    encoded, png = cv2.imencode(".png", strip)
    if not encoded:
        return None
    told = _run([path, "stdin", "stdout", "-l", language, "--psm", "7", "tsv"], png.tobytes())
    return None if told is None else _line(told, strip.shape[1])


def read_pictures(tiff: bytes, pictures: int, language: str, mode: str) -> tuple[Word, ...] | None:
    """The words in so many `pictures` of a TIFF, by page segmentation mode; None when there is no
    Tesseract for the language or it fails."""
    path = program_for(language)
    if path is None:
        return None
    command = [path, "stdin", "stdout", "-l", language, "--psm", mode, "tsv"]
    told = _run(command, tiff, PATIENCE_S + PATIENCE_A_PICTURE_S * pictures)
    return None if told is None else tuple(_placed(row) for row in _words(told))


def _words(tsv: str) -> Iterator[dict[str, str]]:
    for row in csv.DictReader(tsv.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == WORD_LEVEL and row["text"].strip():
            yield row


def _placed(row: dict[str, str]) -> Word:
    return Word(
        row["text"].strip(),
        max(0.0, float(row["conf"]) / 100),
        int(row["page_num"]) - 1,
        tuple(int(row[key]) for key in ("page_num", "block_num", "par_num", "line_num")),
        *(int(row[key]) for key in ("left", "top", "width", "height")),
    )


def _line(tsv: str, width: int) -> TesseractLine:
    read = list(_words(tsv))
    words = tuple(_word(row, width) for row in read)
    confidence = sum(float(row["conf"]) for row in read) / len(read) / 100 if read else 0.0
    return TesseractLine(words, confidence)


def _word(row: dict[str, str], width: int) -> ScriptWord:
    left, length = int(row["left"]), int(row["width"])
    return ScriptWord(row["text"], left / width, (left + length) / width)


def _run(command: list[str], fed: bytes, patience_s: float = PATIENCE_S) -> str | None:
    # One thread: pages are already read in parallel.
    surroundings = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=fed, capture_output=True, timeout=patience_s, env=surroundings, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")
