"""Audit events of ctypes: names and arguments, in order (PEP 578; the table of events in the ctypes docs)."""

# %% setup
def look(f, *a): audited(f, *a)

# %% dlopen
look(lambda: CDLL(library).__class__)
look(lambda: CDLL(None).__class__)
look(CDLL, "/no/such.so")
look(lambda: PyDLL(None).__class__)
look(lambda: _ctypes.dlopen(library).__class__)

# %% dlsym
look(lambda: [type(lib.answer)])
look(lambda: lib["answer"].__name__)
look(lambda: lib.no_such)
look(lambda: lib.answer())
h = lib._handle
look(lambda: _ctypes.dlsym(h, "answer").__class__)

# %% dlsym_in_dll
look(lambda: c_int.in_dll(lib, "global_int"))
look(lambda: c_int.in_dll(lib, "no_such"))

# %% dlsym_prototype
look(lambda: type(CFUNCTYPE(c_int)(("answer", lib))))

# %% calls
f = lib.answer
look(f)
g = lib.same_int
g.argtypes = [c_int]
look(g, 5)
look(g, "x")
h = CFUNCTYPE(c_int, c_int)(lambda v: v)
look(h, 3)

# %% call_function_events
a = cast(lib.same_int, c_void_p).value
look(_ctypes.call_function, a, (5,))
look(_ctypes.call_cdeclfunction, a, (5,))

# %% addressof
i = c_int(5)
look(lambda: type(addressof(i)))
look(addressof, 5)

# %% cdata
i = c_int(5)
a = addressof(i)
look(lambda: c_int.from_address(a))
look(lambda: type(c_int.from_buffer(bytearray(4))))
look(lambda: c_int.from_buffer_copy(b"1234"))
look(lambda: type(Point.from_buffer(bytearray(20), 4)))
look(lambda: c_int.from_buffer_copy(b"12345678", 2))
look(lambda: c_int.from_buffer(b"x"))
look(lambda: c_int.from_buffer_copy(b"x"))

# %% string_at
b = create_string_buffer(b"abc")
look(string_at, b)
look(string_at, b, 2)
look(string_at, b"abc")
w = create_unicode_buffer("abc")
look(wstring_at, w)
look(wstring_at, w, 2)

# %% buffers
look(lambda: create_string_buffer(5).raw)
look(lambda: create_string_buffer(b"abc").raw)
look(lambda: create_string_buffer(b"abc", 9).raw)
look(lambda: create_unicode_buffer(5)[:])
look(lambda: create_unicode_buffer("abc")[:])

# %% errno
look(get_errno)
look(set_errno, 3)
look(get_errno)

# %% pyobj
o = [1]
look(lambda: _ctypes.PyObj_FromPtr(id(o)) is o)

# %% memory_functions
b = create_string_buffer(b"abc")
look(lambda: type(memmove(b, b"x", 1)))
look(lambda: type(memset(b, 65, 1)))
look(lambda: type(cast(b, c_void_p)))

# %% hook_that_forbids
on = [True]
def forbid(event, args):
    if on[0] and event in ("ctypes.dlsym", "ctypes.addressof", "ctypes.cdata/buffer", "ctypes.cdata", "ctypes.call_function", "ctypes.dlopen", "ctypes.string_at", "ctypes.get_errno", "ctypes.set_errno", "ctypes.PyObj_FromPtr"):
        raise PermissionError(event)
f = lib.answer
a = addressof(c_int())
sys.addaudithook(forbid)
lib.point_sum
addressof(c_int())
f()
c_int.from_buffer(bytearray(4))
c_int.from_buffer_copy(bytes(4))
c_int.from_address(a)
CDLL(library)
c_int.in_dll(lib, "global_int")
string_at(b"x")
get_errno()
set_errno(1)
_ctypes.PyObj_FromPtr(id(None))
_ctypes.call_function(5, ())
on[0] = False
