"""The part of a command line that names a Python program, in the manner of `python` itself.

Owns: where a command's own options end and the program begins, and the interpreter options that this
process was started with. Must not know: what is done with the program. After CPython's documentation,
"Command line and environment": the program is `-c code`, `-m module`, a path, or `-` for standard input,
and every word after it is the program's own.
"""

from __future__ import annotations

from .command import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Of CPython's one-letter options, those followed by a value; and those that end the interpreter's part.
_WITH_VALUE = "WX"
_LONG_WITH_VALUE = ("--check-hash-based-pycs",)
_PROGRAM = "cm"


def split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Divide `words` into a command's own options and the program with its arguments.

    The second list is as `python` would take it, empty if no program is named. A `--` before the program is
    dropped.
    """
    for index, word in enumerate(words):
        if word == "--":
            return list(words[:index]), list(words[index + 1 :])
        if _begins_program(word):
            program = list(words[index:])
            if program in (["-m"], ["-c"]):
                raise CommandError(
                    f"{word} needs a value: the name of a module after -m, a piece of code after -c"
                )
            return list(words[:index]), program
    return list(words), []


def _begins_program(word: str) -> bool:
    if word == "-" or not word.startswith("-"):
        return True
    return word[1] in _PROGRAM  # also joined, as in -mtimeit


def interpreter_options(orig_argv: Sequence[str]) -> list[str]:
    """The options among `orig_argv` (sys.orig_argv) that are the interpreter's, e.g. `-W error -u`.

    `python -um ferrotypes run …` gives `["-u"]`. Taken from the words themselves and not from sys.flags,
    which does not tell -u, -q from -i, or how a warning filter was written.
    """
    options: list[str] = []
    rest = iter(orig_argv[1:])
    for word in rest:
        if word in _LONG_WITH_VALUE:
            options += [word, next(rest, "")]
        elif word.startswith("--"):
            options.append(word)
        elif not word.startswith("-") or word == "-":
            break
        else:
            letters = word[1:]
            end = next((i for i, letter in enumerate(letters) if letter in _WITH_VALUE + _PROGRAM), None)
            if end is None:
                options.append(word)
            elif letters[end] in _PROGRAM:
                if end:
                    options.append("-" + letters[:end])
                break
            else:
                options.append(word)
                if end == len(letters) - 1:
                    options.append(next(rest, ""))
    return options
