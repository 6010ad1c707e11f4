"""The Windows part of the facade on a stand-in for Windows: what its Python code can be seen to do elsewhere.

The stand-in is a child process that says it is Windows, in which the engine has the names it has there, over
the functions of this system; `kernel32` is a library made here. Real Windows decides on everything else.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from facade_child import output_of

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="a stand-in for Windows is for other systems"),
    pytest.mark.skipif(shutil.which("cc") is None, reason="makes kernel32 with the C compiler"),
]

STAND_IN = """
import os, sys, types
kernel32 = sys.argv[1]
loaded = []
nt = types.ModuleType("nt")
nt._LOAD_LIBRARY_SEARCH_DEFAULT_DIRS = 0x1000
nt._LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR = 0x100
nt._getfullpathname = lambda path: "C:\\\\full\\\\" + path.replace("/", "\\\\")
sys.modules["nt"] = nt
os.name = "nt"
from ferrotypes import _engine
engine = _engine.load()
def load_library(name, flags=0):
    loaded.append((name, flags))
    return engine.dlopen(kernel32, 2)
def check_hresult(status):
    if status < 0:
        raise OSError(status)
    return status
class COMError(Exception): pass
for name, value in {
    "LoadLibrary": load_library, "FormatError": lambda code=0: f" error {code}\\r\\n", "COMError": COMError,
    "FUNCFLAG_STDCALL": 0, "FUNCFLAG_HRESULT": 2, "_check_HRESULT": check_hresult, "CopyComPointer": print,
    "get_last_error": lambda: 5, "set_last_error": lambda value: 6,
}.items():
    if not hasattr(engine, name):
        setattr(engine, name, value)
sys.dllhandle = engine.dlopen(None, 2)
import ferrotypes as c
"""


@pytest.fixture(scope="module")
def kernel32(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("windows")
    source, library = folder / "kernel32.c", folder / "kernel32.so"
    source.write_text("int GetLastError(void) { return 87; }\nlong Status(long s) { return s; }\n")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    return library


def on_windows(kernel32: Path, code: str) -> str:
    stand_in = STAND_IN.replace("sys.argv[1]", repr(str(kernel32)))
    return output_of(stand_in + code)


def test_every_name_of_windows_is_there(kernel32: Path) -> None:
    names = """
        COMError CopyComPointer DllCanUnloadNow DllGetClassObject FormatError GetLastError HRESULT OleDLL
        WINFUNCTYPE WinDLL WinError get_last_error oledll set_last_error windll
    """
    code = f"print([name for name in {names!r}.split() if getattr(c, name) is None or name not in c.__all__])"
    assert on_windows(kernel32, code) == "[]"


def test_errors(kernel32: Path) -> None:
    code = """
error = c.WinError()
print(error.args, type(error).__name__, c.WinError(5).args, c.WinError(5, "no").args, c.GetLastError())
"""
    # The fourth is `winerror`, from which Windows' OSError makes errno; other systems' keep it as it is.
    expected = "(None, 'error 87', None, 87) OSError (None, 'error 5', None, 5) (None, 'no', None, 5) 87"
    assert on_windows(kernel32, code) == expected


def test_conventions(kernel32: Path) -> None:
    code = """
print(c.WinDLL._func_flags_, c.OleDLL._func_restype_ is c.HRESULT, c.HRESULT._type_)
kind = c.WINFUNCTYPE(c.c_int, c.c_int, use_last_error=True)
print(kind.__name__, kind._flags_, kind is c.WINFUNCTYPE(c.c_int, c.c_int, use_last_error=True))
status = c.oledll.anything.Status
status.argtypes = [c.c_long]
print(status(3))
try:
    status(-5)
except OSError as error:
    print("OSError", error)
"""
    assert on_windows(kernel32, code).splitlines() == [
        "0 True l",
        "WinFunctionType 16 True",
        "3",
        "OSError -5",
    ]


def test_search_flags(kernel32: Path) -> None:
    code = """
c.CDLL
loaded.clear()
c.CDLL("plain.dll")
c.CDLL("folder/one.dll")
c.CDLL("other.dll", winmode=8)
c.CDLL("given", handle=1)
print(loaded)
"""
    expected = [("plain.dll", 0x1000), ("C:\\full\\folder\\one.dll", 0x1100), ("other.dll", 8)]
    assert on_windows(kernel32, code) == str(expected)


def test_a_com_server_without_comtypes(kernel32: Path) -> None:
    code = "sys.modules['comtypes'] = None; print(c.DllGetClassObject(None, None, None), c.DllCanUnloadNow())"
    assert on_windows(kernel32, code) == "-2147221231 0"
