"""Splits a case file into its cells.

Owns: the file format. A case file is Python in cells, each headed by ``# %% name`` (the percent format
that editors know). A cell named ``setup`` is run before every other cell of its file, silently. Must not
import ctypes: both the test process and its children read files with this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).resolve().parent / "cases"
HEAD = re.compile(r"^# %% (?P<name>[a-z0-9_]+)$")


@dataclass(frozen=True)
class Cell:
    """One snippet: its name, its source, and the line of the file where the source begins."""

    name: str
    source: str
    line: int


@dataclass(frozen=True)
class CaseFile:
    """The cells of one file, and the code that each of them starts from."""

    path: Path
    setup: str
    cells: tuple[Cell, ...]


def read(path: Path) -> CaseFile:
    """Reads a case file; a name used twice or code before the first cell is an error in the file."""
    setup = ""
    cells: list[Cell] = []
    name: str | None = None
    start = 0
    body: list[str] = []

    def finish() -> None:
        nonlocal setup
        source = "\n".join(body).rstrip() + "\n"
        if name == "setup":
            setup = source
        elif name is not None:
            if any(cell.name == name for cell in cells):
                raise ValueError(f"{path.name}:{start}: cell {name!r} occurs twice")
            cells.append(Cell(name, source, start + 1))

    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if head := HEAD.match(line):
            finish()
            name, start, body = head["name"], number, []
        elif line.startswith("# %%"):
            raise ValueError(f"{path.name}:{number}: a cell head needs a name of letters, digits and _")
        else:
            body.append(line)
    finish()
    return CaseFile(path, setup, tuple(cells))


def case_files() -> list[Path]:
    """All case files, in a fixed order."""
    return sorted(CASES.glob("*.py"))
