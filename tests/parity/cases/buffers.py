"""The buffer protocol both ways: from_buffer, from_buffer_copy, memoryview formats, hostile exporters."""

# %% setup
class Hostile:
    """No buffer at all, but everything else a sequence has."""
    def __len__(self): return 100
    def __getitem__(self, i): return 0
    def __bytes__(self): return b"12345678"

# %% from_buffer_bytearray
b = bytearray(b"\1\0\0\0\2\0\0\0")
i = c_int.from_buffer(b)
i.value
i.value = 7
b
c_int.from_buffer(b, 4).value
p = Point.from_buffer(b)
p.x, p.y
p.y = 9
b[4]
(c_short * 4).from_buffer(b)[:]

# %% from_buffer_locks
b = bytearray(8)
i = c_int.from_buffer(b)
b.append(1)
b.extend(b"x")
del i
_ = gc.collect()
b.append(1)
len(b)

# %% from_buffer_refuse
for v in (b"12345678", "12345678", 5, None, [], memoryview(b"12345678"), Hostile(), range(8)):
    attempt(c_int.from_buffer, v)
c_int.from_buffer(bytearray(3))
c_int.from_buffer(bytearray(8), 5)
c_int.from_buffer(bytearray(8), 8)
c_int.from_buffer(bytearray(8), -1)
c_int.from_buffer(bytearray(8), 2**63 - 1)
c_int.from_buffer(bytearray(8), 2**64)
c_int.from_buffer(bytearray(8), "x")
c_int.from_buffer(bytearray(8), 1.0)
c_int.from_buffer()
c_int.from_buffer(bytearray(8), 0, 0)
c_int.from_buffer(bytearray(8), 4).value

# %% from_buffer_objects
b = bytearray(8)
i = c_int.from_buffer(b)
type(i._objects), i._objects
i._b_base_, i._b_needsfree_

# %% from_buffer_of_ctypes
a = (c_int * 4)(1, 2, 3, 4)
p = Point.from_buffer(a, 8)
p.x, p.y
p.x = 30
a[:]
x = c_longlong.from_buffer(p)
x.value == 30 + (4 << 32)

# %% from_buffer_memoryview
m = memoryview(bytearray(b"abcdefgh"))
(c_char * 4).from_buffer(m, 2).value
(c_char * 2).from_buffer(m[2:6])[:]
(c_char * 2).from_buffer(m[::2])
(c_char * 2).from_buffer(m.toreadonly())
(c_char * 4).from_buffer_copy(m[::2]).value
m.release()
(c_char * 4).from_buffer(m)

# %% from_buffer_array_module
import array
a = array.array("i", [1, 2, 3])
x = (c_int * 3).from_buffer(a)
x[1] = 20
a
a.append(4)
del x
a.append(4)
len(a)

# %% from_buffer_mmap
import mmap
m = mmap.mmap(-1, 100)
i = c_int.from_buffer(m, 4)
i.value = 0x41424344
m[4:8]
m.close()
del i
m.close()

# %% from_buffer_copy
c_int.from_buffer_copy(b"\1\2\0\0").value
c_int.from_buffer_copy(b"\0\0\0\0\5\0\0\0", 4).value
b = bytearray(b"\1\0\0\0")
i = c_int.from_buffer_copy(b)
i.value = 9
b
i._objects, i._b_needsfree_
for v in ("1234", 5, None, [], Hostile(), 1.5):
    attempt(c_int.from_buffer_copy, v)
c_int.from_buffer_copy(b"123")
c_int.from_buffer_copy(b"12345678", 5)
c_int.from_buffer_copy(b"12345678", -1)
c_int.from_buffer_copy(b"12345678", 2**63 - 1)
c_int.from_buffer_copy(b"12345678", "x")

# %% from_buffer_copy_each
for t in (c_char, c_wchar, c_bool, c_byte, c_double, c_longdouble, c_float, c_void_p, Point, c_int * 2, POINTER(c_int), IntOrFloat, Bits):
    show(type(t.from_buffer_copy(bytes(64))))

# %% from_buffer_pointers
class S(Structure): _fields_ = [("p", c_char_p)]
S.from_buffer_copy(bytes(8)).p
S.from_buffer(bytearray(8)).p
c_char_p.from_buffer_copy(bytes(8)).value
py_object.from_buffer_copy(bytes(8))
py_object.from_buffer(bytearray(8))

# %% from_buffer_abstract
Structure.from_buffer(bytearray(8))
Union.from_buffer_copy(b"12345678")
Array.from_buffer(bytearray(8))
ctypes._SimpleCData.from_buffer(bytearray(8))
ctypes._Pointer.from_buffer_copy(bytes(8))
CFUNCTYPE(None).from_buffer_copy(bytes(8)).__class__.__name__

# %% from_buffer_abstract_and_wrong
for t in (Structure, Union, Array, ctypes._SimpleCData, ctypes._Pointer):
    for args in ((5,), (b"x",), (bytearray(8), 2**64), (bytearray(8), "x"), (), (bytearray(8), -1)):
        attempt(t.from_buffer, *args)
        attempt(t.from_buffer_copy, *args)

# %% from_buffer_zero_size
(c_char * 0).from_buffer(bytearray(0))[:]
(c_char * 0).from_buffer(bytearray(4), 4)[:]
class E(Structure): pass
E.from_buffer(bytearray(0)).__class__
E.from_buffer_copy(b"").__class__
(c_char * 0).from_buffer(bytearray(4), 5)

