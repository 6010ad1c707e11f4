"""100,000 creations and drops of each kind of object do not grow the process.

Owns: the judgement of what child.py measured. A leak grows in every window, so a figure counts only by the
smaller of its two windows; a leak of one unit per step shows as tens of thousands of units there. Tolerances
are therefore counted per step: one block, object or reference in a hundred steps, and of resident memory
less than the smallest malloc block (16 bytes) per step, plus what the allocators may round up to.
``FERROTYPES_MEMORY_SCALE=10`` runs ten times as many steps. Must not know the workloads.
"""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path

import pytest

from build import NoCompiler, build
from harness.child import run
from harness.side import CONTROL, OURS, why_not

HERE = Path(__file__).resolve().parent
SCALE = os.environ.get("FERROTYPES_MEMORY_SCALE", "1")
PER_STEP = {"blocks": 0.01, "objects": 0.01, "references": 0.01, "resident": 10.0}
SLACK = {"blocks": 60, "objects": 60, "references": 20, "resident": 256 * 1024}

# Workloads that ours may leak on, with the reason; docs/differences.md says the same to users.
KNOWN: dict[str, str] = {
    "function_prototype": "the stdlib's own ctypes._c_functype_cache keeps each prototype CFUNCTYPE made",
}


def decorated() -> dict[str, bool]:
    """Names of the workloads and whether stock leaks, read without importing ctypes into this process."""
    tree = ast.parse((HERE / "workloads.py").read_text(encoding="utf-8"))
    return {
        node.name: any(keyword.arg == "stock_leaks" for call in calls for keyword in call.keywords)
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and (
            calls := [
                d
                for d in node.decorator_list
                if isinstance(d, ast.Call) and getattr(d.func, "id", "") == "workload"
            ]
        )
    }


STOCK_LEAKS = decorated()


@pytest.mark.parametrize("name", STOCK_LEAKS)
def test_no_growth(name: str) -> None:
    if CONTROL and STOCK_LEAKS[name]:
        pytest.skip("skipped: control run, and stock is known to leak here")
    if reason := why_not(OURS):
        pytest.skip(f"skipped: {reason}")
    try:
        library = build()
    except NoCompiler as error:
        pytest.skip(f"skipped: {error}")
    ended = run(OURS, HERE / "child.py", [str(library), SCALE, name], timeout=110 * max(1.0, float(SCALE)))
    assert ended.ok, f"{ended.how}\n{ended.stderr}"
    told = json.loads(ended.stdout)
    steps = 2 * told["count"] // 5
    grown = {
        figure: least
        for figure, per_step in PER_STEP.items()
        if (least := min(window[figure] for window in told["windows"])) > per_step * steps + SLACK[figure]
    }
    if name in KNOWN and not CONTROL:
        assert grown, f"listed as a known leak ({KNOWN[name]}), but nothing grows: drop the entry"
        return
    assert not grown, f"{steps} steps of {name} grew the process: {grown}, windows {told['windows']}"
