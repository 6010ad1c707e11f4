"""Classes and objects that are declared anew: inherited layouts, bases with metatypes of their own, `__class__`."""

# %% setup
from ctypes import _CFuncPtr, _SimpleCData

# %% fields_over_an_inherited_layout
class A(Structure): _fields_ = [("a", c_int)]
class B(A): pass
B._fields_ = [("b", c_double)]
class C(B): _fields_ = [("c", c_char), ("d", c_int)]
sizeof(A), sizeof(B), sizeof(C)
B.b, C.c, C.d
c = C(1, 2.5, b"x", 4)
c.a, c.b, c.c, c.d
bytes(c)

# %% fields_over_an_inherited_union_layout
class A(Union): _fields_ = [("a", c_int)]
class B(A): pass
B._fields_ = [("b", c_longlong * 2)]
class C(B): _fields_ = [("c", c_char)]
sizeof(B), B.b, C.c

# %% fields_after_a_subclass
class A(Structure): _fields_ = [("a", c_int)]
class B(A): pass
class C(B): _fields_ = [("c", c_int)]
B._fields_ = [("b", c_int)]
sizeof(B), sizeof(C)

# %% metatype_of_a_base_is_derived
class Meta(type(Structure)): pass
class Base(Structure, metaclass=Meta): _fields_ = [("a", c_int)]
Derived = type(Structure)("Derived", (Base,), {"_fields_": [("b", c_short)]})
type(Derived), Derived.__mro__
sizeof(Derived), Derived.b
Derived(1, 2).b
class SimpleMeta(type(_SimpleCData)): pass
class Simple(c_int, metaclass=SimpleMeta): pass
type(_SimpleCData)("I", (Simple,), {})(4).value
class PointerMeta(type(POINTER(c_int))): pass
class Pointer(POINTER(c_int), metaclass=PointerMeta): _type_ = c_int
type(POINTER(c_int))("P", (Pointer,), {"_type_": c_int})(c_int(5))[0]
class ArrayMeta(type(c_int * 2)): pass
class Triple(c_int * 2, metaclass=ArrayMeta): _length_ = 3
type(c_int * 2)("Quadruple", (Triple,), {"_length_": 4})(1, 2, 3, 4)[3]
class FunctionMeta(type(_CFuncPtr)): pass
class Function(_CFuncPtr, metaclass=FunctionMeta): _flags_ = 1
type(type(_CFuncPtr)("F", (Function,), {"_flags_": 1}))

# %% function_of_another_class
f = CFUNCTYPE(c_int, c_int)(("same_longlong", lib))
f(2**40 + 5)
f.__class__ = CFUNCTYPE(c_longlong, c_longlong)
f(2**40 + 5)
f.argtypes, f.restype
f.__class__ = CFUNCTYPE(c_byte, c_longlong)
f(300)
f.__class__ = CFUNCTYPE(c_longlong, c_longlong)
f(2**40 + 5)

# %% fields_set_while_a_buffer_is_taken
class Offset:
    def __index__(self):
        record._fields_ = [("a", c_longlong * 100)]
        return 0
class record(Structure): pass
record.from_buffer(bytearray(8), Offset())
class record(Structure): pass
record.from_buffer_copy(bytearray(8), Offset())
