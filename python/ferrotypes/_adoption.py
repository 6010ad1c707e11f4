"""One set of classes per process, when the stdlib's `ctypes` runs on our `_ctypes` as well.

Owns: telling whether `ctypes` stands on our module, and giving the names of a freshly executed `ctypes` over
to the classes that the facade made before it. Must not know: how the classes are made (`_scalar_types`,
`_endian`), nor finders and loaders (`_install`, which calls `adopt`).

Background. `_ctypes` itself has no `c_int`: `ctypes/__init__.py` defines the scalars, and `ctypes/_endian.py`
the records of swapped byte order, by class statements. Whoever comes first makes them: if `ctypes` did,
`_scalars` and `_endian` take them from it; if the facade did, `adopt` puts the facade's in the place of the
ones that `ctypes` has just made.
"""

from __future__ import annotations

import sys

from . import _install
from ._core import POINTER, CFuncPtr, Structure, _Pointer, _pointer_type_cache, _unpickle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    _Replacements = dict[type, Any]

# The modules of the facade whose classes have twins in `ctypes`; each lists their names as TWINS.
_MAKERS = ("ferrotypes._scalars", "ferrotypes._endian", "ferrotypes._windows")


def stdlib() -> ModuleType | None:
    """The stdlib's `ctypes` if it uses our `_ctypes`, otherwise None.

    After `install()` it is imported here if need be: then its classes are the first, and nothing has to be
    adopted. Stock `ctypes` is never imported: without `install()` only a module that is loaded already is
    looked at.
    """
    if _install.installed():
        import ctypes

        return ctypes
    present = sys.modules.get("ctypes")
    return present if getattr(present, "Structure", None) is Structure else None


def adopt(module: ModuleType) -> None:
    """Make the classes the facade has made already those of `module`, the `ctypes` just executed.

    Rebinds the names, the attributes and prototypes in which `ctypes` keeps its own classes, and the entries
    of the POINTER cache that it cleared; the facade's classes say `__module__ == "ctypes"` from then on, as
    their pickles and reprs must. Does nothing when the facade has made none, or is just taking them from
    `module`.
    """
    replacements = _replacements(module)
    if not replacements:
        return
    for namespace in _namespaces(module):
        for name, value in list(namespace.items()):
            if isinstance(value, type) and value in replacements:
                namespace[name] = replacements[value]
    for old, new in replacements.items():
        _move_home(new, old.__module__)
    for value in list(vars(module).values()):
        _replace_in_prototypes(value, module, replacements)
    _restore_pointer_types(replacements)
    name_unpickler("_ctypes")


def _namespaces(module: ModuleType) -> tuple[dict[str, Any], dict[str, Any]]:
    """The globals of `ctypes` and those of its submodule, in which it makes the swapped records."""
    return vars(module), vars(sys.modules[module.__name__ + "._endian"])


def _replacements(module: ModuleType) -> _Replacements:
    """Class of `ctypes` to the facade's class of that name."""
    found: _Replacements = {}
    names: dict[str, Any] = {}
    for namespace in _namespaces(module):
        names.update(namespace)
    for maker in _MAKERS:
        made = vars(sys.modules[maker]) if maker in sys.modules else {}
        for name in made.get("TWINS", ()):
            # A name is missing where the facade is ahead of the stdlib: BigEndianUnion on 3.10.
            if name in made and name in names:
                found[names[name]] = made[name]
    return {old: new for old, new in found.items() if old is not new}


def _move_home(cls: type, home: str) -> None:
    for part in (cls, getattr(cls, "__ctype_be__", cls), getattr(cls, "__ctype_le__", cls)):
        part.__module__ = home


def _replace_in_prototypes(value: Any, module: ModuleType, replacements: _Replacements) -> None:
    """Put the replacements into `value`, a global of `ctypes`, if it is of a kind that keeps such a class."""
    if isinstance(value, CFuncPtr):  # memmove, memset, _cast, _string_at, _wstring_at, GetLastError
        value.restype = replacements.get(value.restype, value.restype)
        if value.argtypes is not None:
            value.argtypes = tuple(replacements.get(argtype, argtype) for argtype in value.argtypes)
    elif isinstance(value, type) and issubclass(value, module.CDLL):
        library_class: Any = value
        if vars(library_class).get("_func_restype_") in replacements:
            library_class._func_restype_ = replacements[library_class._func_restype_]
    elif isinstance(value, module.CDLL):  # pythonapi
        _replace_in_library(value, replacements)
    elif isinstance(value, module.LibraryLoader):  # windll, which has kernel32 loaded
        for library in vars(value).values():
            if isinstance(library, module.CDLL):
                _replace_in_library(library, replacements)


def _replace_in_library(library: Any, replacements: _Replacements) -> None:
    """Give `library` a new function type: the default result type is fixed when the type is made."""
    old = library._FuncPtr
    result = replacements.get(old._restype_, old._restype_)
    namespace = {
        "_flags_": old._flags_,
        "_restype_": result,
        "__module__": old.__module__,
        "__qualname__": old.__qualname__,
    }
    library._FuncPtr = type(old)(old.__name__, (CFuncPtr,), namespace)


def _restore_pointer_types(replacements: _Replacements) -> None:
    """Undo what the execution of `ctypes` did to the POINTER cache that it shares with the facade.

    It clears the cache and enters pointer types of its own classes. A pointer type that somebody still holds
    is a direct subclass of `_Pointer`; where nobody holds one, a new one does no harm.
    """
    for old in replacements:
        _pointer_type_cache.pop(old, None)
    for pointer_type in _Pointer.__subclasses__():
        target = vars(pointer_type).get("_type_")
        if (
            target is not None
            and pointer_type.__name__ == "LP_" + target.__name__
            and target not in replacements
        ):
            _pointer_type_cache[target] = pointer_type
    enter_pointer_conversions(sys.modules["ferrotypes._scalars"])


def enter_pointer_conversions(scalars: ModuleType) -> None:
    """Enter the special cases: POINTER(None) is `void *`, `char *` and `wchar_t *` arguments accept text."""
    _pointer_type_cache[None] = scalars.c_void_p
    POINTER(scalars.c_char).from_param = scalars.c_char_p.from_param
    POINTER(scalars.c_wchar).from_param = scalars.c_wchar_p.from_param


def name_unpickler(module: str) -> None:
    """Let pickles of C data name the function that rebuilds them as one of `module`.

    The engine calls it `_ctypes._unpickle`, which is right where `_ctypes` is ours. Beside stock that name
    leads to stock's: the facade, until its classes are those of `ctypes`, names it after its own module.
    """
    _unpickle.__module__ = module
