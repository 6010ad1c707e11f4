"""What a type checker knows of a program on ferrotypes. Read by mypy in test_typing.py, never executed.

A line that must be an error ends in `# E: code`; `assert_type` says what an expression must be.
"""

from __future__ import annotations

from pathlib import Path

from typing_extensions import assert_type

import ferrotypes as c
from ferrotypes import util


class Point(c.Structure):
    _fields_ = (("x", c.c_int), ("y", c.c_int))

    x: int
    y: int


class Header(c.BigEndianStructure):
    _fields_ = (("size", c.c_uint32, 12),)


# Scalars
assert_type(c.c_int(3).value, int)
assert_type(c.c_double().value, float)
assert_type(c.c_char_p(b"x").value, bytes | None)
assert_type(c.c_void_p(None).value, int | None)
assert_type(c.c_bool(1).value, bool)
assert_type(c.c_int.from_buffer(bytearray(4)), c.c_int)
assert_type(c.c_int.in_dll(c.pythonapi, "Py_OptimizeFlag"), c.c_int)
c.c_int("3")  # E: arg-type
c.c_int(3).value = "3"  # E: assignment

# Arrays and buffers
numbers = (c.c_int * 3)(1, 2, 3)
assert_type(numbers, c.Array[c.c_int])
assert_type(numbers[0], int)
assert_type(sum(numbers), int)
points = (Point * 2)()
assert_type(points[1], Point)
assert_type(points[1].x, int)
assert_type([point.y for point in points], list[int])
buffer = c.create_string_buffer(10)
assert_type(buffer.value, bytes)
assert_type(buffer.raw, bytes)
assert_type(buffer[0], bytes)
assert_type((c.c_char * 4)().value, bytes)
assert_type(c.create_unicode_buffer("text").value, str)
c.create_string_buffer("text")  # E: arg-type
c.c_int * "3"  # E: operator
c.ARRAY(int, 3)  # E: type-var

# Pointers
assert_type(c.pointer(Point()).contents, Point)
assert_type(c.POINTER(c.c_int)()[0], int)
assert_type(c.POINTER(Point)()[0].x, int)
assert_type(c.cast(buffer, c.POINTER(c.c_uint16))[1], int)
assert_type(c.cast(bytearray(8), c.c_void_p).value, int | None)
assert_type(c.POINTER(None), type[c.c_void_p])
c.cast(buffer, c.c_int)  # E: type-var
c.POINTER(int)  # E: type-var
c.byref(3)  # E: arg-type
c.sizeof(int)  # E: arg-type

# Functions
compare = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_int), c.POINTER(c.c_int))
assert_type(compare(lambda a, b: a[0] - b[0])(1, 2), int)
assert_type(c.CFUNCTYPE(None)(0)(), None)
assert_type(c.CFUNCTYPE(Point, c.c_int)(("f", c.CDLL(None)))(1), Point)
assert_type(c.CFUNCTYPE(lambda result: str(result))(0)(), str)
c.CFUNCTYPE(c.c_int, int)  # E: arg-type
c.CFUNCTYPE(c.c_int, use_ernno=True)  # E: call-overload


# mypy calls each class that is used as a decorator untyped; the function that comes out is typed.
@c.CFUNCTYPE(c.c_double, c.c_double)  # E: untyped-decorator
def half(number: float) -> float:
    return number / 2


assert_type(half(3.0), float)

# Libraries
libc = c.CDLL(Path("libc.so.6"), use_errno=True)
libc.strlen.argtypes = [c.c_char_p]
libc.strlen.restype = c.c_size_t
assert_type(c.cdll.LoadLibrary("libm.so.6"), c.CDLL)
assert_type(c.pydll["x"], c.PyDLL)
assert_type(util.find_library("c"), str | None)
c.CDLL(3)  # E: arg-type
libc.strlen = 3  # E: attr-defined

# Raw memory
assert_type(c.string_at(buffer, 3), bytes)
assert_type(c.wstring_at(c.addressof(buffer)), str)
c.memmove(buffer, b"abc", 3)
c.memmove(bytearray(3), memoryview(b"abc"), 3)
c.memset(c.byref(numbers), 0, c.sizeof(numbers))
c.memmove(buffer, 1.5, 3)  # E: arg-type
