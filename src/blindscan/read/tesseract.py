# SPDX-License-Identifier: Apache-2.0
"""Single lines through Tesseract, where it and the language's data are installed.

Tesseract is a program of its own (apt-get install tesseract-ocr tesseract-ocr-uig); a line takes some
50 ms. Pictures go through pipes: no line of a page is ever written to disk.
"""

import csv
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.marks import ScriptWord

PATIENCE_S = 20.0
WORD_LEVEL = "5"


@dataclass(frozen=True)
class TesseractLine:
    """What Tesseract read on a line. `confidence`: mean over its words, in [0, 1]; 0 for no words."""

    words: tuple[ScriptWord, ...]
    confidence: float


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


def _line(tsv: str, width: int) -> TesseractLine:
    rows = csv.DictReader(tsv.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    read = [row for row in rows if row["level"] == WORD_LEVEL and row["text"].strip()]
    words = tuple(_word(row, width) for row in read)
    confidence = sum(float(row["conf"]) for row in read) / len(read) / 100 if read else 0.0
    return TesseractLine(words, confidence)


def _word(row: dict[str, str], width: int) -> ScriptWord:
    left, length = int(row["left"]), int(row["width"])
    return ScriptWord(row["text"], left / width, (left + length) / width)


def _run(command: list[str], fed: bytes) -> str | None:
    # One thread: pages are already read in parallel.
    surroundings = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=fed, capture_output=True, timeout=PATIENCE_S, env=surroundings, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")
