"""The cache of prototypes: equal ones are one type while somebody holds it, and none outlives its use."""

from __future__ import annotations

import gc
import weakref

import ferrotypes as c


def test_equal_prototypes_are_one_type() -> None:
    first = c.CFUNCTYPE(c.c_int, c.c_int)
    assert first is c.CFUNCTYPE(c.c_int, c.c_int)
    assert first is not c.CFUNCTYPE(c.c_int, c.c_uint)
    assert first is not c.CFUNCTYPE(c.c_int, c.c_int, use_errno=True)
    assert first is not c.PYFUNCTYPE(c.c_int, c.c_int)


def test_a_prototype_dies_with_its_last_user() -> None:
    class Record(c.Structure):
        pass

    class Holder:
        prototype = c.CFUNCTYPE(c.c_int, c.POINTER(Record))

    # A cycle through the record's own fields, as callbacks in C structures have it.
    Record._fields_ = [("callback", Holder.prototype), ("number", c.c_int)]
    gone = weakref.ref(Holder.prototype)
    del Holder
    gc.collect()
    assert gone() is not None  # the record's field holds it
    record = weakref.ref(Record)
    del Record
    gc.collect()
    gc.collect()
    assert (gone(), record()) == (None, None)


def test_a_function_keeps_its_prototype() -> None:
    absolute = c.CFUNCTYPE(c.c_int, c.c_int, c.c_short)(("abs", c.CDLL(None)))
    gc.collect()
    assert type(absolute) is c.CFUNCTYPE(c.c_int, c.c_int, c.c_short)


def test_identities_of_dead_types_do_not_mix_up() -> None:
    """A new type at the address of a dead one must not get the dead one's prototype."""
    for number in range(300):
        record = type(c.Structure)(f"Record{number}", (c.Structure,), {"_fields_": [("n", c.c_int)]})
        prototype = c.CFUNCTYPE(record, record)
        assert prototype._restype_ is record
        assert prototype._argtypes_ == (record,)
        del record, prototype
        if number % 50 == 0:
            gc.collect()


def test_a_restype_that_cannot_be_hashed() -> None:
    class Checker:
        __hash__ = None  # type: ignore[assignment]

        def __call__(self, result: int) -> str:
            return f"checked {result}"

    assert c.CFUNCTYPE(Checker(), c.c_int)(("abs", c.CDLL(None)))(-3) == "checked 3"
