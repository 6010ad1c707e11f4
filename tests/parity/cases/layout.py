"""Layout: bit-fields, packing, and byte order, as sizes, offsets, reprs and bytes."""

# %% setup
def rec(fields, base=Structure, **ns):
    return type(base)("R", (base,), dict(ns, _fields_=fields))
def look(t):
    return sizeof(t), alignment(t), [getattr(t, f[0]) for f in t._fields_]

# %% bits_basic
look(Bits)
b = Bits(5, 100, -3, 1000)
b.a, b.b, b.c, b.d
bytes(b)
lib.bits_pack(byref(b))
lib.bits_size()

# %% bits_written_by_c
b = Bits()
lib.bits_fill.restype = None
lib.bits_fill(byref(b), 7, 127, -2048, 1023)
b.a, b.b, b.c, b.d

# %% bits_truncate
b = Bits()
b.a = 9
b.a
b.a = -1
b.a
b.c = 2048
b.c
b.c = 2**40 + 5
b.c
b.d = -1
b.d

# %% bits_wrong_values
b = Bits()
for v in ("x", 1.5, None, [], c_int(1), True):
    attempt(setattr, b, "a", v)
    show(b.a)

# %% bits_signed
for t in (c_byte, c_short, c_int, c_long, c_longlong):
    R = rec([("a", t, 3), ("b", t, 5)])
    r = R(-1, 15)
    show(look(R), r.a, r.b)
    r.a, r.b = 3, -16
    show(r.a, r.b, bytes(r))

# %% bits_unsigned
for t in (c_ubyte, c_ushort, c_uint, c_ulong, c_ulonglong):
    R = rec([("a", t, 3), ("b", t, 5)])
    r = R(7, 31)
    show(look(R), r.a, r.b, bytes(r))

# %% bits_bool
R = rec([("a", c_bool, 1), ("b", c_bool, 1)])
look(R)
r = R(1, 0)
r.a, r.b
r.b = 5
r.b
bytes(r)

# %% bits_forbidden_types
for t in (c_float, c_double, c_longdouble, c_char_p, c_wchar_p, c_void_p, py_object, c_int * 3, Point, POINTER(c_int), CFUNCTYPE(None), IntOrFloat):
    attempt(rec, [("a", t, 3)])

# %% bits_char_types
for t in (c_char, c_wchar):
    attempt(lambda: look(rec([("a", t, 3)])))

# %% bits_wrong_widths
for w in (0, -1, 33, 64, 2**31, 2**40, "3", 1.5, None, True):
    attempt(lambda: look(rec([("a", c_int, w)])))

# %% bits_width_limits
for t in (c_byte, c_ubyte, c_short, c_int, c_uint, c_longlong, c_bool):
    n = 8 * sizeof(t)
    attempt(lambda: look(rec([("a", t, n)])))
    attempt(lambda: look(rec([("a", t, n + 1)])))

# %% bits_full_width
R = rec([("a", c_int, 32), ("b", c_longlong, 64), ("c", c_uint, 32)])
r = R(-5, -6, 2**32 - 1)
r.a, r.b, r.c
look(R)

# %% bits_longlong
R = rec([("a", c_longlong, 1), ("b", c_longlong, 62), ("c", c_longlong, 1)])
look(R)
r = R(-1, -(2**61), 0)
r.a, r.b, r.c

# %% bits_mixed_with_others
for fields in (
    [("a", c_int, 30), ("b", c_int, 4)], [("a", c_int, 1), ("b", c_double), ("c", c_int, 1)],
    [("a", c_byte, 7), ("b", c_byte, 2), ("c", c_byte, 7)], [("a", c_short, 15), ("b", c_short, 2)],
):
    show(look(rec(fields)))

# %% bits_mixed_types
for fields in (
    [("a", c_short, 4), ("b", c_int, 5)], [("a", c_int, 5), ("b", c_short, 4)], [("a", c_byte, 4), ("b", c_longlong, 4)],
    [("a", c_char), ("b", c_int, 4)], [("a", c_int, 4), ("b", c_char)],
    [("a", c_short, 15), ("b", c_short, 2), ("c", c_byte, 7)], [("a", c_uint, 9), ("b", c_ubyte, 3), ("c", c_ushort, 12)],
):
    show(look(rec(fields)))

