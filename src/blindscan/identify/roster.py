# SPDX-License-Identifier: Apache-2.0
"""Read a roster (申报人员花名册) from CSV or XLSX."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from blindscan.identify.variants import fold
from blindscan.model.applicant import Applicant
from blindscan.model.errors import UsageError

HEADS = {
    "id": "applicant_id id 编号 序号 申报编号 申报号 人员编号",
    "name": "姓名 申报人 申报人姓名 名字 申报人员 人员姓名 name",
    "unit": "工作单位 单位 所在单位 现工作单位 单位名称 工作单位名称 申报单位 unit",
    "name_alias": "姓名_别名 姓名别名 别名 曾用名 其他写法 alias name_alias",
    "unit_alias": "工作单位_别名 工作单位别名 单位_别名 单位别名 单位曾用名 单位简称 unit_alias",
}
_FIELD = {head: field for field, heads in HEADS.items() for head in heads.split()}
_SEPARATORS = re.compile("[;；、|\n]")
HEADER_ROWS = 10
"""How far down the heads are looked for: lists begin with a title and remarks."""

Rows = list[list[str]]


def load_roster(path: Path) -> tuple[Applicant, ...]:
    """All applicants of a roster, in order.

    Heads may come in any order and by common synonyms. Without an id column an applicant's id is the
    name. Aliases are separated by ; 、 | (not by commas: English unit names hold them). Raises
    UsageError when the file cannot be read, lacks 姓名, or a row cannot be meant as it stands.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError("identify.roster_unreadable") from error
    rows = _xlsx_rows(content) if content[:4] == b"PK\x03\x04" else _csv_rows(content)
    start, columns = _columns(rows)
    applicants: dict[str, Applicant] = {}
    for number, row in enumerate(rows[start:], start=start + 1):
        applicant = _applicant(row, columns, number)
        if applicant is None:
            continue
        same_id = applicants.setdefault(_unique_id(applicant, columns, applicants), applicant)
        if same_id is not applicant and same_id != applicant:
            raise UsageError("identify.roster_same_id", row=number)
    if not applicants:
        raise UsageError("identify.roster_empty")
    return tuple(applicants.values())


def _unique_id(applicant: Applicant, columns: dict[str, int], known: dict[str, Applicant]) -> str:
    """The key to keep a row under: namesakes in a roster without ids are different people."""
    key, count = applicant.id, 1
    while "id" not in columns and key in known:
        count += 1
        key = f"{applicant.id}#{count}"
    return key


def _csv_rows(content: bytes) -> Rows:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UsageError("identify.roster_encoding")
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise UsageError("identify.roster_unreadable") from error


def _xlsx_rows(content: bytes) -> Rows:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
    except Exception as error:
        # A broken workbook raises anything, zlib's errors too.
        raise UsageError("identify.roster_unreadable") from error


def _columns(rows: Rows) -> tuple[int, dict[str, int]]:
    """(row after the heads, field -> column). Raises UsageError when there is no 姓名."""
    for number, row in enumerate(rows[:HEADER_ROWS]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            field = _FIELD.get(_head(cell))
            if field:
                found.setdefault(field, column)
        if "name" in found:
            return number + 1, found
    raise UsageError("identify.roster_no_name_column")


def _head(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).casefold().split()).strip("*:﻿")


def _applicant(row: Sequence[str], columns: dict[str, int], number: int) -> Applicant | None:
    def cell(field: str) -> str:
        column = columns.get(field)
        return row[column].strip() if column is not None and column < len(row) else ""

    name, unit = cell("name"), cell("unit")
    if not name:
        if unit:
            raise UsageError("identify.roster_row_no_name", row=number)
        return None
    if len(fold(name)) < 2:
        raise UsageError("identify.roster_short_name", row=number)
    names = (name, *_aliases(cell("name_alias")))
    units = (*((unit,) if unit else ()), *_aliases(cell("unit_alias")))
    return Applicant(cell("id") or name, names, units)


def _aliases(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SEPARATORS.split(cell) if len(fold(part)) >= 2)


def match_applicant(roster: Sequence[Applicant], folder_id: str) -> Applicant | None:
    """The one applicant whom a folder's name means: by id, else by the name that it contains."""
    wanted = fold(folder_id).casefold()
    by_id = [a for a in roster if fold(a.id).casefold() == wanted]
    if len(by_id) == 1:
        return by_id[0]
    by_name = [a for a in roster if fold(a.names[0]).casefold() in wanted]
    longest = max((len(fold(a.names[0])) for a in by_name), default=0)
    best = [a for a in by_name if len(fold(a.names[0])) == longest]
    return best[0] if len(best) == 1 else None
