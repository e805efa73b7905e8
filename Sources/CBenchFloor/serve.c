#define _GNU_SOURCE
#include "serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 64 << 10, KEY = 1024, PAGE = 1000, CHUNK = 1 << 20 };

static struct {
  const char **keys;  // with one more: the end of the last line
  size_t count;
  int64_t size, modified;
  useconds_t latency;
  char *zeros;
} all;

struct page {
  char *bytes;
  size_t length, room;
};

static void add(struct page *page, const char *bytes, size_t count) {
  if (page->length + count > page->room) {
    page->room = (page->length + count) * 2;
    page->bytes = realloc(page->bytes, page->room);
    if (!page->bytes) abort();
  }
  memcpy(page->bytes + page->length, bytes, count);
  page->length += count;
}

static void say(struct page *page, const char *text) { add(page, text, strlen(text)); }

static size_t key_length(size_t index) { return all.keys[index + 1] - all.keys[index] - 1; }

// The first key that is not before some bytes.
static size_t find(const char *bytes, size_t count) {
  size_t low = 0, high = all.count;
  while (low < high) {
    size_t middle = (low + high) / 2, length = key_length(middle);
    int order = memcmp(all.keys[middle], bytes, length < count ? length : count);
    if (order < 0 || (order == 0 && length < count)) low = middle + 1;
    else high = middle;
  }
  return low;
}

static int digit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

// A parameter of a query, decoded; -1 if it is not there.
static int parameter(const char *query, const char *name, char value[KEY + 1]) {
  size_t length = strlen(name);
  for (const char *at = query; at; at = strchr(at, '&')) {
    at += at != query || *at == '&';
    if (strncmp(at, name, length) || at[length] != '=') continue;
    int count = 0;
    for (at += length + 1; *at && *at != '&' && count < KEY; at++) {
      if (*at == '%' && digit(at[1]) >= 0 && digit(at[2]) >= 0) {
        value[count++] = digit(at[1]) << 4 | digit(at[2]);
        at += 2;
      } else {
        value[count++] = *at == '+' ? ' ' : *at;
      }
    }
    value[count] = 0;
    return count;
  }
  return -1;
}

static void list(const char *query, struct page *page) {
  char prefix[KEY + 2], mark[KEY + 2], delimiter[KEY + 1], entry[256];
  int prefix_length = parameter(query, "prefix", prefix);
  if (prefix_length < 0) prefix_length = 0;
  int cuts = parameter(query, "delimiter", delimiter) == 1;
  // The token is the number of the next key.
  size_t at = find(prefix, prefix_length);
  if (parameter(query, "continuation-token", mark) > 0) {
    at = strtoul(mark, NULL, 10);
  } else {
    int length = parameter(query, "start-after", mark);
    if (length <= 0) length = parameter(query, "marker", mark);
    if (length > 0) {
      // What is after a common beginning is after all that begins so.
      mark[length] = cuts && mark[length - 1] == '/' ? (char) 0xFF : 0;
      size_t after = find(mark, length + 1);
      if (after > at) at = after;
    }
  }
  int entry_length = snprintf(entry, sizeof entry,
    "</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
    "<ETag>&quot;00000000000000000000000000000000&quot;</ETag><Size>%lld</Size>"
    "<StorageClass>STANDARD</StorageClass></Contents>", (long long) all.size);
  say(page, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            "<Name>bench</Name><MaxKeys>1000</MaxKeys>");
  struct page beginnings = {0};
  size_t last = at;
  int count = 0;
  for (; at < all.count && count < PAGE; count++) {
    const char *key = all.keys[at];
    size_t length = key_length(at);
    if (length < (size_t) prefix_length || memcmp(key, prefix, prefix_length)) break;
    last = at;
    const char *slash = cuts ? memchr(key + prefix_length, '/', length - prefix_length) : NULL;
    if (slash) {
      say(&beginnings, "<CommonPrefixes><Prefix>");
      add(&beginnings, key, slash + 1 - key);
      say(&beginnings, "</Prefix></CommonPrefixes>");
      memcpy(mark, key, slash + 1 - key);
      mark[slash + 1 - key] = (char) 0xFF;
      at = find(mark, slash + 2 - key);
    } else {
      say(page, "<Contents><Key>");
      add(page, key, length);
      add(page, entry, entry_length);
      at++;
    }
  }
  int more = at < all.count && key_length(at) >= (size_t) prefix_length
    && !memcmp(all.keys[at], prefix, prefix_length);
  add(page, beginnings.bytes ? beginnings.bytes : "", beginnings.length);
  free(beginnings.bytes);
  char number[64];
  snprintf(number, sizeof number, "<IsTruncated>%s</IsTruncated>", more ? "true" : "false");
  say(page, number);
  if (more) {
    snprintf(number, sizeof number, "<NextContinuationToken>%zu</NextContinuationToken>", at);
    say(page, number);
    say(page, "<NextMarker>");
    const char *slash =
      cuts ? memchr(all.keys[last] + prefix_length, '/', key_length(last) - prefix_length) : NULL;
    add(page, all.keys[last], slash ? (size_t) (slash + 1 - all.keys[last]) : key_length(last));
    say(page, "</NextMarker>");
  }
  say(page, "</ListBucketResult>");
}

static int send_all(int fd, const char *bytes, size_t count, int flags) {
  while (count > 0) {
    ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL | flags);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return 0;
    bytes += sent;
    count -= sent;
  }
  return 1;
}

// Reads a body and forgets it, without having it copied.
static int skip(int fd, int64_t count) {
  while (count > 0) {
    ssize_t got = recv(fd, NULL, count < CHUNK ? count : CHUNK, MSG_TRUNC);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    count -= got;
  }
  return 1;
}

