# SPDX-License-Identifier: Apache-2.0
"""The ledger keeps what it is given, and tells when somebody changed it."""

import json
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blindscan.audit.ledger import first_break, read_ledger, record_to_json, write_ledger
from blindscan.model.record import MaskRecord, PageRecord
from blindscan.model.words import Remark

tenths = st.integers(-500, 30_000).map(lambda n: n / 10)
masks = st.builds(
    MaskRecord,
    poly=st.lists(st.tuples(tenths, tenths), min_size=3, max_size=6).map(tuple),
    kind=st.sampled_from(["name", "unit", "seal", "signature", "barcode", "field"]),
    finder=st.sampled_from(["text", "seals"]),
    score=st.integers(-9000, 0).map(lambda n: n / 1000),
    sure=st.booleans(),
    why=st.none() | st.just(Remark.of("find.text_doubt")),
)
records = st.builds(
    PageRecord,
    file=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    page=st.integers(0, 9),
    applicant_id=st.text("陆砚秋S01\n\u2028", max_size=5),
    status=st.sampled_from(["masked", "clean", "review", "error"]),
    rotation_cw=st.sampled_from([None, 0, 90, 180, 270]),
    skew_deg=st.none() | st.integers(-100, 100).map(lambda n: n / 10),
    clarity=st.sampled_from([None, "clear", "borderline", "unreadable"]),
    reasons=st.lists(st.just(Remark.of("check.turned", degrees=90)), max_size=2).map(tuple),
    needs_mask=st.sampled_from([True, False, None]),
    masks=st.lists(masks, max_size=3).map(tuple),
    output=st.none() | st.just("0001/0001.jpg"),
)


@given(st.lists(records, max_size=4))
def test_what_is_written_is_read(written: list[PageRecord]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.jsonl"
        write_ledger(path, written)
        assert read_ledger(path) == tuple(written)
        assert first_break(path) is None


def three_pages(folder: Path) -> Path:
    path = folder / "audit.jsonl"
    pages = [PageRecord(file=f"{n}.jpg", page=0, applicant_id="S", status="clean") for n in range(3)]
    write_ledger(path, pages)
    return path


@pytest.mark.parametrize("change", ["value", "removed", "swapped", "garbage"])
def test_every_change_is_found(tmp_path: Path, change: str) -> None:
    path = three_pages(tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    if change == "value":
        lines[1] = lines[1].replace('"clean"', '"masked"')
    elif change == "removed":
        del lines[1]
    elif change == "swapped":
        lines[1:] = reversed(lines[1:])
    else:
        lines[1] = lines[1][:40]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert first_break(path) == 2


def test_the_keys_that_tools_rely_on(tmp_path: Path) -> None:
    path = three_pages(tmp_path)
    entry = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    keys = (
        "file page applicant_id status rotation_cw skew_deg clarity reasons needs_mask masks output "
        "sha256_in sha256_out prev hash"
    )
    assert set(entry) >= set(keys.split())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_score_that_json_cannot_hold() -> None:
    mask = MaskRecord(((0.0, 0.0),), "name", "text", float("-inf"))
    record = PageRecord(file="x", page=0, applicant_id="S", status="review", masks=(mask,))
    assert json.loads(json.dumps(record_to_json(record), allow_nan=False))["masks"][0]["score"] == -99.0
