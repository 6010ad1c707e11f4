"""The project-local virtual environments.

Owns: `.venv` (the main one, with the tools) and `.venvs/<version>` (one per interpreter under test), their
creation and their pinned contents. Must not know: building ferrotypes, running tests.
"""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path
from typing import NamedTuple

from interpreters import Interpreter
from steps import ROOT, need_package, note, run

DEV = ROOT / "requirements" / "dev.txt"
TEST = ROOT / "requirements" / "test.txt"


class Environment(NamedTuple):
    """A virtual environment and the interpreter it stands on."""

    folder: Path
    interpreter: Interpreter

    @property
    def python(self) -> Path:
        """Its executable."""
        return self.folder / "bin" / "python"

    def tool(self, name: str) -> Path:
        """A program installed in it."""
        return self.folder / "bin" / name


def main_environment(interpreter: Interpreter) -> Environment:
    """`.venv`: pip and the development tools."""
    environment = Environment(ROOT / ".venv", interpreter)
    if not _stands_on(environment, interpreter):
        note(f"creating .venv on {interpreter.executable}")
        _create_with_pip(environment)
    _install_requirements(environment, environment, DEV)
    return environment


def version_environment(main: Environment, interpreter: Interpreter) -> Environment:
    """`.venvs/3.11`: no pip of its own (the main one installs into it), the test requirements."""
    environment = Environment(ROOT / ".venvs" / interpreter.minor, interpreter)
    if not _stands_on(environment, interpreter):
        note(f"creating .venvs/{interpreter.minor} on {interpreter.executable}")
        run(
            [interpreter.executable, "-m", "venv", "--clear", "--without-pip", environment.folder], quiet=True
        )
    _install_requirements(main, environment, TEST)
    return environment


def pip_install(main: Environment, into: Environment, *arguments: str | Path) -> None:
    """`pip install` with the main environment's pip into any environment."""
    run([main.python, "-m", "pip", "--python", into.python, "install", "--quiet", *arguments], quiet=True)


def _stands_on(environment: Environment, interpreter: Interpreter) -> bool:
    if not environment.python.exists():
        return False
    return environment.python.resolve() == Path(interpreter.executable).resolve()


def _create_with_pip(environment: Environment) -> None:
    executable = environment.interpreter.executable
    probe = subprocess.run([executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    if probe.returncode:
        need_package(
            f"python{environment.interpreter.minor}-venv",
            f"{executable} cannot make virtual environments with pip",
        )
    run([executable, "-m", "venv", "--clear", environment.folder], quiet=True)


def _install_requirements(main: Environment, into: Environment, requirements: Path) -> None:
    """Install once per state of the requirement files: a stamp in the environment remembers which."""
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in (TEST, requirements))).hexdigest()
    stamp = into.folder / ".requirements"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    note(f"installing {requirements.relative_to(ROOT)} into {into.folder.relative_to(ROOT)}")
    pip_install(main, into, "--requirement", requirements)
    stamp.write_text(wanted)
