"""What the API has on Windows only, as a type checker sees it."""

import sys

if sys.platform == "win32":
    from collections.abc import Callable
    from typing import Any, TypeVar, overload

    from ._core import CFuncPtr, _CData, _Function, _SimpleCData
    from ._core import COMError as COMError
    from ._core import CopyComPointer as CopyComPointer
    from ._core import FormatError as FormatError
    from ._core import get_last_error as get_last_error
    from ._core import set_last_error as set_last_error
    from ._library import CDLL, LibraryLoader

    _V = TypeVar("_V")
    _CT = TypeVar("_CT", bound=_CData)

    TWINS: tuple[str, ...]

    class HRESULT(_SimpleCData[int]): ...

    @overload
    def WINFUNCTYPE(
        restype: None, *argtypes: type[_CData], use_errno: bool = False, use_last_error: bool = False
    ) -> type[_Function[None]]: ...
    @overload
    def WINFUNCTYPE(  # type: ignore[overload-overlap]
        restype: type[_SimpleCData[_V]],
        *argtypes: type[_CData],
        use_errno: bool = False,
        use_last_error: bool = False,
    ) -> type[_Function[_V]]: ...
    @overload
    def WINFUNCTYPE(
        restype: type[_CT], *argtypes: type[_CData], use_errno: bool = False, use_last_error: bool = False
    ) -> type[_Function[_CT]]: ...
    @overload
    def WINFUNCTYPE(
        restype: Callable[[int], _V],
        *argtypes: type[_CData],
        use_errno: bool = False,
        use_last_error: bool = False,
    ) -> type[_Function[_V]]: ...

    class WinDLL(CDLL): ...
    class OleDLL(CDLL): ...

    windll: LibraryLoader[WinDLL]
    oledll: LibraryLoader[OleDLL]
    GetLastError: CFuncPtr

    def WinError(code: int | None = None, descr: str | None = None) -> OSError: ...
    def DllGetClassObject(rclsid: Any, riid: Any, ppv: Any) -> int: ...
    def DllCanUnloadNow() -> int: ...
