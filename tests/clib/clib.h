/* Shared head of the test library: standard headers, the export mark, and the records that more than
 * one file passes around.  Must not know Python; every record here has its twin in records.py.
 */
#ifndef FERROTYPES_TEST_CLIB_H
#define FERROTYPES_TEST_CLIB_H

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

typedef struct { int x, y; } Point;                         /* one eightbyte, INTEGER */
typedef struct { double x, y; } Vec;                        /* two eightbytes, SSE + SSE */
typedef struct { double d; int i; } Mixed;                  /* SSE + INTEGER */
typedef struct { int i; float f; } IntFloat;                /* both in one eightbyte: INTEGER */
typedef struct { float a, b, c; } Float3;                   /* SSE + SSE, 12 bytes */
typedef struct { long long a, b, c; } Big;                  /* 24 bytes: MEMORY */
typedef struct { char c; } Tiny;
typedef struct { unsigned char b[3]; } Odd3;                /* 3 bytes, INTEGER */
typedef struct { unsigned char b[16]; } Bytes16;
typedef struct { Point lo, hi; } Rect;                      /* nested, two INTEGER eightbytes */
typedef struct { long double v; } LongDoubleBox;            /* X87: returned in st(0) */
typedef struct { unsigned a : 3, b : 7; int c : 12; unsigned d : 10; } Bits;
typedef union { int i; float f; } IntOrFloat;               /* INTEGER wins over SSE */
typedef union { double d; float f[2]; } Floats;             /* SSE */
typedef union { long long ll[2]; double d; } Wide;          /* INTEGER + INTEGER */
typedef union { double d[2]; int i; } WideMixed;            /* INTEGER, then SSE */
typedef struct { IntOrFloat u; int kind; } Tagged;

#endif
