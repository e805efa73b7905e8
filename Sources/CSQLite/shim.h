// SQLite's C interface, and what Swift cannot call of it.
#pragma once
#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast that Swift does not import. The empty value needs a pointer that is
// not NULL, or SQLite would bind NULL instead.
static inline int ferry_bind_text(sqlite3_stmt *statement, int index, const void *bytes,
                                  sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, bytes ? (const char *)bytes : "", count,
                             SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int ferry_bind_blob(sqlite3_stmt *statement, int index, const void *bytes,
                                  sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}

// SQLite counts every allocation under one lock of the whole process, for figures that nobody asks
// for here: a hundred runs that open their ledgers at once would wait for that lock. Variadic in C;
// to be called before anything else of SQLite. https://www.sqlite.org/malloc.html, section 3.1.
static inline int ferry_count_no_memory(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