static const char *header(const char *head, const char *name) {
  const char *found = strcasestr(head, name);
  return found ? found + strlen(name) : NULL;
}

static int answer(int fd, const char *fields, const char *body, size_t length, int64_t announced) {
  char head[1024], date[64];
  time_t now = time(NULL);
  struct tm parts;
  strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &parts));
  int count = snprintf(head, sizeof head,
    "HTTP/1.1 200 OK\r\nDate: %s\r\nETag: \"00000000000000000000000000000000\"\r\n"
    "Content-Length: %lld\r\n%s\r\n", date, (long long) announced, fields);
  return send_all(fd, head, count, length ? MSG_MORE : 0) && send_all(fd, body, length, 0);
}

static int object(int fd, int has_body) {
  char fields[256];
  snprintf(fields, sizeof fields,
    "Content-Type: application/octet-stream\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
    "x-amz-meta-mtime: %lld\r\n", (long long) all.modified);
  if (!has_body) return answer(fd, fields, NULL, 0, all.size);
  if (all.size <= CHUNK) return answer(fd, fields, all.zeros, all.size, all.size);
  if (!answer(fd, fields, NULL, 0, all.size)) return 0;
  for (int64_t left = all.size; left > 0; left -= CHUNK)
    if (!send_all(fd, all.zeros, left < CHUNK ? left : CHUNK, 0)) return 0;
  return 1;
}

static int serve_one(int fd, char *head, struct page *page) {
  char *target = strchr(head, ' ');
  char *end = target ? strchr(target + 1, ' ') : NULL;
  if (!end) return 0;
  *end = 0;
  char *query = strchr(++target, '?');
  if (query) *query++ = 0;
  char *slash = strchr(target + 1, '/');
  int is_bucket = !slash || !slash[1];
  const char *method = head;
  const char *xml = "Content-Type: application/xml\r\n";
  if (!strncmp(method, "GET ", 4) && is_bucket) {
    page->length = 0;
    list(query ? query : "", page);
    return answer(fd, xml, page->bytes, page->length, page->length);
  }
  if (!strncmp(method, "GET ", 4)) return object(fd, 1);
  if (!strncmp(method, "HEAD", 4)) return is_bucket ? answer(fd, "", NULL, 0, 0) : object(fd, 0);
  if (!strncmp(method, "POST", 4)) {
    int begins = query && !strncmp(query, "uploads", 7);
    const char *text = begins
      ? "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
      : "<CompleteMultipartUploadResult><ETag>&quot;0-1&quot;</ETag></CompleteMultipartUploadResult>";
    return answer(fd, xml, text, strlen(text), strlen(text));
  }
  return answer(fd, "", NULL, 0, 0);
}

static void *serve(void *argument) {
  int fd = (int) (intptr_t) argument, yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  char *head = malloc(HEAD + 1);
  struct page page = {0};
  size_t filled = 0;
  while (head) {
    head[filled] = 0;
    char *end = memmem(head, filled, "\r\n\r\n", 4);
    if (!end) {
      ssize_t got = filled < HEAD ? recv(fd, head + filled, HEAD - filled, 0) : 0;
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      filled += got;
      continue;
    }
    size_t head_length = end + 4 - head, rest = filled - head_length;
    end[2] = 0;
    const char *said = header(head, "\r\ncontent-length:");
    int64_t body = said ? strtoll(said, NULL, 10) : 0;
    // "100 Continue" has to be said before the body is waited for.
    int waits = header(head, "\r\nexpect: 100-continue") != NULL;
    if (waits && !send_all(fd, "HTTP/1.1 100 Continue\r\n\r\n", 25, 0)) break;
    size_t here = rest < (size_t) body ? rest : (size_t) body;
    if (!skip(fd, body - here)) break;
    if (all.latency) usleep(all.latency);
    if (!serve_one(fd, head, &page)) break;
    memmove(head, head + head_length + here, rest - here);
    filled = rest - here;
  }
  free(head);
  free(page.bytes);
  close(fd);
  return NULL;
}

static int read_keys(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat facts;
  if (fd < 0 || fstat(fd, &facts)) return -errno;
  const char *bytes = facts.st_size
    ? mmap(NULL, facts.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0) : "";
  close(fd);
  if (bytes == MAP_FAILED) return -errno;
  const char *end = bytes + facts.st_size;
  size_t count = 0;
  for (const char *at = bytes; at < end; at++) count += *at == '\n';
  all.keys = malloc((count + 1) * sizeof *all.keys);
  if (!all.keys) return -ENOMEM;
  all.keys[0] = bytes;
  for (const char *at = bytes; at < end; at++)
    if (*at == '\n') all.keys[++all.count] = at + 1;
  return 0;
}

int ferry_bench_serve(const char *keys, int64_t size, int64_t modified, int latency_ms) {
  int code = read_keys(keys);
  if (code) return code;
  all.size = size;
  all.modified = modified;
  all.latency = latency_ms * 1000;
  all.zeros = calloc(1, CHUNK);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t room = sizeof address;
  if (!all.zeros || fd < 0 || bind(fd, (struct sockaddr *) &address, room) || listen(fd, 512)
      || getsockname(fd, (struct sockaddr *) &address, &room)) return -errno;
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 256 << 10);
  while (1) {
    int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
    pthread_t thread;
    if (client < 0 && errno != EINTR && errno != ECONNABORTED) return -errno;
    if (client >= 0
        && pthread_create(&thread, &attributes, serve, (void *) (intptr_t) client)) close(client);
  }
}
