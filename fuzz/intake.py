# SPDX-License-Identifier: Apache-2.0
"""Whatever a file holds, it is pages or one InputError."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["blindscan", "PIL"]):
    from PIL import Image

    from blindscan.intake.limits import Limits
    from blindscan.intake.open import count_pages, load_page
    from blindscan.intake.source import read_source
    from blindscan.model.errors import InputError

LIMITS = Limits(max_bytes=1 << 20, max_pixels=1_000_000, max_pages=8)
FOLDER = Path(tempfile.mkdtemp(prefix="blindscan-fuzz-"))
FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "PDF", "JPEG2000", "GIF", "MPO")


def one_file(content: bytes) -> None:
    """Open every page of one file."""
    path = FOLDER / "x.jpg"
    path.write_bytes(content)
    try:
        source, read = read_source(path, FOLDER, LIMITS)
        for index in range(count_pages(source, read, LIMITS)):
            load_page(source, read, index, LIMITS)
    except InputError:
        pass


def seeds(folder: Path) -> None:
    """One small whole file of each kind to start from."""
    folder.mkdir(parents=True, exist_ok=True)
    page = Image.effect_noise((48, 40), 60).convert("RGB")
    for kind in FORMATS:
        stream = BytesIO()
        page.save(stream, kind)
        (folder / kind.lower()).write_bytes(stream.getvalue())


if __name__ == "__main__":
    seeds(FOLDER / "seeds")
    atheris.Setup([*sys.argv, str(FOLDER / "seeds")], one_file)
    atheris.Fuzz()
