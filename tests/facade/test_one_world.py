"""One set of classes per process, whichever of the facade, `install()` and `ctypes` comes first.

Every order must end in the same state; what the state is, is one list of questions that each order answers.
"""

from __future__ import annotations

import pytest
from facade_child import output_of

ORDERS = {
    "the facade, install, ctypes": "touch_facade(); c.install(); import ctypes",
    "only scalars, install, ctypes, the rest": (
        "c.c_int; hold_pointers(); c.install(); import ctypes; touch_facade()"
    ),
    "only libraries, install, ctypes": "c.CDLL(None).abs(-1); c.install(); import ctypes",
    "install, the facade, ctypes": "c.install(); touch_facade(); import ctypes",
    "install, ctypes, the facade": "c.install(); import ctypes; touch_facade()",
    "install, ctypes, ctypes' pointers, the facade": (
        "c.install(); import ctypes; held.append(ctypes.POINTER(ctypes.c_char)); touch_facade()"
    ),
    "install, _ctypes, the facade, ctypes": "c.install(); import _ctypes; touch_facade(); import ctypes",
    "install through ctypes.util": "c.c_int; c.install(); import ctypes.util; import ctypes",
    "install twice": "c.install(); touch_facade(); c.install(); import ctypes",
}

PRELUDE = """
import sys
import ferrotypes as c

held = []

def hold_pointers():
    held.extend(c.POINTER(kind) for kind in (c.c_int, c.c_char, c.c_wchar, c.c_int * 2))

def touch_facade():
    hold_pointers()
    for name in c.__all__:
        getattr(c, name)
"""

OWN_IN_PYTHON = """
    ARRAY CDLL CFUNCTYPE DEFAULT_MODE LibraryLoader PYFUNCTYPE PyDLL SetPointerType c_buffer cast cdll
    create_string_buffer create_unicode_buffer memmove memset pydll pythonapi string_at wstring_at
"""


def answer(order: str, question: str) -> str:
    return output_of(f"{PRELUDE}\n{ORDERS[order]}\n{question}")


@pytest.mark.parametrize("order", ORDERS)
def test_every_class_and_every_function_of_the_engine_is_the_same(order: str) -> None:
    question = f"""
own = set({OWN_IN_PYTHON!r}.split()) | {{"install", "__version__"}}
shared = [name for name in c.__all__ if hasattr(ctypes, name) and name not in own]
print([name for name in shared if getattr(c, name) is not getattr(ctypes, name)], len(shared) >= 45)
"""
    assert answer(order, question) == "[] True"


@pytest.mark.parametrize("order", ORDERS)
def test_pointer_types_are_the_same(order: str) -> None:
    question = """
for kind in (c.c_int, c.c_char, c.c_wchar, c.c_int * 2):
    assert c.POINTER(kind) is ctypes.POINTER(kind), kind
for pointer_type in held:
    assert ctypes.POINTER(pointer_type._type_) is pointer_type, pointer_type
assert ctypes.POINTER(None) is c.c_void_p
accepted = ctypes.POINTER(ctypes.c_char).from_param(b"x"), ctypes.POINTER(ctypes.c_wchar).from_param("x")
print(None not in accepted)
"""
    assert answer(order, question) == "True"


@pytest.mark.parametrize("order", ORDERS)
def test_ctypes_works_and_holds_no_other_class(order: str) -> None:
    question = """
import ctypes._endian, gc, pickle
buffer = ctypes.create_string_buffer(4)
ctypes.memmove(buffer, b"abcd", 4); ctypes.memset(buffer, 65, 1)
assert ctypes.string_at(buffer, 3) == b"Abc" and ctypes.wstring_at("abc", 2) == "ab"
assert ctypes.cast(ctypes.c_char_p(b"text"), ctypes.c_void_p).value is not None
assert ctypes.pythonapi.Py_IsInitialized() == 1
assert ctypes.memmove.restype is c.c_void_p
assert list(ctypes.memmove.argtypes) == [c.c_void_p, c.c_void_p, c.c_size_t]
assert ctypes.CDLL._func_restype_ is c.c_int and ctypes.CDLL(None).abs.restype is c.c_int
assert ctypes.pythonapi.Py_IsInitialized.restype is c.c_int
assert ctypes._endian.BigEndianStructure is c.BigEndianStructure
assert isinstance(pickle.loads(pickle.dumps(c.c_int(3))), ctypes.c_int)
assert isinstance(pickle.loads(pickle.dumps(ctypes.c_long(3))), c.c_long)
# A class of each side in the other's records, arguments and results.
class Record(ctypes.Structure):
    _fields_ = [("n", c.c_int), ("p", c.POINTER(ctypes.c_int))]
class Swapped(ctypes.BigEndianStructure):
    _fields_ = [("n", c.c_uint16)]
number = ctypes.c_int(7)
assert Record(1, c.pointer(number)).p[0] == 7 and bytes(Swapped(1)) == b"\\0\\1"
absolute = c.CDLL(None)["abs"]
absolute.argtypes, absolute.restype = [ctypes.c_int], ctypes.c_long
assert absolute(number) == 7
print(ctypes.c_int, ctypes.c_int.__ctype_be__, ctypes.BigEndianStructure, ctypes.c_int(3), ctypes.py_object())
"""
    expected = (
        "<class 'ctypes.c_int'> <class 'ctypes.c_int'> <class 'ctypes._endian.BigEndianStructure'>"
        " c_int(3) py_object(<NULL>)"
    )
    assert answer(order, question) == expected


@pytest.mark.parametrize("order", ORDERS)
def test_ctypes_can_clear_its_caches(order: str) -> None:
    question = """
ctypes._reset_cache()
print(c.POINTER(None) is ctypes.c_void_p, c.POINTER(c.c_char) is ctypes.POINTER(ctypes.c_char))
"""
    assert answer(order, question) == "True True"


def test_adoption_leaves_no_trace_in_ctypes() -> None:
    """Every global of `ctypes` has the kind, name and module that it has without the facade."""
    describe = (
        "import ctypes\n"
        "print([(n, type(v).__name__, getattr(v, '__name__', ''), getattr(v, '__module__', ''))"
        # 3.10 has another metaclass for swapped records, which the facade does not imitate.
        " for n, v in sorted(vars(ctypes).items()) if n not in ('__builtins__', 'BigEndianStructure')])"
    )
    plain = output_of(f"import ferrotypes; ferrotypes.install()\n{describe}")
    assert output_of(f"{PRELUDE}\ntouch_facade(); c.install()\n{describe}") == plain


def test_stock_ctypes_first_is_two_worlds() -> None:
    code = (
        "import ctypes, ferrotypes\n"
        "print(ferrotypes.Structure is ctypes.Structure, ferrotypes.c_int, ctypes.c_int)"
    )
    assert output_of(code) == "False <class 'ferrotypes.c_int'> <class 'ctypes.c_int'>"
