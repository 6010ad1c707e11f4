"""What a followed interpreter does at its start-up.

Owns: the environment variables by which `ferrotypes run` reaches the program and the program's own Python
children, the start-up file that reads them, and the question whether that can work here. Must not know: the
command line.

The wheel puts `00_ferrotypes.pth` into site-packages. The stdlib's `site` executes its one line at every
start of that interpreter; unless the variable is set that is one look into `os.environ`. With the variable,
the line calls `follow()`, which installs the drop-in before any line of the program runs: see
docs/adr/0004-drop-in-by-start-up-file.md.

A child that cannot be followed runs on stock ctypes, silently: a process that somebody's program starts is
no place for our messages. The program that `ferrotypes run` was told to run is another matter: it runs on
ours or not at all.
"""

from __future__ import annotations

import os
import sys

from . import _engine, _install

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "FERROTYPES"
RUN = "run"
PROGRAM = "FERROTYPES_PROGRAM"  # marks the program itself, which removes it before its children can see it
FILE = "00_ferrotypes.pth"  # `site` reads these in sorted order: ahead of files that may import ctypes


def followed(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` with the marks that make a new interpreter, as the program, and its children follow."""
    return {**environment, VARIABLE: RUN, PROGRAM: "1"}


def follow() -> None:
    """Install the drop-in if the environment asks for it; called by the start-up file."""
    is_program = os.environ.pop(PROGRAM, None) is not None
    if os.environ.get(VARIABLE) != RUN:
        return
    try:
        _install.install()
    except (ImportError, RuntimeError) as error:
        if is_program:
            # Any exception here, SystemExit too, would end as a fatal error of the interpreter.
            sys.stderr.write(f"ferrotypes: error: {error}\n")
            sys.stderr.flush()
            os._exit(1)


def obstacle() -> str | None:
    """Why an interpreter started like this one would not be followed, in one sentence; None if it would."""
    if not sys.executable:
        return "this Python does not know its own executable (sys.executable is empty)"
    if sys.flags.no_site:
        return "option -S of Python switches off the start-up file by which ferrotypes reaches the program"
    if _engine.path() is None:
        return "this installation of ferrotypes has no extension module for the interpreter " + sys.executable
    folder = os.path.dirname(_engine.FOLDER)
    if folder not in _site_folders() or not os.path.isfile(os.path.join(folder, FILE)):
        return (
            f"{_engine.FOLDER} is not beside a start-up file {FILE} in a site directory of {sys.executable};"
            " install ferrotypes with 'python -m pip install' (not --editable, not --target, not PYTHONPATH)"
        )
    return None


def _site_folders() -> list[str]:
    import site

    folders = site.getsitepackages()
    if site.ENABLE_USER_SITE:
        folders.append(site.getusersitepackages())
    return [os.path.abspath(folder) for folder in folders]
