"""A side of a comparison: the code that a child runs before anything else.

Owns: the names *stock* and *ours*, and how each is switched on. Ours can be replaced by another prelude
through the environment (``FERROTYPES_TEST_PRELUDE=""`` compares stock with itself: the control run that
shows that the tests themselves are deterministic). Must not know what the child does afterwards.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from dataclasses import dataclass

INSTALL = "import ferrotypes; ferrotypes.install()"
PRELUDE_VARIABLE = "FERROTYPES_TEST_PRELUDE"


@dataclass(frozen=True)
class Side:
    """One engine: its name in messages and the prelude that switches it on."""

    name: str
    prelude: str

    @property
    def is_ours(self) -> bool:
        """False for stock, and for ours in a control run."""
        return bool(self.prelude)


STOCK = Side("stock", "")
OURS = Side("ours", os.environ.get(PRELUDE_VARIABLE, INSTALL))
CONTROL = not OURS.is_ours


@functools.cache
def why_not(side: Side) -> str | None:
    """The sentence that says why ``side`` cannot run here, or None if it can.

    A side with a prelude must really bring another `_ctypes` than the interpreter's own: a comparison
    of stock with stock must not pass for a result.
    """
    if not side.is_ours:
        return None
    probe = f"{side.prelude}\nimport _ctypes; print(_ctypes.__file__)"
    ours = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    if ours.returncode:
        last = (ours.stderr.strip().splitlines() or ["no message"])[-1]
        return f"ferrotypes does not start in {sys.executable}: {last}"
    stock = subprocess.run(
        [sys.executable, "-c", "import _ctypes; print(getattr(_ctypes, '__file__', 'built in'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    if ours.stdout == stock.stdout:
        raise RuntimeError(
            f"the prelude {side.prelude!r} leaves the stock _ctypes in place ({stock.stdout.strip()})"
        )
    return None
