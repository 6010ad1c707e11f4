"""The command line: `ferrotypes COMMAND …`, the same as `python -m ferrotypes COMMAND …`.

Owns: the table of commands, `--help`, `--version`, and how a command's failure becomes an exit status. Must
not know: what any command does. A command is one module with one class (see `command.Command`) and one line
in `COMMANDS`; its module is imported when it is called, or when the help lists it.
"""

from __future__ import annotations

import sys

from .command import CommandError, load, parser_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "run": "ferrotypes.cli.run:Run",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line (default: this process's own) and return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        if words and words[0] in COMMANDS:
            return load(COMMANDS[words[0]]).execute(words[1:])
        return _without_command(words)
    except CommandError as error:
        print(f"ferrotypes: error: {error}", file=sys.stderr)
        return error.status


def _without_command(words: list[str]) -> int:
    from argparse import SUPPRESS

    commands = {name: load(target) for name, target in COMMANDS.items()}
    width = max(map(len, commands))
    parser = parser_of(
        "ferrotypes",
        usage="ferrotypes [--help] [--version] COMMAND ...",
        description="ctypes rebuilt in Rust: run a program that uses ctypes, unchanged, on a faster engine.",
        epilog="commands:\n"
        + "".join(f"  {name:{width}}  {command.summary}\n" for name, command in commands.items())
        + "\n'ferrotypes COMMAND --help' explains one of them. For example:\n"
        "  ferrotypes run app.py --verbose    instead of    python app.py --verbose",
    )
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument("command", nargs="?", help=SUPPRESS)
    chosen = parser.parse_args(words)
    if chosen.command is None:
        parser.print_help()
        return 0
    raise CommandError(f"there is no command {chosen.command!r}; the commands are: {', '.join(COMMANDS)}")


def _version() -> str:
    import platform

    from .._engine import path
    from .._version import __version__

    where = path() or "no extension module for this interpreter"
    return (
        f"ferrotypes {__version__} ({platform.python_implementation()} {platform.python_version()}, {where})"
    )
