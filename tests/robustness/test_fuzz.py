"""Random declarations, values and calls end alike on stock and on ours, and never end the process.

Owns: the seeds and the judgement. A step that kills ours fails, unless it kills stock too; a step that ends
in another exception class than on stock fails, unless stock ends in SystemError or MemoryError, its ways to
say that it lost track. ``FERROTYPES_FUZZ_STEPS=20000`` runs longer. Must not know the steps.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fuzzing import DIED, outcomes

from build import NoCompiler, build
from harness.side import CONTROL, OURS, STOCK, why_not

SEEDS = range(6)
COUNT = int(os.environ.get("FERROTYPES_FUZZ_STEPS", "1500"))
LOST = {"SystemError", "MemoryError"}


@pytest.fixture(scope="module")
def library() -> Path:
    try:
        return build()
    except NoCompiler as error:
        pytest.skip(f"skipped: {error}")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
def test_random_steps(library: Path, seed: int) -> None:
    if reason := why_not(OURS):
        pytest.skip(f"skipped: {reason}")
    stock, ours = outcomes(STOCK, library, seed, COUNT), outcomes(OURS, library, seed, COUNT)
    assert len(stock) == len(ours) == COUNT
    wrong = [
        f"step {number} {name}: stock {expected}, ours {ours[number][1]}"
        for number, (name, expected) in stock.items()
        if ours[number][1] != expected and not expected.startswith(DIED) and expected not in LOST
    ]
    lasting = [outcome for _, outcome in stock.values() if outcome == "ok"]
    assert len(lasting) > COUNT // 10, "hardly any step succeeds: the fuzzer tests nothing"
    told = "\n".join(wrong[:40])
    assert not wrong, f"{len(wrong)} of {COUNT} steps, seed {seed} (repeat one: {REPEAT}):\n{told}"
    if CONTROL:
        assert stock == ours


REPEAT = "fuzz_child.py LIBRARY SEED STEP STEP+1"
