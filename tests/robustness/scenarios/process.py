"""Collectors, allocators, stacks, threads, forks and exits.

Owns: the scenarios of that subject; see registry.py for what a scenario is.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    addressof,
    byref,
    c_char_p,
    c_double,
    c_int,
    c_void_p,
    cast,
    pointer,
    resize,
)
from typing import Any

from scenarios.registry import IntFn, fresh, scenario


@scenario
def collector_runs_all_the_time(lib: Any) -> None:
    gc.set_threshold(1)
    import workloads

    workloads.load(sys.argv[1])
    for chosen in workloads.WORKLOADS.values():
        for _ in range(3):
            chosen.step()


@scenario
def allocations_that_fail(lib: Any) -> None:
    testcapi = __import__("_testcapi")
    record = type(Structure)("R", (Structure,), {"_fields_": [("a", c_int), ("b", c_double)]})
    add = fresh("add_int", lib)
    add.argtypes = [c_int, c_int]
    operations: list[Callable[[], object]] = [
        lambda: record(1, 2.0),
        lambda: (record * 3)(),
        lambda: pointer(record()),
        lambda: cast(c_void_p(), POINTER(c_int)),
        lambda: add(1000, 2000),
        lambda: add("x", 2),
        lambda: IntFn(abs),
        lambda: c_char_p(b"text"),
        lambda: byref(c_int(1)),
        lambda: c_int.from_buffer(bytearray(8)),
        lambda: memoryview(record()).format,
        lambda: type(Structure)("S", (Structure,), {"_fields_": [("a", c_int), ("b", c_int, 3)]}),
        lambda: type(c_int)("I", (c_int,), {}),
        lambda: c_int * 77,
        lambda: type(IntFn)("F", (ctypes._CFuncPtr,), {"_flags_": 1, "_argtypes_": (c_int,)}),
        lambda: resize(c_int(), 1000),
    ]
    for operation in operations:
        with contextlib.suppress(Exception):
            operation()
        for failing in range(1, 40):
            testcapi.set_nomemory(failing, failing + 1)
            try:
                operation()
            except Exception:
                pass
            finally:
                testcapi.remove_mem_hooks()
    gc.collect()


@scenario
def deep_recursion_over_the_boundary(lib: Any) -> None:
    deepest = 0

    def down(depth: int, bounce: int) -> int:
        nonlocal deepest
        deepest = max(deepest, depth)
        return lib.bounce(callback, depth - 1)

    callback = CFUNCTYPE(c_int, c_int, c_void_p)(down)
    sys.unraisablehook = lambda _: None
    with contextlib.suppress(RecursionError):
        lib.bounce(callback, 150)
    sys.setrecursionlimit(200)
    with contextlib.suppress(RecursionError):
        lib.bounce(callback, 400)
    assert deepest >= 150


@scenario
def foreign_threads_at_exit(lib: Any) -> None:
    callback = IntFn(lambda value: value)
    lib.call_threads.argtypes = [IntFn, c_int, c_int]
    for _ in range(2):
        threading.Thread(target=lib.call_threads, args=(callback, 4, 2_000_000), daemon=True).start()
    time.sleep(0.2)
    lib.keep_me_alive = callback


@scenario
def fork_with_callbacks(lib: Any) -> None:
    callback = IntFn(lambda value: value + 1)
    lib.call_int.argtypes = [IntFn, c_int]
    for _ in range(5):
        child = os.fork()
        if child == 0:
            good = lib.call_int(callback, 1) == 2 and lib.call_int(IntFn(lambda value: value), 9) == 9
            os._exit(0 if good else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@scenario
def thousands_of_callbacks(lib: Any) -> None:
    lib.call_int.argtypes = [IntFn, c_int]
    made = [IntFn(lambda value, number=number: value + number) for number in range(20_000)]
    assert all(lib.call_int(made[number], 1) == number + 1 for number in range(0, 20_000, 97))
    del made[::2]
    made += [IntFn(abs) for _ in range(5_000)]
    assert lib.call_int(made[-1], -4) == 4
    assert len({addressof(callback) for callback in made}) == len(made)
