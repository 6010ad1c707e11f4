"""Arrays: types by multiplication and by declaration, indexes, slices, text, and what they refuse."""

# %% type_basics
A = c_int * 3
A, A.__name__, A._type_, A._length_, sizeof(A), alignment(A)
A.__mro__
A is c_int * 3
A == c_int * 3
A()[:]
A(1, 2)[:]
A(1, 2, 3)[:]
A(1, 2, 3, 4)
len(A())

# %% type_wrong_length
for n in (-1, -2**31, "3", 1.5, None, 2**31, 2**63, 2**64, c_int(3)):
    attempt(lambda: sizeof(c_int * n))

# %% type_multiplied_from_left
3 * c_int
c_int * True
c_int * 0
(c_int * 0)()[:]
sizeof(c_int * 0)

# %% index_length
class I:
    def __index__(self): return 3
attempt(lambda: c_int * I())

# %% init_wrong
A = c_int * 3
for args in (("a",), (1, None), (1.5,), ([1, 2, 3],), ((1, 2, 3),), (b"abc",)):
    attempt(A, *args)
A(x=1)

# %% index
a = (c_int * 4)(1, 2, 3, 4)
a[0], a[3], a[-1], a[-4]
a[4]
a[-5]
a["x"]
a[1.0]
a[None]
a[2**64]
a[True]
a[c_int(1)]

# %% index_protocol
class I:
    def __index__(self): return 2
class Bad:
    def __index__(self): raise KeyError("i")
a = (c_int * 4)(1, 2, 3, 4)
a[I()]
a[Bad()]
a[I()] = 9
a[:]

# %% set_index
a = (c_int * 3)()
a[0] = 5
a[-1] = 7
a[:]
a[3] = 1
a[-4] = 1
a["x"] = 1
a[0] = "x"
a[0] = None
a[0] = 1.5
a[0] = c_int(3)
a[0] = c_long(3)
a[0] = c_short(4)
a[:]
del a[0]

# %% slices
a = (c_int * 10)(*range(10))
for s in (slice(None), slice(2, 5), slice(None, None, 2), slice(None, None, -1), slice(8, 2, -3), slice(-3, None), slice(5, 2), slice(0, 100), slice(100, 200), slice(None, None, 100)):
    show(a[s])
a[::0]
a["a":]
a[1.0:2]

# %% slice_assign
a = (c_int * 5)()
a[:] = [1, 2, 3, 4, 5]
a[:]
a[1:3] = (8, 9)
a[:]
a[1:3] = [1]
a[1:3] = [1, 2, 3]
a[1:3] = 5
a[1:3] = None
a[1:3] = "ab"
a[::2] = [1, 2, 3]
a[::-1] = [1, 2, 3, 4, 5]
a[1:1] = []
a[1:3] = iter([1, 2])
a[1:3] = (c_int * 2)(3, 4)
a[:]
del a[1:3]

# %% slice_assign_bad_value_in_middle
a = (c_int * 4)(1, 2, 3, 4)
a[:] = [9, 8, "x", 7]
a[:]

# %% slice_of_text
a = (c_char * 5)(*b"hello"[0:0]) if False else create_string_buffer(b"hello", 5)
a[:], a[1:3], a[::2], a[::-1], a[5:], a[10:20]
type(a[:])
w = create_unicode_buffer("hello", 5)
w[:], w[1:3], w[::2], w[::-1], w[4:1]
type(w[:])

# %% slice_of_structures
a = (Point * 3)((1, 2), (3, 4), (5, 6))
[p.x for p in a[:]], [p.y for p in a[::-1]]
a[0:2][0]._b_base_ is a
type(a[0:2])

# %% slice_assign_text
a = create_string_buffer(b"hello", 5)
a[0:2] = b"HE"
a[:]
a[0:2] = "HE"
a[0:2] = b"H"
a[0:2] = [b"x", b"y"]
a[:]
a[0:2] = [1, 2]
a[0] = 65
a[0] = b"Q"
a[:]
a[0] = "x"
a[0] = b"xy"
w = create_unicode_buffer("hello", 5)
w[0:2] = "HE"
w[:]
w[0] = "Q"
w[0] = b"Q"
w[:]

