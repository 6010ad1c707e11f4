"""Function prototypes: every constructor, declared classes, and paramflags."""

# %% setup
f = lib.same_int
F = CFUNCTYPE(c_int, c_int)

# %% null_function
n = F()
bool(n)
n
cast(n, c_void_p)
n2 = F(0)
bool(n2), n2 is not None
sizeof(n)

# %% prototype_constructors
F(addressof(c_int())).__class__
g = F(("same_int", lib))
g(5), g.__name__
F(("no_such_function", lib))
F(("same_int",))
F(("same_int", 5))
F((5, lib))
F((b"same_int", lib))(4)
F(("same_int", lib, 3))
F((None, lib))
F(5, 6)
F("x")
F(None)
F(1.5)
F([])
F(-1).__class__
F(2**64).__class__
F(x=5)
F(lib.same_int)
F(F(lambda x: x))

# %% prototype_repr
F, F.__name__, F.__mro__
F._argtypes_, F._restype_, F._flags_
F(len).__class__
CFUNCTYPE(None)._restype_, CFUNCTYPE(None)._argtypes_
type(F)
CFUNCTYPE(c_int, c_int) is F
CFUNCTYPE(c_int, c_long) is F
CFUNCTYPE(c_int, c_int, use_errno=True) is F
CFUNCTYPE(c_int, c_int, use_errno=True)._flags_
CFUNCTYPE(c_int, c_int, use_last_error=True)._flags_
CFUNCTYPE(c_int, c_int, nonsense=True)
PYFUNCTYPE(c_int)._flags_, CFUNCTYPE(c_int)._flags_
CFUNCTYPE()
CFUNCTYPE(5)
CFUNCTYPE("x")
CFUNCTYPE(c_int, 5)
CFUNCTYPE(c_int, "x")
CFUNCTYPE(c_int, [c_int])
CFUNCTYPE(Structure)

# %% prototype_declared
def proto(**ns): return type(F)("P", (ctypes._CFuncPtr,), ns)
attempt(proto)
attempt(proto, _flags_=1)
attempt(lambda: proto(_flags_=1, _restype_=c_int)(("same_int", lib))(5))
attempt(lambda: proto(_flags_=1, _restype_=c_int, _argtypes_=(c_int,))(("same_int", lib))(5))
for fl in ("x", None, 1.5, 2**40, -1, 0, 4, []):
    attempt(proto, _flags_=fl)
for a in ([c_int], 5, "x", (5,), (int,), None, (c_int, None)):
    attempt(proto, _flags_=1, _argtypes_=a)
for r in (5, "x", int, len, None, Structure, c_int(), Point):
    attempt(proto, _flags_=1, _restype_=r)

# %% prototype_subclass
class P(F): pass
p = P(("same_int", lib))
p(4), P.__name__
class Q(F): _restype_ = c_short
class R(ctypes._CFuncPtr):
    _flags_ = 1
    _restype_ = c_int
    def __call__(self, *a): return ("wrapped", super().__call__(*a))
R(("same_int", lib))(5)
class S(ctypes._CFuncPtr):
    _flags_ = 1
    _restype_ = c_int
s = S(("same_int", lib))
S.__call__ = lambda self, *a: "assigned"
s(5)
del S.__call__
s(5)

# %% prototype_itself
ctypes._CFuncPtr()
ctypes._CFuncPtr.__base__
_ctypes.CFuncPtr()
_ctypes.CFuncPtr(5)
sizeof(_ctypes.CFuncPtr)
ctypes._CFuncPtr * 2

# %% paramflags_in
P = CFUNCTYPE(c_int, c_int, c_int)
add = P(("add_int", lib), ((1, "a"), (1, "b", 5)))
add(1, 2), add(1), add(a=1, b=2), add(1, b=3), add(b=4, a=1), add(a=9)
add()
add(1, 2, 3)
add(1, c=3)
add(1, a=2)
add("x", 1)
add(b=1)

