"""Structures: initialisation, fields, nesting, attributes, identity."""

# %% simple
class S(Structure): _fields_ = [("a", c_int), ("b", c_double), ("c", c_char)]
sizeof(S), alignment(S)
s = S(1, 2.5, b"x")
s.a, s.b, s.c
S.a, S.b, S.c
S._fields_

# %% empty
class S(Structure): pass
sizeof(S), alignment(S)
S()
S(1)
S._fields_
class T(Structure): _fields_ = []
sizeof(T), alignment(T)
T()
T(1)
bytes(T())

# %% init_positional_keyword
Point(1, 2).y
Point(1, y=3).y
Point(y=5).y
Point(x=1, y=2).x
Point(1, x=2)
Point(1, 2, 3)
Point(1, 2, y=3)

# %% init_unknown_keyword
p = Point(z=3)
p.z
Point(1, 2, z=4).z

# %% init_wrong_types
Point("a")
Point(1, "b")
Point(x="c")
Point(None)
Point(1.5)
Point([1, 2])
Vec(1, "x")

# %% init_order_inherited
class A(Structure): _fields_ = [("a", c_int)]
class B(A): _fields_ = [("b", c_int)]
class C(B): pass
class D(C): _fields_ = [("d", c_int)]
d = D(1, 2, 3)
d.a, d.b, d.d
D(1, 2, 3, 4)
D(1, b=2).b
D(1, a=2)
D(1, 2, 3, a=4)
sizeof(D)
D._fields_, C._fields_

# %% init_subclass_override
class S(Structure):
    _fields_ = [("a", c_int)]
    def __init__(self): super().__init__(42)
S().a
(S * 2)()[0].a

# %% nested
class In(Structure): _fields_ = [("x", c_short), ("y", c_byte)]
class Out(Structure): _fields_ = [("h", c_char), ("i", In), ("j", In * 2)]
sizeof(Out), Out.i, Out.j
o = Out(b"h", In(1, 2), (In(3, 4), In(5, 6)))
o.i.x, o.j[1].y
o = Out(b"h", (7, 8), ((9, 10), (11, 12)))
o.i.x, o.i.y, o.j[1].x
o.i = In(20, 21)
o.i.x
o.i = (30, 31)
o.i.y
o.i = (1,)
o.i.x, o.i.y
o.i = (1, 2, 3)
o.i = 5
o.i = Point()
o.i = ("a", "b")
o.i = [1, 2]

# %% nested_is_a_view
r = Rect((1, 2), (3, 4))
lo = r.lo
lo.x = 50
r.lo.x
r.lo is r.lo
r.lo._b_base_ is r
lo._b_needsfree_, r._b_needsfree_

# %% tuple_error_text
class In(Structure): _fields_ = [("x", c_short)]
class Out(Structure): _fields_ = [("i", In), ("k", c_int)]
Out(("a",))
Out((1, 2))
Out(i=(1, 2))
Out((1, 2), 3)
class Deep(Structure): _fields_ = [("o", Out)]
Deep((("x",),))
Deep((5,))

# %% assign_field_wrong
p = Point()
for v in ("x", None, 1.5, [], c_double(1), c_short(1), Point()):
    attempt(setattr, p, "x", v)
p.x

# %% assign_field_right
p = Point()
for v in (1, True, c_int(7), 2**40, -1):
    p.x = v
    show(p.x)

# %% delete_field
p = Point(1, 2)
del p.x
p.x
del Point.x
p.x
p.x = 3

# %% field_by_simple_instance
class S(Structure): _fields_ = [("d", c_double), ("c", c_char), ("p", c_char_p), ("b", c_bool)]
s = S()
s.d = c_double(2.5)
s.c = c_char(b"q")
s.p = c_char_p(b"text")
s.d, s.c, s.p
s.d = c_float(1)
s.p = c_wchar_p("x")
s.p = None
s.p
s.p = "x"
s.b = 5
s.b

# %% char_array_field
class S(Structure): _fields_ = [("a", c_char * 4), ("n", c_int)]
s = S(b"ab", 3)
s.a, s.n
s.a = b"abcd"
s.a
s.a = b"abcde"
s.a = "ab"
s.a = b"a\0b"
s.a
bytes(s)[:4]
s.a = b""
s.a
bytes(s)[:4]
s.a = (c_char * 4)(b"w", b"x", b"y", b"z")
s.a
s.a = (c_char * 3)()
s.a = bytearray(b"ab")
s.a = None

# %% wchar_array_field
class S(Structure): _fields_ = [("a", c_wchar * 4)]
s = S("ab")
s.a
s.a = "abcd"
s.a
s.a = "abcde"
s.a = b"ab"
s.a = "\U0001f600"
s.a
S.a

