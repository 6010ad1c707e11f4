"""Loaded shared libraries and the functions in them.

Owns: `CDLL` and `PyDLL`, the loaders `cdll` and `pydll`, and `pythonapi`. Must not know: how a call is made
(a function is an instance of the extension module's `CFuncPtr`); the Windows conventions are in `_windows`,
finding a file is in `util`.
Types: `_library.pyi`. Sources: dlopen(3) and dlsym(3) of POSIX, LoadLibraryExW of the Windows API.
"""

import os
import sys

from ._core import FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI, RTLD_LOCAL, CFuncPtr, open_library
from ._prototypes import function_flags
from ._scalars import c_int

DEFAULT_MODE = RTLD_LOCAL


class CDLL:
    """A shared library whose functions use the platform's C calling convention.

    name: a file name or path (str or os.PathLike) as dlopen(3) takes it: without a slash the system's search
        path is used (`util.find_library` finds such names). None is the program itself with all that it has
        loaded.
    mode: how its symbols are made visible: RTLD_LOCAL (the default) or RTLD_GLOBAL, other RTLD_* of `os`
        added. Ignored on Windows; there `winmode` is the flags of LoadLibraryExW.
    handle: the handle of a library that is loaded already, instead of loading `name`.
    use_errno, use_last_error: exchange `errno` (the Windows error number) for the thread's private copy
        around each call, to be read by `get_errno()` (`get_last_error()`).

    `library.name` is the function exported as `name`, always the same object; `library["name"]` makes a new
    object each time, with its own prototype. Set `argtypes` and `restype` before the first call: without them
    arguments are passed as C's default promotions have it, and the result is an `int`, which cuts a 64-bit
    pointer in half. The GIL is released during a call.

    Raises OSError if the library cannot be loaded; asking for a function it does not export raises
    AttributeError. The library stays loaded for the life of the process. Audit events: `ctypes.dlopen`,
    `ctypes.dlsym`.

    >>> libc = CDLL(None)
    >>> libc.strtoul.argtypes = [c_char_p, c_void_p, c_int]
    >>> libc.strtoul.restype = c_ulong
    >>> libc.strtoul(b"ff", None, 16)
    255
    """

    _func_flags_ = FUNCFLAG_CDECL
    _func_restype_ = c_int
    # What repr() shows if __init__ did not get to the end.
    _name = "<uninitialized>"
    _handle = 0
    _FuncPtr = None

    def __init__(
        self, name, mode=DEFAULT_MODE, handle=None, use_errno=False, use_last_error=False, winmode=None
    ):
        self._name = os.fspath(name) if name else name
        if handle is None and os.name == "nt":
            from ._dll_search import search_flags

            self._name, mode = search_flags(self._name, winmode)
        self._FuncPtr = _function_type(
            function_flags(self._func_flags_, use_errno, use_last_error), self._func_restype_
        )
        self._handle = open_library(self._name, mode) if handle is None else handle

    def __repr__(self):
        handle, place = _unsigned(self._handle), _unsigned(id(self))
        return f"<{type(self).__name__} '{self._name}', handle {handle:x} at {place:#x}>"

    def __getattr__(self, name):
        # Protocols of Python (copy, pickle, inspect …) ask for such names: they are not symbols.
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        function = self[name]
        setattr(self, name, function)
        return function

    def __getitem__(self, name_or_ordinal):
        function = self._FuncPtr((name_or_ordinal, self))
        if not isinstance(name_or_ordinal, int):
            function.__name__ = name_or_ordinal
        return function


class PyDLL(CDLL):
    """A library whose functions use Python's own C API. Otherwise as `CDLL`.

    The GIL is kept during a call, and a Python exception that the function sets is raised. `pythonapi` is the
    one for the interpreter itself.
    """

    _func_flags_ = FUNCFLAG_CDECL | FUNCFLAG_PYTHONAPI


class LibraryLoader:
    """Loads libraries as attributes: `cdll.name` is `CDLL("name")`, loaded once and kept.

    Useful where a name without directory and suffix suffices, that is on Windows; elsewhere use
    `loader["libm.so.6"]`, or `LoadLibrary`, which loads (and returns a new object) each time. As the stdlib's
    loader of the same Python version, it raises AttributeError for a library that cannot be loaded from 3.12
    on, OSError before.
    """

    def __init__(self, dlltype):
        self._dlltype = dlltype

    def __getattr__(self, name):
        if name[0] == "_":
            raise AttributeError(name)
        try:
            library = self._dlltype(name)
        except OSError as error:
            if sys.version_info < (3, 12):
                raise
            raise AttributeError(name) from error
        setattr(self, name, library)
        return library

    def __getitem__(self, name):
        return getattr(self, name)

    def LoadLibrary(self, name):
        """A new library object for `name`; raises OSError if it cannot be loaded."""
        return self._dlltype(name)

    __class_getitem__ = classmethod(type(list[int]))  # types.GenericAlias, without importing types


def _function_type(flags, restype):
    """The type of one library's functions; each library has its own, as programs set attributes on it."""
    namespace = {
        "_flags_": flags,
        "_restype_": restype,
        "__module__": __name__,
        "__qualname__": "CDLL._FuncPtr",
    }
    return type(CFuncPtr)("_FuncPtr", (CFuncPtr,), namespace)


def _unsigned(number):
    return number & (sys.maxsize * 2 + 1)


cdll = LibraryLoader(CDLL)
pydll = LibraryLoader(PyDLL)
pythonapi = PyDLL("python dll", handle=sys.dllhandle) if os.name == "nt" else PyDLL(None)