# %% iteration
a = (c_int * 3)(1, 2, 3)
list(a), tuple(a), sum(a), max(a), 2 in a, list(reversed(a))
iter(a).__class__.__name__
a.index(2)
a + a
a * 2
a.__contains__(2)
sorted(a)

# %% len_of
len((c_int * 0)()), len((c_char * 7)())
len(c_int * 3)

# %% bool_of
bool((c_int * 0)()), bool((c_int * 1)())

# %% char_value_raw
b = create_string_buffer(b"ab\0cd")
b.value, b.raw, len(b), sizeof(b)
b.value = b"xyz"
b.value, b.raw
b.raw = b"123"
b.raw
b.value = b"toolongvalue"
b.raw = b"toolongvalue"
b.value = "text"
b.raw = "text"
b.value = None
b.raw = None
b.value = bytearray(b"ba")
b.raw = bytearray(b"rw")
b.raw
b.raw = memoryview(b"mv")
b.raw = 5
b.value = 5
del b.value
del b.raw

# %% char_exact_fit
b = create_string_buffer(3)
b.value = b"abc"
b.value, b.raw
b.value = b"a"
b.raw

# %% wchar_value
w = create_unicode_buffer("ab\0cd")
w.value, len(w), sizeof(w)
w.value = "xyz"
w[:]
w.value = "toolongvalue"
w.value = b"text"
w.value = None
w.raw
w.value = "\U0001f600"
w.value
del w.value

# %% value_only_on_text
(c_int * 3)().value
(c_int * 3)().raw
(c_byte * 3)().value
(c_ubyte * 3)().raw
hasattr(c_char * 3, "value"), hasattr(c_wchar * 3, "raw"), hasattr(c_int * 3, "value")
(c_char * 3).value
vars(c_char * 3).keys() >= {"value", "raw"}

# %% create_string_buffer
for a in (5, b"abc", 0):
    show(create_string_buffer(a).raw, type(create_string_buffer(a)))
create_string_buffer(b"abc", 10).raw
create_string_buffer(b"abc", 3).raw
create_string_buffer(b"abc", 2)
create_string_buffer("abc")
create_string_buffer(None)
create_string_buffer(-1)
create_string_buffer(1.5)
create_string_buffer(b"x", -1)
create_string_buffer(b"x", "2")
create_string_buffer(bytearray(b"x"))

# %% create_unicode_buffer
for a in (5, "abc", 0):
    show(create_unicode_buffer(a)[:], type(create_unicode_buffer(a)))
create_unicode_buffer("abc", 10)[:]
create_unicode_buffer("abc", 2)
create_unicode_buffer(b"abc")
create_unicode_buffer(None)
create_unicode_buffer(-1)

# %% declared
class A(Array):
    _length_ = 3
    _type_ = c_int
A(1, 2, 3)[:]
A, A.__name__, sizeof(A)
A(1, 2, 3, 4)

# %% declared_wrong
def arr(**ns): return type(c_int * 2)("A", (Array,), ns)
attempt(arr)
attempt(arr, _type_=c_int)
attempt(arr, _length_=3)
for n in (-1, "x", 1.5, None, 2**64, 2**62, [], True):
    attempt(lambda: sizeof(arr(_type_=c_int, _length_=n)))
for t in (int, None, "i", c_int(), Structure, Array, ctypes._SimpleCData):
    attempt(lambda: sizeof(arr(_type_=t, _length_=2)))

# %% declared_subclass
class A(Array):
    _length_ = 3
    _type_ = c_int
class B(A): pass
B(1)[:]
class C(A): _length_ = 5
len(C()), sizeof(C)
class D(A): _type_ = c_double
sizeof(D)
D()[:]

# %% subclass_of_product
class V(c_double * 3):
    def norm(self): return sum(v * v for v in self) ** 0.5
