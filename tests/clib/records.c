/* Records and unions by value, in and out.
 *
 * Owns: one function per SysV64 classification (psABI 3.2.3): INTEGER, SSE, both, MEMORY, X87, and
 * unions whose members disagree.  Must not know Python.
 */
#include "clib.h"

EXPORT Point make_point(int x, int y) { return (Point){x, y}; }
EXPORT int point_sum(Point p) { return p.x * 1000 + p.y; }
EXPORT Point point_swap(Point p) { return (Point){p.y, p.x}; }
EXPORT int point_len(const Point *p) { return p->x * p->x + p->y * p->y; }
EXPORT void point_move(Point *p, int dx, int dy) {
    p->x += dx;
    p->y += dy;
}

EXPORT Vec vec_scale(Vec v, double k) { return (Vec){v.x * k, v.y * k}; }
EXPORT double vec_dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y; }
EXPORT Mixed mixed_next(Mixed m) { return (Mixed){m.d + 0.5, m.i + 1}; }
EXPORT IntFloat intfloat_swap(IntFloat m) { return (IntFloat){(int)m.f, (float)m.i}; }
EXPORT Float3 float3_rotate(Float3 v) { return (Float3){v.b, v.c, v.a}; }
EXPORT Big big_rotate(Big v) { return (Big){v.b, v.c, v.a}; }
EXPORT long long big_sum(int before, Big v, int after) { return before + v.a * 10 + v.b * 100 + v.c * 1000 + after; }
EXPORT Tiny tiny_next(Tiny t) { return (Tiny){(char)(t.c + 1)}; }
EXPORT Odd3 odd3_reverse(Odd3 v) { return (Odd3){{v.b[2], v.b[1], v.b[0]}}; }
EXPORT Bytes16 bytes16_add(Bytes16 v, int k) {
    for (int i = 0; i < 16; i++) v.b[i] = (unsigned char)(v.b[i] + k);
    return v;
}
EXPORT Rect rect_grow(Rect r, int k) { return (Rect){{r.lo.x - k, r.lo.y - k}, {r.hi.x + k, r.hi.y + k}}; }
EXPORT long rect_area(Rect r) { return (long)(r.hi.x - r.lo.x) * (r.hi.y - r.lo.y); }
EXPORT LongDoubleBox longdouble_box(long double v) { return (LongDoubleBox){v * 2}; }

/* Registers run out in the middle: a two-eightbyte record goes to the stack as a whole. */
EXPORT long spill(int a, int b, int c, int d, int e, Rect r, int f) {
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6L * r.lo.x + 7L * r.lo.y + 8L * r.hi.x + 9L * r.hi.y + 10L * f;
}

EXPORT int intorfloat_int(IntOrFloat u) { return u.i; }
EXPORT float intorfloat_float(IntOrFloat u) { return u.f; }
EXPORT IntOrFloat intorfloat_make(int i) { return (IntOrFloat){.i = i}; }
EXPORT Floats floats_scale(Floats u, double k) { return (Floats){.d = u.d * k}; }
EXPORT Wide wide_swap(Wide u) { return (Wide){.ll = {u.ll[1], u.ll[0]}}; }
EXPORT WideMixed widemixed_swap(WideMixed u) { return (WideMixed){.d = {u.d[1], u.d[0]}}; }
EXPORT double tagged_value(Tagged t) { return t.kind == 0 ? t.u.i : t.u.f; }
EXPORT Tagged tagged_make(float f) { return (Tagged){{.f = f}, 1}; }

EXPORT unsigned bits_pack(const Bits *b) { return b->a | (b->b << 3) | ((unsigned)(b->c & 0xfff) << 10); }
EXPORT void bits_fill(Bits *b, unsigned a, unsigned bb, int c, unsigned d) {
    b->a = a;
    b->b = bb;
    b->c = c;
    b->d = d;
}
EXPORT int bits_c(const Bits *b) { return b->c; }
EXPORT size_t bits_size(void) { return sizeof(Bits); }
