"""Libraries: loading, lookup, in_dll, errno, pythonapi, and the errors and reprs around them."""

# %% open
type(lib)
lib._name == library, type(lib._handle)
repr(lib).startswith("<CDLL '") and repr(lib).endswith(">")
lib._func_flags_, lib._func_restype_
CDLL(None)._name
repr(CDLL(None)).startswith("<CDLL 'None', handle ")
CDLL(library)._handle == lib._handle
CDLL(None, handle=lib._handle).answer()
CDLL("anything", handle=lib._handle)._name
PyDLL(library).answer()
CDLL(library, 1).answer(), CDLL(library, mode=RTLD_GLOBAL).answer()

# %% open_errors
CDLL("/no/such/library.so")
CDLL("no_such_library.so")
CDLL("")._name
CDLL(b"no_such.so")
CDLL(5)
CDLL(1.5)
CDLL([])
CDLL()
CDLL("a\0b")
CDLL("\ud800")
CDLL(library, "x")
CDLL(library, None)
CDLL(library, 2**40)
CDLL(__file__ if "__file__" in globals() else sys.executable[:0] + "/etc/passwd")

# %% open_path
import pathlib
attempt(lambda: CDLL(pathlib.Path(library)).answer())
class P:
    def __fspath__(self): return library
attempt(lambda: CDLL(P()).answer())
attempt(lambda: CDLL(library.encode()).answer())

# %% lookup
lib.answer.__name__
lib.nothing_like_this
lib["nothing_like_this"]
lib.__nothing__
lib.__class__
hasattr(lib, "no_such"), hasattr(lib, "answer")
getattr(lib, "no such name")
getattr(lib, "")
lib[""]
lib[5]
lib[None]
lib[b"answer"]
lib["answer"]()
lib[1]
getattr(lib, "\u00e9")
getattr(lib, "a\0b")
"answer" in vars(lib)
lib.answer2 = 5
lib.answer2
del lib.answer2

# %% loader
cdll[library].answer()
cdll.LoadLibrary(library).answer()
cdll.LoadLibrary("/no/such.so")
cdll["/no/such.so"]
getattr(cdll, "no_such_thing")
cdll._private
type(cdll), cdll._dlltype, pydll._dlltype
ctypes.LibraryLoader(CDLL).LoadLibrary(library).answer()

# %% dlopen_functions
h = _ctypes.dlopen(library)
type(h)
_ctypes.dlsym(h, "answer") == cast(lib.answer, c_void_p).value
_ctypes.dlsym(h, "no_such")
_ctypes.dlsym(h, b"answer")
_ctypes.dlsym(h, 5)
_ctypes.dlsym("x", "answer")
_ctypes.dlsym(h)
_ctypes.dlopen("/no/such.so")
_ctypes.dlopen("/no/such.so", 2)
_ctypes.dlopen(library, "x")
_ctypes.dlopen()
_ctypes.dlopen(None).__class__
_ctypes.dlopen(5)
_ctypes.dlclose(h)
_ctypes.dlclose("x")
_ctypes.dlclose()
_ctypes.dlopen("a\0b")

# %% rtld
RTLD_LOCAL, RTLD_GLOBAL, DEFAULT_MODE

# %% in_dll
c_int.in_dll(lib, "global_int")
g = c_int.in_dll(lib, "global_int")
g.value = 7
lib.read_global_int(), c_int.in_dll(lib, "global_int").value
g.value = 42
(c_int * 5).in_dll(lib, "global_array")[:]
Point.in_dll(lib, "global_point").y
c_char_p.in_dll(lib, "global_text").value
POINTER(c_int).in_dll(lib, "global_pointer")[0]
bool(POINTER(c_int).in_dll(lib, "global_null")), c_void_p.in_dll(lib, "global_null").value
(c_char * 16).in_dll(lib, "global_buffer").value
c_double.in_dll(lib, "global_double").value
g._b_needsfree_, g._b_base_, g._objects
CFUNCTYPE(c_int).in_dll(lib, "answer").__class__.__name__

# %% in_dll_errors
c_int.in_dll(lib, "no_such")
c_int.in_dll(5, "global_int")
c_int.in_dll(lib, 5)
c_int.in_dll(lib, b"global_int")
c_int.in_dll(lib)
c_int.in_dll()
c_int.in_dll(lib, "a\0b")
class Fake: _handle = "x"
c_int.in_dll(Fake(), "global_int")
class Fake2: _handle = lib._handle
c_int.in_dll(Fake2(), "global_int")
class Fake3: pass
c_int.in_dll(Fake3(), "global_int")
Structure.in_dll(lib, "global_point")
ctypes._SimpleCData.in_dll(lib, "global_int")

