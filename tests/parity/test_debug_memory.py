"""The case files under Python's debug allocator and dev mode: no corrupted block, no difference to stock.

Owns: the second run of every case file with ``PYTHONMALLOC=debug -X dev``, where writing past a block,
using a freed one, or calling the allocator without the GIL aborts the interpreter. Both sides run so, since
dev mode adds warnings. Must not know the cells.
"""

from __future__ import annotations

import pytest

from build import NoCompiler, build
from cells import case_files, read
from compare import collect, difference
from divergences import DIVERGENCES
from harness.side import CONTROL, OURS, STOCK, why_not

FATAL = "fatal"
PATHS = {path.stem: path for path in case_files()}


@pytest.mark.parametrize("stem", PATHS)
def test_case_file(stem: str) -> None:
    if reason := why_not(OURS):
        pytest.skip(f"skipped: {reason}")
    try:
        library = build()
    except NoCompiler as error:
        pytest.skip(f"skipped: {error}")
    case = read(PATHS[stem])
    env, flags = {"PYTHONMALLOC": "debug"}, ["-X", "dev"]
    ours = collect(OURS, case, library, flags, env)
    if stem == FATAL:
        assert CONTROL or not ours.ends, f"ours does not survive: {ours.ends}"
        return
    assert not ours.ends, f"the debug allocator ends: {ours.ends}"
    stock = collect(STOCK, case, library, flags, env)
    told = [
        f"cell {cell.name}:\n{text}"
        for cell in case.cells
        if (CONTROL or f"{stem}::{cell.name}" not in DIVERGENCES)
        and cell.name not in stock.ends
        and (text := difference(stock.of(cell.name), ours.of(cell.name)))
    ]
    assert not told, f"tests/parity/cases/{stem}.py in dev mode:\n" + "\n".join(told)
