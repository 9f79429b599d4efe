# SPDX-License-Identifier: Apache-2.0
"""Rosters as people really send them."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blindscan.identify.roster import load_roster, match_applicant
from blindscan.identify.variants import fold
from blindscan.model.applicant import Applicant
from blindscan.model.errors import UsageError

TABLE = """applicant_id,姓名,姓名_别名,工作单位,工作单位_别名
S001,陆砚秋,LU Yanqiu,浙江临岚技师学院,"临岚技师学院;Linlan Technician College, Zhejiang"
S002,方榆,,沔川市水利水电勘测设计院,
"""
WANTED = (
    Applicant(
        "S001",
        ("陆砚秋", "LU Yanqiu"),
        ("浙江临岚技师学院", "临岚技师学院", "Linlan Technician College, Zhejiang"),
    ),
    Applicant("S002", ("方榆",), ("沔川市水利水电勘测设计院",)),
)


def saved(folder: Path, content: bytes, name: str = "roster.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_encoding(tmp_path: Path, encoding: str) -> None:
    assert load_roster(saved(tmp_path, TABLE.encode(encoding))) == WANTED


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    table = f"姓名{delimiter}单位\n陆砚秋{delimiter}浙江临岚技师学院\n"
    (one,) = load_roster(saved(tmp_path, table.encode()))
    assert (one.id, one.units) == ("陆砚秋", ("浙江临岚技师学院",))


@pytest.mark.parametrize(
    "heads", ["申报人姓名,现工作单位", "姓 名,所在单位", "Name,Unit", "　姓名　,工作单位名称"]
)
def test_synonyms_in_any_order(tmp_path: Path, heads: str) -> None:
    for columns in (("陆砚秋", "浙江临岚技师学院"), ("浙江临岚技师学院", "陆砚秋")):
        ordered = heads if columns[0] == "陆砚秋" else ",".join(reversed(heads.split(",")))
        (one,) = load_roster(saved(tmp_path, f"{ordered}\n{','.join(columns)}\n".encode()))
        assert (one.names, one.units) == (("陆砚秋",), ("浙江临岚技师学院",))


def test_a_workbook_with_a_title_above_its_heads(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["2024年申报人员花名册"],
        [],
        ["序号", "姓名", "工作单位"],
        [1, "陆砚秋", "浙江临岚技师学院"],
    ):
        sheet.append(row)
    book.save(tmp_path / "roster.xlsx")
    (one,) = load_roster(tmp_path / "roster.xlsx")
    assert (one.id, one.names) == ("1", ("陆砚秋",))


def test_namesakes_without_ids_are_two_people(tmp_path: Path) -> None:
    table = "姓名,工作单位\n方榆,沔川市第一中学\n方榆,沔川市第二中学\n"
    assert len(load_roster(saved(tmp_path, table.encode()))) == 2


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("编号,工作单位\n1,某校\n", "identify.roster_no_name_column"),
        ("姓名,工作单位\n陆砚秋,甲校\n,乙校\n", "identify.roster_row_no_name"),
        ("姓名,工作单位\n陆,甲校\n", "identify.roster_short_name"),
        ("id,姓名\n1,陆砚秋\n1,方榆\n", "identify.roster_same_id"),
        ("姓名,工作单位\n", "identify.roster_empty"),
        ("", "identify.roster_no_name_column"),
    ],
)
def test_a_roster_that_cannot_be_meant_is_refused(tmp_path: Path, table: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_roster(saved(tmp_path, table.encode()))
    assert caught.value.remark.code == code
    assert "陆" not in str(caught.value)


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    for content in (b"PK\x03\x04 not a workbook", b"\xff\xfe\x00\xd8\x00"):
        with pytest.raises(UsageError):
            load_roster(saved(tmp_path, content))
    with pytest.raises(UsageError):
        load_roster(tmp_path / "nowhere.csv")


def test_folders_find_their_applicant() -> None:
    assert match_applicant(WANTED, "S002") is WANTED[1]
    assert match_applicant(WANTED, "03-陆砚秋（材料）") is WANTED[0]
    assert match_applicant(WANTED, "上传") is None
    twins = (Applicant("1", ("方榆",), ()), Applicant("2", ("方榆",), ()))
    assert match_applicant(twins, "方榆") is None


names = st.text("陆砚秋方榆王建·", min_size=2, max_size=6).filter(lambda n: len(fold(n)) >= 2)


@given(st.lists(st.tuples(names, names), min_size=1, max_size=6))
def test_what_is_written_is_read(rows: list[tuple[str, str]]) -> None:
    import tempfile

    stream = io.StringIO()
    csv.writer(stream).writerows(
        [["applicant_id", "姓名", "工作单位"], *([f"A{n}", *row] for n, row in enumerate(rows))]
    )
    with tempfile.TemporaryDirectory() as folder:
        read = load_roster(saved(Path(folder), stream.getvalue().encode("utf-8-sig")))
    assert [(a.id, a.names[0], a.units[0]) for a in read] == [
        (f"A{n}", name, unit) for n, (name, unit) in enumerate(rows)
    ]


def test_a_broken_workbook_is_told(tmp_path: Path) -> None:
    """Bytes that zlib refuses, found by a fuzzer."""
    book = openpyxl.Workbook()
    book.save(tmp_path / "whole.xlsx")
    content = bytearray((tmp_path / "whole.xlsx").read_bytes())
    start = content.index(b"[Content_Types].xml") + 19
    content[start : start + 200] = bytes(n * 37 % 256 for n in range(200))
    for broken in (bytes(content), (tmp_path / "whole.xlsx").read_bytes()[:-300]):
        with pytest.raises(UsageError) as caught:
            load_roster(saved(tmp_path, broken, "broken.xlsx"))
        assert caught.value.remark.code == "identify.roster_unreadable"
