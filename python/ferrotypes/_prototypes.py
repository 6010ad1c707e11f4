"""Function prototypes: the types of C function pointers, for calling C and for being called by it.

Owns: `CFUNCTYPE` and `PYFUNCTYPE`, and the cache that makes equal prototypes one type. Must not know:
libraries; a function of a `CDLL` has its library's own type. `WINFUNCTYPE` is in `_windows` and shares the
cache.

The cache holds its types weakly: the stdlib's keeps every prototype ever made, with all types it mentions. A
key is made of identities, which a living prototype keeps valid because it holds its argument and result types
itself.
"""

from _weakref import ref  # `weakref` itself takes longer to import than the rest of the facade

from ._core import (
    FUNCFLAG_CDECL,
    FUNCFLAG_PYTHONAPI,
    FUNCFLAG_USE_ERRNO,
    FUNCFLAG_USE_LASTERROR,
    CFuncPtr,
)

_references = {}


def function_flags(convention, use_errno, use_last_error):
    """The `_flags_` of a function type: the calling convention and the error numbers that are kept apart."""
    flags = convention
    if use_errno:
        flags |= FUNCFLAG_USE_ERRNO
    if use_last_error:
        flags |= FUNCFLAG_USE_LASTERROR
    return flags


def function_type(name, restype, argtypes, flags):
    """The prototype named `name` for these types and flags: the existing one if somebody still holds it."""
    key = (flags, id(restype), *map(id, argtypes))
    reference = _references.get(key)
    found = None if reference is None else reference()
    if found is None:
        namespace = {
            "_argtypes_": argtypes,
            "_restype_": restype,
            "_flags_": flags,
            "__module__": "ferrotypes",
        }
        found = type(CFuncPtr)(name, (CFuncPtr,), namespace)
        _references[key] = ref(found, lambda dead: _forget(key, dead))
    return found


def _forget(key, dead):
    """Remove the entry of a prototype that is gone, unless another has its key by now."""
    if _references.get(key) is dead:
        del _references[key]


def CFUNCTYPE(restype, *argtypes, use_errno=False, use_last_error=False):
    """The type of a C function that returns `restype` and takes `argtypes`, in the C calling convention.

    The GIL is released while such a function runs. `restype` is a C type, None for `void`, or a callable that
    is given the `int` result. With `use_errno` the thread's `errno` is exchanged for a private copy around
    each call, to be read by `get_errno()`; `use_last_error` does the same for the Windows error number.

    The type that is returned can be called in four ways:

    - `prototype(address)`: the C function at an int address;
    - `prototype(callable)`: a C function pointer that runs a Python callable. Keep the object as long as C
      may call it: C holds no reference. It works as a decorator. An exception in the callable cannot pass
      through C; it goes to `sys.unraisablehook`, and C receives 0;
    - `prototype((name, library)[, paramflags])`: the function that `library` exports under `name`; with an
      int instead of a name, by ordinal (Windows). Raises AttributeError if there is none;
    - `prototype(index, name[, paramflags[, iid]])`: a COM method, by its place in the table (Windows).

    `paramflags` is a tuple with one tuple per argument, `(direction[, name[, default]])`: direction 1 is an
    input, 2 an output that the call allocates and returns, 4 an input whose default is zero.

    Equal arguments give the same type as long as it is in use. Raises TypeError if one of `argtypes` is not a
    C type, or `restype` neither a C type nor callable nor None.

    >>> compare = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
    >>> ascending = compare(lambda a, b: a[0] - b[0])
    >>> numbers = (c_int * 3)(30, 10, 20)
    >>> qsort = CDLL(None).qsort
    >>> qsort.restype = None
    >>> qsort(numbers, len(numbers), sizeof(c_int), ascending)
    >>> list(numbers)
    [10, 20, 30]

    Source: `Lib/ctypes/__init__.py` of CPython; ISO C 6.5.2.2 for what a call through a wrong prototype
    means.
    """
    flags = FUNCFLAG_CDECL
    if use_errno or use_last_error:
        flags = function_flags(flags, use_errno, use_last_error)
    return function_type("CFunctionType", restype, argtypes, flags)


def PYFUNCTYPE(restype, *argtypes):
    """As `CFUNCTYPE`, for functions of Python's own C API.

    The GIL is kept, and a Python exception that the function sets is raised after the call.
    For a function that may block, or that runs long, use `CFUNCTYPE`: no other thread runs Python meanwhile.
    `py_object` as an argument or result type passes a Python object itself.

    >>> PYFUNCTYPE(py_object, py_object, py_object)(("PyNumber_Add", pythonapi))(2, 3)
    5
    """
    return function_type("CFunctionType", restype, argtypes, FUNCFLAG_CDECL | FUNCFLAG_PYTHONAPI)
