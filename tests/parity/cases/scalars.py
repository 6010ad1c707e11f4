"""Simple types: values in, values out, reprs, truth, and what each type refuses."""

# %% setup
INTS = [c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_longlong, c_ulonglong]
FLOATS = [c_float, c_double, c_longdouble]

# %% default_values
for t in INTS + FLOATS + [c_char, c_wchar, c_bool]:
    show(t, t(), t().value, bool(t()), sizeof(t), alignment(t), t._type_)

# %% default_pointers
for t in (c_char_p, c_wchar_p, c_void_p, c_size_t, c_ssize_t):
    show(t, t(), t().value, bool(t()), sizeof(t), alignment(t), t._type_)

# %% py_object_default
py_object()
py_object().value
bool(py_object())
sizeof(py_object), alignment(py_object), py_object._type_

# %% ints_wrap_at_both_ends
for t in INTS:
    bits = 8 * sizeof(t)
    for v in (2**bits, 2**bits - 1, 2 ** (bits - 1), -(2 ** (bits - 1)) - 1, -1, 2**bits + 5):
        show(t, v, t(v), t(v).value)

# %% ints_huge
for t in INTS:
    attempt(t, 2**64)
    attempt(t, 2**64 + 3)
    attempt(t, -(2**64))
    attempt(t, 10**40)
    attempt(t, -(10**40) - 1)

# %% ints_from_bool
for t in INTS:
    show(t(True), t(False))

# %% ints_refuse
for t in INTS:
    for v in (1.5, "1", b"1", None, [1], (1,), 1j, object, c_int(1)):
        attempt(t, v)

# %% ints_index_protocol
class I:
    def __index__(self): return 7
class N:
    def __int__(self): return 7
for t in INTS:
    attempt(t, I())
    attempt(t, N())

# %% ints_index_raises
class Bad:
    def __index__(self): raise ValueError("no index")
class Wrong:
    def __index__(self): return "x"
for t in (c_int, c_ulonglong, c_byte):
    attempt(t, Bad())
    attempt(t, Wrong())

# %% ints_int_subclass
class MyInt(int): pass
c_int(MyInt(5))
type(c_int(MyInt(5)).value)
c_longlong(MyInt(-5))

# %% ints_keyword
c_int(value=3)

# %% ints_two_arguments
c_int(1, 2)

# %% ints_two_arguments_bad_first
c_int("x", 2)

# %% value_assign
x = c_int(1)
x.value = 5
x
x.value = 2**32 + 7
x
x.value = "no"
x
x.value = None
x.value = 1.0
x

# %% value_delete
x = c_int(1)
del x.value
x

# %% value_delete_each
for t in INTS + FLOATS + [c_char, c_bool, c_char_p, c_void_p, py_object]:
    x = t()
    attempt(delattr, x, "value")

# %% unknown_attribute
x = c_int(3)
x.spam
x.spam = 1
x.spam
x.__dict__

# %% slots_of_value
c_int.value
c_int.__dict__.get("value")
type(c_int.value)
c_int.value.__get__(c_int(4))
c_int.value.__get__(3)

# %% floats_values
for t in FLOATS:
    show(t(1), t(1.5), t(-0.0), t(1e300), t(2**60), t(True))

# %% floats_special
inf = float("inf")
nan = float("nan")
for t in FLOATS:
    show(t(inf), t(-inf), t(nan), t(inf).value, t(nan).value)

# %% float_overflow
c_float(1e39)
c_float(-1e39)
c_float(3.4028234663852886e38).value
c_float(1e-46).value
c_float(0.1).value
c_double(10**308)

# %% floats_refuse
for t in FLOATS:
    for v in ("1", b"1", None, [1], 1j, c_double(1), 10**400):
        attempt(t, v)

# %% floats_float_protocol
class F:
    def __float__(self): return 2.5
class G:
    def __index__(self): return 3
class H:
    def __float__(self): raise ZeroDivisionError("no")
class J:
    def __float__(self): return "x"
for t in FLOATS:
    for v in (F(), G(), H(), J()):
        attempt(t, v)

# %% longdouble_precision
c_longdouble(0.1).value
c_longdouble(1e300)
bytes(c_longdouble(1.5))[:10]
c_longdouble(2**70)

# %% char
c_char(b"x")
c_char(b"x").value
c_char(65)
c_char(255).value
c_char(0)
c_char(bytearray(b"q"))
c_char(b"\xff")

# %% char_refuse
for v in (b"", b"xy", "x", 256, -1, 1.0, None, bytearray(b"ab"), bytearray(), 10**30):
    attempt(c_char, v)

# %% wchar
c_wchar("x")
c_wchar("x").value
c_wchar("\u20ac")
c_wchar("\U0001f600").value
c_wchar("\ud800")
c_wchar("\ud800").value
c_wchar("\0")

# %% wchar_refuse
for v in ("", "xy", b"x", 65, None, "\ud83d\ude00", 1.0):
    attempt(c_wchar, v)

# %% wchar_out_of_range
x = c_wchar()
memmove(byref(x), b"\xff\xff\x11\x00", 4)
x.value
memmove(byref(x), b"\xff\xff\xff\xff", 4)
x.value
x

# %% bool
for v in (0, 1, 2, -1, "", "x", None, [], [0], 0.0, 0.1, object):
    show(v, c_bool(v), c_bool(v).value)

