"""Threads that the end of the interpreter finds in the middle of Python code that ours has called.

Owns: the scenarios of that subject; see registry.py for what a scenario is. Up to 3.13 the interpreter ends
such threads by unwinding their stacks, which must not reach our frames: the process would be aborted.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable, Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, c_bool, c_int, py_object
from typing import Any

from scenarios.registry import fresh, scenario


def pause() -> None:
    """Lets go of the GIL for long enough to be caught by the end."""
    time.sleep(0.02)


class SlowNumber:
    def __index__(self) -> int:
        pause()
        return 1

    def __bool__(self) -> bool:
        pause()
        return True

    @property
    def _as_parameter_(self) -> int:
        pause()
        return 1

    @classmethod
    def from_param(cls, value: int) -> int:
        pause()
        return value


class SlowEnd:
    def __del__(self) -> None:
        pause()


class SlowRecord(Structure):
    _fields_ = [("a", c_int)]

    def __init__(self, *values: Any, **named: Any) -> None:
        pause()
        super().__init__(*values, **named)

    @property
    def b(self) -> int:
        return 1

    @b.setter
    def b(self, value: int) -> None:
        pause()

    def __init_subclass__(cls) -> None:
        pause()


class SlowArray(c_int * 1):  # type: ignore[misc]
    def __setitem__(self, index: Any, value: Any) -> None:
        pause()


def slow_types() -> Iterator[Any]:
    pause()
    yield c_int


def ways(lib: Any) -> list[Callable[[], object]]:
    """Calls that spend most of their time in a program's own code below ours."""
    converted, checked, declared = (fresh("add_int", lib) for _ in range(3))
    converted.argtypes = [SlowNumber, SlowNumber]
    checked.errcheck = lambda *_: pause()
    callback = CFUNCTYPE(c_int, c_int)(lambda number: time.sleep(0.02) or number)
    holder = py_object()

    def end() -> None:
        holder.value = SlowEnd()
        holder.value = None

    return [
        lambda: c_int(SlowNumber()),  # type: ignore[arg-type]
        lambda: c_bool(SlowNumber()),  # type: ignore[arg-type]
        lambda: lib.add_int(SlowNumber(), 1),
        lambda: converted(1, 2),
        lambda: checked(1, 2),
        lambda: setattr(declared, "argtypes", slow_types()),
        lambda: callback(1),
        lambda: SlowRecord(1, b=2),
        lambda: POINTER(SlowRecord)(SlowRecord()),
        lambda: type(Structure)("Derived", (SlowRecord,), {}),
        lambda: SlowArray(1),
        end,
    ]


@scenario
def the_end_finds_threads_in_python_code(lib: Any) -> None:
    def repeat(way: Callable[[], object]) -> None:
        while True:
            way()

    for way in ways(lib):
        threading.Thread(target=repeat, args=[way], daemon=True).start()
    time.sleep(0.1)

    class Late:
        """Goes when threads are ended already, and gives them the time to notice."""

        def __del__(self, sleep: Callable[[float], None] = time.sleep) -> None:
            sleep(0.3)

    sys.late = Late()  # type: ignore[attr-defined]
    assert ctypes.sizeof(SlowRecord) == 4
