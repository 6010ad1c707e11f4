"""The scalar classes `c_*` and `py_object`, made from the extension module's `_SimpleCData`.

Owns: one table of the C types with their type codes (those of the `struct` module, plus `O z Z P u`), and the
rule that two C types of one size share one class where the platform's C has them alike. Must not know:
whether the stdlib's `ctypes` holds such classes already; `_scalars` asks that first and imports this module
only if it does not.
"""

from __future__ import annotations

from ._core import _SimpleCData, sizeof

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HOME = "ferrotypes"
_Metaclass: Any = type(_SimpleCData)


def _scalar(name: str, code: str, doc: str, **namespace: object) -> Any:
    namespace.update(_type_=code, __doc__=doc, __module__=_HOME, __qualname__=name)
    return _Metaclass(name, (_SimpleCData,), namespace)


def _repr_of_object(self: _SimpleCData[Any]) -> str:
    """The repr of the object held, or the class name with <NULL> where the pointer is NULL."""
    try:
        return _SimpleCData.__repr__(self)
    except ValueError:  # reading a NULL PyObject *
        return f"{type(self).__name__}(<NULL>)"


def _repr_of_pointer(self: _SimpleCData[Any]) -> str:
    """The address, never the text: the pointer may dangle, and a repr must not read through it."""
    return f"{type(self).__name__}({c_void_p.from_buffer(self).value})"


py_object = _scalar(
    "py_object",
    "O",
    "C `PyObject *`: any Python object. A NULL pointer raises ValueError when it is read.",
    __repr__=_repr_of_object,
)

c_short = _scalar("c_short", "h", "C `short`, a Python int; a value out of range keeps its low bits.")
c_ushort = _scalar(
    "c_ushort", "H", "C `unsigned short`, a Python int; a value out of range keeps its low bits."
)
c_long = _scalar("c_long", "l", "C `long`, a Python int: 8 bytes on LP64 (Linux, macOS), 4 bytes on Windows.")
c_ulong = _scalar(
    "c_ulong", "L", "C `unsigned long`, a Python int: 8 bytes on LP64 (Linux, macOS), 4 on Windows."
)
c_int = _scalar("c_int", "i", "C `int`, a Python int, 4 bytes; a value out of range keeps its low bits.")
c_uint = _scalar(
    "c_uint", "I", "C `unsigned int`, a Python int, 4 bytes; a value out of range keeps its low bits."
)
c_longlong = _scalar("c_longlong", "q", "C `long long`, a Python int, 8 bytes.")
c_ulonglong = _scalar("c_ulonglong", "Q", "C `unsigned long long`, a Python int, 8 bytes.")
c_byte = _scalar("c_byte", "b", "C `signed char`, a Python int of -128 to 127.")
c_ubyte = _scalar("c_ubyte", "B", "C `unsigned char`, a Python int of 0 to 255.")
c_bool = _scalar("c_bool", "?", "C `bool` (C99 `_Bool`), a Python bool.")

c_float = _scalar("c_float", "f", "C `float`, IEEE 754 binary32, a Python float.")
c_double = _scalar("c_double", "d", "C `double`, IEEE 754 binary64, a Python float.")
c_longdouble = _scalar(
    "c_longdouble", "g", "C `long double`, a Python float: bits beyond those of a double are lost on reading."
)

c_char = _scalar("c_char", "c", "C `char` as a character: bytes of length one.")
c_wchar = _scalar(
    "c_wchar", "u", "C `wchar_t`, a str of length one: UTF-32 on Unix, a UTF-16 unit on Windows."
)
c_char_p = _scalar(
    "c_char_p",
    "z",
    "C `const char *` to a NUL-terminated string, bytes or None. C must not write through it: bytes are"
    " immutable; use create_string_buffer() for memory that C fills.",
    __repr__=_repr_of_pointer,
)
c_wchar_p = _scalar(
    "c_wchar_p",
    "Z",
    "C `const wchar_t *` to a NUL-terminated string, str or None. C must not write through it;"
    " use create_unicode_buffer() for memory that C fills.",
    __repr__=_repr_of_pointer,
)
c_void_p = _scalar("c_void_p", "P", "C `void *`, an int address, or None for NULL.")

# One class where C's types have one size, as in the stdlib: `c_int is c_long` on Windows, `c_longlong is
# c_long` on LP64.
if sizeof(c_int) == sizeof(c_long):
    c_int, c_uint = c_long, c_ulong
if sizeof(c_long) == sizeof(c_longlong):
    c_longlong, c_ulonglong = c_long, c_ulong
if sizeof(c_longdouble) == sizeof(c_double):
    c_longdouble = c_double

# A single byte has no order: these types are their own twins in records of the other byte order.
for _type in (c_byte, c_ubyte, c_char):
    _type.__ctype_be__ = _type.__ctype_le__ = _type
