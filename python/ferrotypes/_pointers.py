"""Pointer types and arrays, as far as they are written in Python: `cast`, `ARRAY`, `SetPointerType`.

Owns: conversions of an address to a pointer type, and two functions kept for old programs. Must not know:
`POINTER`, `pointer` and `byref`, which are the extension module's; what other objects' addresses mean, which
`_foreign` decides.
"""

from __future__ import annotations

import sys

from . import _foreign
from ._core import _cast_addr, _pointer_type_cache
from ._prototypes import PYFUNCTYPE
from ._scalars import c_void_p, py_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from _typeshed import WriteableBuffer

    from ._core import Array, _CastTarget, _CData, _Pointer, _PointerLike

    _Target = TypeVar("_Target", bound=_CastTarget)
    _Data = TypeVar("_Data", bound=_CData)

_cast: Callable[..., Any] = PYFUNCTYPE(py_object, c_void_p, py_object, py_object)(_cast_addr)


def cast(obj: _PointerLike | WriteableBuffer | int | bytes | None, typ: type[_Target]) -> _Target:
    """The address that `obj` denotes, as a new instance of the pointer type `typ`.

    `obj` is a pointer, a function, an array, the result of `byref()`, an int address, None (NULL), bytes (to
    be read only), an object of the stdlib's own `ctypes`, or any object with a writable buffer (bytearray,
    memoryview, `array.array`, numpy array …). `typ` is a type from `POINTER()` or `CFUNCTYPE()`, `c_void_p`,
    `c_char_p` or `c_wchar_p`.

    Nothing is copied: the result denotes the same memory. It keeps C data and buffers alive, but not bytes,
    nor what an int address points to. No size is checked: C's rules on casts of pointers apply (ISO C
    6.3.2.3).

    Raises ArgumentError if `obj` denotes no address, TypeError if `typ` is not a pointer type.

    >>> words = cast(bytearray(b"abcdefgh"), POINTER(c_uint32))
    >>> hex(words[1])
    '0x68676665'
    """
    # Not on refusal only: the engine takes stock's objects for an address, but keeps alive C data of ours.
    known = _foreign.located(obj)
    result: _Target = _cast(known, known, typ)
    return result


def ARRAY(typ: type[_Data], len: int) -> type[Array[_Data]]:
    """The array type `typ * len`, which is the usual way to write it."""
    return typ * len


def SetPointerType(pointer: type[_Pointer[Any]], cls: type[Any]) -> None:
    """Complete `pointer`, a type made by `POINTER("name")`, as the type of pointers to `cls`.

    Deprecated: define the structure first, and assign its `_fields_` when `POINTER(cls)` exists; stock warns
    from 3.13 on. Raises RuntimeError if `cls` has a pointer type already, or `pointer` is not an incomplete
    type.
    """
    if sys.version_info >= (3, 13):
        import warnings

        warnings.warn(
            "'ctypes.SetPointerType' is deprecated and slated for removal in Python 3.15",
            DeprecationWarning,
            stacklevel=2,
        )
    if _pointer_type_cache.get(cls) is not None:
        raise RuntimeError("This type already exists in the cache")
    if id(pointer) not in _pointer_type_cache:
        raise RuntimeError("What's this???")
    pointer.set_type(cls)
    _pointer_type_cache[cls] = pointer
    del _pointer_type_cache[id(pointer)]
