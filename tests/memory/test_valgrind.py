"""The workloads under Valgrind: no invalid access anywhere, no undefined value in the engine.

Owns: the judgement of Memcheck's report. A read, write, free or jump that Memcheck calls invalid fails
wherever it happens. Undefined values count only if the engine's shared object is among the innermost
frames: CPython itself computes with undefined padding under some compilers, which a suppression file would
have to describe per build. Python's allocator is `malloc` here, so that Memcheck sees each block. Skipped
where Valgrind is not installed. Must not know the workloads.
"""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from test_growth import HERE, STOCK_LEAKS

from build import NoCompiler, build
from harness.child import run
from harness.side import CONTROL, OURS, why_not

SCALE = "0.0001"
INNERMOST = 6
INVALID = {
    "InvalidRead",
    "InvalidWrite",
    "InvalidJump",
    "InvalidFree",
    "MismatchedFree",
    "Overlap",
    "SyscallParam",
}
UNDEFINED = {"UninitCondition", "UninitValue"}
# Stock leaves the result of a callback that raised undefined; ours has to define it.
UNDEFINED_ON_STOCK = {"callbacks_that_raise"}
ENGINES = ("_native", "_ctypes.")


def frames(error: ElementTree.Element) -> list[tuple[str, str]]:
    """Function and object file of each frame of an error, innermost first."""
    stack = error.find("stack")
    found = [] if stack is None else stack.findall("frame")
    return [(frame.findtext("fn") or "?", Path(frame.findtext("obj") or "").name) for frame in found]


def findings(report: Path) -> list[str]:
    """The errors that count, each with its innermost frames."""
    told = []
    for error in ElementTree.parse(report).getroot().findall("error"):
        kind, stack = error.findtext("kind") or "", frames(error)
        ours = any(file.startswith(ENGINES) for _, file in stack[:INNERMOST])
        if kind in INVALID or (kind in UNDEFINED and ours):
            lines = "\n    ".join(f"{function} in {file}" for function, file in stack[:10])
            told.append(f"{kind} {error.findtext('what') or error.findtext('xwhat/text') or ''}\n    {lines}")
    return told


def test_workloads_under_memcheck(tmp_path: Path) -> None:
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        pytest.skip("skipped: valgrind is not installed")
    if reason := why_not(OURS):
        pytest.skip(f"skipped: {reason}")
    try:
        library = build()
    except NoCompiler as error:
        pytest.skip(f"skipped: {error}")
    report = tmp_path / "memcheck.xml"
    wrapper = [valgrind, "-q", "--leak-check=no", "--xml=yes", f"--xml-file={report}"]
    names = [name for name in STOCK_LEAKS if not (CONTROL and name in UNDEFINED_ON_STOCK)]
    ended = run(
        OURS,
        HERE / "child.py",
        [str(library), SCALE, *names],
        extra_env={"PYTHONMALLOC": "malloc"},
        wrapper=wrapper,
        timeout=110,
    )
    assert ended.ok, f"{ended.how}\n{ended.stderr}"
    assert [json.loads(line)["name"] for line in ended.stdout.splitlines()] == names
    assert not (told := findings(report)), "\n".join(told)
