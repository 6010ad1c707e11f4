"""Finding the file of a shared library by its short name, as `ctypes.util` does.

Owns: where each system keeps libraries. Must not know: loading them. Nothing is executed: where the stdlib
starts ldconfig, gcc and ld, this module reads the linker's cache and the libraries themselves, and so works
without a compiler.
"""

from __future__ import annotations

import os
import re
import sys

from . import _elf, _ld_cache

__all__ = ["find_library"]

_DIRECTORIES = ("/usr/local/lib", "/lib64", "/usr/lib64", "/lib", "/usr/lib")


def find_library(name: str) -> str | None:
    """What to pass to `CDLL` for the library `name`, or None if there is none.

    name: as a linker has it after `-l`, without "lib" before and suffix or version behind: `"c"`,
        `"sqlite3"`.

    On Linux the result is the library's SONAME, such as "libsqlite3.so.0": from the dynamic linker's cache,
    otherwise from the `lib<name>.so` in `LD_LIBRARY_PATH`, `LIBRARY_PATH` or the system's directories. On
    macOS and Windows it is a path: on macOS from `DYLD_LIBRARY_PATH`, the fallback directories and
    frameworks, on Windows from `PATH`.

    >>> find_library("c")
    'libc.so.6'
    >>> find_library("no such library") is None
    True

    Source: ld.so(8), dyld(1), and `ctypes.util` of CPython.
    """
    if sys.platform == "win32":
        return _find_on_path(name)
    elif sys.platform == "darwin":
        return _find_for_dyld(name)
    else:
        return _find_in_cache(name, os.uname().machine) or _find_in_directories(name)


def _find_in_cache(name: str, machine: str) -> str | None:
    prefix = f"lib{name}."
    abi = machine if sys.maxsize > 2**32 else ""  # a 32-bit process on a 64-bit kernel: take what there is
    return next((found for found in _ld_cache.names(abi) if found.startswith(prefix)), None)


def _find_in_directories(name: str) -> str | None:
    for directory in _linker_directories():
        found = _elf.soname(os.path.join(directory, f"lib{name}.so"))
        if found is not None:
            return found
    return None


def _linker_directories() -> list[str]:
    """Where the linker looks: the environment's directories, the multi-architecture and traditional ones."""
    named = [os.environ.get(variable, "") for variable in ("LD_LIBRARY_PATH", "LIBRARY_PATH")]
    directories = [directory for directory in re.split("[:;]", ":".join(named)) if directory]
    architecture = getattr(sys.implementation, "_multiarch", "")
    if architecture:
        directories += [f"/usr/local/lib/{architecture}", f"/lib/{architecture}", f"/usr/lib/{architecture}"]
    return directories + list(_DIRECTORIES)


def _find_on_path(name: str) -> str | None:
    """The file on Windows. None for "c" and "m": the C runtime is a part of Windows without one name."""
    if name in ("c", "m"):
        return None
    for directory in os.environ.get("PATH", "").split(os.pathsep):
        plain = os.path.join(directory, name)
        for candidate in (plain,) if plain.lower().endswith(".dll") else (plain, plain + ".dll"):
            if os.path.isfile(candidate):
                return candidate
    return None


def _find_for_dyld(name: str) -> str | None:
    """The path on macOS, where the system's own libraries lie in a cache that `_ctypes` can look into."""
    from ._engine import load

    in_system_cache = getattr(load(), "_dyld_shared_cache_contains_path", os.path.isfile)
    for relative in (f"lib{name}.dylib", f"{name}.dylib", f"{name}.framework/{name}"):
        framework = ".framework/" in relative
        for directory in _dyld_directories(framework):
            path = os.path.join(directory, relative)
            if os.path.isfile(path) or in_system_cache(path):
                return path
    return None


def _dyld_directories(framework: bool) -> list[str]:
    kind = "FRAMEWORK" if framework else "LIBRARY"
    named = os.environ.get(f"DYLD_{kind}_PATH", "")
    fallback = os.environ.get(f"DYLD_FALLBACK_{kind}_PATH", "")
    if not fallback:
        home = os.path.expanduser("~")
        if framework:
            roots = (home, "", "/Network", "/System")
            fallback = ":".join(f"{root}/Library/Frameworks" for root in roots)
        else:
            fallback = f"{home}/lib:/usr/local/lib:/lib:/usr/lib"
    return [directory for directory in f"{named}:{fallback}".split(":") if directory]
