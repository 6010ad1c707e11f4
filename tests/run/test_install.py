"""`ferrotypes.install()`: in processes of their own, since it changes the process it is called in."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

import ferrotypes
from programs import environment, python

PACKAGE = Path(ferrotypes.__file__).parent
INSTALL = "import ferrotypes; ferrotypes.install()\n"


def output(code, **keywords):
    result = python("-c", code, **keywords)
    assert (result.status, result.err) == (0, "")
    return result.out


def test_the_module_is_ours_in_every_respect():
    code = """
import _ctypes, importlib.util, sys
print(_ctypes.__name__, _ctypes.__package__ == "", _ctypes.__version__, type(_ctypes).__name__)
print(_ctypes.__file__)
print(_ctypes.__spec__.name, _ctypes.__spec__.origin == _ctypes.__file__, _ctypes.__spec__.has_location)
print(type(_ctypes.__loader__).__module__, type(_ctypes.__loader__).__name__)
print(_ctypes.__loader__ is _ctypes.__spec__.loader, _ctypes.__loader__.name)
print(_ctypes.__loader__.is_package("_ctypes"))
print(importlib.util.find_spec("_ctypes").origin == _ctypes.__file__)
print(repr(_ctypes).startswith("<module '_ctypes' from"))
print(sys.modules["_ctypes"] is _ctypes, _ctypes.__doc__)
"""
    ours, stock = output(INSTALL + code).splitlines(), output(code).splitlines()
    assert Path(ours.pop(1)).parent == PACKAGE
    assert Path(stock.pop(1)).parent != PACKAGE
    assert ours == stock


def test_ctypes_is_the_stdlibs_own():
    code = """
import ctypes, ctypes.util, ctypes.wintypes, inspect
for m in (ctypes, ctypes.util, ctypes.wintypes):
    print(m.__name__, m.__file__, m.__spec__.origin, m.__spec__.cached)
    print(type(m.__loader__), vars(m.__loader__))
print(len(inspect.getsource(ctypes)), sorted(n for n in vars(ctypes)))
"""
    assert output(INSTALL + code) == output(code)
    touched = "import ferrotypes; ferrotypes.c_int; ferrotypes.BigEndianStructure; ferrotypes.install()\n"
    assert output(touched + code) == output(code)


def test_deleting_the_module_and_importing_again_gives_ours():
    code = """
import sys, ctypes, _ctypes
first = _ctypes.__file__
del sys.modules["_ctypes"]
import _ctypes
print(_ctypes.__file__ == first, "/ferrotypes/" in first, ctypes.sizeof(ctypes.c_int))
for name in [n for n in sys.modules if n.split(".")[0] in ("ctypes", "_ctypes")]:
    del sys.modules[name]
import ctypes
class S(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int)]
print(sys.modules["_ctypes"].__file__ == first, S(3).x, ctypes.CDLL(None).abs(-4))
"""
    assert output(INSTALL + code) == "True True 4\nTrue 3 4\n"


def test_installing_twice_is_installing_once():
    code = "import sys; a = list(sys.meta_path); ferrotypes.install(); import ctypes; ferrotypes.install()"
    assert output(f"{INSTALL}{code}; print(a == sys.meta_path)") == "True\n"


@pytest.mark.parametrize("first", ["ctypes", "_ctypes", "ctypes.util"])
def test_too_late_is_a_plain_sentence(first):
    name = first.split(".")[0]
    result = python("-c", f"import {first}\n{INSTALL}")
    assert result.status == 1
    assert result.err.splitlines()[-1] == (
        f"RuntimeError: ferrotypes.install() comes too late: the standard '{name}' is already imported"
        " in this process; call it before anything imports ctypes, or start the program with 'ferrotypes run'"
    )


def test_too_late_changes_nothing():
    code = """
import sys, ctypes, _ctypes, ferrotypes
before = list(sys.meta_path)
for _ in range(2):
    try:
        ferrotypes.install()
    except RuntimeError as error:
        print(type(error).__name__)
