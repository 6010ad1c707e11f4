"""Compiles the bench library with the system C compiler into build/bench, once per content.

Owns: where that library lies. Must not know who loads it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent / "build" / "bench"
SOURCE = HERE / "bench.c"
FLAGS = ("-std=c11", "-O2", "-fPIC", "-shared")


def library() -> Path:
    """The path of the compiled library; compiles it if the source has changed."""
    digest = hashlib.sha256(SOURCE.read_bytes() + " ".join(FLAGS).encode()).hexdigest()[:12]
    target = BUILD / f"libbench-{digest}.so"
    if not target.exists():
        names = (os.environ.get("CC"), "cc", "gcc", "clang")
        compiler = next((found for name in names if name and (found := shutil.which(name))), None)
        if compiler is None:
            raise SystemExit("bench needs a C compiler: install gcc or clang, or set CC")
        BUILD.mkdir(parents=True, exist_ok=True)
        scratch = target.with_name(f"{target.name}.{os.getpid()}")
        subprocess.run([compiler, *FLAGS, "-o", str(scratch), str(SOURCE)], check=True)
        os.replace(scratch, target)
    return target