# %% bool_raises
class B:
    def __bool__(self): raise KeyError("bool")
class C:
    def __bool__(self): return 5
class D:
    def __len__(self): return -1
for v in (B(), C(), D()):
    attempt(c_bool, v)

# %% bool_from_bytes
for b in (b"\0", b"\1", b"\2", b"\xff"):
    show(c_bool.from_buffer_copy(b), c_bool.from_buffer_copy(b).value)

# %% char_p
c_char_p(b"abc")
c_char_p(b"abc").value
c_char_p(b"a\0b").value
c_char_p(None)
c_char_p(b"")
bool(c_char_p(b"")), bool(c_char_p())
c_char_p(0)

# %% char_p_refuse
for v in ("abc", 1.5, [], bytearray(b"abc"), memoryview(b"abc"), (1,), c_char_p(b"x")):
    attempt(c_char_p, v)

# %% char_p_int
c_char_p(0).value
c_char_p(-1) .__class__
c_char_p(2**64 - 1).__class__
c_char_p(2**64)

# %% wchar_p
c_wchar_p("abc")
c_wchar_p("abc").value
c_wchar_p("a\0b").value
c_wchar_p("\U0001f600\u20ac").value
c_wchar_p(None)
c_wchar_p("\ud800").value

# %% wchar_p_refuse
for v in (b"abc", 1.5, [], object()):
    attempt(c_wchar_p, v)

# %% void_p
c_void_p(1)
c_void_p(0)
c_void_p(0).value
c_void_p(None)
c_void_p(-1)
c_void_p(2**64 - 1)
c_void_p(2**64)
c_void_p(2**65 + 5)
c_void_p(-(2**63))
bool(c_void_p(0)), bool(c_void_p(1))

# %% void_p_refuse
for v in ("x", b"x", 1.5, [], c_void_p(1)):
    attempt(c_void_p, v)

# %% py_object_values
o = [1, 2]
x = py_object(o)
x
x.value is o
x.value = None
x
x.value
bool(x), bool(py_object(None)), bool(py_object(0))

# %% py_object_null
x = py_object()
x.value
x.value = 3
x.value
repr(py_object())
x._objects

# %% py_object_equality
py_object(1) == py_object(1)
py_object == py_object

# %% truth_of_all
for t in INTS + FLOATS[:2]:  # the padding of a long double counts on stock, and is arbitrary
    show(bool(t(0)), bool(t(1)), bool(t(-1)) if t(-1).value < 0 else None)
bool(c_char(b"\0")), bool(c_char(b"0")), bool(c_wchar("\0")), bool(c_bool(False))
bool(c_double(-0.0)), bool(c_double(float("nan")))

# %% equality_is_identity
c_int(1) == c_int(1)
a = c_int(1)
a == a
a != c_int(1)
a < c_int(2)
a == 1

# %% no_hash
hash(c_int(1))
hash(c_char_p(b"x"))
hash(Point())
hash((c_int * 2)())
hash(pointer(c_int()))
{c_int(): 1}

# %% types_are_hashable
hash(c_int) == hash(c_int)
{c_int: 1}[c_int]
c_int == c_int, c_int == c_long, c_int != c_uint

# %% aliases
c_int8 is c_byte, c_uint8 is c_ubyte, c_int16 is c_short, c_uint16 is c_ushort
c_int32 is c_int, c_int64 is c_long, c_longlong is c_long, c_size_t is c_ulong, c_voidp is c_void_p
c_int64.__name__, c_longlong.__name__, c_size_t.__name__, c_ssize_t.__name__

# %% no_arithmetic
c_int(1) + 1
int(c_int(1))
float(c_double(1))
c_int(1).__index__()
-c_int(1)
len(c_int(1))
c_int(1)[0]
iter(c_int(1))

# %% attributes_of_instance
x = c_int(3)
x._b_base_
x._b_needsfree_
x._objects
x._b_base_ = 1
x._b_needsfree_ = 1
x._objects = 1

# %% type_attributes
c_int.__mro__
c_int.__bases__
type(c_int)
type(type(c_int))
c_int.__module__
c_int.__doc__
ctypes._SimpleCData.__mro__

# %% simplecdata_itself
ctypes._SimpleCData()
ctypes._SimpleCData(1)
ctypes._SimpleCData * 3
ctypes._SimpleCData.from_param(1)
sizeof(ctypes._SimpleCData)
ctypes._SimpleCData.__base__()

# %% del_keeps_memory
x = c_int(5)
y = c_int.from_buffer(x)
del x
y.value

# %% nan_roundtrip
import struct
q = struct.pack("<Q", 0x7ff8000000000123)
bytes(c_double.from_buffer_copy(q)) == q
y = c_double(struct.unpack("<d", q)[0])
bytes(y) == q

# %% bytes_of_values
for t, v in ((c_int, -2), (c_short, 258), (c_double, 1.5), (c_float, -2.5), (c_char, b"a"), (c_wchar, "b"), (c_bool, True)):
    show(bytes(t(v)))
bytes(c_void_p(0x1234))

# %% init_again
x = c_int(3)
x.__init__(4)
x
x.__init__()
x
x.__init__("bad")
x

# %% new_without_init
x = c_int.__new__(c_int)
x
x = c_int.__new__(c_int, 5)
x
x = py_object.__new__(py_object)
x

# %% call_type_wrong
c_int.__new__()
c_int.__new__(int)
c_int.__call__(3)
