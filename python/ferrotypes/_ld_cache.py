"""The list of shared libraries that the GNU dynamic linker keeps in /etc/ld.so.cache.

Owns: reading that file: its entries' names and flags. Must not know: what a name is wanted for. Format:
glibc's `sysdeps/generic/dl-cache.h`, header "glibc-ld.so.cache1.1"; files of older ldconfig begin with the
table of another format and hold this one after it. All offsets count from the header, all numbers have the
machine's byte order.
"""

from __future__ import annotations

import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = "/etc/ld.so.cache"

_MAGIC = b"glibc-ld.so.cache1.1"
_COUNT = struct.Struct("=20xI")  # magic; number of entries
_HEADER_SIZE = 48
_ENTRY = struct.Struct("=iIIIQ")  # flags, offsets of name and path, OS version, hardware capabilities

LIBC6 = 0x0003  # the low byte of the flags: an ELF library for glibc
# The high byte tells ABIs of one machine apart; what `uname -m` says of a 64-bit process, to its value.
ABI_FLAGS = {
    "x86_64": 0x0300,
    "ppc64": 0x0500,
    "sparc64": 0x0100,
    "s390x": 0x0400,
    "ia64": 0x0200,
}


def names(machine: str, path: str = PATH) -> Iterator[str]:
    """The names of the libraries for `machine`, in the linker's order; none without a file of this format.

    For a machine that is not in `ABI_FLAGS` libraries of every ABI are listed.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return
    start = data.find(_MAGIC)
    if start < 0 or len(data) < start + _HEADER_SIZE:
        return
    (count,) = _COUNT.unpack_from(data, start)
    first = start + _HEADER_SIZE
    count = min(count, (len(data) - first) // _ENTRY.size)
    table = data[first : first + count * _ENTRY.size]
    wanted = ABI_FLAGS.get(machine)
    for flags, name, _path, _version, _capabilities in _ENTRY.iter_unpack(table):
        if flags & 0x00FF == LIBC6 and (wanted is None or flags & 0xFF00 == wanted):
            end = data.find(b"\0", start + name)
            yield data[start + name : end].decode("utf-8", "surrogateescape")
