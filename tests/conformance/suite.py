"""CPython's own ctypes suite as installed with an interpreter.

Owns: listing its modules and running one of them, in a process of its own, on stock or on ours. Must not
know: comparing. Both runs use the same virtual environment and the same command line but for `-m ferrotypes
run`, which also takes the children that tests start onto ours.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from pathlib import Path

from outcome import CRASHED, FINISHED, Outcome, Outcomes, read

WORKER = Path(__file__).with_name("worker.py")
TIMEOUT = 180.0  # seconds for one module; the slowest takes about two
STOCK: tuple[str, ...] = ()
OURS = ("-m", "ferrotypes", "run")

LIST = """
import importlib, pathlib, sys
folder = pathlib.Path(importlib.import_module(sys.argv[1]).__file__).parent
print(*sorted(path.stem for path in folder.glob("test_*.py")))
"""


def modules(python: Path, package: str) -> list[str]:
    """The test modules of the suite, e.g. `ctypes.test.test_arrays`."""
    done = subprocess.run([python, "-c", LIST, package], capture_output=True, text=True, check=True)
    return [f"{package}.{name}" for name in done.stdout.split()]


def why_not_ours(python: Path) -> str | None:
    """The last line of the error if ferrotypes does not start at all in this environment, else None."""
    probe = [str(python), *OURS, "-c", "import ctypes"]
    done = subprocess.run(probe, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode == 0:
        return None
    return (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]


def run_module(python: Path, module: str, launcher: tuple[str, ...], extra_env: dict[str, str]) -> Outcomes:
    """Run one test module in a fresh process and folder; a crash or a hang costs this module only."""
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        result = Path(folder, "result.jsonl")
        scratch = Path(folder, "cwd")
        scratch.mkdir()
        process = subprocess.Popen(
            [python, *launcher, WORKER, module, result],
            cwd=scratch,
            env={**os.environ, **extra_env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            output = process.communicate(timeout=TIMEOUT)[0].decode(errors="replace")
            ending = _ending(process.returncode, output)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # with the children it waits for
            process.communicate()
            ending = Outcome("timed out", f"after {TIMEOUT:.0f} s")
        return read(module, result, ending)


def _ending(returncode: int, output: str) -> Outcome:
    if returncode == 0:
        return Outcome(FINISHED)
    if returncode > 0:
        return Outcome(CRASHED, f"exit status {returncode}\n{output}")  # its last line is the error
    return Outcome(CRASHED, f"{output}\n{signal.Signals(-returncode).name}")
