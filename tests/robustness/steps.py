"""The fuzzer's steps: small random programs, each for itself.

Owns: what a step may do. A step touches only what it made and returns nothing; its outcome is the exception
that ended it, or none. Steps never read through a pointer at an index but 0, never turn a number into an
address, and keep pointers out of unions, so that a crash is always the engine's fault.
"""

from __future__ import annotations

import contextlib
import copy
import ctypes
import gc
import pickle
import weakref
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, Structure, Union, byref, c_int, c_long, cast, pointer, resize, sizeof
from random import Random
from typing import Any

from hostile import (
    ABSTRACT,
    NOT_TYPES,
    POINTERS,
    RECORDS,
    SCALARS,
    TEXTS,
    Converter,
    any_type,
    argument,
    flat_type,
    number,
    value,
)

Step = Callable[[Random, Any], None]
STEPS: list[Step] = []


def step(function: Step) -> Step:
    STEPS.append(function)
    return function


def fields(random: Random, kind: Any) -> Any:
    """A `_fields_` value: mostly well formed, with wrong types, widths, names and shapes mixed in."""
    if random.random() < 0.05:
        return value(random)
    pick = flat_type if kind is Union else any_type
    made: list[Any] = []
    for position in range(random.randrange(6)):
        name = random.choice(["a", "b", "c", f"f{position}", f"f{position}", f"f{position}", 5, "", "é"])
        member = pick(random)
        entry: Any = (name, member)
        if random.random() < 0.25:
            entry = (
                name,
                random.choice(SCALARS[:10]),
                random.choice([1, 2, 3, 7, 8, 15, 31, 33, 64, number(random)]),
            )
        if random.random() < 0.04:
            entry = random.choice([(), (name,), [name, member], (name, member, 1, 2), value(random)])
        made.append(entry)
    return made if random.random() < 0.9 else tuple(made)