# %% paramflags_out
P = CFUNCTYPE(None, POINTER(c_int))
out = P(("out_int", lib), ((2, "p"),))
out()
out(c_int())
P2 = CFUNCTYPE(None, POINTER(c_int), POINTER(c_double))
pair = P2(("out_pair", lib), ((2, "a"), (2, "b")))
pair()
half = P2(("out_pair", lib), ((1, "a"), (2, "b")))
i = c_int()
half(i), i
half()

# %% paramflags_inout
P = CFUNCTYPE(c_int, POINTER(c_int), c_int)
io = P(("inout_int", lib), ((3, "p"), (1, "n", 10)))
i = c_int(5)
io(i, 3), i
io(7, 3)
io(i)
io()
io("x", 1)

# %% paramflags_result_and_out
P = CFUNCTYPE(c_int, POINTER(c_int), c_int)
io = P(("inout_int", lib), ((2, "p"), (1, "n")))
io(3)
io.errcheck = lambda r, f, a: (r, [type(x).__name__ for x in a])
io(3)
io.errcheck = lambda r, f, a: a
io(3)

# %% paramflags_wrong
P = CFUNCTYPE(c_int, c_int)
for pf in (5, "x", ((1,), (1,)), (), ((),), (5,), (("a",),), ((1, 5),), ((1, "a", 3, 4),), ((9, "a"),), ((0, "a"),), [(1, "a")], ((1, None),), ((-1, "a"),), ((16, "a"),)):
    attempt(lambda: P(("same_int", lib), pf)(3))

# %% paramflags_out_needs_pointer
P = CFUNCTYPE(c_int, c_int)
P(("same_int", lib), ((2, "a"),))
P(("same_int", lib), ((3, "a"),))
Q = CFUNCTYPE(c_int, c_void_p)
attempt(lambda: Q(("out_int", lib), ((2, "a"),)).__class__)
R = CFUNCTYPE(c_int, c_char_p)
attempt(lambda: R(("text_length", lib), ((2, "a"),)))

# %% paramflags_lcid
P = CFUNCTYPE(c_int, c_int)
attempt(lambda: P(("same_int", lib), ((4, "lcid"),))())
attempt(lambda: P(("same_int", lib), ((5, "lcid", 7),))())

# %% paramflags_default_types
P = CFUNCTYPE(c_int, c_int)
attempt(lambda: P(("same_int", lib), ((1, "a", "x"),))())
attempt(lambda: P(("same_int", lib), ((1, "a", None),))())
attempt(lambda: P(("same_int", lib), ((1, None, 3),))())
attempt(lambda: P(("same_int", lib), ((1,),))(4))
P(("same_int", lib), None)(4)

# %% out_array_and_structure
class Pt(Structure): _fields_ = [("x", c_int), ("y", c_int)]
P = CFUNCTYPE(None, POINTER(c_int * 2))
attempt(lambda: P(("out_int", lib), ((2, "p"),))()[0])
Q = CFUNCTYPE(None, POINTER(Pt))
attempt(lambda: Q(("out_int", lib), ((2, "p"),))().x)
R = CFUNCTYPE(None, POINTER(c_char_p))
attempt(lambda: R(("out_text", lib), ((2, "p"),))())

# %% from_outparam
class I(c_int):
    def __ctypes_from_outparam__(self): return ("mine", self.value)
P = CFUNCTYPE(None, POINTER(I))
P(("out_int", lib), ((2, "p"),))()
c_int(5).__ctypes_from_outparam__()
Point(1, 2).__ctypes_from_outparam__().y
pointer(c_int(3)).__ctypes_from_outparam__()[0]
c_char_p(b"x").__ctypes_from_outparam__()

# %% call_function_directly
_ctypes.call_function(cast(lib.answer, c_void_p).value, ())
_ctypes.call_cdeclfunction(cast(lib.answer, c_void_p).value, ())
_ctypes.call_cdeclfunction(cast(lib.same_int, c_void_p).value, (5,))
_ctypes.call_cdeclfunction(5)
_ctypes.call_cdeclfunction("x", ())
_ctypes.call_cdeclfunction(cast(lib.answer, c_void_p).value, [])
_ctypes.call_function()
