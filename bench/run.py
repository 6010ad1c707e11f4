"""Times stock ctypes and ours case by case, interleaved in one run, and prints a table of processor times.

Owns: the command line and the order of measurement. In each round every case is timed on every contender,
one after the other, and the order of contenders alternates, so that a machine that slows down slows all of
them. Must not know the cases. Usage: ``python bench/run.py [--only TEXT] [--rounds N] [--json FILE]``.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cases import cases
from contender import INSTALL, Contender, contenders
from native import library
from table import Samples, as_json, render

IMPORT_CASE = "start with import ctypes"
WARM_UP = 1


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", default=sys.executable, help="interpreter to measure (default: this one)")
    parser.add_argument("--rounds", type=int, default=61, help="rounds per case (default: 61)")
    parser.add_argument(
        "--only", action="append", metavar="TEXT", help="cases whose name or group contains TEXT"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all samples to FILE")
    parser.add_argument("--list", action="store_true", help="list the cases and stop")
    parser.add_argument(
        "--prelude", default=INSTALL, help="code that switches ours on ('' for a control run)"
    )
    return parser.parse_args()


def check(python: str, prelude: str) -> None:
    """Stops with a sentence if the prelude does not bring another `_ctypes` than the interpreter's own."""
    if not prelude:
        print("control run: stock against itself")
        return
    files = [
        subprocess.run(
            [python, "-c", f"{code}\nimport _ctypes; print(getattr(_ctypes, '__file__', 'built in'))"],
            capture_output=True,
            text=True,
            check=False,
        )
        for code in (prelude, "")
    ]
    if files[0].returncode:
        raise SystemExit(
            f"ferrotypes does not start in {python} (is it installed there?):\n{files[0].stderr}"
        )
    if files[0].stdout == files[1].stdout:
        raise SystemExit(f"{prelude!r} leaves the stock _ctypes in place")


def measure(todo: list[str], columns: list[Contender], python: str, rounds: int, progress: bool) -> Samples:
    """All samples. Each worker finds its loop count of a case in the warm-up round, which is not kept."""
    samples: Samples = {case: {} for case in todo}
    counts: dict[tuple[str, str], int] = {}
    for number in range(rounds + WARM_UP):
        for position, case in enumerate(todo):
            if progress:
                print(f"\rround {number}/{rounds}, case {position + 1}/{len(todo)} ", end="", file=sys.stderr)
            for column in columns if number % 2 else reversed(columns):
                if case == IMPORT_CASE:
                    taken = column.time_import(python)
                elif case in cases(column.dialect):
                    taken, counts[case, column.name] = column.time(case, counts.get((case, column.name), 0))
                else:
                    continue
                if number >= WARM_UP:
                    samples[case].setdefault(column.name, []).append(taken)
    if progress:
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr)
    return samples


def main() -> None:
    chosen = options()
    groups = {case.name: case.group for case in cases("ctypes").values()} | {IMPORT_CASE: "start"}
    todo = [
        name
        for name, group in groups.items()
        if not chosen.only or any(text in name or text == group for text in chosen.only)
    ]
    if chosen.list or not todo:
        print("\n".join(f"{group:10} {name}" for name, group in groups.items()))
        raise SystemExit(0 if chosen.list else "no case matches")
    check(chosen.python, chosen.prelude)
    columns = contenders(chosen.prelude)
    for column in columns:
        column.start(chosen.python, library())
    try:
        samples = measure(todo, columns, chosen.python, chosen.rounds, sys.stderr.isatty())
    finally:
        for column in columns:
            column.stop()
    names = [column.name for column in columns]
    version = subprocess.run([chosen.python, "-V"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"{version}, {platform.machine()}, {time.strftime('%Y-%m-%d')}, {chosen.rounds} rounds, medians\n")
    print(render(samples, groups, names))
    if chosen.json:
        report = {"python": version, "machine": platform.machine(), "rounds": chosen.rounds}
        chosen.json.write_text(json.dumps({**report, "cases": as_json(samples, names)}, indent=1) + "\n")


if __name__ == "__main__":
    main()
