"""The accepted differences between ours and stock.

Owns: reading expect/<minor version>.toml and judging the differences of a run by it. Must not know: how
runs are made. An entry names a test, what ours does there, and why:

    [[difference]]
    test = "test.test_ctypes.test_unions.UnionTest.test_by_value"
    ours = "failed"
    reason = "stock passes the wrong registers, and the test asserts the result of that"

An entry is true or it is wrong: if ours comes to do what stock does, or something third, the run fails
until the entry is gone.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from outcome import Difference, Outcome

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # in requirements/test.txt

FOLDER = Path(__file__).with_name("expect")
ABSENT = Outcome("absent")


class Expected(NamedTuple):
    """One accepted difference."""

    ours: str
    reason: str


class Verdict(NamedTuple):
    """What is wrong (sentences), and how many differences are accepted."""

    complaints: list[str]
    accepted: int


def load(minor: str) -> dict[str, Expected]:
    """The entries for a Python version by test id; none if there is no file."""
    file = FOLDER / f"{minor}.toml"
    if not file.exists():
        return {}
    entries: dict[str, Expected] = {}
    for entry in tomllib.loads(file.read_text(encoding="utf-8"))["difference"]:
        expected = Expected(entry["ours"], entry["reason"].strip())
        if not expected.reason:
            raise SystemExit(f"{file}: the entry for {entry['test']} gives no reason")
        if entry["test"] in entries:
            raise SystemExit(f"{file}: two entries for {entry['test']}")
        entries[entry["test"]] = expected
    return entries


def judge(found: list[Difference], entries: dict[str, Expected]) -> Verdict:
    """Compare the differences found with the accepted ones, both ways."""
    complaints = []
    accepted = 0
    different = {difference.test: difference for difference in found}
    for test, difference in different.items():
        stock, ours = difference.stock or ABSENT, difference.ours or ABSENT
        entry = entries.get(test)
        if entry is None:
            complaints.append(f"{test}\n  stock {stock.short}\n  ours  {ours.short}")
        elif entry.ours != ours.status:
            complaints.append(f"{test}\n  expected {entry.ours} ({entry.reason})\n  ours  {ours.short}")
        else:
            accepted += 1
    for test, entry in entries.items():
        if test not in different:
            complaints.append(f"{test}\n  expected {entry.ours} ({entry.reason}), but ours now does as stock")
    return Verdict(complaints, accepted)
