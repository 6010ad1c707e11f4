"""`ferrotypes run`: a Python program, unchanged, on ferrotypes.

Owns: the command's help and its one step, replacing this process by the interpreter. Must not know: how the
started interpreter comes to use our `_ctypes` (`_startup`).

The program is not imitated inside this process. The same interpreter is executed with the program as its
own command line, so that sys.argv, sys.path, `__main__`, tracebacks, exit status and signals are python's
own, and the process number stays.
"""

from __future__ import annotations

import os
import sys

from .. import _startup
from .command import CommandError, parser_of
from .program import interpreter_options, split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# PEP 538: under the C locale CPython sets LC_CTYPE to one of these for itself and its children.
_COERCION_TARGETS = ("C.UTF-8", "C.utf8", "UTF-8")


class Run:
    """Execute a program on ferrotypes in place of the stock ctypes."""

    summary = "run a Python program, and the Python processes it starts, on ferrotypes"

    def execute(self, words: list[str]) -> int:
        """Replace this process by the program; returns only for --help and errors."""
        options, program = split(words)
        if options or not program:
            self._parse(options)
            raise CommandError(
                "name a program: ferrotypes run SCRIPT, -m MODULE, -c CODE, or - for standard input"
            )
        obstacle = _startup.obstacle()
        if obstacle is not None:
            raise CommandError(f"cannot run a program on ferrotypes: {obstacle}", status=1)
        command = [sys.executable, *interpreter_options(sys.orig_argv), *program]
        return _replace_process(command, _program_environment(os.environ))

    @staticmethod
    def _parse(options: list[str]) -> None:
        parser = parser_of(
            "ferrotypes run",
            usage="ferrotypes run [--help] (SCRIPT | -m MODULE | -c CODE | -) [ARGUMENT ...]",
            description="Run a Python program on ferrotypes. Nothing in the program changes: wherever it,\n"
            "or a library it uses, imports ctypes, it gets ferrotypes. Words after the program are its own.",
            epilog="examples:\n"
            "  ferrotypes run app.py --verbose\n"
            "  ferrotypes run -m pytest tests\n"
            "  ferrotypes run -c 'import ctypes; print(ctypes.CDLL(None).getpid())'\n"
            "\nOptions of the interpreter itself go to it, and reach the program as well:\n"
            "  python -W error -m ferrotypes run app.py\n"
            "\nPython processes that the program starts run on ferrotypes too, if it is installed for their\n"
            f"interpreter: they learn of it by the environment variable {_startup.VARIABLE}={_startup.RUN}.",
        )
        unknown = parser.parse_known_args(options)[1]
        if unknown:
            raise CommandError(
                f"'ferrotypes run' has no option {unknown[0]}; the interpreter's own options are given to it:"
                f" python {unknown[0]} ... -m ferrotypes run ..."
            )


def _program_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for the program: that of this process when it started, with the marks to follow."""
    followed = _startup.followed(environment)
    if _locale_was_coerced(environment):
        # Left in place, the program's interpreter would take it for the user's choice and not turn on UTF-8
        # mode.
        del followed["LC_CTYPE"]
    return followed


def _locale_was_coerced(environment: Mapping[str, str]) -> bool:
    """Whether LC_CTYPE comes from this interpreter's own start (PEP 538) and not from the user.

    UTF-8 mode that nobody asked for (PEP 540) means that the locale was C or POSIX when this interpreter
    started; an LC_CTYPE that says otherwise was set since. With LC_ALL set, CPython coerces nothing.
    """
    asked_for = "utf8" in sys._xoptions or environment.get("PYTHONUTF8")
    return (
        bool(sys.flags.utf8_mode)
        and not asked_for
        and not environment.get("LC_ALL")
        and environment.get("LC_CTYPE") in _COERCION_TARGETS
    )


def _replace_process(command: list[str], environment: dict[str, str]) -> int:
    if os.name == "nt":
        # exec on Windows ends the calling process before the new one does; its parent would not wait.
        import subprocess

        return subprocess.call(command, env=environment)
    try:
        os.execve(command[0], command, environment)
    except OSError as error:
        raise CommandError(f"cannot execute {command[0]}: {error.strerror}", status=1) from None
