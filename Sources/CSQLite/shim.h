#include <sqlite3.h>

// Swift cannot spell SQLITE_TRANSIENT: a macro that casts -1 to a function.
static inline int csqlite_bind_text(sqlite3_stmt *statement, int place, const void *bytes,
                                    sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, place, (const char *)bytes, count, SQLITE_TRANSIENT,
                             SQLITE_UTF8);
}

static inline int csqlite_bind_blob(sqlite3_stmt *statement, int place, const void *bytes,
                                    sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, place, bytes, count, SQLITE_TRANSIENT);
}
