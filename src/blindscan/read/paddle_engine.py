# SPDX-License-Identifier: Apache-2.0
"""The `paddleocr` package as a reading engine: the same weights in another program's hands.

Its ONNX Runtime engine runs on local model folders, each a graph and a description of what to do
before and after it; both are made in the user's cache from the weights inside the rapidocr wheel.
Nothing is downloaded. Detector and recogniser are used as two steps, as everywhere here; the recogniser
gives text, the mean probability of its characters, and the frame of each, but no lattice.
"""

import os
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from blindscan.model.errors import EngineError
from blindscan.model.line import Glyphs, Line
from blindscan.model.page import Pixels
from blindscan.read.engine import read_strips, reading_order
from blindscan.read.opencv_name import opencv_by_its_other_name
from blindscan.read.paddle_folders import model_folder
from blindscan.read.recogniser import STRIDE, UNSURE, Reading
from blindscan.read.weights import cache_folder, cut_recogniser

LONGEST, SHORTEST = 1664, 736
"""How a page is sized before detection, in pixels, as for PP-OCR here."""
HALF_GLYPH_FRAMES = 3.0
"""A strip is six frames tall, a glyph about as wide as tall."""


class PaddleOcrEngine:
    """PaddleOCR 3 on ONNX Runtime, with PP-OCRv6 small."""

    def __init__(self, threads: int = 0) -> None:
        require_paddleocr()
        self.head = cut_recogniser().head
        options = {"engine": "onnxruntime", "device": "cpu", "engine_config": _sessions(threads)}
        try:
            with opencv_by_its_other_name():
                from paddleocr import TextDetection, TextRecognition

                self._detector = TextDetection(
                    model_name="PP-OCRv6_small_det",
                    model_dir=str(model_folder("detection")),
                    **options,
                )
                self._recogniser = TextRecognition(
                    model_name="PP-OCRv6_small_rec",
                    model_dir=str(model_folder("recognition")),
                    **options,
                )
        except (ImportError, RuntimeError, ValueError) as error:
            raise EngineError("read.paddleocr_failed") from error

    def read(self, pixels: Pixels) -> tuple[Line, ...]:
        """All lines of the page."""
        return self.read_quads(pixels, self.detect(pixels))

    def detect(self, pixels: Pixels, longest: int | None = None) -> NDArray[np.float32]:
        """Quads (n, 4, 2) of the page's text lines in reading order. `longest`: the page's longer side
        in pixels that the detector is to work at, at most."""
        most = longest or LONGEST
        grow = min(SHORTEST / min(pixels.shape[:2]), most / max(pixels.shape[:2]))
        side = round(max(pixels.shape[:2]) * max(min(1.0, most / max(pixels.shape[:2])), grow))
        found = self._ask(
            self._detector, pixels, limit_side_len=max(32, side), limit_type="resize_long"
        )
        quads = np.array(found["dt_polys"], dtype=np.float32).reshape(-1, 4, 2)
        return quads[reading_order(quads)]

    def read_quads(self, pixels: Pixels, quads: NDArray[np.float32]) -> tuple[Line, ...]:
        """One line a quad (up to three for tall quads: on either side and stacked), in order."""
        return read_strips(pixels, quads, self.recognise)

    def recognise(self, strips: Sequence[Pixels]) -> tuple[Reading, ...]:
        """Read ready-made strips (48, width, 3), such as a seal's unrolled ring."""
        return tuple(
            _reading(self._ask(self._recogniser, strip, return_word_box=True), strip)
            for strip in strips
        )

    def _ask(self, network: Any, pixels: Pixels, **options: Any) -> Any:
        """The one result for an RGB picture, which the package wants in BGR."""
        try:
            (result,) = network.predict(np.ascontiguousarray(pixels[:, :, ::-1]), **options)
        except (RuntimeError, ValueError) as error:
            raise EngineError("read.engine_failed") from error
        return result


def require_paddleocr() -> None:
    """Raises EngineError when the package is not installed."""
    if find_spec("paddleocr") is None or find_spec("paddlex") is None:
        raise EngineError("read.paddleocr_missing")
    # Read when the package is loaded: where it keeps its locks, and that it need not look for hosts.
    os.environ.setdefault("PADDLE_PDX_CACHE_HOME", str(cache_folder() / "paddlex"))
    os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")


def _sessions(threads: int) -> dict[str, Any]:
    return {"log_severity_level": 3, **({"intra_op_num_threads": threads} if threads else {})}


def _reading(result: Any, strip: Pixels) -> Reading:
    """What a strip says. Only the mean of the characters' probabilities is told, so each one counts as
    unsure as it can be with that mean."""
    told, score = result["rec_text"], float(result["rec_score"])
    text, columns = (told, []) if isinstance(told, str) else (told[0], told[1][2])
    frames = [int(frame) for word in columns for frame in word][: len(text)]
    text = text[: len(frames)]
    wrong = len(text) * (1 - score)
    sure = np.full(len(text), max(0.0, 1 - wrong), dtype=np.float32)
    glyphs = Glyphs(text, _places(frames, strip), sure)
    return Reading(text, score if text else 0.0, None, int(wrong / (1 - UNSURE)), glyphs)


def _places(frames: Sequence[int], strip: Pixels) -> NDArray[np.float32]:
    """(n, 2) from half a glyph before each peak to half a glyph after it, or to its neighbours."""
    count = -(-strip.shape[1] // STRIDE)
    middles = np.array(frames, dtype=np.float64) + 0.5
    between = (middles[1:] + middles[:-1]) / 2
    starts = np.maximum(middles - HALF_GLYPH_FRAMES, np.concatenate([[0.0], between])[: len(middles)])
    ends = np.minimum(middles + HALF_GLYPH_FRAMES, np.concatenate([between, [count]])[: len(middles)])
    return np.asarray(np.stack([starts, ends], axis=1) / count, dtype=np.float32)
