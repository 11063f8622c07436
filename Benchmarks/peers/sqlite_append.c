// Durable appends to SQLite: four writes an event (the event, its hash, the job's row, the job's index), BATCH events a
// transaction, WAL with synchronous FULL. Usage: sqlite_append DATABASE EVENTS BATCH; prints events a second.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *schema =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "CREATE TABLE event (sequence INTEGER PRIMARY KEY, body BLOB);"
    "CREATE TABLE leaf (sequence INTEGER PRIMARY KEY, hash BLOB);"
    "CREATE TABLE job (number INTEGER PRIMARY KEY, row BLOB);"
    "CREATE TABLE job_event (job INTEGER, sequence INTEGER, PRIMARY KEY (job, sequence)) WITHOUT ROWID;";
static const char *writes[] = {
    "INSERT INTO event VALUES (?1, ?3)", "INSERT INTO leaf VALUES (?1, ?3)",
    "INSERT INTO job VALUES (?2, ?3) ON CONFLICT (number) DO UPDATE SET row = excluded.row",
    "INSERT INTO job_event VALUES (?2, ?1)"};
static const int lengths[] = {800, 32, 300, 0};

static sqlite3 *database;

static void check(int code) {
  if (code == SQLITE_OK || code == SQLITE_DONE) return;
  fprintf(stderr, "%s\n", sqlite3_errmsg(database));
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **words) {
  if (count != 4) return 64;
  long events = atol(words[2]), batch = atol(words[3]);
  check(sqlite3_open(words[1], &database));
  check(sqlite3_exec(database, schema, NULL, NULL, NULL));
  sqlite3_stmt *statements[4];
  for (int i = 0; i < 4; i++) check(sqlite3_prepare_v2(database, writes[i], -1, &statements[i], NULL));
  unsigned char bytes[1024];
  for (int i = 0; i < 1024; i++) bytes[i] = (unsigned char)(i * 7);
  double start = now();
  for (long event = 0; event < events; event++) {
    if (event % batch == 0) check(sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL));
    long round = event / 128, job = round * 16 + event % 16;  // sixteen jobs at a time, eight events each
    memcpy(bytes, &event, sizeof event);
    for (int i = 0; i < 4; i++) {
      check(sqlite3_bind_int64(statements[i], i == 2 ? 2 : 1, i == 2 ? job : event + 1));
      if (i == 3) check(sqlite3_bind_int64(statements[i], 2, job));
      if (i < 3) check(sqlite3_bind_blob(statements[i], 3, bytes, lengths[i], SQLITE_STATIC));
      check(sqlite3_step(statements[i]));
      check(sqlite3_reset(statements[i]));
    }
    if (event % batch == batch - 1 || event == events - 1)
      check(sqlite3_exec(database, "COMMIT", NULL, NULL, NULL));
  }
  printf("%f\n", events / (now() - start));
  return 0;
}
