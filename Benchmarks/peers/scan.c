// Walks all records of a ledger with a cursor of LMDB, and reads of each header what an outline of ours tells.
// Usage: scan FOLDER RUNS; prints millions a second (median), how many there are, and the sum over what they tell.
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HEADER = 48, SOURCE = 3, JOB = 8, RECORDED = 16, OBSERVED = 24 };

static void check(int code, const char *what) {
  if (code == 0) return;
  fprintf(stderr, "%s: %s\n", what, mdb_strerror(code));
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static int order(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static uint64_t number(const unsigned char *bytes) {
  uint64_t value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

static void scan(MDB_env *env, MDB_dbi events, uint64_t *count, uint64_t *sum) {
  MDB_txn *txn;
  MDB_cursor *cursor;
  MDB_val key, value;
  int code;
  *count = *sum = 0;
  check(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), "begin");
  check(mdb_cursor_open(txn, events, &cursor), "cursor");
  while ((code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
    const unsigned char *header = value.mv_data;
    if (key.mv_size != 8 || value.mv_size < HEADER || header[0] != 1) exit(65);
    *sum += header[SOURCE] + number(header + JOB) + number(header + RECORDED) + number(header + OBSERVED);
    ++*count;
  }
  if (code != MDB_NOTFOUND) check(code, "next");
  mdb_cursor_close(cursor);
  mdb_txn_abort(txn);
}

int main(int count, char **words) {
  if (count != 3) return 64;
  int runs = atoi(words[2]);
  double *times = malloc(runs * sizeof *times);

  MDB_env *env;
  MDB_txn *txn;
  MDB_dbi events;
  check(mdb_env_create(&env), "create");
  check(mdb_env_set_mapsize(env, (size_t)1 << 40), "mapsize");
  check(mdb_env_set_maxdbs(env, 64), "maxdbs");
  check(mdb_env_open(env, words[1], MDB_RDONLY | MDB_NOTLS, 0600), "open");
  check(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), "begin");
  check(mdb_dbi_open(txn, "events", 0, &events), "events");
  check(mdb_txn_commit(txn), "commit");

  uint64_t records = 0, sum = 0;
  for (int run = 0; run < runs; run++) {
    double start = now();
    scan(env, events, &records, &sum);
    times[run] = now() - start;
  }
  qsort(times, runs, sizeof *times, order);
  printf("%f %llu %llu\n", records / times[runs / 2] / 1e6, (unsigned long long)records, (unsigned long long)sum);
  return 0;
}
