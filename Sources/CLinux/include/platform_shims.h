// Timers, signals, wakeups, sockets and randomness: the Linux calls under `Platform`.
//
// Every function answers as the call it wraps does: -1 and errno for a failure. The bodies are in
// platform_shims.c, not here: they need _GNU_SOURCE, and system headers read with it differ from
// what Swift's Glibc module and libsystemd's read without it (`fd_set` does), which the compiler
// takes for two types of one name.
#pragma once
#include <stddef.h>
#include <stdint.h>

// timerfd_create(2): a timer on the wall clock.
int ferry_wall_timer_create(void);

// timerfd_settime(2): absolute, cancelled when the clock is set. ECANCELED tells of a step that was
// not read yet; the timer is armed then. Zero and zero would disarm it and forget such a step.
int ferry_wall_timer_set(int fd, int64_t seconds, int64_t nanoseconds);

// adjtimex(2), reading only: 0 if the clock is synchronised, 1 if not, else the negated errno;
// `max_error_us` is how wrong it may be.
int ferry_clock_state(int64_t *max_error_us);

// eventfd(2): a counter that polls as readable when it is not zero.
int ferry_eventfd_create(void);

// signalfd(2) for some signals, which the caller has blocked.
int ferry_signalfd_create(const int *signals, size_t count);

// sigaction(2): SIGPIPE is ignored from now on.
int ferry_ignore_broken_pipes(void);

// One signal from a signalfd: its number, 0 if none is waiting, -1 for an error.
int ferry_signalfd_next(int fd, uint32_t *sender_pid, uint32_t *sender_uid);

// getrandom(2), blocking until the kernel's generator is ready.
long ferry_getrandom(void *buffer, size_t length);

// pthread_setname_np(3) for the calling thread; at most 15 bytes.
int ferry_name_this_thread(const char *name);

// open(2), which is variadic in C.
int ferry_open(const char *path, int flags, uint32_t mode);

// socket(2): a stream socket of the Unix family.
int ferry_unix_socket(int nonblocking);

// The longest path that fits into sun_path with its terminating zero.
size_t ferry_unix_path_limit(void);

// bind(2) to a path.
int ferry_unix_bind(int fd, const char *path);

// connect(2) to a path.
int ferry_unix_connect(int fd, const char *path);

// accept4(2): the new descriptor closes on exec.
int ferry_accept(int fd);

// What names the file system of a folder wherever and whenever it is mounted, in hexadecimal digits:
// the UUID of an XFS, what statfs(2) tells where it is made of the UUID (ext, btrfs). Empty for
// others. -1 if the folder cannot be opened.
int ferry_file_system_identity(const char *folder, char text[33]);

// SO_PEERCRED of unix(7).
int ferry_peer_credentials(int fd, uint32_t *uid, uint32_t *gid, int32_t *pid);

// SO_PEERGROUPS of unix(7): the number of groups; -1 with ERANGE when they do not fit, and then
// `capacity` holds the number that is needed.
int ferry_peer_groups(int fd, uint32_t *groups, uint32_t *capacity);

// inotify_init1(2): what happens to the names in some folders.
int ferry_folder_watch_create(void);

// inotify_add_watch(2) for names that come, go, or have been written, and for the folder itself.
int ferry_folder_watch_add(int fd, const char *folder);

// inotify_rm_watch(2).
int ferry_folder_watch_remove(int fd, int watch);

struct ferry_folder_event {
  int watch;
  int folder_is_gone;  // moved away, removed or unmounted
  int was_lost;        // events were dropped: look at everything
  char name[256];      // empty if it is about the folder itself
};

// The first event in `bytes`: the number of bytes it takes; 0 if they hold none.
size_t ferry_folder_watch_next(const void *bytes, size_t count, struct ferry_folder_event *event);
