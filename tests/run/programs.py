"""Running a program under `python` and under `ferrotypes run`, for comparison.

Owns: the two command lines and what is looked at: exit status, standard output, standard error, all three
exactly. Must not know: what the programs do.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

TIMEOUT = 30  # seconds; a hang is a failure

# Prints whether this process is on ferrotypes: the word "ours" or "stock".
WHICH = "import _ctypes; print('ours' if '/ferrotypes/' in (_ctypes.__file__ or '') else 'stock')"


class Result(NamedTuple):
    """How a process ended and what it wrote."""

    status: int
    out: str
    err: str


def environment(**changes: str | None) -> dict[str, str]:
    """This process's environment without the mark of `ferrotypes run`, with `changes` (None removes)."""
    merged: dict[str, str | None] = {**os.environ, "FERROTYPES": None, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def execute(command: list[str | Path], *, cwd: Path | None, env: dict[str, str] | None, stdin: str) -> Result:
    """Run a command to its end; one that hangs is ended with its children, and fails the test."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=environment() if env is None else env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(stdin, TIMEOUT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    return Result(process.returncode, _without_addresses(out), _without_addresses(err))


def _without_addresses(text: str) -> str:
    return re.sub(r"\b0x[0-9a-f]{6,}\b", "0x...", text)


def python(
    *words: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None, stdin: str = ""
) -> Result:
    """`python WORDS` with the interpreter of this test run."""
    return execute([sys.executable, *words], cwd=cwd, env=env, stdin=stdin)


def ferrotypes_run(
    *words: str | Path,
    options: tuple[str, ...] = (),
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    stdin: str = "",
) -> Result:
    """`python OPTIONS -m ferrotypes run WORDS`."""
    command = [sys.executable, *options, "-m", "ferrotypes", "run", *words]
    return execute(command, cwd=cwd, env=env, stdin=stdin)


def assert_same(
    *words: str | Path,
    options: tuple[str, ...] = (),
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    stdin: str = "",
) -> Result:
    """Run a program both ways, require equal results, and return them."""
    plain = python(*options, *words, cwd=cwd, env=env, stdin=stdin)
    ours = ferrotypes_run(*words, options=options, cwd=cwd, env=env, stdin=stdin)
    assert ours.err.splitlines() == plain.err.splitlines()
    assert ours.out.splitlines() == plain.out.splitlines()
    assert ours == plain
    return ours
