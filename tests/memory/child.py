"""Child process: runs workloads and prints how much the process grew between two windows.

Owns: the measurement. After a warm-up of one fifth, two windows of two fifths each; for each window the
growth of Python's own blocks, of objects the collector knows, of reference counts of shared objects, and of
resident memory. Prints one JSON line per workload. Must not judge. Usage: child.py LIBRARY SCALE NAME...
"""

from __future__ import annotations

import gc
import itertools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "clib")]

import ctypes  # noqa: E402

import workloads  # noqa: E402

PAGE = os.sysconf("SC_PAGE_SIZE")
SHARED = (
    None,
    True,
    5,
    b"",
    "",
    (),
    ctypes.c_int,
    ctypes.Structure,
    ctypes.py_object,
    workloads.Point,
    workloads.IntFn,
)


def resident() -> int:
    """Resident memory in bytes, from the kernel's own count of pages (proc(5), statm)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def state() -> dict[str, int]:
    for _ in range(3):
        gc.collect()
    found = {"blocks": sys.getallocatedblocks(), "objects": len(gc.get_objects()), "resident": resident()}
    found["references"] = sum(sys.getrefcount(shared) for shared in SHARED)
    return found


def run(step: Callable[[], object], count: int) -> None:
    for _ in range(count):
        step()


def windows(step: Callable[[], object], count: int) -> list[dict[str, int]]:
    """The growth in each of the two windows, per figure."""
    run(step, max(1, count // 5))
    state()  # the lists that state() makes are warm from here on
    marks = [state()]
    for _ in range(2):
        run(step, max(1, 2 * count // 5))
        marks.append(state())
    return [{key: after[key] - before[key] for key in after} for before, after in itertools.pairwise(marks)]


def main(library: str, scale: str, *names: str) -> None:
    sys.unraisablehook = lambda _: None
    workloads.load(library)
    for name in names:
        chosen = workloads.WORKLOADS[name]
        count = int(chosen.count * float(scale))
        print(json.dumps({"name": name, "count": count, "windows": windows(chosen.step, count)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
