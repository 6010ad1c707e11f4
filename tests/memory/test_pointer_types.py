"""POINTER types hang on their target types, and `_pointer_type_cache` stays the mapping that programs use.

Owns: the judgement of pointer_child.py. Stock keeps every POINTER type before 3.14 (cpython#100926), so the
questions of lifetime are asked of ours alone; the mapping must answer alike on both sides.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.child import run
from harness.side import CONTROL, OURS, STOCK, Side, why_not

CHILD = Path(__file__).resolve().parent / "pointer_child.py"
IMMORTAL_ON_STOCK = {
    "POINTER(T) dies with T",
    "POINTER(POINTER(T)) dies with T",
    "T dies after its last pointer",
    "a type that points to itself dies",
}


def answers(side: Side) -> dict[str, str]:
    ended = run(side, CHILD)
    assert ended.ok, f"{side.name}: {ended.how}\n{ended.stderr}"
    return dict(line.split(": ") for line in ended.stdout.splitlines())


def test_stock_answers_as_described() -> None:
    found = answers(STOCK)
    assert len(found) == 19
    assert {question for question, answer in found.items() if answer == "no"} == IMMORTAL_ON_STOCK


def test_ours_answers_yes() -> None:
    if CONTROL:
        pytest.skip("skipped: control run, stock keeps POINTER types alive")
    if reason := why_not(OURS):
        pytest.skip(f"skipped: {reason}")
    found = answers(OURS)
    assert len(found) == 19
    assert not [question for question, answer in found.items() if answer != "yes"]
