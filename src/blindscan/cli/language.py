# SPDX-License-Identifier: Apache-2.0
"""Which language to speak: `--lang`, else the locale's."""

import locale
import os
import sys
from itertools import pairwise

from blindscan.model.words import Lang, phrase


def choose_lang(asked: Lang | None) -> Lang:
    """The language asked for, else Chinese for a Chinese locale, else English."""
    if asked:
        return asked
    spoken = next(
        (os.environ[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(k)),
        locale.getlocale()[0] or "",
    )
    return "zh" if spoken.lower().startswith(("zh", "chinese")) else "en"


def told(code: str) -> str:
    """A help text. Help is made before options are parsed, so `--lang` is looked up by hand."""
    args = sys.argv[1:]
    asked = next((b for a, b in pairwise(args) if a == "--lang"), None)
    asked = next((a[7:] for a in args if a.startswith("--lang=")), asked)
    return phrase(code, choose_lang("zh" if asked == "zh" else "en" if asked == "en" else None))
