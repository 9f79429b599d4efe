# SPDX-License-Identifier: Apache-2.0
"""No value that travels prints what it must not: not in a log, an assertion or a traceback."""

from pathlib import Path

import numpy as np

from blindscan.batch.discover import Upload
from blindscan.identify.values import Claim
from blindscan.model.applicant import Applicant, Term
from blindscan.model.errors import InputError, UsageError
from blindscan.model.line import Line
from blindscan.model.marks import Code
from blindscan.model.page import Page, Source
from blindscan.model.record import PageRecord
from blindscan.model.words import Remark

SECRET = "陆砚秋"


def test_nothing_secret_is_in_a_repr() -> None:
    quad = np.zeros((4, 2), dtype=np.float32)
    source = Source(Path(f"/in/{SECRET}/1.jpg"), f"{SECRET}/1.jpg", "ab", "image/jpeg")
    values = (
        Applicant(SECRET, (SECRET,), (SECRET,)),
        Term("name-0", "name", SECRET),
        source,
        Page(source, 0, np.zeros((1, 1, 3), dtype=np.uint8)),
        Line(quad, SECRET, 1.0),
        Code(quad, SECRET, "QRCode"),
        PageRecord(file=SECRET, page=0, applicant_id=SECRET, status="clean", held=SECRET),
        Upload(SECRET, (Path(SECRET),)),
        Claim("name", SECRET, 1.0),
    )
    assert not any(SECRET in repr(value) for value in values)


def test_errors_speak_both_languages_and_carry_their_exit_code() -> None:
    error = InputError("intake.empty")
    assert error.exit_code == 3
    assert error.remark.say("zh") != error.remark.say("en") == str(error)
    assert UsageError("identify.roster_short_name", row=3).exit_code == 2


def test_a_remark_survives_the_ledger() -> None:
    remark = Remark.of("check.turned", degrees=90)
    assert Remark.from_json(remark.to_json()) == remark
