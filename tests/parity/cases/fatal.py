"""Cells that kill stock ctypes on at least one version: ours must survive them, whatever it shows."""

# %% structure_from_param_of_byref
Point.from_param(byref(Point()))

# %% array_from_param_of_byref
(c_int * 3).from_param(byref((c_int * 3)()))

# %% swapped_as_argument
f = lib.same_int
f.argtypes = [c_int.__ctype_be__]
f(1)
f(c_int.__ctype_be__(1))

# %% as_parameter_recursion_untyped
class Q: pass
q = Q()
q._as_parameter_ = q
try: lib.same_int(q)
except RecursionError as error: show(type(error))

# %% as_parameter_recursion_typed
class Q: pass
q = Q()
q._as_parameter_ = q
for t in (c_int, c_void_p, c_char_p, POINTER(c_int), Point, c_int * 2, c_bool, c_wchar_p):
    try: t.from_param(q)
    except RecursionError as error: show(type(error))

# %% field_descriptor_made_by_hand
class S(Structure): _fields_ = [("a", c_int)]
attempt(lambda: type(S.a)() is None)

# %% size_overflow_in_structure
class S(Structure): _fields_ = [("a", c_char * (2**62)), ("b", c_char * (2**62))]
attempt(lambda: sizeof(S))

# %% size_overflow_in_instance
attempt(lambda: (c_char * (2**62))() is None)

# %% size_overflow_in_structure_instance
class S(Structure): _fields_ = [("a", c_char * (2**62))]
attempt(lambda: S() is None)

# %% pointer_subclass_without_type
class P(POINTER(c_int)):
    def first(self): return self[0]
attempt(P.from_param, c_int(4))
attempt(P.from_param, 4)
f = lib.same_pointer
f.restype = P
f.argtypes = [c_void_p]
attempt(lambda: f(byref(c_int(4))).first())

# %% paramflags_then_argtypes
P = CFUNCTYPE(c_int, c_int)
F = CFUNCTYPE(c_int, c_int)
g = P(("same_int", lib), ((1, "a"),))
g.argtypes = [c_int, c_int]
g(3)
g.argtypes = []
g(3)
g.argtypes = None
g(3)

# %% py_object_null_result
pythonapi.PyErr_Occurred.restype = py_object
pythonapi.PyErr_Occurred()

# %% py_object_null_result_own_library
lib.same_pointer.argtypes, lib.same_pointer.restype = [c_void_p], py_object
lib.same_pointer(None)

# %% py_object_callback_raises
O = PYFUNCTYPE(py_object, py_object)
attempt(lambda: O(lambda a: 1 / 0)(1) is not None)

# %% char_p_callback_refused_result
T = CFUNCTYPE(c_char_p, c_char_p)
lib.call_text.argtypes = [T, c_char_p]
attempt(lambda: lib.call_text(T(lambda s: "x"), b"in") is not None)
