# SPDX-License-Identifier: Apache-2.0
"""Scores of true and false places: kept, weighed, drawn; and the bounds that follow from them."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FLOOR = -8.0
"""Score below which nothing is asked for: such a place was not seen."""
SEEN = -6.0
"""A true place that scores less was not seen by this question: it is hidden by a seal or another line,
and other questions find it. Strings that a line does not bear score so by chance."""
TRUE_BELOW_DOUBT = 0.005
"""Share of the true places seen on clear pages that may fall below `doubt`: they would leak."""
FALSE_ABOVE_MASK, FALSE_ABOVE_DOUBT = 1e-4, 1e-3
"""Share of the times that a line is asked for a term it does not bear, that may be masked, or doubted.
A page has some fifty lines and an applicant ten terms: one false mask in twenty pages."""
ENOUGH = 40
"""Places of a length from which that length has a say of its own."""
STEP = 0.1


Sample = tuple[str, str, str, float, str]
"""(finder, length group, "true" | "false" | "unlisted" | "asked", score, place in words)."""


@dataclass(frozen=True)
class Group:
    """Scores of one finder's terms of one length; `asked`: how often a false one could have scored;
    `unlisted`: places that bear the term though the truth does not list them."""

    true: NDArray[np.float64]
    false: NDArray[np.float64]
    asked: int
    unlisted: int = 0


class Samples:
    """All scores, by finder and length."""

    def __init__(self) -> None:
        self._true: dict[tuple[str, str], list[float]] = defaultdict(list)
        self._false: dict[tuple[str, str], list[float]] = defaultdict(list)
        self._asked: dict[tuple[str, str], int] = defaultdict(int)
        self._unlisted: dict[tuple[str, str], int] = defaultdict(int)
        self._places: dict[str, list[tuple[float, str, str]]] = defaultdict(list)

    def extend(self, found: Iterable[Sample]) -> None:
        """Add places and questions."""
        for finder, length, which, score, place in found:
            if which == "asked":
                self._asked[finder, length] += 1
                continue
            self._places[which].append((score, finder, place))
            if which == "unlisted":
                self._unlisted[finder, length] += 1
            else:
                (self._true if which == "true" else self._false)[finder, length].append(score)

    def loudest(self, count: int, which: str = "false") -> list[tuple[float, str, str]]:
        """The places of one kind with the highest scores, to be looked at: (score, finder, place)."""
        return sorted(self._places[which], reverse=True)[:count]

    def by_group(self) -> dict[tuple[str, str], Group]:
        """Sorted scores of every finder and length."""
        return {
            key: Group(
                np.sort(np.array(self._true[key], dtype=np.float64)),
                np.sort(np.array(self._false[key], dtype=np.float64)),
                self._asked[key],
                self._unlisted[key],
            )
            for key in sorted({*self._true, *self._false, *self._unlisted})
        }

    def of(self, finder: str) -> list[Group]:
        """The finder's groups, and all of them together."""
        groups = [group for (name, _), group in self.by_group().items() if name == finder]
        if not groups:
            return []
        whole = Group(
            np.sort(np.concatenate([group.true for group in groups])),
            np.sort(np.concatenate([group.false for group in groups])),
            sum(group.asked for group in groups),
            sum(group.unlisted for group in groups),
        )
        return [*groups, whole]

    def save(self, path: Path) -> None:
        """Write all scores, rounded, as JSON."""
        content = {
            f"{finder} {length}": {
                "true": np.round(group.true, 3).tolist(),
                "false": np.round(group.false, 3).tolist(),
                "asked": group.asked,
                "unlisted": group.unlisted,
            }
            for (finder, length), group in self.by_group().items()
        }
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Choice:
    """One bound: where it stands, between what values the data let it stand, and where it should."""

    table: str
    key: str
    present: float
    admissible: tuple[float, float]

    @property
    def name(self) -> str:
        return f"{self.table}.{self.key}"

    @property
    def proposed(self) -> float:
        """The present value where the data allow it; else the nearest that they do."""
        low, high = self.admissible
        if low > high:
            # No value is both kind and safe: a false mask harms less than a leak.
            return min(self.present, float(round(np.floor(high / STEP) * STEP, 2)))
        if low <= self.present <= high:
            return self.present
        towards = np.ceil if self.present < low else np.floor
        return float(round(towards((low if self.present < low else high) / STEP) * STEP, 2))


