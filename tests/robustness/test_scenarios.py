"""Directed attacks end in a Python exception or in nothing, never in a dead process.

Owns: one test per scenario of scenarios/, each in a process of its own, and the subinterpreter rule. Ours
has to hold all of them, whether or not stock does. Must not know what a scenario does.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from build import NoCompiler, build
from harness.child import run
from harness.side import CONTROL, OURS, why_not

HERE = Path(__file__).resolve().parent
SCRIPT = HERE / "scenario_child.py"


def scenarios() -> list[tuple[str, str]]:
    """Group and name of each scenario, read without importing ctypes into this process."""
    return [
        (path.stem, node.name)
        for path in sorted((HERE / "scenarios").glob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(d) == "scenario" for d in node.decorator_list)
    ]


@pytest.mark.parametrize(("group", "name"), scenarios())
def test_scenario(group: str, name: str) -> None:
    if reason := why_not(OURS):
        pytest.skip(f"skipped: {reason}")
    try:
        library = build()
    except NoCompiler as error:
        pytest.skip(f"skipped: {error}")
    ended = run(OURS, SCRIPT, [str(library), group, name], timeout=100)
    if CONTROL and not ended.ok:
        pytest.skip(f"skipped: control run, stock does not hold: {ended.how}")
    if "No module named '_testcapi'" in ended.stderr:
        pytest.skip("skipped: this interpreter has no _testcapi, which makes allocations fail")
    assert ended.ok, f"{ended.how}\n{ended.stderr[-3000:]}"
    assert ended.stdout.strip() == "held"


def test_subinterpreter() -> None:
    """In a subinterpreter ours is refused with a sentence or works; it does not crash."""
    if reason := why_not(OURS):
        pytest.skip(f"skipped: {reason}")
    ended = run(OURS, HERE / "subinterpreter_child.py", [OURS.prelude], timeout=60)
    assert not ended.crashed, f"{ended.how}\n{ended.stderr}"
    assert ended.ok, ended.stderr
    told = ended.stdout.strip().splitlines()[-1]
    assert told == "works" or (told.startswith("ImportError: ") and len(told.split()) > 4), told
