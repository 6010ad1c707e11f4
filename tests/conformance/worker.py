"""Run one module of CPython's ctypes suite in this process and write down what each test did.

Owns: loading the module with unittest and one JSON line per event. Must not know: which engine it runs on
(it only reports the file of `_ctypes`), nor what another run gave. Lines are written when a test starts and
when it ends, so that after a crash the file tells which test was running. Runs in every supported
interpreter: stdlib only.

    worker.py MODULE RESULT_FILE
"""

from __future__ import annotations

import json
import sys
import unittest
from typing import Any, TextIO


class Recorder(unittest.TestResult):
    """A TestResult that writes; see outcome.read for the events."""

    def __init__(self, out: TextIO) -> None:
        super().__init__()
        self._out = out

    def _write(self, **event: object) -> None:
        self._out.write(json.dumps(event) + "\n")
        self._out.flush()

    def record(self, test: str, status: str, detail: str) -> None:
        """Write the end of a test, by its id."""
        self._write(event="end", test=test, status=status, detail=detail)

    def _end(self, test: unittest.TestCase, status: str, detail: str = "") -> None:
        self.record(test.id(), status, detail)

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self._write(event="start", test=test.id())

    def addSuccess(self, test: unittest.TestCase) -> None:
        super().addSuccess(test)
        self._end(test, "passed")

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        super().addSkip(test, reason)
        self._end(test, "skipped", reason)

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:
        super().addFailure(test, err)
        self._end(test, "failed", self.failures[-1][1])

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        super().addError(test, err)
        self._end(test, "failed", self.errors[-1][1])

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:
        super().addExpectedFailure(test, err)
        self._end(test, "expected failure")

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:
        super().addUnexpectedSuccess(test)
        self._end(test, "unexpected success")

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:
        super().addSubTest(test, subtest, err)
        if err is not None:
            failed = self.failures if issubclass(err[0], test.failureException) else self.errors
            self._end(test, "failed", f"{subtest}\n{failed[-1][1]}")


def main() -> None:
    """Run the module; the process's exit status says only whether it came to its end."""
    module, result_file = sys.argv[1:]
    with open(result_file, "w", encoding="utf-8") as out:
        recorder = Recorder(out)
        try:
            suite = unittest.defaultTestLoader.loadTestsFromName(module)
        except unittest.SkipTest as skip:
            # Discovery would make a test of it; a name that is asked for lets it through.
            recorder.record(f"{module} (import)", "skipped", str(skip))
            return
        import _ctypes

        engine = getattr(_ctypes, "__file__", None) or "built in"
        out.write(json.dumps({"event": "engine", "file": engine}) + "\n")
        suite.run(recorder)


if __name__ == "__main__":
    main()
