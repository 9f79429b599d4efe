# SPDX-License-Identifier: Apache-2.0
"""Files that are not what they seem: a page, or one clear error; nothing else, and no bomb goes off."""

import os
import struct
import tempfile
import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.drawn import body, draw
from tests.intake.test_formats import encoded

from blindscan.intake.limits import Limits
from blindscan.intake.open import count_pages, load_page
from blindscan.intake.source import media_type, read_source
from blindscan.model.errors import InputError
from blindscan.model.page import Page, Source

LIMITS = Limits()
PAGE = Image.fromarray(draw(*body(), size=(1240, 420)).pixels)
JPEG, PNG = encoded(PAGE, "JPEG", quality=85), encoded(PAGE, "PNG")
NOISE = np.random.default_rng(3)


def chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    )


def pdf(count: int, size: tuple[int, int] = (595, 842), **options: object) -> bytes:
    document = pikepdf.new()
    for _ in range(count):
        document.add_blank_page(page_size=size)
    stream = BytesIO()
    document.save(stream, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def flipped(content: bytes, start: int, flips: int) -> bytes:
    spoiled = bytearray(content)
    for at in NOISE.integers(start, len(content), flips).tolist():
        spoiled[at] ^= 1 + int(NOISE.integers(0, 254))
    return bytes(spoiled)


def opened(content: bytes) -> list[Page]:
    source = Source(Path("x"), "x", "", media_type(content))
    return [load_page(source, content, n, LIMITS) for n in range(count_pages(source, content, LIMITS))]


BOMB = zlib.compress(b"A" * 100_000_000, 9)
HEADER = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xe8\xbf\x99\xe4\xb8\x8d\xe6\x98\xaf", "intake.unknown_kind"),
        (JPEG[: len(JPEG) // 2], "intake.broken_image"),
        (JPEG[:200], "intake.broken_image"),
        (PNG[: len(PNG) // 2], "intake.broken_image"),
        (encoded(Image.new("RGB", (1, 1)), "PNG"), "intake.too_small"),
        (encoded(PAGE.convert("P"), "GIF"), "intake.gif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "intake.unknown_kind"),
        (PNG[:8] + chunk(b"IHDR", HEADER) + chunk(b"IEND", b""), "intake.too_many_pixels"),
        (pdf(1, encryption=pikepdf.Encryption(user="x", owner="y")), "intake.pdf_encrypted"),
        (pdf(3)[:300], "intake.pdf_broken"),
        (pdf(0), "intake.pdf_broken"),
        (pdf(501), "intake.too_many_pages"),
    ],
    ids=[
        "text",
        "half",
        "head",
        "half_png",
        "one_pixel",
        "gif",
        "svg",
        "pixel_bomb",
        "encrypted",
        "truncated_pdf",
        "no_pages",
        "many_pages",
    ],
)
def test_one_clear_error(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        opened(content)
    assert caught.value.remark.code == code


def test_a_page_of_two_hundred_metres() -> None:
    document = pikepdf.open(BytesIO(pdf(1)))
    document.pages[0].MediaBox = [0, 0, 576_000, 576_000]
    stream = BytesIO()
    document.save(stream)
    with pytest.raises(InputError) as caught:
        opened(stream.getvalue())
    assert caught.value.remark.code == "intake.too_many_pixels"


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
def test_a_packed_text_is_not_unpacked(kind: bytes) -> None:
    content = PNG[:33] + chunk(kind, b"c\0\0" + BOMB) + PNG[33:]
    tracemalloc.start()
    (page,) = opened(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (page.pixels == np.asarray(PAGE)).all()
    assert peak < 40_000_000


def test_a_damaged_picture_is_told_from_a_whole_one() -> None:
    codes = []
    for _ in range(5):
        try:
            codes += [remark.code for page in opened(flipped(JPEG, 700, 60)) for remark in page.remarks]
        except InputError as error:
            codes.append(error.remark.code)
    assert len(codes) == 5
    broken_exif = JPEG[:2] + b"\xff\xe1\x00\x20Exif\0\0II*\0" + b"\xff" * 4 + b"\0" * 14 + JPEG[2:]
    for whole in (JPEG, JPEG + b"PK\x03\x04" + bytes(5000), broken_exif):
        assert [page.remarks for page in opened(whole)] == [()]


def refusal(path: Path, root: Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(InputError) as caught:
        read_source(path, root, limits)
    return caught.value.remark.code


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "loop.jpg").symlink_to("loop.jpg")
    (tmp_path / "dangling.jpg").symlink_to("nowhere.jpg")
    (tmp_path / "outside.jpg").symlink_to("/etc/hostname")
    (tmp_path / "empty.jpg").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe.jpg")
    with (tmp_path / "sparse.jpg").open("wb") as stream:
        stream.truncate(1 << 30)
    assert refusal(tmp_path / "loop.jpg", tmp_path) == "intake.bad_link"
    assert refusal(tmp_path / "dangling.jpg", tmp_path) == "intake.bad_link"
    assert refusal(tmp_path / "outside.jpg", tmp_path) == "intake.link_outside"
    assert refusal(tmp_path / "empty.jpg", tmp_path) == "intake.empty"
    assert refusal(tmp_path / "pipe.jpg", tmp_path) == "intake.no_file"
    assert refusal(tmp_path / "sparse.jpg", tmp_path) == "intake.too_many_bytes"


@pytest.mark.parametrize(
    "name", ["换行\n名.jpg", "😀.jpg", "abc\u202egpj.exe.jpg", "-rf.jpg", "noending"]
)
def test_odd_names_are_only_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(PNG)
    source, content = read_source(tmp_path / name, tmp_path, LIMITS)
    assert (source.relative, source.media_type, content) == (name, "image/png", PNG)


SMALL = Image.fromarray(draw((20, 10, "盲评"), size=(200, 80)).pixels)
SEEDS = [
    encoded(SMALL, "JPEG"),
    encoded(SMALL, "JPEG", progressive=True),
    encoded(SMALL, "PNG"),
    encoded(SMALL, "TIFF", compression="tiff_lzw"),
    encoded(SMALL, "WEBP"),
    encoded(SMALL, "BMP"),
    encoded(SMALL, "PDF"),
]


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(SEEDS), st.data())
def test_whatever_happens_to_a_file_it_is_a_page_or_an_input_error(
    seed: bytes, data: st.DataObject
) -> None:
    content = bytearray(seed[: data.draw(st.integers(1, len(seed)))])
    flips = st.tuples(st.integers(0, len(content) - 1), st.integers(1, 255))
    for at, value in data.draw(st.lists(flips, max_size=12)):
        content[at] ^= value
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.jpg"
        path.write_bytes(content)
        try:
            source, read = read_source(path, Path(folder), LIMITS)
            for index in range(count_pages(source, read, LIMITS)):
                assert load_page(source, read, index, LIMITS).pixels.dtype == np.uint8
        except InputError:
            pass
