# SPDX-License-Identifier: Apache-2.0
"""Bounds follow from measured scores, stand in one file, and are used by every finder."""

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blindscan.find.thresholds import seal_thresholds, text_bounds, text_table, thresholds
from blindscan.model.geometry import rectangle
from blindscan.model.line import Glyphs, Line

ROOT = Path(__file__).parents[1]
FILE = ROOT / "models" / "thresholds.toml"
SCORES = st.lists(st.floats(-7.9, 0.0), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def distributions() -> ModuleType:
    spec = importlib.util.spec_from_file_location("distributions", ROOT / "bench" / "distributions.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["distributions"] = module
    spec.loader.exec_module(module)
    return module


def test_doubt_never_lies_above_mask() -> None:
    for script in ("han", "hand", "latin", "cyrillic"):
        bounds = text_bounds(script)
        assert -8 < bounds.doubt <= bounds.mask < 0
    assert seal_thresholds().doubt <= seal_thresholds().mask


def test_handwriting_and_text_only_engines_have_bounds_of_their_own() -> None:
    quad = rectangle(0, 0, 90, 30)
    glyphs = Glyphs("陆砚秋", np.zeros((3, 2), np.float32), np.ones(3, np.float32))
    print_, scrawl = Line(quad, "陆砚秋", 0.99), Line(quad, "陆石火", 0.5)
    assert text_table("han", print_) == "han"
    assert text_table("han", scrawl) == "hand"
    assert text_table("latin", scrawl) == "latin"
    told = Line(quad, "陆砚秋", 0.99, glyphs=glyphs)
    edits = thresholds()["edits"]
    assert text_bounds("han", told).mask == max(text_bounds("han").mask, edits["mask"])


def test_no_bound_hides_in_the_finders() -> None:
    """A score is a negative logarithm: no finder compares with one of its own."""
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "src/blindscan/find").glob("*.py")]
    assert not [line for text in code for line in re.findall(r"^.*score\s*[<>]=?\s*-\d.*$", text, re.M)]


@given(true=SCORES, false=SCORES)
def test_a_proposed_bound_is_admissible_or_the_safe_one(
    distributions: ModuleType, true: list[float], false: list[float]
) -> None:
    samples = distributions.Samples()
    samples.extend(("text.han", "3", "true", score, "") for score in true)
    samples.extend(("text.han", "3", "false", score, "") for score in false)
    samples.extend(("text.han", "3", "asked", 0.0, "") for _ in range(5000))
    for choice in distributions.choose(samples, thresholds()):
        low, high = choice.admissible
        assert choice.present == thresholds()["text"]["han"][choice.key]
        if low <= choice.present <= high:
            assert choice.proposed == choice.present
        else:
            assert min(low, high) - 0.11 <= choice.proposed <= high + 0.01


def test_bounds_are_written_and_all_else_stays(distributions: ModuleType, tmp_path: Path) -> None:
    copy = tmp_path / "thresholds.toml"
    copy.write_bytes(FILE.read_bytes())
    choices = [
        distributions.Choice("text.hand", "doubt", thresholds()["text"]["hand"]["doubt"], (-4.5, -4.2)),
        distributions.Choice("seals", "mask", thresholds()["seals"]["mask"], (-9.0, 0.0)),
    ]
    distributions.write_bounds(choices, copy)
    before, after = tomllib.loads(FILE.read_text("utf-8")), tomllib.loads(copy.read_text("utf-8"))
    assert after["text"]["hand"].pop("doubt") == -4.2
    before["text"]["hand"].pop("doubt")
    assert after == before
    assert len(copy.read_text("utf-8").splitlines()) == len(FILE.read_text("utf-8").splitlines())


def test_a_corpus_is_measured_from_its_pages(tmp_path: Path) -> None:
    """Three sample pages through the real networks: scores, plots, and a table of bounds."""
    command = [sys.executable, str(ROOT / "bench" / "calibrate.py"), str(ROOT / "samples")]
    command += ["--limit", "3", "--jobs", "1", "--out", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "text.han" in ran.stdout
    measured = json.loads((tmp_path / "distributions.json").read_text("utf-8"))
    true = [score for group, one in measured.items() if "han" in group for score in one["true"]]
    assert true
    assert max(true) > -0.5
    assert (tmp_path / "text-han.png").read_bytes().startswith(b"\x89PNG")


def test_where_no_bound_is_kind_and_safe_the_safe_one_is_taken(distributions: ModuleType) -> None:
    """And one that is safe already stays."""
    for present, proposed in ((-4.0, -4.9), (-5.0, -5.0)):
        choice = distributions.Choice("seals", "doubt", present, (-3.26, -4.84))
        assert choice.proposed == proposed


def test_unlisted_places_are_counted_and_move_no_bound(distributions: ModuleType) -> None:
    def measured(which: str) -> Any:
        samples = distributions.Samples()
        samples.extend(("text.han", "3", "true", -0.1, "") for _ in range(50))
        samples.extend(("text.han", "3", "asked", 0.0, "") for _ in range(500))
        samples.extend([("text.han", "3", which, -0.01, "a page")])
        return samples

    unlisted, false = measured("unlisted"), measured("false")
    assert unlisted.by_group()["text.han", "3"].unlisted == 1
    assert unlisted.loudest(1, "unlisted") == [(-0.01, "text.han", "a page")]
    assert unlisted.loudest(1) == []
    assert [c.proposed for c in distributions.choose(unlisted, thresholds())] == [-2.0, -3.5]
    assert distributions.choose(false, thresholds())[0].proposed > -2.0
