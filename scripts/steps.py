"""Running commands so that a person can follow.

Owns: the headline of a step, how long it took, and ending the program with one plain sentence when a
command fails. Must not know: what the steps are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Debian packages by the command they bring.
PACKAGE_OF = {"cc": "gcc libc6-dev"}


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print `title` before the body and the seconds after it."""
    print(f"==> {title}", flush=True)
    started = time.monotonic()
    yield
    print(f"    {title}: {time.monotonic() - started:.1f} s", flush=True)


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, quiet: bool = False) -> None:
    """Run `command` in the project's root; if it fails, show its output and end the program."""
    words = [str(word) for word in command]
    full_env = {**os.environ, **(env or {})}
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=full_env,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise SystemExit(f"{words[0]} is not installed{_hint(words[0])}") from None
    if done.returncode:
        if quiet:
            print(done.stdout, flush=True)
        raise SystemExit(f"failed with status {done.returncode}: {' '.join(words)}")


def _hint(name: str) -> str:
    if name == "cargo":
        return ": see https://rustup.rs"
    return f": apt-get install {PACKAGE_OF[name]}" if name in PACKAGE_OF else ""


def need_package(package: str, reason: str) -> None:
    """Install a Debian package as root; anyone else gets the command to type."""
    if not install_package(package, reason):
        command = f"sudo apt-get install --yes {package}"
        raise SystemExit(f"{reason}: please run '{command}' (or your system's counterpart)")


def install_package(package: str, reason: str) -> bool:
    """Install a Debian package, which only root can; whether it is there now."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *package.split()]
    note(f"{reason}: {' '.join(command)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["apt-get", "update"], command):
        done = subprocess.run(
            words, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode:
            print(done.stdout, flush=True)
            return False
    return True


def need_program(name: str, reason: str) -> None:
    """Make sure that `name` is on PATH, by its Debian package if it is known."""
    if shutil.which(name):
        return
    if name in PACKAGE_OF:
        need_package(PACKAGE_OF[name], f"{reason} needs {name}")
    else:
        raise SystemExit(f"{reason} needs {name}{_hint(name)}")


def note(text: str) -> None:
    """A line of progress inside a step."""
    print(f"    {text}", flush=True)


if sys.version_info < (3, 10):  # noqa: UP036  (a plain sentence for whoever calls make with an old python3)
    raise SystemExit("ferrotypes needs Python 3.10 or later; set PYTHON=python3.11 or the like")
