"""All tests: `make test`.

Owns: which runners there are and in which order: Rust, the Python tests on every interpreter found,
CPython's own suite, the clients. Must not know: how a runner works. A runner that fails does not keep the
others from running.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from build import PROFILES, build_for, prepare_main
from environments import Environment
from interpreters import Interpreter, chosen
from runner import Result, report, run_tests
from steps import ROOT, install_package

# Slow, and about code that is the same on every version: run on the main one only.
MAIN_ONLY = ("tests/memory/test_valgrind.py",)
PARTS = ("rust", "python", "conformance", "clients")


def crates_without_python() -> list[str]:
    """The workspace's crates below the Python line; the others are tested through the module they make."""
    done = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--locked"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    metadata = json.loads(done.stdout)
    name_of = {package["id"]: package["name"] for package in metadata["packages"]}
    needs = {node["id"]: set(node["dependencies"]) for node in metadata["resolve"]["nodes"]}

    def reaches_python(package: str) -> bool:
        return name_of[package] == "pyo3-ffi" or any(map(reaches_python, needs[package]))

    return [name_of[member] for member in metadata["workspace_members"] if not reaches_python(member)]


def rust() -> Result:
    """The tests of the crates below the Python line, oracles included."""
    words = ["nextest", "run"] if shutil.which("cargo-nextest") else ["test", "--quiet"]
    packages = [word for name in crates_without_python() for word in ("--package", name)]
    return run_tests("rust", ["cargo", *words, "--locked", *packages])


def python(environment: Environment, tools: Environment) -> Result:
    """The Python tests on one interpreter; on the main one in `.venv`, where the tests of types find mypy."""
    left_out = ["tests/clients", *MAIN_ONLY]
    if environment.interpreter == tools.interpreter:
        environment, left_out = tools, ["tests/clients"]
    name = f"python {environment.interpreter.minor}"
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    return run_tests(name, [environment.python, *words, *(f"--ignore={path}" for path in left_out)])


def install_extras(parts: Sequence[str], interpreters: Sequence[Interpreter]) -> None:
    """Install what some tests are skipped without; where that cannot be, their skips name it."""
    if "python" in parts and shutil.which("valgrind") is None:
        install_package("valgrind", "a memory test needs valgrind")
    if "conformance" in parts:
        for interpreter in interpreters:
            if interpreter.suite_package:
                install_package(interpreter.suite_package, f"{interpreter.why_no_suite}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--python", action="append", metavar="VERSION", help="only this one (may be repeated)"
    )
    parser.add_argument("--part", action="append", choices=PARTS, help="only this one (may be repeated)")
    parser.add_argument("--profile", choices=PROFILES, help="cargo profile for all (default: see build.py)")
    options = parser.parse_args()
    parts = options.part or PARTS
    started = time.monotonic()
    tools = prepare_main()
    interpreters = chosen(options.python)
    install_extras(parts, interpreters)
    results = [rust()] if "rust" in parts else []
    environments = build_for(tools, interpreters, options.profile) if set(parts) - {"rust"} else []
    if "python" in parts:
        with ThreadPoolExecutor(2) as pool:
            results += pool.map(lambda environment: python(environment, tools), environments)
    if "conformance" in parts:
        words = [str(tools.python), "-u", "tests/conformance/run.py"]
        for environment in environments:
            words += ["--python", environment.interpreter.executable]
        results.append(run_tests("conformance", words))
        results.append(run_tests("conformance, debug allocator", [*words, "--malloc-debug"]))
    if "clients" in parts:
        words = [str(tools.python), "-m", "pytest", "-v", "-p", "no:cacheprovider", "tests/clients"]
        results.append(run_tests("clients", words))
    good = report(results)
    print(f"{time.monotonic() - started:.0f} s in all")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
