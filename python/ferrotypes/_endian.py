"""Structures and unions of a fixed byte order, for file formats and network packets.

Owns: `BigEndianStructure`, `LittleEndianStructure`, `BigEndianUnion`, `LittleEndianUnion`, and how a field
type is exchanged for its twin of the other byte order. Must not know: layout; the extension module lays these
records out as any other, and takes the presence of `_swappedbytes_` as the sign that bit-fields start from
the other end.

As the scalars, the two classes that are not the native ones come from the stdlib's `ctypes` where that runs
on our `_ctypes` and has them (`BigEndianUnion` came with 3.11; the facade has it on 3.10 too).
"""

import sys

from ._adoption import stdlib
from ._core import Array, Structure, Union

_SWAPPED = "__ctype_be__" if sys.byteorder == "little" else "__ctype_le__"


def _swapped(kind):
    """The type like `kind` whose scalars have the byte order this machine has not.

    Raises TypeError for a type without one: pointers, functions and wide characters.
    """
    if hasattr(kind, _SWAPPED):
        return getattr(kind, _SWAPPED)
    if issubclass(kind, Array):
        return _swapped(kind._type_) * kind._length_
    if issubclass(kind, (Structure, Union)):
        return kind  # a record inside a record says its own byte order
    raise TypeError(f"This type does not support other endian: {kind}")


class _Swapping:
    """A metaclass mixin that exchanges the types in `_fields_` before the record is laid out.

    It works on assignment because the extension module's metaclasses assign `_fields_` from a class body as
    well.
    """

    def __setattr__(self, name, value):
        if name == "_fields_":
            value = [(field[0], _swapped(field[1]), *field[2:]) for field in value]
        super().__setattr__(name, value)


# Named as in the stdlib: a program sees the names in reprs.
class _swapped_struct_meta(_Swapping, type(Structure)):
    pass


class _swapped_union_meta(_Swapping, type(Union)):
    pass


def _swapped_record(name, native, order):
    namespace = {
        "__doc__": f"{native.__name__} whose fields have {order}-endian byte order; their layout is as ever.",
        "__module__": "ferrotypes",
        "__slots__": (),
        "_swappedbytes_": None,
    }
    metaclass = _swapped_struct_meta if native is Structure else _swapped_union_meta
    return metaclass(name, (native,), namespace)


def _record(name, native, order):
    """The class for `order`: the native one, the stdlib's, or a new one."""
    if order == sys.byteorder:
        return native
    return getattr(stdlib(), name, None) or _swapped_record(name, native, order)


BigEndianStructure = _record("BigEndianStructure", Structure, "big")
LittleEndianStructure = _record("LittleEndianStructure", Structure, "little")
BigEndianUnion = _record("BigEndianUnion", Union, "big")
LittleEndianUnion = _record("LittleEndianUnion", Union, "little")

# What `ctypes` has under the same names, for `_adoption`.
TWINS = (
    *("BigEndianStructure", "LittleEndianStructure", "BigEndianUnion", "LittleEndianUnion"),
    *("_swapped_struct_meta", "_swapped_union_meta"),
)
