"""Records by value: arguments, results, mixed with scalars, through callbacks, with register overflow."""

# %% point
lib.make_point.restype = Point
p = lib.make_point(3, -4)
p.x, p.y, type(p)
lib.point_sum.argtypes = [Point]
lib.point_sum(p), lib.point_sum(Point(1, 2))
lib.point_swap.argtypes, lib.point_swap.restype = [Point], Point
q = lib.point_swap(p)
q.x, q.y
p.x

# %% wrong_arguments
lib.point_sum.argtypes = [Point]
for v in (None, 5, (1, 2), [1, 2], Vec(), byref(Point()), pointer(Point()), "x", Point):
    if not isinstance(v, type(byref(Point()))): attempt(lib.point_sum, v)

# %% untyped_argument
lib.point_sum(Point(7, 8))
lib.point_len.argtypes = [POINTER(Point)]
lib.point_len(Point(3, 4)), lib.point_len(byref(Point(3, 4))), lib.point_len(pointer(Point(3, 4)))
lib.point_len(Vec())

# %% by_reference_modifies
p = Point(1, 2)
lib.point_move.restype = None
lib.point_move(byref(p), 10, 20)
p.x, p.y

# %% vec
lib.vec_scale.argtypes, lib.vec_scale.restype = [Vec, c_double], Vec
v = lib.vec_scale(Vec(1.5, -2), 2)
v.x, v.y
lib.vec_dot.argtypes, lib.vec_dot.restype = [Vec, Vec], c_double
lib.vec_dot(Vec(1, 2), Vec(3, 4))

# %% mixed_classes
lib.mixed_next.argtypes, lib.mixed_next.restype = [Mixed], Mixed
m = lib.mixed_next(Mixed(1.5, 7))
m.d, m.i
lib.intfloat_swap.argtypes, lib.intfloat_swap.restype = [IntFloat], IntFloat
m = lib.intfloat_swap(IntFloat(3, 7.0))
m.i, m.f
lib.float3_rotate.argtypes, lib.float3_rotate.restype = [Float3], Float3
m = lib.float3_rotate(Float3(1, 2, 3))
m.a, m.b, m.c

# %% small
lib.tiny_next.argtypes, lib.tiny_next.restype = [Tiny], Tiny
lib.tiny_next(Tiny(b"a")).c
lib.odd3_reverse.argtypes, lib.odd3_reverse.restype = [Odd3], Odd3
lib.odd3_reverse(Odd3((1, 2, 3))).b[:]
lib.bytes16_add.argtypes, lib.bytes16_add.restype = [Bytes16, c_int], Bytes16
lib.bytes16_add(Bytes16(tuple(range(16))), 100).b[:]

# %% big
lib.big_rotate.argtypes, lib.big_rotate.restype = [Big], Big
b = lib.big_rotate(Big(1, 2, 3))
b.a, b.b, b.c
lib.big_sum.argtypes, lib.big_sum.restype = [c_int, Big, c_int], c_longlong
lib.big_sum(1, Big(2, 3, 4), 5)

# %% nested
lib.rect_grow.argtypes, lib.rect_grow.restype = [Rect, c_int], Rect
r = lib.rect_grow(Rect((1, 2), (3, 4)), 10)
r.lo.x, r.lo.y, r.hi.x, r.hi.y
lib.rect_area.argtypes, lib.rect_area.restype = [Rect], c_long
lib.rect_area(Rect((0, 0), (5, 6)))
lib.spill.argtypes, lib.spill.restype = [c_int] * 5 + [Rect, c_int], c_long
lib.spill(1, 2, 3, 4, 5, Rect((6, 7), (8, 9)), 10)

# %% result_is_owned
lib.make_point.restype = Point
p = lib.make_point(1, 2)
p._b_needsfree_, p._b_base_, p._objects
p.x = 99
lib.make_point(5, 6).x, p.x

# %% result_subclass
class Q(Point):
    def length2(self): return self.x**2 + self.y**2
lib.make_point.restype = Q
lib.make_point(3, 4).length2()

# %% argument_is_copied
lib.point_swap.argtypes, lib.point_swap.restype = [Point], Point
p = Point(1, 2)
lib.point_swap(p)
p.x, p.y

# %% argument_subclass
class Q(Point): pass
lib.point_sum.argtypes = [Point]
lib.point_sum(Q(1, 2))
class R(Point): _fields_ = [("z", c_int)]
lib.point_sum(R(1, 2, 3))

# %% temporary_argument
lib.point_sum.argtypes = [Point]
sum(lib.point_sum(Point(i, i)) for i in range(100))

# %% tagged_structure_with_union
lib.tagged_value.restype = c_double
attempt(lambda: setattr(lib.tagged_value, "argtypes", [Tagged]))
attempt(lambda: lib.tagged_value(Tagged((5,), 0)))

# %% bitfields_by_value
attempt(lambda: setattr(lib.same_int, "argtypes", [Bits]))
attempt(lambda: type(lib.same_int(Bits(1, 2, 3, 4))))

# %% callback_returns_record
F = CFUNCTYPE(Point, Point)
lib.call_point.restype = Point
lib.call_point.argtypes = [F, Point]
attempt(lambda: lib.call_point(F(lambda p: Point(p.y, p.x)), Point(1, 2)).x)

# %% callback_arguments_only
G = CFUNCTYPE(c_int, Point)
seen = []
g = G(lambda p: seen.append((p.x, p.y, type(p))) or 5)
g(Point(3, 4)), seen
H = CFUNCTYPE(c_longlong, c_int, Big, c_double)
h = H(lambda a, b, c: a + b.a + b.b + b.c + int(c))
h(1, Big(2, 3, 4), 5.5)

# %% empty_structure
class E(Structure): pass
lib.answer.argtypes = [E]
attempt(lib.answer, E())

# %% array_argument
lib.sum_ints.argtypes = [c_int * 3, c_size_t]
lib.sum_ints.restype = c_longlong
lib.sum_ints((c_int * 3)(1, 2, 3), 3)
lib.sum_ints((1, 2, 3), 3)
lib.sum_ints((c_int * 2)(1, 2), 2)
lib.sum_ints([1, 2, 3], 3)

# %% packed_by_value
class P(Structure):
    _pack_ = 1
    _fields_ = [("x", c_int), ("y", c_int)]
lib.point_sum.argtypes = [P]
lib.point_sum(P(4, 5))