# %% bits_mixed_values
R = rec([("a", c_short, 4), ("b", c_int, 20), ("c", c_ubyte, 3), ("d", c_longlong, 40)])
r = R(-8, 1 << 18, 5, -(1 << 39))
r.a, r.b, r.c, r.d
bytes(r)
look(R)

# %% bits_after_array
R = rec([("x", c_char * 3), ("a", c_int, 4), ("b", c_int, 28)])
look(R)
r = R(b"abc", 7, -1)
r.x, r.a, r.b
bytes(r)

# %% bits_packed_one_type
for p in (4, 8):
    show(p, look(rec([("a", c_int, 4), ("b", c_int, 12), ("c", c_int, 16)], _pack_=p)))

# %% bits_packed
for p in (1, 2, 4, 8):
    for fields in ([("a", c_int, 4), ("b", c_longlong, 40)], [("c", c_char), ("a", c_int, 12), ("b", c_short, 9)]):
        show(p, look(rec(fields, _pack_=p)))

# %% bits_union
R = rec([("a", c_int, 3), ("b", c_int, 10), ("c", c_int)], Union)
look(R)
r = R()
r.c = 0x5fb
r.a, r.b
r.a = 0
r.c

# %% bits_swapped
for t in (c_short, c_ushort, c_int, c_uint, c_longlong, c_ulonglong, c_byte, c_ubyte):
    attempt(lambda: (look(rec([("a", t, 3), ("b", t, 5)], BigEndianStructure)), bytes(rec([("a", t, 3), ("b", t, 5)], BigEndianStructure)(1, 2))))

# %% bits_swapped_values
R = rec([("a", c_uint, 4), ("b", c_uint, 12), ("c", c_uint, 16)], BigEndianStructure)
r = R(1, 0x234, 0x5678)
bytes(r)
r.a, r.b, r.c

# %% bits_inherited
A = rec([("a", c_int, 4)])
class B(A): _fields_ = [("b", c_int, 4), ("c", c_int)]
sizeof(B), B.a, B.b, B.c
b = B(1, 2, 3)
b.a, b.b, b.c

# %% bits_anonymous
A = rec([("a", c_int, 4), ("b", c_int, 4)])
class S(Structure):
    _anonymous_ = ["n"]
    _fields_ = [("k", c_int), ("n", A)]
S.a, S.b
s = S()
s.b = -3
s.b, s.n.b

# %% bits_subclassed_type
class I(c_int): pass
R = rec([("a", I, 4)])
r = R(5)
r.a

# %% bits_wide_shift
R = rec([("a", c_ulonglong, 63), ("b", c_ulonglong, 1)])
r = R(2**63 - 1, 1)
r.a, r.b
r.a = 0
bytes(r)

# %% pack_basic
for p in (1, 2, 4, 8, 16, 32):
    show(p, look(rec([("a", c_char), ("b", c_double), ("c", c_short), ("d", c_longdouble)], _pack_=p)))

# %% pack_wrong
for p in (-1, 0, 3, 5, "1", 1.0, None, 2**31, 2**64, [], True, b"1"):
    attempt(lambda: look(rec([("a", c_char), ("b", c_int)], _pack_=p)))

# %% pack_after_fields
class S(Structure): _fields_ = [("a", c_char), ("b", c_int)]
S._pack_ = 1
sizeof(S)
class T(Structure): pass
T._pack_ = 1
T._fields_ = [("a", c_char), ("b", c_int)]
sizeof(T)

# %% pack_order_in_class
class S(Structure):
    _fields_ = [("a", c_char), ("b", c_int)]
    _pack_ = 1
sizeof(S)

# %% pack_inherited
class A(Structure):
    _pack_ = 1
    _fields_ = [("a", c_char), ("b", c_int)]
class B(A): _fields_ = [("c", c_char), ("d", c_double)]
sizeof(B), B.d, alignment(B)
class C(A):
    _pack_ = 4
    _fields_ = [("c", c_char), ("d", c_double)]
sizeof(C), C.d

# %% pack_nested
A = rec([("a", c_char), ("b", c_int)], _pack_=1)
B = rec([("x", c_char), ("n", A), ("y", c_int)])
look(B)
C = rec([("x", c_char), ("n", rec([("a", c_char), ("b", c_int)]))], _pack_=1)
look(C)