# %% memoryview_scalars
for t in (c_char, c_wchar, c_bool, c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_longlong, c_ulonglong, c_float, c_double, c_longdouble, c_void_p, c_char_p, c_wchar_p, py_object):
    m = memoryview(t())
    show(t, m.format, m.itemsize, m.ndim, m.shape, m.strides, m.nbytes, m.readonly)

# %% memoryview_swapped
for t in (c_short, c_int, c_long, c_float, c_double):
    m = memoryview(t.__ctype_be__())
    show(m.format, m.itemsize, m.shape)

# %% memoryview_arrays
for t in (c_int * 3, (c_int * 3) * 2, ((c_char * 2) * 3) * 4, Point * 3, POINTER(c_int) * 2, c_char * 5, c_wchar * 4, c_int * 0, (c_int * 0) * 3, (c_int * 3) * 0):
    m = memoryview(t())
    show(m.format, m.itemsize, m.ndim, m.shape, m.strides, m.nbytes, m.c_contiguous)

# %% memoryview_structures
class Sub(Point): _fields_ = [("z", c_double)]
class E(Structure): pass
class A(Structure): _fields_ = [("c", c_char), ("i", c_int), ("s", c_short * 3), ("n", Point), ("p", POINTER(Point)), ("f", CFUNCTYPE(None))]
class P(Structure):
    _pack_ = 1
    _fields_ = [("c", c_char), ("i", c_int)]
class B(BigEndianStructure): _fields_ = [("i", c_int), ("s", c_short)]
for t in (Point, Rect, Sub, E, A, P, B, Bits, IntOrFloat, Tagged, Vec, LongDoubleBox):
    m = memoryview(t())
    show(t, m.format, m.itemsize, m.ndim, m.shape, m.nbytes)

# %% memoryview_pointers
for t in (POINTER(c_int), POINTER(Point), POINTER(POINTER(c_char)), CFUNCTYPE(c_int), POINTER(c_int * 3), POINTER(CFUNCTYPE(None))):
    show(memoryview(t()).format)

# %% memoryview_padding
class T(Structure): _fields_ = [("a", c_char), ("b", c_double), ("c", c_char)]
class N(Structure): _fields_ = [("x", c_char), ("t", T), ("y", c_char)]
memoryview(T()).format
memoryview(N()).format
memoryview((T * 2)()).format

# %% memoryview_incomplete
class F(Structure): pass
memoryview(F()).format
memoryview(POINTER(F)()).format
class G(Structure): pass
G._fields_ = [("g", POINTER(G)), ("v", c_int)]
memoryview(G()).format

# %% memoryview_readwrite
a = (c_int * 3)(1, 2, 3)
m = memoryview(a).cast("B").cast("i")
m[1] = 20
a[:]
m.tolist()
memoryview(a).tolist()
memoryview(a)[0]
memoryview(c_ubyte(5))[()]
memoryview(a).tobytes()

# %% memoryview_keeps_alive
m = memoryview((c_ubyte * 4)(1, 2, 3, 4))
_ = gc.collect()
bytes(m)
m.obj
m.release()

# %% memoryview_equality
memoryview((c_ubyte * 3)(1, 2, 3)) == b"\1\2\3"
memoryview((c_int * 2)(1, 2)) == memoryview((c_int * 2)(1, 2))
memoryview(c_int(3)) == memoryview(c_int(3))

# %% buffer_info
for t in (c_int, c_int * 3, (c_short * 2) * 3, Point, POINTER(c_int), CFUNCTYPE(None), Point * 2, Rect, c_char_p, py_object):
    show(_ctypes.buffer_info(t))
_ctypes.buffer_info(c_int(3))
_ctypes.buffer_info(5)
_ctypes.buffer_info(int)
_ctypes.buffer_info()
_ctypes.buffer_info(Structure)

# %% write_into
import io
io.BytesIO(b"\1\2\3\4").readinto(a := (c_ubyte * 4)())
a[:]
bytearray((c_short * 2)(1, 2))
b"%b" % (c_char * 3)(b"a", b"b", b"c")
b"x".join([c_int(1)])

# %% struct_module
import struct
a = (c_ubyte * 8)()
struct.pack_into("<ii", a, 0, 1, 2)
a[:]
struct.unpack_from("<i", a, 4)

# %% hash_of_memoryview
hash(memoryview(c_int(3)).toreadonly())
hash(memoryview((c_ubyte * 2)(1, 2)).toreadonly())

# %% io_and_hashlib
import hashlib, zlib
hashlib.md5((c_ubyte * 3)(1, 2, 3)).hexdigest()
zlib.crc32(Point(1, 2))
zlib.crc32(c_int(5))

# %% buffer_of_resized
a = (c_ubyte * 2)(1, 2)
resize(a, 8)
m = memoryview(a)
m.nbytes, m.shape, m.itemsize

# %% pep688
if sys.version_info >= (3, 12):
    import collections.abc
    show(isinstance(c_int(), collections.abc.Buffer), hasattr(c_int, "__buffer__"), bytes(c_int(1).__buffer__(0)))
sys.version_info >= (3, 12)

# %% python_exporter
class Exporter:
    def __buffer__(self, flags): return memoryview(bytearray(b"\7\0\0\0"))
attempt(c_int.from_buffer, Exporter())
attempt(c_int.from_buffer_copy, Exporter())
class Liar:
    def __buffer__(self, flags): raise ZeroDivisionError("liar")
attempt(c_int.from_buffer, Liar())
