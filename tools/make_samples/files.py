# SPDX-License-Identifier: Apache-2.0
"""From taken pages to files on disk, and their lines of truth."""

import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tools.make_samples.plan import Sheet, Upload
from tools.make_samples.scan import Pixels, Taken

EXIF_ORIENTATION = 0x0112
STORED = {1: 0, 6: 1, 3: 2, 8: 3}
"""Quarter turns counter-clockwise that a viewer takes back when it obeys the tag."""
DPI = 150


def write_upload(folder: Path, upload: Upload, pages: list[Taken]) -> None:
    path = folder / upload.file
    path.parent.mkdir(parents=True, exist_ok=True)
    images = [Image.fromarray(page.pixels) for page in pages]
    scan = upload.sheets[0].scan
    kind = path.suffix
    if kind == ".jpg":
        _write_jpeg(path, pages[0].pixels, scan.exif, scan.quality)
    elif kind == ".png":
        images[0].convert("L").quantize(32).save(path, optimize=True, dpi=(DPI, DPI))
    elif kind == ".tif":
        images[0].save(
            path,
            save_all=True,
            append_images=images[1:],
            compression="jpeg",
            quality=85,
            dpi=(DPI, DPI),
        )
    else:
        epoch = time.gmtime(0)
        images[0].save(
            path,
            save_all=True,
            append_images=images[1:],
            resolution=DPI,
            quality=scan.quality,
            creationDate=epoch,
            modDate=epoch,
        )


def _write_jpeg(path: Path, pixels: Pixels, exif: int, quality: int) -> None:
    image = Image.fromarray(np.rot90(pixels, STORED[exif]))
    tags = Image.Exif()
    tags[EXIF_ORIENTATION] = exif
    gray = bool((pixels[..., 0] == pixels[..., 2]).all())
    image = image.convert("L") if gray else image
    image.save(path, quality=quality, exif=tags, dpi=(DPI, DPI))


def truth_line(upload: Upload, number: int, sheet: Sheet, page: Taken) -> dict[str, Any]:
    height, width = page.pixels.shape[:2]
    groups: dict[str, list[dict[str, Any]]] = {"secrets": [], "optional": [], "decoys": []}
    for mark in page.marks:
        polys = [np.clip(poly, 0, [width, height]).round(1).tolist() for poly in mark.polys]
        entry = {"kind": mark.kind, "text": mark.text, "where": mark.where, "polys": polys}
        groups[mark.group].append(entry | {"id": len(groups[mark.group])})
    scan = sheet.scan
    return {
        "file": upload.file,
        "page": number,
        "applicant_id": upload.person.id,
        "doc_type": sheet.doc_type,
        "rotation_cw_needed": scan.turn,
        "exif_orientation": scan.exif,
        "clarity": sheet.clarity,
        "needs_mask": bool(groups["secrets"]),
        "width": width,
        "height": height,
        "quality": {
            "mode": scan.mode,
            "skew": scan.skew_deg,
            "scale": scan.scale,
            "blur": scan.blur_px,
            "jpeg_q": scan.quality,
        },
        **groups,
    }
