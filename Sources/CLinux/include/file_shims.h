// The file calls of the mover.
//
// Each repeats itself on EINTR and answers with a result that is not negative, or with the negated
// errno, so that no caller reads errno. The bodies are in file_shims.c, for the reason that stands
// in platform_shims.h: a system struct that this module showed as well would be two types of one
// name to Swift.
#pragma once
#include <stddef.h>
#include <stdint.h>

// What a stat says, in the units that ferry uses.
struct ferry_facts {
  int64_t size;
  int64_t modified_ns;
  int64_t changed_us;
  uint64_t device;
  uint64_t inode;
  uint32_t mode;
  uint32_t links;
  uint32_t owner;
  uint32_t group;
  // Bytes that the file system has taken for it: fewer than its size where it has holes.
  int64_t allocated;
};

int ferry_stat(int fd, struct ferry_facts *facts);

// Never follows a link.
int ferry_stat_at(int folder, const char *name, struct ferry_facts *facts);

// When a file was made, in microseconds since 1970; 0 if the file system does not keep it.
int64_t ferry_birth_at(int folder, const char *name);

int ferry_openat(int folder, const char *name, int flags, unsigned mode);

int ferry_open_path_flags(void);

/// Makes a file without a name in a folder, to be written and read; in memory without a folder.
int ferry_nameless_file(const char *folder);

long ferry_read(int fd, void *bytes, size_t count);

// Leaves the position as it is.
long ferry_read_at(int fd, void *bytes, size_t count, int64_t offset);

long ferry_write(int fd, const void *bytes, size_t count);

// Leaves the position as it is.
long ferry_write_at(int fd, const void *bytes, size_t count, int64_t offset);

long ferry_copy_range(int from, int to, size_t count);

// The next part of a file that is no hole, from an offset on: its begin, which may be the end of the
// file, and its end. The position is set to its begin. Where holes are not known all is data.
int64_t ferry_next_data(int fd, int64_t from, int64_t size, int64_t *end);

int ferry_seek(int fd, int64_t offset);

int ferry_truncate(int fd, int64_t size);

// Begins to write a part of a file to the disk, and does not wait for it (SYNC_FILE_RANGE_WRITE).
int ferry_write_behind(int fd, int64_t offset, int64_t count);

int ferry_sync_file_system(int fd);

int ferry_sync_file(int fd);

// With all that stat(2) tells of it.
int ferry_sync_file_and_facts(int fd);

long ferry_list(int fd, void *bytes, size_t count);

int ferry_rewind(int fd);

int ferry_mkdir_at(int folder, const char *name, unsigned mode);

int ferry_unlink_at(int folder, const char *name);

int ferry_rename_at(int folder, const char *from, const char *to);

int ferry_symlink_at(const char *target, int folder, const char *name);

long ferry_readlink_at(int folder, const char *name, char *bytes, size_t count);

int ferry_set_mode(int fd, unsigned mode);

// Of what is open for its path only (O_PATH), which fchmod(2) refuses. By its name it would not do:
// fchmodat(2) follows a link that has been put there meanwhile.
int ferry_set_mode_of_path(int fd, unsigned mode);

// Sets the time of modification; that of access stays.
int ferry_set_modified(int fd, int64_t modified_ns);

int ferry_set_modified_at(int folder, const char *name, int64_t modified_ns);

int ferry_set_owner(int fd, uint32_t owner, uint32_t group);

// Never follows a link.
int ferry_set_owner_at(int folder, const char *name, uint32_t owner, uint32_t group);

// Copies the extended attributes that belong to users, and the access lists, of an open file or
// folder to another one.
int ferry_copy_attributes(int from, int to);

// Whether the folder's file system keeps attributes of users: 0, or the negated errno.
int ferry_keeps_attributes(int folder);

// Whether this process may give files away and then still change them: the capabilities CHOWN,
// DAC_OVERRIDE and FOWNER.
int ferry_may_set_owners(void);

// Whether the effective user may write into an open folder: 0, or the negated errno.
int ferry_may_write(int folder);

// Whether the effective user may read a name in an open folder: 0, or the negated errno.
int ferry_may_read_at(int folder, const char *name);

// The kind of file system that an open folder lies on, as statfs(2) tells it; 0 if it does not.
int64_t ferry_file_system(int folder);

// "Permission denied (EACCES)"; the result is the length without the NUL.
int ferry_error_text(int error, char *text, size_t size);

// At most 15 bytes.
void ferry_name_thread(unsigned long thread, const char *name);

int64_t ferry_monotonic_ns(void);

int64_t ferry_realtime_us(void);
