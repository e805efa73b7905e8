#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "platform_shims.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#ifndef SO_PEERGROUPS
#define SO_PEERGROUPS 59
#endif

// timerfd_create(2): a timer on the wall clock.
int ferry_wall_timer_create(void) {
  return timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
}

// timerfd_settime(2): absolute, cancelled when the clock is set. ECANCELED tells of a step that was
// not read yet; the timer is armed then. Zero and zero would disarm it and forget such a step.
int ferry_wall_timer_set(int fd, int64_t seconds, int64_t nanoseconds) {
  struct itimerspec value;
  memset(&value, 0, sizeof value);
  value.it_value.tv_sec = (time_t)seconds;
  value.it_value.tv_nsec = (long)nanoseconds;
  return timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &value, NULL);
}

// adjtimex(2), reading only.
int ferry_clock_state(int64_t *max_error_us) {
  struct timex state;
  memset(&state, 0, sizeof state);
  int result = adjtimex(&state);
  if (result < 0) return -errno;
  *max_error_us = (int64_t)state.maxerror;
  return result == TIME_ERROR || (state.status & STA_UNSYNC) ? 1 : 0;
}

// eventfd(2): a counter that polls as readable when it is not zero.
int ferry_eventfd_create(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

// signalfd(2) for some signals, which the caller has blocked.
int ferry_signalfd_create(const int *signals, size_t count) {
  sigset_t set;
  sigemptyset(&set);
  for (size_t index = 0; index < count; index++) sigaddset(&set, signals[index]);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

// sigaction(2): SIGPIPE is ignored from now on.
int ferry_ignore_broken_pipes(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_IGN;
  return sigaction(SIGPIPE, &action, NULL);
}

// One signal from a signalfd: its number, 0 if none is waiting, -1 for an error.
int ferry_signalfd_next(int fd, uint32_t *sender_pid, uint32_t *sender_uid) {
  struct signalfd_siginfo info;
  ssize_t count;
  do {
    count = read(fd, &info, sizeof info);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return errno == EAGAIN ? 0 : -1;
  if (count != (ssize_t)sizeof info) {
    errno = EIO;
    return -1;
  }
  *sender_pid = info.ssi_pid;
  *sender_uid = info.ssi_uid;
  return (int)info.ssi_signo;
}

// getrandom(2), blocking until the kernel's generator is ready.
long ferry_getrandom(void *buffer, size_t length) {
  return getrandom(buffer, length, 0);
}

// pthread_setname_np(3) for the calling thread; at most 15 bytes.
int ferry_name_this_thread(const char *name) {
  return pthread_setname_np(pthread_self(), name);
}

// open(2), which is variadic in C.
int ferry_open(const char *path, int flags, uint32_t mode) {
  return open(path, flags, (mode_t)mode);
}

// socket(2): a stream socket of the Unix family.
int ferry_unix_socket(int nonblocking) {
  return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | (nonblocking ? SOCK_NONBLOCK : 0), 0);
}

// The longest path that fits into sun_path with its terminating zero.
size_t ferry_unix_path_limit(void) {
  return sizeof(((struct sockaddr_un *)0)->sun_path) - 1;
}

// Fills an address; -1 with ENAMETOOLONG when the path does not fit.
static int ferry_unix_address(struct sockaddr_un *address, const char *path) {
  size_t length = strlen(path);
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (length > ferry_unix_path_limit()) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(address->sun_path, path, length);
  return 0;
}

// bind(2) to a path.
int ferry_unix_bind(int fd, const char *path) {
  struct sockaddr_un address;
  if (ferry_unix_address(&address, path) < 0) return -1;
  return bind(fd, (struct sockaddr *)&address, sizeof address);
}

// connect(2) to a path.
int ferry_unix_connect(int fd, const char *path) {
  struct sockaddr_un address;
  if (ferry_unix_address(&address, path) < 0) return -1;
  return connect(fd, (struct sockaddr *)&address, sizeof address);
}

// accept4(2): the new descriptor closes on exec.
int ferry_accept(int fd) { return accept4(fd, NULL, NULL, SOCK_CLOEXEC); }

// statfs(2), and XFS_IOC_FSGEOMETRY_V1 of ioctl_xfs_fsgeometry(2), whose UUID is at byte 64 of 112:
// what statfs tells of an XFS is its device's number, which another disk may have tomorrow.
int ferry_file_system_identity(const char *folder, char text[33]) {
  const long ext = 0xEF53, btrfs = 0x9123683E, xfs = 0x58465342;
  struct statfs status;
  text[0] = 0;
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return -1;
  int result = fstatfs(fd, &status);
  if (result == 0 && (status.f_type == ext || status.f_type == btrfs)) {
    unsigned id[2];
    memcpy(id, &status.f_fsid, sizeof id);
    snprintf(text, 33, "%08x%08x", id[0], id[1]);
  } else if (result == 0 && status.f_type == xfs) {
    union {
      unsigned char bytes[112];
      uint64_t aligned;
    } geometry;
    if (ioctl(fd, _IOC(_IOC_READ, 'X', 100, sizeof geometry), &geometry) == 0) {
      for (int i = 0; i < 16; i++) snprintf(text + 2 * i, 3, "%02x", geometry.bytes[64 + i]);
    }
  }
  int code = errno;
  close(fd);
  errno = code;
  return result;
}

// SO_PEERCRED of unix(7).
int ferry_peer_credentials(int fd, uint32_t *uid, uint32_t *gid, int32_t *pid) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0) return -1;
  *uid = peer.uid;
  *gid = peer.gid;
  *pid = peer.pid;
  return 0;
}

// SO_PEERGROUPS of unix(7): the number of groups; -1 with ERANGE when they do not fit, and then
// `capacity` holds the number that is needed.
int ferry_peer_groups(int fd, uint32_t *groups, uint32_t *capacity) {
  socklen_t size = (socklen_t)(*capacity * sizeof(gid_t));
  int result = getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &size);
  *capacity = (uint32_t)(size / sizeof(gid_t));
  return result < 0 ? -1 : (int)*capacity;
}

// inotify_init1(2): what happens to the names in some folders.
int ferry_folder_watch_create(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }

// inotify_add_watch(2) for names that come, go, or have been written, and for the folder itself.
int ferry_folder_watch_add(int fd, const char *folder) {
  return inotify_add_watch(fd, folder,
                           IN_ONLYDIR | IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM |
                               IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF);
}

// inotify_rm_watch(2).
int ferry_folder_watch_remove(int fd, int watch) { return inotify_rm_watch(fd, watch); }

// The first event in `bytes`: the number of bytes it takes; 0 if they hold none.
size_t ferry_folder_watch_next(const void *bytes, size_t count, struct ferry_folder_event *event) {
  struct inotify_event head;
  if (count < sizeof head) return 0;
  memcpy(&head, bytes, sizeof head);
  if (head.len > count - sizeof head) return 0;
  event->watch = head.wd;
  event->folder_is_gone = (head.mask & (IN_MOVE_SELF | IN_DELETE_SELF | IN_UNMOUNT)) != 0;
  event->was_lost = (head.mask & IN_Q_OVERFLOW) != 0;
  memset(event->name, 0, sizeof event->name);
  size_t length = head.len < sizeof event->name ? head.len : sizeof event->name - 1;
  memcpy(event->name, (const char *)bytes + sizeof head, length);
  return sizeof head + head.len;
}
