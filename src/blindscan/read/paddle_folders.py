# SPDX-License-Identifier: Apache-2.0
"""Model folders as PaddleOCR 3 wants them, made from the weights that are installed anyway.

A folder holds `inference.onnx` and `inference.yml`, which says how pictures are prepared and outputs
decoded. It lies in the user's cache under the SHA-256 of its weights and of its own description; it is
made aside and renamed, so that parallel workers never meet half of one.
"""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal

from blindscan.read.weights import cache_folder, file_sha256, weight_file

Use = Literal["detection", "recognition"]
GRAPH, DESCRIPTION = "inference.onnx", "inference.yml"
_PICTURE = {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}}


def model_folder(use: Use) -> Path:
    """The folder of a model, made when it is missing or damaged."""
    source = weight_file(use)
    # JSON is YAML, and is written the same on every machine.
    said = json.dumps(_described(use, source), ensure_ascii=False).encode()
    digest = file_sha256(source)
    folder = cache_folder() / f"paddle-{use}-{digest[:16]}-{hashlib.sha256(said).hexdigest()[:16]}"
    if _is_whole(folder, digest, said):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(dir=folder.parent, suffix=".part"))
    shutil.copyfile(source, aside / GRAPH)
    (aside / DESCRIPTION).write_bytes(said)
    try:
        aside.rename(folder)
    except OSError:
        # Another worker was quicker; what it made is the same.
        shutil.rmtree(aside)
    return folder


def _is_whole(folder: Path, digest: str, said: bytes) -> bool:
    graph, description = folder / GRAPH, folder / DESCRIPTION
    if not (graph.is_file() and description.is_file()):
        return False
    return file_sha256(graph) == digest and description.read_bytes() == said


def _described(use: Use, source: Path) -> dict[str, Any]:
    if use == "detection":
        return {
            "Global": {"model_name": "PP-OCRv6_small_det"},
            "PreProcess": {
                "transform_ops": [
                    _PICTURE,
                    {"DetResizeForTest": {"limit_side_len": 1664, "limit_type": "resize_long"}},
                    {
                        "NormalizeImage": {
                            "mean": [0.5, 0.5, 0.5],
                            "std": [0.5, 0.5, 0.5],
                            "scale": "1./255.",
                            "order": "hwc",
                        }
                    },
                    {"ToCHWImage": None},
                ]
            },
            "PostProcess": {
                "name": "DBPostProcess",
                "thresh": 0.3,
                "box_thresh": 0.4,
                "max_candidates": 1000,
                "unclip_ratio": 1.6,
            },
        }
    return {
        "Global": {"model_name": "PP-OCRv6_small_rec"},
        "PreProcess": {"transform_ops": [_PICTURE, {"RecResizeImg": {"image_shape": [3, 48, 320]}}]},
        "PostProcess": {"name": "CTCLabelDecode", "character_dict": _characters(source)},
    }


def _characters(source: Path) -> list[str]:
    """The classes of a recogniser, as its graph lists them."""
    import onnx

    properties = onnx.load(str(source)).metadata_props
    return next(str(p.value) for p in properties if p.key == "character").split("\n")