# %% errno
e = open_library(library, use_errno=True)
set_errno(0)
e.fail_with(33), get_errno()
set_errno(12), get_errno()
e.read_errno()
lib.fail_with(44), get_errno()
e.swap_errno(55), get_errno()
set_errno("x")
set_errno()
set_errno(2**40)
set_errno(-5)
get_errno()
get_errno(1)
set_errno(0).__class__

# %% errno_threads
import threading
e = open_library(library, use_errno=True)
set_errno(5)
out = []
def f():
    out.append(get_errno())
    e.fail_with(9)
    out.append(get_errno())
t = threading.Thread(target=f); t.start(); t.join()
out, get_errno()

# %% errno_prototype
F = CFUNCTYPE(c_int, c_int, use_errno=True)
f = F(("fail_with", lib))
set_errno(0)
f(61), get_errno()
F._flags_

# %% oserror_from_errno
import os
e = open_library(library, use_errno=True)
def check(r, f, a):
    if r < 0: raise OSError(get_errno(), os.strerror(get_errno()))
    return r
e.fail_with.errcheck = check
e.fail_with(2)
e.fail_with(13)

# %% pythonapi
pythonapi
pythonapi.Py_GetVersion.restype = c_char_p
pythonapi.Py_GetVersion().decode().split()[0] == sys.version.split()[0]
pythonapi.PyLong_FromLong.restype = py_object
pythonapi.PyLong_FromLong(c_long(77))
pythonapi.PyErr_SetString.argtypes = [py_object, c_char_p]
pythonapi.PyErr_SetString.restype = None
pythonapi.PyErr_SetString(KeyError, b"set from C")
pythonapi.PyObject_GetAttrString.argtypes, pythonapi.PyObject_GetAttrString.restype = [py_object, c_char_p], py_object
pythonapi.PyObject_GetAttrString("abc", b"upper")()
pythonapi.PyObject_GetAttrString("abc", b"nope")
pythonapi.PyObject_GetAttrString("abc")
pythonapi._handle != 0
pythonapi.NoSuchFunction

# %% pythonapi_tuple
pythonapi.PyTuple_Pack.restype = py_object
pythonapi.PyTuple_Pack.argtypes = None
pythonapi.PyTuple_Pack(c_ssize_t(2), py_object("a"), py_object([1]))
pythonapi.PyErr_NoMemory.restype = py_object
pythonapi.PyErr_NoMemory()
pythonapi.PyErr_Occurred.restype = c_void_p
pythonapi.PyErr_Occurred()

# %% find_library
import ctypes.util
ctypes.util.find_library("c")
ctypes.util.find_library("no_such_library_at_all")

# %% libc
libc = CDLL(None)
libc.strlen.restype = c_size_t
libc.strlen(b"four")
libc.abs(-5), libc.atoi(b"12")
libc.strtol.restype = c_long
libc.strtol(b"ff", None, 16)
libc.toupper(ord("a"))
libc.getenv.restype = c_char_p
libc.getenv(b"NO_SUCH_VARIABLE_HERE")
b = create_string_buffer(20)
libc.sprintf(b, b"%d-%s-%5.1f", 5, b"x", c_double(2.25)), b.value
libc.snprintf(b, c_size_t(4), b"%s", b"abcdefgh"), b.value

# %% variables_as_functions
lib.global_int.__class__ is lib.answer.__class__
lib.global_int.__name__

# %% pydll_exception_check
p = PyDLL(library)
p.answer(), p._func_flags_

# %% library_subclass
class L(CDLL):
    _func_restype_ = c_short
    def extra(self): return self.answer()
L(library).extra()
L(library).same_int(70000)
class M(CDLL):
    def __getattr__(self, name):
        if name.startswith("x_"): return getattr(self, name[2:])
        return super().__getattr__(name)
M(library).x_answer()

# %% func_ptr_of_library
lib._FuncPtr, lib._FuncPtr.__mro__[1:]
lib._FuncPtr._flags_, lib._FuncPtr._restype_
f = lib._FuncPtr(("answer", lib))
f()
f2 = lib._FuncPtr(cast(lib.answer, c_void_p).value)
f2()
