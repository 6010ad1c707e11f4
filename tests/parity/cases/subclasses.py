"""Subclasses of simple types, `_type_` declarations, and metaclasses derived from ctypes' own."""

# %% setup
from ctypes import _SimpleCData

# %% subclass_repr
class I(c_int): pass
I(3)
I(3).value
I.__mro__
sizeof(I), I._type_

# %% subclass_with_attributes
class I(c_int):
    unit = "mm"
    def double(self): return 2 * self.value
i = I(4)
i.double()
i.name = "n"
i.name
i

# %% subclass_not_unboxed_in_structure
class I(c_int): pass
class S(Structure): _fields_ = [("a", I), ("b", c_int)]
s = S(1, 2)
s.a
s.b
s.a = 5
s.a.value
s.a = I(6)
s.a.value
s.a = c_int(7)
s.a.value

# %% subclass_not_unboxed_in_array
class I(c_int): pass
a = (I * 3)(1, 2, 3)
a[0]
a[:]
list(a)
a[1] = 9
a[1].value
a[1] = c_int(9)

# %% subclass_as_restype
class I(c_int): pass
f = lib.answer
f.restype = I
f()
f().value

# %% subclass_as_argtype
class I(c_int): pass
f = lib.same_int
f.argtypes = [I]
f(I(3))
f(3)
f(c_int(3))

# %% subclass_of_subclass
class I(c_int): pass
class J(I): pass
J(2)
f = lib.same_int
f.argtypes = [I]
f(J(8))
I.from_param(J(8))
J.from_param(I(8))

# %% subclass_char_p
class P(c_char_p): pass
P(b"abc")
P(b"abc").value
f = lib.text_constant
f.restype = P
f()
f().value

# %% subclass_void_p
class H(c_void_p): pass
f = lib.same_pointer
f.restype = H
f.argtypes = [H]
f(5)
f(5).value
f(None)
f(None).value

# %% subclass_bool_deep
class T(c_bool): pass
T(5).value
T(0)

# %% subclass_init_override
class I(c_int):
    def __init__(self, a, b): super().__init__(a + b)
I(1, 2)
I(1)
(I * 2)(1, 2)

# %% subclass_new_override
class I(c_int):
    def __new__(cls, *a):
        self = super().__new__(cls)
        self.tag = len(a)
        return self
I(3).tag
I(3)

# %% subclass_value_property
class I(c_int):
    @property
    def value(self): return "shadow"
I(3).value
I(3)
class S(Structure): _fields_ = [("i", I)]
S(I(4)).i.value

# %% subclass_from_param_override
class I(c_int):
    @classmethod
    def from_param(cls, v): return c_int(v * 2)
f = lib.same_int
f.argtypes = [I]
f(4)
f("a")

# %% type_code_each
for code in "cbBhHiIlLqQfdgPzZuO?":
    T = type(c_int)("T", (_SimpleCData,), {"_type_": code})
    show(T, T._type_, sizeof(T), alignment(T), T)

# %% type_code_wrong
for code in ("x", "", "ii", "X", "v", "e", "F", "D", "s", "p", "\0", "é", " ", "n", "N", "t"):
    attempt(type(c_int), "T", (_SimpleCData,), {"_type_": code})

# %% type_code_not_a_string
for code in (1, None, b"i", ["i"], c_int, ("i",)):
    attempt(type(c_int), "T", (_SimpleCData,), {"_type_": code})

# %% type_code_missing
class T(_SimpleCData): pass
T()

# %% type_code_str_subclass
class Str(str): pass
class T(_SimpleCData): _type_ = Str("i")
T(3)

# %% type_code_inherited_and_changed
class A(_SimpleCData): _type_ = "i"
class B(A): _type_ = "d"
B(1.5)
sizeof(A), sizeof(B)

# %% own_types_are_unboxed
class MyInt(_SimpleCData): _type_ = "i"
class S(Structure): _fields_ = [("a", MyInt)]
S(3).a
(MyInt * 2)(1, 2)[:]
f = lib.answer
f.restype = MyInt
f()

# %% own_type_mixes_with_stock_type
class MyInt(_SimpleCData): _type_ = "i"
f = lib.same_int
f.argtypes = [c_int]
f(MyInt(3))
f.argtypes = [MyInt]
f(c_int(3))
f(4)

# %% type_attribute_changed_later
class T(_SimpleCData): _type_ = "i"
T._type_ = "d"
T(3)
sizeof(T)
T(1.5)
del T._type_
T(3)

