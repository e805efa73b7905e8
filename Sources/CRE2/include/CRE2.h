// RE2's matching behind a C interface: no exception and no C++ type crosses it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ferry_pattern ferry_pattern;

/// Compiles a pattern; NULL if there is no memory for it.
///
/// With `bytewise` each byte is a character of its own, else the text is UTF-8.
ferry_pattern *ferry_pattern_new(const char *text, size_t length, bool bytewise);

void ferry_pattern_free(ferry_pattern *pattern);

/// What is wrong with the pattern, in RE2's words and with the part at fault; NULL if it can be used.
const char *ferry_pattern_error(const ferry_pattern *pattern);

/// Whether the whole key matches; false for a pattern that cannot be used.
bool ferry_pattern_matches(const ferry_pattern *pattern, const char *key, size_t length);

#ifdef __cplusplus
}
#endif
