# SPDX-License-Identifier: Apache-2.0
"""Tell a damaged JPEG from a whole one.

libjpeg decodes corrupted scan data into gray blocks and stripes and only warns; Pillow hides the
warning, OpenCV prints it. A page with a damaged stripe may hide a name from every reader, so it must
not pass for clear. The decoder of OpenCV is asked too: where two decoders of the same bytes part, or
markers stand where none may, the data is damaged.
"""

import re

MARKER_IN_SCAN = re.compile(rb"\xff([^\x00\xff])")
RESTARTS = range(0xD0, 0xD8)
SEGMENTED = frozenset((0xC4, 0xDA, 0xDB, 0xDC, 0xDD, 0xFE, *range(0xE0, 0xF0)))
"""Markers that may follow a scan and carry a length: tables, the next scan, comments, segments."""


def scan_is_damaged(content: bytes) -> bool:
    """Whether the entropy-coded data holds markers that cannot stand there, or ends too soon."""
    at = _first_scan(content)
    if at is None:
        return True
    while True:
        match = MARKER_IN_SCAN.search(content, at)
        if match is None:
            return True
        marker = match[1][0]
        at = match.end()
        if marker == 0xD9:
            return False
        if marker in SEGMENTED:
            length = int.from_bytes(content[at : at + 2], "big")
            if length < 2 or at + length > len(content):
                return True
            at += length
        elif marker not in RESTARTS:
            return True


def _first_scan(content: bytes) -> int | None:
    """Where the first scan's entropy-coded data starts."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        if content[at + 1] == 0xFF:
            at += 1
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at + 1] == 0xDA:
            return at + 2 + length
        at += 2 + length
    return None
