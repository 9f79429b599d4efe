# SPDX-License-Identifier: Apache-2.0
"""Frozen values to bytes and back: JSON for their shape, raw arrays behind it, compressed.

Not pickle: bytes that somebody changed on the disk could run code when unpickled. Here they are a value
of the listed classes, or a ValueError.

    magic · SHA-256 of the rest · zlib( length of the JSON · JSON · arrays )

The two bytes of half-precision numbers are stored apart, all high ones first, because only those
repeat; that saves a fifth.
"""

import dataclasses
import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"blindscan-1\n"
START = len(MAGIC) + hashlib.sha256().digest_size
LEVEL = 1
"""zlib's quickest: features are nearly noise; higher levels gain a hundredth."""
MOST_BYTES = 1 << 30
"""A page's reading has some megabytes; what claims to unpack to more is no reading."""


def pack(value: object) -> bytes:
    """The bytes of dataclasses, tuples, arrays, strings, numbers and None."""
    arrays: list[NDArray[Any]] = []
    shape = json.dumps(_shape(value, arrays)).encode("ascii")
    parts = [len(shape).to_bytes(8, "little"), shape, *(_split(array) for array in arrays)]
    body = zlib.compress(b"".join(parts), LEVEL)
    return MAGIC + hashlib.sha256(body).digest() + body


def is_whole(content: bytes) -> bool:
    """Whether bytes are what `pack` made, to the last one."""
    head, body = content[:START], content[START:]
    return head == MAGIC + hashlib.sha256(body).digest()


def unpack(content: bytes, classes: Mapping[str, type]) -> Any:
    """The value that was packed. Raises ValueError for bytes that `pack` did not make."""
    if not is_whole(content):
        raise ValueError("damaged, or not packed by this version")
    try:
        body = zlib.decompressobj().decompress(content[START:], MOST_BYTES)
        length = int.from_bytes(body[:8], "little")
        shape = json.loads(body[8 : 8 + length])
        return _Builder(memoryview(body)[8 + length :], classes).build(shape)
    except (zlib.error, LookupError, TypeError, AttributeError) as error:
        raise ValueError("malformed") from error


def _shape(value: object, arrays: list[NDArray[Any]]) -> Any:
    """`value` in JSON's terms; arrays go into `arrays` and leave their type and shape."""
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return {"array": value.dtype.str, "shape": list(value.shape)}
    if isinstance(value, np.generic):
        return value.item()
    if dataclasses.is_dataclass(value):
        fields = {f.name: _shape(getattr(value, f.name), arrays) for f in dataclasses.fields(value)}
        return {"class": type(value).__name__, "fields": fields}
    if isinstance(value, tuple):
        return [_shape(item, arrays) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"cannot pack {type(value).__name__}")


class _Builder:
    """Rebuilds values, taking arrays from the bytes in the order in which they were put there."""

    def __init__(self, rest: memoryview, classes: Mapping[str, type]) -> None:
        self._rest, self._classes = rest, classes

    def build(self, shape: Any) -> Any:
        if isinstance(shape, list):
            return tuple(self.build(item) for item in shape)
        if isinstance(shape, dict) and "array" in shape:
            return self._array(np.dtype(shape["array"]), tuple(shape["shape"]))
        if isinstance(shape, dict):
            fields = {name: self.build(item) for name, item in shape["fields"].items()}
            return self._classes[shape["class"]](**fields)
        return shape

    def _array(self, kind: np.dtype[Any], size: tuple[int, ...]) -> NDArray[Any]:
        if kind.hasobject or any(n < 0 for n in size):
            raise ValueError("malformed")
        length = int(np.prod(size, dtype=np.int64)) * kind.itemsize
        taken, self._rest = self._rest[:length], self._rest[length:]
        return _join(taken, kind).reshape(size)


def _split(array: NDArray[Any]) -> bytes:
    """The array's bytes, the most significant of all numbers first."""
    flat = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    return flat.reshape(-1, array.dtype.itemsize).T.tobytes()


def _join(taken: memoryview, kind: np.dtype[Any]) -> NDArray[Any]:
    planes = np.frombuffer(taken, dtype=np.uint8).reshape(kind.itemsize, -1)
    return np.ascontiguousarray(planes.T).view(kind).reshape(-1)
