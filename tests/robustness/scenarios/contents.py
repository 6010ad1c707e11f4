"""Memory that moves or is let go while it is read or written.

Owns: the scenarios of that subject; see registry.py for what a scenario is.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from ctypes import (
    Structure,
    c_int,
    py_object,
    resize,
)
from typing import Any

from scenarios.registry import scenario


@scenario
def index_that_changes_what_is_indexed(lib: Any) -> None:
    array: Any = (py_object * 3)(1, 2, 3)

    class Index:
        def __index__(self) -> int:
            nonlocal array
            array = None
            gc.collect()
            return 1

    for _ in range(100):
        array = (py_object * 3)([1], [2], [3])
        array[Index()]
        array = (py_object * 3)([1], [2], [3])
        array[Index()] = object()


@scenario
def assignment_that_resizes_its_target(lib: Any) -> None:
    class Value:
        def __init__(self, target: Any) -> None:
            self.target = target

        def __index__(self) -> int:
            resize(self.target, 100_000)
            return 7

    class Flag:
        def __init__(self, target: Any) -> None:
            self.target = target

        def __bool__(self) -> bool:
            resize(self.target, 100_000)
            return True

    for _ in range(200):
        number = c_int()
        number.value = Value(number)
        truth = ctypes.c_bool()
        truth.value = Flag(truth)
        numbers = (c_int * 8)()
        numbers[3] = Value(numbers)
        numbers[0:2] = [Value(numbers), Value(numbers)]
        record = type(Structure)("R", (Structure,), {"_fields_": [("a", c_int), ("b", c_int, 3)]})()
        record.a = Value(record)
        record.b = Value(record)


@scenario
def buffers_that_change_while_they_are_held(lib: Any) -> None:
    source = bytearray(64)
    view = c_int.from_buffer(source)
    for change in (lambda: source.append(1), lambda: source.clear(), lambda: source.__init__(b"")):
        with contextlib.suppress(BufferError):
            change()
    view.value = 7
    assert source[0] == 7
    held = memoryview((c_int * 1000)())
    gc.collect()
    assert held.cast("B").cast("i").tolist() == [0] * 1000
    if sys.version_info >= (3, 12):

        class Exporter:
            def __buffer__(self, flags: int) -> memoryview:
                return memoryview(bytearray(4))

            def __release_buffer__(self, view: memoryview) -> None:
                raise ValueError("release")

        sys.unraisablehook = lambda _: None
        for _ in range(50):
            c_int.from_buffer(Exporter()).value
            c_int.from_buffer_copy(Exporter()).value
