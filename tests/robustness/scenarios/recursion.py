"""Cycles of calls without a Python frame, in which the interpreter would count.

Owns: the scenarios of that subject; see registry.py for what a scenario is. Each cycle must end at the
recursion limit. The stack is large, because the limit of 3.13 for C code lies beyond what 8 MB hold: the
interpreter's own ctypes dies there too.
"""

from __future__ import annotations

import ctypes
import functools
import threading
from collections.abc import Callable
from ctypes import CFUNCTYPE, PYFUNCTYPE, c_int, c_long, c_void_p, py_object
from typing import Any

from scenarios.registry import fresh, scenario


def deep(call: Callable[[], object]) -> object:
    """The result of a call on a stack of 256 MB; what it raised, if it raised."""

    def body() -> None:
        try:
            ended.append(call())
        except Exception as error:
            ended.append(error)

    ended: list[object] = []
    threading.stack_size(256 << 20)
    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    return ended[0]


def ends(call: Callable[[], object]) -> None:
    """The call ends in an exception that tells of the recursion."""
    ended = deep(call)
    told = isinstance(ended, RecursionError) or "RecursionError" in str(ended)
    assert told, str(ended)[-200:]


def callback_of_itself(prototype: Any) -> None:
    """The callable of a callback is a function pointer to that callback, by memory that is filled later.

    At the limit nothing is left to report the exception with; the callback gives zero.
    """
    slot = c_void_p()
    pointer = prototype.from_buffer(slot)
    callback = prototype(pointer)
    slot.value = ctypes.cast(callback, c_void_p).value
    ended = deep(lambda: pointer(1))
    assert ended == 0, ended


@scenario
def callback_that_calls_itself(lib: Any) -> None:
    callback_of_itself(CFUNCTYPE(c_int, c_int))


@scenario
def python_callback_that_calls_itself(lib: Any) -> None:
    callback_of_itself(PYFUNCTYPE(c_int, c_int))


@scenario
def function_that_is_its_own_restype(lib: Any) -> None:
    function = fresh("same_long", lib)
    function.argtypes = [c_long]
    function.restype = function
    ends(lambda: function(1))


@scenario
def function_that_is_its_own_from_param(lib: Any) -> None:
    function = fresh("same_long", lib)
    function.argtypes = [type("Parameter", (), {"from_param": function})]
    ends(lambda: function(1))


@scenario
def function_that_is_the_call_of_its_class(lib: Any) -> None:
    class Function(ctypes._CFuncPtr):
        _flags_ = 1
        _restype_ = c_int

    function = Function(("same_long", lib))
    Function.__call__ = function
    ends(lambda: function(1))


@scenario
def interpreter_function_that_calls_itself(lib: Any) -> None:
    call = ctypes.pythonapi["PyObject_CallObject"]
    call.argtypes = [py_object, py_object]
    call.restype = py_object
    again: Any = functools.partial(call)
    again.__setstate__((call, (again, ()), {}, {}))
    ends(again)
