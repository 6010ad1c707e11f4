"""The drop-in: from `install()` on, `import _ctypes` in this process gives ours.

Owns: the finder on `sys.meta_path`, the refusal when stock came first, and the hand-over of the facade's
scalar classes to the stdlib's `ctypes`. Must not know: how a process is started (`_startup`, `cli/run`) nor
where the library lies (`_engine`).

A finder, and not an entry in `sys.modules`, so that a program which deletes that entry and imports again
gets ours once more, and `importlib.util.find_spec("_ctypes")` tells the truth. It stands first on the list:
in some builds of CPython `_ctypes` is linked into the interpreter, and BuiltinImporter would answer before
any path is searched. The module is not named `install`: importing a submodule binds its name in the
package, over the function of that name.
"""

from __future__ import annotations

import sys
from _thread import allocate_lock

from . import _engine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

PACKAGE = "ctypes"  # the stdlib's own, pure Python, which we leave as it is
ADOPTION = "ferrotypes._adoption"  # loaded when the facade makes classes that `ctypes` defines in Python


class EngineFinder:
    """The meta path finder for `_ctypes`, and for `ctypes` once the facade has scalar classes before."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As importlib.abc.MetaPathFinder.find_spec: None for every other module."""
        if fullname == _engine.NAME:
            return _engine.spec()
        if fullname == PACKAGE and ADOPTION in sys.modules:
            return self._spec_with_adoption(path, target)
        return None

    def _spec_with_adoption(self, path: Sequence[str] | None, target: ModuleType | None) -> ModuleSpec | None:
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(PACKAGE, path, target)
            if spec is not None:
                if spec.loader is not None:
                    _adopt_after(spec.loader)
                return spec
        return None


def _adopt_after(loader: object) -> None:
    """Let the facade's scalar classes become those of `ctypes` when `loader` has executed it.

    `ctypes` defines `c_int` and its kin in Python, so executing it makes second classes beside those the
    facade made already; one process has one of each. The step is hung on the loader object itself:
    module.__loader__ and module.__spec__ are then the very objects stock has, of the same type.
    """
    execute = loader.exec_module  # type: ignore[attr-defined]  # any loader that gives a spec has it (PEP 451)

    def execute_and_adopt(module: ModuleType) -> None:
        del loader.exec_module  # type: ignore[attr-defined]  # uncovers the method of the class again
        execute(module)
        sys.modules[ADOPTION].adopt(module)

    loader.exec_module = execute_and_adopt  # type: ignore[attr-defined]


_FINDER = EngineFinder()
_LOCK = allocate_lock()


def installed() -> bool:
    """Whether `import _ctypes` gives ours in this process."""
    return _FINDER in sys.meta_path


def install() -> None:
    """Make every later `import ctypes` and `import _ctypes` of this process use ferrotypes.

    May be called any number of times. Raises RuntimeError if the stdlib's own `ctypes` or `_ctypes` is
    imported already, for objects of the two do not mix; raises ImportError if this interpreter has no
    library of ours. Processes started later are not touched: see `ferrotypes run` for a program with all
    its children.
    """
    with _LOCK:
        if not installed():
            _engine.required_path()
            _refuse_if_stock_is_loaded()
            loaded = _engine.loaded()
            if loaded is not None:
                sys.modules[_engine.NAME] = loaded
            sys.meta_path.insert(0, _FINDER)


def _refuse_if_stock_is_loaded() -> None:
    stock = first_stock_module()
    if stock is not None:
        raise RuntimeError(
            f"ferrotypes.install() comes too late: the standard {stock!r} is already imported in this"
            " process; call it before anything imports ctypes, or start the program with 'ferrotypes run'"
        )


def first_stock_module() -> str | None:
    """`"ctypes"` or `"_ctypes"` if the stdlib's own is loaded in this process, otherwise None."""
    package = sys.modules.get(PACKAGE)
    if package is not None and not _stands_on_ours(package):
        return PACKAGE
    module = sys.modules.get(_engine.NAME)
    if module is not None and not _engine.is_ours(module):
        return _engine.NAME
    return None


def _stands_on_ours(package: ModuleType) -> bool:
    ours = _engine.loaded()
    structure = getattr(package, "Structure", None)
    return ours is not None and structure is not None and structure is ours.Structure