v = V(3, 4, 0)
v.norm()
V, V.__name__
V._length_
(V * 2)()[1].norm()
class T(Structure): _fields_ = [("v", V)]
T((1, 2, 2)).v.norm()

# %% length_changed_later
A = type(c_int * 2)("A", (Array,), {"_type_": c_int, "_length_": 2})
A._length_ = 5
len(A()), sizeof(A)
A()[:]

# %% nested
M = (c_int * 3) * 2
M, sizeof(M), M._length_, M._type_
m = M((1, 2, 3), (4, 5, 6))
m[1][2], m[0][:]
m[1] = (7, 8, 9)
m[1][:]
m[1] = (c_int * 3)(1, 1, 1)
m[1][:]
m[1] = [1, 2, 3]
m[1] = (1, 2, 3, 4)
m[1] = (1,)
m[1][:]
m[0]._b_base_ is m
M((1, 2, 3), (4, 5, 6), (7, 8, 9))
M(1)

# %% of_char_arrays
M = (c_char * 3) * 2
m = M()
m[0].value = b"ab"
m[0].value, m[1].value
m[0] = b"xyz"
m[0].value
m[0] = b"wxyz"
bytes(m)

# %% of_pointers
a = (POINTER(c_int) * 3)()
bool(a[0])
a[0] = pointer(c_int(5))
a[0][0]
a[1] = (c_int * 2)(7, 8)
a[1][1]
a[2] = None
a[2] = 5
a[0] = pointer(c_long(5))
[bool(p) for p in a]

# %% of_char_p
a = (c_char_p * 3)(b"one", b"two")
a[:], a[0], a[2]
a[2] = b"three"
list(a)
a[0] = None
a[0]
a[0] = "x"
a[1:3] = [b"x", b"y"]
a[:]
lib.count_texts((c_char_p * 3)(b"a", b"b", None))

# %% of_py_object
a = (py_object * 2)(1, "x")
a[0], a[1], a[:]
a[0] = [1]
a[0]
(py_object * 2)()[0]
(py_object * 2)()[:]

# %% of_functions
F = CFUNCTYPE(c_int, c_int)
a = (F * 2)(F(lambda x: x + 1), F(lambda x: x * 2))
a[0](5), a[1](5)
a[0] = lambda x: x
a[0] = 5
(F * 1)()[0]

# %% of_unions
a = (IntOrFloat * 2)()
a[0].f = 1.0
a[0].i
a[1] = (5,)
a[1].i
a[1] = IntOrFloat(i=9)
a[1].i
(IntOrFloat * 2)((1,), (2,))[1].i

# %% array_itself
Array()
Array * 2
sizeof(Array)
Array._length_
Array.from_buffer_copy(b"x")

# %% names
for t in (c_int, Point, POINTER(c_int), c_int * 2, c_char, CFUNCTYPE(None), IntOrFloat, py_object):
    show((t * 4).__name__, (t * 4).__qualname__, (t * 4).__module__, type(t * 4))

# %% cache_of_types
(c_int * 5) is (c_int * 5), (Point * 2) is (Point * 2), (c_int * 5) is (c_uint * 5)
(c_int * 5) is (c_int32 * 5)

# %% bytes_and_memory
bytes((c_short * 3)(1, 2, 3))
bytearray((c_ubyte * 3)(1, 2, 3))
b"".join([(c_ubyte * 2)(65, 66)])
bytes((c_ubyte * 0)())

# %% compare
a = (c_int * 2)(1, 2)
a == a, a == (c_int * 2)(1, 2), a == [1, 2]
a < a

# %% huge
a = (c_int * 1000000)()
a[999999] = 4
a[-1], sizeof(a), sum(a)

# %% resize_array
a = (c_int * 2)(1, 2)
resize(a, 40)
len(a), sizeof(a), a[:]
a[2]
resize(a, 4)

# %% swapped_array_swaps_items
A = c_short.__ctype_be__ * 3
bytes(A(1, 2, 3))
A(1, 2, 3)[::-1]
