"""Objects of the standard `ctypes` as arguments of functions that the facade calls.

Where an address is meant, theirs is as good as ours: a pointer for its target, an array or a record for its
own memory. Values are not taken across: a stock `c_int` is no `int` argument.
"""

from __future__ import annotations

import ctypes as stock

import pytest

import ferrotypes as ours


class Pair(stock.Structure):
    """A record of stock `ctypes`."""

    _fields_ = [("first", stock.c_int), ("second", stock.c_int)]


def function(name: str, restype: object, *argtypes: object) -> ours._CFuncPtr:
    found = ours.CDLL(None)[name]
    found.restype, found.argtypes = restype, argtypes
    return found


fill = function("memset", ours.c_void_p, ours.c_void_p, ours.c_int, ours.c_size_t)


@pytest.mark.parametrize(
    "reference",
    [
        lambda memory: memory,
        stock.pointer,
        lambda memory: stock.cast(memory, stock.c_void_p),
        lambda memory: stock.cast(memory, stock.c_char_p),
        lambda memory: stock.cast(memory, stock.POINTER(stock.c_double)),
    ],
    ids=["array", "pointer", "void pointer", "char pointer", "pointer to another type"],
)
def test_void_pointers(reference) -> None:
    memory = stock.create_string_buffer(8)
    assert fill(reference(memory), ord("x"), 3) == stock.addressof(memory)
    assert memory.value == b"xxx"


def test_records_for_void_pointers() -> None:
    pair = Pair(1, 2)
    fill(pair, 0xFF, 4)
    assert (pair.first, pair.second) == (-1, 2)


def test_functions_for_function_addresses() -> None:
    compare_type = stock.CFUNCTYPE(stock.c_int, stock.POINTER(stock.c_int), stock.POINTER(stock.c_int))
    descending = compare_type(lambda a, b: b[0] - a[0])
    numbers = (ours.c_int * 4)(3, 1, 4, 2)
    sort = function("qsort", None, ours.c_void_p, ours.c_size_t, ours.c_size_t, ours.c_void_p)
    sort(numbers, 4, 4, descending)
    assert list(numbers) == [4, 3, 2, 1]


def test_strings() -> None:
    length = function("strlen", ours.c_size_t, ours.c_char_p)
    assert length(stock.create_string_buffer(b"array")) == 5
    assert length(stock.c_char_p(b"pointer")) == 7
    wide_length = function("wcslen", ours.c_size_t, ours.c_wchar_p)
    assert wide_length(stock.create_unicode_buffer("wide")) == 4
    assert wide_length(stock.c_wchar_p("pointer")) == 7


def test_typed_pointers() -> None:
    split = function("frexp", ours.c_double, ours.c_double, ours.POINTER(ours.c_int))
    for exponent in ((stock.c_int * 1)(), stock.pointer(stock.c_int())):
        assert split(8.0, exponent) == 0.5
        assert exponent[0] == 4


def test_without_a_prototype() -> None:
    length = ours.CDLL(None)["strlen"]
    assert length(stock.create_string_buffer(b"four")) == 4
    assert length(stock.c_char_p(b"three")) == 5


def test_the_result_of_stock_s_byref_is_refused() -> None:
    """It is no C data and has no buffer: only stock's own calls, and the facade's cast(), can read it."""
    reference = stock.byref(stock.create_string_buffer(8), 2)
    with pytest.raises(ours.ArgumentError):
        fill(reference, 0, 1)
    assert fill(ours.cast(reference, ours.c_void_p), ord("x"), 2)
    assert reference._obj.raw == b"\0\0xx\0\0\0\0"


@pytest.mark.parametrize(
    ("argtype", "argument"),
    [
        (ours.c_int, stock.c_int(3)),
        (ours.c_void_p, stock.c_int(3)),
        (ours.c_void_p, stock.c_double(3)),
        (ours.c_char_p, (stock.c_int * 3)()),
        (ours.POINTER(ours.c_int), (stock.c_double * 3)()),
        (ours.POINTER(ours.c_int), stock.pointer(stock.c_short())),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_such_address_is_refused(argtype: type, argument: object) -> None:
    with pytest.raises(ours.ArgumentError):
        function("abs", ours.c_int, argtype)(argument)


def test_the_argument_lives_as_long_as_the_call() -> None:
    """The only reference to the buffer is the call's own, and the callback makes the collector run."""
    import gc

    seen: list[bytes] = []
    visit = ours.CFUNCTYPE(ours.c_int, ours.c_void_p, ours.c_void_p)

    @visit
    def look(a: int, b: int) -> int:
        gc.collect()
        seen.append(ours.string_at(a, 1))
        return 0

    sort = function("qsort", None, ours.c_void_p, ours.c_size_t, ours.c_size_t, visit)
    sort(stock.create_string_buffer(b"ab"), 2, 1, look)
    assert seen
    assert set(seen) <= {b"a", b"b"}
