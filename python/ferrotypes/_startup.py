"""What a followed interpreter does at its start-up.

Owns: the environment variable by which `ferrotypes run` reaches the program and the program's own Python
children, the start-up file that reads it, and the questions whether both can work here. Must not know: the
command line.

The wheel puts `00_ferrotypes.pth` into site-packages. The stdlib's `site` executes its one line at every
start of that interpreter; unless the variable is set that is one look into `os.environ`. With the variable,
the line calls `follow()`, which installs the drop-in before any line of the program runs. See
docs/adr/0004-drop-in-by-start-up-file.md. A process that cannot be followed runs on stock ctypes, silently:
a child of somebody's program is no place for our messages. `ferrotypes run` itself asks `obstacle()` first
and refuses aloud.
"""

from __future__ import annotations

import os
import sys

from . import _engine, _install

VARIABLE = "FERROTYPES"
RUN = "run"
FILE = "00_ferrotypes.pth"  # `site` reads these in sorted order: ahead of files that may import ctypes


def follow() -> None:
    """Install the drop-in if the environment asks for it and this interpreter can; otherwise do nothing."""
    if os.environ.get(VARIABLE) != RUN or _engine.path() is None or _install.first_stock_module() is not None:
        return
    _install.install()


def obstacle() -> str | None:
    """Why an interpreter started like this one would not be followed, in one sentence; None if it would."""
    if not sys.executable:
        return "this Python does not know its own executable (sys.executable is empty)"
    if sys.flags.no_site:
        return "option -S of Python switches off the start-up file by which ferrotypes reaches the program"
    if _engine.path() is None:
        return "this installation of ferrotypes has no extension module for the interpreter " + sys.executable
    if not _start_up_file_is_read():
        return (
            f"the start-up file {FILE} is in no site directory of {sys.executable}: install ferrotypes with"
            " 'python -m pip install' into the environment itself (not with --target, not through PYTHONPATH)"
        )
    stock = _install.first_stock_module()
    if stock is not None:
        return f"another start-up file of this environment imports {stock!r} first, before ferrotypes"
    return None


def _start_up_file_is_read() -> bool:
    import site

    folders = site.getsitepackages()
    if site.ENABLE_USER_SITE:
        folders.append(site.getusersitepackages())
    return any(os.path.isfile(os.path.join(folder, FILE)) for folder in folders)
