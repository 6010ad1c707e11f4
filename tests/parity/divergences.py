"""The cells in which ours is allowed to differ from stock, each with its reason.

Owns: that list, nothing else. An entry whose cell no longer differs fails its test, so the list stays true.
Keys are ``file::cell``; the same entries are explained to users in docs/differences.md.
"""

from __future__ import annotations

BIT_FIELDS = (
    "bit-fields lie where the C compiler puts them (ADR 3, test_layout.py); CPython 3.10-3.13 follows "
    "neither GCC nor Microsoft when types of different size meet, and loses bits"
)
RECORD_RESULTS = "callbacks may return records; stock refuses them"
EMPTY_RECORDS = "a record without members takes no place in a GNU C call; stock cannot prepare the call"
POINTER_CACHE = "the cache is a mapping over POINTER types that hang on their targets (ADR 6), not a dict"

DIVERGENCES: dict[str, str] = {
    "byvalue::callback_returns_record": RECORD_RESULTS,
    "byvalue::empty_structure": EMPTY_RECORDS,
    "callbacks::result_records": RECORD_RESULTS,
    "layout::bits_after_array": BIT_FIELDS,
    "layout::bits_bool": BIT_FIELDS,
    "layout::bits_mixed_types": BIT_FIELDS,
    "layout::bits_mixed_values": BIT_FIELDS,
    "layout::bits_packed": BIT_FIELDS,
    "layout::bits_union": BIT_FIELDS,
    "pointers::pointer_cache_type": POINTER_CACHE,
}
