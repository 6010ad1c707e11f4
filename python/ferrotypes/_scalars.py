"""The scalar types of this process: `c_*`, their sized names (`c_int32`, `c_size_t` …) and `py_object`.

Owns: the choice between the classes of the stdlib's `ctypes` (where that runs on our `_ctypes`) and the
facade's own, and the names that follow from sizes. Must not know: what else holds such classes; `_adoption`
does. Type codes and documentation of each type are in `_scalar_types`; the types as a type checker sees them
are in `_scalars.pyi`.
"""

import sys

from . import _core
from ._adoption import adopt as adopt  # `_install` calls it, also when stdlib() below executes `ctypes`
from ._adoption import enter_pointer_conversions, name_unpickler, stdlib

_source = stdlib()
if _source is None:
    from . import _scalar_types as _source

c_bool = _source.c_bool
c_byte, c_ubyte = _source.c_byte, _source.c_ubyte
c_short, c_ushort = _source.c_short, _source.c_ushort
c_int, c_uint = _source.c_int, _source.c_uint
c_long, c_ulong = _source.c_long, _source.c_ulong
c_longlong, c_ulonglong = _source.c_longlong, _source.c_ulonglong
c_float, c_double, c_longdouble = _source.c_float, _source.c_double, _source.c_longdouble
c_char, c_wchar = _source.c_char, _source.c_wchar
c_char_p, c_wchar_p, c_void_p = _source.c_char_p, _source.c_wchar_p, _source.c_void_p
py_object = _source.py_object
c_voidp = c_void_p  # an early misspelling that programs use

# What `ctypes` has under the same names, for `_adoption`; every other name here is one of these classes
# again.
TWINS = tuple(name for name in dir() if name.startswith("c_") or name == "py_object")


def _of_size(size, *candidates):
    """The type of `size` bytes among `candidates`, of several the last."""
    return {_core.sizeof(candidate): candidate for candidate in candidates}[size]


_SIGNED = (c_short, c_int, c_long, c_longlong)
_UNSIGNED = (c_ushort, c_uint, c_ulong, c_ulonglong)
c_int8, c_uint8 = c_byte, c_ubyte
c_int16, c_uint16 = _of_size(2, *_SIGNED), _of_size(2, *_UNSIGNED)
c_int32, c_uint32 = _of_size(4, *_SIGNED), _of_size(4, *_UNSIGNED)
c_int64, c_uint64 = _of_size(8, *_SIGNED), _of_size(8, *_UNSIGNED)
# As wide as a pointer. Where several are, the stdlib takes the first here and the last above.
c_size_t = _of_size(_core.sizeof(c_void_p), *reversed(_UNSIGNED))
c_ssize_t = _of_size(_core.sizeof(c_void_p), *reversed(_SIGNED))
if hasattr(_core, "SIZEOF_TIME_T"):
    c_time_t = _of_size(_core.SIZEOF_TIME_T, *_SIGNED)

if _source.__name__ != "ctypes":  # `ctypes` has done this itself
    enter_pointer_conversions(sys.modules[__name__])
    name_unpickler(_core.__name__)
