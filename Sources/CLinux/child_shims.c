#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "child_shims.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Descriptors from here on are not in the way of 0 to 3.
#define FERRY_FIRST_SAFE 16

static void ferry_reset_signals(void) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static int ferry_place(int from, int to) { return dup2(from, to) == to ? 0 : -1; }

int ferry_child_start(const char *path, char *const arguments[], char *const environment[],
                      int output, int extra, unsigned mask) {
  int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  int given[3] = {-1, -1, -1};
  volatile int error = input < 0 ? errno : 0;
  int sources[3] = {input, output, extra};
  for (int index = 0; index < 3 && error == 0; index++) {
    given[index] = fcntl(sources[index], F_DUPFD_CLOEXEC, FERRY_FIRST_SAFE);
    if (given[index] < 0) error = errno;
  }
  pid_t child = -1;
  if (error == 0) {
    sigset_t all, before;
    sigfillset(&all);
    // A handler must not run in the child, which shares this process's memory until execve(2).
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid();
    child = vfork();
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGTERM);
      // It may have ended before that.
      if (getppid() != parent) _exit(127);
      setpgid(0, 0);
      umask(mask);
      if (ferry_place(given[0], 0) == 0 && ferry_place(given[1], 1) == 0 &&
          ferry_place(given[1], 2) == 0 && ferry_place(given[2], 3) == 0) {
        syscall(SYS_close_range, 4U, ~0U, 0U);
        ferry_reset_signals();
        execve(path, arguments, environment);
      }
      error = errno;
      _exit(127);
    }
    if (child < 0) error = errno;
    // What could not begin is not left to others to be waited for.
    if (child > 0 && error != 0)
      while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
  }
  if (input >= 0) close(input);
  for (int index = 0; index < 3; index++)
    if (given[index] >= 0) close(given[index]);
  return error != 0 ? -error : child;
}

int ferry_child_descriptor(int pid) {
  int result = (int)syscall(SYS_pidfd_open, pid, 0U);
  return result < 0 ? -errno : result;
}

int ferry_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : -errno; }

int ferry_memory_file(const char *name, const void *bytes, size_t count) {
  int file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return -errno;
  size_t done = 0;
  while (done < count) {
    ssize_t written = write(file, (const char *)bytes + done, count - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    done += (size_t)written;
  }
  int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  if (done < count || fcntl(file, F_ADD_SEALS, seals) != 0) {
    int error = errno;
    close(file);
    return error == 0 ? -EIO : -error;
  }
  return file;
}
