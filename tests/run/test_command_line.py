"""`ferrotypes` as a command: help, version, mistakes, and its two spellings."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from ferrotypes._version import __version__
from programs import environment, execute, python

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(sys.executable).with_name("ferrotypes")


def ferrotypes(*words):
    return python("-m", "ferrotypes", *words)


def test_version_is_that_of_cargo_toml():
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    section = manifest.split("[workspace.package]", 1)[1]
    version = re.search(r'^version = "(.+)"$', section, re.MULTILINE)
    assert version is not None
    assert version[1] == __version__


def test_version_names_the_interpreter_and_the_library():
    result = ferrotypes("--version")
    assert result.status == 0
    assert result.out.startswith(f"ferrotypes {__version__} (CPython {sys.version.split()[0]}, ")
    assert "/ferrotypes/_native." in result.out


@pytest.mark.parametrize("words", [["--help"], ["-h"], []])
def test_help_lists_every_command_with_an_example(words):
    result = ferrotypes(*words)
    assert (result.status, result.err) == (0, "")
    assert re.search(r"^  run  +run a Python program", result.out, re.MULTILINE)
    assert "ferrotypes run app.py" in result.out
    assert "--version" in result.out


def test_run_explains_itself():
    result = ferrotypes("run", "--help")
    assert (result.status, result.err) == (0, "")
    for expected in ("SCRIPT", "-m MODULE", "-c CODE", "FERROTYPES=run", "examples:"):
        assert expected in result.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["walk"], "there is no command 'walk'; the commands are: run"),
        (["run"], "name a program: ferrotypes run SCRIPT, -m MODULE, -c CODE, or - for standard input"),
        (["run", "-m"], "-m needs a value: the name of a module after -m, a piece of code after -c"),
        (
            ["run", "-W", "error", "app.py"],
            "'ferrotypes run' has no option -W; the interpreter's own options are given to it:"
            " python -W ... -m ferrotypes run ...",
        ),
    ],
)
def test_a_mistake_gets_one_sentence_and_status_2(words, sentence):
    result = ferrotypes(*words)
    assert (result.status, result.out, result.err) == (2, "", f"ferrotypes: error: {sentence}\n")


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["--help"],
        ["walk"],
        ["run"],
        ["run", "--help"],
        [
            "run",
            "-c",
            "import sys, _ctypes; print(sys.argv, sys.path, _ctypes.__file__)",
            "--help",
            "--",
            "-x",
        ],
    ],
)
def test_the_script_and_the_module_are_the_same_command(words):
    script = execute([SCRIPT, *words], cwd=None, env=environment(), stdin="")
    assert script == ferrotypes(*words)
