# SPDX-License-Identifier: Apache-2.0
"""Fingers that hold the page down and lie over text."""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.check.light import text_area
from blindscan.check.shrink import shrunk
from blindscan.model.geometry import Points
from blindscan.model.page import Pixels

WORK_SIDE = 320
AWAY_FROM_PAPER = 8.0
"""CIE Lab chroma by which skin differs from the paper beside it, in any light."""
REDDISH, YELLOWISH = (4.0, 32.0), (3.0, 40.0)
"""Skin's a* and b* against the paper's: reddish yellow, never strong (print and seals are stronger)."""
LEAST_SHARE, MOST_SHARE = 0.004, 0.2
"""A finger's share of the picture. A desk or a red cover is more."""


def finger_share(pixels: Pixels, quads: Points) -> float:
    """Share of the text's area, in [0, 1], that skin-coloured smooth things which reach in from the
    picture's border cover. `quads`: (n, 4, 2) text in the frame of the (h, w, 3) page."""
    small, scale = shrunk(pixels, WORK_SIDE)
    area = text_area(quads * scale, small.shape)
    if not area.any():
        return 0.0
    skin = _skin(small, area)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(skin)
    border = set(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]).tolist())
    fingers = [
        n
        for n in range(1, count)
        if n in border and LEAST_SHARE <= boxes[n, cv2.CC_STAT_AREA] / skin.size <= MOST_SHARE
    ]
    return float(np.isin(labels, fingers)[area].mean())


def _skin(small: Pixels, text: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Where the page is of skin's colour, print and thin things left out."""
    lab = cv2.cvtColor(cv2.medianBlur(small, 5), cv2.COLOR_RGB2LAB).astype(np.float32)
    bright = text & (lab[..., 0] >= np.percentile(lab[..., 0][text], 50))
    paper = np.median(lab[bright], axis=0)
    _, red, yellow = np.moveaxis(lab - paper, 2, 0)
    tinted = np.hypot(red, yellow) >= AWAY_FROM_PAPER
    skin = tinted & (red >= REDDISH[0]) & (red <= REDDISH[1])
    skin &= (yellow >= YELLOWISH[0]) & (yellow <= YELLOWISH[1])
    opened = cv2.morphologyEx(skin.astype(np.uint8), cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    return cast(NDArray[np.uint8], opened)
