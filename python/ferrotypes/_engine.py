"""Where the Rust `_ctypes` lives, and the one module object of it in this process.

Owns: the path of the shared library, the spec under which it is imported as `_ctypes`, and loading it once.
Must not know: finders, start-up, the facade. Everything else in the package that needs `_ctypes` asks here.

The library lies in this folder as `_native` and exports two initialisation functions (PEP 489 naming):
`PyInit__native` for the package's own interface and `PyInit__ctypes` for the module that the stdlib's
`ctypes` stands on. An `ExtensionFileLoader` named `_ctypes` picks the second. This module runs at start-up
of every followed process, so it takes the import machinery from the frozen modules that importlib.machinery
and importlib.util re-export: those two would load a dozen others (2-5 ms, and names in sys.modules that the
program would not see under python).
"""

from __future__ import annotations

import _imp
import os
import sys
from _frozen_importlib import module_from_spec
from _frozen_importlib_external import ExtensionFileLoader, spec_from_file_location
from _thread import allocate_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType

NAME = "_ctypes"

FOLDER = os.path.dirname(os.path.abspath(__file__))
_path: str | None = None
_loaded: ModuleType | None = None
_LOCK = allocate_lock()


def path() -> str | None:
    """The shared library built for this interpreter, or None where ferrotypes was built for another one."""
    global _path
    if _path is None:
        for suffix in _imp.extension_suffixes():
            candidate = os.path.join(FOLDER, "_native" + suffix)
            if os.path.isfile(candidate):
                _path = candidate
                break
    return _path


def required_path() -> str:
    """As `path()`, with an ImportError that says what is missing instead of None."""
    found = path()
    if found is None:
        raise ImportError(
            f"ferrotypes has no extension module for this interpreter: {FOLDER} holds no"
            f" '_native{_imp.extension_suffixes()[0]}'; install ferrotypes with the pip of {sys.executable}",
            name=NAME,
        )
    return found


def spec() -> ModuleSpec:
    """A fresh import spec of our `_ctypes`; raises ImportError where no library fits this interpreter."""
    location = required_path()
    made = spec_from_file_location(NAME, location, loader=ExtensionFileLoader(NAME, location))
    assert made is not None, "a spec with an explicit loader is always made"
    return made


def is_ours(module: object) -> bool:
    """Whether `module` is our `_ctypes`, told by the file it was loaded from."""
    file = getattr(module, "__file__", None)
    return file is not None and file == path() and getattr(module, "__name__", None) == NAME


def loaded() -> ModuleType | None:
    """Our `_ctypes` if this process has it already; loads nothing."""
    global _loaded
    present = sys.modules.get(NAME)
    if present is not None and is_ours(present):
        _loaded = present
    return _loaded


def load() -> ModuleType:
    """The one `_ctypes` of ours in this process.

    `sys.modules['_ctypes']` where that is ours; otherwise the library is loaded beside whatever stands
    there, and `sys.modules` is left as it was: stock `ctypes` in the same process keeps its own `_ctypes`.
    """
    global _loaded
    with _LOCK:
        module = loaded()
        if module is None:
            module = _loaded = _load_beside()
        return module


def _load_beside() -> ModuleType:
    present = sys.modules.get(NAME)
    made = spec()
    assert made.loader is not None, "spec() sets the loader"
    module = module_from_spec(made)
    made.loader.exec_module(module)
    # Single-phase initialisation (PEP 489's older sibling) enters the module into sys.modules by itself.
    if sys.modules.get(NAME) is module:
        if present is None:
            del sys.modules[NAME]
        else:
            sys.modules[NAME] = present
    return module
