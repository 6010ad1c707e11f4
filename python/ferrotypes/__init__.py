"""ferrotypes: ctypes rebuilt in Rust.

`import ferrotypes as ctypes` has the whole API of the standard `ctypes`, on an extension module of its own:
it neither imports nor disturbs the standard one. To run a program that imports `ctypes` itself, use
`ferrotypes run program.py`, or call `ferrotypes.install()` before anything imports it; from then on
`ferrotypes.c_int is ctypes.c_int`.

Owns: the public names and the module in which each lives, loaded when it is first asked for (PEP 562), so
that `import ferrotypes` costs next to nothing. Must not know: what the names do. Their types are in
`__init__.pyi`.
"""

import os as _os
import sys as _sys

_HOMES = {
    "_version": "__version__",
    "_install": "install",
    "_core": (
        "ArgumentError Array POINTER RTLD_GLOBAL RTLD_LOCAL Structure Union"
        " _CFuncPtr _Pointer _SimpleCData _pointer_type_cache"
        " addressof alignment byref get_errno pointer resize set_errno sizeof"
    ),
    "_scalars": (
        "c_bool c_byte c_char c_char_p c_double c_float c_int c_int16 c_int32 c_int64 c_int8 c_long"
        " c_longdouble c_longlong c_short c_size_t c_ssize_t c_ubyte c_uint c_uint16 c_uint32 c_uint64"
        " c_uint8 c_ulong c_ulonglong c_ushort c_void_p c_voidp c_wchar c_wchar_p py_object"
    ),
    "_endian": "BigEndianStructure BigEndianUnion LittleEndianStructure LittleEndianUnion",
    "_prototypes": "CFUNCTYPE PYFUNCTYPE",
    "_pointers": "ARRAY SetPointerType cast",
    "_buffers": "c_buffer create_string_buffer create_unicode_buffer",
    "_raw_memory": "memmove memset string_at wstring_at",
    "_library": "CDLL DEFAULT_MODE LibraryLoader PyDLL cdll pydll pythonapi",
}
if _sys.version_info >= (3, 12):  # as the standard `ctypes` of the same version
    _HOMES["_core"] += " SIZEOF_TIME_T"
    _HOMES["_scalars"] += " c_time_t"
if _os.name == "nt":
    _HOMES["_windows"] = (
        "COMError CopyComPointer DllCanUnloadNow DllGetClassObject FormatError GetLastError HRESULT OleDLL"
        " WINFUNCTYPE WinDLL WinError get_last_error oledll set_last_error windll"
    )
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}
_SUBMODULES = ("util",)

__all__ = sorted(name for name in _HOME_OF if not name.startswith("_"))


def __getattr__(name):
    """Import the module in which `name` lives, and keep the value here: this function runs once per name."""
    if name in _SUBMODULES:
        return __import__(name, globals(), None, ("*",), 1)
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(__import__(home, globals(), None, (name,), 1), name)
    return value


def __dir__():
    return sorted({*globals(), *_HOME_OF, *_SUBMODULES})
