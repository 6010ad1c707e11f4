"""The division of a command line: `ferrotypes.cli.program`, in this process."""

from __future__ import annotations

import pytest

from ferrotypes.cli.command import CommandError
from ferrotypes.cli.program import interpreter_options, split


@pytest.mark.parametrize(
    ("words", "options", "program"),
    [
        (["app.py"], [], ["app.py"]),
        (["app.py", "--help", "-m", "x"], [], ["app.py", "--help", "-m", "x"]),
        (["-m", "pkg", "-c", "x"], [], ["-m", "pkg", "-c", "x"]),
        (["-mpkg", "--", "x"], [], ["-mpkg", "--", "x"]),
        (["-c", "code", "--help"], [], ["-c", "code", "--help"]),
        (["-", "a"], [], ["-", "a"]),
        (["--help"], ["--help"], []),
        (["--help", "app.py"], ["--help"], ["app.py"]),
        (["--", "app.py", "--", "x"], [], ["app.py", "--", "x"]),
        (["app.py", "--", "-x"], [], ["app.py", "--", "-x"]),
        ([], [], []),
    ],
)
def test_all_after_the_program_is_the_programs(words, options, program):
    assert split(words) == (options, program)


@pytest.mark.parametrize("word", ["-m", "-c"])
def test_a_program_option_needs_its_value(word):
    with pytest.raises(CommandError, match=f"^{word} needs a value"):
        split([word])


@pytest.mark.parametrize(
    ("orig_argv", "options"),
    [
        (["python", "-m", "ferrotypes", "run", "-W", "x"], []),
        (["python", "/bin/ferrotypes", "run", "-u"], []),
        (["python", "-W", "error", "-m", "ferrotypes", "run"], ["-W", "error"]),
        (["python", "-Werror", "-Xdev", "-m", "ferrotypes"], ["-Werror", "-Xdev"]),
        (["python", "-um", "ferrotypes", "run"], ["-u"]),
        (["python", "-uBX", "dev", "-OOm", "ferrotypes"], ["-uBX", "dev", "-OO"]),
        (["python", "-mferrotypes", "run"], []),
        (["python", "-Bmferrotypes", "run"], ["-B"]),
        (
            ["python", "--check-hash-based-pycs", "always", "-E", "x/ferrotypes", "run"],
            ["--check-hash-based-pycs", "always", "-E"],
        ),
        (["python", "-i", "-c", "import ferrotypes.cli", "-u"], ["-i"]),
        (["python"], []),
    ],
)
def test_interpreter_options_end_at_the_program(orig_argv, options):
    assert interpreter_options(orig_argv) == options
