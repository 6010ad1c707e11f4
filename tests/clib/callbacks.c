/* Callbacks: C calls back on the calling thread, later, or on a thread of its own.
 *
 * Owns: drivers that call function pointers with every argument class.  Threads are POSIX threads that
 * Python has never seen.  Must not know Python.
 */
#include "clib.h"
#include <pthread.h>

typedef int (*IntFn)(int);
typedef double (*DoubleFn)(double);
typedef void (*VoidFn)(void);
typedef const char *(*TextFn)(const char *);
typedef Point (*PointFn)(Point);
typedef Vec (*VecFn)(Vec);
typedef Big (*BigFn)(Big);
typedef int (*Compare)(const void *, const void *);

EXPORT void call_void(VoidFn f) { f(); }
EXPORT int call_int(IntFn f, int v) { return f(v); }
EXPORT double call_double(DoubleFn f, double v) { return f(v); }
EXPORT float call_float(float (*f)(float), float v) { return f(v); }
EXPORT long long call_longlong(long long (*f)(long long), long long v) { return f(v); }
EXPORT short call_short(short (*f)(short), short v) { return f(v); }
EXPORT unsigned char call_uchar(unsigned char (*f)(unsigned char), unsigned char v) { return f(v); }
EXPORT _Bool call_bool(_Bool (*f)(_Bool), _Bool v) { return f(v); }
EXPORT size_t call_text(TextFn f, const char *s) {
    const char *r = f(s);
    return r ? strlen(r) : (size_t)-1;
}
EXPORT void *call_pointer(void *(*f)(void *), void *p) { return f(p); }
EXPORT Point call_point(PointFn f, Point p) { return f(p); }
EXPORT Vec call_vec(VecFn f, Vec v) { return f(v); }
EXPORT Big call_big(BigFn f, Big v) { return f(v); }
EXPORT double call_mixed(double (*f)(int, double, long, float, short, double, unsigned char, double, int, int, int, int)) {
    return f(1, 2.5, 3, 4.5f, 5, 6.5, 7, 8.5, 9, 10, 11, 12);
}
EXPORT long call_times(IntFn f, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) sum += f(i);
    return sum;
}
EXPORT void sort_ints(int *p, size_t n, Compare f) { qsort(p, n, sizeof *p, f); }

/* A recursion that passes the boundary at each level. */
EXPORT int bounce(int (*f)(int, void *), int depth) { return depth <= 0 ? 0 : f(depth, (void *)bounce); }

static IntFn kept;
EXPORT void keep_int(IntFn f) { kept = f; }
EXPORT int call_kept(int v) { return kept ? kept(v) : -1; }
EXPORT IntFn hand_kept(void) { return kept; }

static int twice(int v) { return 2 * v; }
EXPORT IntFn hand_twice(void) { return twice; }

typedef struct { IntFn f; int from, to; long sum; } Job;
static void *work(void *arg) {
    Job *job = arg;
    for (int i = job->from; i < job->to; i++) job->sum += job->f(i);
    return NULL;
}

/* Calls f on `threads` foreign threads, `each` times per thread, and waits for all of them. */
EXPORT long call_threads(IntFn f, int threads, int each) {
    pthread_t ids[16];
    Job jobs[16];
    long sum = 0;
    if (threads > 16) threads = 16;
    for (int t = 0; t < threads; t++) {
        jobs[t] = (Job){f, t * each, (t + 1) * each, 0};
        if (pthread_create(&ids[t], NULL, work, &jobs[t])) return -1;
    }
    for (int t = 0; t < threads; t++) {
        pthread_join(ids[t], NULL);
        sum += jobs[t].sum;
    }
    return sum;
}
