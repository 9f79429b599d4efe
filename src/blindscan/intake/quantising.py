# SPDX-License-Identifier: Apache-2.0
"""How hard a JPEG was compressed, from its quantisation table."""

from io import BytesIO

import numpy as np

STANDARD_MEAN = 57.625
"""Mean entry of the luminance table of ITU-T T.81, annex K.1, which quality 50 stands for."""


def jpeg_quality(content: bytes) -> int | None:
    """The quality (1 to 100, IJG's scale) that the file's luminance table stands for; None for what
    is no JPEG or has no table. A picture saved again at a higher quality hides its first loss."""
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=("JPEG", "MPO")) as image:
            tables = getattr(image, "quantization", None)
    except (OSError, ValueError, SyntaxError):
        return None
    if not tables or 0 not in tables:
        return None
    scale = 100 * float(np.mean(tables[0])) / STANDARD_MEAN
    return int(np.clip((200 - scale) / 2 if scale <= 100 else 5000 / scale, 1, 100))
