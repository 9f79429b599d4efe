# SPDX-License-Identifier: Apache-2.0
"""Which payloads lead to the applicant."""

import base64
from urllib.parse import quote

import numpy as np
import pytest

from blindscan.find.codes import find_codes
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.geometry import rectangle
from blindscan.model.marks import Code

NAME = "迪丽努尔·帕尔哈提"
TERMS = terms_of(Applicant("a", (NAME,), ("浙江临岚技师学院",)))


def code(payload: str | None) -> Code:
    return Code(rectangle(10, 10, 90, 90), payload, "QR Code")


@pytest.mark.parametrize(
    "payload",
    [
        f"证书 {NAME}",
        "单位：浙江 临岚 技师学院",
        quote("迪丽努尔帕尔哈提"),
        quote("迪丽努尔帕尔哈提".encode("gb18030")),
        base64.b64encode(NAME.encode()).decode(),
        base64.urlsafe_b64encode(NAME.encode()).decode().rstrip("="),
        NAME.encode("gb18030").hex(),
        "https://example.invalid/cert/8a7b",
        "http://example.invalid?id=3",
        "www.example.cn/bg.do?v=A1",
        "https://example.invalid/#/c/77",
        "weixin://dl/business/x",
        "330999198406170043",
        "330999840617004",
        "某某 633590639820",
        "ZJ-2023/000123",
    ],
)
def test_what_may_lead_to_the_applicant_is_masked(payload: str) -> None:
    (finding,) = find_codes([code(payload)], TERMS)
    assert finding.kind == "barcode"
    assert finding.sure
    assert finding.score == 0.0
    assert np.array_equal(finding.polygon, code(payload).polygon)


@pytest.mark.parametrize(
    "payload",
    [
        "https://example.invalid/",
        "HTTP://WWW.EXAMPLE2023.CN",
        "9787040412345",
        "9787040412345 52499",
        "ISBN 978-7-04-041234-5",
        "9771671000017 05",
        "微信公众号",
        "A4-2023",
    ],
)
def test_what_is_plainly_foreign_stays(payload: str) -> None:
    assert find_codes([code(payload)], TERMS) == ()
    assert len(find_codes([code(payload)], TERMS, "all")) == 1


def test_what_cannot_be_decoded_is_masked_with_certainty() -> None:
    (finding,) = find_codes([code(None)], TERMS)
    assert finding.sure
    assert finding.score == -1.0
    assert find_codes([code(None)], TERMS, "none") == ()
