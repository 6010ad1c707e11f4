"""Formatting, lints and types: `make lint`.

Owns: which checkers there are; all of them run, and the exit status says whether one complained. Must not
know: the checkers' rules, which stand in Cargo.toml, rustfmt.toml and pyproject.toml.
"""

from __future__ import annotations

import os
import subprocess
import sys

from build import build_for, prepare_main
from interpreters import SUPPORTED, chosen
from steps import ROOT, note, step

WINDOWS = "x86_64-pc-windows-gnu"


def main() -> int:
    """Run every checker."""
    tools = prepare_main()
    build_for(tools, chosen([tools.interpreter.executable]), None)
    python = str(tools.python)
    checkers = {
        "rustfmt": ["cargo", "fmt", "--all", "--check"],
        "clippy": ["cargo", "clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
        "ruff": [python, "-m", "ruff", "check", "."],
        "mypy": [python, "-m", "mypy"],
        "stubtest": [python, "-m", "mypy.stubtest", "ferrotypes"],
    }
    allowlist = ROOT / "python" / "stubtest-allowlist.txt"
    if allowlist.exists():
        checkers["stubtest"] += ["--allowlist", str(allowlist)]
    env = {**os.environ, "PYO3_PYTHON": tools.interpreter.executable}  # the version that clippy compiles for
    failed = []
    for name, command in checkers.items():
        with step(name):
            if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
                failed.append(name)
    with step(WINDOWS):
        if not checks_for_windows():
            failed.append(WINDOWS)
    print(f"failed: {', '.join(failed)}" if failed else "lint: all clean")
    return 1 if failed else 0


def checks_for_windows() -> bool:
    """Whether the extension, for the oldest and newest Python, and the tests below it compile for Windows.

    Nothing is linked, so that no Windows compiler or Python is needed.
    """
    asked = ["rustc", "--print", "target-libdir", "--target", WINDOWS]
    libraries = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    if not os.path.isdir(libraries):
        note(f"skipped: the target is not installed; rustup target add {WINDOWS}")
        return True
    oldest, newest = (".".join(map(str, version)) for version in (SUPPORTED[0], SUPPORTED[-1]))
    below = ["--tests", "-p", "call", "-p", "ctype"]
    for version, packages in ((oldest, below), (oldest, ["-p", "native"]), (newest, ["-p", "native"])):
        env = {**os.environ, "RUSTFLAGS": "-Dwarnings", "PYO3_CROSS_PYTHON_VERSION": version}
        command = ["cargo", "check", "--locked", "--target", WINDOWS, *packages]
        if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
