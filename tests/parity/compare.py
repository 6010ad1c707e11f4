"""Runs a case file on both sides and says, cell by cell, what differs.

Owns: the batch (one child per file and side), the rerun after a crash, and the words of a difference.
Must not know which differences are accepted: that is divergences.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cells import CaseFile
from harness.child import run
from harness.side import Side

CHILD = Path(__file__).resolve().parent / "child.py"
Lines = list[tuple[str, str]]


@dataclass
class Outcomes:
    """What one side showed: per cell its lines, or the end of the child that the cell brought about."""

    engine: str = ""
    lines: dict[str, Lines] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)

    def of(self, cell: str) -> Lines:
        if cell in self.ends:
            return [("(whole cell)", f"the interpreter ended: {self.ends[cell]}")]
        return self.lines[cell]


def collect(
    side: Side, case: CaseFile, library: Path, flags: Sequence[str] = (), env: Mapping[str, str] | None = None
) -> Outcomes:
    """All cells of ``case`` on ``side``. A cell that ends its child costs only itself: the rest is rerun."""
    found = Outcomes()
    left = [cell.name for cell in case.cells]
    while left:
        ended = run(side, CHILD, [str(case.path), str(library), *left], flags=flags, extra_env=env)
        begun = ""
        for text in ended.stdout.splitlines():
            try:
                record = json.loads(text)
            except ValueError:
                continue  # a crash may cut the last line
            if "engine" in record:
                found.engine = record["engine"]
            elif "begin" in record:
                begun = record["begin"]
            else:
                found.lines[record["end"]] = [(label, shown) for label, shown in record["lines"]]
                begun = ""
        if not found.engine or (not begun and not ended.ok and not found.lines):
            raise RuntimeError(f"{side.name} does not start {case.path.name} ({ended.how}):\n{ended.stderr}")
        if begun:
            found.ends[begun] = (
                ended.how
                if ended.status is None or ended.status < 0
                else f"{ended.how}: {last(ended.stderr)}"
            )
        elif not ended.ok:
            # All cells came through and the interpreter failed at exit: that is the last cell's doing.
            found.ends[case.cells[-1].name] = f"{ended.how} at interpreter exit"
            break
        left = [name for name in left if name not in found.lines and name not in found.ends]
    return found


def last(stderr: str) -> str:
    return (stderr.strip().splitlines() or ["(nothing on stderr)"])[-1]


def difference(stock: Lines, ours: Lines) -> str:
    """The statements that showed different things, both ways; empty if there is no difference."""
    told: list[str] = []
    for index in range(max(len(stock), len(ours))):
        left = stock[index] if index < len(stock) else ("(nothing)", "(nothing)")
        right = ours[index] if index < len(ours) else ("(nothing)", "(nothing)")
        if left != right:
            told.append(f"  {left[0] if left[0] == right[0] else f'{left[0]} | {right[0]}'}")
            told.append(f"    stock: {left[1]}")
            told.append(f"    ours:  {right[1]}")
            if left[0] != right[0]:
                told.append("  (what follows is out of step and not shown)")
                break
    return "\n".join(told)
