"""What `import ferrotypes` brings, and what it leaves alone: `ctypes`, and modules nobody asked for."""

from __future__ import annotations

import sys

import pytest
from facade_child import output_of

import ferrotypes


def test_every_public_name_of_ctypes_is_there() -> None:
    missing = output_of(
        "import ctypes, ferrotypes\n"
        "print([n for n in dir(ctypes) if not n.startswith('_') and not hasattr(ferrotypes, n)])"
    )
    assert missing == "[]"


def test_names_that_programs_use_in_spite_of_the_underscore() -> None:
    for name in ("_SimpleCData", "_Pointer", "_CFuncPtr", "_pointer_type_cache"):
        assert hasattr(ferrotypes, name)


def test_all_and_dir_and_attributes_agree() -> None:
    assert set(ferrotypes.__all__) <= set(dir(ferrotypes))
    assert [name for name in ferrotypes.__all__ if not hasattr(ferrotypes, name)] == []
    assert (
        output_of("from ferrotypes import *; print(c_int(3), sizeof(c_int), cdll is not None)")
        == "c_int(3) 4 True"
    )


def test_c_time_t_as_the_interpreter_has_it() -> None:
    assert hasattr(ferrotypes, "c_time_t") == (sys.version_info >= (3, 12))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'ferrotypes' has no attribute 'c_integer'"):
        ferrotypes.c_integer


def test_the_standard_ctypes_is_never_imported() -> None:
    code = (
        "import sys, ferrotypes, ferrotypes.util\n"
        "for name in ferrotypes.__all__: getattr(ferrotypes, name)\n"
        "libc = ferrotypes.CDLL(None); libc.abs(-1)\n"
        "ferrotypes.string_at(bytearray(b'abc')); ferrotypes.util.find_library('c')\n"
        "class R(ferrotypes.BigEndianStructure): _fields_ = [('x', ferrotypes.c_int)]\n"
        "print(sorted({'ctypes', '_ctypes', 'ctypes._endian'} & set(sys.modules)))"
    )
    assert output_of(code) == "[]"


def test_import_alone_loads_neither_the_engine_nor_anything_big() -> None:
    code = (
        "import sys; before = set(sys.modules)\nimport ferrotypes\nprint(sorted(set(sys.modules) - before))"
    )
    assert output_of(code) == "['ferrotypes']"


def test_use_of_a_library_needs_no_typing_and_no_subprocess() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "import ferrotypes as c; c.CDLL(None).abs(-1); c.create_string_buffer(3); c.cast(None, c.c_void_p)\n"
        "print(sorted({'typing', 'subprocess', 'importlib.util', 'ctypes'} & (set(sys.modules) - before)))"
    )
    assert output_of(code) == "[]"


def test_a_name_is_looked_up_once() -> None:
    assert output_of("import ferrotypes; ferrotypes.c_int; print('c_int' in vars(ferrotypes))") == "True"


def test_help_says_what_it_needs_to() -> None:
    text = output_of("import ferrotypes; help(ferrotypes.create_string_buffer)")
    for part in (
        "init: the initial bytes",
        "size: the size in bytes",
        "Raises TypeError",
        "Audit event",
        ">>> buffer",
    ):
        assert part in text


def test_every_function_and_class_of_ours_has_a_docstring() -> None:
    own = [
        name
        for name in ferrotypes.__all__
        if getattr(getattr(ferrotypes, name), "__module__", "").startswith("ferrotypes")
    ]
    assert "create_string_buffer" in own
    assert [name for name in own if not getattr(ferrotypes, name).__doc__] == []
