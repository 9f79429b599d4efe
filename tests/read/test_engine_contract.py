# SPDX-License-Identifier: Apache-2.0
"""What every reading engine owes: all boxes, nothing invented, and an error rather than silence."""

from pathlib import Path

import numpy as np
import pytest
from tests.drawn import BODY, body, draw

from blindscan.model.errors import EngineError
from blindscan.read import weights
from blindscan.read.engine import PpOcrEngine
from blindscan.read.runtime import Runtime, available_runtime, open_session


class EngineContract:
    """Inherited once for each engine."""

    runtime: Runtime

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> PpOcrEngine:
        return PpOcrEngine(cls.runtime)

    def test_lines_come_in_reading_order_with_their_places(self, engine: PpOcrEngine) -> None:
        drawn = draw(*body())
        lines = engine.read(drawn.pixels)
        assert [line.text for line in lines] == list(BODY)
        for line in lines:
            left, _, _, bottom = drawn.boxes[line.text]
            assert abs(line.quad[:, 0].min() - left) < 12
            assert abs(line.quad[:, 1].max() - bottom) < 14
            assert line.score > 0.9
            assert line.lattice is not None

    def test_a_blank_page_has_no_lines(self, engine: PpOcrEngine) -> None:
        assert engine.read(np.full((800, 600, 3), 255, dtype=np.uint8)) == ()

    def test_ink_that_reads_as_nothing_is_kept(self, engine: PpOcrEngine) -> None:
        page = draw(*body()).pixels
        noise = np.random.default_rng(3).integers(0, 2, (30, 180, 1)) * 255
        page[450:480, 300:480] = noise
        lines = engine.read(page)
        assert any(line.quad[:, 1].mean() > 430 and line.score < 0.7 for line in lines)

    def test_a_lattice_is_not_overwritten_by_the_next_page(self, engine: PpOcrEngine) -> None:
        line = engine.read(draw(*body()).pixels)[0]
        assert line.lattice is not None
        before = line.lattice.features.copy()
        engine.read(draw((100, 100, "完全不同的另外一页文字内容")).pixels)
        assert (line.lattice.features == before).all()

    def test_a_lattice_holds_the_networks_own_probabilities(self, engine: PpOcrEngine) -> None:
        lattice = engine.read(draw(*body()).pixels)[0].lattice
        assert lattice is not None
        logits = lattice.features.astype(np.float32) @ engine.head.weights + engine.head.bias
        exact = np.log(np.exp(logits - logits.max(1, keepdims=True)).sum(1)) + logits.max(1)
        assert np.abs(exact - lattice.log_norm).max() < 0.3
        assert (logits.argmax(1) == lattice.best).mean() > 0.97

    def test_tiny_and_narrow_pages_do_not_fail(self, engine: PpOcrEngine) -> None:
        for shape in ((33, 33, 3), (40, 3000, 3), (3000, 40, 3)):
            engine.read(np.full(shape, 255, dtype=np.uint8))


class TestOpenVino(EngineContract):
    runtime: Runtime = "openvino"


class TestOnnxRuntime(EngineContract):
    runtime: Runtime = "onnxruntime"


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
