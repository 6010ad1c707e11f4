"""Types that die, recur, mutate while they are read, and destructors that touch their object.

Owns: the scenarios of that subject; see registry.py for what a scenario is.
"""

from __future__ import annotations

import contextlib
import gc
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    byref,
    c_double,
    c_int,
    pointer,
    py_object,
)
from typing import Any

from scenarios.registry import scenario


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
