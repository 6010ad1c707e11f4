"""The clients' own virtual environment: made once, filled from the pinned requirements.

Owns: `.venvs/clients-<version>` and the sentence that says why it cannot be had. It stands on the
interpreter that runs the tests and does not contain ferrotypes: a workload gets that from the tests' own
environment, at the end of its path. Must not know the workloads.
"""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REQUIREMENTS = HERE / "requirements.txt"
FOLDER = ROOT / ".venvs" / f"clients-{sys.version_info.major}.{sys.version_info.minor}"
OFFLINE = (
    "ConnectionError",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "NewConnectionError",
    "Could not fetch URL",
    "Network is unreachable",
    "Read timed out",
    "ConnectTimeoutError",
)


class NoClients(RuntimeError):
    """The environment cannot be made for want of a network or of pip; the message says why."""


def interpreter() -> Path:
    """The environment's Python, with the requirements installed."""
    python = FOLDER / "bin" / "python"
    stamp = FOLDER / ".requirements"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and python.exists():
        return python
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(FOLDER)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise NoClients(
            f"no virtual environment with pip: {made.stdout.strip()[-200:]}{made.stderr.strip()[-200:]}"
        )
    print(
        f"installing {REQUIREMENTS.relative_to(ROOT)} into {FOLDER.relative_to(ROOT)}",
        file=sys.stderr,
        flush=True,
    )
    command = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    done = subprocess.run(
        [*command, "--retries", "1", "--timeout", "20", "-r", str(REQUIREMENTS)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        if any(word in done.stderr for word in OFFLINE):
            raise NoClients(f"the packages cannot be downloaded: {last}")
        raise RuntimeError(f"pip cannot install the client packages:\n{done.stderr}")
    stamp.write_text(wanted)
    return python


def with_ferrotypes(prelude: str) -> str:
    """``prelude`` for a workload: ferrotypes is found where the tests have it, after all other packages."""
    found = importlib.util.find_spec("ferrotypes")
    if not prelude or found is None or found.origin is None:
        return prelude
    return f"import sys; sys.path.append({str(Path(found.origin).parents[1])!r}); {prelude}"
