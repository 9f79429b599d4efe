# SPDX-License-Identifier: Apache-2.0
"""Something on a page that betrays the applicant, or may."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from blindscan.model.words import Remark

FindingKind = Literal["name", "unit", "seal", "signature", "barcode", "field"]


@dataclass(frozen=True)
class Finding:
    """A place to paint over, in the upright frame.

    `term` is a term's id, None for a finding of unknown target. `score` is a natural-log likelihood
    ratio per character (0 = the reader itself would have read it; more negative = less likely).
    `sure` False means doubt: paint it and ask a person. `kept` True means that the place was seen and
    is to stay readable, for the reason in `why`. The finding never carries the text.
    """

    kind: FindingKind
    polygon: NDArray[np.float32] = field(repr=False)
    score: float
    finder: str
    term: str | None = None
    sure: bool = True
    why: Remark | None = None
    kept: bool = False
