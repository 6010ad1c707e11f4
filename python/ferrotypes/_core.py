"""The names that the facade takes from our `_ctypes`, one to one.

Owns: which names of the extension module the facade builds on. The module is loaded, by `_engine` or the
finder of `_install`, on the first import of this one. Must not know: the scalar classes, libraries, buffers,
anything written in Python. The objects are handed on as they are, so that after `install()`
`ferrotypes.sizeof is ctypes.sizeof`. Their types are in `_core.pyi`.
"""

import os

from . import _engine, _install

if _install.installed():
    import _ctypes  # ours, through the finder: the module that the stdlib's `ctypes` gets, or has got already
else:
    _ctypes = _engine.load()

# Classes that programs derive from or test against.
ArgumentError = _ctypes.ArgumentError
Array = _ctypes.Array
CFuncPtr = _CFuncPtr = _ctypes.CFuncPtr  # the second is the stdlib's name for it
Structure = _ctypes.Structure
Union = _ctypes.Union
_Pointer = _ctypes._Pointer
_SimpleCData = _ctypes._SimpleCData

# Functions on types and instances.
POINTER = _ctypes.POINTER
_pointer_type_cache = _ctypes._pointer_type_cache
addressof = _ctypes.addressof
alignment = _ctypes.alignment
byref = _ctypes.byref
get_errno = _ctypes.get_errno
pointer = _ctypes.pointer
resize = _ctypes.resize
set_errno = _ctypes.set_errno
sizeof = _ctypes.sizeof

# What the pickles of C data refer to; see `_adoption.name_unpickler`.
_unpickle = _ctypes._unpickle

# C functions by address; the facade calls them through function prototypes.
_cast_addr = _ctypes._cast_addr
_memmove_addr = _ctypes._memmove_addr
_memset_addr = _ctypes._memset_addr
_string_at_addr = _ctypes._string_at_addr
_wstring_at_addr = _ctypes._wstring_at_addr

# Flags of function prototypes and of dlopen(3).
FUNCFLAG_CDECL = _ctypes.FUNCFLAG_CDECL
FUNCFLAG_PYTHONAPI = _ctypes.FUNCFLAG_PYTHONAPI
FUNCFLAG_USE_ERRNO = _ctypes.FUNCFLAG_USE_ERRNO
FUNCFLAG_USE_LASTERROR = _ctypes.FUNCFLAG_USE_LASTERROR
RTLD_GLOBAL = _ctypes.RTLD_GLOBAL
RTLD_LOCAL = _ctypes.RTLD_LOCAL

# 3.12 brought sizeof(time_t) into the module; before it there is no c_time_t.
if hasattr(_ctypes, "SIZEOF_TIME_T"):
    SIZEOF_TIME_T = _ctypes.SIZEOF_TIME_T

if os.name == "nt":
    COMError = _ctypes.COMError
    CopyComPointer = _ctypes.CopyComPointer
    FUNCFLAG_HRESULT = _ctypes.FUNCFLAG_HRESULT
    FUNCFLAG_STDCALL = _ctypes.FUNCFLAG_STDCALL
    FormatError = _ctypes.FormatError
    _check_HRESULT = _ctypes._check_HRESULT
    get_last_error = _ctypes.get_last_error
    open_library = _ctypes.LoadLibrary
    set_last_error = _ctypes.set_last_error
else:
    open_library = _ctypes.dlopen