def choose(samples: Samples, present: dict[str, Any]) -> list[Choice]:
    """The bounds of every finder that was measured."""
    choices = []
    for table in ("text.han", "text.hand", "text.latin", "seals", "uyghur"):
        groups = samples.of(table)
        if not groups:
            continue
        values: Any = present
        for part in table.split("."):
            values = values[part]
        # With too few true places nothing tells that a higher bound would be safe.
        safe = min((_seen_quantile(g) for g in groups if _has_true(g)), default=values["doubt"])
        kind = max(_above(g, FALSE_ABOVE_DOUBT) for g in _telling(groups, FALSE_ABOVE_DOUBT))
        masked = max(_above(g, FALSE_ABOVE_MASK) for g in _telling(groups, FALSE_ABOVE_MASK))
        choices.append(Choice(table, "mask", values["mask"], (max(masked, values["doubt"]), 0.0)))
        choices.append(Choice(table, "doubt", values["doubt"], (kind, safe)))
    return choices


def _telling(groups: list[Group], share: float) -> list[Group]:
    """Groups asked often enough for such a share to be one place, and always all of them together."""
    return [*(group for group in groups[:-1] if share * group.asked >= 1), groups[-1]]


def _has_true(group: Group) -> bool:
    return int((group.true > SEEN).sum()) >= ENOUGH


def _seen_quantile(group: Group) -> float:
    """The score that all but TRUE_BELOW_DOUBT of the true places reach that were seen at all."""
    seen = group.true[group.true > SEEN]
    return float(np.quantile(seen, TRUE_BELOW_DOUBT, method="lower"))


def _above(group: Group, share: float) -> float:
    """The lowest bound that no more than `share` of the false places exceed."""
    allowed = int(share * group.asked)
    if allowed >= len(group.false):
        return FLOOR
    return float(group.false[len(group.false) - 1 - allowed])


def draw_plots(samples: Samples, choices: list[Choice], out: Path) -> None:
    """One PNG a finder: a row of two histograms for each length of term."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    groups = samples.by_group()
    for finder in sorted({finder for finder, _ in groups}):
        rows = [(length, group) for (name, length), group in groups.items() if name == finder]
        figure, axes = plt.subplots(len(rows), 1, figsize=(8, 2.2 * len(rows)), squeeze=False)
        for (length, group), axis in zip(rows, axes[:, 0], strict=True):
            _draw_row(axis, finder, length, group, choices)
        axes[-1, 0].set_xlabel("score: log likelihood ratio per character")
        figure.tight_layout()
        figure.savefig(out / f"{finder.replace('.', '-')}.png", dpi=110, metadata={"Software": None})
        plt.close(figure)


def _draw_row(axis: Any, finder: str, length: str, group: Group, choices: list[Choice]) -> None:
    bins = np.linspace(FLOOR, 0, 81)
    axis.hist(
        group.false, bins, color="tab:gray", label=f"false ({len(group.false)} of {group.asked} seen)"
    )
    axis.hist(group.true, bins, color="tab:green", alpha=0.7, label=f"true ({len(group.true)})")
    axis.set_yscale("symlog", linthresh=1)
    for choice in choices:
        if choice.table == finder:
            colour = "tab:red" if choice.key == "mask" else "tab:orange"
            axis.axvline(choice.proposed, color=colour, label=f"{choice.key} {choice.proposed:g}")
    axis.set_title(f"{finder}, length {length}", fontsize=9)
    axis.legend(fontsize=7, loc="upper left")


def write_bounds(choices: list[Choice], path: Path) -> None:
    """Put the proposed values into the calibration file, comments and all else as they are."""
    content = path.read_text(encoding="utf-8")
    for choice in choices:
        if choice.proposed != choice.present:
            pattern = rf"(\[{re.escape(choice.table)}\][^\[]*?^{choice.key} = )[-\d.]+"
            content = re.sub(pattern, rf"\g<1>{choice.proposed}", content, count=1, flags=re.M | re.S)
    path.write_text(content, encoding="utf-8")
