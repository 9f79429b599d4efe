# SPDX-License-Identifier: Apache-2.0
"""Which codes betray the applicant: by a term in the payload, or by leading to a person's record.

Masking a code harms nobody, so what is not plainly foreign is masked without asking a person: codes
that cannot be decoded, look-up links and certificate numbers. An ISBN or a home page stays.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal
from urllib.parse import unquote_to_bytes

from blindscan.find.thresholds import place_score
from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.marks import Code

FINDER = "codes"
Policy = Literal["own", "all", "none"]
_BOOK = re.compile(r"(?:isbn|issn)?97[789]\d{9,10}[\dx]?(?:\d{2}|\d{5})?")
"""The EAN-13 prefixes of journals, books and music, with the two or five digits of an add-on."""
_NUMBER = re.compile(r"[a-z0-9][a-z0-9\-/]{7,}")
_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.\-]*://)?[\w\-]+(?:\.[\w\-]+)*\.[a-z]{2,}(?::\d+)?/*(?P<rest>\S*)"
)
_APP_LINK = re.compile(r"(?!https?:)[a-z][a-z0-9+.\-]*://\S+")


def find_codes(
    codes: Sequence[Code], terms: Sequence[Term], policy: Policy = "own"
) -> tuple[Finding, ...]:
    """One finding for each code to mask. `own`: those that may lead to the applicant."""
    if policy == "none":
        return ()
    return tuple(
        Finding("barcode", code.polygon, 0.0 if code.payload else place_score(FINDER), FINDER)
        for code in codes
        if policy == "all" or not code.payload or _betrays(code.payload, terms)
    )


def _betrays(payload: str, terms: Sequence[Term]) -> bool:
    squeezed = [_squeezed(text) for text in _decodings(payload)]
    sought = [_squeezed(term.text) for term in terms]
    if any(term and term in text for term in sought for text in squeezed):
        return True
    plain = unicodedata.normalize("NFKC", payload).casefold().strip()
    link = _LINK.fullmatch(plain)
    if link:
        return bool(link["rest"])
    return bool(_APP_LINK.fullmatch(plain)) or _bears_number(plain)


def _decodings(payload: str) -> Iterator[str]:
    """The payload as it is, and what it says percent-, base64- or hex-encoded."""
    yield payload
    for content in _contents(payload.strip()):
        for encoding in ("utf-8", "gb18030", "utf-16"):
            yield content.decode(encoding, "ignore")


def _contents(payload: str) -> Iterator[bytes]:
    yield unquote_to_bytes(payload)
    padded = payload.translate(str.maketrans("-_", "+/")) + "=" * (-len(payload) % 4)
    for decode, text in ((base64.b64decode, padded), (bytes.fromhex, payload)):
        try:
            yield decode(text)
        except (ValueError, binascii.Error):
            continue


def _bears_number(plain: str) -> bool:
    """Whether it bears a certificate or identity number; that of a book or journal is none."""
    if _BOOK.fullmatch(re.sub(r"[\s:\-]", "", plain)):
        return False
    return any(any(c.isdigit() for c in number) for number in _NUMBER.findall(plain))


def _squeezed(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
