# SPDX-License-Identifier: Apache-2.0
"""What every reading engine owes: all boxes, nothing invented, and an error rather than silence."""

import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pytest
from tests.drawn import BODY, body, box_of, draw

from blindscan.find.text import find_text
from blindscan.identify.variants import terms_of
from blindscan.model.applicant import Applicant
from blindscan.model.errors import EngineError
from blindscan.model.geometry import bounds, rectangle
from blindscan.read import paddle_engine, weights
from blindscan.read.engine import Engine, PpOcrEngine
from blindscan.read.engines import open_engine, require_engine
from blindscan.read.opencv_name import opencv_by_its_other_name
from blindscan.read.paddle_folders import model_folder
from blindscan.read.runtime import available_runtime, open_session
from blindscan.read.strips import straighten
from blindscan.read.tesseract import program_for

SENTENCE = "兹证明陆砚秋同志系浙江红旗技师学院教师"


class EngineContract:
    """Inherited once for each engine."""

    @staticmethod
    def opened() -> Engine:
        """The engine in question."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> Engine:
        return cls.opened()

    def test_lines_come_in_reading_order_with_their_places(self, engine: Engine) -> None:
        drawn = draw(*body())
        lines = engine.read_quads(drawn.pixels, engine.detect(drawn.pixels))
        assert [line.text for line in lines] == list(BODY)
        for line in lines:
            left, _, _, bottom = drawn.boxes[line.text]
            assert abs(line.quad[:, 0].min() - left) < 12
            assert abs(line.quad[:, 1].max() - bottom) < 14
            assert line.score > 0.9
            assert line.bearer is not None

    def test_a_blank_page_has_no_lines(self, engine: Engine) -> None:
        assert engine.read(np.full((800, 600, 3), 255, dtype=np.uint8)) == ()

    def test_ink_that_reads_as_nothing_is_kept(self, engine: Engine) -> None:
        page = draw(*body()).pixels
        noise = np.random.default_rng(3).integers(0, 2, (30, 180, 1)) * 255
        page[450:480, 300:480] = noise
        lines = engine.read_quads(page, engine.detect(page))
        assert any(line.quad[:, 1].mean() > 430 and line.score < 0.7 for line in lines)

    def test_every_strip_has_its_reading(self, engine: Engine) -> None:
        page = draw((20, 20, "浙江临岚技师学院"), size=(360, 80)).pixels
        strip = straighten(page, rectangle(10, 12, 320, 68))
        blank = np.full((48, 200, 3), 255, dtype=np.uint8)
        first, second, third = engine.recognise([strip, blank, strip])
        assert first.text == third.text == "浙江临岚技师学院"
        assert second.text == ""
        assert engine.recognise([]) == ()

    def test_a_term_is_found_where_it_stands(self, engine: Engine) -> None:
        drawn = draw(*body(), (120, 300, SENTENCE))
        terms = terms_of(Applicant("a", ("陆砚秋",), ("浙江红旗技师学院",)))
        found = find_text(
            engine.read_quads(drawn.pixels, engine.detect(drawn.pixels)), terms, engine.head
        )
        assert {finding.kind for finding in found} == {"name", "unit"}
        for finding in found:
            part = "陆砚秋" if finding.kind == "name" else "浙江红旗技师学院"
            left, _, right, _ = box_of(drawn, SENTENCE, part)
            at = bounds(finding.polygon)
            assert finding.sure
            assert at[0] <= left + 3
            assert at[2] >= right - 3
            assert at[0] > left - 40
            assert at[2] < right + 40

    def test_tiny_and_narrow_pages_do_not_fail(self, engine: Engine) -> None:
        for shape in ((33, 33, 3), (40, 3000, 3), (3000, 40, 3)):
            engine.read(np.full(shape, 255, dtype=np.uint8))


class LatticeContract(EngineContract):
    """What engines with lattices owe besides."""

    def test_a_lattice_is_not_overwritten_by_the_next_page(self, engine: Engine) -> None:
        line = engine.read(draw(*body()).pixels)[0]
        assert line.lattice is not None
        before = line.lattice.features.copy()
        engine.read(draw((100, 100, "完全不同的另外一页文字内容")).pixels)
        assert (line.lattice.features == before).all()

    def test_a_lattice_holds_the_networks_own_probabilities(self, engine: Engine) -> None:
        lattice = engine.read(draw(*body()).pixels)[0].lattice
        assert lattice is not None
        logits = lattice.features.astype(np.float32) @ engine.head.weights + engine.head.bias
        exact = np.log(np.exp(logits - logits.max(1, keepdims=True)).sum(1)) + logits.max(1)
        assert np.abs(exact - lattice.log_norm).max() < 0.3
        assert (logits.argmax(1) == lattice.best).mean() > 0.97


class GlyphContract(EngineContract):
    """What text-only engines owe besides."""

    def test_every_character_has_its_place_and_its_certainty(self, engine: Engine) -> None:
        page = draw(*body()).pixels
        for line in engine.read_quads(page, engine.detect(page)):
            assert line.lattice is None
            assert line.glyphs is not None
            assert line.glyphs.text == line.text
            assert line.glyphs.places.shape == (len(line.text), 2)
            assert (np.diff(line.glyphs.places.mean(axis=1)) > 0).all()
            assert line.glyphs.places.min() >= 0
            assert line.glyphs.places.max() <= 1
            assert ((line.glyphs.sure > 0.4) & (line.glyphs.sure <= 1)).all()


class TestOpenVino(LatticeContract):
    @staticmethod
    def opened() -> Engine:
        return PpOcrEngine("openvino")


class TestOnnxRuntime(LatticeContract):
    @staticmethod
    def opened() -> Engine:
        return PpOcrEngine("onnxruntime")


class TestTesseract(GlyphContract):
    @staticmethod
    def opened() -> Engine:
        return open_engine("tesseract")


class TestPaddleOcr(GlyphContract):
    @staticmethod
    def opened() -> Engine:
        return open_engine("paddleocr")


def test_paddleocr_asks_nobody_on_the_network(tmp_path: Path) -> None:
    """In a fresh process with an empty cache: the package loads, reads, and connects to nothing."""
    script = (
        "import socket, sys\n"
        "def refused(*_): raise SystemExit('it asked the network')\n"
        "socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refused\n"
        "import numpy as np\n"
        "from blindscan.read.engines import open_engine\n"
        "page = np.load(sys.argv[1])\n"
        "print(open_engine('paddleocr').read(page)[0].text)\n"
    )
    np.save(tmp_path / "page.npy", draw(*body()).pixels)
    elsewhere = {key: value for key, value in os.environ.items() if not key.startswith("PADDLE_PDX")}
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "page.npy")],
        capture_output=True,
        text=True,
        env={**elsewhere, "BLINDSCAN_CACHE": str(tmp_path / "cache"), "HOME": str(tmp_path)},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert BODY[0] in ran.stdout
    assert {path.name.split("-")[0] for path in (tmp_path / "cache").iterdir()} == {
        "lattice",
        "paddle",
        "paddlex",
    }


def test_a_damaged_model_folder_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLINDSCAN_CACHE", str(tmp_path))
    folder = model_folder("detection")
    whole = (folder / "inference.onnx").read_bytes()
    (folder / "inference.onnx").write_bytes(whole[:-10])
    assert model_folder("detection") == folder
    assert (folder / "inference.onnx").read_bytes() == whole
    assert list(tmp_path.iterdir()) == [folder]


def test_the_headless_opencv_answers_to_the_other_name_only_while_asked() -> None:
    with opencv_by_its_other_name():
        assert version("opencv-contrib-python") == version("opencv-python-headless")
    with pytest.raises(PackageNotFoundError):
        version("opencv-contrib-python")


def test_an_engine_that_is_not_installed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    program_for.cache_clear()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError) as told:
        require_engine("tesseract")
    assert "apt-get install" in told.value.remark.say("en")
    program_for.cache_clear()
    monkeypatch.setattr(paddle_engine, "find_spec", lambda _: None)
    with pytest.raises(EngineError) as told:
        require_engine("paddleocr")
    assert "blindscan[paddleocr]" in told.value.remark.say("en")


def test_auto_takes_openvino_where_it_is_installed() -> None:
    assert available_runtime("auto") == "openvino"


def test_a_broken_weight_file_is_an_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no graph at all")
    for runtime in ("openvino", "onnxruntime"):
        with pytest.raises(EngineError):
            open_session(broken, runtime)  # type: ignore[arg-type]


def test_a_missing_weight_file_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(weights.WEIGHTS, "detection", ("rapidocr", "models/not_there.onnx"))
    with pytest.raises(EngineError):
        weights.weight_file("detection")


def test_a_damaged_cut_graph_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLINDSCAN_CACHE", str(tmp_path))
    weights.cut_recogniser.cache_clear()
    made = weights.cut_recogniser().path
    whole = made.read_bytes()
    made.write_bytes(whole[:-100])
    weights.cut_recogniser.cache_clear()
    again = weights.cut_recogniser().path
    assert again.read_bytes() == whole
    assert [path.suffix for path in tmp_path.iterdir()] == [".onnx"]
    weights.cut_recogniser.cache_clear()
