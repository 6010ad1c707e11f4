"""CPython's own ctypes suite on ferrotypes, beside stock, on every interpreter found.

    python tests/conformance/run.py [--python 3.12] [--only test_arrays] [--malloc-debug] [-v]

Owns: the command line, the environments' part in it, progress and the table. Must not know: unittest
(`worker`), what an outcome is worth (`outcome`, `expect`). Fails if any test does something else on ours
than on stock without a reason written in expect/, or if an expected difference is gone. Builds nothing:
`make conformance` does that before.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import expect
from outcome import Difference, Outcomes, differences
from suite import OURS, STOCK, modules, run_module, why_not_ours

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from interpreters import Interpreter, chosen, find_all  # noqa: E402  (needs the path above)


class Comparison(NamedTuple):
    """One module on both engines."""

    module: str
    stock: Outcomes
    ours: Outcomes

    @property
    def differences(self) -> list[Difference]:
        """The tests that did not do the same."""
        return differences(self.stock, self.ours)


class Tally(NamedTuple):
    """What one interpreter adds to the closing line."""

    passed: int
    failed: int
    skipped: int


def compare(python: Path, module: str, extra_env: dict[str, str]) -> Comparison:
    """Run a module on stock and on ours, and make sure that they were stock and ours."""
    stock = run_module(python, module, STOCK, extra_env)
    ours = run_module(python, module, OURS, extra_env)
    if stock.engine is not None and "/ferrotypes/" in stock.engine:
        raise SystemExit(f"{module}: the run on stock used {stock.engine}")
    if ours.engine is not None and "/ferrotypes/" not in ours.engine:
        raise SystemExit(f"{module}: the run on ours used {ours.engine}")
    return Comparison(module, stock, ours)


def run_version(interpreter: Interpreter, python: Path, options: argparse.Namespace) -> Tally:
    """The whole suite of one interpreter: progress, complaints, one row of figures."""
    wanted = {Path(name).stem for name in options.only}
    names = [m for m in modules(python, interpreter.suite) if not wanted or m.rpartition(".")[2] in wanted]
    entries = expect.load(interpreter.minor)
    if wanted:
        entries = {t: e for t, e in entries.items() if any(t.startswith((n + ".", n + " ")) for n in names)}
    extra_env = {"PYTHONMALLOC": "debug"} if options.malloc_debug else {}
    broken = why_not_ours(python)
    if broken is not None:
        print(f"Python {interpreter.full}: ferrotypes does not start: {broken}")
        return Tally(0, len(names), 0)
    print(f"Python {interpreter.full}, {interpreter.suite}, {len(names)} files ", end="", flush=True)
    comparisons: list[Comparison] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for comparison in pool.map(lambda module: compare(python, module, extra_env), names):
            comparisons.append(comparison)
            print("D" if comparison.differences else ".", end="", flush=True)
    print()
    verdict = expect.judge([d for c in comparisons for d in c.differences], entries)
    for complaint in verdict.complaints:
        print(complaint)
    if options.verbose:
        _print_details(comparisons)
    return _print_row(comparisons, verdict)


def _print_row(comparisons: list[Comparison], verdict: expect.Verdict) -> Tally:
    for name in ("stock", "ours"):
        sides: list[Outcomes] = [getattr(comparison, name) for comparison in comparisons]
        count = {key: sum(side.counts()[key] for side in sides) for key in ("passed", "failed", "skipped")}
        print(f"  {name:6}" + ", ".join(f"{number:4} {key}" for key, number in count.items()))
    print(f"  {len(verdict.complaints)} differences without a reason, {verdict.accepted} with one")
    return Tally(count["passed"], len(verdict.complaints), count["skipped"])


def _print_details(comparisons: list[Comparison]) -> None:
    for comparison in comparisons:
        for difference in comparison.differences:
            if difference.ours is not None:
                print(f"---- {difference.test} on ours\n{difference.ours.detail}")


def main() -> int:
    """The command line; the last line printed is `N passed, N failed, N skipped`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--python", action="append", metavar="VERSION", help="only this one (may be repeated)"
    )
    parser.add_argument("--only", action="append", default=[], metavar="FILE", help="only this test file")
    parser.add_argument("--malloc-debug", action="store_true", help="run both sides with PYTHONMALLOC=debug")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="print the whole text of each difference"
    )
    options = parser.parse_args()
    selected = chosen(options.python)
    if not options.python:
        for other in find_all():
            if other not in selected:
                reason = other.why_no_suite or "another of its version is taken"
                print(f"Python {other.full} ({other.executable}) left out: {reason}")
    totals = []
    for interpreter in selected:
        python = ROOT / ".venvs" / interpreter.minor / "bin" / "python"
        if interpreter.why_no_suite:
            print(f"Python {interpreter.full} skipped: {interpreter.why_no_suite}")
            totals.append(Tally(0, 0, 1))
        elif not python.exists():
            raise SystemExit(f"{python.relative_to(ROOT)} is missing: 'make conformance' builds it")
        else:
            totals.append(run_version(interpreter, python, options))
    total = Tally(*map(sum, zip(*totals, strict=True)))
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
