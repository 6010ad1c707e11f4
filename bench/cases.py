"""The bench cases: what is timed, as source text.

Owns: names, groups, set-up and body of each case, per *dialect*. A dialect is a way to write the cases
(ctypes; cffi or a C extension would be others); a contender that lacks a case in its dialect shows a dash.
Must not know how bodies are timed. ``LIBRARY`` is the path of the bench library.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One case: ``body`` is repeated ``unroll`` times in the timed loop, after ``setup``, as local code."""

    name: str
    group: str
    setup: str
    body: str
    unroll: int = 10


START = "from ctypes import *\nlib = CDLL(LIBRARY)\n"
POINT = "class Point(Structure): _fields_ = [('x', c_int), ('y', c_int)]\n"
NESTED = POINT + "class Rect(Structure): _fields_ = [('lo', Point), ('hi', Point)]\n"


def typed(name: str, restype: str, *argtypes: str) -> str:
    """The declaration of a bench function as local ``f``."""
    return f"f = lib.{name}\nf.restype = {restype}\nf.argtypes = [{', '.join(argtypes)}]\n"


CTYPES: tuple[Case, ...] = (
    Case("no argument", "call", typed("nothing", "None"), "f()"),
    Case("int", "call", typed("one_int", "c_int", "c_int"), "f(1)"),
    Case("two ints", "call", typed("two_ints", "c_int", "c_int", "c_int"), "f(1, 2)"),
    Case("two doubles", "call", typed("two_doubles", "c_double", "c_double", "c_double"), "f(1.5, 2.5)"),
    Case(
        "eight mixed",
        "call",
        typed(
            "eight_mixed",
            "c_double",
            "c_int",
            "c_double",
            "c_long",
            "c_float",
            "c_short",
            "c_double",
            "c_ubyte",
            "c_void_p",
        ),
        "f(1, 2.0, 3, 4.0, 5, 6.0, 7, None)",
    ),
    Case("bytes to char*", "call", typed("text", "c_size_t", "c_char_p"), "f(b'text')"),
    Case(
        "byref(record)",
        "call",
        POINT + typed("by_reference", "c_int", "POINTER(Point)") + "p = Point(1, 2)",
        "f(byref(p))",
    ),
    Case(
        "pointer to record",
        "call",
        POINT + typed("by_reference", "c_int", "POINTER(Point)") + "p = pointer(Point(1, 2))",
        "f(p)",
    ),
    Case("record by value", "call", POINT + typed("by_value", "c_int", "Point") + "p = Point(1, 2)", "f(p)"),
    Case(
        "large record by value",
        "call",
        "class Vec3(Structure): _fields_ = [(n, c_double) for n in 'xyz']\n"
        + typed("big_by_value", "c_double", "Vec3")
        + "v = Vec3(1, 2, 3)",
        "f(v)",
    ),
    Case("returns record", "call", POINT + typed("make", "Point", "c_int", "c_int"), "f(1, 2)"),
    Case("untyped two ints", "call", "f = lib.two_ints", "f(1, 2)"),
    Case("errcheck", "call", typed("one_int", "c_int", "c_int") + "f.errcheck = lambda r, f, a: r", "f(1)"),
    Case("use_errno", "call", "f = CFUNCTYPE(c_int, c_int, use_errno=True)(('one_int', lib))", "f(1)"),
    Case("lib.f lookup", "call", "lib.nothing", "lib.nothing"),
    Case("field read", "record", POINT + "p = Point(1, 2)", "p.x"),
    Case("field write", "record", POINT + "p = Point(1, 2)", "p.x = 3"),
    Case("nested field read", "record", NESTED + "r = Rect()", "r.hi.y"),
    Case("record create", "record", POINT, "Point(1, 2)"),
    Case("array of 1000 ints", "array", "A = c_int * 1000\nv = tuple(range(1000))", "A(*v)", 1),
    Case("array index", "array", "a = (c_int * 1000)()", "a[500]"),
    Case("array assign", "array", "a = (c_int * 1000)()", "a[500] = 7"),
    Case("array slice of 100", "array", "a = (c_int * 1000)()", "a[100:200]"),
    Case("array type lookup", "array", "", "c_int * 1000"),
    Case("create_string_buffer", "buffer", "", "create_string_buffer(64)"),
    Case(".value read", "buffer", "b = create_string_buffer(b'text', 64)", "b.value"),
    Case(".raw read", "buffer", "b = create_string_buffer(b'text', 64)", "b.raw"),
    Case(
        "memmove of 64",
        "buffer",
        "b = create_string_buffer(64)\nc = create_string_buffer(64)",
        "memmove(b, c, 64)",
    ),
    Case("string_at of 64", "buffer", "b = create_string_buffer(64)\na = addressof(b)", "string_at(a, 64)"),
    Case("from_buffer", "buffer", POINT + "b = bytearray(8)", "Point.from_buffer(b)"),
    Case("c_int create", "object", "", "c_int(5)"),
    Case(".value of c_int", "object", "i = c_int(5)", "i.value"),
    Case("byref", "object", "i = c_int(5)", "byref(i)"),
    Case("pointer create", "object", "i = c_int(5)", "pointer(i)"),
    Case("pointer index", "object", "a = (c_int * 4)()\np = cast(a, POINTER(c_int))", "p[2]"),
    Case("pointer contents", "object", "p = pointer(c_int(5))", "p.contents"),
    Case("cast", "object", "a = (c_int * 4)()\nP = POINTER(c_int)", "cast(a, P)"),
    Case(
        "callback, 100 calls",
        "callback",
        "g = CFUNCTYPE(c_int, c_int)(lambda v: v)\n"
        + typed("call_back", "c_long", "CFUNCTYPE(c_int, c_int)", "c_int"),
        "f(g, 100)",
        1,
    ),
    Case("callback create", "callback", "F = CFUNCTYPE(c_int, c_int)\ndef h(v): return v", "F(h)", 1),
    Case(
        "qsort of 1000",
        "callback",
        "P = POINTER(c_int)\nC = CFUNCTYPE(c_int, P, P)\nq = CDLL(None).qsort\nq.restype = None\n"
        "q.argtypes = [c_void_p, c_size_t, c_size_t, C]\ncmp = C(lambda x, y: x[0] - y[0])\n"
        "A = c_int * 1000\nv = [(i * 7919) % 1000 for i in range(1000)]",
        "q(A(*v), 1000, 4, cmp)",
        1,
    ),
    Case(
        "structure type create",
        "type",
        "",
        "type(Structure)('S', (Structure,), {'_fields_': [('x', c_int), ('y', c_int)]})",
        1,
    ),
)

DIALECTS: dict[str, tuple[Case, ...]] = {"ctypes": CTYPES}

# Timed from outside, by starting interpreters: what a program pays before its first call.
IMPORT = "import ctypes"


def cases(dialect: str) -> dict[str, Case]:
    """The cases of a dialect by name, in table order."""
    return {case.name: case for case in DIALECTS[dialect]}
