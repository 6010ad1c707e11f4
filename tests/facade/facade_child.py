"""Running Python code in a child process, with the standard `ctypes` or with the facade as `c`.

Owns: the child's environment and what is read back: its output, or the outcome of many snippets at once. Must
not know: what the snippets are about. A child for each question, because what is imported first is the point
of many of them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TIMEOUT = 60  # seconds; a hang is a failure

# Runs each snippet in a namespace of its own and writes what it printed and how it ended, as JSON.
_BATCH = """
import contextlib, io, json, sys
snippets = json.load(sys.stdin)
outcomes = {}
for name, code in snippets.items():
    output = io.StringIO()
    namespace = {"c": c, "__name__": "snippet"}
    try:
        with contextlib.redirect_stdout(output):
            exec(compile(code, name, "exec"), namespace)
        ended = "ok"
    except Exception as error:
        ended = f"{type(error).__name__}: {error}"
    outcomes[name] = output.getvalue() + ended
json.dump(outcomes, sys.stdout)
"""


def output_of(code: str, *, stdin: str = "", env: Mapping[str, str] | None = None) -> str:
    """What `code` prints, stripped; the child must end with status 0 and write nothing to standard error."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        input=stdin,
        env=_environment(env or {}),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    assert done.returncode == 0, f"status {done.returncode}\n{done.stderr}"
    assert done.stderr == ""
    return done.stdout.strip()


def outcomes(module: str, snippets: Mapping[str, str]) -> dict[str, str]:
    """Name to outcome of `snippets` with `module` as `c`, in one child; addresses are blanked."""
    text = output_of(f"import {module} as c\n{_BATCH}", stdin=json.dumps(dict(snippets)))
    return {name: _comparable(outcome) for name, outcome in json.loads(text).items()}


def _environment(changes: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without the mark of `ferrotypes run`."""
    inherited = {name: value for name, value in os.environ.items() if name != "FERROTYPES"}
    return {**inherited, **changes}


def _comparable(outcome: str) -> str:
    """`outcome` without addresses and handles, and with the facade's types under the stdlib's names."""
    outcome = re.sub(r"\b(0x)?[0-9a-f]{8,16}\b", "<address>", outcome)
    return re.sub(r"\bferrotypes\._\w+\.|\bferrotypes\.", "ctypes.", outcome)
