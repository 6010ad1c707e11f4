"""`from_param`, `_as_parameter_`, and what each type accepts as an argument."""

# %% setup
class P:
    def __init__(self, v): self._as_parameter_ = v
SIMPLE = [c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_float, c_double, c_longdouble]

# %% simple_values
for t in SIMPLE:
    attempt(t.from_param, 5)
    attempt(t.from_param, t(5))
    attempt(t.from_param, True)

# %% simple_refuse
for t in SIMPLE + [c_char, c_wchar, c_bool, c_char_p, c_wchar_p, c_void_p]:
    for v in ("x", b"x", 1.5, None, [], object, 10**30):
        attempt(t.from_param, v)

# %% simple_of_others
for t in SIMPLE:
    for u in SIMPLE:
        attempt(t.from_param, u(1))

# %% char
c_char.from_param(b"x")
c_char.from_param(c_char(b"x"))
c_char.from_param(65)
c_char.from_param(b"xy")
c_char.from_param("x")
c_char.from_param(300)
c_char.from_param(bytearray(b"x"))

# %% wchar
c_wchar.from_param("x")
c_wchar.from_param(b"x")
c_wchar.from_param("xy")
c_wchar.from_param("\U0001f600")
c_wchar.from_param(5)

# %% cparam_repr
for t, v in ((c_byte, -3), (c_ubyte, 3), (c_short, 3), (c_int, 3), (c_long, 3), (c_float, 1.5), (c_double, -2.5), (c_bool, True)):
    show(t.from_param(v))
c_char.from_param(b"'")
c_char.from_param(b"\\")
c_char.from_param(b"\n")
c_char.from_param(b"\xff")
c_wchar.from_param("\u20ac")
c_char_p.from_param(b"abc")
c_wchar_p.from_param("abc")
c_void_p.from_param(12)
py_object.from_param(3)

# %% cparam_repr_limits
c_byte.from_param(-128), c_ubyte.from_param(255), c_short.from_param(-32768), c_ushort.from_param(65535)
c_int.from_param(-2**31), c_uint.from_param(2**32 - 1), c_long.from_param(-2**63), c_ulong.from_param(2**64 - 1)
c_int.from_param(2**40)
c_float.from_param(0.1), c_double.from_param(float("nan")), c_double.from_param(float("inf"))
c_longdouble.from_param(1.5)

# %% cparam_attributes
x = c_int.from_param(3)
type(x), type(x).__name__, type(x).__module__
x._obj
y = byref(c_int(3))
y._obj
y
type(y)()
y.spam = 1
hash(y) == hash(y)
y == y, y == byref(c_int(3))

# %% byref_repr
r = byref(c_int(3))
repr(r)
byref(c_int(3), 2)
byref(c_double(1))
byref(Point())

# %% char_p
c_char_p.from_param(None)
c_char_p.from_param(c_char_p(b"x"))
c_char_p.from_param(create_string_buffer(b"x"))
c_char_p.from_param((c_char * 3)())
c_char_p.from_param((c_byte * 3)())
c_char_p.from_param((c_ubyte * 3)())
c_char_p.from_param((c_int * 3)())
c_char_p.from_param(pointer(c_char(b"x")))
c_char_p.from_param(pointer(c_byte(1)))
c_char_p.from_param(byref(c_char(b"x")))
c_char_p.from_param(byref(c_byte(1)))
c_char_p.from_param(c_void_p(3))
c_char_p.from_param("x")
c_char_p.from_param(3)
c_char_p.from_param(bytearray(b"x"))

# %% wchar_p
c_wchar_p.from_param(None)
c_wchar_p.from_param(c_wchar_p("x"))
c_wchar_p.from_param(create_unicode_buffer("x"))
c_wchar_p.from_param((c_wchar * 3)())
c_wchar_p.from_param(pointer(c_wchar("x")))
c_wchar_p.from_param(byref(c_wchar("x")))
c_wchar_p.from_param(b"x")
c_wchar_p.from_param(c_char_p(b"x"))
c_wchar_p.from_param(3)

# %% void_p
for v in (None, 0, 5, -1, 2**64 - 1, 2**64, b"x", "x", c_void_p(5), c_char_p(b"x"), c_wchar_p("x"), byref(c_int())):
    attempt(c_void_p.from_param, v)
for v in (pointer(c_int()), (c_int * 3)(), create_string_buffer(3), CFUNCTYPE(None)(lambda: None), lib.nothing, 1.5, [], Point(), c_int(3), bytearray(b"x")):
    attempt(c_void_p.from_param, v)

# %% py_object
for v in (None, 1, "x", [], py_object(3), py_object()):
    attempt(py_object.from_param, v)

# %% pointer_types
T = POINTER(c_int)
for v in (None, c_int(3), pointer(c_int(3)), byref(c_int(3)), (c_int * 3)(), byref(c_long(1)), c_long(1), (c_long * 3)()):
    attempt(T.from_param, v)
for v in (3, b"x", "x", c_void_p(3), [], T(), pointer(c_uint(3)), POINTER(T)()):
    attempt(T.from_param, v)

# %% pointer_of_subclass
class I(c_int): pass
class Q(Point): pass
T = POINTER(c_int)
T.from_param(I(3))
T.from_param(byref(I(3)))
T.from_param(pointer(I(3)))
T.from_param((I * 2)())
POINTER(Point).from_param(Q())
POINTER(Point).from_param(byref(Q()))
POINTER(Point).from_param(pointer(Q()))
POINTER(Q).from_param(byref(Point()))

