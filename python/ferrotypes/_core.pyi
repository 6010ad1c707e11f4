"""The extension module's classes and functions as a type checker sees them.

Owns: the types of C data and of their metaclasses. What an element or a result becomes in Python follows from
the type: `Array[c_int]` gives int, an array of structures gives structures. Two things the type system cannot
say: a subclass of a scalar type is not converted to a plain value (hence the ignored overlaps), and the
fields of a record are known from `_fields_` only (annotate them in the class body to have them checked).
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from types import GenericAlias
from typing import Any, ClassVar, Final, Generic, TypeAlias, TypeVar, final, overload, type_check_only

from _typeshed import ReadableBuffer, WriteableBuffer
from typing_extensions import Self

from ._library import CDLL
from ._scalars import c_char, c_void_p, c_wchar

_V = TypeVar("_V")
_V_co = TypeVar("_V_co", covariant=True)
_S = TypeVar("_S")
_CT = TypeVar("_CT", bound=_CData)
_CT_co = TypeVar("_CT_co", bound=_CData, covariant=True)

_Field: TypeAlias = tuple[str, type[_CData]] | tuple[str, type[_CData], int]

class ArgumentError(Exception): ...

# The metaclasses of the module differ by kind of type; to a program they are one, as they are from 3.13 on.
@type_check_only
class _CDataType(type):
    def from_address(cls: type[_S], address: int, /) -> _S: ...
    def from_buffer(cls: type[_S], source: WriteableBuffer, offset: int = 0, /) -> _S: ...
    def from_buffer_copy(cls: type[_S], source: ReadableBuffer, offset: int = 0, /) -> _S: ...
    def from_param(cls: type[_S], value: Any, /) -> Any: ...
    def in_dll(cls: type[_S], library: CDLL, name: str, /) -> _S: ...
    @overload
    def __mul__(cls: type[c_char], length: int, /) -> type[_CharArray]: ...  # type: ignore[misc]
    @overload
    def __mul__(cls: type[c_wchar], length: int, /) -> type[_WCharArray]: ...  # type: ignore[misc]
    @overload
    def __mul__(cls: type[_CT], length: int, /) -> type[Array[_CT]]: ...  # type: ignore[misc]
    @overload
    def __rmul__(cls: type[c_char], length: int, /) -> type[_CharArray]: ...  # type: ignore[misc]
    @overload
    def __rmul__(cls: type[c_wchar], length: int, /) -> type[_WCharArray]: ...  # type: ignore[misc]
    @overload
    def __rmul__(cls: type[_CT], length: int, /) -> type[Array[_CT]]: ...  # type: ignore[misc]

@type_check_only
class _CData(metaclass=_CDataType):
    _b_base_: _CData | None
    _b_needsfree_: bool
    _objects: Mapping[Any, Any] | None
    def __buffer__(self, flags: int, /) -> memoryview: ...
    def __ctypes_from_outparam__(self, /) -> Any: ...
    def __hash__(self) -> int: ...

# What an address can be cast to: pointers of every kind, and py_object.
@type_check_only
class _CastTarget(_CData): ...

@final
@type_check_only
class _CArgObject:
    """What `byref()` returns: an address for one call."""

class _SimpleCData(_CData, Generic[_V]):
    value: _V
    def __init__(self, value: _V = ..., /) -> None: ...
    def __bool__(self) -> bool: ...

class _Pointer(_CastTarget, Generic[_CT_co]):
    _type_: type[_CT_co]
    @property
    def contents(self) -> _CT_co: ...
    @contents.setter
    def contents(self, value: Any) -> None: ...
    def __init__(self, target: _CT_co = ..., /) -> None: ...
    @classmethod
    def set_type(cls, type: type[_CData], /) -> None: ...
    def __bool__(self) -> bool: ...
    @overload
    def __getitem__(self: _Pointer[_SimpleCData[_V]], index: int, /) -> _V: ...  # type: ignore[overload-overlap]
    @overload
    def __getitem__(self, index: int, /) -> _CT_co: ...
    @overload
    def __getitem__(self, index: slice, /) -> Any: ...
    def __setitem__(self, index: int, value: Any, /) -> None: ...

class Array(_CData, Generic[_CT_co]):
    _type_: type[_CT_co]
    _length_: int
    def __init__(self, *values: Any) -> None: ...
    def __len__(self) -> int: ...
    @overload
    def __iter__(self: Array[_SimpleCData[_V]]) -> Iterator[_V]: ...  # type: ignore[overload-overlap]
    @overload
    def __iter__(self) -> Iterator[_CT_co]: ...
    @overload
    def __getitem__(self: Array[_SimpleCData[_V]], index: int, /) -> _V: ...  # type: ignore[overload-overlap]
    @overload
    def __getitem__(self, index: int, /) -> _CT_co: ...
    @overload
    def __getitem__(self, index: slice, /) -> Any: ...
    @overload
    def __setitem__(self, index: int, value: Any, /) -> None: ...
    @overload
    def __setitem__(self, index: slice, value: Sequence[Any], /) -> None: ...
    def __class_getitem__(cls, item: Any, /) -> GenericAlias: ...

# Arrays of characters have two attributes more.
@type_check_only
class _CharArray(Array[c_char]):
    value: bytes
    raw: bytes
    def __getitem__(self, index: int | slice, /) -> bytes: ...  # type: ignore[override]

@type_check_only
class _WCharArray(Array[c_wchar]):
    value: str
    def __getitem__(self, index: int | slice, /) -> str: ...  # type: ignore[override]

@type_check_only
class _Record(_CData):
    _fields_: ClassVar[Sequence[_Field]]
    _pack_: ClassVar[int]
    _anonymous_: ClassVar[Sequence[str]]
    if sys.version_info >= (3, 13):
        _align_: ClassVar[int]
    def __init__(self, *values: Any, **fields: Any) -> None: ...
    def __getattr__(self, name: str, /) -> Any: ...
    def __setattr__(self, name: str, value: Any, /) -> None: ...

class Structure(_Record): ...
class Union(_Record): ...

_Restype: TypeAlias = type[_CData] | Callable[[int], Any] | None
_ParamFlag: TypeAlias = tuple[int] | tuple[int, str | None] | tuple[int, str | None, Any]

class CFuncPtr(_CastTarget):
    _flags_: ClassVar[int]
    __name__: str
    restype: Any
    argtypes: Sequence[Any] | None
    errcheck: Callable[[Any, Any, tuple[Any, ...]], Any]
    @overload
    def __new__(cls) -> Self: ...
    @overload
    def __new__(cls, address: int, /) -> Self: ...
    @overload
    def __new__(cls, callable: Callable[..., Any], /) -> Self: ...
    @overload
    def __new__(
        cls, export: tuple[str | bytes | int, CDLL], paramflags: Sequence[_ParamFlag] | None = ..., /
    ) -> Self: ...
    if sys.platform == "win32":
        @overload
        def __new__(
            cls,
            index: int,
            name: str,
            paramflags: Sequence[_ParamFlag] | None = ...,
            iid: _CData | None = ...,
            /,
        ) -> Self: ...

    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def __bool__(self) -> bool: ...

_CFuncPtr = CFuncPtr

# A function type whose result type is known from its declaration.
@type_check_only
class _Function(CFuncPtr, Generic[_V_co]):
    def __call__(self, *args: Any, **kwargs: Any) -> _V_co: ...

# What C can take for an address; text and bytes are read only, hence apart.
_PointerLike: TypeAlias = _CastTarget | Array[Any] | _CArgObject | c_void_p

@overload
def POINTER(type: None, /) -> type[c_void_p]: ...
@overload
def POINTER(type: type[_CT], /) -> type[_Pointer[_CT]]: ...
@overload
def POINTER(type: str, /) -> type[_Pointer[Any]]: ...
def pointer(obj: _CT, /) -> _Pointer[_CT]: ...
def byref(obj: _CData, offset: int = ...) -> _CArgObject: ...
def addressof(obj: _CData, /) -> int: ...
def sizeof(obj_or_type: _CData | type[_CData], /) -> int: ...
def alignment(obj_or_type: _CData | type[_CData], /) -> int: ...
def resize(obj: _CData, size: int, /) -> None: ...
def get_errno() -> int: ...
def set_errno(value: int, /) -> int: ...

_pointer_type_cache: MutableMapping[Any, type[Any]]

def _unpickle(kind: type[_S], state: Any, /) -> _S: ...

_cast_addr: int
_memmove_addr: int
_memset_addr: int
_string_at_addr: int
_wstring_at_addr: int

FUNCFLAG_CDECL: Final[int]
FUNCFLAG_PYTHONAPI: Final[int]
FUNCFLAG_USE_ERRNO: Final[int]
FUNCFLAG_USE_LASTERROR: Final[int]
RTLD_GLOBAL: Final[int]
RTLD_LOCAL: Final[int]
if sys.version_info >= (3, 12):
    SIZEOF_TIME_T: Final[int]

if sys.platform == "win32":
    FUNCFLAG_HRESULT: Final[int]
    FUNCFLAG_STDCALL: Final[int]

    class COMError(Exception):
        hresult: int
        text: str | None
        details: tuple[str | None, str | None, str | None, int | None, int | None]
        def __init__(self, hresult: int, text: str | None, details: tuple[Any, ...], /) -> None: ...

    def CopyComPointer(source: Any, destination: Any, /) -> int: ...
    def FormatError(code: int = ..., /) -> str: ...
    def _check_HRESULT(hresult: int, /) -> int: ...
    def get_last_error() -> int: ...
    def set_last_error(value: int, /) -> int: ...

def open_library(name: str | bytes | os.PathLike[str] | None, flags: int = ..., /) -> int: ...