def namespace(random: Random, kind: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if random.random() < 0.2:
        made["_pack_"] = random.choice([1, 2, 4, 8, 16, number(random), value(random)])
    if random.random() < 0.1:
        made["_anonymous_"] = random.choice([["a"], ["b"], ["nope"], [], "a", value(random)])
    if random.random() < 0.05:
        made["_align_"] = random.choice([1, 8, 64, 0, -1, 2**62, 2**64, "8", None])
    if random.random() < 0.03:
        made["_swappedbytes_"] = None
    made["_fields_"] = fields(random, kind)
    return made


def record(random: Random) -> Any:
    kind = random.choice([Structure, Structure, Structure, Union, ctypes.BigEndianStructure])
    return type(kind)("R", (kind,), namespace(random, kind))


def look(made: Any) -> None:
    """Reads everything that can be read of an instance, unless that would take long."""
    with contextlib.suppress(Exception):
        if sizeof(made) > 1 << 20:
            return
    for name in dir(made):
        with contextlib.suppress(Exception):
            getattr(made, name)
    with contextlib.suppress(Exception):
        memoryview(made).format
    with contextlib.suppress(Exception):
        repr(made), sizeof(made), bytes(made), made._objects
    if isinstance(made, ctypes.Array):  # iterating over a pointer would not end
        with contextlib.suppress(Exception):
            list(made)


@step
def declare_record(random: Random, lib: Any) -> None:
    kind = record(random)
    look(kind())
    look((kind * 2)())
    look(pointer(kind()))


@step
def construct(random: Random, lib: Any) -> None:
    kind = record(random)
    made = kind(*[argument(random) for _ in range(random.randrange(4))])
    for name, *_ in kind._fields_:
        with contextlib.suppress(Exception):
            setattr(made, name, argument(random))
    look(made)


@step
def construct_any(random: Random, lib: Any) -> None:
    kind = random.choice([*SCALARS, *POINTERS[1:], *RECORDS, *ABSTRACT])
    look(kind(*[argument(random) for _ in range(random.choice([0, 1, 1, 1, 2, 4]))]))


@step
def inherit(random: Random, lib: Any) -> None:
    base = record(random)
    kind = type(base)("D", (base,), namespace(random, Structure if issubclass(base, Structure) else Union))
    look(kind(value(random)))
    base._fields_ = fields(random, Union)


@step
def late_fields(random: Random, lib: Any) -> None:
    kind = type(Structure)("L", (Structure,), {})
    link = POINTER(kind)
    for use in random.sample([sizeof, lambda k: k * 2, lambda k: k(), lambda k: link()], random.randrange(3)):
        use(kind)
    own = [("self", kind)] if random.random() < 0.2 else [("link", link), ("array", link * 2)]
    kind._fields_ = own + [f for f in fields(random, Union) if isinstance(f, tuple)]
    look(kind())
    kind._fields_ = fields(random, Structure)


@step
def declare_array(random: Random, lib: Any) -> None:
    if random.random() < 0.5:
        kind = any_type(random) * random.choice([0, 1, 3, number(random), value(random)])
    else:
        ns = {"_type_": any_type(random), "_length_": random.choice([0, 1, 3, number(random), value(random)])}
        if random.random() < 0.2:
            del ns[random.choice(list(ns))]
        kind = type(c_int * 2)("A", (ctypes.Array,), ns)
    look(kind())


@step
def use_array(random: Random, lib: Any) -> None:
    made = (random.choice([*SCALARS, *RECORDS]) * 4)()
    for _ in range(6):
        key = random.choice([0, -1, 3, number(random), value(random)])
        with contextlib.suppress(Exception):
            made[key]
        with contextlib.suppress(Exception):
            made[key] = value(random)
    with contextlib.suppress(Exception):
        made.value = value(random)
    with contextlib.suppress(Exception):
        made.raw = value(random)
    del made[random.choice([0, slice(0, 2)])]


@step
def declare_simple(random: Random, lib: Any) -> None:
    code = random.choice([*"cbBhHiIlLqQfdgPO?zZuxXveF", "ii", "", 5, None, value(random)])
    kind = type(c_int)("T", (ctypes._SimpleCData,), {"_type_": code})
    if isinstance(code, str) and code in "PzZ":
        kind()  # reading one that was set from a number would read through it
    else:
        look(kind(value(random)))


@step
def declare_pointer(random: Random, lib: Any) -> None:
    kind = type(POINTER(c_int))("P", (ctypes._Pointer,), {"_type_": any_type(random)})
    look(kind(value(random)))


@step
def use_pointer(random: Random, lib: Any) -> None:
    kind = random.choice([*SCALARS, *RECORDS])
    made = random.choice([pointer(kind()), POINTER(kind)()])
    with contextlib.suppress(Exception):
        made[0] = argument(random)
    with contextlib.suppress(Exception):
        made.contents = argument(random)
    look(made)
    made[random.choice([0, 0, "x", None, 1.5])]


@step
def declare_function(random: Random, lib: Any) -> None:
    ns = {"_flags_": random.choice([0, 1, 4, 5, 8, 16, number(random), value(random)])}
    if random.random() < 0.7:
        # Records are left out: ours lets callbacks return them, stock does not.
        results = random.choice([SCALARS, POINTERS, TEXTS, ABSTRACT, NOT_TYPES, [value(random)]])
        ns["_restype_"] = random.choice(results)
    if random.random() < 0.7:
        kinds = [any_type(random) for _ in range(random.randrange(4))]
        ns["_argtypes_"] = random.choice([tuple(kinds), kinds, value(random)])
    kind = type(CFUNCTYPE(None))("F", (ctypes._CFuncPtr,), ns)
    kind(
        random.choice([len, value(random), ("answer", lib), ("no_such", lib), (value(random), value(random))])
    )


@step
def call_typed(random: Random, lib: Any) -> None:
    function = lib[
        random.choice(["same_int", "add_int", "nothing", "answer", "weigh10", "same_double", "truth"])
    ]
    kinds = [
        random.choice([any_type(random), any_type(random), *TEXTS, Converter(value(random))])
        for _ in range(random.randrange(4))
    ]
    function.argtypes = random.choice([kinds, tuple(kinds), None, value(random)])
    function.restype = random.choice([None, c_int, c_long, *SCALARS[:10], lambda result: result])
    if random.random() < 0.3:
        function.errcheck = random.choice([lambda *a: a, lambda r: r, value(random)])
    function(*[argument(random) for _ in range(random.choice([0, 1, 2, 3, 3, 12]))])


@step
def call_records(random: Random, lib: Any) -> None:
    name = random.choice(["point_sum", "point_swap", "big_sum", "rect_area", "intfloat_swap", "tiny_next"])
    lib[name](*[argument(random) for _ in range(random.randrange(4))])


@step
def call_with_flags(random: Random, lib: Any) -> None:
    count = random.randrange(1, 4)
    kinds = [random.choice([c_int, c_int, POINTER(c_int), any_type(random)]) for _ in range(count)]
    flags = tuple(
        random.choice([(1, "a"), (1, "b", 5), (2, "c"), (3, "d"), (1,), (number(random), "e"), value(random)])
        for _ in range(count if random.random() < 0.8 else count - 1)
    )
    function = CFUNCTYPE(None, *kinds)(("nothing", lib), random.choice([flags, flags, value(random)]))
    function(
        *[argument(random) for _ in range(random.randrange(4))],
        **random.choice([{}, {"a": 1}, {"zz": value(random)}]),
    )


@step
def set_function_attributes(random: Random, lib: Any) -> None:
    function = lib["same_int"]
    for _ in range(4):
        name = random.choice(
            ["argtypes", "restype", "errcheck", "__name__", "__class__", "_objects", "__dict__"]
        )
        with contextlib.suppress(Exception):
            setattr(function, name, value(random))
        with contextlib.suppress(Exception):
            delattr(function, random.choice(["argtypes", "restype", "errcheck"]))
    function.restype = c_int
    function.argtypes = None
    function.errcheck = None
    function(value(random))


@step
def convert(random: Random, lib: Any) -> None:
    random.choice([any_type(random), *TEXTS]).from_param(argument(random))


@step
def buffer(random: Random, lib: Any) -> None:
    kind = random.choice([*SCALARS, *RECORDS, *ABSTRACT])
    source = random.choice([bytearray(64), bytearray(3), value(random)])
    method = random.choice([kind.from_buffer, kind.from_buffer_copy])
    look(method(*random.choice([(source,), (source, random.choice([0, 3, number(random), value(random)]))])))


@step
def free_functions(random: Random, lib: Any) -> None:
    name = random.choice(
        [
            "sizeof",
            "alignment",
            "byref",
            "addressof",
            "POINTER",
            "pointer",
            "get_errno",
            "set_errno",
            "resize",
        ]
    )
    getattr(ctypes, name)(*[argument(random) for _ in range(random.choice([0, 1, 1, 1, 2, 3]))])


@step
def resizing(random: Random, lib: Any) -> None:
    made = random.choice([*SCALARS, *RECORDS])()
    for _ in range(3):
        with contextlib.suppress(Exception):
            resize(made, random.choice([1, 8, 64, 1000, number(random), value(random)]))
        look(made)


@step
def casting(random: Random, lib: Any) -> None:
    cast(random.choice([(c_int * 4)(), pointer(c_int()), b"bytes", argument(random)]), any_type(random))


@step
def reference_arithmetic(random: Random, lib: Any) -> None:
    made = byref(random.choice([*SCALARS, *RECORDS])(), random.choice([0, 1, number(random), value(random)]))
    repr(made), made._obj
    lib.nothing(made)


@step
def copying(random: Random, lib: Any) -> None:
    made = random.choice([*SCALARS, *POINTERS, *TEXTS, *RECORDS])()
    look(random.choice([copy.copy, copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])(made))


@step
def set_state(random: Random, lib: Any) -> None:
    made = random.choice([*SCALARS, *RECORDS])()
    made.__setstate__(
        random.choice([({}, bytes(4)), ({}, value(random)), (value(random), bytes(4)), value(random)])
    )
    look(made)


@step
def callback(random: Random, lib: Any) -> None:
    kinds = [random.choice([*SCALARS[:12], *POINTERS[2:4], *RECORDS[:4]]) for _ in range(random.randrange(3))]
    made = CFUNCTYPE(random.choice([None, *SCALARS[:11]]), *kinds)(
        random.choice([lambda *a: value(random), lambda: 1])
    )
    made(*[random.choice([kind(), argument(random)]) for kind in kinds])


@step
def class_attributes(random: Random, lib: Any) -> None:
    kind = record(random)
    made = kind()
    for _ in range(3):
        name = random.choice(
            ["_fields_", "_pack_", "_anonymous_", "_type_", "_length_", "a", "b", "from_param", "__init__"]
        )
        with contextlib.suppress(Exception):
            setattr(kind, name, value(random))
        with contextlib.suppress(Exception):
            delattr(kind, name)
    look(made)
    kind(value(random))


@step
def foreign_class(random: Random, lib: Any) -> None:
    first, second = record(random), record(random)
    made = first()
    made.__class__ = second if random.random() < 0.7 else value(random)
    look(made)


@step
def dead_type(random: Random, lib: Any) -> None:
    kind = record(random)
    kept = random.choice(
        [kind(), (kind * 3)(), pointer(kind()), byref(kind()), (kind * 2)()[0], kind._fields_]
    )
    reference = weakref.ref(kind)
    del kind
    gc.collect()
    reference()
    look(kept)


@step
def wrong_metaclass_use(random: Random, lib: Any) -> None:
    maker = type(random.choice([c_int, Structure, Union, c_int * 2, POINTER(c_int), CFUNCTYPE(None)]))
    bases = random.choice(
        [(), (object,), (c_int,), (Structure,), (Structure, Union), (c_int * 2,), value(random)]
    )
    look(maker("M", bases, random.choice([{}, {"_type_": "i"}, {"_fields_": []}, value(random)]))())


@step
def names_in_library(random: Random, lib: Any) -> None:
    random.choice([c_int, *RECORDS[:5], random.choice(NOT_TYPES)]).in_dll(
        random.choice([lib, lib, value(random)]), random.choice(["global_point", "no_such", value(random)])
    )
