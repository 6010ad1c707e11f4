"""Unions and X87 records arrive as C sees them. Stock is no oracle here: it passes some wrongly on x86-64.

Owns: the comparison with the C compiler's own passing of the same records (psABI 3.2.3). Must not depend
on what stock gets wrong, only record that ours gets none wrong.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from build import NoCompiler, build
from harness.child import run
from harness.side import OURS, why_not

CHILD = Path(__file__).resolve().parent / "abi_child.py"


def test_records_that_stock_passes_wrongly() -> None:
    if not OURS.is_ours:
        pytest.skip("skipped: control run, stock fails this by libffi issue 33")
    if reason := why_not(OURS):
        pytest.skip(f"skipped: {reason}")
    try:
        library = build()
    except NoCompiler as error:
        pytest.skip(f"skipped: {error}")
    ended = run(OURS, CHILD, [str(library)])
    assert ended.ok, f"{ended.how}\n{ended.stdout}{ended.stderr}"
    lines = ended.stdout.splitlines()
    assert len(lines) >= 13
    assert not [line for line in lines if not line.endswith(": right")]
