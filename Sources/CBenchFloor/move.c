#define _GNU_SOURCE
#include "move.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER = 64 << 10 };

// A folder that waits for a thread, by its path below both roots.
struct folder {
  struct folder *next;
  char path[];
};

struct move {
  int source, destination, error, busy, verify;
  struct folder *pile;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
};

struct worker {
  struct move *move;
  pthread_t thread;
  int number;
  unsigned long names;
  char *buffer;
};

static int put(struct move *move, const char *path, const char *name) {
  size_t length = strlen(path) + strlen(name) + 2;
  struct folder *folder = malloc(sizeof *folder + length);
  if (!folder) return -ENOMEM;
  snprintf(folder->path, length, "%s%s%s", path, *path ? "/" : "", name);
  pthread_mutex_lock(&move->mutex);
  folder->next = move->pile;
  move->pile = folder;
  pthread_cond_signal(&move->changed);
  pthread_mutex_unlock(&move->mutex);
  return 0;
}

static int compare(struct worker *worker, int from, int to, off_t place, size_t length) {
  char *left = worker->buffer, *right = worker->buffer + BUFFER;
  if (pread(from, left, length, place) != (ssize_t)length) return -EIO;
  if (pread(to, right, length, place) != (ssize_t)length) return -EIO;
  return memcmp(left, right, length) == 0 ? 0 : -EIO;
}

static int fill_large(struct worker *worker, int from, int to, off_t size) {
  for (off_t done = 0; done < size;) {
    size_t wanted = worker->move->verify && size - done > BUFFER ? BUFFER : size - done;
    ssize_t count = copy_file_range(from, NULL, to, NULL, wanted, 0);
    if (count <= 0) return count < 0 ? -errno : -EIO;
    int code = worker->move->verify ? compare(worker, from, to, done, count) : 0;
    if (code != 0) return code;
    done += count;
  }
  return 0;
}

static int fill(struct worker *worker, int from, int to, const struct stat *facts) {
  if (facts->st_size > BUFFER) {
    int code = fill_large(worker, from, to, facts->st_size);
    if (code != 0) return code;
  } else if (facts->st_size > 0) {
    ssize_t count = read(from, worker->buffer, facts->st_size);
    if (count != facts->st_size) return count < 0 ? -errno : -EIO;
    if (write(to, worker->buffer, count) != count) return -EIO;
  }
  const struct timespec times[2] = {{0, UTIME_OMIT}, facts->st_mtim};
  if (fchmod(to, facts->st_mode & 07777) != 0 || futimens(to, times) != 0) return -errno;
  return 0;
}

static int copy(struct worker *worker, int source, int destination, const char *name) {
  int from = openat(source, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (from < 0) return -errno;
  char temporary[64];
  snprintf(temporary, sizeof temporary, ".limit-%d-%lu", worker->number, worker->names++);
  struct stat facts;
  int code = fstat(from, &facts) == 0 ? 0 : -errno;
  int to = -1;
  if (code == 0) {
    to = openat(destination, temporary, (worker->move->verify ? O_RDWR : O_WRONLY) | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    code = to < 0 ? -errno : fill(worker, from, to, &facts);
  }
  if (to >= 0 && close(to) != 0 && code == 0) code = -errno;
  close(from);
  if (code == 0 && renameat(destination, temporary, destination, name) != 0) code = -errno;
  return code;
}

static int is_same(int source, int destination, const char *name) {
  struct stat left, right;
  return fstatat(destination, name, &right, AT_SYMLINK_NOFOLLOW) == 0 &&
         fstatat(source, name, &left, AT_SYMLINK_NOFOLLOW) == 0 && left.st_size == right.st_size &&
         left.st_mtim.tv_sec == right.st_mtim.tv_sec &&
         left.st_mtim.tv_nsec == right.st_mtim.tv_nsec;
}

static int list(struct worker *worker, const char *path, int source, int destination, int is_new) {
  DIR *names = fdopendir(source);
  if (!names) return -errno;
  int code = 0;
  for (struct dirent *entry; code == 0 && (entry = readdir(names));) {
    const char *name = entry->d_name;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
    if (entry->d_type == DT_DIR) code = put(worker->move, path, name);
    else if (is_new || !is_same(source, destination, name))
      code = copy(worker, source, destination, name);
  }
  closedir(names);
  return code;
}

static int move_folder(struct worker *worker, const char *path) {
  struct move *move = worker->move;
  const char *place = *path ? path : ".";
  int made = mkdirat(move->destination, place, 0755);
  if (made != 0 && errno != EEXIST) return -errno;
  const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  int source = openat(move->source, place, flags);
  if (source < 0) return -errno;
  int destination = openat(move->destination, place, flags);
  if (destination < 0) {
    int code = -errno;
    close(source);
    return code;
  }
  int code = list(worker, path, source, destination, made == 0);
  close(destination);
  return code;
}

static void *work(void *raw) {
  struct worker *worker = raw;
  struct move *move = worker->move;
  worker->buffer = malloc(2 * BUFFER);
  pthread_mutex_lock(&move->mutex);
  if (!worker->buffer) move->error = -ENOMEM;
  for (;;) {
    while (!move->pile && move->busy > 0 && move->error == 0)
      pthread_cond_wait(&move->changed, &move->mutex);
    struct folder *folder = move->pile;
    if (!folder || move->error != 0) break;
    move->pile = folder->next;
    move->busy++;
    pthread_mutex_unlock(&move->mutex);
    int code = move_folder(worker, folder->path);
    free(folder);
    pthread_mutex_lock(&move->mutex);
    move->busy--;
    if (code != 0 && move->error == 0) move->error = code;
    if (move->busy == 0 || move->error != 0) pthread_cond_broadcast(&move->changed);
  }
  pthread_cond_broadcast(&move->changed);
  pthread_mutex_unlock(&move->mutex);
  free(worker->buffer);
  return NULL;
}

static int run(struct move *move, int threads) {
  struct worker workers[64] = {0};
  if (threads > 64) threads = 64;
  int started = 0;
  for (; started < threads; started++) {
    workers[started].move = move;
    workers[started].number = started;
    if (pthread_create(&workers[started].thread, NULL, work, &workers[started]) != 0) break;
  }
  for (int number = 0; number < started; number++) pthread_join(workers[number].thread, NULL);
  while (move->pile) {
    struct folder *folder = move->pile;
    move->pile = folder->next;
    free(folder);
  }
  return started == 0 ? -EAGAIN : move->error;
}

int ferry_floor_move(const char *source, const char *destination, int threads, int verify) {
  struct move move = {.verify = verify, .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
  if (mkdir(destination, 0755) != 0 && errno != EEXIST) return -errno;
  const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  move.source = open(source, flags);
  move.destination = open(destination, flags);
  int code = move.source < 0 || move.destination < 0 ? -errno : put(&move, "", "");
  if (code == 0) code = run(&move, threads);
  if (move.source >= 0) close(move.source);
  if (move.destination >= 0) close(move.destination);
  return code;
}
