"""Callbacks: every type in and out, exceptions inside, threads, recursion, and what may be a callback."""

# %% setup
IntFn = CFUNCTYPE(c_int, c_int)

# %% int
lib.call_int.argtypes = [IntFn, c_int]
lib.call_int(IntFn(lambda v: v + 1), 41)
lib.call_int(IntFn(abs), -5)
f = IntFn(lambda v: v * 2)
f(21), f(c_int(4)), lib.call_int(f, 8)
f("x")
f()
f(1, 2)

# %% result_wrong_type
for r in ("x", None, 1.5, [], object(), 2**40, -1, True, b"x"):
    f = IntFn(lambda v: r)
    show(r)
    _ = f(1)

# %% result_none_for_void
seen = []
V = CFUNCTYPE(None)
lib.call_void.restype = None
lib.call_void(V(lambda: seen.append(1)))
seen
V(lambda: 5)()
V(lambda: "x")()

# %% each_scalar
for name, t, v in (("double", c_double, 1.5), ("float", c_float, -2.5), ("longlong", c_longlong, -(2**40)), ("short", c_short, -7), ("uchar", c_ubyte, 200), ("bool", c_bool, True)):
    g = getattr(lib, "call_" + name)
    F = CFUNCTYPE(t, t)
    g.argtypes, g.restype = [F, t], t
    show(name, g(F(lambda x: x), v), g(F(lambda x: (show(type(x), x), x)[1]), v))

# %% each_scalar_direct
for t, v in ((c_byte, -5), (c_ubyte, 250), (c_short, -300), (c_ushort, 65000), (c_int, -(2**31)), (c_uint, 2**32 - 1), (c_long, -(2**63)), (c_ulong, 2**64 - 1), (c_float, 0.5), (c_double, -1e300), (c_longdouble, 2.5), (c_bool, True), (c_char, b"c"), (c_wchar, "w"), (c_void_p, 12345), (c_char_p, b"text"), (c_size_t, 77)):
    attempt(lambda: CFUNCTYPE(t, t)(lambda x: x)(v))
    CFUNCTYPE(None, t)(lambda x: show(t, type(x), x))(v)

# %% result_types_refused
for t in (c_char_p, c_wchar_p, POINTER(c_int), c_int * 3, py_object, CFUNCTYPE(None), c_longdouble):
    attempt(lambda: type(CFUNCTYPE(t)(lambda: None)).__name__)

# %% result_records
for t in (Point, Vec, Big, IntOrFloat):
    attempt(lambda: type(CFUNCTYPE(t)(lambda: None)).__name__)

# %% argument_types_refused
for t in (c_int * 3, IntOrFloat, py_object, CFUNCTYPE(None), POINTER(Point), c_wchar_p, Bits):
    attempt(lambda: type(CFUNCTYPE(None, t)(lambda x: None)).__name__)

# %% result_float_conversions
D = CFUNCTYPE(c_double, c_double)
D(lambda x: 5)(1.0)
D(lambda x: True)(1.0)
_ = D(lambda x: "x")(1.0)
_ = D(lambda x: None)(1.0)

# %% char_results
C = CFUNCTYPE(c_char, c_char)
C(lambda x: b"z")(b"a")
_ = C(lambda x: "z")(b"a")
C(lambda x: 65)(b"a")
_ = C(lambda x: b"zz")(b"a")
W = CFUNCTYPE(c_wchar, c_wchar)
W(lambda x: "z")("a")
_ = bytes(4)  # the refused result of a c_wchar callback is arbitrary memory: never read

# %% char_p_result
T = CFUNCTYPE(c_char_p, c_char_p)
lib.call_text.argtypes = [T, c_char_p]
keep = b"kept bytes"
attempt(lambda: lib.call_text(T(lambda s: keep), b"in"))
attempt(lambda: lib.call_text(T(lambda s: None), b"in"))

# %% pointer_arguments
P = CFUNCTYPE(c_int, POINTER(c_int))
def f(p):
    show(type(p) is POINTER(c_int), p[0], p.contents.value)
    p[0] = 99
    return p[0]
i = c_int(5)
P(f)(byref(i)), i.value
P(f)(i)
P(lambda p: bool(p))(None)

# %% void_p_result
Q = CFUNCTYPE(c_void_p, c_void_p)
lib.call_pointer.argtypes, lib.call_pointer.restype = [Q, c_void_p], c_void_p
lib.call_pointer(Q(lambda p: p), 1234)
lib.call_pointer(Q(lambda p: None), 1234)
lib.call_pointer(Q(lambda p: 2**64 - 1), None)
Q(lambda p: (show(p), 0)[1])(None)

# %% py_object_through
O = PYFUNCTYPE(py_object, py_object, py_object)
O(lambda a, b: (a, b))([1], "x")
O(lambda a, b: None)(1, 2)

# %% qsort
Cmp = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
a = (c_int * 8)(5, 3, 9, -1, 7, 0, 2, 8)
lib.sort_ints.restype = None
lib.sort_ints.argtypes = [POINTER(c_int), c_size_t, Cmp]
lib.sort_ints(a, 8, Cmp(lambda x, y: x[0] - y[0]))
a[:]
lib.sort_ints(a, 8, Cmp(lambda x, y: y.contents.value - x.contents.value))
a[:]

# %% mixed_arguments
M = CFUNCTYPE(c_double, c_int, c_double, c_long, c_float, c_short, c_double, c_ubyte, c_double, c_int, c_int, c_int, c_int)
lib.call_mixed.restype = c_double
lib.call_mixed(M(lambda *a: (show(a), sum(a))[1]))

