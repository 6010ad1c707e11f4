"""The CPython interpreters of this machine.

Owns: finding them (pyenv, the system, PATH), asking each for its version and whether CPython's own ctypes
tests came with it, and choosing one per minor version. Must not know: environments, building, tests. Run as
a script, it prints what it finds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SUPPORTED = ((3, 10), (3, 11), (3, 12), (3, 13))

# Executed in each candidate, which may be any Python 3.
QUESTION = """
import importlib.util, json, os, sys
suite = "test.test_ctypes" if sys.version_info >= (3, 12) else "ctypes.test"
def has(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:
        return False
print(json.dumps({
    "implementation": sys.implementation.name,
    "version": sys.version_info[:3],
    "release": sys.version_info[3] == "final",
    "base": os.path.realpath(getattr(sys, "_base_executable", sys.executable)),
    "free_threaded": not getattr(sys, "_is_gil_enabled", lambda: True)(),
    "suite": suite,
    "missing": [name for name in (suite, "_ctypes_test") if not has(name)],
}))
"""


class Interpreter(NamedTuple):
    """One CPython: its executable, version, and the ctypes test suite it brought along."""

    executable: str
    version: tuple[int, int, int]
    suite: str
    missing: tuple[str, ...]

    @property
    def minor(self) -> str:
        """`3.11`: what a wheel is built for."""
        return f"{self.version[0]}.{self.version[1]}"

    @property
    def full(self) -> str:
        """`3.11.7`."""
        return ".".join(map(str, self.version))

    @property
    def why_no_suite(self) -> str | None:
        """One sentence, or None if the suite can run."""
        if not self.missing:
            return None
        package = f" (Debian package {self.suite_package})" if self.suite_package else ""
        return f"{self.executable} comes without {' and '.join(self.missing)}{package}"

    @property
    def suite_package(self) -> str | None:
        """The package that has the missing suite, if this is Debian's own interpreter."""
        debian = shutil.which("apt-get") and Path(self.executable).parent == Path("/usr/bin")
        return f"libpython{self.minor}-testsuite" if self.missing and debian else None


def _candidates() -> Iterator[Path]:
    yield Path(sys.executable)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob("versions/3.*/bin/python3"))
    folders = [Path("/usr/bin"), Path("/usr/local/bin")]
    folders += [Path(p) for p in os.environ.get("PATH", "").split(os.pathsep) if p and "shims" not in p]
    for folder in dict.fromkeys(folders):
        if folder.is_dir():
            yield from sorted(p for p in folder.iterdir() if re.fullmatch(r"python3(\.\d+)?", p.name))


def _ask(executable: Path) -> Interpreter | None:
    try:
        done = subprocess.run(
            [executable, "-I", "-c", QUESTION], capture_output=True, text=True, timeout=30, check=True
        )
        answer = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None  # a broken or foreign executable is no interpreter of ours
    version = tuple(answer["version"])
    supported = version[:2] in SUPPORTED and answer["implementation"] == "cpython"
    if not supported or not answer["release"] or answer["free_threaded"]:
        return None
    return Interpreter(answer["base"], version, answer["suite"], tuple(answer["missing"]))


def find_all() -> list[Interpreter]:
    """Every supported CPython on this machine, once each, oldest first."""
    found: dict[str, Interpreter] = {}
    asked: set[Path] = set()
    for candidate in _candidates():
        real = candidate.resolve()
        if real in asked or not os.access(real, os.X_OK):
            continue
        asked.add(real)
        interpreter = _ask(candidate)
        if interpreter is not None:
            found.setdefault(interpreter.executable, interpreter)
    return sorted(found.values(), key=lambda i: (i.version, i.executable))


def one_per_minor(interpreters: list[Interpreter]) -> list[Interpreter]:
    """For each minor version one interpreter: with the suite rather than without, then the newest."""
    best: dict[str, Interpreter] = {}
    for interpreter in sorted(interpreters, key=lambda i: (not i.missing, i.version)):
        best[interpreter.minor] = interpreter
    return sorted(best.values(), key=lambda i: i.version)


def chosen(wanted: list[str] | None = None) -> list[Interpreter]:
    """One per minor version, limited to `wanted` (`3.11`, `3.11.7`, a path); ends the program on others."""
    everything = find_all()
    if not wanted:
        return one_per_minor(everything)
    picked = []
    for name in wanted:
        fitting = [i for i in everything if name in (i.minor, i.full, i.executable)]
        if not fitting and (direct := _ask(Path(name))) is not None:
            fitting = [direct]
        if not fitting:
            here = ", ".join(f"{i.full} ({i.executable})" for i in everything) or "none"
            raise SystemExit(f"no supported CPython answers to {name!r}; found: {here}")
        picked += one_per_minor(fitting)
    return picked


if __name__ == "__main__":
    for one in find_all():
        print(f"{one.full:8} {one.executable}  {one.why_no_suite or one.suite}")
