# SPDX-License-Identifier: Apache-2.0
"""The records as tables for spreadsheets: CSV and XLSX, one row a page, nothing that computes."""

import csv
import io
from collections.abc import Iterator, Sequence

from blindscan.model.record import PageRecord
from blindscan.model.words import Lang, phrase

COLUMNS = [
    "applicant",
    "file",
    "page",
    "status",
    "needs_mask",
    "masks",
    "doubts",
    "kinds",
    "clarity",
    "rotation",
    "skew",
    "output",
    "remarks",
]
WIDTHS = (16, 34, 6, 12, 10, 8, 8, 22, 12, 10, 10, 22, 70)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FILLS = {"masked": "E3F1E7", "clean": "E3F1E7", "review": "FFF1CC", "error": "F9DCDC"}


def rows(records: Sequence[PageRecord], lang: Lang) -> Iterator[list[str | int]]:
    """The heads, then a row a page."""
    yield [phrase(f"audit.column_{column}", lang) for column in COLUMNS]
    for record in records:
        kinds = sorted({mask.kind for mask in record.masks})
        remarks = dict.fromkeys(remark.say(lang) for remark in (*record.reasons, *record.kept))
        yield [
            harmless(record.applicant_id),
            harmless(record.file),
            record.page + 1,
            phrase(f"audit.status_{record.status}", lang),
            {True: "是", False: "否", None: ""}[record.needs_mask],
            len(record.masks),
            sum(not mask.sure for mask in record.masks),
            "、".join(phrase(f"audit.kind_{kind}", lang) for kind in kinds),
            phrase(f"audit.clarity_{record.clarity}", lang) if record.clarity else "",
            record.rotation_cw if record.rotation_cw is not None else "",
            str(record.skew_deg) if record.skew_deg is not None else "",
            record.output or "",
            " ".join(remarks),
        ]


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, on one line."""
    line = "".join(c if c.isprintable() else "�" for c in text)
    return "'" + line if text.startswith(FORMULA_STARTS) else line


def table_csv(records: Sequence[PageRecord], lang: Lang) -> bytes:
    """CSV in UTF-8 with a byte-order mark, as Excel in China opens it right."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows(records, lang))
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def table_xlsx(records: Sequence[PageRecord], lang: Lang) -> bytes:
    """The same as a workbook, heads frozen, states coloured."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.create_sheet("blindscan")
    book.remove(book.worksheets[0])
    for number, row in enumerate(rows(records, lang), start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=column == len(row))
        colour = "D9E2EC" if number == 1 else FILLS[records[number - 2].status]
        sheet.cell(number, 4).fill = PatternFill("solid", fgColor=colour)
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        head = sheet.cell(1, column)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="D9E2EC")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
