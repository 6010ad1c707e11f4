"""Collects what a workload computed and prints one digest of it.

Owns: the digest line, ``digest <sha256> of <n> facts``, and ``--verbose``, which prints each fact as it is
added, to see where two sides part. Facts must be deterministic: no addresses, times or random values.
"""

from __future__ import annotations

import hashlib
import sys


class Digest:
    """A running hash over the reprs of facts, in order."""

    def __init__(self) -> None:
        self.hash = hashlib.sha256()
        self.count = 0

    def add(self, *facts: object) -> None:
        for fact in facts:
            text = repr(fact)
            if "--verbose" in sys.argv:
                print(text[:200])
            self.hash.update(text.encode() + b"\0")
            self.count += 1

    def finish(self) -> None:
        print(f"digest {self.hash.hexdigest()} of {self.count} facts")