# %% swapped_types
for t in (c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_longlong, c_ulonglong, c_float, c_double):
    be, le = t.__ctype_be__, t.__ctype_le__
    show(be, le, le is t, be is t, be.__name__, be._type_, sizeof(be))
    show(be(1), be(1).value, bytes(be(1)), be.__ctype_le__ is t, be.__ctype_be__ is be)

# %% swapped_absent
for t in (c_char, c_wchar, c_char_p, c_wchar_p, c_void_p, py_object, c_longdouble, c_bool, c_byte, c_ubyte):
    attempt(getattr, t, "__ctype_be__")
    attempt(getattr, t, "__ctype_le__")

# %% swapped_arithmetic_limits
b = c_int.__ctype_be__
b(2**32 + 1).value
b(-1).value
b("x")
b(1.0)
c_double.__ctype_be__("x")
c_float.__ctype_be__(1e39)

# %% swapped_as_restype
f = lib.answer
f.restype = c_int.__ctype_be__
f()

# %% swapped_from_param
c_int.__ctype_be__.from_param(1)
c_int.__ctype_be__.from_param(c_int(1))
c_int.from_param(c_int.__ctype_be__(1))

# %% swapped_of_subclass
class I(c_int): pass
I.__ctype_be__
I.__ctype_be__ is c_int.__ctype_be__
I.__ctype_le__

# %% metaclass_plain
class M(type(c_int)): pass
class T(c_int, metaclass=M): pass
T(3)
type(T)
T * 2

# %% metaclass_init_with_super
class M(type(c_int)):
    def __init__(cls, name, bases, ns):
        super().__init__(name, bases, ns)
        cls.mark = name
class T(_SimpleCData, metaclass=M): _type_ = "i"
T(3), T.mark

# %% metaclass_init_without_super
class M(type(c_int)):
    def __init__(cls, name, bases, ns):
        pass
attempt(M, "T", (_SimpleCData,), {"_type_": "i"})
class T(c_int, metaclass=M): pass
attempt(T, 3)

# %% metaclass_init_without_super_structure
class M(type(Structure)):
    def __init__(cls, name, bases, ns): pass
class S(Structure, metaclass=M): _fields_ = [("a", c_int)]
attempt(lambda: S(1).a)
attempt(lambda: sizeof(S))

# %% metaclass_new_with_super
class M(type(Structure)):
    def __new__(mcls, name, bases, ns):
        ns["_fields_"] = [("made", c_int)]
        return super().__new__(mcls, name, bases, ns)
class S(Structure, metaclass=M): pass
S(3).made
sizeof(S)

# %% metaclass_new_extra_keyword
class M(type(Structure)):
    def __new__(mcls, name, bases, ns, tag=None):
        self = super().__new__(mcls, name, bases, ns)
        self.tag = tag
        return self
    def __init__(cls, name, bases, ns, tag=None):
        super().__init__(name, bases, ns)
class S(Structure, metaclass=M, tag=5): _fields_ = [("a", c_int)]
S.tag, S(1).a

# %% keyword_without_taker
class S(Structure, tag=5): _fields_ = [("a", c_int)]

# %% init_subclass
class Base(Structure):
    seen = []
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        Base.seen.append((cls.__name__, tag))
class A(Base, tag=1): _fields_ = [("a", c_int)]
Base.seen
A(1).a

# %% metaclass_called_with_three
T = type(Structure)("T", (Structure,), {"_fields_": [("x", c_int)]})
T(3).x
T.__name__, T.__module__

# %% metaclass_called_wrong
type(Structure)()
type(Structure)("T")
type(Structure)("T", (), {})
type(Structure)("T", (Structure,))
type(c_int)("T", (), {"_type_": "i"})
type(c_int * 2)("T", (), {})
type(Union)("T", (Union,), 5)

# %% metaclass_of_wrong_base
type(c_int)("T", (object,), {"_type_": "i"})
type(Structure)("T", (object,), {})
type(c_int * 2)("T", (object,), {"_length_": 2, "_type_": c_int})

# %% metaclasses_mixed
class M(type(c_void_p), type(POINTER(c_int))): pass
class A(Structure, Union): pass
class B(c_int, Structure): pass
class C(c_int, c_double): pass

# %% metaclass_of_type_names
for t in (c_int, Structure, Union, c_int * 2, POINTER(c_int), CFUNCTYPE(None)):
    show(type(t).__name__, type(t).__module__, type(t).__mro__[-2:], type(t).__basicsize__ > 0)

# %% mixin_class
class Mixin:
    def hello(self): return "hi"
