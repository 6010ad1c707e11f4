"""The ctypes twins of the records in clib.h, and the library opened with them.

Owns: the declarations that more than one test program needs. Must not be imported before a side is
chosen: importing it imports ctypes. Follows clib.h field by field.
"""

from __future__ import annotations

import ctypes
from ctypes import (
    Structure,
    Union,
    c_char,
    c_double,
    c_float,
    c_int,
    c_longdouble,
    c_longlong,
    c_ubyte,
    c_uint,
)


class Point(Structure):
    _fields_ = [("x", c_int), ("y", c_int)]


class Vec(Structure):
    _fields_ = [("x", c_double), ("y", c_double)]


class Mixed(Structure):
    _fields_ = [("d", c_double), ("i", c_int)]


class IntFloat(Structure):
    _fields_ = [("i", c_int), ("f", c_float)]


class Float3(Structure):
    _fields_ = [("a", c_float), ("b", c_float), ("c", c_float)]


class Big(Structure):
    _fields_ = [("a", c_longlong), ("b", c_longlong), ("c", c_longlong)]


class Tiny(Structure):
    _fields_ = [("c", c_char)]


class Odd3(Structure):
    _fields_ = [("b", c_ubyte * 3)]


class Bytes16(Structure):
    _fields_ = [("b", c_ubyte * 16)]


class Rect(Structure):
    _fields_ = [("lo", Point), ("hi", Point)]


class LongDoubleBox(Structure):
    _fields_ = [("v", c_longdouble)]


class Bits(Structure):
    _fields_ = [("a", c_uint, 3), ("b", c_uint, 7), ("c", c_int, 12), ("d", c_uint, 10)]


class IntOrFloat(Union):
    _fields_ = [("i", c_int), ("f", c_float)]


class Floats(Union):
    _fields_ = [("d", c_double), ("f", c_float * 2)]


class Wide(Union):
    _fields_ = [("ll", c_longlong * 2), ("d", c_double)]


class WideMixed(Union):
    _fields_ = [("d", c_double * 2), ("i", c_int)]


class Tagged(Structure):
    _fields_ = [("u", IntOrFloat), ("kind", c_int)]


def open_library(path: str, loader: type[ctypes.CDLL] = ctypes.CDLL, **options: object) -> ctypes.CDLL:
    """Opens the test library; functions are undeclared, each test declares what it needs."""
    return loader(path, **options)  # type: ignore[arg-type]
