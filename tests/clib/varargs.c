/* Variadic functions: what default argument promotions make of the untyped rest.
 *
 * Owns: C functions with an ellipsis.  SysV64 wants the number of vector registers in AL (psABI 3.5.7);
 * a caller that forgets it fails here.  Must not know Python.
 */
#include "clib.h"

EXPORT long sum_va_int(int count, ...) {
    va_list ap;
    long sum = 0;
    va_start(ap, count);
    for (int i = 0; i < count; i++) sum = sum * 3 + va_arg(ap, int);
    va_end(ap);
    return sum;
}

EXPORT double sum_va_double(int count, ...) {
    va_list ap;
    double sum = 0;
    va_start(ap, count);
    for (int i = 0; i < count; i++) sum = sum * 2 + va_arg(ap, double);
    va_end(ap);
    return sum;
}

/* One letter per argument: i int, l long long, d double, s char*, p Point by value, v Vec by value. */
EXPORT double walk_va(const char *kinds, ...) {
    va_list ap;
    double sum = 0;
    va_start(ap, kinds);
    for (const char *k = kinds; *k; k++) {
        sum *= 2;
        switch (*k) {
        case 'i': sum += va_arg(ap, int); break;
        case 'l': sum += (double)va_arg(ap, long long); break;
        case 'd': sum += va_arg(ap, double); break;
        case 's': sum += (double)strlen(va_arg(ap, const char *)); break;
        case 'p': { Point p = va_arg(ap, Point); sum += p.x * 10 + p.y; break; }
        case 'v': { Vec v = va_arg(ap, Vec); sum += v.x * 10 + v.y; break; }
        }
    }
    va_end(ap);
    return sum;
}

EXPORT int format_va(char *out, size_t size, const char *format, ...) {
    va_list ap;
    va_start(ap, format);
    int n = vsnprintf(out, size, format, ap);
    va_end(ap);
    return n;
}
