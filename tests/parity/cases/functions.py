"""Foreign functions: declaration, calls, argument errors, results, errcheck."""

# %% setup
f = lib.same_int
F = CFUNCTYPE(c_int, c_int)

# %% call_untyped
f(5)
f(-5)
f(2**31)
f(2**32 + 7)
f(2**40)
f(2**64)
f(2**65 + 3)
f(-(2**63) - 1)
f(True)
f(1.5)
f("x").__class__
f(b"x").__class__
f(None)
f([])
f((1,))
f(object)
f(c_int(7))
f(c_short(-3))
f(c_double(1.5)).__class__
f(1j)

# %% call_wrong_count
f.argtypes = [c_int]
f()
f(1, 2)
f(1, 2, 3)
lib.add_int.argtypes = [c_int, c_int]
lib.add_int(1)
lib.add_int()
lib.add_int(1, 2)
lib.add_int(1, 2, 3)
lib.answer.argtypes = []
lib.answer()
lib.answer(1)
lib.answer(1, 2, "x").__class__

# %% call_keywords
f(1, x=2)
f.argtypes = [c_int]
f(v=1)
f(**{})

# %% argument_errors
for t in (c_int, c_double, c_char, c_char_p, c_wchar_p, c_void_p, POINTER(c_int), Point, c_int * 3, F, c_bool, c_wchar, py_object, c_longlong, c_ubyte):
    f.argtypes = [t]
    for v in ("text", b"bytes", 1.5, 10**30, [], object):
        try: f(v)
        except Exception as e: show(t, v, type(e), str(e), type(e.__cause__), type(e.__context__))
        else: show(t, v, "accepted")

# %% argument_error_position
g = lib.weigh10
g.argtypes = [c_int] * 10
for i in range(10):
    args = [1] * 10
    args[i] = "x"
    attempt(g, *args)
g(1, "a", "b", 1, 1, 1, 1, 1, 1, 1)

# %% argument_error_untyped_position
lib.add_int(1, [])
lib.add_int([], 1)
lib.add_int(1, 2, 3, object())
lib.add_int(1, 2, 2**70)
lib.add_int(1.0, 2)

# %% argtypes_get_set
f.argtypes
f.argtypes = [c_int]
f.argtypes
f.argtypes = (c_int, c_double)
f.argtypes
f.argtypes = None
f.argtypes
f.argtypes = []
f.argtypes
del f.argtypes
f.argtypes
f(3)

# %% argtypes_wrong
for v in (5, "x", [5], [int], ["i"], [None], {c_int: 1}, {c_int}, object(), c_int, iter([c_int]), [c_int, int], [c_int()], [object()], 1.5, b"x"):
    attempt(setattr, f, "argtypes", v)
    show(type(f.argtypes))

# %% argtypes_generator_and_mutation
l = [c_int]
f.argtypes = l
l.append(c_int)
f.argtypes
f(3)
f.argtypes = (t for t in [c_int])
f.argtypes.__class__

# %% argtypes_too_many
f.argtypes = [c_int] * 1024
attempt(f, *range(1024))
f.argtypes = [c_int] * 1025
attempt(f, *range(1025))
f.argtypes = None
attempt(f, *range(1024))
attempt(f, *range(1025))
attempt(f, *range(5000))

# %% argtypes_abstract
for t in (Structure, Union, Array, ctypes._SimpleCData, ctypes._Pointer):
    attempt(setattr, f, "argtypes", [t])
    attempt(f, 1)

# %% restype_get_set
f.restype
f.restype = c_short
f.restype, f(70000)
f.restype = None
f.restype, f(3)
f.restype = int
f.restype, f(3)
f.restype = lambda v: v * 10
f(3)
f.restype = str
f(3)
del f.restype
f.restype, f(3)

# %% restype_wrong
for v in (5, "x", [c_int], 1.5, object(), c_int(), b"x", (), ...):
    attempt(setattr, f, "restype", v)
    show(f.restype)

# %% restype_abstract
for t in (Structure, Union, Array, ctypes._SimpleCData, ctypes._Pointer):
    attempt(setattr, f, "restype", t)
    show(f.restype)

# %% restype_array
f.restype = c_int * 3
attempt(f, 3)

# %% restype_each
for t in (c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_longlong, c_ulonglong, c_bool, c_size_t):
    f.restype = t
    f.argtypes = [c_int]
    show(t, f(0), f(1), f(127), f(1000))

