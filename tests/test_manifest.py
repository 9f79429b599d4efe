# SPDX-License-Identifier: Apache-2.0
"""models/manifest.toml says the truth about the weight files that are installed."""

import hashlib
import tomllib
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from blindscan.read.weights import WEIGHTS, cut_recogniser, file_sha256, weight_file

MANIFEST = Path(__file__).parents[1] / "models" / "manifest.toml"
CONTENT: dict[str, Any] = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
FIELDS = {"use", "purpose", "package", "version", "file", "licence", "origin", "size", "sha256"}


def installed(entry: dict[str, Any]) -> Path:
    package, _, relative = entry["file"].partition("/")
    spec = find_spec(package)
    assert spec is not None, f"{package} is not installed"
    return Path(next(iter(spec.submodule_search_locations or ()))) / relative


@pytest.mark.parametrize("entry", CONTENT["weights"], ids=lambda e: e["use"])
def test_installed_weights_are_those_of_the_manifest(entry: dict[str, Any]) -> None:
    path = installed(entry)
    assert path.stat().st_size == entry["size"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]
    assert version(entry["package"]) == entry["version"]


@pytest.mark.parametrize("entry", CONTENT["weights"], ids=lambda e: e["use"])
def test_every_entry_is_complete(entry: dict[str, Any]) -> None:
    assert set(entry) == FIELDS
    assert entry["licence"] == "Apache-2.0"


def test_every_weight_file_in_use_is_in_the_manifest() -> None:
    assert {use: weight_file(use) for use in WEIGHTS} == {
        entry["use"]: installed(entry) for entry in CONTENT["weights"]
    }


def test_the_cut_graph_comes_from_a_listed_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (derived,) = CONTENT["derived"]
    assert derived["made_from"] in {entry["sha256"] for entry in CONTENT["weights"]}
    monkeypatch.setenv("BLINDSCAN_CACHE", str(tmp_path))
    cut_recogniser.cache_clear()
    made = file_sha256(cut_recogniser().path)
    cut_recogniser.cache_clear()
    assert derived["sha256"] in ("", made)
