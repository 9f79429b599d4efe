# SPDX-License-Identifier: Apache-2.0
"""What a result depends on besides the page, as digests: a result is taken over only where all of it is
the same, down to the last line of code and the last library's version."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import blindscan
from blindscan.find.thresholds import thresholds
from blindscan.read.engines import EngineName
from blindscan.read.runtime import Runtime, available_runtime
from blindscan.read.tesseract import program_for
from blindscan.read.weights import WEIGHTS, file_sha256, weight_file
from blindscan.search import SEARCHED, bounds_digest

READERS = ("intake", "check", "read", "model", "pipeline.py")
"""The rooms that decide what is read on a page. What is found there may change and the page need not be
read again."""
LIBRARIES = (
    "numpy",
    "onnxruntime",
    "opencv-python-headless",
    "openvino",
    "paddleocr",
    "paddlex",
    "pillow",
    "pillow-heif",
    "pypdfium2",
    "simplejpeg",
    "zxing-cpp",
)


@dataclass(frozen=True)
class Models:
    """`readers`: code, weights and libraries that read. `all`: these, and what finds, masks, proves.
    `bounds`: the scores from which it is found."""

    readers: str
    all: str
    bounds: str


def models(runtime: Runtime, engine: EngineName = "ppocr", second: EngineName | None = None) -> Models:
    """The digests of this installation. Raises EngineError when a weight file is missing."""
    house = Path(blindscan.__file__).parent
    readers = digest(
        available_runtime(runtime),
        engine,
        _code(path for room in READERS for path in _files(house / room)),
        {use: file_sha256(weight_file(use)) for use in WEIGHTS},
        {name: _version(name) for name in LIBRARIES},
        program_for("uig") is not None,
    )
    others = {table: values for table, values in thresholds().items() if table not in SEARCHED}
    return Models(readers, digest(readers, second, _code(_files(house)), others), bounds_digest())


def digest(*values: object) -> str:
    """SHA-256 of values that JSON can hold."""
    canonical = json.dumps(values, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _files(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def _code(files: Iterable[Path]) -> list[tuple[str, str]]:
    return [(path.name, file_sha256(path)) for path in files]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
