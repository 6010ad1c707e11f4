"""Each cell of each case file shows the same on stock ctypes and on ours, in two subprocesses.

Owns: one test per cell. Stock is the oracle (DESIGN.md: stock ctypes in a subprocess is the oracle for
Python-visible behaviour). Must not know what the cells are about.
"""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from build import NoCompiler, build
from cells import CaseFile, case_files, read
from compare import Outcomes, collect, difference
from divergences import DIVERGENCES
from harness.side import CONTROL, OURS, STOCK, why_not

FILES = {path.stem: read(path) for path in case_files()}
CELLS = [(stem, cell.name) for stem, case in FILES.items() for cell in case.cells]
# The one file whose cells are undefined on stock, which they may kill: ours only has to survive them.
FATAL = "fatal"


@functools.cache
def library() -> Path:
    try:
        return build()
    except NoCompiler as error:
        pytest.skip(f"skipped: {error}")


@functools.cache
def both(stem: str) -> tuple[Outcomes, Outcomes]:
    case: CaseFile = FILES[stem]
    return collect(STOCK, case, library()), collect(OURS, case, library())


@pytest.mark.parametrize(("stem", "cell"), CELLS, ids=[f"{stem}::{cell}" for stem, cell in CELLS])
def test_cell(stem: str, cell: str) -> None:
    if reason := why_not(OURS):
        pytest.skip(f"skipped: {reason}")
    stock, ours = both(stem)
    if stem == FATAL:
        assert CONTROL or cell not in ours.ends, f"ours does not survive this cell: {ours.ends[cell]}"
        return
    assert cell not in stock.ends, f"stock itself does not survive this cell: {stock.ends[cell]}"
    assert stock.of(cell), "the cell shows nothing: it compares nothing"
    told = difference(stock.of(cell), ours.of(cell))
    reason = None if CONTROL else DIVERGENCES.get(f"{stem}::{cell}")
    if reason is None:
        assert not told, f"tests/parity/cases/{stem}.py, cell {cell}:\n{told}"
    else:
        assert told, f"listed as a divergence ({reason}), but both sides agree: drop the entry"
        assert cell not in ours.ends, f"a divergence is never a crash: {ours.ends[cell]}"


def test_every_divergence_names_a_cell() -> None:
    known = {f"{stem}::{cell}" for stem, cell in CELLS}
    assert set(DIVERGENCES) <= known, f"no such cells: {sorted(set(DIVERGENCES) - known)}"
    assert all(reason.strip() for reason in DIVERGENCES.values()), "each divergence needs a reason"
