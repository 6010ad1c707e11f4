"""The facade and the standard `ctypes` in one process: two worlds of types, and addresses passing between.

What is accepted where an address is meant, objects of stock `ctypes` and any object with a buffer, and what
is not: an address misunderstood is a crash, so the wrong cases matter as much as the right ones.
"""

from __future__ import annotations

import array
import ctypes as stock
import gc
import mmap

import pytest
from facade_child import output_of

import ferrotypes as ours


class Pair(stock.Structure):
    """A record of stock `ctypes`."""

    _fields_ = [("first", stock.c_int32), ("second", stock.c_int32)]


def test_the_classes_are_not_those_of_stock() -> None:
    for name in ("c_int", "Structure", "POINTER", "CDLL", "ArgumentError", "py_object"):
        assert getattr(ours, name) is not getattr(stock, name)


def test_each_world_loads_libraries() -> None:
    ours_libc, stock_libc = ours.CDLL(None, use_errno=True), stock.CDLL(None, use_errno=True)
    assert (ours_libc.close(-1), ours.get_errno()) == (-1, 9)
    assert stock_libc.abs(-3) == ours_libc.abs(-3) == 3


def test_memmove_from_and_to_stock_objects() -> None:
    source, target = stock.create_string_buffer(b"stock!"), ours.create_string_buffer(6)
    assert ours.memmove(target, source, 6) == ours.addressof(target)
    assert target.raw == b"stock!"
    ours.memmove(stock.byref(source, 1), b"TO", 2)
    ours.memmove(stock.pointer(source), b"S", 1)
    ours.memmove(stock.cast(stock.addressof(source) + 4, stock.c_void_p), b"K", 1)
    assert source.value == b"STOcK!"


def test_memmove_to_a_stock_record_and_array() -> None:
    pair, numbers = Pair(), (stock.c_int32 * 2)(5, 6)
    ours.memmove(pair, numbers, 8)
    assert (pair.first, pair.second) == (5, 6)
    ours.memset(numbers, 0xFF, 4)
    assert list(numbers) == [-1, 6]


def test_a_stock_pointer_stands_for_its_target_and_not_for_itself() -> None:
    target = stock.create_string_buffer(b"target")
    for pointer in (
        stock.pointer(target),
        stock.cast(target, stock.c_char_p),
        stock.c_void_p(stock.addressof(target)),
        stock.byref(target),
    ):
        assert ours.string_at(pointer, 6) == b"target"
        assert ours.cast(pointer, ours.c_void_p).value == stock.addressof(target)


def test_a_stock_function_stands_for_its_code() -> None:
    function = stock.CDLL(None).abs
    prototype = ours.CFUNCTYPE(ours.c_int, ours.c_int)
    assert ours.cast(function, prototype)(-4) == 4


def test_cast_of_stock_objects_keeps_them_alive() -> None:
    numbers = ours.cast((stock.c_int32 * 3)(7, 8, 9), ours.POINTER(ours.c_int32))
    through_pointer = ours.cast(stock.pointer(stock.c_int64(11)), ours.POINTER(ours.c_int64))
    gc.collect()
    assert numbers[:3] == [7, 8, 9]
    assert through_pointer[0] == 11
    through_pointer[0] = 12
    assert through_pointer.contents.value == 12


def test_as_parameter_comes_before_the_buffer() -> None:
    class Wrapped(bytearray):
        _as_parameter_ = ours.c_void_p(0x1234)

    assert ours.cast(Wrapped(8), ours.c_void_p).value == 0x1234


def test_records_over_stock_memory() -> None:
    class OurPair(ours.Structure):
        _fields_ = [("first", ours.c_int32), ("second", ours.c_int32)]  # noqa: RUF012

    pair = Pair(1, 2)
    view = OurPair.from_buffer(pair)
    view.second = 3
    assert (pair.second, OurPair.from_buffer_copy(pair).first) == (3, 1)
    assert stock.c_int32.from_buffer(ours.c_int32(-5)).value == -5


