#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "file_shims.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#define FERRY_RETRY(type, call)                        \
  type result;                                         \
  do {                                                 \
    result = (call);                                   \
  } while (result < 0 && errno == EINTR);              \
  return result < 0 ? (type)-errno : result

static int64_t ferry_nanoseconds(struct timespec time) {
  // Seconds that do not fit are cut: such a time is garbage, and must not be undefined behaviour.
  int64_t result;
  if (__builtin_mul_overflow((int64_t)time.tv_sec, 1000000000, &result) ||
      __builtin_add_overflow(result, (int64_t)time.tv_nsec, &result))
    return time.tv_sec < 0 ? INT64_MIN : INT64_MAX;
  return result;
}

static void ferry_take_facts(const struct stat *status, struct ferry_facts *facts) {
  facts->size = status->st_size;
  facts->modified_ns = ferry_nanoseconds(status->st_mtim);
  facts->changed_us = ferry_nanoseconds(status->st_ctim) / 1000;
  facts->device = status->st_dev;
  facts->inode = status->st_ino;
  facts->mode = status->st_mode;
  facts->links = (uint32_t)status->st_nlink;
  facts->owner = status->st_uid;
  facts->group = status->st_gid;
  facts->allocated = (int64_t)status->st_blocks * 512;
}

int ferry_stat(int fd, struct ferry_facts *facts) {
  struct stat status;
  if (fstat(fd, &status) != 0) return -errno;
  ferry_take_facts(&status, facts);
  return 0;
}

int ferry_stat_at(int folder, const char *name, struct ferry_facts *facts) {
  struct stat status;
  if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return -errno;
  ferry_take_facts(&status, facts);
  return 0;
}

int64_t ferry_birth_at(int folder, const char *name) {
  struct statx status;
  if (statx(folder, name, AT_SYMLINK_NOFOLLOW, STATX_BTIME, &status) != 0) return 0;
  if (!(status.stx_mask & STATX_BTIME)) return 0;
  return status.stx_btime.tv_sec * 1000000 + status.stx_btime.tv_nsec / 1000;
}

int ferry_openat(int folder, const char *name, int flags, unsigned mode) {
  FERRY_RETRY(int, openat(folder, name, flags, (mode_t)mode));
}

int ferry_open_path_flags(void) { return O_PATH | O_DIRECTORY | O_CLOEXEC; }

int ferry_nameless_file(const char *folder) {
  int file = folder ? open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)
                    : memfd_create("ferry", MFD_CLOEXEC);
  return file < 0 ? -errno : file;
}

long ferry_read(int fd, void *bytes, size_t count) {
  FERRY_RETRY(long, read(fd, bytes, count));
}

long ferry_read_at(int fd, void *bytes, size_t count, int64_t offset) {
  FERRY_RETRY(long, pread(fd, bytes, count, offset));
}

long ferry_write(int fd, const void *bytes, size_t count) {
  FERRY_RETRY(long, write(fd, bytes, count));
}

long ferry_write_at(int fd, const void *bytes, size_t count, int64_t offset) {
  FERRY_RETRY(long, pwrite(fd, bytes, count, offset));
}

long ferry_copy_range(int from, int to, size_t count) {
  FERRY_RETRY(long, copy_file_range(from, NULL, to, NULL, count, 0));
}

int64_t ferry_next_data(int fd, int64_t from, int64_t size, int64_t *end) {
  *end = size;
  off_t begin = lseek(fd, from, SEEK_DATA);
  // Behind the last data there is nothing, or the file system knows no holes.
  if (begin < 0 && errno == ENXIO) return size;
  if (begin < 0 || begin >= size) return begin < 0 ? from : size;
  off_t hole = lseek(fd, begin, SEEK_HOLE);
  if (hole > begin && hole < size) *end = hole;
  return lseek(fd, begin, SEEK_SET) < 0 ? -errno : begin;
}

int ferry_seek(int fd, int64_t offset) { return lseek(fd, offset, SEEK_SET) < 0 ? -errno : 0; }

int ferry_truncate(int fd, int64_t size) { FERRY_RETRY(int, ftruncate(fd, size)); }

int ferry_write_behind(int fd, int64_t offset, int64_t count) {
  FERRY_RETRY(int, sync_file_range(fd, offset, count, SYNC_FILE_RANGE_WRITE));
}

int ferry_sync_file_system(int fd) { FERRY_RETRY(int, syncfs(fd)); }

int ferry_sync_file(int fd) { FERRY_RETRY(int, fdatasync(fd)); }

int ferry_sync_file_and_facts(int fd) { FERRY_RETRY(int, fsync(fd)); }

long ferry_list(int fd, void *bytes, size_t count) {
  FERRY_RETRY(long, syscall(SYS_getdents64, fd, bytes, count));
}

int ferry_rewind(int fd) { return lseek(fd, 0, SEEK_SET) < 0 ? -errno : 0; }

int ferry_mkdir_at(int folder, const char *name, unsigned mode) {
  return mkdirat(folder, name, (mode_t)mode) != 0 ? -errno : 0;
}

int ferry_unlink_at(int folder, const char *name) {
  return unlinkat(folder, name, 0) != 0 ? -errno : 0;
}

int ferry_rename_at(int folder, const char *from, const char *to) {
  return renameat(folder, from, folder, to) != 0 ? -errno : 0;
}

