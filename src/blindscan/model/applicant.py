# SPDX-License-Identifier: Apache-2.0
"""Who the applicant is, and the strings that betray them."""

from dataclasses import dataclass, field
from typing import Literal

TermKind = Literal["name", "unit"]
Script = Literal["han", "latin", "cyrillic", "uyghur"]


@dataclass(frozen=True)
class Applicant:
    """One applicant (申报人).

    `names` and `units` hold the canonical form first, aliases after it; all are secret and so stay
    out of `repr`, hence out of logs, assertions and tracebacks. `id` is the folder name or the
    roster's applicant_id and may leave the house only as a neutral number.
    """

    id: str = field(repr=False)
    names: tuple[str, ...] = field(repr=False, default=())
    units: tuple[str, ...] = field(repr=False, default=())


@dataclass(frozen=True)
class Term:
    """One searchable string, derived from an applicant's name or unit.

    `text` has no white space and no middle dots between characters: spotting lets those sit
    anywhere. `sure` is False for forms (a given name alone, an initial) whose sight is only a doubt.
    `id` is neutral ("name-0", "unit-2"); findings and ledgers name terms by it.
    """

    id: str
    kind: TermKind
    text: str = field(repr=False)
    script: Script = "han"
    sure: bool = True
