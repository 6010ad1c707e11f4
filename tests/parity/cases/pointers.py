"""Pointers: types, contents, indexing, null, cast, byref, addressof, and the memory functions."""

# %% types
P = POINTER(c_int)
P, P.__name__, P._type_, P.__mro__, sizeof(P), alignment(P)
P is POINTER(c_int)
POINTER(POINTER(c_int))
POINTER(c_int * 3), POINTER(Point), POINTER(py_object), POINTER(c_char_p), POINTER(CFUNCTYPE(None))
type(P)

# %% pointer_of_none
POINTER(None)
POINTER(None) is c_void_p
pointer(None)

# %% pointer_of_wrong
for t in (int, 5, "x", object, c_int(), [], Structure, b"x", 1.5, type):
    attempt(POINTER, t)
for v in (5, "x", None, int, c_int, []):
    attempt(pointer, v)
POINTER()
pointer()
POINTER(c_int, c_int)

# %% pointer_by_name
P = POINTER("Later")
P, P.__name__
P()
class Later(Structure): _fields_ = [("a", c_int)]
if hasattr(ctypes, "SetPointerType"): SetPointerType(P, Later)
P(Later(3)).contents.a
P._type_

# %% pointer_by_odd_name
for n in ("", "a b", "é", "LP_x", "a\0b", "\0", "\ud800"):
    attempt(POINTER, n)

# %% pointer_by_name_set_type
P = POINTER("Thing")
P.set_type(c_int)
P(c_int(5))[0]
P.set_type(5)
P.set_type()

# %% pointer_cache
POINTER(c_int) in ctypes._pointer_type_cache.values()
c_int in ctypes._pointer_type_cache
ctypes._pointer_type_cache[c_int] is POINTER(c_int)
ctypes._pointer_type_cache[None]
class S(Structure): pass
S in ctypes._pointer_type_cache
P = POINTER(S)
ctypes._pointer_type_cache[S] is P
ctypes._pointer_type_cache.get(S) is P, ctypes._pointer_type_cache.get(int, "none")
del ctypes._pointer_type_cache[S]
S in ctypes._pointer_type_cache
POINTER(S) is P
POINTER(S)
del ctypes._pointer_type_cache[int]
ctypes._pointer_type_cache[int]

# %% pointer_cache_type
type(ctypes._pointer_type_cache).__name__

# %% pointer_cache_set
class S(Structure): _fields_ = [("a", c_int)]
class MyP(ctypes._Pointer): _type_ = S
ctypes._pointer_type_cache[S] = MyP
POINTER(S) is MyP
pointer(S(4)).__class__
pointer(S(4))[0].a
ctypes._pointer_type_cache.pop(S) is MyP
POINTER(S) is MyP

# %% contents
i = c_int(5)
p = pointer(i)
p.contents, p[0]
p.contents is i
p.contents = c_int(9)
p[0], i
p.contents.value = 3
p[0]
p.contents = 5
p.contents = c_long(5)
p.contents = None
p.contents = pointer(i)
del p.contents

# %% contents_subclass
class I(c_int): pass
p = pointer(I(5))
p.contents, p[0]
q = POINTER(c_int)(I(6))
q.contents, q[0]
q.contents = I(7)
q[0]
POINTER(I)(c_int(3))

# %% index_read_write
a = (c_int * 5)(1, 2, 3, 4, 5)
p = cast(a, POINTER(c_int))
p[0], p[4], p[1]
p[2] = 33
a[:]
q = pointer(a)
q[0][:], q.contents[:]
cast(byref(a, 8), POINTER(c_int))[0], cast(byref(a, 8), POINTER(c_int))[-1]
p["x"]
p[1.5]
p[None]
p[0] = "x"
p[0] = 1.5
p[0] = c_int(8)
p[0]
p[0] = c_long(1)
del p[0]
p[2**64]

# %% slices
a = (c_int * 6)(*range(6))
p = cast(a, POINTER(c_int))
p[0:3], p[2:6], p[:3], p[5:0:-1], p[0:6:2], p[3:3], p[5:2]
p[0:], p
p[:]
p[::2]
p[-1:2] if False else None
p[3:0:-1]
p[:0:-1]
p[0:3:0]
p["a":3]
p[0:3] = [1, 2, 3]

# %% slices_of_text
b = create_string_buffer(b"hello")
p = cast(b, POINTER(c_char))
p[0], p[0:5], p[4:0:-1], p[0:5:2], p[2:2]
w = create_unicode_buffer("hello")
q = cast(w, POINTER(c_wchar))
q[0], q[0:5], q[4:0:-1], q[0:5:2]

# %% slices_of_structures
a = (Point * 3)((1, 2), (3, 4), (5, 6))
p = cast(a, POINTER(Point))
[s.x for s in p[0:3]]
p[1].y
p[1] = Point(8, 9)
a[1].x
p[1] = (10, 11)
a[1].y
p[1] = 5