int ferry_symlink_at(const char *target, int folder, const char *name) {
  return symlinkat(target, folder, name) != 0 ? -errno : 0;
}

long ferry_readlink_at(int folder, const char *name, char *bytes, size_t count) {
  long length = readlinkat(folder, name, bytes, count);
  return length < 0 ? -errno : length;
}

int ferry_set_mode(int fd, unsigned mode) {
  FERRY_RETRY(int, fchmod(fd, (mode_t)mode));
}

// Of what is open for its path only (O_PATH), which fchmod(2) refuses. By its name it would not do:
// fchmodat(2) follows a link that has been put there meanwhile.
int ferry_set_mode_of_path(int fd, unsigned mode) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  return chmod(path, (mode_t)mode) != 0 ? -errno : 0;
}

static void ferry_split_nanoseconds(int64_t modified_ns, struct timespec times[2]) {
  int64_t seconds = modified_ns / 1000000000, rest = modified_ns % 1000000000;
  if (rest < 0) {
    seconds -= 1;
    rest += 1000000000;
  }
  times[0].tv_sec = 0;
  times[0].tv_nsec = UTIME_OMIT;
  times[1].tv_sec = seconds;
  times[1].tv_nsec = rest;
}

int ferry_set_modified(int fd, int64_t modified_ns) {
  struct timespec times[2];
  ferry_split_nanoseconds(modified_ns, times);
  return futimens(fd, times) != 0 ? -errno : 0;
}

int ferry_set_modified_at(int folder, const char *name, int64_t modified_ns) {
  struct timespec times[2];
  ferry_split_nanoseconds(modified_ns, times);
  return utimensat(folder, name, times, AT_SYMLINK_NOFOLLOW) != 0 ? -errno : 0;
}

int ferry_set_owner(int fd, uint32_t owner, uint32_t group) {
  FERRY_RETRY(int, fchown(fd, owner, group));
}

int ferry_set_owner_at(int folder, const char *name, uint32_t owner, uint32_t group) {
  return fchownat(folder, name, owner, group, AT_SYMLINK_NOFOLLOW) != 0 ? -errno : 0;
}

// What Linux allows of each: XATTR_SIZE_MAX and XATTR_LIST_MAX.
enum { FERRY_XATTR_MOST = 64 << 10 };

static int ferry_copy_attribute(int from, int to, const char *name, char *value) {
  ssize_t size = fgetxattr(from, name, value, FERRY_XATTR_MOST);
  // Removed since it was listed.
  if (size < 0) return errno == ENODATA ? 0 : -errno;
  return fsetxattr(to, name, value, (size_t)size, 0) != 0 ? -errno : 0;
}

static int ferry_copy_listed(int from, int to, const char *names, ssize_t size, char *value) {
  // A list may take away the right to write what belongs to users: it comes last.
  const char *kinds[] = {"user.", "system.posix_acl_"};
  for (int kind = 0; kind < 2; kind++) {
    for (const char *name = names; name < names + size; name += strlen(name) + 1) {
      if (strncmp(name, kinds[kind], strlen(kinds[kind])) != 0) continue;
      int code = ferry_copy_attribute(from, to, name, value);
      if (code < 0) return code;
    }
  }
  return 0;
}

int ferry_copy_attributes(int from, int to) {
  // Most files have none: then nothing is taken from the heap.
  ssize_t size = flistxattr(from, NULL, 0);
  if (size <= 0) return size == 0 || errno == ENOTSUP ? 0 : -errno;
  char *names = malloc(2 * FERRY_XATTR_MOST);
  if (!names) return -ENOMEM;
  size = flistxattr(from, names, FERRY_XATTR_MOST);
  int code = size < 0 ? -errno : ferry_copy_listed(from, to, names, size, names + FERRY_XATTR_MOST);
  free(names);
  return code;
}

int ferry_keeps_attributes(int folder) {
  char value[1];
  if (fgetxattr(folder, "user.ferry", value, 0) >= 0 || errno == ENODATA) return 0;
  return -errno;
}

int ferry_may_set_owners(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2];
  if (syscall(SYS_capget, &header, data) != 0) return 0;
  const uint32_t needed = 1u << CAP_CHOWN | 1u << CAP_DAC_OVERRIDE | 1u << CAP_FOWNER;
  return (data[0].effective & needed) == needed;
}

int ferry_may_write(int folder) {
  return faccessat(folder, ".", W_OK | X_OK, AT_EACCESS) != 0 ? -errno : 0;
}

int ferry_may_read_at(int folder, const char *name) {
  return faccessat(folder, name, R_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW) != 0 ? -errno : 0;
}

int64_t ferry_file_system(int folder) {
  struct statfs facts;
  return fstatfs(folder, &facts) == 0 ? (int64_t)(uint32_t)facts.f_type : 0;
}

int ferry_error_text(int error, char *text, size_t size) {
  const char *name = strerrorname_np(error), *words = strerrordesc_np(error);
  return snprintf(text, size, "%s (%s)", words ? words : "unknown error", name ? name : "?");
}

void ferry_name_thread(unsigned long thread, const char *name) {
  pthread_setname_np(thread, name);
}

int64_t ferry_monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t ferry_realtime_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
