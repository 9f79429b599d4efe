# SPDX-License-Identifier: Apache-2.0
"""Run an ONNX graph on OpenVINO or ONNX Runtime, behind one small protocol."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from blindscan.model.errors import EngineError

Outputs = tuple[NDArray[Any], ...]
Runtime = Literal["auto", "openvino", "onnxruntime"]


class Session(Protocol):
    """One compiled graph with one float32 input."""

    def infer(self, batch: NDArray[np.float32]) -> Outputs:
        """The graph's outputs, in order, as arrays that the caller owns."""
        ...

    def infer_all(self, batches: Sequence[NDArray[np.float32]]) -> list[Outputs]:
        """The outputs of every batch, in order."""
        ...


def open_session(
    path: Path, runtime: Runtime = "auto", threads: int = 0, abreast: bool = False
) -> Session:
    """Compile `path`. `threads` 0 leaves the number to the runtime. `abreast`: for many small batches,
    which run one on each thread rather than each on all.

    Raises EngineError when the graph cannot be compiled or the runtime is not installed.
    """
    chosen = available_runtime(runtime)
    try:
        if chosen == "openvino":
            return OpenVinoSession(path, threads, abreast)
        return OrtSession(path, threads)
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

    def __init__(self, path: Path, threads: int, abreast: bool) -> None:
        import openvino

        # Pinned, the threads of several workers would share the first cores and leave the others idle.
        settings: dict[str, Any] = {"ENABLE_CPU_PINNING": False}
        settings["PERFORMANCE_HINT"] = "THROUGHPUT" if abreast else "LATENCY"
        if threads:
            settings["INFERENCE_NUM_THREADS"] = threads
        compiled = openvino.Core().compile_model(str(path), "CPU", settings)
        streams = int(compiled.get_property("NUM_STREAMS"))
        self._queue = openvino.AsyncInferQueue(compiled, streams)

    def infer(self, batch: NDArray[np.float32]) -> Outputs:
        return self.infer_all([batch])[0]

    def infer_all(self, batches: Sequence[NDArray[np.float32]]) -> list[Outputs]:
        done: dict[int, Outputs] = {}

        def keep(request: Any, number: int) -> None:
            # OpenVINO overwrites its output buffers at the next call: what is kept is copied.
            done[number] = tuple(np.array(tensor.data) for tensor in request.output_tensors)

        self._queue.set_callback(keep)
        for number, batch in enumerate(batches):
            self._queue.start_async([batch], number)
        self._queue.wait_all()
        return [done[number] for number in range(len(batches))]


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

    def infer(self, batch: NDArray[np.float32]) -> Outputs:
        return tuple(self._session.run(None, {self._input: batch}))

    def infer_all(self, batches: Sequence[NDArray[np.float32]]) -> list[Outputs]:
        return [self.infer(batch) for batch in batches]
