"""Real packages on ctypes compute the same on stock and on ours, one process each.

Owns: one test per workload: equal digests of equally many facts. The packages bring their native libraries
in their wheels; without a network the tests are skipped and say so. Must not know what a workload does.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path

import pytest
from environment import HERE, NoClients, interpreter, with_ferrotypes

from harness.child import Ended, run
from harness.side import OURS, STOCK, Side, why_not

WORKLOADS = sorted(path for path in (HERE / "workloads").glob("*.py") if not path.name.startswith("_"))
DIGEST = re.compile(r"^digest (?P<hash>[0-9a-f]{64}) of (?P<count>\d+) facts$", re.MULTILINE)


@functools.cache
def python() -> Path:
    try:
        return interpreter()
    except NoClients as error:
        pytest.skip(f"skipped: {error}")


def outcome(side: Side, workload: Path) -> Ended:
    side = dataclasses.replace(side, prelude=with_ferrotypes(side.prelude))
    ended = run(side, workload, python=python(), timeout=100)
    assert ended.ok, f"{workload.stem} on {side.name}: {ended.how}\n{ended.stderr[-3000:]}"
    return ended


@pytest.mark.timeout(600)  # the first one waits for the packages
@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda path: path.stem)
def test_digest(workload: Path) -> None:
    if reason := why_not(OURS):
        pytest.skip(f"skipped: {reason}")
    stock, ours = (DIGEST.search(outcome(side, workload).stdout) for side in (STOCK, OURS))
    assert stock is not None, f"{workload.stem} prints no digest"
    assert int(stock["count"]) >= 5, "a digest of next to nothing compares nothing"
    assert ours is not None
    assert ours[0] == stock[0], (
        f"run workloads/{workload.name} --verbose on both sides to see where they part"
    )


def test_there_are_enough_packages() -> None:
    lines = (HERE / "requirements.txt").read_text().splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert len(pinned) >= 8
    assert all("==" in line for line in pinned)
