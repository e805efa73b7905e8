// libcurl's C interface, and what is variadic in it.
#pragma once
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

// curl_easy_setopt(3) and curl_easy_getinfo(3) for each kind of value.

static inline CURLcode ferry_curl_set_number(CURL *handle, CURLoption option, long value)
{
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ferry_curl_set_size(CURL *handle, CURLoption option, curl_off_t value)
{
  return curl_easy_setopt(handle, option, value);
}

/// A text is copied, except for CURLOPT_POSTFIELDS.
static inline CURLcode ferry_curl_set_text(CURL *handle, CURLoption option, const char *value)
{
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ferry_curl_set_pointer(CURL *handle, CURLoption option, void *value)
{
  return curl_easy_setopt(handle, option, value);
}

/// For CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION, which are alike.
static inline CURLcode ferry_curl_set_stream(
  CURL *handle, CURLoption option, curl_write_callback function)
{
  return curl_easy_setopt(handle, option, function);
}

static inline CURLcode ferry_curl_set_seek(CURL *handle, curl_seek_callback function)
{
  return curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, function);
}

static inline CURLcode ferry_curl_set_progress(CURL *handle, curl_xferinfo_callback function)
{
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
}

static inline CURLcode ferry_curl_set_ready(CURL *handle, curl_prereq_callback function)
{
  return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, function);
}

static inline CURLcode ferry_curl_set_open(CURL *handle, curl_opensocket_callback function)
{
  return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, function);
}

/// The 4 or 16 bytes of an address that is about to be connected to.
///
/// Returns how many there are; 0 for what is neither IPv4 nor IPv6.
static inline int ferry_curl_address(const struct curl_sockaddr *peer, unsigned char *bytes)
{
  if (peer->family == AF_INET) {
    const struct sockaddr_in *four = (const struct sockaddr_in *) &peer->addr;
    memcpy(bytes, &four->sin_addr, 4);
    return 4;
  }
  if (peer->family == AF_INET6) {
    // libcurl has room for all of it there; curl_opensocket_callback(3).
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *) &peer->addr;
    memcpy(bytes, &six->sin6_addr, 16);
    return 16;
  }
  return 0;
}

/// The socket for it; CURL_SOCKET_BAD if there is none.
static inline curl_socket_t ferry_curl_socket(const struct curl_sockaddr *peer)
{
  return socket(peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol);
}

/// GnuTLS's session of the present connection; null if there is none, or TLS is another library's.
static inline void *ferry_curl_session(CURL *handle)
{
  const struct curl_tlssessioninfo *found = NULL;
  if (curl_easy_getinfo(handle, CURLINFO_TLS_SSL_PTR, &found) != CURLE_OK || found == NULL) return NULL;
  return found->backend == CURLSSLBACKEND_GNUTLS ? found->internals : NULL;
}

/// Copies the path of the system's authorities, as libcurl was built; 0 if there is none, or no room.
static inline int ferry_curl_authorities(char *path, size_t room)
{
  const char *found = NULL;
  CURL *handle = curl_easy_init();
  if (handle != NULL) curl_easy_getinfo(handle, CURLINFO_CAINFO, &found);
  const int is_there = found != NULL && strlen(found) < room;
  if (is_there) strcpy(path, found);
  curl_easy_cleanup(handle);
  return is_there;
}

/// Whether TLS is GnuTLS's.
static inline int ferry_curl_has_gnutls(void)
{
  const char *name = curl_version_info(CURLVERSION_NOW)->ssl_version;
  return name != NULL && strncmp(name, "GnuTLS/", 7) == 0;
}

/// 0 if it is not known.
static inline long ferry_curl_number(CURL *handle, CURLINFO info)
{
  long value = 0;
  return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

/// Takes an answer's body and forgets it.
static inline size_t ferry_curl_forget(char *bytes, size_t size, size_t count, void *context)
{
  (void) bytes;
  (void) context;
  return size * count;
}

/// Sends a GET and waits for its answer, at most so many seconds in all.
///
/// Redirections are followed a few times, never away from HTTP. Signals are left alone: another
/// thread may call it at the same time. `status` is the answer's, 0 without one.
static inline CURLcode ferry_curl_get(
  const char *url, const char *agent, long seconds, long *status)
{
  *status = 0;
  CURL *handle = curl_easy_init();
  if (handle == NULL) return CURLE_FAILED_INIT;
  CURLcode code = curl_easy_setopt(handle, CURLOPT_URL, url);
  if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  if (code == CURLE_OK) {
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXREDIRS, 3L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, seconds);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, agent);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ferry_curl_forget);
    code = curl_easy_perform(handle);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, status);
  }
  curl_easy_cleanup(handle);
  return code;
}

/// Prepares the library, once for the process, before there are other threads. True if that worked.
static inline int ferry_curl_begin(void)
{
  return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}
