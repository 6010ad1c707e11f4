"""Random records with bit-fields, and the same as C source.

Owns: the description that the ctypes child and the C compiler both read. Values fit their members, so that
reading gives back what was written. Must not import ctypes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

BITS = {
    "signed char": 8, "unsigned char": 8, "short": 16, "unsigned short": 16, "int": 32, "unsigned": 32,
    "long long": 64, "unsigned long long": 64, "_Bool": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Member:
    """One member: a bit-field of ``bits``, an array of ``length``, or a plain one."""

    name: str
    kind: str
    bits: int
    length: int
    value: int

    def declaration(self) -> str:
        suffix = f" : {self.bits}" if self.bits else f"[{self.length}]" if self.length else ""
        return f"{self.kind} {self.name}{suffix};"


@dataclass(frozen=True)
class Record:
    """A structure or union; ``pack`` 0 means no packing."""

    union: bool
    pack: int
    members: tuple[Member, ...]


def value(random: Random, kind: str, bits: int) -> int:
    if kind == "double":
        return random.randrange(100)
    if kind.startswith("unsigned") or kind == "_Bool":
        return random.randrange(1 << bits)
    return random.randrange(-(1 << (bits - 1)), 1 << (bits - 1))


def records(seed: int, count: int) -> Iterator[Record]:
    """``count`` records, the same for the same seed."""
    random = Random(seed)
    for _ in range(count):
        union = random.random() < 0.15
        members = []
        for position in range(1 if union else random.randrange(1, 7)):
            kind = random.choice([*BITS, *BITS, "double"])
            shape = random.random()
            bits = random.randrange(1, BITS[kind] + 1) if shape < 0.75 and kind in BITS else 0
            length = random.randrange(1, 4) if shape > 0.9 else 0
            number = value(random, kind, bits or BITS.get(kind, 0))
            members.append(Member(f"m{position}", kind, bits, length, number))
        yield Record(union, random.choice([0, 0, 0, 1, 2, 4, 8]), tuple(members))


def source(seed: int, count: int) -> str:
    """A C program that prints one line per record: ``size alignment bytes``."""
    declared, printed = [], []
    for number, record in enumerate(records(seed, count)):
        body = " ".join(member.declaration() for member in record.members)
        kind = "union" if record.union else "struct"
        text = f"{kind} r{number} {{ {body} }};"
        declared.append(
            f"#pragma pack(push, {record.pack})\n{text}\n#pragma pack(pop)" if record.pack else text
        )
        sets = "".join(f" r.{m.name} = {literal(m)};" for m in record.members if not m.length)
        fill = f"{kind} r{number} r; memset(&r, 0, sizeof r);{sets}"
        printed.append(f"    {{ {fill} show(&r, sizeof r, _Alignof({kind} r{number})); }}")
    return "\n".join(
        [
            "#include <stdio.h>", "#include <string.h>", *declared,
            "static void show(const void *p, size_t n, size_t a) {",
            '    printf("%zu %zu ", n, a);',
            '    for (size_t i = 0; i < n; i++) printf("%02x", ((const unsigned char *)p)[i]);',
            '    printf("\\n");', "}", "int main(void) {", *printed, "    return 0;", "}", "",
        ]
    )  # fmt: skip


def literal(member: Member) -> str:
    if member.kind.startswith("unsigned"):
        return f"{member.value}ULL"
    return f"(-{-member.value - 1}LL - 1)" if member.value < 0 else f"{member.value}LL"
