/* Exported data for in_dll, and errno: the two kinds of C state a program reads without a call.
 *
 * Owns: the library's global variables and the functions that touch errno.  Must not know Python.
 */
#include "clib.h"

EXPORT int global_int = 42;
EXPORT double global_double = 2.5;
EXPORT int global_array[5] = {1, 2, 3, 4, 5};
EXPORT Point global_point = {3, 4};
EXPORT const char *global_text = "global";
EXPORT int *global_pointer = &global_array[2];
EXPORT void *global_null = NULL;
EXPORT char global_buffer[16] = "buffer";

EXPORT int read_global_int(void) { return global_int; }

EXPORT int fail_with(int code) {
    errno = code;
    return -1;
}
EXPORT int read_errno(void) { return errno; }
EXPORT int swap_errno(int code) {
    int before = errno;
    errno = code;
    return before;
}
EXPORT int errno_around(int (*f)(void), int code) {
    errno = code;
    f();
    return errno;
}
