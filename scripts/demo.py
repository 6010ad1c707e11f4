"""The demonstration: `make demo`.

Owns: running the example program under `python` and under `ferrotypes run`, and showing both. Must not know:
what the program does.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

from build import build_for, prepare_main
from environments import Environment
from interpreters import chosen
from steps import ROOT, note, step

PROGRAM = "examples/orders.py"
ROUNDS = 5


def execute(tools: Environment, *launcher: str) -> tuple[str, float]:
    """Run the program once; what it printed, and its own measure of its time in seconds."""
    command = [str(tools.python), *launcher, PROGRAM]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return done.stdout, float(done.stderr)


def main() -> int:
    """Build, install into .venv, run."""
    tools = prepare_main()
    build_for(tools, chosen([tools.interpreter.executable]), "release")
    seconds: dict[str, list[float]] = {"python": [], "ferrotypes run": []}
    with step(f"{PROGRAM}, {ROUNDS} times under each in turn"):
        for number in range(1, ROUNDS + 1):
            stock, stock_time = execute(tools)
            ours, our_time = execute(tools, "-m", "ferrotypes", "run")
            seconds["python"].append(stock_time)
            seconds["ferrotypes run"].append(our_time)
            note(f"round {number}: {stock_time:.3f} s and {our_time:.3f} s")
            if stock != ours:
                print(f"python printed\n{stock}\nferrotypes run printed\n{ours}")
                return 1
    print(f"\n{ours}\nThe program printed the same both times. Median time of its work:")
    median = {name: statistics.median(times) for name, times in seconds.items()}
    for name, value in median.items():
        print(f"  {name:16} {value:.3f} s")
    print(f"  ratio            {median['ferrotypes run'] / median['python']:.2f}")
    print("\nTry it on a program of yours: .venv/bin/ferrotypes run app.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
