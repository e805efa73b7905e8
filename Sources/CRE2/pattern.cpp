#include "CRE2.h"

#include <re2/re2.h>

#include <new>

struct ferry_pattern {
  re2::RE2 program;
};

extern "C" {

ferry_pattern *ferry_pattern_new(const char *text, size_t length, bool bytewise) {
  try {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_never_capture(true);
    // A key may hold a line break, and ".*" means any key.
    options.set_dot_nl(true);
    options.set_encoding(bytewise ? re2::RE2::Options::EncodingLatin1
                                  : re2::RE2::Options::EncodingUTF8);
    return new ferry_pattern{{re2::StringPiece(text, length), options}};
  } catch (const std::bad_alloc &) {
    return nullptr;
  }
}

void ferry_pattern_free(ferry_pattern *pattern) { delete pattern; }

const char *ferry_pattern_error(const ferry_pattern *pattern) {
  return pattern->program.ok() ? nullptr : pattern->program.error().c_str();
}

bool ferry_pattern_matches(const ferry_pattern *pattern, const char *key, size_t length) {
  try {
    return re2::RE2::FullMatchN(re2::StringPiece(key, length), pattern->program, nullptr, 0);
  } catch (const std::bad_alloc &) {
    return false;
  }
}

}  // extern "C"
