"""The long-lived process of one contender: times a case when told to.

Owns: the timed loop. Reads one JSON command per line, ``{"case": name, "loops": n}``, and answers with
``{"ns": t}``, nanoseconds per execution of the body; ``loops`` 0 asks it to find a count that takes about
2 ms. Processor time of the thread is counted, not wall time: what other processes take of the machine is
not in it. Must not know of other contenders or statistics. Usage: worker.py DIALECT LIBRARY
"""

from __future__ import annotations

import gc
import itertools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cases import START, Case, cases

ROUND_NS = 2_000_000
Loop = Callable[[int], int]


def compiled(case: Case, library: str) -> Loop:
    """The case as one function: names are locals, the body is unrolled, the clock is read twice."""
    lines = ["def build(LIBRARY, repeat, clock):"]
    lines += [
        f"    {line}" for line in (START.replace("import *", "import " + NAMES) + case.setup).splitlines()
    ]
    lines += ["    def loop(n):", "        start = clock()", "        for _ in repeat(None, n):"]
    lines += [f"            {case.body}"] * case.unroll
    lines += ["        return clock() - start", "    return loop"]
    space: dict[str, Callable[..., Loop]] = {}
    exec(compile("\n".join(lines), f"bench case {case.name!r}", "exec"), space)
    return space["build"](library, itertools.repeat, time.thread_time_ns)


# `import *` is not allowed in a function, and locals are what the cases are meant to use.
NAMES = (
    "CDLL, CFUNCTYPE, POINTER, Structure, addressof, byref, c_char_p, c_double, c_float, c_int, c_long, "
    "c_short, c_size_t, c_ubyte, c_void_p, cast, create_string_buffer, memmove, pointer, string_at"
)


def main(dialect: str, library: str) -> None:
    known = cases(dialect)
    loops: dict[str, Loop] = {}
    for line in sys.stdin:
        command = json.loads(line)
        case = known[command["case"]]
        loop = loops.get(case.name) or loops.setdefault(case.name, compiled(case, library))
        n = command["loops"]
        gc.collect()
        gc.disable()
        if not n:
            n = 1
            while (taken := loop(n)) < ROUND_NS // 4:
                n *= 2
            n = max(1, round(n * ROUND_NS / taken))
        taken = loop(n)
        gc.enable()
        print(json.dumps({"ns": taken / (n * case.unroll), "loops": n}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
