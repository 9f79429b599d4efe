# SPDX-License-Identifier: Apache-2.0
"""The reading engines by name. Each is loaded only when it is asked for."""

from typing import Literal

from blindscan.read.engine import Engine, PpOcrEngine
from blindscan.read.runtime import Runtime

EngineName = Literal["ppocr", "paddleocr", "tesseract"]


def open_engine(name: EngineName, runtime: Runtime = "auto", threads: int = 0) -> Engine:
    """The engine, ready to read. Raises EngineError when what it needs is not installed."""
    if name == "tesseract":
        from blindscan.read.tesseract_engine import TesseractEngine

        return TesseractEngine(runtime, threads)
    if name == "paddleocr":
        from blindscan.read.paddle_engine import PaddleOcrEngine

        return PaddleOcrEngine(threads)
    return PpOcrEngine(runtime, threads)


def require_engine(name: EngineName) -> None:
    """Raises EngineError when what the engine needs is not installed. Loads no network."""
    if name == "tesseract":
        from blindscan.read.tesseract_engine import require_tesseract

        require_tesseract()
    if name == "paddleocr":
        from blindscan.read.paddle_engine import require_paddleocr

        require_paddleocr()
