"""What a scenario is: a function that returns normally when the engine held.

Owns: the table of scenarios and the declarations that several of them use. Each runs in a process of its
own, so it may leave the interpreter in any state. Must not know the scenarios.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import CFUNCTYPE, c_int, c_long
from typing import Any

SCENARIOS: dict[str, Callable[[Any], None]] = {}
IntFn = CFUNCTYPE(c_int, c_int)


def scenario(function: Callable[[Any], None]) -> Callable[[Any], None]:
    """Enters a function, which is called with the C test library."""
    SCENARIOS[function.__name__] = function
    return function


def fresh(name: str, lib: Any) -> Any:
    """A function object that no other code has, with a result wide enough for all of them."""
    function = lib[name]
    function.restype = c_long
    return function
