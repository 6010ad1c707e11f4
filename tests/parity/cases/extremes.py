"""Nothing and too much: slices and copies of no bytes, of no memory, of more than there is; addresses that are 0."""

# %% slices_larger_than_memory
p = cast(b"abcdef", POINTER(c_char))
p[0:2**62]
p[0:2**62:2]
p[2**62:0:-1]
p = cast((c_wchar * 4)(*"abcd"), POINTER(c_wchar))
p[0:2**62:2]
p[0:2**63 - 1:2]
p = cast((c_int * 4)(1, 2, 3, 4), POINTER(c_int))
p[0:2**61]

# %% slices_with_steps
p = cast(b"abcdefgh", POINTER(c_char))
p[0:8:3], p[7:0:-2], p[3:3], p[5:2], p[2:6]
a = (c_char * 6)(*b"abcdef")
a[::2], a[::-1], a[4:1:-2], a[1:5], a[6:], a[::10]
w = (c_wchar * 6)(*"abcdef")
w[::2], w[::-1], w[4:1:-2], w[1:5], w[6:]
cast(w, POINTER(c_wchar))[1:4], cast(w, POINTER(c_wchar))[5:1:-2]

# %% nothing_at_null
POINTER(c_char)()[0:0]
POINTER(c_wchar)()[3:3]
POINTER(c_int)()[0:0]
(c_char * 0).from_address(0).raw
(c_char * 0).from_address(0).value
(c_wchar * 0).from_address(0).value
bytes((c_int * 0).from_address(0))
class Empty(Structure): _fields_ = []
Empty.from_address(0).__reduce__()[1][1]
(c_char * 0).from_address(0)[:]

# %% addresses_of_nothing
import _ctypes
_ctypes.dlclose(0)
_ctypes.dlsym(0, "abs")
_ctypes.PyObj_FromPtr(0)
_ctypes.call_function(0, ())
_ctypes.call_cdeclfunction(0, ())
_ctypes.dlclose(2**64)

# %% functions_show_their_bytes
"__buffer__" in type(lib.answer).__mro__[1].__dict__
memoryview(CFUNCTYPE(c_int)()).nbytes
