"""What the API has on Windows only: stdcall, HRESULT, Windows error numbers, the hooks of a COM server.

Owns: these. Must not know: the Windows API itself; `wintypes` and `win32` do. Importing it elsewhere raises
AttributeError. Types: `_windows.pyi`. Sources: the Windows API documentation of LoadLibraryExW,
FormatMessageW, DllGetClassObject.
"""

from . import _core, _library
from ._adoption import stdlib
from ._prototypes import function_flags, function_type

COMError = _core.COMError
CopyComPointer = _core.CopyComPointer
FormatError = _core.FormatError
get_last_error = _core.get_last_error
set_last_error = _core.set_last_error

_CLASS_E_CLASSNOTAVAILABLE = -2147221231
_S_OK = 0


def _hresult():
    ctypes = stdlib()
    if ctypes is not None:
        return ctypes.HRESULT
    namespace = {
        "_type_": "l",
        "__module__": "ferrotypes",
        "__doc__": "A COM status, 4 bytes; as a result type it raises OSError for failures (negative).",
        "_check_retval_": _core._check_HRESULT,
    }
    return type(_core._SimpleCData)("HRESULT", (_core._SimpleCData,), namespace)


HRESULT = _hresult()
TWINS = ("HRESULT",)  # what `ctypes` has under the same name, for `_adoption`


def WINFUNCTYPE(restype, *argtypes, use_errno=False, use_last_error=False):
    """As `CFUNCTYPE`, for the stdcall convention, which is that of the Windows API on 32-bit x86.

    On 64-bit Windows there is one convention, and the two differ in name only.
    """
    flags = function_flags(_core.FUNCFLAG_STDCALL, use_errno, use_last_error)
    return function_type("WinFunctionType", restype, argtypes, flags)


class WinDLL(_library.CDLL):
    """A library whose functions use the stdcall convention, as the Windows API does. Otherwise as `CDLL`."""

    _func_flags_ = _core.FUNCFLAG_STDCALL


class OleDLL(_library.CDLL):
    """A library of stdcall functions that return HRESULT: a failure raises OSError. Otherwise as `CDLL`."""

    _func_flags_ = _core.FUNCFLAG_STDCALL
    _func_restype_ = HRESULT


windll = _library.LibraryLoader(WinDLL)
oledll = _library.LibraryLoader(OleDLL)
GetLastError = windll.kernel32.GetLastError


def WinError(code=None, descr=None):
    """An OSError for a Windows error number, to be raised by the caller.

    code: the number; by default that of the last error, from `GetLastError()`. descr: the text; by default
        the system's.
    """
    if code is None:
        code = GetLastError()
    return OSError(None, FormatError(code).strip() if descr is None else descr, None, code)


def DllGetClassObject(rclsid, riid, ppv):
    """The entry of a COM server in Python: handed on to comtypes, CLASS_E_CLASSNOTAVAILABLE without it."""
    try:
        from comtypes.server import inprocserver
    except ImportError:
        return _CLASS_E_CLASSNOTAVAILABLE
    return inprocserver.DllGetClassObject(rclsid, riid, ppv)


def DllCanUnloadNow():
    """Whether a COM server in Python may be unloaded: asked of comtypes, S_OK without it."""
    try:
        from comtypes.server import inprocserver
    except ImportError:
        return _S_OK
    return inprocserver.DllCanUnloadNow()
