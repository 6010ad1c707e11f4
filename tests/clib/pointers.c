/* Pointers: strings, buffers, out-parameters, arrays, pointers to pointers.
 *
 * Owns: functions that read or write memory they are given, and the few that hand out static memory.
 * Nothing here allocates, except the pair make_block / drop_block.  Must not know Python.
 */
#include "clib.h"

EXPORT size_t text_length(const char *s) { return s ? strlen(s) : (size_t)-1; }
EXPORT size_t wide_length(const wchar_t *s) { return s ? wcslen(s) : (size_t)-1; }
EXPORT const char *text_constant(void) { return "constant"; }
EXPORT const wchar_t *wide_constant(void) { return L"wide \u00e9"; }
EXPORT const char *text_null(void) { return NULL; }
EXPORT const char *text_tail(const char *s, int n) { return s + n; }
EXPORT int text_byte(const char *s, int i) { return (unsigned char)s[i]; }
EXPORT const char *text_latin(void) { return "\xe9\xff"; }

EXPORT void out_int(int *p) { *p = 4711; }
EXPORT void out_pair(int *a, double *b) {
    *a = 7;
    *b = 2.5;
}
EXPORT int inout_int(int *p, int add) {
    int before = *p;
    *p += add;
    return before;
}
EXPORT void out_text(const char **p) { *p = "out"; }
EXPORT int *advance(int *p, int n) { return p + n; }
EXPORT int **indirect(int **p) { return p; }

EXPORT void fill_bytes(unsigned char *p, size_t n, int seed) {
    for (size_t i = 0; i < n; i++) p[i] = (unsigned char)(seed + i);
}
EXPORT unsigned long sum_bytes(const unsigned char *p, size_t n) {
    unsigned long sum = 0;
    for (size_t i = 0; i < n; i++) sum += p[i];
    return sum;
}
EXPORT long long sum_ints(const int *p, size_t n) {
    long long sum = 0;
    for (size_t i = 0; i < n; i++) sum += p[i];
    return sum;
}
EXPORT double sum_doubles(const double *p, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += p[i];
    return sum;
}
EXPORT int count_texts(const char *const *p) {
    int n = 0;
    while (p && p[n]) n++;
    return n;
}

EXPORT void *make_block(size_t n) { return calloc(1, n); }
EXPORT void drop_block(void *p) { free(p); }
