"""Programs of a few lines that must end alike with the standard `ctypes` and with the facade, as `c`.

Owns: the programs, right ones and wrong ones. Must not know: how they are run and compared. They are about
what the facade does in Python; what the extension module does is compared by the parity tests.
"""

SNIPPETS: dict[str, str] = {
    # Scalars
    "sizes of all types": """
for name in sorted(n for n in dir(c) if n.startswith("c_") and isinstance(getattr(c, n), type)):
    kind = getattr(c, name)
    print(name, kind.__name__, kind._type_, c.sizeof(kind), c.alignment(kind))
""",
    "defaults and reprs": """
for name in sorted(n for n in dir(c) if n.startswith("c_") and isinstance(getattr(c, n), type)):
    print(name, getattr(c, name)().value, getattr(c, name)())
""",
    "swapped twins": """
for kind in (c.c_byte, c.c_ubyte, c.c_char, c.c_short, c.c_int, c.c_long, c.c_double, c.c_bool):
    print(kind.__ctype_le__ is kind, kind.__ctype_be__ is kind)
    if kind is not c.c_char:
        print(bytes(kind.__ctype_be__(1)))
""",
    "values out of range": """
print(c.c_byte(200), c.c_ubyte(-1), c.c_short(70000), c.c_uint(-1), c.c_int64(2**64 + 5))
""",
    "wrong value": "c.c_int('3')",
    "wrong character": "c.c_char(b'ab')",
    "py_object": "print(c.py_object(), c.py_object([1]).value, c.py_object(5))\nc.py_object().value",
    "py_object subclass": """
class Mine(c.py_object): pass
print(Mine(), repr(Mine(3)))
""",
    "string pointers": """
narrow, wide = c.c_char_p(b"text"), c.c_wchar_p("text")
print(narrow.value, narrow, wide.value, wide, c.c_char_p())
""",
    "pickle": """
import pickle
for value in (c.c_int(7), c.c_double(0.5), c.c_bool(True)):
    print(type(pickle.loads(pickle.dumps(value))) is type(value), bytes(pickle.loads(pickle.dumps(value))))
""",
    # Pointers and casts
    "pointer types": """
print(c.POINTER(None) is c.c_void_p, c.POINTER(c.c_int) is c.POINTER(c.c_int), c.POINTER(c.c_int).__name__)
print(c.POINTER(c.c_char).from_param(b"x") is not None, c.POINTER(c.c_wchar).from_param("x") is not None)
""",
    "pointer cache": """
print(c._pointer_type_cache[None] is c.c_void_p, c._pointer_type_cache[c.c_char] is c.POINTER(c.c_char))
""",
    "cast": """
data = (c.c_ubyte * 8)(*range(8))
print(c.cast(data, c.POINTER(c.c_uint16))[1], c.cast(data, c.c_void_p).value == c.addressof(data))
print(c.cast(None, c.c_void_p), c.cast(0, c.POINTER(c.c_int)), c.cast(b"abc", c.c_char_p).value)
print(c.cast(c.byref(data, 2), c.POINTER(c.c_ubyte))[0])
print(c.cast(c.c_wchar_p("wide"), c.c_wchar_p).value)
""",
    "cast keeps alive": """
import gc
p = c.cast(c.create_string_buffer(b"kept"), c.c_char_p)
gc.collect()
print(p.value, len(p._objects))
""",
    "cast to no pointer": "c.cast(b'abc', c.c_int)",
    "cast of nothing that has an address": "c.cast(1.5, c.c_void_p)",
    "ARRAY": "print(c.ARRAY(c.c_int, 3).__name__, c.ARRAY(c.c_int, 3) is c.c_int * 3)",
    "ARRAY of negative length": "c.ARRAY(c.c_int, -1)",
    "SetPointerType": """
import warnings
warnings.simplefilter("ignore")
class Cell(c.Structure): pass
incomplete = c.POINTER("Cell")
c.SetPointerType(incomplete, Cell)
print(c.POINTER(Cell) is incomplete, incomplete._type_ is Cell)
c.SetPointerType(incomplete, Cell)
""",
    "SetPointerType of a complete type": """
import warnings
warnings.simplefilter("ignore")
class Cell(c.Structure): pass
c.SetPointerType(c.POINTER(c.c_int), Cell)
""",
    "SetPointerType warns": """
import warnings
class Cell(c.Structure): pass
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    c.SetPointerType(c.POINTER("Cell"), Cell)
for warning in caught:
    if "SetPointerType" in str(warning.message):
        print(warning.category.__name__, warning.message, warning.filename)
""",
    # Buffers
    "string buffers": """
for arguments in ((b"abc",), (3,), (b"abc", 10), (b"abc", 3), (0,), (b"",), (True,)):
    buffer = c.create_string_buffer(*arguments)
    print(len(buffer), buffer.raw, buffer.value, type(buffer).__name__)
print(c.c_buffer(b"x").raw)
""",
    "string buffer from text": "c.create_string_buffer('abc')",
    "string buffer from nothing": "c.create_string_buffer(None)",
    "string buffer too small": "c.create_string_buffer(b'abc', 2)",
    "string buffer of negative size": "c.create_string_buffer(-1)",
    "string buffer of a size that is no number": "c.create_string_buffer(b'abc', 'x')",
    "unicode buffers": """
for arguments in (("abc",), (3,), ("abc", 10), ("abc", 3), ("",), ("\\U0001f600",)):
    buffer = c.create_unicode_buffer(*arguments)
    print(len(buffer), buffer[:], buffer.value, type(buffer).__name__)
""",
    "unicode buffer from bytes": "c.create_unicode_buffer(b'abc')",
    "audit events": """
import sys
events = []
watching = True
def watch(event, details):
    if watching and event.startswith("ctypes."):
        events.append((event, details))
sys.addaudithook(watch)
c.create_string_buffer(b"abc"); c.create_string_buffer(4)
c.create_unicode_buffer("ab", 5); c.create_unicode_buffer(2)
buffer = c.create_string_buffer(2)
c.string_at(buffer, 1)
watching = False
print([(event, details if "create" in event else details[1:]) for event, details in events])
""",
    # Raw memory
    "memmove and memset": """
a, b = c.create_string_buffer(b"abcdef"), c.create_string_buffer(7)
print(c.memmove(b, a, 3) == c.addressof(b), b.raw, c.memset(b, 0x141, 2) == c.addressof(b), b.raw)
c.memmove(c.addressof(a) + 1, a, 3); print(a.value)
c.memmove(c.byref(a, 2), b"ZZ", 2); print(a.value)
c.memmove(a, "xy", 4); print(a.raw)
c.memmove(c.cast(a, c.c_void_p), c.pointer(c.c_int(0x41424344)), 4); print(a.raw)
""",
    "memmove to a scalar": "c.memmove(c.c_int(1), b'abc', 1)",
    "memmove from a float": "c.memmove(c.create_string_buffer(3), 1.5, 1)",
    "memmove of text many bytes": "c.memmove(c.create_string_buffer(3), b'abc', 'x')",
    "memset of a float": "c.memset(1.5, 0, 1)",
    "string_at": """
buffer = c.create_string_buffer(b"one\\0two")
print(c.string_at(buffer), c.string_at(buffer, 5), c.string_at(c.addressof(buffer) + 4))
print(c.wstring_at(c.create_unicode_buffer("wide")), c.wstring_at("text", 2), c.string_at(b"abc", size=1))
""",
    "string_at of a float": "c.string_at(1.5)",
    # Prototypes
    "prototypes": """
kind = c.CFUNCTYPE(c.c_int, c.c_int, c.c_double)
print(kind is c.CFUNCTYPE(c.c_int, c.c_int, c.c_double), kind.__name__)
print(kind._restype_ is c.c_int, len(kind._argtypes_), kind._flags_, c.PYFUNCTYPE(c.py_object)._flags_)
print(c.CFUNCTYPE(None, use_errno=True)._flags_, c.CFUNCTYPE(None, use_last_error=True)._flags_)
""",
    "prototype of no type": "c.CFUNCTYPE(c.c_int, 3)",
    "prototype with a wrong result": "c.CFUNCTYPE(3)",
    "callback": """
@c.CFUNCTYPE(c.c_int, c.POINTER(c.c_int), c.POINTER(c.c_int))
def order(a, b):
    return a[0] - b[0]
numbers = (c.c_int * 5)(5, 1, 4, 2, 3)
libc = c.CDLL(None)
libc.qsort.restype = None
libc.qsort(numbers, 5, c.sizeof(c.c_int), order)
print(list(numbers), order(c.c_int(3), c.c_int(1)))
""",
    "paramflags": """
absolute = c.CFUNCTYPE(c.c_int, c.c_int)(("abs", c.CDLL(None)), ((1, "number", -4),))
print(absolute(), absolute(-3), absolute(number=-2))
""",
    "missing export": "c.CFUNCTYPE(c.c_int)(('no such function', c.CDLL(None)))",
    "PYFUNCTYPE": """
print(c.PYFUNCTYPE(c.py_object, c.py_object, c.py_object)(("PyNumber_Add", c.pythonapi))(2, 3))
c.PYFUNCTYPE(c.py_object, c.py_object, c.py_object)(("PyNumber_Add", c.pythonapi))(2, "x")
""",
    # Libraries
    "library": """
libc = c.CDLL(None)
print(libc.abs(-3), libc.abs is libc.abs, libc["abs"] is libc["abs"], libc.abs.__name__)
print(libc["abs"].restype is c.c_int, c.CDLL._func_restype_ is c.c_int, libc.abs)
print(libc._name, libc, type(libc._FuncPtr).__name__, libc._FuncPtr.__name__)
""",
    "library by name": """
m = c.CDLL("libm.so.6")
m.cos.restype = c.c_double
print(m.cos(c.c_double(0)), m, m._name)
""",
    "library by handle": "libc = c.CDLL('any name', handle=c.CDLL(None)._handle); print(libc.abs(-3), libc)",
    "library with mode": """
print(c.CDLL("libm.so.6", c.RTLD_GLOBAL), c.DEFAULT_MODE, c.CDLL("libm.so.6", mode=c.RTLD_LOCAL))
""",
    "no library": "c.CDLL('no such library.so')",
    "no function": "c.CDLL(None).no_such_function",
    "special names": "c.CDLL(None).__nothing__",
    "library with a Path": "import pathlib; print(c.CDLL(pathlib.Path('libm.so.6')))",
    "two libraries have two function types": "print(c.CDLL(None)._FuncPtr is c.CDLL(None)._FuncPtr)",
    "errno": """
libc = c.CDLL(None, use_errno=True)
c.set_errno(5)
print(libc.close(-1), c.get_errno(), c.set_errno(0), c.get_errno(), libc._FuncPtr._flags_)
""",
    "restype and argtypes": """
libc = c.CDLL(None)
libc.strtol.argtypes = [c.c_char_p, c.POINTER(c.c_char_p), c.c_int]
libc.strtol.restype = c.c_long
end = c.c_char_p()
print(libc.strtol(b"12abc", c.byref(end), 10), end.value)
libc.strtol(3.5, None, 10)
""",
    "untyped float": "c.CDLL(None).abs(1.5)",
    "loaders": """
print(c.cdll["libm.so.6"] is c.cdll["libm.so.6"])
print(c.cdll.LoadLibrary("libm.so.6") is c.cdll.LoadLibrary("libm.so.6"))
print(c.LibraryLoader(c.PyDLL).LoadLibrary(None), c.LibraryLoader[c.CDLL], type(c.pydll).__name__)
""",
    "loader of no library": "c.cdll.no_such_library",
    "loader of a private name": "c.cdll._private",
    "loader by a wrong name": "c.cdll['no such library']",
    "pythonapi": """
print(c.pythonapi.Py_IsInitialized(), c.pythonapi, type(c.pythonapi) is c.PyDLL, c.PyDLL._func_flags_)
""",
    "PyDLL raises": """
c.pythonapi.PyLong_AsLong.argtypes = [c.py_object]
c.pythonapi.PyLong_AsLong("x")
""",
    "in_dll": """
print(c.c_int.in_dll(c.pythonapi, "Py_OptimizeFlag"), bool(c.c_void_p.in_dll(c.CDLL(None), "stdout")))
c.c_int.in_dll(c.CDLL(None), "no such variable")
""",
    "subclass of CDLL": """
class Mine(c.CDLL):
    _func_restype_ = c.c_uint
print(Mine(None).abs.restype is c.c_uint, Mine(None))
""",
    "failed CDLL": """
class Broken(c.CDLL):
    def __init__(self): pass
print(Broken())
Broken().abs
""",
    # Byte order
    "big endian": """
class Header(c.BigEndianStructure):
    _fields_ = [("a", c.c_uint16), ("b", c.c_uint32 * 2), ("c", c.c_ubyte), ("d", c.c_double)]
print(bytes(Header(1, (2, 3), 4, 1.5)), c.sizeof(Header), Header.__mro__[1].__name__, Header(1).a)
print(c.LittleEndianStructure is c.Structure, c.BigEndianStructure.__name__)
""",
    "big endian bit-fields": """
class Bits(c.BigEndianStructure):
    _fields_ = [("a", c.c_uint16, 4), ("b", c.c_uint16, 12)]
print(bytes(Bits(1, 2)), Bits.a, Bits.b)
""",
    "big endian in big endian": """
class Inner(c.BigEndianStructure):
    _fields_ = [("x", c.c_int32)]
class Outer(c.BigEndianStructure):
    _fields_ = [("i", Inner), ("l", c.c_int64)]
print(bytes(Outer(Inner(1), 2)))
""",
    "big endian fields assigned later": """
class Late(c.BigEndianStructure): pass
Late._fields_ = [("x", c.c_int16)]
print(bytes(Late(258)))
""",
    "no big endian pointers": """
class Wrong(c.BigEndianStructure):
    _fields_ = [("p", c.POINTER(c.c_int))]
""",
    "big endian union": """
if hasattr(c, "BigEndianUnion"):
    import sys
    if sys.version_info >= (3, 11):
        class Either(c.BigEndianUnion):
            _fields_ = [("i", c.c_uint32), ("b", c.c_ubyte * 4)]
        print(list(Either(0x01020304).b), c.LittleEndianUnion is c.Union)
""",
    # The classes of the extension module, used as a program does
    "structure": """
class Point(c.Structure):
    _fields_ = [("x", c.c_int), ("y", c.c_int)]
class Line(c.Structure):
    _anonymous_ = ("start",)
    _fields_ = [("start", Point), ("end", Point)]
line = Line(Point(1, 2), end=Point(3, 4))
print(line.x, line.end.y, c.sizeof(Line), Line.end, list(memoryview(line).cast("B"))[:4])
""",
    "resize": "b = c.create_string_buffer(3); c.resize(b, 10); print(c.sizeof(b))\nc.resize(b, 1)",
    "argument error": """
f = c.CFUNCTYPE(c.c_int, c.c_int)(("abs", c.CDLL(None)))
print(issubclass(c.ArgumentError, Exception), c.ArgumentError.__name__)
f("x")
""",
}