# %% null
p = POINTER(c_int)()
bool(p)
p.contents
p[0]
p[0] = 1
p
POINTER(c_int)(None)
POINTER(POINTER(c_int))()[0]
addressof(p) != 0
p.contents = c_int(3)
bool(p), p[0]

# %% construct_wrong
P = POINTER(c_int)
for v in (5, "x", b"x", 1.5, [], c_long(3), c_uint(3), pointer(c_int(3)), byref(c_int(3)), (c_int * 3)(), c_void_p(3)):
    attempt(P, v)
P(c_int(), c_int())
P(x=c_int())
P(c_int(4))[0]

# %% construct_from_array
P = POINTER(c_int)
attempt(lambda: P((c_int * 3)(7, 8, 9))[2])
attempt(lambda: P(Point(4, 5))[1])

# %% truth_and_compare
p = pointer(c_int(0))
bool(p)
p == pointer(c_int(0)), p == p
p < p
hash(p)
len(p)
iter(p)

# %% declared
class P(ctypes._Pointer): _type_ = c_int
P(c_int(5))[0]
P, sizeof(P)
class Q(ctypes._Pointer): pass
Q()
Q._type_
Q._type_ = c_int
Q()
for t in (int, 5, None, "c_int", c_int(), Structure):
    attempt(type(P), "P", (ctypes._Pointer,), {"_type_": t})

# %% pointer_itself
ctypes._Pointer()
ctypes._Pointer(c_int())
ctypes._Pointer._type_
sizeof(ctypes._Pointer)
ctypes._Pointer * 2

# %% pointer_subclass
class P(POINTER(c_int)):
    def first(self): return self[0]
P(c_int(4))
P, P._type_, P.__mro__
class Q(POINTER(c_int)):
    _type_ = c_int
    def first(self): return self[0]
q = Q(c_int(4))
q.first(), q
f = lib.same_pointer
f.restype = Q
f.argtypes = [Q]
f(q).first()
f(pointer(c_int(4)))
f(c_int(4)).__class__
POINTER(c_int).from_param(q).first()

# %% pointer_to_pointer
i = c_int(1)
p = pointer(i)
pp = pointer(p)
pp.contents.contents.value, pp[0][0]
pp[0] = pointer(c_int(7))
p[0]
pp.contents = pointer(c_int(8))
pp[0][0], p[0]

# %% keepalive_of_pointer
p = pointer(c_int(5))
p._objects
p = pointer(Point(1, 2))
gc.collect() >= 0
p.contents.y
type(p._objects), sorted(p._objects)

# %% cast_basics
a = (c_int * 3)(1, 2, 3)
cast(a, POINTER(c_int))[2]
cast(a, c_void_p).value == addressof(a)
cast(a, POINTER(c_ubyte))[4]
cast(addressof(a), POINTER(c_int))[1]
cast(byref(a), POINTER(c_int))[1]
cast(pointer(a), POINTER(c_int * 3))[0][:]
cast(c_void_p(addressof(a)), POINTER(c_int))[0]
cast(None, POINTER(c_int))
bool(cast(None, POINTER(c_int)))
cast(0, c_void_p)
cast(b"abc", c_void_p).value is not None
cast(b"abc", c_char_p)
cast(b"abc", c_char_p).value
cast(b"abc", POINTER(c_char))[1]

# %% cast_wrong_type
for t in (c_int, c_double, Point, c_int * 3, int, None, 5, "x", c_char, IntOrFloat, py_object, c_bool):
    attempt(cast, c_int(), t)
cast()
cast(c_int())
cast(1, 2, 3)

# %% cast_wrong_object
for v in (1.5, [], object(), Point, {}, 2**70, bytearray(b"x"), c_double(1.5), Point(), c_int(0), 1j):
    attempt(lambda: type(cast(v, c_void_p)))

# %% cast_negative
cast(-1, c_void_p)
cast(2**64 - 1, c_void_p)
cast(5, c_void_p).value

# %% cast_keeps_alive
p = cast((c_int * 3)(1, 2, 3), POINTER(c_int))
gc.collect() >= 0
p[:3]
type(p._objects).__name__, len(p._objects)
q = cast(p, POINTER(c_short))
q._objects is p._objects
q[0]
s = cast(c_char_p(b"text"), c_void_p)
[v for v in s._objects.values() if isinstance(v, bytes)]

# %% cast_function
F = CFUNCTYPE(c_int, c_int)
f = F(lambda x: x + 1)
g = cast(f, F)
g(4)
cast(cast(f, c_void_p), F)(5)
cast(lib.hand_twice, c_void_p).value is not None
lib.hand_twice.restype = c_void_p
cast(lib.hand_twice(), F)(21)
cast(f, CFUNCTYPE(c_short, c_short))(5)

