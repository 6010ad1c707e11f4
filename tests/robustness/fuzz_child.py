"""Child process: runs random steps from a seed and prints the outcome class of each.

Owns: the loop. A step's randomness comes from seed and number alone, so both sides run the same steps and a
step can be repeated by itself. Prints ``N step`` before and ``outcome`` after it, so that a crash names its
step. Address space is limited: a hostile size must end in an exception, not in the machine's memory.
Usage: fuzz_child.py LIBRARY SEED FIRST LAST
"""

from __future__ import annotations

import gc
import resource
import sys
import warnings
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "clib"))

import ctypes

from steps import STEPS

LIMIT = 1 << 30


def main(library: str, seed: str, first: str, last: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda _: None
    lib = ctypes.CDLL(library)
    for number in range(int(first), int(last)):
        random = Random(f"{seed}:{number}")
        step = random.choice(STEPS)
        print(f"{number} {step.__name__}", end=" ", flush=True)
        outcome = "ok"
        try:
            step(random, lib)
        except Exception as error:
            outcome = type(error).__name__
            del error
        if number % 50 == 0:
            gc.collect()
        print(outcome, flush=True)
    gc.collect()
    print("end", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
