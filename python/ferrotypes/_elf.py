"""What a shared library in ELF says of itself: for which machine it is, and its SONAME.

Owns: reading these from a file, without objdump. Must not know: search paths. Format: System V gABI, chapters
4 (object files: the ELF header) and 5 (program headers, the dynamic section).
"""

from __future__ import annotations

import struct
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_LARGEST_DYNAMIC = 1 << 20  # bytes; real ones have a few hundred, and a damaged file may say anything
_PT_LOAD, _PT_DYNAMIC = 1, 2
_DT_NULL, _DT_STRTAB, _DT_SONAME = 0, 5, 14
_CLASS = 2 if sys.maxsize > 2**32 else 1  # ELFCLASS64, ELFCLASS32
_DATA = 1 if sys.byteorder == "little" else 2  # ELFDATA2LSB, ELFDATA2MSB

if _CLASS == 2:
    _HEADER = struct.Struct("=16xHH4x8xQ8x4x2xHH6x")  # type, machine, phoff, phentsize, phnum
    _SEGMENT = struct.Struct("=I4xQQ8xQ16x")  # type, offset, vaddr, filesz
    _DYNAMIC = struct.Struct("=qQ")  # tag, value
else:
    _HEADER = struct.Struct("=16xHH4x4xI4x4x2xHH6x")
    _SEGMENT = struct.Struct("=III4xI12x")
    _DYNAMIC = struct.Struct("=iI")


def soname(path: str) -> str | None:
    """The SONAME of the file `path`, or None if it has none or is not ELF for this process's machine."""
    try:
        with open(path, "rb") as file:
            return _soname(file)
    except (OSError, OverflowError, ValueError, struct.error):  # unreadable; other than its headers say
        return None


def _soname(file: BinaryIO) -> str | None:
    header = _read_header(file)
    if header is None or header[1] != _machine():
        return None
    _type, _machine_of_file, offset, entry_size, count = header
    loads: list[tuple[int, int, int]] = []
    dynamic: tuple[int, int] | None = None
    for index in range(count):
        file.seek(offset + index * entry_size)
        kind, start, address, size = _SEGMENT.unpack(file.read(_SEGMENT.size))
        if kind == _PT_LOAD:
            loads.append((start, address, size))
        elif kind == _PT_DYNAMIC:
            dynamic = start, size
    if dynamic is None:
        return None
    entries = _read_dynamic(file, *dynamic)
    if _DT_SONAME not in entries or _DT_STRTAB not in entries:
        return None
    strings = _offset_of(entries[_DT_STRTAB], loads)
    return None if strings is None else _read_string(file, strings + entries[_DT_SONAME])


def _read_header(file: BinaryIO) -> tuple[int, ...] | None:
    """The fields of `_HEADER`, or None for a file not in ELF, or of another word size or byte order."""
    data = file.read(_HEADER.size)
    if data[:6] != b"\x7fELF" + bytes((_CLASS, _DATA)):
        return None
    return _HEADER.unpack(data)


_own_machine: int | None = None


def _machine() -> int:
    """The machine number (`e_machine`) of the running process, as its own executable has it."""
    global _own_machine
    if _own_machine is None:
        with open("/proc/self/exe" if sys.platform == "linux" else sys.executable, "rb") as file:
            header = _read_header(file)
        _own_machine = -1 if header is None else header[1]
    return _own_machine


def _read_dynamic(file: BinaryIO, start: int, size: int) -> dict[int, int]:
    """Tag to value of the dynamic section; of a repeated tag the last."""
    file.seek(start)
    data = file.read(min(size, _LARGEST_DYNAMIC))
    entries: dict[int, int] = {}
    for tag, value in _DYNAMIC.iter_unpack(data[: len(data) // _DYNAMIC.size * _DYNAMIC.size]):
        if tag == _DT_NULL:
            break
        entries[tag] = value
    return entries


def _offset_of(address: int, loads: list[tuple[int, int, int]]) -> int | None:
    """The place in the file of a virtual address."""
    for start, base, size in loads:
        if base <= address < base + size:
            return start + address - base
    return None


def _read_string(file: BinaryIO, offset: int) -> str | None:
    file.seek(offset)
    text, end, _rest = file.read(4096).partition(b"\0")
    return text.decode("utf-8", "surrogateescape") if end and text else None
