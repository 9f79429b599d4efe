# SPDX-License-Identifier: Apache-2.0
"""Run an ONNX graph on OpenVINO or ONNX Runtime, behind one small protocol."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from blindscan.model.errors import EngineError

Runtime = Literal["auto", "openvino", "onnxruntime"]


class Session(Protocol):
    """One compiled graph with one float32 input."""

    def infer(self, batch: NDArray[np.float32]) -> tuple[NDArray[Any], ...]:
        """The graph's outputs, in order, as arrays that the caller owns."""
        ...


def open_session(path: Path, runtime: Runtime = "auto", threads: int = 0) -> Session:
    """Compile `path`. `threads` 0 leaves the number to the runtime.

    Raises EngineError when the graph cannot be compiled or the runtime is not installed.
    """
    chosen = available_runtime(runtime)
    try:
        return OpenVinoSession(path, threads) if chosen == "openvino" else OrtSession(path, threads)
    except Exception as error:
        raise EngineError("read.runtime_failed", runtime=chosen, file=path.name) from error


def available_runtime(runtime: Runtime) -> Literal["openvino", "onnxruntime"]:
    """What `auto` stands for on this machine. Raises EngineError for one that is not installed."""
    if runtime == "auto":
        return "openvino" if find_spec("openvino") else "onnxruntime"
    if find_spec(runtime) is None:
        raise EngineError("read.runtime_missing", runtime=runtime)
    return runtime


class OpenVinoSession:
    """A graph on OpenVINO's CPU device."""

    def __init__(self, path: Path, threads: int) -> None:
        import openvino

        # Pinned, the threads of several workers would share the first cores and leave the others idle.
        settings: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY", "ENABLE_CPU_PINNING": False}
        if threads:
            settings["INFERENCE_NUM_THREADS"] = threads
        compiled = openvino.Core().compile_model(str(path), "CPU", settings)
        self._request = compiled.create_infer_request()

    def infer(self, batch: NDArray[np.float32]) -> tuple[NDArray[Any], ...]:
        self._request.infer([batch])
        # OpenVINO overwrites its output buffers at the next call: what is kept is copied.
        return tuple(np.array(tensor.data) for tensor in self._request.output_tensors)


class OrtSession:
    """A graph on ONNX Runtime's CPU provider."""

    def __init__(self, path: Path, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name

    def infer(self, batch: NDArray[np.float32]) -> tuple[NDArray[Any], ...]:
        return tuple(self._session.run(None, {self._input: batch}))
