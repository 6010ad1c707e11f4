/* What the bench cases call: functions that do next to nothing, so that the crossing is what is timed.
 *
 * Owns: one function per call shape of cases.py.  Must not know Python.
 */
#include <stddef.h>

#define EXPORT __attribute__((visibility("default")))

typedef struct { int x, y; } Point;
typedef struct { double x, y, z; } Vec3;

EXPORT void nothing(void) {}
EXPORT int one_int(int a) { return a + 1; }
EXPORT int two_ints(int a, int b) { return a + b; }
EXPORT double two_doubles(double a, double b) { return a + b; }
EXPORT double eight_mixed(int a, double b, long c, float d, short e, double f, unsigned char g, void *h) {
    return a + b + (double)c + d + e + f + g + (h != NULL);
}
EXPORT size_t text(const char *s) { return (size_t)(unsigned char)s[0]; }
EXPORT int by_reference(Point *p) { return p->x; }
EXPORT int by_value(Point p) { return p.x + p.y; }
EXPORT Point make(int x, int y) { return (Point){x, y}; }
EXPORT double big_by_value(Vec3 v) { return v.x; }
EXPORT long call_back(int (*f)(int), int times) {
    long sum = 0;
    for (int i = 0; i < times; i++) sum += f(i);
    return sum;
}
