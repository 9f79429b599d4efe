# SPDX-License-Identifier: Apache-2.0
"""How a page looks from afar: perceptual hash, blankness, and how much is picture."""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from blindscan.model.page import Pixels

HASH_SIDE = 8
DCT_SIDE = 32
BLANK_SPREAD = 12.0
SHADING = 90.0
"""Gray levels by which light may fall off over a blank sheet; more is a picture."""
PICTURE_SIDE = 128
AWAY_FROM_PAPER = 28.0


def print_hash(pixels: Pixels) -> int:
    """64 bits of a page's low frequencies (pHash after Zauner 2010): the signs of the 8 x 8 lowest
    cosine coefficients against their median. Alike pages differ in few bits."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(gray, (DCT_SIDE, DCT_SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = cast(NDArray[np.float32], cv2.dct(small))[:HASH_SIDE, :HASH_SIDE].ravel()
    bits = low > np.median(low[1:])
    return int("".join("1" if bit else "0" for bit in bits), 2)


def is_blank(pixels: Pixels) -> bool:
    """Whether nothing is on the page: what is left without its borders and slow shading is as even as
    paper."""
    height, width = pixels.shape[:2]
    inner = pixels[height // 20 : -height // 20, width // 20 : -width // 20]
    small = cv2.resize(inner, (240, 320), interpolation=cv2.INTER_AREA)
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = gray - cv2.GaussianBlur(gray, (0, 0), 12)
    dark, bright = np.percentile(gray, (1, 99))
    return bool(np.percentile(np.abs(detail), 99.7) < BLANK_SPREAD and bright - dark < SHADING)


def picture_share(pixels: Pixels) -> float:
    """Share of the page that is picture: closed areas that are not the colour of paper."""
    small = cv2.resize(pixels, (PICTURE_SIDE, PICTURE_SIDE), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    bright = lab[..., 0] >= np.percentile(lab[..., 0], 60)
    paper = np.median(lab[bright], axis=0)
    away = (np.linalg.norm((lab - paper) * (0.6, 1.0, 1.0), axis=2) > AWAY_FROM_PAPER).astype(np.uint8)
    solid = cv2.morphologyEx(away, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    count, labels, _, _ = cv2.connectedComponentsWithStats(solid)
    around = set(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]).tolist())
    inner = [label for label in range(1, count) if label not in around]
    return float(np.isin(labels, inner).mean())
