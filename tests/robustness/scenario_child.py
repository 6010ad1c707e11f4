"""Child process: runs one scenario and prints ``held``.

Usage: scenario_child.py LIBRARY GROUP NAME
"""

from __future__ import annotations

import ctypes
import importlib
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "clib"), str(TESTS / "memory")]

from scenarios.registry import SCENARIOS  # noqa: E402

if __name__ == "__main__":
    importlib.import_module(f"scenarios.{sys.argv[2]}")
    SCENARIOS[sys.argv[3]](ctypes.CDLL(sys.argv[1]))
    print("held")
