"""What a command is, and how it fails.

Owns: the interface between the table of commands and the commands, and the argparse settings they share.
Must not know: any particular command. argparse is imported when a parser is made: `ferrotypes run app.py`
needs none.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from typing import Protocol

    class Command(Protocol):
        """One subcommand of `ferrotypes`."""

        @property
        def summary(self) -> str:
            """One line for the list of commands."""

        def execute(self, words: list[str]) -> int:
            """Carry the command out; `words` are those after its name. Returns the exit status."""


USAGE_STATUS = 2  # as argparse, and as python itself, for a command line that cannot be understood


class CommandError(Exception):
    """The only way a command fails: one sentence for the terminal, and the exit status."""

    def __init__(self, message: str, status: int = USAGE_STATUS) -> None:
        super().__init__(message)
        self.status = status


def load(target: str) -> Command:
    """The command named by `module:Class`."""
    from importlib import import_module

    module, _, name = target.partition(":")
    command: Command = getattr(import_module(module), name)()
    return command


def parser_of(prog: str, *, usage: str, description: str, epilog: str) -> ArgumentParser:
    """A parser that keeps the line breaks of its texts and takes no abbreviated options."""
    from argparse import ArgumentParser, RawDescriptionHelpFormatter

    return ArgumentParser(
        prog=prog,
        usage=usage,
        description=description,
        epilog=epilog,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
