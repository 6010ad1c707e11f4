"""Formatting, lints and types: `make lint`.

Owns: which checkers there are; all of them run, and the exit status says whether one complained. Must not
know: the checkers' rules, which stand in Cargo.toml, rustfmt.toml and pyproject.toml.
"""

from __future__ import annotations

import os
import subprocess
import sys

from build import build_for, prepare_main
from interpreters import chosen
from steps import ROOT, step


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
    print(f"failed: {', '.join(failed)}" if failed else "lint: all clean")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
