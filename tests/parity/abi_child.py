"""Child process: passes unions and X87 records by value and prints whether C and Python agree.

Owns: one line per shape, ``name right`` or ``name wrong: got``. The expected values are what the C
functions of records.c compute, by the psABI's rule (3.2.3) that a union's eightbyte takes the merged class
of all members, and a record of one long double is returned in st(0). Must not know what stock does.
Usage: abi_child.py LIBRARY
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "clib"))

from ctypes import CFUNCTYPE, c_double, c_float, c_int, c_longdouble

from records import Big, Floats, IntOrFloat, LongDoubleBox, Point, Tagged, Vec, Wide, WideMixed, open_library

lib = open_library(sys.argv[1])


def declare(name: str, restype: type, *argtypes: type) -> Callable[..., object]:
    function = lib[name]
    function.argtypes, function.restype = argtypes, restype
    return function


def through_callback(value: Floats) -> float:
    seen: list[float] = []
    CFUNCTYPE(None, Floats)(lambda u: seen.append(u.d))(value)
    return seen[0]


def back(name: str, kind: Any, value: object, answer: Callable[[Any], object]) -> tuple[object, ...]:
    """What C hands on from a callback that takes and returns a record by value."""
    prototype = CFUNCTYPE(kind, kind)
    result = declare(name, kind, prototype, kind)(prototype(answer), value)
    return tuple(getattr(result, field) for field, _ in kind._fields_)


CASES: dict[str, tuple[Callable[[], object], object]] = {
    "argument, int and float in one eightbyte, read as int": (
        lambda: declare("intorfloat_int", c_int, IntOrFloat)(IntOrFloat(i=1234567)),
        1234567,
    ),
    "argument, int and float in one eightbyte, read as float": (
        lambda: declare("intorfloat_float", c_float, IntOrFloat)(IntOrFloat(f=1.5)),
        1.5,
    ),
    "result, int and float in one eightbyte": (
        lambda: declare("intorfloat_make", IntOrFloat, c_int)(77).i,
        77,
    ),
    "all SSE, double and float[2]": (
        lambda: declare("floats_scale", Floats, Floats, c_double)(Floats(d=1.5), 2).d,
        3.0,
    ),
    "two INTEGER eightbytes": (lambda: declare("wide_swap", Wide, Wide)(Wide((1, 2))).ll[:], [2, 1]),
    "INTEGER eightbyte, then SSE eightbyte": (
        lambda: declare("widemixed_swap", WideMixed, WideMixed)(WideMixed((1.5, 2.5))).d[:],
        [2.5, 1.5],
    ),
    "structure that holds a union, argument": (
        lambda: declare("tagged_value", c_double, Tagged)(Tagged(IntOrFloat(f=2.5), 1)),
        2.5,
    ),
    "structure that holds a union, result": (lambda: declare("tagged_make", Tagged, c_float)(2.5).u.f, 2.5),
    "X87 record, result": (lambda: declare("longdouble_box", LongDoubleBox, c_longdouble)(1.25).v, 2.5),
    "callback result, one INTEGER eightbyte": (
        lambda: back("call_point", Point, Point(1, 2), lambda p: Point(p.y, p.x + 40)),
        (2, 41),
    ),
    "callback result, two SSE eightbytes": (
        lambda: back("call_vec", Vec, Vec(1.5, 2.5), lambda v: Vec(v.y, v.x * 2)),
        (2.5, 3.0),
    ),
    "callback result, MEMORY": (
        lambda: back("call_big", Big, Big(1, 2, 3), lambda b: Big(b.c, b.a, b.b)),
        (3, 1, 2),
    ),
    "callback argument, all SSE": (lambda: through_callback(Floats(d=4.25)), 4.25),
}

for name, (compute, expected) in CASES.items():
    try:
        got = compute()
    except Exception as error:
        got = f"{type(error).__name__}: {error}"
    print(f"{name}: {'right' if got == expected else f'wrong, {got!r} instead of {expected!r}'}")
