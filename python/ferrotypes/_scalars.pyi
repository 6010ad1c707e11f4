"""The scalar types as a type checker sees them: what Python value each holds.

Owns: these types. Names that are one class on some platforms (`c_long` and `c_longlong`, `c_int32` and
`c_int`) are separate here, so that a program that type-checks is right on every platform.
"""

import sys
from typing import Any, ClassVar, TypeVar

from ._adoption import adopt as adopt
from ._core import _CastTarget, _SimpleCData

_T = TypeVar("_T")

TWINS: tuple[str, ...]

class py_object(_CastTarget, _SimpleCData[_T]):
    def __init__(self, value: _T = ..., /) -> None: ...

class c_bool(_SimpleCData[bool]):
    __ctype_be__: ClassVar[type[_SimpleCData[bool]]]
    __ctype_le__: ClassVar[type[_SimpleCData[bool]]]
    def __init__(self, value: object = ..., /) -> None: ...

class c_byte(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_ubyte(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_short(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_ushort(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_int(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_uint(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_long(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_ulong(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_longlong(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_ulonglong(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

c_int8 = c_byte
c_uint8 = c_ubyte

class c_int16(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_uint16(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_int32(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_uint32(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_int64(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_uint64(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_size_t(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_ssize_t(_SimpleCData[int]):
    __ctype_be__: ClassVar[type[_SimpleCData[int]]]
    __ctype_le__: ClassVar[type[_SimpleCData[int]]]

if sys.version_info >= (3, 12):
    class c_time_t(_SimpleCData[int]):
        __ctype_be__: ClassVar[type[_SimpleCData[int]]]
        __ctype_le__: ClassVar[type[_SimpleCData[int]]]

class c_float(_SimpleCData[float]):
    __ctype_be__: ClassVar[type[_SimpleCData[float]]]
    __ctype_le__: ClassVar[type[_SimpleCData[float]]]

class c_double(_SimpleCData[float]):
    __ctype_be__: ClassVar[type[_SimpleCData[float]]]
    __ctype_le__: ClassVar[type[_SimpleCData[float]]]

class c_longdouble(_SimpleCData[float]): ...

class c_char(_SimpleCData[bytes]):
    __ctype_be__: ClassVar[type[_SimpleCData[bytes]]]
    __ctype_le__: ClassVar[type[_SimpleCData[bytes]]]
    def __init__(self, value: int | bytes | bytearray = ..., /) -> None: ...

class c_wchar(_SimpleCData[str]): ...

class c_char_p(_CastTarget, _SimpleCData[bytes | None]):
    def __init__(self, value: int | bytes | None = ..., /) -> None: ...
    @classmethod
    def from_param(cls, value: Any, /) -> Any: ...

class c_wchar_p(_CastTarget, _SimpleCData[str | None]):
    def __init__(self, value: int | str | None = ..., /) -> None: ...
    @classmethod
    def from_param(cls, value: Any, /) -> Any: ...

class c_void_p(_CastTarget, _SimpleCData[int | None]):
    def __init__(self, value: int | None = ..., /) -> None: ...
    @classmethod
    def from_param(cls, value: Any, /) -> Any: ...

c_voidp = c_void_p
