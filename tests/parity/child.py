"""Child process: runs the cells of one case file and prints what each statement showed.

Owns: execution as at the interactive prompt (each statement of a cell is run for itself; an expression
shows its repr, an exception its type and text, and the cell goes on), the helpers that cells may use, and
the replacement of addresses. Prints one JSON line before and one after each cell, so that a crash names
its cell. Must not know the other side. Usage: child.py CASEFILE LIBRARY [CELL...]
"""

from __future__ import annotations

import ast
import gc
import json
import re
import sys
import types
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "clib")]

from cells import Cell, read  # noqa: E402

HEX = re.compile(r"0x[0-9a-fA-F]{6,16}\b")
HANDLE = re.compile(r"(?<=handle )[0-9a-f]{6,16}\b")
DECIMAL = re.compile(r"(?<![\w.])-?\d{10,20}(?![\w.])")
LIMIT = 4000
AUDIT_PREFIX = "ctypes."


def neutral(text: str) -> str:
    """``text`` without addresses: hexadecimal ones, and decimal ones in the range of user space."""

    def decimal(match: re.Match[str]) -> str:
        return "<address>" if 0x5000_0000_0000 <= int(match[0]) < 0x8000_0000_0000 else match[0]

    text = DECIMAL.sub(decimal, HANDLE.sub("<address>", HEX.sub("0x<address>", text)))
    return text if len(text) <= LIMIT else f"{text[:LIMIT]}... ({len(text)} characters)"


def shown(value: object) -> str:
    """The repr of ``value``, or the exception that its repr raised."""
    try:
        return neutral(repr(value))
    except Exception as error:
        return f"<repr raised {failure(error)}>"


def failure(error: BaseException) -> str:
    """Type and text of an exception, with those of its explicit cause."""
    text = f"{type(error).__name__}: {neutral(str(error))}"
    return text if error.__cause__ is None else f"{text} <- {failure(error.__cause__)}"


class Recorder:
    """Collects what one cell shows, together with warnings and unraisable exceptions."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self.label = ""
        self.auditing: list[tuple[str, tuple[Any, ...]]] | None = None
        self.calls: dict[str, int] = {}

    def note(self, text: str) -> None:
        self.lines.append((self.label, text))

    def show(self, *values: object) -> None:
        """For cells: shows values from inside a loop or a function."""
        self.note(", ".join(shown(value) for value in values))

    def attempt(self, function: Callable[..., object], *args: object, **kwargs: object) -> None:
        """For cells: shows the result of a call or the exception it raised, and goes on."""
        try:
            self.note(shown(function(*args, **kwargs)))
        except Exception as error:
            self.note(failure(error))

    def audited(self, function: Callable[..., object], *args: object) -> None:
        """For cells: shows the audit events of a call, names and arguments in order, then its outcome."""
        self.auditing = []
        try:
            self.attempt(function, *args)
        finally:
            events, self.auditing = self.auditing, None
        for name, arguments in events:
            self.note(f"event {name}{shown(arguments)}")

    def unraisable(self, hook: Any) -> None:
        message = neutral(hook.err_msg) if hook.err_msg else "Exception ignored in"
        self.note(f"unraisable {message}: {shown(hook.object)}: {failure(hook.exc_value or hook.exc_type())}")

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.auditing is not None and event.startswith(AUDIT_PREFIX):
            self.auditing.append((event, arguments))


def execute(source: str, module: types.ModuleType, recorder: Recorder | None) -> None:
    """Runs each statement of ``source`` in ``module``; shows outcomes if there is a recorder."""
    for statement in ast.parse(source).body:
        text = ast.get_source_segment(source, statement) or ""
        if recorder is None:
            exec(compile(ast.Module([statement], []), "setup", "exec"), module.__dict__)
            continue
        recorder.label = text.splitlines()[0]
        try:
            if isinstance(statement, ast.Expr):
                recorder.note(
                    shown(eval(compile(ast.Expression(statement.value), "cell", "eval"), module.__dict__))
                )
            else:
                exec(compile(ast.Module([statement], []), "cell", "exec"), module.__dict__)
        except Exception as error:
            recorder.note(failure(error))
            del error


def run_cell(setup: str, cell: Cell, library: str) -> list[tuple[str, str]]:
    """Runs one cell in a module of its own and returns (statement, what it showed) in order."""
    recorder = Recorder()
    module = types.ModuleType("cell")
    module.__dict__.update(
        show=recorder.show, attempt=recorder.attempt, audited=recorder.audited, library=library
    )
    sys.modules["cell"] = module
    HEARER[0] = recorder
    sys.unraisablehook = recorder.unraisable
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        execute(START + setup, module, None)
        del caught[:]
        execute(cell.source, module, recorder)
        recorder.label = "(end of cell)"
        # What the cell leaves behind is torn down here, so that a crash in a destructor names this cell.
        module.__dict__.clear()
        gc.collect()
        for warning in caught:
            if not issubclass(warning.category, ResourceWarning):
                recorder.note(f"warning {warning.category.__name__}: {neutral(str(warning.message))}")
    return recorder.lines


START = (
    "from ctypes import *\nimport ctypes, _ctypes, sys, gc\nfrom records import *\n"
    "lib = open_library(library)\n"
)
HEARER: list[Recorder | None] = [None]


def main(path: str, library: str, *names: str) -> None:
    import _ctypes

    case = read(Path(path))

    def say(**record: object) -> None:
        print(json.dumps(record), flush=True)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if HEARER[0] is not None:
            HEARER[0].hear(event, arguments)

    sys.addaudithook(hear)
    say(engine=getattr(_ctypes, "__file__", "built in"))
    for cell in case.cells:
        if not names or cell.name in names:
            say(begin=cell.name)
            say(end=cell.name, lines=run_cell(case.setup, cell, library))


if __name__ == "__main__":
    main(*sys.argv[1:])
