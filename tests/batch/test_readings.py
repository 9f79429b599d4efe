# SPDX-License-Identifier: Apache-2.0
"""Readings come back from the disk as they were, or not at all."""

import hashlib
import pickle
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawn import as_page, body, draw

from blindscan.batch.codec import MAGIC, pack, unpack
from blindscan.batch.readings import AT_HAND, CLASSES, Readings, ReadPage, load_reading, save_reading
from blindscan.model.errors import OutputError
from blindscan.model.words import Remark
from blindscan.pipeline import PageRead, Tools, read_page


@pytest.fixture(scope="module")
def read(tools: Tools) -> PageRead:
    return read_page(as_page(draw(*body(), size=(1240, 420)).pixels), tools)


def same(one: object, other: object) -> bool:
    """Equal to the last bit, type and shape."""
    return pickle.dumps(one) == pickle.dumps(other)


def test_a_reading_comes_back_to_the_last_bit(read: PageRead, tmp_path: Path) -> None:
    path = tmp_path / "reading"
    save_reading(path, read)
    assert path.stat().st_mode & 0o077 == 0
    again = load_reading(path, read.source, read.index)
    assert again is not None
    assert len(again.reading.lines) == 3
    assert pack(again.reading) == pack(read.reading)
    line, kept = read.reading.lines[0], again.reading.lines[0]
    assert (kept.text, kept.score) == (line.text, line.score)
    assert line.lattice is not None
    assert kept.lattice is not None
    assert same(kept.lattice.features, np.ascontiguousarray(line.lattice.features))
    assert (again.inspection, again.size, again.damaged) == (read.inspection, read.size, read.damaged)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_reading_is_none(read: PageRead, data: st.DataObject) -> None:
    content = bytearray(pack((read.size, read.inspection)))
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content[at] ^= data.draw(st.integers(1, 255))
    else:
        del content[at:]
    with pytest.raises(ValueError, match=r"not packed|damaged"):
        unpack(bytes(content), CLASSES)


def sealed(body: bytes) -> bytes:
    return MAGIC + hashlib.sha256(body).digest() + body


@pytest.mark.parametrize(
    "shape",
    [
        b'{"class": "Path", "fields": {}}',
        b'{"class": "Remark", "fields": {"kode": 1}}',
        b'{"array": "O", "shape": [1]}',
        b'{"array": "<f4", "shape": [-1]}',
        b'{"array": "<f4", "shape": [9]}',
        b'{"fields": 3}',
        b"no JSON",
    ],
)
def test_a_forged_reading_makes_nothing_but_a_value_error(shape: bytes) -> None:
    body = zlib.compress(len(shape).to_bytes(8, "little") + shape + bytes(8))
    with pytest.raises(ValueError, match=r"."):
        unpack(sealed(body), CLASSES)
    assert unpack(pack(Remark.of("check.turned", degrees=90)), CLASSES).code == "check.turned"


def test_readings_are_loaded_as_asked_and_few_stay(read: PageRead, tmp_path: Path) -> None:
    path = tmp_path / "reading"
    save_reading(path, read)
    pages = Readings([ReadPage(read.source, n, path) for n in range(AT_HAND + 6)])
    assert [page.index for page in pages] == list(range(AT_HAND + 6))
    assert len(pages._at_hand) == AT_HAND
    assert pages[3] is pages[3]
    path.unlink()
    assert len(pages[:2]) == 2
    with pytest.raises(OutputError):
        pages[0]