# %% array_field
class S(Structure): _fields_ = [("a", c_int * 3)]
s = S((1, 2, 3))
s.a[:]
s.a = (4, 5, 6)
s.a[:]
s.a = (c_int * 3)(7, 8, 9)
s.a[:]
s.a = (c_int * 2)(7, 8)
s.a = [1, 2, 3]
s.a = (1, 2, 3, 4)
s.a = (1,)
s.a[:]
s.a = "abc"
S([1, 2, 3])

# %% pointer_field
class S(Structure): _fields_ = [("p", POINTER(c_int)), ("v", c_void_p)]
s = S()
bool(s.p), s.v
s.p = pointer(c_int(5))
s.p[0], s.p.contents
s.p = None
bool(s.p)
s.p = c_int(3)
s.p = (c_int * 3)(1, 2, 3)
s.p[2]
s.p = (c_long * 3)()
s.p = byref(c_int(3))
s.p = 3
s.v = 5
s.v
s.v = pointer(c_int(5))
s.v = c_void_p(7)
s.v

# %% null_pointer_field
class S(Structure): _fields_ = [("p", POINTER(c_int))]
S().p.contents
S().p[0]
S().p
S(None).p

# %% function_field
F = CFUNCTYPE(c_int, c_int)
class S(Structure): _fields_ = [("f", F), ("g", F)]
s = S()
bool(s.f)
s.f = F(lambda x: x + 1)
s.f(4)
s.f = None
s.f = lambda x: x
s.f = 5
s = S(F(lambda x: x * 2), F(lambda x: x * 3))
s.f(5), s.g(5)
s.f()

# %% py_object_field
class S(Structure): _fields_ = [("o", py_object), ("p", py_object)]
s = S()
s.o
s.o = [1]
s.o
s.p
s._objects
s.o = None
s.o
s = S("a", "b")
s.o, s.p

# %% class_attribute_shadows_field
class S(Structure):
    _fields_ = [("a", c_int)]
    a = 5
S.a
S(3).a
class T(Structure):
    _fields_ = [("a", c_int)]
    def a(self): return 1
T(3).a

# %% instance_attributes
p = Point()
p.extra = 1
p.extra
p.__dict__
vars(Point(1, 2))
Point.extra = 7
Point().extra

# %% getattr_override
class S(Structure):
    _fields_ = [("a", c_int)]
    def __getattr__(self, name): return "dyn " + name
    def __setattr__(self, name, v): super().__setattr__(name, v + 1)
s = S()
s.b
s.a = 5
s.a

# %% zero_length_array_member
class S(Structure): _fields_ = [("n", c_int), ("tail", c_char * 0), ("more", c_double * 0)]
sizeof(S), alignment(S), S.tail, S.more
S().tail
S().more[:]

# %% many_fields
class S(Structure): _fields_ = [(f"f{i}", (c_char, c_int, c_double)[i % 3]) for i in range(200)]
sizeof(S), S.f199
s = S()
for i in range(0, 200, 50): show(getattr(s, f"f{i}"))

# %% large_structure
class S(Structure): _fields_ = [("a", c_char * (1 << 20)), ("b", c_int)]
sizeof(S), S.b.offset
s = S()
s.b = 3
s.b

# %% repr_of_everything
class S(Structure): _fields_ = [("a", c_int)]
class U(Union): _fields_ = [("a", c_int)]
S, U, S(), U(), S * 2, (S * 2)(), POINTER(S), POINTER(S)(), POINTER(POINTER(S))
repr(S())

# %% copy_module
import copy
r = Rect((1, 2), (3, 4))
q = copy.copy(r)
q.lo.x, q.lo is r.lo
d = copy.deepcopy(r)
d.hi.y, type(d)
q.lo.x = 99
r.lo.x

# %% weakref
import weakref
p = Point()
w = weakref.ref(p)
w() is p
del p
w()
weakref.ref(c_int())
weakref.ref(c_int(3))() is None

# %% gc_cycle
import weakref
p = Point()
p.me = p
w = weakref.ref(p)
del p
_ = gc.collect()
w() is None

# %% structure_itself
Structure()
Union()
Structure.from_buffer_copy(b"1234")
sizeof(Structure)
Structure * 2
POINTER(Structure)
Structure.__base__()
Structure._fields_

# %% iterate_compare
iter(Point())
len(Point())
Point()[0]
Point() == Point()
Point() < Point()
bool(Point()), bool(IntOrFloat())
Point() in [Point()]
