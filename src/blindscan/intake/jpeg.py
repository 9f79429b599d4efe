# SPDX-License-Identifier: Apache-2.0
"""Tell a damaged JPEG from a whole one.

libjpeg decodes corrupted scan data into gray blocks and stripes and only warns, and Pillow hides the
warning. A page with a damaged stripe may hide a name from every reader, so it must not pass for clear.
simplejpeg turns the same library's warnings into errors; at an eighth of the size that costs little.
"""

import simplejpeg

TABLES = b"\xff\xdb"


def is_damaged(content: bytes) -> bool:
    """Whether libjpeg warns about the picture's own data. What comes before it (EXIF, profiles) and
    after it does not count."""
    if not _warns(content):
        return False
    start = content.find(TABLES)
    return start < 0 or _warns(content[:2] + content[start:])


def _warns(content: bytes) -> bool:
    try:
        height, width, space, _ = simplejpeg.decode_jpeg_header(content)
        simplejpeg.decode_jpeg(
            content,
            "CMYK" if space in ("CMYK", "YCCK") else "GRAY",
            strict=True,
            min_height=height // 8,
            min_width=width // 8,
        )
    except ValueError:
        return True
    return False