# %% pack_union
look(rec([("a", c_char * 5), ("b", c_int)], Union, _pack_=1))
look(rec([("a", c_char * 5), ("b", c_int)], Union, _pack_=2))
look(rec([("a", c_char * 5), ("b", c_int)], Union))

# %% pack_index_object
class I:
    def __index__(self): return 2
attempt(lambda: look(rec([("a", c_char), ("b", c_int)], _pack_=I())))

# %% pack_deleted
class S(Structure):
    _pack_ = 1
    _fields_ = [("a", c_char), ("b", c_int)]
del S._pack_
sizeof(S)
S._pack_

# %% packed_access
R = rec([("c", c_char), ("i", c_int), ("d", c_double), ("s", c_short), ("p", c_void_p), ("l", c_longdouble)], _pack_=1)
r = R(b"x", -2, 1.5, 77, 5, 2.25)
r.c, r.i, r.d, r.s, r.p, r.l
bytes(r)[:13]

# %% layout_attribute
for l in ("ms", "gcc-sysv", "nope", 5, None):
    attempt(lambda: look(rec([("a", c_short, 4), ("b", c_int)], _layout_=l)))

# %% big_endian
class B(BigEndianStructure): _fields_ = [("s", c_short), ("i", c_int), ("d", c_double), ("b", c_byte), ("c", c_char)]
b = B(1, 2, 3.5, 4, b"z")
bytes(b)
b.s, b.i, b.d, b.b, b.c
look(B)
B._fields_
B.s
B._swappedbytes_

# %% little_endian_is_structure
LittleEndianStructure is Structure
LittleEndianUnion is Union if hasattr(ctypes, "LittleEndianUnion") else "none"
BigEndianStructure.__mro__
type(BigEndianStructure)

# %% big_endian_refuses
for t in (c_char_p, c_wchar_p, c_void_p, py_object, POINTER(c_int), c_longdouble, CFUNCTYPE(None), c_wchar, c_bool, Point):
    attempt(type(BigEndianStructure), "B", (BigEndianStructure,), {"_fields_": [("a", t)]})

# %% big_endian_nested
class In(BigEndianStructure): _fields_ = [("a", c_int)]
class Out(BigEndianStructure): _fields_ = [("i", In), ("arr", c_short * 3)]
bytes(Out(In(1), (1, 2, 3)))
o = Out((5,), (7, 8, 9))
o.i.a, o.arr[:]
Out.arr
o.arr

# %% big_endian_in_native
class In(BigEndianStructure): _fields_ = [("a", c_int)]
class Out(Structure): _fields_ = [("i", In), ("n", c_int)]
bytes(Out((1,), 1))

# %% big_endian_inherited
class A(BigEndianStructure): _fields_ = [("a", c_int)]
class B(A): _fields_ = [("b", c_short)]
bytes(B(1, 2))

# %% big_endian_packed
class A(BigEndianStructure):
    _pack_ = 1
    _fields_ = [("c", c_byte), ("i", c_int), ("d", c_double)]
bytes(A(1, 2, 3.0))
sizeof(A)

# %% big_endian_union
if hasattr(ctypes, "BigEndianUnion"):
    class U(ctypes.BigEndianUnion): _fields_ = [("i", c_int), ("s", c_short)]
    show(bytes(U(1)), U(1).s, U(s=5).i)
hasattr(ctypes, "BigEndianUnion")

# %% big_endian_field_values
class B(BigEndianStructure): _fields_ = [("f", c_float), ("q", c_longlong), ("H", c_ushort)]
b = B(1.5, -2, 65535)
b.f, b.q, b.H
b.q = 2**63
b.q
b.H = -1
b.H
b.f = "x"
b.q = 1.5

# %% big_endian_array_of
A = c_int.__ctype_be__ * 3
a = A(1, 2, 3)
a[:], bytes(a)
a[1] = 0x01020304
bytes(a)
A.__name__

# %% offsets_of_all_scalars
for t in (c_byte, c_short, c_int, c_long, c_longlong, c_float, c_double, c_longdouble, c_char, c_wchar, c_bool, c_void_p, c_char_p, py_object):
    R = rec([("pad", c_char), ("v", t), ("end", c_char)])
    show(t, sizeof(R), R.v, R.end)

# %% size_overflow
attempt(lambda: c_int * (2**62))
attempt(lambda: c_char * (2**63))
attempt(lambda: (c_char * (2**62)) * 4)
attempt(lambda: sizeof(c_char * (2**62)))
