"""The public names of ferrotypes for type checkers; each is typed in the module where it lives."""

import sys

from . import util as util
from ._buffers import c_buffer as c_buffer
from ._buffers import create_string_buffer as create_string_buffer
from ._buffers import create_unicode_buffer as create_unicode_buffer
from ._core import POINTER as POINTER
from ._core import RTLD_GLOBAL as RTLD_GLOBAL
from ._core import RTLD_LOCAL as RTLD_LOCAL
from ._core import ArgumentError as ArgumentError
from ._core import Array as Array
from ._core import Structure as Structure
from ._core import Union as Union
from ._core import _CFuncPtr as _CFuncPtr
from ._core import _Pointer as _Pointer
from ._core import _pointer_type_cache as _pointer_type_cache
from ._core import _SimpleCData as _SimpleCData
from ._core import addressof as addressof
from ._core import alignment as alignment
from ._core import byref as byref
from ._core import get_errno as get_errno
from ._core import pointer as pointer
from ._core import resize as resize
from ._core import set_errno as set_errno
from ._core import sizeof as sizeof
from ._endian import BigEndianStructure as BigEndianStructure
from ._endian import BigEndianUnion as BigEndianUnion
from ._endian import LittleEndianStructure as LittleEndianStructure
from ._endian import LittleEndianUnion as LittleEndianUnion
from ._install import install as install
from ._library import CDLL as CDLL
from ._library import DEFAULT_MODE as DEFAULT_MODE
from ._library import LibraryLoader as LibraryLoader
from ._library import PyDLL as PyDLL
from ._library import cdll as cdll
from ._library import pydll as pydll
from ._library import pythonapi as pythonapi
from ._pointers import ARRAY as ARRAY
from ._pointers import SetPointerType as SetPointerType
from ._pointers import cast as cast
from ._prototypes import CFUNCTYPE as CFUNCTYPE
from ._prototypes import PYFUNCTYPE as PYFUNCTYPE
from ._raw_memory import memmove as memmove
from ._raw_memory import memset as memset
from ._raw_memory import string_at as string_at
from ._raw_memory import wstring_at as wstring_at
from ._scalars import c_bool as c_bool
from ._scalars import c_byte as c_byte
from ._scalars import c_char as c_char
from ._scalars import c_char_p as c_char_p
from ._scalars import c_double as c_double
from ._scalars import c_float as c_float
from ._scalars import c_int as c_int
from ._scalars import c_int8 as c_int8
from ._scalars import c_int16 as c_int16
from ._scalars import c_int32 as c_int32
from ._scalars import c_int64 as c_int64
from ._scalars import c_long as c_long
from ._scalars import c_longdouble as c_longdouble
from ._scalars import c_longlong as c_longlong
from ._scalars import c_short as c_short
from ._scalars import c_size_t as c_size_t
from ._scalars import c_ssize_t as c_ssize_t
from ._scalars import c_ubyte as c_ubyte
from ._scalars import c_uint as c_uint
from ._scalars import c_uint8 as c_uint8
from ._scalars import c_uint16 as c_uint16
from ._scalars import c_uint32 as c_uint32
from ._scalars import c_uint64 as c_uint64
from ._scalars import c_ulong as c_ulong
from ._scalars import c_ulonglong as c_ulonglong
from ._scalars import c_ushort as c_ushort
from ._scalars import c_void_p as c_void_p
from ._scalars import c_voidp as c_voidp
from ._scalars import c_wchar as c_wchar
from ._scalars import c_wchar_p as c_wchar_p
from ._scalars import py_object as py_object
from ._version import __version__ as __version__

__all__ = [
    "ARRAY",
    "CDLL",
    "CFUNCTYPE",
    "DEFAULT_MODE",
    "POINTER",
    "PYFUNCTYPE",
    "RTLD_GLOBAL",
    "RTLD_LOCAL",
    "ArgumentError",
    "Array",
    "BigEndianStructure",
    "BigEndianUnion",
    "LibraryLoader",
    "LittleEndianStructure",
    "LittleEndianUnion",
    "PyDLL",
    "SetPointerType",
    "Structure",
    "Union",
    "addressof",
    "alignment",
    "byref",
    "c_bool",
    "c_buffer",
    "c_byte",
    "c_char",
    "c_char_p",
    "c_double",
    "c_float",
    "c_int",
    "c_int8",
    "c_int16",
    "c_int32",
    "c_int64",
    "c_long",
    "c_longdouble",
    "c_longlong",
    "c_short",
    "c_size_t",
    "c_ssize_t",
    "c_ubyte",
    "c_uint",
    "c_uint8",
    "c_uint16",
    "c_uint32",
    "c_uint64",
    "c_ulong",
    "c_ulonglong",
    "c_ushort",
    "c_void_p",
    "c_voidp",
    "c_wchar",
    "c_wchar_p",
    "cast",
    "cdll",
    "create_string_buffer",
    "create_unicode_buffer",
    "get_errno",
    "install",
    "memmove",
    "memset",
    "pointer",
    "py_object",
    "pydll",
    "pythonapi",
    "resize",
    "set_errno",
    "sizeof",
    "string_at",
    "wstring_at",
]

if sys.version_info >= (3, 12):
    from ._core import SIZEOF_TIME_T as SIZEOF_TIME_T
    from ._scalars import c_time_t as c_time_t

    __all__ += ["SIZEOF_TIME_T", "c_time_t"]
if sys.platform == "win32":
    from ._windows import HRESULT as HRESULT
    from ._windows import WINFUNCTYPE as WINFUNCTYPE
    from ._windows import COMError as COMError
    from ._windows import CopyComPointer as CopyComPointer
    from ._windows import DllCanUnloadNow as DllCanUnloadNow
    from ._windows import DllGetClassObject as DllGetClassObject
    from ._windows import FormatError as FormatError
    from ._windows import GetLastError as GetLastError
    from ._windows import OleDLL as OleDLL
    from ._windows import WinDLL as WinDLL
    from ._windows import WinError as WinError
    from ._windows import get_last_error as get_last_error
    from ._windows import oledll as oledll
    from ._windows import set_last_error as set_last_error
    from ._windows import windll as windll

    __all__ += [
        "HRESULT",
        "WINFUNCTYPE",
        "COMError",
        "CopyComPointer",
        "DllCanUnloadNow",
        "DllGetClassObject",
        "FormatError",
        "GetLastError",
        "OleDLL",
        "WinDLL",
        "WinError",
        "get_last_error",
        "oledll",
        "set_last_error",
        "windll",
    ]
