"""What the tests of a module did, and how two runs differ.

Owns: the outcome of one test, reading a worker's events, and comparing stock with ours test by test. Must
not know: how the runs were made, which differences are accepted.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

PROCESS = "(process)"  # the pseudo-test for how the worker itself ended
FINISHED, CRASHED = "finished", "crashed"  # its statuses


class Outcome(NamedTuple):
    """The status of one test and its text: the reason of a skip, the traceback of a failure."""

    status: str
    detail: str = ""

    @property
    def short(self) -> str:
        """The status with the last line of the text."""
        last = self.detail.strip().rsplit("\n", 1)[-1]
        return f"{self.status}: {last}" if last else self.status

    def equals(self, other: Outcome) -> bool:
        """Same status; for skips the same reason too. Texts of failures carry line numbers and addresses."""
        return self.status == other.status and (self.status != "skipped" or self.detail == other.detail)


class Outcomes(NamedTuple):
    """All tests of one run, by test id, and the file that served as `_ctypes`."""

    engine: str | None
    by_test: dict[str, Outcome]

    def counts(self) -> Counter[str]:
        """How many passed, failed, skipped; every status but the good ones is a failure.

        A process that did not come to its end counts as one more, beside the test in which it died.
        """
        good = {"passed": "passed", "expected failure": "passed", "skipped": "skipped"}
        return Counter(good.get(o.status, "failed") for o in self.by_test.values() if o.status != FINISHED)


class Difference(NamedTuple):
    """One test that did not do the same in both runs; None where it did not run at all."""

    test: str
    stock: Outcome | None
    ours: Outcome | None


def read(module: str, result_file: Path, ending: Outcome) -> Outcomes:
    """The outcomes in a worker's file; `ending` is how the process ended.

    A test that failed in one subtest and went on has several ends: the first failure stands. A test that
    has no end took the process with it.
    """
    engine: str | None = None
    by_test: dict[str, Outcome] = {}
    running: str | None = None
    lines = result_file.read_text(encoding="utf-8").splitlines() if result_file.exists() else []
    for line in lines:
        event = json.loads(line)
        if event["event"] == "engine":
            engine = event["file"]
        elif event["event"] == "start":
            running = event["test"]
        else:
            running = None
            if by_test.get(event["test"], Outcome("passed")).status == "passed":
                by_test[event["test"]] = Outcome(event["status"], event["detail"])
    if running is not None:
        by_test[running] = ending if ending.status != FINISHED else Outcome(CRASHED, "the test did not end")
    by_test[f"{module} {PROCESS}"] = ending
    return Outcomes(engine, by_test)


def differences(stock: Outcomes, ours: Outcomes) -> list[Difference]:
    """Every test whose outcomes are not equal, in the order of the stock run."""
    found = []
    for test in dict.fromkeys([*stock.by_test, *ours.by_test]):
        left, right = stock.by_test.get(test), ours.by_test.get(test)
        if left is None or right is None or not left.equals(right):
            found.append(Difference(test, left, right))
    return found
