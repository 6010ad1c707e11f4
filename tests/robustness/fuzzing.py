"""Runs a range of fuzzer steps on one side and collects the outcome of each.

Owns: the restart after a step that ends its process, which costs that step alone. Must not compare.
"""

from __future__ import annotations

from pathlib import Path

from harness.child import run
from harness.side import Side

CHILD = Path(__file__).resolve().parent / "fuzz_child.py"
DIED = "died: "


def outcomes(side: Side, library: Path, seed: int, count: int) -> dict[int, tuple[str, str]]:
    """Per step number its name and outcome class: ``ok``, an exception's name, or ``died: SIGNAL``."""
    found: dict[int, tuple[str, str]] = {}
    first = 0
    while first < count:
        ended = run(side, CHILD, [str(library), str(seed), str(first), str(count)], timeout=60)
        begun: tuple[int, str] | None = None
        for line in ended.stdout.splitlines():
            words = line.split()
            if words == ["end"]:
                begun = None
                continue
            begun = int(words[0]), words[1]
            if len(words) == 3:
                found[begun[0]] = (begun[1], words[2])
        last = max(found, default=-1)
        if begun is not None and begun[0] not in found:
            found[begun[0]] = (begun[1], DIED + ended.how)
            first = begun[0] + 1
        elif ended.ok:
            first = count
        elif last + 1 >= first + 1:
            # It died between two steps or at exit: that is put down to the last step it finished.
            found[last] = (found[last][0], f"{DIED}{ended.how} afterwards")
            first = last + 1
        else:
            raise RuntimeError(f"{side.name} does not start ({ended.how}):\n{ended.stderr}")
    return found
