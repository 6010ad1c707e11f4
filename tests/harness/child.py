"""Runs one child interpreter and tells how it ended.

Owns: environment, time limit, and the words for an end (exit status, signal, time-out). Must not know
what the child prints.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .side import Side

# What `python SCRIPT` does, after the prelude: arguments without this text, the script's folder in front.
BOOT = (
    "import os, runpy, sys; sys.argv.pop(0); exec(sys.argv.pop(0)); "
    "sys.path[0] = os.path.dirname(sys.argv[0]); runpy.run_path(sys.argv[0], run_name='__main__')"
)


@dataclass(frozen=True)
class Ended:
    """The end of a child: ``status`` as `subprocess` gives it (negative: signal), None after a time-out."""

    status: int | None
    stdout: str
    stderr: str

    @property
    def ok(self) -> bool:
        return self.status == 0

    @property
    def crashed(self) -> bool:
        """Killed by a signal: what bad input must never do. A time-out is not a crash."""
        return self.status is not None and self.status < 0

    @property
    def how(self) -> str:
        """The end in words: ``exit 1``, ``SIGSEGV``, ``time-out``."""
        if self.status is None:
            return "time-out"
        if self.status < 0:
            try:
                return signal.Signals(-self.status).name
            except ValueError:
                return f"signal {-self.status}"
        return f"exit {self.status}"


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a child: ours without what would change Python's own texts or hashes."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "FERROTYPES"))}
    env.update(PYTHONHASHSEED="0", PYTHONIOENCODING="utf-8", LC_ALL="C.UTF-8")
    env.update(extra or {})
    return env


def run(
    side: Side,
    script: Path,
    arguments: Sequence[str] = (),
    *,
    flags: Sequence[str] = (),
    extra_env: Mapping[str, str] | None = None,
    wrapper: Sequence[str] = (),
    python: Path | None = None,
    timeout: float = 120,
) -> Ended:
    """Runs ``script`` on ``side`` in a fresh interpreter, prelude first; ``wrapper`` may be Valgrind."""
    command = [
        *wrapper,
        str(python or sys.executable),
        *flags,
        "-c",
        BOOT,
        side.prelude,
        str(script),
        *arguments,
    ]
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment(extra_env),
    )
    try:
        stdout, stderr = child.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        child.kill()
        stdout, stderr = child.communicate()
        return Ended(None, stdout, stderr)
    return Ended(child.returncode, stdout, stderr)
