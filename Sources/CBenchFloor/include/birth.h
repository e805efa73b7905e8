// When a file was made and when it was last changed, which the benchmark of schedules reads of what
// a daemon has copied: stat(2) does not tell the first.
#ifndef FERRY_BIRTH_H
#define FERRY_BIRTH_H

#include <stdint.h>

// Microseconds since 1970, to the tick of the kernel's clock. 0, or the negated errno; ENOTSUP where
// the file system keeps no time of birth. Source: statx(2), STATX_BTIME.
int ferry_birth(const char *path, int64_t *born_us, int64_t *changed_us);

#endif