# %% restype_narrow_negative
for name, t in (("schar", c_byte), ("uchar", c_ubyte), ("short", c_short), ("ushort", c_ushort), ("int", c_int), ("uint", c_uint), ("long", c_long), ("ulong", c_ulong), ("longlong", c_longlong), ("ulonglong", c_ulonglong)):
    g = getattr(lib, "same_" + name)
    g.argtypes, g.restype = [t], t
    bits = 8 * sizeof(t)
    for v in (0, 1, -1, 2 ** (bits - 1), 2 ** (bits - 1) - 1, 2**bits - 1, -(2 ** (bits - 1))):
        show(t, v, g(v), g(t(v)))

# %% floats_through_c
for name, t in (("float", c_float), ("double", c_double), ("longdouble", c_longdouble)):
    g = getattr(lib, "same_" + name)
    g.argtypes, g.restype = [t], t
    for v in (0.0, -0.0, 1.5, -1e30, float("inf"), float("nan"), 5, True, 0.1):
        show(t, v, g(v))
    attempt(g, "x")
    attempt(g, 10**400)

# %% chars_through_c
g = lib.same_char
g.argtypes, g.restype = [c_char], c_char
g(b"x"), g(65), g(c_char(b"\xff")), g(b"\0")
g("x")
g(256)
h = lib.same_wchar
h.argtypes, h.restype = [c_wchar], c_wchar
h("x"), h("\u20ac"), h("\U0001f600")
h(b"x")

# %% bool_through_c
g = lib.same_bool
g.argtypes, g.restype = [c_bool], c_bool
for v in (0, 1, 2, -1, "", "x", None, [], [0], 0.5): show(v, g(v))
lib.truth.argtypes = [c_bool]
lib.truth(256), lib.truth(0), lib.truth("")

# %% strings_through_c
g = lib.text_length
g.argtypes, g.restype = [c_char_p], c_ssize_t
g(b"hello"), g(b""), g(None), g(b"a\0b")
g("hello")
g(5)
g(create_string_buffer(b"buf")), g(c_char_p(b"cp")), g((c_char * 3)(b"a")), g(pointer(c_char(b"\0")))
lib.text_constant.restype = c_char_p
lib.text_constant()
lib.text_null.restype = c_char_p
lib.text_null()
lib.text_latin.restype = c_char_p
lib.text_latin()
lib.wide_constant.restype = c_wchar_p
lib.wide_constant()
lib.wide_length.argtypes, lib.wide_length.restype = [c_wchar_p], c_ssize_t
lib.wide_length("abc\u20ac"), lib.wide_length(""), lib.wide_length(None), lib.wide_length(create_unicode_buffer("xy"))
lib.wide_length(b"x")
lib.text_tail.argtypes, lib.text_tail.restype = [c_char_p, c_int], c_char_p
lib.text_tail(b"hello", 2)

# %% strings_untyped
lib.text_length(b"hello"), lib.wide_length("abc")
lib.text_length(create_string_buffer(b"xy")), lib.text_length(c_char_p(b"xyz")), lib.text_length(byref(c_char(b"\0")))
lib.text_length(bytearray(b"x"))
lib.text_length(memoryview(b"x"))

# %% pointers_through_c
g = lib.out_int
g.restype = None
g.argtypes = [POINTER(c_int)]
i = c_int()
g(i); i
g(byref(i)); i
g(pointer(i)); i
a = (c_int * 2)()
g(a); a[:]
g(c_long())
g(5)
g("x")
g(c_void_p(5))
lib.advance.argtypes, lib.advance.restype = [POINTER(c_int), c_int], POINTER(c_int)
a = (c_int * 4)(1, 2, 3, 4)
p = lib.advance(a, 2)
p[0], p[-1], type(p) is POINTER(c_int)
lib.sum_ints.argtypes, lib.sum_ints.restype = [POINTER(c_int), c_size_t], c_longlong
lib.sum_ints(a, 4)
lib.sum_ints(a, -1) if False else None
lib.sum_doubles.argtypes, lib.sum_doubles.restype = [POINTER(c_double), c_size_t], c_double
lib.sum_doubles((c_double * 3)(1, 2, 3.5), 3)

# %% void_p_result
g = lib.same_pointer
g.restype = c_void_p
g.argtypes = [c_void_p]
g(None), g(0), g(5), g(-1), g(2**64 - 1)
g.restype = POINTER(c_int)
bool(g(None))
g.restype = c_char_p
g(None), g(create_string_buffer(b"here"))
g.restype = py_object
x = [1]
_ctypes.Py_INCREF(x) is x  # the caller owns what a py_object result hands over
g(id(x)) is x
g.restype = c_wchar_p
g(create_unicode_buffer("wide"))
g.argtypes = [py_object]
g.restype = c_void_p
g(x) == id(x)

