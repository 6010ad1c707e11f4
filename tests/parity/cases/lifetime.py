"""Keep-alive: `_objects`, `_b_base_`, reference counts, weak references, pickling and copying."""

# %% setup
def objects(x):
    """_objects with addresses out of sight: values by type, keys as they are."""
    o = x._objects
    return {k: type(v).__name__ for k, v in o.items()} if isinstance(o, dict) else (type(o).__name__, o if isinstance(o, (bytes, str, int)) else None)

# %% objects_simple
for t in (c_int, c_double, c_char_p, c_wchar_p, c_void_p, py_object, c_char):
    show(t()._objects)
c_char_p(b"abc")._objects
c_wchar_p("abc")._objects
py_object([1])._objects
c_void_p(5)._objects
x = c_char_p(b"abc")
x.value = b"def"
x._objects
x.value = None
x._objects

# %% objects_wchar_p
x = c_wchar_p("abc")
objects(x)
x.value = None
objects(x)

# %% objects_structure
class S(Structure): _fields_ = [("a", c_char_p), ("b", c_int), ("c", c_char_p), ("p", POINTER(c_int)), ("o", py_object)]
s = S()
s._objects
s.b = 3
s._objects
s.a = b"one"
s._objects
s.c = b"two"
s._objects
s.a = None
s._objects
s.a = b"three"
s._objects
s.p = pointer(c_int(5))
objects(s)
s.p = None
objects(s)
s.o = [1, 2]
objects(s)

# %% objects_nested
class In(Structure): _fields_ = [("x", c_char_p), ("y", c_char_p)]
class Out(Structure): _fields_ = [("i", c_int), ("n", In), ("m", In)]
o = Out()
o.m.y = b"deep"
o._objects
o.n.x = b"flat"
o._objects
o.m._objects, o.m._objects is o._objects
o.n = In(b"p", b"q")
o._objects

# %% objects_array
a = (c_char_p * 3)()
a[1] = b"x"
a._objects
a[2] = b"y"
a._objects
a[1] = None
a._objects
b = (c_char_p * 2)(b"p", b"q")
b._objects

# %% objects_array_in_structure
class S(Structure): _fields_ = [("k", c_int), ("a", c_char_p * 3)]
s = S()
s.a[2] = b"z"
s._objects
s.a = (b"1", b"2", b"3")
s._objects

# %% objects_structure_array
class S(Structure): _fields_ = [("p", c_char_p), ("q", c_char_p)]
a = (S * 20)()
a[17].q = b"far"
a._objects
a[1].p = b"near"
a._objects
n = ((S * 2) * 3)()
n[2][1].q = b"deep"
n._objects

# %% objects_pointer
p = pointer(c_int(5))
objects(p)
p.contents = c_int(7)
objects(p)
q = pointer(c_char_p(b"abc"))
objects(q)
q[0] = b"def"
objects(q)
POINTER(c_int)()._objects

# %% objects_pointer_array
a = (POINTER(c_int) * 2)()
a[0] = pointer(c_int(1))
objects(a)
a[1] = pointer(c_int(2))
objects(a)
a[0] = None
objects(a)

# %% objects_function
F = CFUNCTYPE(c_int, c_int)
f = F(len)
objects(f)
class S(Structure): _fields_ = [("f", F)]
s = S()
s.f = f
objects(s)

# %% objects_cast
a = create_string_buffer(b"abc")
p = cast(a, POINTER(c_char))
sorted(type(v).__name__ for v in p._objects.values())
p2 = cast(p, c_void_p)
sorted(type(v).__name__ for v in p2._objects.values())

# %% objects_union
class U(Union): _fields_ = [("p", c_char_p), ("q", c_char_p), ("i", c_int)]
u = U()
u.p = b"1"
u._objects
u.q = b"2"
u._objects
u.i = 5
u._objects

# %% base
r = Rect()
r.lo._b_base_ is r, r._b_base_
a = (Point * 2)()
a[1]._b_base_ is a
pointer(r).contents._b_base_
pointer(c_int(3)).contents._b_base_
s = Rect().lo
gc.collect() >= 0
s._b_base_

# %% refcount_of_values
o = object()
n = sys.getrefcount(o)
x = py_object(o)
sys.getrefcount(o) - n
x.value is o
sys.getrefcount(o) - n
x.value = None
sys.getrefcount(o) - n

# %% refcount_in_structure
class S(Structure): _fields_ = [("o", py_object)]
o = object()
n = sys.getrefcount(o)
s = S(o)
sys.getrefcount(o) - n
y = s.o
sys.getrefcount(o) - n
del y, s
sys.getrefcount(o) - n

# %% refcount_of_bytes
b = b"a byte string that nobody else has"
n = sys.getrefcount(b)
p = c_char_p(b)
sys.getrefcount(b) - n
del p
sys.getrefcount(b) - n
lib.text_length(b)
sys.getrefcount(b) - n
lib.text_length.argtypes = [c_char_p]
lib.text_length(b)
sys.getrefcount(b) - n

# %% refcount_of_callable
def f(x): return x
n = sys.getrefcount(f)
F = CFUNCTYPE(c_int, c_int)
c = F(f)
held = sys.getrefcount(f)
held > n
c(3)
sys.getrefcount(f) - held
del c
sys.getrefcount(f) - n

# %% weakrefs
import weakref
for v in (c_int(), Point(), (c_int * 2)(), pointer(c_int()), CFUNCTYPE(None)(lambda: None), IntOrFloat(), c_char_p()):
    w = weakref.ref(v)
    show(w() is v)
    del v
    show(w())