class S(Mixin, Structure): _fields_ = [("a", c_int)]
S(1).hello()
class T(Structure, Mixin): _fields_ = [("a", c_int)]
T(1).hello()

# %% generic_alias
Array[c_int] if hasattr(Array, "__class_getitem__") else None
Structure[int]

# %% subclass_slots
class S(Structure):
    __slots__ = ()
    _fields_ = [("a", c_int)]
s = S(1)
s.a
s.b = 1
s.__dict__

# %% subclass_slots_filled
class S(Structure):
    __slots__ = ("extra",)
    _fields_ = [("a", c_int)]
s = S(1)
s.extra = 4
s.extra
s.other = 1

# %% class_assignment
class I(c_int): pass
class J(c_int): pass
x = I(3)
x.__class__ = J
type(x)
x.__class__ = c_int
x.__class__ = c_long
x.__class__ = int

# %% class_assignment_structures
class A(Structure): _fields_ = [("a", c_int)]
class B(Structure): _fields_ = [("b", c_int)]
a = A(7)
a.__class__ = B
a.b
type(a)

# %% bases_assignment
class A(Structure): _fields_ = [("a", c_int)]
class B(Structure): _fields_ = [("b", c_int)]
class C(A): pass
C.__bases__ = (B,)
C.__bases__

# %% set_attributes_on_builtin_types
ctypes._SimpleCData.spam = 1
ctypes._SimpleCData.__init__ = None
Structure.spam = 1
type(Structure).spam = 1
c_int.spam = 1
c_int.spam
del c_int.spam
del c_int.spam

# %% set_name_attributes
class I(c_int): pass
I.__name__ = "K"
I(3)
I.__qualname__
I.__name__ = 3
I.__doc__ = "text"
I.__doc__

# %% dir_of_types
for t in (c_int, ctypes._SimpleCData, Structure, Union, Array, ctypes._Pointer, ctypes._CFuncPtr):
    show(sorted(set(dir(t)) - set(dir(object))))

# %% dict_of_types
for t in (ctypes._SimpleCData, Structure, Union, Array, ctypes._Pointer, ctypes._CFuncPtr.__base__):
    show(sorted(k for k in vars(t)))

# %% dir_of_metaclasses
for t in (c_int, Structure, Union, c_int * 2, POINTER(c_int), CFUNCTYPE(None)):
    show(sorted(set(dir(type(t))) - set(dir(type))))

# %% names_of_types
for t in (ctypes._SimpleCData, Structure, Union, Array, ctypes._Pointer, ctypes._CFuncPtr.__base__, Structure.__base__):
    show(t.__name__, t.__qualname__, t.__module__)

# %% names_of_methods
for n in ("from_address", "from_buffer", "from_buffer_copy", "from_param", "in_dll"):
    show(getattr(c_int, n).__name__, getattr(c_int, n).__qualname__, callable(getattr(c_int, n)))

# %% names_of_functions
for n in sorted(vars(_ctypes)):
    f = getattr(_ctypes, n)
    if type(f).__name__ == "builtin_function_or_method":
        show(n, f.__module__, f.__name__, f.__qualname__, f.__text_signature__)

# %% constants_of_module
for n in sorted(vars(_ctypes)):
    v = getattr(_ctypes, n)
    if isinstance(v, (int, str)) and not n.startswith("_"):
        show(n, v)
_ctypes.__version__, _ctypes.__name__, _ctypes.__doc__

# %% surface
sorted(dir(_ctypes))

# %% field_descriptor
class S(Structure): _fields_ = [("a", c_int), ("b", c_short, 3), ("c", c_int * 3)]
S.a, S.b, S.c
type(S.a), type(S.a).__name__
S.a.offset, S.a.size, S.b.offset, S.b.size, S.c.size
S.a.offset = 3
S.a.nothing
sorted(n for n in dir(S.a) if not n.startswith("__"))

# %% field_descriptor_get_set
class S(Structure): _fields_ = [("a", c_int)]
s = S(3)
S.a.__get__(s)
S.a.__get__(None, S)
S.a.__get__(None)
S.a.__get__(3)
S.a.__get__(c_int(3))
S.a.__set__(s, 5)
s.a
S.a.__set__(3, 5)
S.a.__delete__(s)

# %% field_of_other_structure
class S(Structure): _fields_ = [("a", c_int), ("b", c_int)]
class T(Structure): _fields_ = [("x", c_int)]
T.y = S.b
attempt(lambda: T(5).y)
attempt(lambda: S.a.__get__(T(5)))
