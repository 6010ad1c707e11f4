/* Scalar calls: one function per shape that crosses the boundary in registers or on the stack.
 *
 * Owns: identity and arithmetic functions over every C scalar, and argument lists longer than the
 * register files of SysV64 (6 integer, 8 floating point).  Must not know Python.
 */
#include "clib.h"

EXPORT void nothing(void) {}
EXPORT int answer(void) { return 42; }

EXPORT signed char same_schar(signed char v) { return v; }
EXPORT unsigned char same_uchar(unsigned char v) { return v; }
EXPORT short same_short(short v) { return v; }
EXPORT unsigned short same_ushort(unsigned short v) { return v; }
EXPORT int same_int(int v) { return v; }
EXPORT unsigned same_uint(unsigned v) { return v; }
EXPORT long same_long(long v) { return v; }
EXPORT unsigned long same_ulong(unsigned long v) { return v; }
EXPORT long long same_longlong(long long v) { return v; }
EXPORT unsigned long long same_ulonglong(unsigned long long v) { return v; }
EXPORT float same_float(float v) { return v; }
EXPORT double same_double(double v) { return v; }
EXPORT long double same_longdouble(long double v) { return v; }
EXPORT _Bool same_bool(_Bool v) { return v; }
EXPORT char same_char(char v) { return v; }
EXPORT wchar_t same_wchar(wchar_t v) { return v; }
EXPORT void *same_pointer(void *v) { return v; }

EXPORT int add_int(int a, int b) { return a + b; }
EXPORT double add_double(double a, double b) { return a + b; }
EXPORT float add_float(float a, float b) { return a + b; }
EXPORT long double add_longdouble(long double a, long double b) { return a + b; }
EXPORT long long widen(signed char a, unsigned char b, short c, unsigned short d) {
    return (long long)a * 1000000000LL + (long long)b * 1000000LL + (long long)c * 100LL + d;
}

/* Eight arguments of alternating class: integers and doubles are counted apart in SysV64. */
EXPORT double mix8(int a, double b, long c, float d, short e, double f, unsigned char g, double h) {
    return a + 10 * b + 100 * (double)c + 1000 * d + 10000 * e + 100000 * f + 1000000 * g + 10000000 * h;
}

/* Ten integers: four of them travel on the stack.  The weights make every place distinguishable. */
EXPORT long long weigh10(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) {
    return a + 2LL * b + 3LL * c + 5LL * d + 7LL * e + 11LL * f + 13LL * g + 17LL * h + 19LL * i + 23LL * j;
}

/* Ten doubles: two on the stack. */
EXPORT double weigh10_double(double a, double b, double c, double d, double e, double f, double g, double h,
                             double i, double j) {
    return a + 2 * b + 3 * c + 5 * d + 7 * e + 11 * f + 13 * g + 17 * h + 19 * i + 23 * j;
}

/* Twenty mixed arguments, both register files overflow and narrow values sit on the stack. */
EXPORT double weigh20(signed char a, double b, short c, float d, int e, double f, long g, float h, unsigned char i,
                      double j, unsigned short k, float l, unsigned m, double n, unsigned long o, double p,
                      signed char q, double r, short s, float t) {
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * (double)g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l +
           13 * (double)m + 14 * n + 15 * (double)o + 16 * p + 17 * q + 18 * r + 19 * s + 20 * t;
}

/* A long double is passed in memory between register arguments (SysV64 class X87). */
EXPORT double mix_longdouble(int a, long double b, double c, long double d, int e) {
    return (double)(a + 10 * b + 100 * c + 1000 * d + 10000 * e);
}

EXPORT int is_null(const void *p) { return p == NULL; }
EXPORT int truth(_Bool v) { return v ? 11 : 22; }
EXPORT unsigned long long bits_of_double(double v) {
    unsigned long long bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}
