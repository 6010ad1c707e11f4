"""Directed attacks: prototypes changed in mid-call, types that die, hostile buffers, collectors, threads.

Owns: one function per scenario; it returns normally when the engine held. Each runs in a process of its own.
Importing this imports ctypes. Usage: scenarios.py LIBRARY NAME
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
    c_long,
    c_void_p,
    cast,
    pointer,
    py_object,
    resize,
)
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "clib"))

SCENARIOS: dict[str, Callable[[Any], None]] = {}
IntFn = CFUNCTYPE(c_int, c_int)


def scenario(function: Callable[[Any], None]) -> Callable[[Any], None]:
    SCENARIOS[function.__name__] = function
    return function


def fresh(name: str, lib: Any) -> Any:
    function = lib[name]
    function.restype = c_long
    return function


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


@scenario
def types_die_while_instances_live(lib: Any) -> None:
    kept: list[Any] = []
    for number in range(300):
        kind = type(Structure)(
            f"S{number}", (Structure,), {"_fields_": [("a", c_int), ("p", POINTER(c_int))]}
        )
        kept.append(
            [kind(number), (kind * 3)(), pointer(kind(number)), byref(kind()), CFUNCTYPE(kind), kind.a]
        )
        del kind
        if number % 50 == 0:
            gc.collect()
    for number, (instance, array, link, reference, prototype, field) in enumerate(kept):
        assert (instance.a, link.contents.a, array[2].a) == (number, number, 0)
        repr((instance, array, link, reference, prototype, field))


@scenario
def collector_runs_all_the_time(lib: Any) -> None:
    gc.set_threshold(1)
    import workloads

    workloads.load(sys.argv[1])
    for chosen in workloads.WORKLOADS.values():
        for _ in range(3):
            chosen.step()


@scenario
def fields_mutate_while_they_are_read(lib: Any) -> None:
    class Fields(list[Any]):
        def __getitem__(self, index: Any) -> Any:
            target._fields_ = [("other", c_int)]
            return super().__getitem__(index)

        def __iter__(self) -> Any:
            target._fields_ = [("third", c_int)]
            return super().__iter__()

    class Name(str):
        def __eq__(self, other: object) -> bool:
            gc.collect()
            return super().__eq__(other)

        __hash__ = str.__hash__

    for _ in range(100):
        target: Any = type(Structure)("T", (Structure,), {})
        with contextlib.suppress(AttributeError, TypeError, ValueError):
            target._fields_ = Fields([(Name("a"), c_int), (Name("a"), c_double)])
        with contextlib.suppress(AttributeError, TypeError, ValueError):
            target().a


@scenario
def fields_that_contain_themselves(lib: Any) -> None:
    for wrap in (lambda k: k, lambda k: k * 2, lambda k: (k * 2) * 3):
        target: Any = type(Structure)("T", (Structure,), {})
        with contextlib.suppress(AttributeError, TypeError, ValueError, RecursionError):
            target._fields_ = [("self", wrap(target)), ("x", c_int)]
        with contextlib.suppress(Exception):
            target().x
    first: Any = type(Structure)("A", (Structure,), {})
    second: Any = type(Structure)("B", (Structure,), {"_fields_": [("a", first)]})
    with contextlib.suppress(AttributeError, TypeError, ValueError):
        first._fields_ = [("b", second)]
    nested: Any = c_int
    for _ in range(300):
        nested = type(Structure)("N", (Structure,), {"_fields_": [("inner", nested)]})
    repr(memoryview(nested()).format)


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


@scenario
def destructors_that_touch_their_object(lib: Any) -> None:
    revived: list[Any] = []

    class Ghost(Structure):
        _fields_ = [("o", py_object), ("n", c_int)]

        def __del__(self) -> None:
            revived.append(self)
            self.n, self.o = 5, self

    for _ in range(300):
        ghost = Ghost()
        ghost.o = [ghost]
        del ghost
    gc.collect()
    assert {ghost.n for ghost in revived} == {5}
    for ghost in revived:
        ghost.o = None


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


def main(library: str, name: str) -> None:
    SCENARIOS[name](ctypes.CDLL(library))
    print("held")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "memory"))
    main(*sys.argv[1:])