# %% pointer_char_specials
POINTER(c_char).from_param(b"x")
POINTER(c_char).from_param(create_string_buffer(3))
POINTER(c_char).from_param(c_char_p(b"x"))
POINTER(c_wchar).from_param("x")
POINTER(c_wchar).from_param(c_wchar_p("x"))
POINTER(c_wchar).from_param(b"x")
POINTER(c_byte).from_param(b"x")

# %% array_types
T = c_int * 3
for v in ((c_int * 3)(), (c_int * 2)(), [1, 2, 3], (1, 2, 3), (1, 2), (1, 2, 3, 4), None, 3, "x", pointer(c_int(1)), byref(c_int(1))):
    attempt(T.from_param, v)

# %% array_char
T = c_char * 4
for v in (b"abc", b"abcd", b"abcde", "abc", create_string_buffer(4), (b"a", b"b"), None):
    attempt(T.from_param, v)
T = c_wchar * 4
for v in ("abc", "abcd", "abcde", b"abc", None):
    attempt(T.from_param, v)

# %% structure_types
for v in (Point(), Vec(), None, (1, 2), [1, 2], 3, pointer(Point())):
    attempt(Point.from_param, v)

# %% structure_subclass
class Q(Point): pass
Point.from_param(Q())
Q.from_param(Point())

# %% function_types
T = CFUNCTYPE(c_int, c_int)
for v in (T(lambda x: x), lib.answer, None, 3, len, CFUNCTYPE(c_int)(lambda: 1)):
    attempt(T.from_param, v)

# %% as_parameter_instance
c_int.from_param(P(5))
c_int.from_param(P(c_int(5)))
c_int.from_param(P(P(5)))
c_int.from_param(P("x"))
c_char_p.from_param(P(b"x"))
c_void_p.from_param(P(5))
POINTER(c_int).from_param(P(byref(c_int(3))))
Point.from_param(P(Point()))
(c_int * 3).from_param(P((1, 2, 3)))

# %% as_parameter_untyped_call
f = lib.same_int
f(P(5))
f(P(P(6)))
f(P(c_int(7)))
f(P([]))
f(P(None))

# %% as_parameter_property
class Q:
    @property
    def _as_parameter_(self): return 9
lib.same_int(Q())
c_int.from_param(Q())

# %% as_parameter_raises
class Q:
    @property
    def _as_parameter_(self): raise KeyError("mine")
lib.same_int(Q())
c_int.from_param(Q())
c_char_p.from_param(Q())
c_void_p.from_param(Q())
POINTER(c_int).from_param(Q())
Point.from_param(Q())

# %% as_parameter_on_class
class Q: _as_parameter_ = 4
lib.same_int(Q())
lib.same_int(Q)

# %% as_parameter_on_ctypes_subclass
class I(c_int): _as_parameter_ = 77
lib.same_int(I(3))
lib.same_int.argtypes = [c_int]
lib.same_int(I(3))

# %% as_parameter_on_structure
class S(Structure):
    _fields_ = [("a", c_int)]
    _as_parameter_ = 5
lib.same_int(S(3))

# %% call_from_param
f = lib.same_int
class Plus:
    @classmethod
    def from_param(cls, v): return v + 1
f.argtypes = [Plus]
f(1)
f("a")
f(2.5)

# %% from_param_returns_anything
class R:
    result = None
    @classmethod
    def from_param(cls, v): return cls.result
f = lib.same_int
f.argtypes = [R]
for r in (3, c_int(4), P(5), None, c_short(-1), "x", 1.5, [], b"x", object):
    R.result = r
    attempt(lambda: type(f(0)))

# %% from_param_raises
class R:
    @classmethod
    def from_param(cls, v): raise ZeroDivisionError("converter")
f = lib.add_int
f.argtypes = [c_int, R]
f(1, 2)
f("x", 2)

# %% from_param_raises_argument_error
class R:
    @classmethod
    def from_param(cls, v): raise ArgumentError("mine")
f = lib.same_int
f.argtypes = [R]
f(1)

# %% from_param_with_exotic_exception
class E(Exception):
    def __init__(self, a, b): super().__init__(a, b)
class R:
    @classmethod
    def from_param(cls, v): raise E(1, 2)
f = lib.same_int
f.argtypes = [R]
f(1)

# %% from_param_str_of_exception_raises
class E(Exception):
    def __str__(self): raise RuntimeError("str")
class R:
    @classmethod
    def from_param(cls, v): raise E()
f = lib.same_int
f.argtypes = [R]
f(1)

# %% from_param_instance_object
class Conv:
    def __init__(self, k): self.k = k
    def from_param(self, v): return v * self.k
f = lib.same_int
f.argtypes = [Conv(3)]
f(5)
f.argtypes

# %% from_param_called_wrong
c_int.from_param()
c_int.from_param(1, 2)
Point.from_param()
POINTER(c_int).from_param()

# %% from_param_unbound
type(c_int).from_param(c_int, 3)
type(c_int).from_param(3, 3)
type(Structure).from_param(Point, 3)
type(POINTER(c_int)).from_param(c_int, 3)

# %% from_param_patched_on_type
class I(c_int): pass
I.from_param = classmethod(lambda cls, v: c_int(99))
f = lib.same_int
f.argtypes = [I]
f(1)
del I.from_param
f(1)
f.argtypes = [I]
f(1)
