"""Record declarations: `_fields_` and when it is final, unions, anonymous members, inheritance."""

# %% self_reference
class Node(Structure): pass
Node._fields_ = [("v", c_int), ("next", POINTER(Node))]
n = Node(1)
n.next = pointer(n)
n.next.contents.v
n.next[0].next.contents.v
sizeof(Node)
del n

# %% incomplete_pointer
class Node(Structure): pass
P = POINTER(Node)
sizeof(P)
P()
bool(P())
p = pointer(Node())
p.contents
Node._fields_ = [("v", c_int)]
Node(1).v

# %% fields_twice
class S(Structure): _fields_ = [("a", c_int)]
S._fields_ = [("b", c_int)]
S.a
S._fields_

# %% fields_after_instance
class S(Structure): pass
S()
S._fields_ = [("a", c_int)]

# %% fields_after_subclass
class S(Structure): pass
class T(S): pass
S._fields_ = [("a", c_int)]
T().a

# %% fields_after_subclass_with_fields
class S(Structure): pass
class T(S): _fields_ = [("b", c_int)]
S._fields_ = [("a", c_int)]
sizeof(S), sizeof(T)

# %% fields_after_sizeof
class S(Structure): pass
sizeof(S)
S._fields_ = [("a", c_int)]
sizeof(S)

# %% fields_after_array
class S(Structure): pass
A = S * 3
S._fields_ = [("a", c_int)]
sizeof(A)

# %% fields_after_embedding
class S(Structure): pass
class T(Structure): _fields_ = [("s", S)]
S._fields_ = [("a", c_int)]
sizeof(T), sizeof(S)

# %% fields_after_pointer_deref
class S(Structure): pass
p = POINTER(S)()
S._fields_ = [("a", c_int)]
sizeof(S)

# %% fields_after_argtypes
class S(Structure): pass
lib.nothing.argtypes = [S]
S._fields_ = [("a", c_int)]
sizeof(S)

# %% fields_deleted
class S(Structure): _fields_ = [("a", c_int)]
del S._fields_
S(1).a
S._fields_
del S._fields_

# %% fields_set_on_instance
class S(Structure): _fields_ = [("a", c_int)]
s = S()
s._fields_ = [("b", c_int)]
s._fields_
s.b

# %% fields_recursive
class S(Structure): pass
S._fields_ = [("s", S)]
sizeof(S)

# %% fields_recursive_array
class S(Structure): pass
S._fields_ = [("s", S * 2)]
sizeof(S)

# %% fields_wrong_shape
for f in (5, None, "ab", [5], ["a"], [("a",)], [()], [("a", c_int, 3, 4)], [[ "a", c_int]], {"a": c_int}, [("a", c_int), None]):
    attempt(type(Structure), "S", (Structure,), {"_fields_": f})

# %% fields_wrong_types
for t in (int, 5, None, "c_int", c_int(), Structure, ctypes._SimpleCData, Array, ctypes._Pointer, ctypes._CFuncPtr, object):
    attempt(type(Structure), "S", (Structure,), {"_fields_": [("a", t)]})

# %% fields_wrong_names
for n in (5, None, b"a", "", "a b", "é", "class", ("a",), "a\0b", "\ud800"):
    attempt(type(Structure), "S", (Structure,), {"_fields_": [(n, c_int)]})

# %% fields_tuple
class S(Structure): _fields_ = (("a", c_int), ("b", c_int))
S(1, 2).b
sizeof(S)
S._fields_

# %% fields_iterator
type(Structure)("S", (Structure,), {"_fields_": iter([("a", c_int)])})
type(Structure)("S", (Structure,), {"_fields_": (f for f in [("a", c_int)])})

# %% fields_duplicate_names
class S(Structure): _fields_ = [("a", c_int), ("a", c_double)]
sizeof(S)
S.a
S(1, 2)
s = S()
s.a = 2.5
s.a

# %% fields_hostile_sequence
class L:
    def __len__(self): return 2
    def __getitem__(self, i):
        if i == 0: return ("a", c_int)
        raise KeyError(i)
class L2(list):
    def __len__(self): return 5
attempt(type(Structure), "S", (Structure,), {"_fields_": L()})
attempt(type(Structure), "S", (Structure,), {"_fields_": L2([("a", c_int)])})

# %% anonymous
class U(Union): _fields_ = [("i", c_int), ("f", c_float)]
class S(Structure):
    _anonymous_ = ["u"]
    _fields_ = [("k", c_int), ("u", U), ("e", c_int)]
s = S(1, U(i=5), 3)
s.i
s.f = 1.5
s.u.f
S.i, S.f
S.i.offset
s.i = "x"
sizeof(S)

