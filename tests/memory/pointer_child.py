"""Child process: does a POINTER type die with its target, and is `_pointer_type_cache` a mutable mapping?

Owns: one line ``name: yes`` or ``name: no`` per question. Must not judge.
"""

from __future__ import annotations

import ctypes
import gc
import weakref
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, c_int, pointer
from typing import Any


def made(name: str = "S") -> Any:
    return type(Structure)(name, (Structure,), {"_fields_": [("a", c_int)]})


def dead(*references: weakref.ref[Any]) -> bool:
    for _ in range(3):
        gc.collect()
    return all(reference() is None for reference in references)


def lifetimes() -> Iterator[tuple[str, bool]]:
    kind = made()
    references = weakref.ref(kind), weakref.ref(POINTER(kind))
    del kind
    yield "POINTER(T) dies with T", dead(*references)

    kind = made()
    references = weakref.ref(kind), weakref.ref(POINTER(POINTER(kind)))
    del kind
    yield "POINTER(POINTER(T)) dies with T", dead(*references)

    kind = made()
    link = pointer(kind(7))
    reference = weakref.ref(kind)
    del kind
    gc.collect()
    yield "a living pointer keeps T", reference() is not None and link.contents.a == 7
    del link
    yield "T dies after its last pointer", dead(reference)

    kind = made()
    same = POINTER(kind) is POINTER(kind)
    gc.collect()
    yield "POINTER(T) is one type while T lives", same and POINTER(kind) is type(pointer(kind()))

    kind = made()
    references = weakref.ref(kind), weakref.ref(kind * 5)
    del kind
    yield "T * n dies with T", dead(*references)

    kind = type(Structure)("N", (Structure,), {})
    kind._fields_ = [("next", POINTER(kind))]
    reference = weakref.ref(kind)
    del kind
    yield "a type that points to itself dies", dead(reference)

    kind = type(CFUNCTYPE(c_int))("F", (ctypes._CFuncPtr,), {"_flags_": 1, "_restype_": c_int})
    reference = weakref.ref(kind)
    del kind
    yield "a function type made directly dies", dead(reference)


def mapping() -> Iterator[tuple[str, bool]]:
    cache: Any = ctypes._pointer_type_cache
    kind, other = made(), made("T")
    yield "None maps to c_void_p", cache[None] is ctypes.c_void_p
    yield "get of a type without pointer gives the default", cache.get(kind, 5) == 5 and kind not in cache
    size = len(cache)
    link = POINTER(kind)
    yield "POINTER enters the type", cache[kind] is link and kind in cache and len(cache) == size + 1
    yield (
        "iteration finds it",
        kind in list(cache) and (kind, link) in list(cache.items()) and link in cache.values(),
    )
    own = type(link)("Own", (ctypes._Pointer,), {"_type_": other})
    cache[other] = own
    yield "an entry set by hand is used", POINTER(other) is own and type(pointer(other(3))) is own
    del cache[kind]
    again = POINTER(kind)
    yield "a deleted entry is made anew", again is not link and cache[kind] is again
    yield "pop returns and removes", cache.pop(other) is own and other not in cache
    try:
        cache[other]
        raised = False
    except KeyError:
        raised = True
    yield "a missing entry is a KeyError", raised
    cache.update({other: own})
    yield "update and setdefault", cache[other] is own and cache.setdefault(other, None) is own
    saved = dict(cache)
    cache.clear()
    yield "clear empties it", len(cache) == 0 and kind not in cache and POINTER(kind) is not again
    cache.update(saved)
    yield "what was saved can be put back", cache[None] is ctypes.c_void_p and POINTER(kind) is again


for question, answer in [*lifetimes(), *mapping()]:
    print(f"{question}: {'yes' if answer else 'no'}")
