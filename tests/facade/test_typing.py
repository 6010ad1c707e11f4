"""The facade's types: what mypy says of a sample program, and that stubs and package agree.

Skipped where mypy is not installed: it is a tool of the main environment, not of every interpreter's.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from facade_child import REPOSITORY

pytest.importorskip("mypy", reason="mypy is in requirements/dev.txt")

HERE = Path(__file__).resolve().parent
SAMPLE = HERE / "typing_sample.py"


def run_tool(module: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`python -m module`, on the stubs of this checkout."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=cwd,
        env={**os.environ, "MYPYPATH": str(REPOSITORY / "python")},
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_the_sample_has_the_errors_it_says_and_no_other(platform: str, tmp_path: Path) -> None:
    done = run_tool(
        "mypy", "--strict", "--no-error-summary", "--platform", platform, str(SAMPLE), cwd=tmp_path
    )
    found = {
        (int(line), code)
        for line, code in re.findall(
            r"typing_sample\.py:(\d+): error: .*\[([a-z-]+)\]$", done.stdout, re.MULTILINE
        )
    }
    meant = {
        (number, code)
        for number, line in enumerate(SAMPLE.read_text().splitlines(), 1)
        for code in re.findall(r"# E: ([a-z-]+)$", line)
    }
    assert found == meant, done.stdout + done.stderr
    assert len(meant) > 10


def test_the_package_itself_is_strict(tmp_path: Path) -> None:
    done = run_tool("mypy", "--strict", "--no-error-summary", "-p", "ferrotypes", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_stubs_and_package_agree(tmp_path: Path) -> None:
    allowed = str(REPOSITORY / "python" / "stubtest-allowlist.txt")
    done = run_tool("mypy.stubtest", "ferrotypes", "--concise", "--allowlist", allowed, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stubs_list_every_name(tmp_path: Path) -> None:
    """A name in the run-time table and not in the stub would be invisible to type checkers."""
    import ferrotypes

    program = tmp_path / "names.py"
    program.write_text("import ferrotypes\n" + "".join(f"ferrotypes.{name}\n" for name in ferrotypes.__all__))
    done = run_tool("mypy", "--no-error-summary", str(program), cwd=tmp_path)
    assert "attr-defined" not in done.stdout