# %% anonymous_nested
class A(Structure): _fields_ = [("x", c_int), ("y", c_int)]
class B(Structure):
    _anonymous_ = ("a",)
    _fields_ = [("z", c_int), ("a", A)]
class C(Union):
    _anonymous_ = ["b"]
    _fields_ = [("b", B), ("w", c_int)]
C.x, C.y, C.z
c = C()
c.y = 9
c.b.a.y
C.y.offset

# %% anonymous_wrong
class U(Union): _fields_ = [("i", c_int)]
for a in (["nope"], 5, None, ["k"], [5], "u", [None], ["u", "u"]):
    attempt(type(Structure), "S", (Structure,), {"_anonymous_": a, "_fields_": [("k", c_int), ("u", U)]})

# %% anonymous_without_fields
class S(Structure): _anonymous_ = ["u"]
S()
class T(Structure): _anonymous_ = []
T._fields_ = [("a", c_int)]
sizeof(T)

# %% anonymous_name_clash
class U(Union): _fields_ = [("k", c_short)]
class S(Structure):
    _anonymous_ = ["u"]
    _fields_ = [("k", c_int), ("u", U)]
S.k

# %% anonymous_inherited
class U(Union): _fields_ = [("i", c_int), ("f", c_float)]
class Base(Structure):
    _anonymous_ = ["u"]
    _fields_ = [("u", U)]
class S(Base): _fields_ = [("z", c_int)]
S(z=3).z
S.i.offset
S(U(i=4), 3).i

# %% union_basics
class U(Union): _fields_ = [("i", c_int), ("b", c_ubyte * 4), ("d", c_double)]
sizeof(U), alignment(U), U.i, U.b, U.d
u = U(0x01020304)
u.b[:]
u.d = 1.0
u.i
U(1, 2)
U(i=1, d=2.0).d
U(1, (5, 6, 7, 8)).i
U(1, 2, 3, 4)

# %% union_empty
class U(Union): pass
sizeof(U), alignment(U)
U()
U(1)

# %% union_inheritance
class A(Union): _fields_ = [("i", c_int)]
class B(A): _fields_ = [("d", c_double)]
sizeof(B), B.i, B.d
B(5).i
class S(Structure): _fields_ = [("a", c_int)]
class T(S, A): pass

# %% union_in_structure
class S(Structure): _fields_ = [("u", IntOrFloat), ("k", c_int)]
s = S((5,), 1)
s.u.i
S((1, 2.0), 1).u.f
S(IntOrFloat(f=1.0), 1).u.i

# %% inherited_fields_visible
class A(Structure): _fields_ = [("a", c_char)]
class B(A): _fields_ = [("b", c_double)]
B.a, B.b
sizeof(B)
B._fields_
"a" in vars(B), "a" in vars(A)

# %% inherited_shadow
class A(Structure): _fields_ = [("a", c_int)]
class B(A): _fields_ = [("a", c_double)]
sizeof(B), B.a, A.a
B(1, 2.5).a
B(1).a

# %% fields_set_through_metaclass_setattr
class M(type(Structure)):
    def __setattr__(cls, name, value):
        show("set", name)
        super().__setattr__(name, value)
class S(Structure, metaclass=M): pass
S._fields_ = [("a", c_int)]
S(1).a

# %% align_of_members
class A(Structure): _fields_ = [("c", c_char), ("l", c_longdouble)]
sizeof(A), alignment(A), A.l.offset
class B(Structure): _fields_ = [("c", c_char), ("a", A * 2), ("d", c_char)]
sizeof(B), B.d.offset

# %% abstract_in_fields
class S(Structure): _fields_ = [("a", Structure)]
sizeof(S)
class T(Structure): _fields_ = [("a", Union)]
sizeof(T)

# %% alignment_attribute
class S(Structure):
    _align_ = 16
    _fields_ = [("a", c_int)]
sizeof(S), alignment(S)
for a in (0, -1, 3, "x", 1.5, 2**40, None):
    attempt(lambda: sizeof(type(Structure)("S", (Structure,), {"_align_": a, "_fields_": [("a", c_int)]})))

# %% alignment_attribute_no_power_of_two
for a in (3, 12, 31):
    attempt(lambda: alignment(type(Structure)("S", (Structure,), {"_align_": a, "_fields_": [("a", c_char)]})))

# %% swappedbytes_attribute
class S(Structure):
    _swappedbytes_ = None
    _fields_ = [("a", c_int), ("b", c_short)]
bytes(S(1, 2))
S._fields_
S.a
class T(S): _fields_ = [("c", c_int)]
bytes(T(1, 2, 3))
