"""Child process: declares random records with ctypes, writes values into them, and prints size and bytes.

Owns: the twin of the C program that test_layout.py compiles: the same records, the same values, one line
each, ``size alignment bytes``. Must not know what the compiler says. Usage: layout_child.py SEED COUNT
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from layouts import Member, records

KINDS: dict[str, Any] = {
    "signed char": ctypes.c_byte,
    "unsigned char": ctypes.c_ubyte,
    "short": ctypes.c_short,
    "unsigned short": ctypes.c_ushort,
    "int": ctypes.c_int,
    "unsigned": ctypes.c_uint,
    "long long": ctypes.c_longlong,
    "unsigned long long": ctypes.c_ulonglong,
    "_Bool": ctypes.c_bool,
    "double": ctypes.c_double,
}


def field(member: Member) -> tuple[Any, ...]:
    kind = KINDS[member.kind] * member.length if member.length else KINDS[member.kind]
    return (member.name, kind, member.bits) if member.bits else (member.name, kind)


for record in records(int(sys.argv[1]), int(sys.argv[2])):
    base: Any = ctypes.Union if record.union else ctypes.Structure
    namespace: dict[str, Any] = {"_fields_": [field(member) for member in record.members]}
    if record.pack:
        namespace["_pack_"] = record.pack
    made: Any = type(base)("R", (base,), namespace)()
    for member in record.members:
        if not member.length:
            setattr(made, member.name, member.value)
            assert getattr(made, member.name) == member.value, (record, member)
    print(ctypes.sizeof(made), ctypes.alignment(made), bytes(made).hex())
