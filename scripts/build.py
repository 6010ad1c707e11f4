"""Build the wheel for each interpreter and install it into that interpreter's environment.

Owns: the call of maturin, one cargo target folder per Python version, installing only what changed. Must
not know: what is tested afterwards. Used by the other scripts; as a script itself it serves development:

    python scripts/build.py [--profile quick] [--python 3.12 …]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

from environments import Environment, main_environment, pip_install, version_environment
from interpreters import Interpreter, chosen
from steps import ROOT, need_program, note, run, step

PROFILES = ("release", "quick")


def target_folder(interpreter: Interpreter) -> Path:
    """One per minor version: in a shared one, each change of interpreter would rebuild the upper crates."""
    base = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
    return base / ("cp" + interpreter.minor.replace(".", ""))


def build_wheel(main: Environment, interpreter: Interpreter, profile: str) -> Path:
    """The wheel for `interpreter`, built by maturin."""
    out = ROOT / "build" / "wheels" / profile / interpreter.minor
    out.mkdir(parents=True, exist_ok=True)
    before = set(out.glob("*.whl"))
    command: list[str | Path] = [main.tool("maturin"), "build", "--interpreter", interpreter.executable]
    command += ["--profile", profile, "--target-dir", target_folder(interpreter), "--out", out]
    # The tag names this machine's libc only; a local wheel needs no search for an older one.
    command += ["--compatibility", "linux"] if sys.platform == "linux" else []
    run(command, env={"PYO3_PYTHON": interpreter.executable})
    wheels = sorted(out.glob("*.whl"), key=lambda path: path.stat().st_mtime_ns)
    for old in before & set(wheels[:-1]):
        old.unlink()
    return wheels[-1]


def install_wheel(main: Environment, into: Environment, wheel: Path) -> None:
    """Install unless exactly this wheel is there; a wheel's bytes depend on its contents alone."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    stamp = into.folder / ".wheel"
    if stamp.exists() and stamp.read_text() == digest:
        return
    stamp.unlink(missing_ok=True)
    pip_install(main, into, "--no-deps", "--force-reinstall", wheel)
    stamp.write_text(digest)


def need_rust_version() -> None:
    """Stop unless cargo is as new as Cargo.toml asks: an older one stops at a riddle."""
    wanted = re.search(r'^rust-version = "([\d.]+)"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)
    assert wanted, "the workspace states its rust-version"
    done = subprocess.run(["cargo", "--version"], cwd=ROOT, capture_output=True, text=True, check=False)
    found = re.match(r"cargo (\d+)\.(\d+)", done.stdout)
    if not found:
        raise SystemExit(f"building ferrotypes needs a working cargo; 'cargo --version' says:\n{done.stderr}")
    if tuple(map(int, found.groups())) < tuple(map(int, wanted[1].split(".")[:2])):
        here = done.stdout.strip()
        raise SystemExit(
            f"building ferrotypes needs Rust {wanted[1]} or later, not {here}: see https://rustup.rs"
        )


def prepare_main() -> Environment:
    """`.venv` on the interpreter that runs this script, without ferrotypes."""
    need_program("cargo", "building ferrotypes")
    need_rust_version()
    need_program("cc", "building ferrotypes")
    return main_environment(chosen([os.path.realpath(sys.executable)])[0])


def build_for(
    main: Environment, interpreters: list[Interpreter], profile: str | None = None
) -> list[Environment]:
    """Build and install for each interpreter, and for `.venv` where its version is among them.

    Without a `profile` the main version is built as it is shipped, and the others quickly: so both kinds of
    build are tested, and a fat link is waited for once.
    """
    environments = []
    for interpreter in interpreters:
        usual = "release" if interpreter.minor == main.interpreter.minor else "quick"
        with step(f"build for Python {interpreter.full}, {profile or usual}"):
            environment = version_environment(main, interpreter)
            wheel = build_wheel(main, interpreter, profile or usual)
            install_wheel(main, environment, wheel)
            if interpreter.minor == main.interpreter.minor:
                install_wheel(main, main, wheel)
        environments.append(environment)
    return environments


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--profile", choices=PROFILES, help="cargo profile (default: see build_for)")
    parser.add_argument(
        "--python", action="append", metavar="VERSION", help="only this one (may be repeated)"
    )
    parser.add_argument("--main", action="store_true", help="only the version of .venv")
    parser.add_argument("--tools", action="store_true", help="only .venv with its tools, without ferrotypes")
    arguments = parser.parse_args()
    tools = prepare_main()
    if arguments.tools:
        return
    wanted = [tools.interpreter.executable] if arguments.main else arguments.python
    for environment in build_for(tools, chosen(wanted), arguments.profile):
        note(f"{environment.python.relative_to(ROOT)} has ferrotypes")


if __name__ == "__main__":
    main()
