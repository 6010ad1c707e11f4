"""Builds the C test library with the system C compiler, once per content.

Owns: where the shared object lies and when it is rebuilt. The name carries a hash of the sources, so an
edited source never meets an old binary and two test runs may build at the same time. Must not know what
is tested with it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "build" / "clib"
FLAGS = ("-std=c11", "-O1", "-g", "-fPIC", "-shared", "-Wall", "-Wextra", "-Werror", "-pthread")


class NoCompiler(RuntimeError):
    """There is no C compiler; the message is the sentence a skipped test shows."""


def sources() -> list[Path]:
    """The C files of the library, in a fixed order."""
    return sorted(HERE.glob("*.c"))


def compiler() -> str:
    """The C compiler: ``$CC``, else cc, gcc or clang, whichever is found first."""
    for name in (os.environ.get("CC"), "cc", "gcc", "clang"):
        if name and (found := shutil.which(name)):
            return found
    raise NoCompiler("no C compiler found (cc, gcc, clang): install one, or set CC")


def build(folder: Path = BUILD) -> Path:
    """Compiles the library into ``folder`` if this content is not there yet and returns its path."""
    files = sources()
    digest = hashlib.sha256(" ".join(FLAGS).encode())
    for file in [HERE / "clib.h", *files]:
        digest.update(file.read_bytes())
    suffix = ".dll" if sys.platform == "win32" else ".dylib" if sys.platform == "darwin" else ".so"
    target = folder / f"libferrotest-{sysconfig.get_platform()}-{digest.hexdigest()[:12]}{suffix}"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        scratch = target.with_name(f"{target.name}.{os.getpid()}")
        command = [compiler(), *FLAGS, "-o", str(scratch), *map(str, files), "-lm"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the C test library does not compile:\n{done.stderr}")
        os.replace(scratch, target)
    return target


if __name__ == "__main__":
    print(build())
