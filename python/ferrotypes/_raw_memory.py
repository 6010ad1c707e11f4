"""Copying, filling and reading memory by address: `memmove`, `memset`, `string_at`, `wstring_at`.

Owns: these four. Must not know: what the address of an object is (`_foreign` and the extension module know).
Where an argument is a Python buffer, whose size is known, the size is checked; everywhere else they trust the
caller, as C does.
"""

from __future__ import annotations

from . import _foreign
from ._core import (
    ArgumentError,
    Array,
    _memmove_addr,
    _memset_addr,
    _string_at_addr,
    _wstring_at_addr,
    sizeof,
)
from ._prototypes import CFUNCTYPE, PYFUNCTYPE
from ._scalars import c_int, c_size_t, c_void_p, c_wchar, py_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from _typeshed import ReadableBuffer, WriteableBuffer

    from ._core import _PointerLike

_memmove = CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_size_t)(_memmove_addr)
_memset = CFUNCTYPE(c_void_p, c_void_p, c_int, c_size_t)(_memset_addr)
_string_at: Callable[..., bytes] = PYFUNCTYPE(py_object, c_void_p, c_int)(_string_at_addr)
_wstring_at: Callable[..., str] = PYFUNCTYPE(py_object, c_void_p, c_int)(_wstring_at_addr)


def memmove(
    dst: _PointerLike | WriteableBuffer | int, src: _PointerLike | ReadableBuffer | int | str, count: int
) -> int | None:
    """Copy `count` bytes from `src` to `dst`, which may overlap, as C's `memmove` does.

    dst: a pointer, an array, the result of `byref()`, an int address, an object of the stdlib's own `ctypes`,
        or any object with a writable buffer.
    src: the same, or bytes, str, or an object with a read-only buffer.
    count: in bytes.

    Returns the address of `dst`. Raises ArgumentError if an argument denotes no address, and ValueError if
    `count` is more than a Python buffer (bytearray, memoryview …) holds. The size behind a pointer is
    unknown: a `count` that is too large there destroys memory.

    >>> numbers = (c_uint16 * 2)()
    >>> memmove(numbers, bytes([1, 0, 2, 0]), 4) == addressof(numbers)
    True
    >>> list(numbers)
    [1, 2]

    Source: ISO C 7.24.2.2.
    """
    try:
        return _memmove(dst, src, count)
    except ArgumentError:
        target, source = _located(dst, count), _located(src, count, writable=False)
        if target is dst and source is src:
            raise
    return _memmove(target, source, count)


def memset(dst: _PointerLike | WriteableBuffer | int, c: int, count: int) -> int | None:
    """Set `count` bytes from `dst` on to `c`, as C's `memset` does.

    dst: as for `memmove`. c: the value, of which the low 8 bits count. count: in bytes.

    Returns the address of `dst`. Raises ArgumentError and ValueError as `memmove` does.

    >>> data = bytearray(b"secret")
    >>> memset(data, 0, len(data)) and data
    bytearray(b'\\x00\\x00\\x00\\x00\\x00\\x00')

    Source: ISO C 7.24.6.1.
    """
    try:
        return _memset(dst, c, count)
    except ArgumentError:
        target = _located(dst, count)
        if target is dst:
            raise
    return _memset(target, c, count)


def string_at(ptr: _PointerLike | ReadableBuffer | int | str, size: int = -1) -> bytes:
    """The bytes in memory at `ptr`, as a copy.

    ptr: as the `src` of `memmove`. size: in bytes; without it, up to the first NUL (or the end of a Python
        buffer).

    Raises ArgumentError if `ptr` denotes no address, ValueError if `size` is more than a Python buffer holds.
    Reading where nothing is mapped ends the process. Audit event: `ctypes.string_at` with the address and the
    size.

    >>> text = create_string_buffer(b"one\\0two")
    >>> string_at(text), string_at(text, 7), string_at(addressof(text) + 4)
    (b'one', b'one\\x00two', b'two')
    """
    try:
        return _string_at(ptr, size)
    except ArgumentError:
        known = _located(ptr, max(size, 0), writable=False)
        if known is ptr:
            raise
    if size == -1 and isinstance(known, Array):
        return bytes(known).partition(b"\0")[0]
    return _string_at(known, size)


def wstring_at(ptr: _PointerLike | ReadableBuffer | int | str, size: int = -1) -> str:
    """The text in memory at `ptr`, an address of `wchar_t`, as a str.

    ptr: as for `string_at`. size: in `wchar_t` (4 bytes each, 2 on Windows), not in bytes; without it, up to
        the first NUL
    (or the end of a Python buffer).

    Raises ArgumentError, ValueError and an audit event (`ctypes.wstring_at`) as `string_at` does.

    >>> wstring_at(create_unicode_buffer("wide"))
    'wide'
    """
    try:
        return _wstring_at(ptr, size)
    except ArgumentError:
        known = _located(ptr, max(size, 0) * sizeof(c_wchar), writable=False)
        if known is ptr:
            raise
    if size == -1 and isinstance(known, Array):
        return (c_wchar * (len(known) // sizeof(c_wchar))).from_buffer(known).value
    return _wstring_at(known, size)


def _located(obj: Any, count: Any, writable: bool = True) -> Any:
    """As `_foreign.located`, after a look whether a buffer of known size has `count` bytes."""
    known = _foreign.located(obj, writable=writable)
    if (
        known is not obj
        and isinstance(known, Array)
        and isinstance(count, int)
        and not 0 <= count <= len(known)
    ):
        raise ValueError(
            f"{count} bytes are outside the buffer of {type(obj).__name__!r}, which has {len(known)}"
        )
    return known
