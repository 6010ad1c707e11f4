"""Test runners as child processes: their output while they run, their closing line afterwards.

Owns: starting a runner, printing its lines under a name (two run side by side), and finding the line with
the counts. Must not know: which runners there are.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from steps import ROOT

# pytest: "12 passed in 3.4s"; nextest: "Summary [0.1s] 12 tests run: 12 passed"; ours: "1 passed, ..."
_CLOSING = re.compile(r"\d+ (passed|failed|error|skipped)")
_CARGO = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Result(NamedTuple):
    """How a runner ended."""

    name: str
    ok: bool
    closing: str
    seconds: float


def run_tests(name: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> Result:
    """Run a test runner to its end, passing on each line with the runner's name before it."""
    words = [str(word) for word in command]
    started = time.monotonic()
    print(f"==> {name}: {' '.join(words)}", flush=True)
    closing = ""
    cargo = [0, 0, 0]
    try:
        process = subprocess.Popen(
            words,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        return Result(name, False, f"could not be started: {error}", 0.0)
    assert process.stdout is not None, "it is a pipe"
    for line in process.stdout:
        plain = _COLOURS.sub("", line).strip()
        print(f"{name} | {line.rstrip()}", flush=True)
        part = _CARGO.match(plain)
        if part:
            cargo = [total + int(number) for total, number in zip(cargo, part.groups(), strict=True)]
            closing = "{} passed, {} failed, {} skipped".format(*cargo)
        elif _CLOSING.search(plain):
            closing = plain.strip("= ")
    status = process.wait()
    seconds = time.monotonic() - started
    return Result(name, status == 0, closing or f"no closing line; exit status {status}", seconds)


def report(results: Sequence[Result]) -> bool:
    """Print one block per runner, its closing line alone on a line; True if all went well."""
    print("\n==> results")
    for result in results:
        verdict = "ok" if result.ok else "FAILED"
        print(f"{result.name}: {verdict}, {result.seconds:.0f} s\n{result.closing}")
    return all(result.ok for result in results)
