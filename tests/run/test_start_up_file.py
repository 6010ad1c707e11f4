"""The start-up file in site-packages: what it costs, what can keep it from working, and what is said then."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import ferrotypes
from ferrotypes import _startup
from programs import WHICH, environment, execute, python

PACKAGE = Path(ferrotypes.__file__).parent
SITE = Path(sysconfig.get_path("platlib"))


@pytest.fixture
def other(tmp_path):
    """A function: writes start-up files into a new environment that has ferrotypes, returns its Python."""
    folder = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python_file = folder / "bin" / "python"
    ask = "import sysconfig; print(sysconfig.get_path('platlib'))"
    done = subprocess.run([python_file, "-c", ask], capture_output=True, text=True, check=True)
    site = Path(done.stdout.strip())
    shutil.copytree(PACKAGE, site / "ferrotypes")

    def make(**files):
        for name, text in files.items():
            (site / f"{name}.pth").write_text(text)
        return python_file

    make.site = site
    return make


def run(executable, *words, **changes):
    return execute([executable, *words], cwd=None, env=environment(**changes), stdin="")


def start_up_file():
    return (SITE / _startup.FILE).read_text(encoding="utf-8")


def test_it_is_one_line_that_does_nothing_without_the_variable():
    line = start_up_file()
    assert line.count("\n") == 1
    assert line.startswith("import os; ")
    modules = python("-c", "import sys; print([m for m in sys.modules if 'ferrotypes' in m])")
    assert (modules.out, modules.err) == ("[]\n", "")


def test_it_imports_little_with_the_variable():
    """The finder and what it needs; not the facade, not the extension module."""
    code = "import sys; print(sorted(m for m in sys.modules if 'ferrotypes' in m or 'ctypes' in m))"
    result = python("-c", code, env=environment(FERROTYPES="run"))
    assert (
        result.out == "['ferrotypes', 'ferrotypes._engine', 'ferrotypes._install', 'ferrotypes._startup']\n"
    )


def test_another_environment_works_by_copying(other):
    """The fixture itself: the tests below change one thing each."""
    executable = other(**{"00_ferrotypes": start_up_file()})
    assert run(executable, "-m", "ferrotypes", "run", "-c", WHICH).out == "ours\n"


def test_a_later_start_up_file_that_imports_ctypes_gets_ours(other):
    executable = other(**{"00_ferrotypes": start_up_file(), "zz_other": "import ctypes\n"})
    assert run(executable, "-m", "ferrotypes", "run", "-c", WHICH).out == "ours\n"
    assert run(executable, "-c", WHICH).out == "stock\n"


def test_an_earlier_start_up_file_that_imports_ctypes_is_named(other):
    executable = other(**{"00_ferrotypes": start_up_file(), "00_aaa": "import ctypes\n"})
    result = run(executable, "-m", "ferrotypes", "run", "-c", "print('not reached')")
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith(
        "ferrotypes: error: ferrotypes.install() comes too late: the standard 'ctypes'"
    )
    assert result.err.count("\n") == 1


def test_a_child_in_the_same_position_runs_on_stock_silently(other):
    executable = other(**{"00_ferrotypes": start_up_file(), "00_aaa": "import ctypes\n"})
    result = run(executable, "-c", WHICH, FERROTYPES="run")
    assert result == (0, "stock\n", "")


def test_without_the_file_run_says_what_to_do(other):
    executable = other()
    result = run(executable, "-m", "ferrotypes", "run", "-c", "print('not reached')")
    assert (result.status, result.out, result.err) == (1, "", not_beside(other.site, executable))


def test_a_package_that_start_up_would_not_find_is_refused(other, tmp_path):
    """As with an editable installation: the file is read, before the package's folder is on sys.path."""
    executable = other(**{"00_ferrotypes": start_up_file(), "ferrotypes": f"{tmp_path}\n"})
    (other.site / "ferrotypes").rename(tmp_path / "ferrotypes")
    result = run(executable, "-m", "ferrotypes", "run", "-c", "print('not reached')")
    assert (result.status, result.out, result.err) == (1, "", not_beside(tmp_path, executable))


def not_beside(folder, executable):
    return (
        f"ferrotypes: error: cannot run a program on ferrotypes: {folder / 'ferrotypes'} is not beside a"
        f" start-up file 00_ferrotypes.pth in a site directory of {executable}; install ferrotypes"
        " with 'python -m pip install' (not --editable, not --target, not PYTHONPATH)\n"
    )


def test_option_S_is_refused():
    result = python("-S", "-m", "ferrotypes", "run", "-c", "1", env=environment(PYTHONPATH=str(SITE)))
    assert (result.status, result.out) == (1, "")
    assert result.err == (
        "ferrotypes: error: cannot run a program on ferrotypes: option -S of Python switches off the"
        " start-up file by which ferrotypes reaches the program\n"
    )


def test_a_broken_installation_does_not_break_the_interpreter(other):
    """`site` reports the failed line and goes on; the child runs on stock."""
    executable = other(**{"00_ferrotypes": start_up_file()})
    (other.site / "ferrotypes" / "_engine.py").write_text("raise ImportError('half removed')\n")
    result = run(executable, "-c", WHICH, FERROTYPES="run")
    assert (result.status, result.out) == (0, "stock\n")
    assert run(executable, "-c", WHICH) == (0, "stock\n", "")
