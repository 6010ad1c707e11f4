"""Values that a careful caller would never pass, and ordinary ones to mix them with.

Owns: the pools that the fuzzer draws from. Nothing here may make a *valid* program unsafe: no pool holds an
address made from a number, since reading through one may crash any ctypes. Importing this imports ctypes.
"""

from __future__ import annotations

import array
import ctypes
from collections.abc import Callable
from ctypes import (
    CFUNCTYPE,
    POINTER,
    PYFUNCTYPE,
    Structure,
    Union,
    byref,
    c_bool,
    c_byte,
    c_char,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_long,
    c_longdouble,
    c_longlong,
    c_short,
    c_ubyte,
    c_uint,
    c_ulonglong,
    c_void_p,
    c_wchar,
    c_wchar_p,
    create_string_buffer,
    pointer,
    py_object,
)
from random import Random
from typing import Any

from records import Big, Bits, IntOrFloat, Point, Rect, Vec


class Liar:
    """Every protocol, each answered wrongly or with an exception."""

    def __init__(self, random: Random) -> None:
        self.answer = random.choice([-1, 0, 3, 2**31, 2**70, "text", None, ValueError, KeyError, SystemError])

    def reply(self) -> Any:
        if isinstance(self.answer, type):
            raise self.answer("hostile")
        return self.answer

    def __index__(self) -> Any:
        return self.reply()

    def __len__(self) -> Any:
        return self.reply()

    def __float__(self) -> Any:
        return self.reply()

    def __bool__(self) -> Any:
        return self.reply()

    def __getitem__(self, key: object) -> Any:
        return self.reply()

    def __iter__(self) -> Any:
        return self.reply()

    def __eq__(self, other: object) -> Any:
        return self.reply()

    def __hash__(self) -> Any:
        return self.reply()

    def __buffer__(self, flags: int) -> Any:
        return self.reply()

    @property
    def _as_parameter_(self) -> Any:
        return self.reply()

    @property
    def from_param(self) -> Any:
        return self.reply()

    def __call__(self, *arguments: object) -> Any:
        return self.reply()


class LyingText(str):
    def __len__(self) -> int:
        return 1000


class LyingBytes(bytes):
    def __len__(self) -> int:
        return 1000


class LyingList(list):  # type: ignore[type-arg]
    def __len__(self) -> int:
        return 7


class Converter:
    """A type-like object for argtypes whose converter returns anything."""

    def __init__(self, result: object) -> None:
        self.result = result

    def from_param(self, value: object) -> object:
        if isinstance(self.result, type) and issubclass(self.result, Exception):
            raise self.result("converter")
        return self.result


SCALARS: list[Any] = [
    c_bool, c_byte, c_ubyte, c_short, c_int, c_uint, c_long, c_longlong, c_ulonglong, c_float, c_double,
    c_longdouble, c_char, c_wchar,
]  # fmt: skip
POINTERS: list[Any] = [
    c_void_p, py_object, POINTER(c_int), POINTER(Point), POINTER(POINTER(c_char)),
    CFUNCTYPE(c_int), CFUNCTYPE(c_int, c_int), PYFUNCTYPE(py_object, py_object),
]  # fmt: skip
# Set from a number and read, these read through it: for arguments and empty instances only.
TEXTS: list[Any] = [c_char_p, c_wchar_p]
RECORDS: list[Any] = [Point, Rect, Vec, Big, Bits, IntOrFloat, c_int * 3, c_char * 5, Point * 2, c_int * 0]
ABSTRACT: list[Any] = [
    Structure, Union, ctypes.Array, ctypes._SimpleCData, ctypes._Pointer, ctypes._CFuncPtr,
    Structure.__base__,
]  # fmt: skip
NOT_TYPES: list[Any] = [int, str, None, 5, "i", b"i", object(), [], (), c_int(3), Point(), type, Exception]


def any_type(random: Random) -> Any:
    """Mostly a usable type, now and then nothing of the sort."""
    pools = [SCALARS, SCALARS, SCALARS, POINTERS, RECORDS, RECORDS, ABSTRACT, NOT_TYPES]
    return random.choice(random.choice(pools))


def flat_type(random: Random) -> Any:
    """A type without pointers: unions of these can be read whatever was written."""
    return random.choice(random.choice([SCALARS, SCALARS, RECORDS, ABSTRACT, NOT_TYPES]))


def number(random: Random) -> Any:
    return random.choice(
        [0, 1, 2, 3, 5, -1, -2, 31, 64, 255, 2**31 - 1, 2**31, 2**32, 2**62, 2**63, 2**64, -(2**63)]
    )


# Each pool is drawn from anew, so that a value is never shared between two steps.
POOLS: list[Callable[[Random], list[Any]]] = [
    lambda random: [number(random)],
    lambda random: [0, 1, 2, 3],
    lambda random: [0.0, 1.5, -1e300, 1e39, float("nan"), float("inf"), 1j, True, False],
    lambda random: ["", "x", "text", "\ud800", "\0", "\U0001f600", LyingText("lie")],
    lambda random: [b"", b"x", b"bytes", b"\0\xff", LyingBytes(b"lie"), bytearray(8), bytearray(0)],
    lambda random: [None, object(), int, c_int, Ellipsis, NotImplemented],
    lambda random: [(), (1,), (1, 2), (1, "x"), [1, 2], {"x": 1}, LyingList([1]), range(3)],
    lambda random: [Liar(random)],
    lambda random: [memoryview(bytearray(16))[::2], memoryview(bytes(16)), array.array("i", [0] * 4)],
    lambda random: [c_int(3), c_short(-1), c_double(1.5), c_char(b"c"), c_char_p(b"p"), c_void_p()],
    lambda random: [Point(1, 2), Rect(), Vec(), IntOrFloat(), Bits(), (c_int * 3)(), (Point * 2)()],
    lambda random: [byref(random.choice([c_int(5), Point(), (c_int * 3)()]))],
    lambda random: [create_string_buffer(4), CFUNCTYPE(c_int)(lambda: 1), py_object([]), c_wchar_p("w")],
    lambda random: [slice(number(random), number(random), random.choice([None, 0, 1, -1, 2, 2**64]))],
]


def value(random: Random) -> Any:
    """Any value but a pointer instance: its items have no end, so code that wants a sequence runs on."""
    return random.choice(random.choice(POOLS)(random))


def argument(random: Random) -> Any:
    """Any value at all, for places that do not iterate over it."""
    if random.random() < 0.1:
        return random.choice(
            [pointer(c_int(1)), pointer(Point()), POINTER(c_int)(), pointer(pointer(c_double()))]
        )
    return value(random)