print(sys.meta_path == before, sys.modules["_ctypes"] is _ctypes, "/ferrotypes/" in _ctypes.__file__)
"""
    assert output(code) == "RuntimeError\nRuntimeError\nTrue True False\n"


def test_a_failed_import_of_stock_does_not_count():
    """Only a module that is there can be too early."""
    code = (
        "import sys\nsys.modules['ctypes'] = None\ntry:\n    import ctypes\nexcept ImportError:\n    pass\n"
    )
    assert output(f"{code}del sys.modules['ctypes']\n{INSTALL}import ctypes; print(1)") == "1\n"


NAMES = (
    "c_int c_char c_void_p py_object c_bool c_wchar_p Structure Union Array POINTER sizeof BigEndianStructure"
)
TOUCH = f"touched = [getattr(ferrotypes, n) for n in {NAMES.split()!r}]\n"
COMPARE = f"""
import ctypes
print([n for n in {NAMES.split()!r} if getattr(ferrotypes, n) is not getattr(ctypes, n)])
"""
ORDERS = {
    "install, ctypes, facade": f"{INSTALL}import ctypes\n{TOUCH}{COMPARE}",
    "install, facade, ctypes": f"{INSTALL}{TOUCH}{COMPARE}",
    "facade, install, ctypes": f"import ferrotypes\n{TOUCH}{INSTALL}{COMPARE}",
    "ctypes through another module": f"{INSTALL}import uuid, ctypes.util\n{TOUCH}{COMPARE}",
}


@pytest.mark.parametrize("code", ORDERS.values(), ids=ORDERS.keys())
def test_one_set_of_classes_in_every_order(code):
    assert output(code) == "[]\n"
    assert output(
        f"{code}print(all(t is getattr(ctypes, n) for t, n in zip(touched, {NAMES.split()!r})))"
    ) == ("[]\nTrue\n")


def test_one_module_object_whoever_loads_it():
    code = "from ferrotypes import _engine; m = _engine.load(); "
    assert output(f"{code}{INSTALL}import _ctypes; print(m is _ctypes is _engine.load())") == "True\n"
    assert output(f"{INSTALL}import _ctypes; {code}print(m is _ctypes)") == "True\n"


def test_the_facade_alone_imports_neither_module():
    code = "import sys, ferrotypes; ferrotypes.c_int(3); print({'ctypes', '_ctypes'} & {*sys.modules})"
    assert output(code) == "set()\n"


def test_stock_and_ours_side_by_side():
    code = """
import ctypes, _ctypes, ferrotypes
print(ferrotypes.c_int is ctypes.c_int, ferrotypes.Structure is ctypes.Structure)
print("/ferrotypes/" in _ctypes.__file__, ferrotypes.sizeof(ferrotypes.c_long), ctypes.sizeof(ctypes.c_long))
"""
    assert output(code) == "False False\nFalse 8 8\n"


def test_without_a_library_for_this_interpreter(tmp_path):
    """As when the package of one Python version lies on the path of another."""
    shutil.copytree(
        PACKAGE, tmp_path / "ferrotypes", ignore=shutil.ignore_patterns("_native*", "__pycache__")
    )
    env = environment(PYTHONPATH=str(tmp_path))
    result = python("-c", INSTALL, env=env)
    assert result.status == 1
    message = result.err.splitlines()[-1]
    assert message.startswith("ImportError: ferrotypes has no extension module for this interpreter: ")
    assert message.endswith(f"install ferrotypes with the pip of {sys.executable}")
    followed = python("-c", "import _ctypes; print(_ctypes.__file__)", env={**env, "FERROTYPES": "run"})
    assert (followed.status, followed.err) == (0, "")
    assert "ferrotypes" not in Path(followed.out.strip()).name
    refused = python("-m", "ferrotypes", "run", "-c", "1", env=env)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err == (
        "ferrotypes: error: cannot run a program on ferrotypes: this installation of ferrotypes has no"
        f" extension module for the interpreter {sys.executable}\n"
    )


def test_two_threads_may_install_at_once():
    code = """
import sys, threading, ferrotypes
barrier = threading.Barrier(8)
def work():
    barrier.wait()
    ferrotypes.install()
    import ctypes
    assert ctypes.c_int(3).value == 3
threads = [threading.Thread(target=work) for _ in range(8)]
[t.start() for t in threads]
[t.join() for t in threads]
print(sum(type(f).__name__ == "EngineFinder" for f in sys.meta_path))
"""
    assert output(code) == "1\n"
