# SPDX-License-Identifier: Apache-2.0
"""The rules of the house, as short tests: floors, doors, sizes, sentences, light start, samples."""

import ast
import json
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blindscan.model.words import catalogue

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "blindscan"
SAMPLES = ROOT / "samples"
FILES = sorted(SRC.rglob("*.py"))
HEADER = "# SPDX-License-Identifier: Apache-2.0"

ROOMS = {"intake", "check", "read", "identify", "find", "mask", "verify", "audit", "checklist"}
FLOOR = {
    "model": 0,
    **dict.fromkeys(ROOMS, 1),
    "search": 2,
    "pipeline": 3,
    "survey": 4,
    "standing": 4,
    "batch": 5,
}
FLOOR |= dict.fromkeys(("cli", "review", "qa"), 6) | {"__main__": 7}

each_file = pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(SRC)))


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def room_of(file: Path) -> str:
    return file.relative_to(SRC).parts[0].removesuffix(".py")


def imports(module: ast.Module) -> Iterator[str]:
    """Every imported module's dotted name, also those inside functions."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write absolute imports"
            origin = node.module or ""
            yield origin
            if origin == "blindscan":
                yield from (f"blindscan.{alias.name}" for alias in node.names)


def house_imports(file: Path) -> set[str]:
    """The rooms that a file imports from."""
    names = (name.split(".") for name in imports(tree(file)))
    return {parts[1] for parts in names if parts[0] == "blindscan" and len(parts) > 1}


@each_file
def test_file_says_its_licence(file: Path) -> None:
    assert file.read_text(encoding="utf-8").split("\n", 1)[0] == HEADER


@each_file
def test_imports_go_only_down(file: Path) -> None:
    room = room_of(file)
    if room == "__init__":
        assert not house_imports(file)
        return
    assert room in FLOOR, f"tell tests/test_house.py on which floor {room} lives"
    for other in house_imports(file) - {room, "__version__"}:
        assert FLOOR[other] < FLOOR[room], f"{room} imports {other}"


@pytest.mark.parametrize("file", sorted((SRC / "model").rglob("*.py")), ids=lambda f: f.name)
def test_model_knows_only_numpy(file: Path) -> None:
    allowed = sys.stdlib_module_names | {"numpy", "blindscan"}
    assert {name.split(".")[0] for name in imports(tree(file))} <= allowed


@pytest.mark.parametrize(
    "file", sorted(SRC.rglob("__init__.py")), ids=lambda f: str(f.relative_to(SRC))
)
def test_package_doors_hand_nothing_on(file: Path) -> None:
    assert not list(imports(tree(file)))


@each_file
def test_files_and_functions_stay_small(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # A command's options are its signature: what counts is what it does with them.
            length = (node.end_lineno or node.lineno) - node.body[0].lineno + 1
            assert length <= 55, f"{node.name} has {length} lines"


def error_names() -> set[str]:
    classes = (n for n in tree(SRC / "model" / "errors.py").body if isinstance(n, ast.ClassDef))
    return {node.name for node in classes}


def said_codes(file: Path) -> Iterator[str]:
    """Codes given literally to Remark.of, Remark, phrase or an error's constructor."""
    speakers = error_names() | {"Remark", "Remark.of", "phrase"}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in speakers and node.args:
            first = node.args[0]
            options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            for option in options:
                if isinstance(option, ast.Constant) and isinstance(option.value, str):
                    yield option.value


@each_file
def test_every_code_has_its_sentence(file: Path) -> None:
    assert set(said_codes(file)) <= set(catalogue())


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_both_languages_say_the_same() -> None:
    assert catalogue(), "the catalogue is empty"
    for code, sentence in catalogue().items():
        assert set(sentence) == {"zh", "en"}, code
        assert all(text.strip() for text in sentence.values()), code
        assert placeholders(sentence["zh"]) == placeholders(sentence["en"]), code


def test_a_code_is_defined_once_and_in_its_rooms_file() -> None:
    seen: set[str] = set()
    for file in (SRC / "model" / "catalogue").glob("*.toml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        for code in (line.strip('[]"') for line in lines if line.startswith("[")):
            assert code.split(".")[0] == file.stem.split("_")[0], code
            assert code not in seen, code
            seen.add(code)


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from blindscan.cli.app import main\n"
        "sys.argv = ['blindscan', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "heavy = {'cv2', 'openvino', 'onnxruntime', 'onnx', 'rapidocr', 'PIL'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def sample_pages() -> list[dict[str, Any]]:
    lines = (SAMPLES / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_samples_are_few_and_every_file_is_known() -> None:
    files = [path for path in (SAMPLES / "uploads").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 15_000_000
    known = {page["file"] for page in sample_pages()}
    assert {path.relative_to(SAMPLES / "uploads").as_posix() for path in files} == known


def test_sample_truth_lies_within_its_pages() -> None:
    for page in sample_pages():
        where = (page["file"], page["page"])
        assert page["needs_mask"] == bool(page["secrets"]), where
        for item in page["secrets"] + page["optional"] + page["decoys"]:
            assert item["polys"], where
            for x, y in (point for poly in item["polys"] for point in poly):
                assert 0 <= x <= page["width"], where
                assert 0 <= y <= page["height"], where


def test_samples_hold_the_hard_cases() -> None:
    pages = sample_pages()
    secrets = [secret for page in pages for secret in page["secrets"]]
    broken = {s["kind"] for s in secrets if len(s["polys"]) > 1 and s["where"] != "seal"}
    assert {"name", "unit"} <= broken, "a name and a unit broken over two lines"
    assert {s["where"] for s in secrets} >= {
        "print",
        "table",
        "vertical",
        "handwriting",
        "seal",
        "qr",
    }
    assert {page["rotation_cw_needed"] for page in pages} == {0, 90, 180, 270}
    assert any(page["clarity"] == "unreadable" for page in pages)
    assert not all(page["needs_mask"] for page in pages)