# %% mixed_registers
g = lib.mix8
g.argtypes = [c_int, c_double, c_long, c_float, c_short, c_double, c_ubyte, c_double]
g.restype = c_double
g(1, 2, 3, 4, 5, 6, 7, 8)
g(-1, 0.5, -3, 0.25, -5, 1e3, 255, -8)
g(1, 2, 3, 4, 5, 6, 7, "x")
h = lib.weigh10
h.argtypes, h.restype = [c_int] * 10, c_longlong
h(*range(10)), h(*range(0, -10, -1))
d = lib.weigh10_double
d.argtypes, d.restype = [c_double] * 10, c_double
d(*range(10))
w = lib.weigh20
w.argtypes = [c_byte, c_double, c_short, c_float, c_int, c_double, c_long, c_float, c_ubyte, c_double, c_ushort, c_float, c_uint, c_double, c_ulong, c_double, c_byte, c_double, c_short, c_float]
w.restype = c_double
w(*range(1, 21))
w(*([-1] * 20))
lib.mix_longdouble.argtypes, lib.mix_longdouble.restype = [c_int, c_longdouble, c_double, c_longdouble, c_int], c_double
lib.mix_longdouble(1, 2, 3, 4, 5)

# %% untyped_mixed
lib.weigh10.restype = c_longlong
lib.weigh10(*range(10))
lib.mix8.restype = c_double
lib.mix8(1, c_double(2), c_long(3), c_float(4), 5, c_double(6), 7, c_double(8)).__class__

# %% more_than_argtypes
g = lib.sum_va_int
g.argtypes, g.restype = [c_int], c_long
g(3, 1, 2, 3), g(0), g(1, -5)
g(2, "a") .__class__
g(2, [])
g()
g(10, *range(10))
h = lib.sum_va_double
h.argtypes, h.restype = [c_int], c_double
h(2, c_double(1), c_double(2.5)), h(9, *[c_double(i) for i in range(9)])
h(1, 1.5)

# %% varargs_mixed
g = lib.walk_va
g.argtypes, g.restype = [c_char_p], c_double
g(b"idl", 1, c_double(2.5), c_longlong(3))
g(b"sdsd", b"abc", c_double(1), b"", c_double(4))
g(b"ip", 1, Point(2, 3))
g(b"vi", Vec(1, 2), 3)
g(b"iiiiiiiid", 1, 2, 3, 4, 5, 6, 7, 8, c_double(0.5))
b = create_string_buffer(100)
lib.format_va(b, c_size_t(100), b"%d %s %c %.2f %ld", 5, b"txt", c_char(b"q"), c_double(1.5), c_long(-9))
b.value

# %% errcheck
log = []
def check(result, func, args):
    log.append((result, func is f, args))
    return "checked"
f.errcheck
f.errcheck = check
f.errcheck is check
f(5), log
f.argtypes = [c_int]
f(6), log[-1]
f.restype = None
f(7), log[-1]
f.errcheck = None
f.errcheck
f.errcheck = check
del f.errcheck
f.errcheck

# %% errcheck_wrong
for v in (5, "x", [], b"x"):
    attempt(setattr, f, "errcheck", v)
def bad(result, func): return 1
f.errcheck = bad
f(1)
def raising(result, func, args): raise LookupError("from errcheck")
f.errcheck = raising
f(1)

# %% errcheck_returns_args
f.errcheck = lambda r, fn, args: args
f(5)
f.errcheck = lambda r, fn, args: r
f(5)
f.argtypes = [c_int]
f.errcheck = lambda r, fn, args: args
f(c_int(3))

# %% errcheck_on_pointer_result
g = lib.same_pointer
g.restype = c_char_p
g.errcheck = lambda r, fn, args: (r, type(args), len(args))
g(create_string_buffer(b"q"))
g(None)

# %% check_retval
class R(c_int):
    def _check_retval_(self): return ("checked", self.value)
f.restype = R
f(5)
class Q(c_int):
    def _check_retval_(self): raise OSError("retval")
f.restype = Q
f(5)

# %% repr_and_attributes
f
type(f), type(f).__name__, type(f).__mro__[1:]
f.__name__
lib["same_int"].__name__
f.__name__ = "renamed"
f.__name__
f.extra = 1
f.extra
bool(f), bool(F())
f.nothing
callable(f), callable(F)
f.value
f.__call__(3)
type(f).__call__(f, 3)
type(f).__call__(3)

# %% shared_versus_own
lib.same_int is lib.same_int, lib["same_int"] is lib["same_int"]
lib.same_int.argtypes = [c_int]
lib["same_int"].argtypes
