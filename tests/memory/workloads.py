"""What is made and dropped: one small step per kind of object, call or failure.

Owns: the steps and whether stock is known to leak on them. A step leaves nothing behind when it returns.
Must not know how growth is measured. Importing this imports ctypes: a side must be chosen before.
"""

from __future__ import annotations

import contextlib
import ctypes
import pickle
import weakref
from collections.abc import Callable
from ctypes import (
    CFUNCTYPE,
    POINTER,
    PYFUNCTYPE,
    ArgumentError,
    Structure,
    Union,
    addressof,
    byref,
    c_char,
    c_char_p,
    c_double,
    c_int,
    c_long,
    c_short,
    c_size_t,
    c_void_p,
    c_wchar_p,
    cast,
    create_string_buffer,
    create_unicode_buffer,
    memmove,
    pointer,
    py_object,
    resize,
    string_at,
    wstring_at,
)
from dataclasses import dataclass
from typing import Any

from records import Big, IntOrFloat, Point, Rect, Vec


@dataclass(frozen=True)
class Workload:
    """One step, how often it is run at full length, and why stock is not held to it (None: it is)."""

    step: Callable[[], object]
    count: int = 100_000
    stock_leaks: str | None = None


WORKLOADS: dict[str, Workload] = {}
CACHE = "POINTER types live as long as the process in stock ctypes before 3.14 (cpython#100926)"
FUNCTYPE_CACHE = "the stdlib's own _c_functype_cache keeps every CFUNCTYPE prototype"


def workload(
    count: int = 100_000, stock_leaks: str | None = None
) -> Callable[[Callable[[], object]], Callable[[], object]]:
    def add(step: Callable[[], object]) -> Callable[[], object]:
        WORKLOADS[step.__name__] = Workload(step, count, stock_leaks)
        return step

    return add


def load(library: str) -> None:
    """Opens the C library and declares what the steps call."""
    global lib
    lib = ctypes.CDLL(library)
    for name, restype, argtypes in (
        ("add_int", c_int, [c_int, c_int]),
        ("text_length", c_size_t, [c_char_p]),
        ("point_sum", c_int, [Point]),
        ("text_constant", c_char_p, []),
        ("make_point", Point, [c_int, c_int]),
        ("same_pointer", c_void_p, [c_void_p]),
        ("big_rotate", Big, [Big]),
        ("call_int", c_int, [IntFn, c_int]),
        ("vec_scale", Vec, [Vec, c_double]),
        ("call_threads", c_long, [IntFn, c_int, c_int]),
        ("wide_length", c_size_t, [c_wchar_p]),
        ("nothing", None, None),
    ):
        function = getattr(lib, name)  # an attribute stays on the library, a subscript would be new each time
        function.restype, function.argtypes = restype, argtypes


lib: Any = None
IntFn = CFUNCTYPE(c_int, c_int)
ARRAY = c_int * 10
BYTES = bytearray(64)
kept_rect = Rect()


class Nodes(Structure):
    _fields_ = [("text", c_char_p), ("link", POINTER(c_int)), ("object", py_object), ("call", IntFn)]


kept_nodes = Nodes()


@workload()
def structure_type() -> object:
    return type(Structure)(
        "S", (Structure,), {"_fields_": [("a", c_int), ("b", c_double), ("c", c_char * 3)]}
    )


@workload(stock_leaks=CACHE)
def structure_type_with_pointer() -> object:
    kind = type(Structure)("S", (Structure,), {"_fields_": [("a", c_int)]})
    return pointer(kind(1)).contents.a, POINTER(kind)


@workload(stock_leaks=CACHE)
def self_referring_type() -> None:
    node = type(Structure)("N", (Structure,), {})
    node._fields_ = [("next", POINTER(node)), ("value", c_int)]
    first = node()
    first.next = pointer(first)


@workload()
def union_and_bit_field_types() -> object:
    bits = type(Structure)("B", (Structure,), {"_fields_": [("a", c_int, 3), ("b", c_int, 5)]})
    return type(Union)("U", (Union,), {"_anonymous_": ["bits"], "_fields_": [("bits", bits), ("i", c_int)]})


@workload()
def simple_subclass() -> object:
    return type(c_int)("I", (c_int,), {})(5).value


@workload()
def simple_type() -> object:
    return type(c_int)("I", (ctypes._SimpleCData,), {"_type_": "i"})(5).value


@workload()
def array_type() -> object:
    kind = type(c_int)("I", (c_int,), {})
    return (kind * 7)()[3], kind * 9


@workload()
def array_type_declared() -> object:
    return type(ARRAY)("A", (ctypes.Array,), {"_type_": c_short, "_length_": 3})(1, 2, 3)[:]


@workload()
def function_type() -> object:
    kind = type(IntFn)("F", (ctypes._CFuncPtr,), {"_flags_": 1, "_restype_": c_int, "_argtypes_": (c_int,)})
    return kind(abs)(-5)


@workload(count=30_000, stock_leaks=FUNCTYPE_CACHE)
def function_prototype() -> object:
    kind = type(Structure)("S", (Structure,), {"_fields_": [("a", c_int)]})
    return CFUNCTYPE(c_int, kind)


