# SPDX-License-Identifier: Apache-2.0
"""Take what is not picture out of a PNG before a decoder sees it.

Text and colour-profile chunks are compressed and may unpack to any size; no page needs them.
"""

import struct

SIGNATURE = b"\x89PNG\r\n\x1a\n"
DROPPED = frozenset((b"zTXt", b"iTXt", b"tEXt", b"iCCP"))


def without_texts(content: bytes) -> bytes:
    """The PNG without text and profile chunks; the same bytes where there is none."""
    kept = [SIGNATURE]
    at, dropped = len(SIGNATURE), False
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 12 + length
        if content[at + 4 : at + 8] in DROPPED and end <= len(content):
            dropped = True
        else:
            kept.append(content[at:end])
        at = end
    return b"".join(kept) if dropped else content