# %% weakref_of_byref
import weakref
weakref.ref(byref(c_int()))
weakref.ref(Point.x)

# %% weakref_types
import weakref
class S(Structure): _fields_ = [("a", c_int)]
w = weakref.ref(S)
del S
_ = gc.collect()
w() is None

# %% cycles
import weakref
class S(Structure): _fields_ = [("o", py_object)]
s = S()
s.o = s
w = weakref.ref(s)
del s
_ = gc.collect()
w() is None
class N(Structure): pass
N._fields_ = [("next", POINTER(N))]
n = N()
n.next = pointer(n)
w = weakref.ref(n)
del n
_ = gc.collect()
w() is None

# %% cycle_of_callback
import weakref
class Holder: pass
F = CFUNCTYPE(c_int)
h = Holder()
h.f = F(lambda: h.x)
w = weakref.ref(h)
del h
_ = gc.collect()
w() is None

# %% gc_tracked
for v in (c_int(), Point(), (c_int * 2)(), pointer(c_int()), lib.nothing):
    show(gc.is_tracked(v))
gc.is_tracked(c_int), gc.is_tracked(Point)

# %% referents
x = py_object([1])
[type(r).__name__ for r in gc.get_referents(x) if not isinstance(r, type)]
s = Rect()
s.extra = 5
sorted(type(r).__name__ for r in gc.get_referents(s) if not isinstance(r, type))
sorted(type(r).__name__ for r in gc.get_referents(s.lo) if not isinstance(r, type))

# %% sizes_of_objects
for v in (c_int(), Point(), Rect(), (c_int * 2)(), pointer(c_int())):
    show(sys.getsizeof(v))
c_int.__basicsize__, ctypes._CFuncPtr.__basicsize__, c_int.__itemsize__, c_int.__dictoffset__ != 0, c_int.__weakrefoffset__ != 0

# %% pickle_simple
import pickle
for v in (c_int(42), c_double(2.5), c_char(b"x"), c_bool(True), c_longlong(-1), c_wchar("x"), c_float(1.5), c_ubyte(200)):
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        w = pickle.loads(pickle.dumps(v, protocol))
        show(w, type(w) is type(v))

# %% pickle_low_protocol
import pickle
for p in (0, 1):
    attempt(lambda: pickle.loads(pickle.dumps(c_int(3), p)))

# %% pickle_refuse
import pickle
for v in (c_char_p(b"x"), c_wchar_p("x"), c_void_p(1), py_object(1), pointer(c_int(1)), CFUNCTYPE(None)(lambda: None), (c_char_p * 2)(), (POINTER(c_int) * 2)(), lib.nothing, byref(c_int())):
    attempt(pickle.dumps, v)

# %% pickle_structure
import pickle, records
r = Rect((1, 2), (3, 4))
r.extra = [1]
q = pickle.loads(pickle.dumps(r))
q.hi.y, q.extra, type(q) is Rect
q = pickle.loads(pickle.dumps(Mixed(1.5, 3)))
q.d, q.i
class WithPointer(Structure): _fields_ = [("p", POINTER(c_int))]
pickle.dumps(WithPointer())
u = pickle.loads(pickle.dumps(IntOrFloat(5)))
u.i

# %% pickle_array
import pickle
pickle.loads(pickle.dumps(create_string_buffer(b"abc"))).raw
a = (c_int * 3)(1, 2, 3)
attempt(lambda: pickle.loads(pickle.dumps(a))[:])

# %% reduce
c_int(5).__reduce__()
Point(1, 2).__reduce__()
p = Point(1, 2)
p.tag = "t"
p.__reduce__()
pointer(c_int()).__reduce__()
c_char_p(b"x").__reduce__()
c_int(5).__reduce_ex__(4)[0]

# %% setstate
x = c_int()
x.__setstate__(({}, b"\5\0\0\0"))
x
x.__setstate__(({"a": 1}, b"\6\0\0\0"))
x, x.a
for s in ((), ({},), ({}, "x"), (5, b"1234"), ({}, b""), ({}, b"123456789"), 5, None):
    attempt(x.__setstate__, s)
x

# %% unpickle_function
import _ctypes
_ctypes._unpickle(c_int, ({}, b"\7\0\0\0"))
_ctypes._unpickle(c_int, ({"q": 1}, b"\7\0\0\0")).q
_ctypes._unpickle(5, ())
_ctypes._unpickle(c_int, 5)
_ctypes._unpickle()

# %% copy
import copy
for v in (c_int(5), Point(1, 2), create_string_buffer(b"abc"), c_double(1.5)):
    w = copy.copy(v)
    show(type(w) is type(v), bytes(w) == bytes(v), w is v)
    w = copy.deepcopy(v)
    show(type(w) is type(v), bytes(w) == bytes(v), w is v)
copy.copy(pointer(c_int(1)))
copy.deepcopy(c_char_p(b"x"))

# %% types_pickle
import pickle
pickle.loads(pickle.dumps(c_int)) is c_int
pickle.loads(pickle.dumps(c_size_t)) is c_size_t
pickle.dumps(c_int * 3)
pickle.loads(pickle.dumps(Point)) is Point

# %% pyobj_functions
o = [1, 2]
n = sys.getrefcount(o)
_ctypes.Py_INCREF(o) is o
sys.getrefcount(o) - n
_ctypes.Py_DECREF(o) is o
sys.getrefcount(o) - n
_ctypes.PyObj_FromPtr(id(o)) is o
_ctypes.PyObj_FromPtr("x")
_ctypes.PyObj_FromPtr()
_ctypes.Py_INCREF()
sys.getrefcount(o) - n
