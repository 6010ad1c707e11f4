"""Function prototypes as a type checker sees them: the value of a call follows from the result type.

As with arrays, that a subclass of a scalar type is not converted is more than overloads can say.
"""

from collections.abc import Callable
from typing import Any, TypeVar, overload

from ._core import _CData, _Function, _SimpleCData

_V = TypeVar("_V")
_CT = TypeVar("_CT", bound=_CData)

def function_flags(convention: int, use_errno: bool, use_last_error: bool) -> int: ...
def function_type(
    name: str, restype: object, argtypes: tuple[object, ...], flags: int
) -> type[_Function[Any]]: ...
@overload
def CFUNCTYPE(
    restype: None, *argtypes: type[_CData], use_errno: bool = False, use_last_error: bool = False
) -> type[_Function[None]]: ...
@overload
def CFUNCTYPE(  # type: ignore[overload-overlap]
    restype: type[_SimpleCData[_V]],
    *argtypes: type[_CData],
    use_errno: bool = False,
    use_last_error: bool = False,
) -> type[_Function[_V]]: ...
@overload
def CFUNCTYPE(
    restype: type[_CT], *argtypes: type[_CData], use_errno: bool = False, use_last_error: bool = False
) -> type[_Function[_CT]]: ...
@overload
def CFUNCTYPE(
    restype: Callable[[int], _V],
    *argtypes: type[_CData],
    use_errno: bool = False,
    use_last_error: bool = False,
) -> type[_Function[_V]]: ...
@overload
def PYFUNCTYPE(restype: None, *argtypes: type[_CData]) -> type[_Function[None]]: ...
@overload
def PYFUNCTYPE(  # type: ignore[overload-overlap]
    restype: type[_SimpleCData[_V]], *argtypes: type[_CData]
) -> type[_Function[_V]]: ...
@overload
def PYFUNCTYPE(restype: type[_CT], *argtypes: type[_CData]) -> type[_Function[_CT]]: ...
@overload
def PYFUNCTYPE(restype: Callable[[int], _V], *argtypes: type[_CData]) -> type[_Function[_V]]: ...