def test_python_buffers() -> None:
    data = bytearray(b"abcdef")
    ours.memmove(data, b"XY", 2)
    ours.memset(memoryview(data)[2:4], 0x2E, 2)
    assert data == b"XY..ef"
    assert ours.string_at(data, 3) == b"XY."
    assert ours.string_at(memoryview(b"read only")) == b"read only"
    numbers = array.array("i", [1, 2, 3])
    assert ours.cast(numbers, ours.POINTER(ours.c_int))[2] == 3
    with mmap.mmap(-1, 4096) as pages:
        ours.memmove(pages, b"page", 4)
        assert pages[:4] == b"page"
    data.extend(b"not locked any more")


def test_a_cast_buffer_is_locked_while_the_pointer_lives() -> None:
    data = bytearray(4)
    pointer = ours.cast(data, ours.POINTER(ours.c_uint32))
    with pytest.raises(BufferError):
        data.extend(b"x")
    pointer[0] = 0x01010101
    del pointer
    gc.collect()
    data.extend(b"x")
    assert data == b"\1\1\1\1x"


def test_strings_end_with_the_buffer() -> None:
    assert ours.string_at(bytearray(b"no NUL")) == b"no NUL"
    assert ours.string_at(bytearray(b"a\0b")) == b"a"
    assert ours.wstring_at(bytearray("wide".encode("utf-32-le"))) == "wide"
    assert ours.wstring_at(bytearray("wide".encode("utf-32-le")), 2) == "wi"


@pytest.mark.parametrize(
    "call",
    [
        lambda: ours.memmove(bytearray(3), b"abcd", 4),
        lambda: ours.memmove(ours.create_string_buffer(9), bytearray(3), 4),
        lambda: ours.memmove(bytearray(3), b"abcd", -1),
        lambda: ours.memmove(bytearray(3), b"abcd", ours.c_size_t(4).value),
        lambda: ours.memset(bytearray(3), 0, 4),
        lambda: ours.string_at(bytearray(3), 4),
        lambda: ours.wstring_at(bytearray(15), 4),
    ],
)
def test_what_is_outside_a_python_buffer_is_refused(call) -> None:
    with pytest.raises(ValueError, match="outside the buffer of 'bytearray'"):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: ours.memmove(memoryview(b"read only"), b"x", 1),
        lambda: ours.memset(memoryview(bytearray(8))[::2], 0, 1),
        lambda: ours.memmove(stock.c_int(1), b"x", 1),
        lambda: ours.memmove(ours.c_int(1), b"x", 1),
        lambda: ours.memmove(stock.c_double(1), b"x", 1),
        lambda: ours.string_at(stock.py_object([])),
        lambda: ours.cast(stock.c_int(1), ours.c_void_p),
        lambda: ours.cast(object(), ours.c_void_p),
        lambda: ours.cast(memoryview(b"read only"), ours.c_void_p),
    ],
)
def test_what_has_no_address_is_refused(call) -> None:
    with pytest.raises(ours.ArgumentError):
        call()


def test_cast_to_a_type_of_stock_is_refused() -> None:
    with pytest.raises(TypeError):
        ours.cast(None, stock.c_void_p)


def test_pickles_do_not_go_through_the_module_of_stock() -> None:
    code = (
        "import pickle, sys, ferrotypes as c\n"
        "class Pair(c.Structure): _fields_ = [('a', c.c_int), ('b', c.c_double)]\n"
        "data = pickle.dumps([c.c_int(7), Pair(1, 2.5)])\n"
        "number, pair = pickle.loads(data)\n"
        "print(number, pair.b, type(pair) is Pair, b'_ctypes' in data, '_ctypes' in sys.modules)"
    )
    assert output_of(code) == "c_int(7) 2.5 True False False"


def test_pickles_pass_to_and_from_a_process_with_the_drop_in() -> None:
    dump = "import pickle; print(pickle.dumps(c.c_int(7)).hex())"
    load = (
        "import pickle; print(pickle.loads(bytes.fromhex(input())), '_ctypes' in __import__('sys').modules)"
    )
    installed = "import ferrotypes; ferrotypes.install(); import ctypes as c\n"
    facade = "import ferrotypes as c\n"
    assert output_of(installed + load, stdin=output_of(facade + dump)) == "c_int(7) True"
    assert output_of("import ctypes\n" + load, stdin=output_of(installed + dump)) == "c_int(7) True"
