#define _GNU_SOURCE
#include "birth.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

static int64_t microseconds(struct statx_timestamp time) {
  return time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

int ferry_birth(const char *path, int64_t *born_us, int64_t *changed_us) {
  struct statx facts;
  if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BTIME | STATX_CTIME, &facts) != 0)
    return -errno;
  if (!(facts.stx_mask & STATX_BTIME)) return -ENOTSUP;
  *born_us = microseconds(facts.stx_btime);
  *changed_us = microseconds(facts.stx_ctime);
  return 0;
}