@workload()
def refused_types() -> None:
    for fields in ([("a", int)], [("a", c_int, 99)], 5):
        with contextlib.suppress(TypeError, ValueError):
            type(Structure)("S", (Structure,), {"_fields_": fields})


@workload()
def scalars() -> None:
    c_int(5).value, c_double(2.5).value, c_char(b"x").value, c_char_p(b"text").value, c_void_p(99).value
    c_wchar_p("wide").value, py_object([1]).value


@workload()
def records() -> None:
    rect = Rect((1, 2), (3, 4))
    rect.lo.x, rect.hi.y
    rect.lo = Point(5, 6)
    IntOrFloat(f=1.5).i


@workload()
def arrays() -> None:
    array = ARRAY(*range(10))
    array[2:5], array[3], list(array)
    (Point * 3)((1, 2), (3, 4))[1].x


@workload()
def kept_objects() -> None:
    nodes = Nodes()
    nodes.text, nodes.link, nodes.object, nodes.call = b"text", pointer(c_int(5)), [1, 2], IntFn(abs)
    nodes.text, nodes.link[0], nodes.object, nodes.call(-3)


@workload()
def kept_objects_replaced() -> None:
    kept_nodes.text, kept_nodes.link, kept_nodes.object = bytes([65, 66]), pointer(c_int(5)), [1]
    kept_rect.lo.x = 7


@workload()
def pointers() -> None:
    number = c_int(5)
    link = pointer(number)
    link.contents, link[0], link.contents.value
    link.contents = c_int(7)
    POINTER(c_int)(number)


@workload()
def casts() -> None:
    array = ARRAY()
    cast(cast(array, c_void_p), POINTER(c_int))[3]
    cast(b"text", c_char_p).value
    cast(addressof(array), POINTER(c_char))[0:4]


@workload()
def buffers() -> None:
    c_int.from_buffer(BYTES, 8).value
    Point.from_buffer_copy(bytes(8)).x
    memoryview(ARRAY()).tobytes()
    memoryview(Point()).format
    kept = Rect.from_address(addressof(kept_rect))
    kept.hi.x


@workload()
def text_buffers() -> None:
    buffer = create_string_buffer(b"text", 50)
    buffer.value, buffer.raw, string_at(buffer), memmove(buffer, b"abc", 3)
    wide = create_unicode_buffer("text", 50)
    wide.value, wstring_at(wide)


@workload()
def resized() -> None:
    number = c_int(5)
    resize(number, 400)
    resize(number, 20)


@workload()
def weak_references() -> None:
    point = Point()
    point.me = point
    weakref.ref(point)()


@workload(count=30_000)
def pickles() -> None:
    pickle.loads(pickle.dumps(Point(1, 2)))
    c_int(5).__reduce__()


@workload()
def callbacks() -> None:
    lib.call_int(IntFn(lambda value: value + 1), 41)


@workload(count=20_000)
def callbacks_that_raise() -> None:
    def bad(value: int) -> int:
        raise ValueError(value)

    lib.call_int(IntFn(bad), 41)
    PYFUNCTYPE(None, py_object)(lambda value: {}[value])([1])


@workload(count=1_000)
def callbacks_on_foreign_threads() -> None:
    lib.call_threads(IntFn(lambda value: value + 1), 2, 3)


@workload()
def calls() -> None:
    (
        lib.add_int(1, 2),
        lib.text_length(b"text"),
        lib.text_constant(),
        lib.same_pointer(5),
        lib.wide_length("text"),
    )
    lib.answer(), lib.nothing(c_int(1), c_double(2.0), byref(kept_rect))


@workload()
def calls_with_records() -> None:
    lib.point_sum(Point(1, 2)), lib.make_point(3, 4).y, lib.big_rotate(Big(1, 2, 3)).a
    lib.vec_scale(Vec(1.5, 2.5), 2.0).x


@workload()
def calls_refused() -> None:
    for arguments in ((), (1,), ("x", 2), (1, None)):
        with contextlib.suppress(ArgumentError, TypeError):
            lib.add_int(*arguments)


@workload()
def functions() -> None:
    function = lib["add_int"]
    function.restype, function.argtypes = c_long, [c_int, c_short]
    function.errcheck = lambda result, function, arguments: (result, arguments)
    function(1, 2)
    del function.errcheck
    with contextlib.suppress(AttributeError):
        lib["no_such_function"]


@workload()
def out_parameters() -> None:
    prototype = CFUNCTYPE(None, POINTER(c_int), POINTER(c_double))
    prototype(("out_pair", lib), ((2, "a"), (2, "b")))()


@workload()
def library_variables() -> None:
    c_int.in_dll(lib, "global_int").value
    with contextlib.suppress(ValueError):
        c_int.in_dll(lib, "no_such_variable")


@workload()
def converters() -> None:
    class Plus:
        @classmethod
        def from_param(cls, value: int) -> Any:
            return c_int(value + 1)

    function = lib["same_int"]
    function.argtypes = [Plus]
    function(4)
