"""Prototypes that change, and arguments that die, while a call is under way.

Owns: the scenarios of that subject; see registry.py for what a scenario is.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
import threading
import time
from ctypes import (
    c_char_p,
    c_double,
    c_int,
    c_long,
)
from typing import Any

from scenarios.registry import IntFn, fresh, scenario


@scenario
def converter_changes_the_prototype(lib: Any) -> None:
    function = fresh("weigh10", lib)

    class Saboteur:
        @classmethod
        def from_param(cls, value: int) -> Any:
            function.argtypes = [c_char_p]
            function.restype = c_double
            function.errcheck = None if value % 2 else (lambda *a: a)
            del function.argtypes
            gc.collect()
            return c_int(value)

    for _ in range(300):
        function.restype = c_long
        with contextlib.suppress(TypeError):
            function.errcheck = lambda result, function, arguments: result
        function.argtypes = [Saboteur] * 10
        with contextlib.suppress(TypeError, ctypes.ArgumentError):
            function(*range(10))


@scenario
def errcheck_changes_the_prototype(lib: Any) -> None:
    function = fresh("add_int", lib)

    def check(result: int, called: Any, arguments: tuple[int, int]) -> int:
        called.argtypes, called.restype = None, None
        del called.errcheck
        gc.collect()
        return result

    for _ in range(300):
        function.argtypes, function.restype, function.errcheck = [c_int, c_int], c_long, check
        assert function(2, 3) == 5


@scenario
def parameter_property_changes_the_prototype(lib: Any) -> None:
    function = fresh("add_int", lib)

    class Argument:
        @property
        def _as_parameter_(self) -> int:
            function.argtypes = [c_int]
            function.restype = None
            return 4

    for _ in range(300):
        function.argtypes, function.restype = None, c_long
        function(Argument(), Argument())
        function.argtypes = [c_int, c_int]
        function(Argument(), Argument())


@scenario
def another_thread_changes_the_prototype(lib: Any) -> None:
    function = fresh("add_int", lib)
    sys.setswitchinterval(1e-5)
    end = time.monotonic() + 1.0

    def change() -> None:
        while time.monotonic() < end:
            function.argtypes = [c_int, c_int]
            function.restype = c_long
            function.argtypes = [c_double]
            del function.argtypes
            function.errcheck = lambda *a: a
            function.restype = None
            del function.errcheck

    threads = [threading.Thread(target=change) for _ in range(3)]
    for thread in threads:
        thread.start()
    while time.monotonic() < end:
        with contextlib.suppress(TypeError, ctypes.ArgumentError):
            function(1, 2)
    for thread in threads:
        thread.join()


@scenario
def callback_changes_and_drops_its_caller(lib: Any) -> None:
    holder: dict[str, Any] = {}

    def inner(value: int) -> int:
        holder["function"].argtypes = None
        holder.clear()
        gc.collect()
        return value + 1

    for _ in range(200):
        holder["callback"] = IntFn(inner)
        holder["function"] = fresh("call_int", lib)
        holder["function"].argtypes = [IntFn, c_int]
        assert holder["function"](holder["callback"], 4) == 5


@scenario
def arguments_die_during_the_call(lib: Any) -> None:
    function = fresh("text_length", lib)
    function.argtypes = [c_char_p, c_int]
    box: list[Any] = [bytes(range(1, 200))]

    class Dropper:
        @classmethod
        def from_param(cls, value: object) -> Any:
            box.clear()
            gc.collect()
            return c_int(0)

    for _ in range(300):
        box[:] = [bytes(range(1, 200))]
        function.argtypes = [c_char_p, Dropper]
        assert function(*box, 0) == 199
