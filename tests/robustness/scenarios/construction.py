"""Objects that turn into something else while they are being initialised or shown.

Owns: the scenarios of that subject; see registry.py for what a scenario is.
"""

from __future__ import annotations

import gc
from ctypes import Structure, c_int, py_object
from typing import Any

from scenarios.registry import scenario


def leave(instance: Any, other: type) -> list[bytearray]:
    """Gives an instance another class; what is returned has taken the place of the one it had."""
    object.__setattr__(instance, "__class__", other)
    gc.collect()
    return [bytearray(size) for size in range(800, 1400, 16)]


@scenario
def class_that_dies_in_its_initialiser(lib: Any) -> None:
    def derived(name: str, **body: Any) -> Any:
        return type(Structure)(name, (base,), {"_fields_": [("b", c_int)], **body})

    def turn(instance: Any, name: str, value: object) -> None:
        kept.append(leave(instance, other))

    base: Any = type(Structure)("Base", (Structure,), {"_fields_": [("a", c_int)]})
    other = derived("Other")
    kept: list[Any] = []
    for _ in range(100):
        dying = derived("Dying", __setattr__=turn)()
        dying.__init__(1, 2)
        assert type(dying) is other
        assert (dying.a, dying.b) == (0, 2)


@scenario
def class_that_dies_while_it_is_shown(lib: Any) -> None:
    def holder_type(name: str) -> Any:
        return type(py_object)(name, (py_object.__base__,), {"_type_": "O"})

    class Shown:
        holder: Any

        def __repr__(self) -> str:
            kept.append(leave(self.holder, other))
            return "shown"

    other = holder_type("Other")
    kept: list[Any] = []
    for _ in range(100):
        shown = Shown()
        shown.holder = holder_type("Dying")(shown)
        assert repr(shown.holder).endswith("(shown)")
