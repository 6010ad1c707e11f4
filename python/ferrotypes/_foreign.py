"""Addresses of objects that are not our C data: those of the stdlib's own `ctypes`, and Python's buffers.

Owns: which of our objects stands for such an object where a function of the facade wants an address. Must not
know: the functions. Objects of stock `ctypes` are told by their classes if it is loaded (it is never imported
for that), and reached through the buffer protocol (PEP 3118), so that no layout of stock's objects is
assumed.
"""

from __future__ import annotations

import sys

from . import _core
from ._scalars import c_char, c_void_p

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_POINTER_CODES = frozenset("PzZ")
_CData = _core.Structure.__mro__[1]  # the base of all C data, which has no public name
_RULED_BY_ENGINE = (_CData, int, bytes, str, type(None))


def located(obj: Any, *, writable: bool = True) -> Any:
    """An object of ours that denotes the memory `obj` stands for, or `obj` itself if it stands for none.

    C data of stock `ctypes` becomes a pointer; any other object with a buffer an array of `c_char`, which
    knows the size. Both share memory with `obj` and keep it alive. A read-only buffer is taken only if not
    `writable`, and then as a copy for C to read. What the engine has a rule for is returned as it is.
    """
    if isinstance(obj, _RULED_BY_ENGINE) or hasattr(obj, "_as_parameter_"):
        return obj
    stock = _stock()
    if stock is not None and isinstance(obj, _address_bearers(stock)):
        return _located_in(stock, obj)
    try:
        view = memoryview(obj)
    except TypeError:
        return obj
    if not view.c_contiguous or (view.readonly and writable):
        return obj
    kind = c_char * view.nbytes
    return kind.from_buffer_copy(view) if view.readonly else kind.from_buffer(view)


def _stock() -> Any:
    """The stdlib's `ctypes` if it is loaded in this process and runs on its own `_ctypes`."""
    package = sys.modules.get("ctypes")
    return package if getattr(package, "Structure", _core.Structure) is not _core.Structure else None


def _address_bearers(stock: Any) -> tuple[type, type]:
    """The base of C data and the type of what byref() returns; `stock` exports neither by name."""
    return stock.Structure.__mro__[1], type(stock.byref(stock.c_void_p()))


def _located_in(stock: Any, obj: Any) -> Any:
    """As `located`, for `obj` of `stock`: a pointer stands for its target, an aggregate for itself."""
    if isinstance(obj, (stock._Pointer, stock._CFuncPtr)):
        return c_void_p.from_buffer(obj)
    if isinstance(obj, stock._SimpleCData):
        return c_void_p.from_buffer(obj) if type(obj)._type_ in _POINTER_CODES else obj
    if isinstance(obj, (stock.Array, stock.Structure, stock.Union)):
        return _core.pointer((c_char * memoryview(obj).nbytes).from_buffer(obj))
    # The result of byref(), which only stock can read.
    return c_void_p.from_buffer(stock.cast(obj, stock.c_void_p))