# %% cast_to_incomplete
class S(Structure): pass
p = cast(b"abcdefgh", POINTER(S))
S._fields_ = [("a", c_char)]
p.contents.a

# %% byref
i = c_int(5)
lib.out_int.restype = None
lib.out_int(byref(i))
i.value
byref(i)._obj is i
a = (c_int * 3)()
lib.out_int(byref(a, 4))
a[:]
lib.out_int(byref(a, offset=8))
a[:]

# %% byref_wrong
for v in (5, "x", None, c_int, b"x", [], byref(c_int()), bytearray(b"x")):
    attempt(byref, v)
byref()
byref(c_int(), "x")
byref(c_int(), 1.5)
byref(c_int(), None)
byref(c_int(), 2**70)
byref(c_int(), 1, 2)
byref(c_int(), -4).__class__
byref(obj=c_int())

# %% addressof
i = c_int(5)
addressof(i) == addressof(c_int.from_buffer(i))
for v in (5, "x", None, c_int, b"x", byref(i)):
    attempt(addressof, v)
addressof()
addressof(pointer(i)) != addressof(i)
cast(pointer(i), c_void_p).value == addressof(i)

# %% sizeof
for v in (c_int, c_int(), c_int * 3, Point, Point(), POINTER(c_int), lib.nothing, CFUNCTYPE(None), py_object):
    show(sizeof(v), alignment(v))
for v in (5, int, None, "x", object(), byref(c_int()), lib):
    attempt(sizeof, v)
    attempt(alignment, v)
sizeof()
alignment(c_int, c_int)

# %% from_address
i = c_int(5)
j = c_int.from_address(addressof(i))
j.value
j.value = 9
i.value
j._b_needsfree_, j._b_base_, j._objects
for v in ("x", None, 1.5, c_int(5), 2**70, -(2**70)):
    attempt(c_int.from_address, v)
c_int.from_address()
Point.from_address(addressof((c_int * 2)(3, 4))).__class__

# %% from_address_abstract
Structure.from_address(0).__class__
Array.from_address(0)
ctypes._SimpleCData.from_address(0)
ctypes._Pointer.from_address(0)

# %% memmove
a = create_string_buffer(b"hello")
b = create_string_buffer(10)
memmove(b, a, 5) == addressof(b)
b.value
memmove(b, b"HE", 2) == addressof(b)
b.value
memmove(byref(b, 2), "x", 1) == addressof(b) + 2
memmove(b, a, 0) == addressof(b)
memmove(b, a)
memmove(b, a, "x")
memmove(b, a, None)
memmove("dst", a, 1).__class__
memmove(1.5, a, 1)
memmove(b, [], 1)
memmove(pointer(c_int(5)), a, 4).__class__

# %% memset
a = create_string_buffer(b"hello")
memset(a, 65, 3) == addressof(a)
a.value
memset(a, 256 + 66, 1).__class__
a.value
memset(a, -1, 1).__class__
a.value
memset(a, b"x", 1)
memset(a, 1)
memset(None, 0, 0)
memset(a, 0, 0).__class__

# %% string_at
b = create_string_buffer(b"ab\0cd")
string_at(b), string_at(b, 5), string_at(b, 0), string_at(byref(b, 3)), string_at(addressof(b), 2)
string_at(b"bytes"), string_at(b"bytes", 3)
string_at(pointer(b), 4)
string_at(c_char_p(b"x"))
string_at(b, -5) if False else None
string_at(1.5)
string_at([])
string_at()
string_at(b, "x")
string_at(b, 1, 2)

# %% wstring_at
w = create_unicode_buffer("ab\0cd\u20ac")
wstring_at(w), wstring_at(w, 5), wstring_at(w, 0), wstring_at(byref(w, 12)), wstring_at(addressof(w), 2)
wstring_at("text"), wstring_at("text", 2)
wstring_at(1.5)
wstring_at()

# %% resize
i = c_int(5)
resize(i, 16)
sizeof(i), i.value
resize(i, 2)
resize(i, -1)
resize(i, "x")
resize(i)
resize(5, 16)
resize(i, 4)
sizeof(i)
b = create_string_buffer(3)
resize(b, 100)
sizeof(b), len(b), len(bytes(memoryview(b)))

# %% resize_view
r = Rect()
lo = r.lo
resize(lo, 100)
v = c_int.from_buffer(bytearray(8))
resize(v, 100)
resize(c_int.from_address(addressof(r)), 100)

# %% resize_large
a = (c_int * 3)(1, 2, 3)
resize(a, 1 << 20)
sizeof(a), a[:]
resize(a, 12)
sizeof(a), a[:]
b = (c_char * 100)()
resize(b, 200)
resize(b, 100)
sizeof(b)
