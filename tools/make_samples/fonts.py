# SPDX-License-Identifier: Apache-2.0
"""Fonts of Debian packages, by the role that they play on a page."""

from functools import cache
from pathlib import Path

from PIL import ImageFont

_CJK = "/usr/share/fonts/opentype/noto/Noto{}CJK-{}.ttc"
_TRUETYPE = "/usr/share/fonts/truetype/"

# Role -> file, index of the simplified Chinese face, Debian package.
_FILES = {
    "song": (_TRUETYPE + "arphic/uming.ttc", 0, "fonts-arphic-uming"),
    "kai": (_TRUETYPE + "arphic/ukai.ttc", 0, "fonts-arphic-ukai"),
    "hei": (_TRUETYPE + "wqy/wqy-zenhei.ttc", 0, "fonts-wqy-zenhei"),
    "sans": (_CJK.format("Sans", "Regular"), 2, "fonts-noto-cjk"),
    "sans-bold": (_CJK.format("Sans", "Bold"), 2, "fonts-noto-cjk"),
    "serif": (_CJK.format("Serif", "Regular"), 2, "fonts-noto-cjk"),
    "serif-bold": (_CJK.format("Serif", "Bold"), 2, "fonts-noto-cjk"),
    "arabic": (_TRUETYPE + "noto/NotoNaskhArabic-Regular.ttf", 0, "fonts-noto-core"),
}


@cache
def font(role: str, size: int) -> ImageFont.FreeTypeFont:
    """The font of a role. Says which Debian package to install when its file is missing."""
    path, index, package = _FILES[role]
    if not Path(path).is_file():
        raise SystemExit(f"{path} is missing: apt-get install {package} (or: make system)")
    return ImageFont.truetype(path, size, index=index)
