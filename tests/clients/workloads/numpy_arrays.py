"""numpy.ctypeslib: arrays on ctypes memory and back, ndpointer arguments, structured dtypes from records."""

import ctypes
from ctypes import POINTER, Structure, c_double, c_int, c_int16, c_size_t, c_uint8

import numpy as np
from _digest import Digest


class Sample(Structure):
    _fields_ = (("id", c_int), ("levels", c_double * 3), ("tag", ctypes.c_char * 5))


class Packed(ctypes.BigEndianStructure):
    _pack_ = 1
    _fields_ = (("kind", c_uint8), ("size", c_int16), ("value", c_double))


out = Digest()
for kind in (Sample, Packed, c_int * 4, (c_double * 2) * 3, c_uint8, Sample * 2, c_int.__ctype_be__):
    out.add(str(np.dtype(kind)))
numbers = (c_int * 12)(*range(12))
view = np.ctypeslib.as_array(numbers)
view *= 3
out.add(list(numbers), view.dtype.str, view.reshape(3, 4)[1].tolist())
pointer_view = np.ctypeslib.as_array(ctypes.cast(numbers, POINTER(c_int)), shape=(4, 3))
pointer_view[2, 1] = -1
out.add(list(numbers), pointer_view.sum().item())
samples = (Sample * 3)(*[(n, (n, n / 2, n / 4), b"ab") for n in range(3)])
table = np.frombuffer(samples, dtype=np.dtype(Sample))
out.add(table["levels"].tolist(), table["tag"].tolist())
back = np.ctypeslib.as_ctypes(np.arange(6, dtype=np.int16).reshape(2, 3))
out.add(
    type(back).__name__, [row[:] for row in back], np.ctypeslib.as_ctypes_type(np.dtype("i4,f8")).__name__
)
grid = np.linspace(0, 1, 50).reshape(5, 10)
out.add(
    grid.ctypes.shape[:],
    grid.ctypes.strides[:],
    grid.ctypes.shape_as(ctypes.c_int)[:],
    grid.ctypes.data_as(POINTER(c_double))[7],
)

libc = ctypes.CDLL(None)
vector = np.ctypeslib.ndpointer(dtype=np.intc, ndim=1, flags="C_CONTIGUOUS")
Compare = ctypes.CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
libc.qsort.argtypes, libc.qsort.restype = [vector, c_size_t, c_size_t, Compare], None
shuffled = np.array([(n * 37) % 101 for n in range(101)], dtype=np.intc)
libc.qsort(shuffled, shuffled.size, 4, Compare(lambda a, b: a[0] - b[0]))
out.add(shuffled.tolist())
for wrong in (shuffled.astype(np.float64), shuffled[::2], shuffled.reshape(1, -1), [1, 2]):
    try:
        libc.qsort(wrong, 3, 4, Compare(lambda a, b: 0))
    except (TypeError, ctypes.ArgumentError) as error:
        out.add(type(error).__name__, str(error))
libc.memcpy.argtypes, libc.memcpy.restype = [ctypes.c_void_p, ctypes.c_void_p, c_size_t], ctypes.c_void_p
target = np.zeros(101, dtype=np.intc)
libc.memcpy(target.ctypes.data, shuffled.ctypes, target.nbytes)
out.add(target[::10].tolist())
ufunc = np.frompyfunc(ctypes.CFUNCTYPE(c_int, c_int)(lambda n: n * n), 1, 1)
out.add(ufunc(np.arange(5)).tolist())
out.finish()
