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
from urllib.parse import unquote_to_bytes, urlsplit

from blindscan.model.applicant import Term
from blindscan.model.finding import Finding
from blindscan.model.marks import Code

FINDER = "codes"
Policy = Literal["own", "all", "none"]
UNREAD_SCORE = -1.0
"""Stands for "there, but not read"."""
_BOOK = re.compile(r"97[789]\d{9,10}[\dX]?(?:\d{2,5})?")
_NUMBER = re.compile(r"[A-Za-z0-9\-/]{8,}")


def find_codes(
    codes: Sequence[Code], terms: Sequence[Term], policy: Policy = "own"
) -> tuple[Finding, ...]:
    """One finding for each code to mask. `own`: those that may lead to the applicant."""
    if policy == "none":
        return ()
    return tuple(
        Finding("barcode", code.polygon, 0.0 if code.payload else UNREAD_SCORE, FINDER)
        for code in codes
        if policy == "all" or not code.payload or _betrays(code.payload, terms)
    )


def _betrays(payload: str, terms: Sequence[Term]) -> bool:
    squeezed = [_squeezed(text) for text in _decodings(payload)]
    if any(_squeezed(term.text) in text for term in terms for text in squeezed):
        return True
    return _is_lookup(payload) or _is_number(payload)


def _decodings(payload: str) -> Iterator[str]:
    """The payload as it is, and what it says percent-, base64- or hex-encoded."""
    yield payload
    raw = [unquote_to_bytes(payload)]
    for decode in (base64.b64decode, bytes.fromhex):
        try:
            raw.append(decode(payload.strip()))
        except (ValueError, binascii.Error):
            continue
    for content in raw:
        for encoding in ("utf-8", "gb18030"):
            yield content.decode(encoding, "ignore")


def _is_lookup(payload: str) -> bool:
    """A link with something behind its host: a token, a number, a query."""
    link = urlsplit(payload.strip())
    return link.scheme.lower() in ("http", "https") and bool(link.path.strip("/") or link.query)


def _is_number(payload: str) -> bool:
    """A certificate or identity number; not the number of a book or journal."""
    text = payload.strip()
    if _BOOK.fullmatch(text.replace("-", "")):
        return False
    return bool(_NUMBER.fullmatch(text)) and any(c.isdigit() for c in text)


def _squeezed(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