# %% exception
def bad(v): raise ValueError("from the callback")
f = IntFn(bad)
_ = f(5)
_ = lib.call_int(f, 5)
_ = lib.call_times(f, 2)

# %% exception_base
def stop(v): raise SystemExit(3)
_ = IntFn(stop)(5)
def interrupt(v): raise KeyboardInterrupt("no")
_ = IntFn(interrupt)(5)

# %% exception_in_void
V = CFUNCTYPE(None)
def bad(): raise LookupError("void")
V(bad)()
_ = lib.call_void(V(bad))

# %% exception_wrong_arity
_ = IntFn(lambda: 1)(5)
_ = IntFn(lambda a, b: 1)(5)
IntFn(int)(5)

# %% exception_in_record_result
F = CFUNCTYPE(c_int, Point)
def bad(p): raise KeyError(p.x)
_ = F(bad)(Point(1, 2))

# %% excepthook_is_not_used
old, sys.excepthook = sys.excepthook, lambda *a: show("excepthook", a[0])
_ = IntFn(lambda v: 1 / 0)(5)
sys.excepthook = old

# %% py_callback_exception_passes
PyF = PYFUNCTYPE(c_int, c_int)
_ = PyF(lambda v: 1 / 0)(5)

# %% threads
import threading
seen = set()
def f(v):
    seen.add(threading.get_ident() == threading.main_thread().ident)
    return v
lib.call_threads.restype = c_long
lib.call_threads.argtypes = [IntFn, c_int, c_int]
lib.call_threads(IntFn(f), 4, 50)
seen

# %% threads_exception
lock = []
def f(v): raise RuntimeError("in thread")
lib.call_threads.restype = c_long
_ = lib.call_threads(IntFn(f), 1, 2)

# %% python_threads
import threading
out = []
def work(k):
    g = IntFn(lambda v: v + k)
    out.append(sum(lib.call_int(g, i) for i in range(50)))
ts = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in ts: t.start()
for t in ts: t.join()
sorted(out)

# %% bounce
B = CFUNCTYPE(c_int, c_int, c_void_p)
def f(depth, p): return 1 + lib.bounce(b, depth - 1)
b = B(f)
lib.bounce(b, 20)

# %% kept
f = IntFn(lambda v: v + 100)
lib.keep_int(f).__class__
lib.call_kept(5)
lib.hand_kept.restype = IntFn
g = lib.hand_kept()
g(6), g is f
lib.keep_int(None).__class__
lib.call_kept(5)
bool(lib.hand_kept())

# %% c_function_as_callback
lib.hand_twice.restype = IntFn
t = lib.hand_twice()
t(4)
lib.call_int(t, 10)
t.argtypes, t.restype, type(t) is IntFn
lib.call_int(lib.same_int, 7)

# %% not_callable
for v in ("x", [], 1.5, None, Point()):
    attempt(IntFn, v)

# %% callables_of_all_sorts
class C:
    def __call__(self, v): return v + 1
    def m(self, v): return v + 2
    @staticmethod
    def s(v): return v + 3
    @classmethod
    def c(cls, v): return v + 4
import functools
for f in (C(), C().m, C.s, C.c, functools.partial(lambda a, b: a + b, 5), int.__neg__, "abc".__len__, lib.same_int, IntFn(abs)):
    show(IntFn(f)(1) if f != "abc".__len__ else "skip")

# %% argument_subclass
class I(c_int): pass
F = CFUNCTYPE(c_int, I)
F(lambda v: (show(type(v), v.value), v.value)[1])(5)

# %% argument_lifetimes
saved = []
F = CFUNCTYPE(None, POINTER(c_int))
F(lambda p: saved.append(type(p)))(byref(c_int(4)))
saved

# %% structures_in_callback_are_copies
F = CFUNCTYPE(c_int, Point)
saved = []
p = Point(1, 2)
F(lambda q: saved.append(q) or 0)(p)
p.x = 50
saved[0].x, saved[0]._b_base_
saved[0].y = 9
p.y

# %% restype_changed_on_instance
f = IntFn(lambda v: 70000)
f.restype = c_short
f(1)
f.argtypes = [c_double]
f(1.0).__class__
f.restype = None
f(1)

# %% callback_deleted_in_call
def f(v):
    global cb
    cb = None
    return v + 1
cb = IntFn(f)
cb(4)

# %% gc_inside
def f(v):
    gc.collect()
    return v
lib.call_times(IntFn(f), 3)

# %% many
fs = [IntFn(lambda v, k=k: v + k) for k in range(500)]
sum(f(1) for f in fs)
del fs

# %% callback_repr_and_address
f = IntFn(abs)
f
bool(f), sizeof(f)
cast(f, c_void_p).value == cast(f, c_void_p).value
bytes(f) != bytes(8)

# %% stdcall_flags
if hasattr(_ctypes, "FUNCFLAG_STDCALL"): show(_ctypes.FUNCFLAG_STDCALL)
_ctypes.FUNCFLAG_CDECL, _ctypes.FUNCFLAG_PYTHONAPI, _ctypes.FUNCFLAG_USE_ERRNO, _ctypes.FUNCFLAG_USE_LASTERROR

# %% errno_in_callback
F = CFUNCTYPE(c_int, use_errno=True)
def f():
    show(get_errno())
    set_errno(77)
    return 0
lib2 = open_library(library, use_errno=True)
set_errno(5)
lib2.errno_around(F(f), 33)
get_errno()
lib2.errno_around(CFUNCTYPE(c_int)(f), 44)

# %% recursive_prototype
class S(Structure): pass
F = CFUNCTYPE(c_int, POINTER(S))
S._fields_ = [("f", F), ("v", c_int)]
s = S(F(lambda p: p.contents.v + 1), 41)
s.f(byref(s))
del s
