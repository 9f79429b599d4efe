# SPDX-License-Identifier: Apache-2.0
"""Tesseract (`chi_sim`) as a reading engine: text and confidences, no lattice.

Lines are found by PP-OCR's detector, because Tesseract's own page segmentation drops cells of tables
and lines under seals. All strips of a page go through one run of the program, as the pages of one
picture on its standard input: nothing is written to disk.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import zip_longest

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from blindscan.model.errors import EngineError
from blindscan.model.geometry import rectangle
from blindscan.model.line import Glyphs, Line
from blindscan.model.page import Pixels
from blindscan.read.engine import LineFinder, read_strips
from blindscan.read.recogniser import UNSURE, Reading, longest_run
from blindscan.read.runtime import Runtime
from blindscan.read.tesseract import Word, program_for, read_pictures
from blindscan.read.weights import cut_recogniser

LANGUAGE = "chi_sim"
ONE_LINE, RAW_LINE, SPARSE_PAGE = "7", "13", "11"
"""Tesseract's page segmentation modes. The first finds nothing in one of thirty lines; the second looks
at the pixels as they are."""
RIM = 10
"""Pixels of paper around each strip, which Tesseract was trained with."""
TRUE_SHARE = np.array(
    [[0.0, 0.40], [0.25, 0.60], [0.4, 0.75], [0.6, 0.87], [0.8, 0.965], [0.9, 0.997], [1.0, 0.9995]]
)
"""Tesseract's confidence in a word, and the share of its characters that are right: 5,939 characters on
26 pages of the development corpus."""

LATE = 0.4
"""How far into a han glyph Tesseract takes it to begin, as a share of the pitch (0.26 to 0.47 on drawn
lines in two fonts); where it ends, it sees rightly."""
_LETTER_PAIR = re.compile(r"[^\W\d_\u3400-\u9fff]{2}")


class TesseractEngine(LineFinder):
    """Tesseract 5 with the Debian package's simplified Chinese."""

    def __init__(self, runtime: Runtime = "auto", threads: int = 0) -> None:
        require_tesseract()
        super().__init__(runtime, threads)
        self.head = cut_recogniser().head

    def read(self, pixels: Pixels) -> tuple[Line, ...]:
        """All lines of the page: of the detector's boxes, and of Tesseract's own layout besides."""
        return (*self.read_quads(pixels, self.detect(pixels)), *read_layout(pixels))

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        """One line a quad (up to three for tall quads: on either side and stacked), in order."""
        return read_strips(pixels, quads, self.recognise)

    def recognise(self, strips: Sequence[Pixels]) -> tuple[Reading, ...]:
        """Read ready-made strips (48, width, 3), such as a seal's unrolled ring."""
        readings = list(_recognised(strips, ONE_LINE))
        empty = [n for n, reading in enumerate(readings) if not reading.text]
        again = _recognised([strips[n] for n in empty], RAW_LINE)
        for n, reading in zip(empty, again, strict=True):
            readings[n] = reading
        return tuple(readings)


def require_tesseract() -> None:
    """Raises EngineError when there is no Tesseract that reads Chinese."""
    if program_for(LANGUAGE) is None:
        raise EngineError("read.tesseract_missing")


def read_layout(pixels: Pixels) -> tuple[Line, ...]:
    """The lines of a page as Tesseract's own layout analysis finds and reads them."""
    words = _words([_gray(pixels)], SPARSE_PAGE)
    rows: dict[tuple[int, ...], list[Word]] = {}
    for word in words:
        rows.setdefault(word.row, []).append(word)
    return tuple(_laid_out(row) for row in rows.values())


def _laid_out(words: Sequence[Word]) -> Line:
    left, top = min(word.left for word in words), min(word.top for word in words)
    right = max(word.left + word.width for word in words)
    bottom = max(word.top + word.height for word in words)
    reading = _reading(words, left, right - left)
    quad = rectangle(left, top, right, bottom)
    return Line(quad, reading.text, reading.score, weak_run=reading.weak_run, glyphs=reading.glyphs)


def _recognised(strips: Sequence[Pixels], mode: str) -> Iterator[Reading]:
    if not strips:
        return
    words = _words([np.pad(_gray(strip), RIM, mode="edge") for strip in strips], mode)
    by_strip: dict[int, list[Word]] = {}
    for word in words:
        by_strip.setdefault(word.picture, []).append(word)
    for n, strip in enumerate(strips):
        yield _reading(by_strip.get(n, ()), RIM, strip.shape[1])


def _gray(pixels: Pixels) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _words(pictures: Sequence[NDArray[np.uint8]], mode: str) -> tuple[Word, ...]:
    pages = [Image.fromarray(picture) for picture in pictures]
    stream = BytesIO()
    pages[0].save(stream, "TIFF", save_all=True, append_images=pages[1:])
    words = read_pictures(stream.getvalue(), len(pages), LANGUAGE, mode)
    if words is None:
        raise EngineError("read.engine_failed")
    return words


def _reading(words: Sequence[Word], start: float, width: float) -> Reading:
    """What a strip of `width` pixels that begins at `start` says. Tesseract gives no white space; one
    is set between words in letters."""
    text = ""
    places: list[tuple[float, float]] = []
    confidence: list[float] = []
    for word, following in zip_longest(words, words[1:]):
        if text and _LETTER_PAIR.fullmatch(text[-1] + word.text[0]):
            text += " "
            places.append((places[-1][1], max(places[-1][1], (word.left - start) / width)))
            confidence.append(1.0)
        text += word.text
        places += _places(word, following, start, width)
        confidence += [word.confidence] * len(word.text)
    sure = np.interp(confidence, TRUE_SHARE[:, 0], TRUE_SHARE[:, 1]).astype(np.float32)
    glyphs = Glyphs(text, _early(np.array(places, dtype=np.float32).reshape(-1, 2)), sure)
    score = float(sure.mean()) if text else 0.0
    return Reading(text, score, None, longest_run(sure < UNSURE), glyphs)


def _early(places: NDArray[np.float32]) -> NDArray[np.float32]:
    """Characters' places, each begun where its ink does."""
    if len(places) < 2:
        return places
    pitch = max(0.0, float(np.median(np.diff(places.mean(axis=1)))))
    return np.maximum(places - np.array([LATE * pitch, 0.0], dtype=np.float32), 0.0)


def _places(
    word: Word, following: Word | None, start: float, width: float
) -> list[tuple[float, float]]:
    """Each character's share of the word's box. Boxes of some words reach over the next one's."""
    reach = following.left - word.left if following and following.left > word.left else word.width
    step = min(word.width, reach) / len(word.text)
    lefts = [word.left - start + n * step for n in range(len(word.text))]
    return [(max(0.0, left / width), min(1.0, (left + step) / width)) for left in lefts]
