"""A contender: an engine in a worker process that answers timing commands.

Owns: which contenders there are and the conversation with their workers. Must not know the statistics.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from cases import IMPORT

WORKER = Path(__file__).resolve().parent / "worker.py"
INSTALL = "import ferrotypes; ferrotypes.install()"
BOOT = (
    "import runpy, sys; sys.argv.pop(0); exec(sys.argv.pop(0)); "
    "runpy.run_path(sys.argv[0], run_name='__main__')"
)


@dataclass
class Contender:
    """One column of the table: ``prelude`` switches its engine on, ``dialect`` names its cases."""

    name: str
    prelude: str
    dialect: str = "ctypes"
    worker: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self, python: str, library: Path) -> None:
        self.worker = subprocess.Popen(
            [python, "-c", BOOT, self.prelude, str(WORKER), self.dialect, str(library)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def time(self, case: str, loops: int) -> tuple[float, int]:
        """Nanoseconds per execution, and the loop count used (found by the worker if ``loops`` is 0)."""
        worker = self.worker
        if worker is None or worker.stdin is None or worker.stdout is None:
            raise RuntimeError(f"the worker of {self.name} is not started")
        worker.stdin.write(json.dumps({"case": case, "loops": loops}) + "\n")
        worker.stdin.flush()
        answer = worker.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name} ended with status {worker.wait()} in case {case!r}")
        told = json.loads(answer)
        return told["ns"], told["loops"]

    def time_import(self, python: str) -> float:
        """Nanoseconds of processor time of an interpreter that imports ctypes, from start to end."""
        child = os.posix_spawn(python, [python, "-c", f"{self.prelude}\n{IMPORT}"], os.environ)
        _, status, used = os.wait4(child, 0)
        if status:
            raise SystemExit(f"{self.name} does not import ctypes in {python}")
        return (used.ru_utime + used.ru_stime) * 1e9

    def stop(self) -> None:
        if self.worker is not None and self.worker.stdin is not None:
            self.worker.stdin.close()
            self.worker.wait()


def contenders(prelude: str = INSTALL) -> list[Contender]:
    """The columns, the reference first."""
    return [Contender("stock", ""), Contender("ours", prelude)]
