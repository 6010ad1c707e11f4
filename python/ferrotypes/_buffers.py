"""Memory for C to write text and bytes into.

Owns: `create_string_buffer` and `create_unicode_buffer`. Must not know: pointers; a buffer is an ordinary
array of `c_char` or `c_wchar`, and the extension module converts it.
"""

from __future__ import annotations

import sys

from ._core import sizeof
from ._scalars import c_char, c_wchar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._core import _CharArray, _WCharArray


def create_string_buffer(init: int | bytes, size: int | None = None) -> _CharArray:
    """A writable array of `c_char`, for C functions that fill a `char *`.

    init: the initial bytes, or the size of a buffer of zero bytes.
    size: the size in bytes, counting the final NUL. By default one more than `init` has bytes. With a smaller
        `size` that is `len(init)` or more there is no final NUL.

    Returns an instance of `c_char * size`. `.value` is the bytes up to the first NUL, `.raw` all of them;
    both can be assigned. It is passed to C as its address; C sees no size, so pass `len(buffer)` along.

    Raises TypeError if `init` is neither bytes nor int, ValueError if the size is negative or less than
    `init` needs. Audit event: `ctypes.create_string_buffer` with `init` (None for a size) and the size.

    >>> buffer = create_string_buffer(b"abc", 8)
    >>> len(buffer), buffer.value, buffer.raw
    (8, b'abc', b'abc\\x00\\x00\\x00\\x00\\x00')
    >>> buffer.value = b"C"
    >>> buffer.raw
    b'C\\x00c\\x00\\x00\\x00\\x00\\x00'

    Source: `Lib/ctypes/__init__.py` of CPython, whose function of this name it equals.
    """
    if isinstance(init, bytes):
        length = len(init) + 1 if size is None else size
        sys.audit("ctypes.create_string_buffer", init, length)
        buffer = (c_char * length)()
        buffer.value = init
        return buffer
    if isinstance(init, int):
        sys.audit("ctypes.create_string_buffer", None, init)
        return (c_char * init)()
    raise TypeError(init)


c_buffer = create_string_buffer  # its first name, which programs still use


def create_unicode_buffer(init: int | str, size: int | None = None) -> _WCharArray:
    """A writable array of `c_wchar`, for C functions that fill a `wchar_t *`.

    init: the initial text, or the size of a buffer of NUL characters.
    size: the size in `wchar_t`, not in bytes, counting the final NUL. By default what `init` needs with one
        NUL: on Windows a character outside the basic plane takes two (UTF-16), elsewhere each takes one
        (UTF-32).

    Returns an instance of `c_wchar * size`; `.value` is the str up to the first NUL and can be assigned.

    Raises TypeError if `init` is neither str nor int, ValueError if the size is negative or less than `init`
    needs. Audit event: `ctypes.create_unicode_buffer` with `init` (None for a size) and the size.

    >>> buffer = create_unicode_buffer("naïve")
    >>> len(buffer), buffer.value
    (6, 'naïve')

    Source: `Lib/ctypes/__init__.py` of CPython, whose function of this name it equals.
    """
    if isinstance(init, str):
        length = _wide_length(init) + 1 if size is None else size
        sys.audit("ctypes.create_unicode_buffer", init, length)
        buffer = (c_wchar * length)()
        buffer.value = init
        return buffer
    if isinstance(init, int):
        sys.audit("ctypes.create_unicode_buffer", None, init)
        return (c_wchar * init)()
    raise TypeError(init)


def _wide_length(text: str) -> int:
    """How many `wchar_t` hold `text`."""
    if sizeof(c_wchar) == 2:
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text)
