"""Records with bit-fields lie in memory as the C compiler lays them out.

Owns: the comparison of sizes, alignments and bytes with a compiled C program. Stock is no oracle for
bit-fields (see divergences.py); the crate that computes layouts has its own, larger oracle below Python.
Must not know the rules.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from build import NoCompiler, compiler
from harness.child import run
from harness.side import OURS, why_not
from layouts import records, source

CHILD = Path(__file__).resolve().parent / "layout_child.py"
SEED, COUNT = 2, 600


def test_records_lie_as_in_c(tmp_path: Path) -> None:
    if not OURS.is_ours:
        pytest.skip("skipped: control run, stock follows no compiler")
    if reason := why_not(OURS):
        pytest.skip(f"skipped: {reason}")
    program, text = tmp_path / "layouts", tmp_path / "layouts.c"
    text.write_text(source(SEED, COUNT))
    try:
        command = [compiler(), "-std=gnu11", "-w", "-o", str(program), str(text)]
    except NoCompiler as error:
        pytest.skip(f"skipped: {error}")
    subprocess.run(command, check=True)
    wanted = subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout.splitlines()
    ended = run(OURS, CHILD, [str(SEED), str(COUNT)])
    assert ended.ok, f"{ended.how}\n{ended.stderr}"
    got = ended.stdout.splitlines()
    assert len(wanted) == len(got) == COUNT
    wrong = [
        f"{record}\n    C:    {right}\n    ours: {ours}"
        for record, right, ours in zip(records(SEED, COUNT), wanted, got, strict=True)
        if right != ours
    ]
    assert not wrong, f"{len(wrong)} of {COUNT}:\n" + "\n".join(wrong[:10])
