"""Makes `harness`, the C library's builder and this folder's modules importable for these tests."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE, HERE.parent, HERE.parent / "clib"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
