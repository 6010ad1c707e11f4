"""Loaded libraries as a type checker sees them: a function's types are set at run time, so its result is Any.

For a function whose result type is checked, use a prototype: `CFUNCTYPE(c_int, c_int)(("abs", library))`.
"""

import os
from types import GenericAlias
from typing import Any, ClassVar, Generic, TypeVar

from ._core import CFuncPtr, _CData

_Library = TypeVar("_Library", bound=CDLL)

DEFAULT_MODE: int

class CDLL:
    _func_flags_: ClassVar[int]
    _func_restype_: ClassVar[type[_CData]]
    _name: str | bytes | None
    _handle: int
    _FuncPtr: Any  # the type of this library's functions; None before __init__ has run
    def __init__(
        self,
        name: str | bytes | os.PathLike[str] | os.PathLike[bytes] | None,
        mode: int = ...,
        handle: int | None = None,
        use_errno: bool = False,
        use_last_error: bool = False,
        winmode: int | None = None,
    ) -> None: ...
    def __getattr__(self, name: str) -> CFuncPtr: ...
    def __getitem__(self, name_or_ordinal: str | bytes | int) -> CFuncPtr: ...

class PyDLL(CDLL): ...

class LibraryLoader(Generic[_Library]):
    def __init__(self, dlltype: type[_Library]) -> None: ...
    def __getattr__(self, name: str) -> _Library: ...
    def __getitem__(self, name: str) -> _Library: ...
    def LoadLibrary(self, name: str) -> _Library: ...
    def __class_getitem__(cls, item: Any, /) -> GenericAlias: ...

cdll: LibraryLoader[CDLL]
pydll: LibraryLoader[PyDLL]
pythonapi: PyDLL
