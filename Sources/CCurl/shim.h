// libcurl's C interface, and what is variadic in it.
#pragma once
#include <curl/curl.h>

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

/// Prepares the library; to be called before there are other threads. True if that worked.
static inline int ferry_curl_begin(void)
{
  return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}
