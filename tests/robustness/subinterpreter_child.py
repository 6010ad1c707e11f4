"""Child process: imports ctypes in a subinterpreter after the main one has it, and prints what came of it.

Owns: the two names under which CPython hides its subinterpreters (`_xxsubinterpreters` up to 3.12,
`_interpreters` from 3.13). Usage: subinterpreter_child.py PRELUDE
"""

from __future__ import annotations

import ctypes
import importlib
import sys
import tempfile
from pathlib import Path

CODE = """
try:
    {prelude}
    import ctypes
    class P(ctypes.Structure): _fields_ = [("x", ctypes.c_int)]
    assert ctypes.sizeof(P) == 4 and ctypes.CDLL(None).abs(-5) == 5
    assert ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(abs)(-3) == 3
    told = "works"
except ImportError as error:
    told = "ImportError: " + str(error)
open({out!r}, "w").write(told)
"""

interpreters = importlib.import_module(
    "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
)
assert ctypes.sizeof(ctypes.c_int) == 4
with tempfile.TemporaryDirectory() as folder:
    out = Path(folder) / "told"
    for _ in range(2):
        inner = interpreters.create()
        interpreters.run_string(inner, CODE.format(prelude=sys.argv[1] or "pass", out=str(out)))
        interpreters.destroy(inner)
        print(out.read_text())
assert ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(abs)(-3) == 3
