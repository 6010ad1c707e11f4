"""`ferrotypes.util.find_library` against the stdlib's, which asks ldconfig, gcc and ld; and on made-up files.

Libraries for the file tests are written here, byte by byte where they are broken, by the C compiler where
they are right.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from facade_child import output_of

from ferrotypes import _elf, _ld_cache, util

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads files of Linux")
needs_compiler = pytest.mark.skipif(shutil.which("cc") is None, reason="makes a library with the C compiler")


def test_same_as_the_stdlib_for_every_library_in_the_cache() -> None:
    names = sorted(
        {name[3:].split(".so")[0] for name in _ld_cache.names(os.uname().machine) if ".so" in name}
    )
    names = [*names[:: max(1, len(names) // 25)], "c", "m", "no such library"]
    code = "import ctypes.util as u; print([u.find_library(name) for name in {names}])"
    ours = [util.find_library(name) for name in names]
    assert str(ours) == output_of(code.format(names=names))
    assert ours[-3] is not None


def test_nothing_is_executed() -> None:
    code = (
        "import sys\n"
        "sys.addaudithook(lambda event, details: event in ('subprocess.Popen', 'os.system', 'os.exec')"
        " and sys.exit(event))\n"
        "from ferrotypes.util import find_library\n"
        "print(find_library('c'), find_library('no such library'))"
    )
    assert output_of(code) == "libc.so.6 None"


def make_library(folder: Path, name: str, soname: str | None) -> Path:
    source, library = folder / "empty.c", folder / name
    source.write_text("int answer(void) { return 42; }\n")
    linker = [] if soname is None else [f"-Wl,-soname,{soname}"]
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, *linker], check=True)
    return library


@needs_compiler
def test_the_environment_s_directories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_library(tmp_path, "libft_answer.so", "libft_answer.so.3")
    assert util.find_library("ft_answer") is None
    monkeypatch.setenv("LD_LIBRARY_PATH", f"/nowhere:{tmp_path}")
    assert util.find_library("ft_answer") == "libft_answer.so.3"


@needs_compiler
def test_soname(tmp_path: Path) -> None:
    assert _elf.soname(str(make_library(tmp_path, "libnamed.so", "libnamed.so.1"))) == "libnamed.so.1"
    assert _elf.soname(str(make_library(tmp_path, "libnameless.so", None))) is None


def test_files_that_are_no_libraries(tmp_path: Path) -> None:
    for content in (b"", b"\x7fELF", b"GROUP ( libc.so.6 )", b"\x7fELF\x02\x01" + bytes(200), bytes(64)):
        broken = tmp_path / "libbroken.so"
        broken.write_bytes(content)
        assert _elf.soname(str(broken)) is None
    assert _elf.soname(str(tmp_path / "absent.so")) is None
    assert _elf.soname(str(tmp_path)) is None


@needs_compiler
def test_a_damaged_library_is_refused_or_read_but_never_raises(tmp_path: Path) -> None:
    library = make_library(tmp_path, "libdamaged.so", "libdamaged.so.1")
    right = library.read_bytes()
    found = set()
    for place in range(0, 1024, 3):
        library.write_bytes(right[:place] + b"\xff" + right[place + 1 :])
        found.add(_elf.soname(str(library)))
    for length in range(0, len(right), 997):
        library.write_bytes(right[:length])
        found.add(_elf.soname(str(library)))
    assert {None, "libdamaged.so.1"} <= found


def cache_file(path: Path, entries: list[tuple[int, str]], prefix: bytes = b"") -> str:
    """A cache of flags and names in the format of glibc's dl-cache.h."""
    strings = b""
    table = b""
    first = 48 + 24 * len(entries)
    for flags, name in entries:
        table += struct.pack("=iIIIQ", flags, first + len(strings), first + len(strings), 0, 0)
        strings += name.encode() + b"\0"
    header = b"glibc-ld.so.cache1.1" + struct.pack("=II20x", len(entries), len(strings))
    path.write_bytes(prefix + header + table + strings)
    return str(path)


def test_the_cache_s_format(tmp_path: Path) -> None:
    entries = [(0x0303, "liba.so.1"), (0x0003, "liba.so.2"), (0x0001, "libold.so"), (0x0303, "libb.so.1")]
    path = cache_file(tmp_path / "cache", entries)
    assert list(_ld_cache.names("x86_64", path)) == ["liba.so.1", "libb.so.1"]
    assert list(_ld_cache.names("a machine without a number", path)) == [
        "liba.so.1",
        "liba.so.2",
        "libb.so.1",
    ]


def test_the_cache_behind_one_of_the_old_format(tmp_path: Path) -> None:
    path = cache_file(tmp_path / "cache", [(0x0303, "liba.so.1")], prefix=b"ld.so-1.7.0\0" + bytes(12))
    assert list(_ld_cache.names("x86_64", path)) == ["liba.so.1"]


def test_caches_that_are_none(tmp_path: Path) -> None:
    right = Path(cache_file(tmp_path / "cache", [(0x0303, "liba.so.1")])).read_bytes()
    broken = tmp_path / "broken"
    assert list(_ld_cache.names("x86_64", str(broken))) == []
    for length in range(len(right) - len(b"liba.so.1\0")):
        broken.write_bytes(right[:length])
        assert list(_ld_cache.names("x86_64", str(broken))) in ([], [""])
