// Makes the changes that trace.c has written down, in the same transactions, and nothing else: what the
// store itself costs. Usage: replay TRACE FOLDER; prints transactions a second and seconds, without the first one.
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static unsigned char *at;

static uint32_t number(void) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  at += sizeof value;
  return value;
}

static void check(int code, const char *what) {
  if (code == 0 || code == MDB_NOTFOUND) return;
  fprintf(stderr, "%s: %s\n", what, mdb_strerror(code));
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **words) {
  if (count != 3) return 64;
  FILE *file = fopen(words[1], "rb");
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  unsigned char *bytes = malloc(size);
  if (fread(bytes, 1, size, file) != (size_t)size) return 66;
  at = bytes;

  MDB_env *env;
  check(mdb_env_create(&env), "create");
  check(mdb_env_set_mapsize(env, (size_t)1 << 40), "mapsize");
  check(mdb_env_set_maxdbs(env, 64), "maxdbs");
  check(mdb_env_open(env, words[2], MDB_NOTLS, 0600), "open");
  MDB_dbi tables[256] = {0};
  MDB_txn *txn = NULL;
  long commits = 0;
  double start = 0;
  while (at < bytes + size) {
    if (!txn) check(mdb_txn_begin(env, NULL, 0, &txn), "begin");
    unsigned char what = *at++;
    if (what == 'o') {
      uint32_t table = number(), flags = number(), length = number();
      char name[256] = {0};
      memcpy(name, at, length);
      at += length;
      check(mdb_dbi_open(txn, name, flags | MDB_CREATE, &tables[table]), "dbi");
    } else if (what == 'p') {
      uint32_t table = number(), flags = number();
      MDB_val key, data;
      key.mv_size = number();
      data.mv_size = number();
      key.mv_data = at;
      at += key.mv_size;
      data.mv_data = at;
      at += data.mv_size;
      check(mdb_put(txn, tables[table], &key, &data, flags), "put");
    } else if (what == 'm') {
      uint32_t table = number(), flags = number();
      MDB_val key, data[2] = {0};
      key.mv_size = number();
      data[0].mv_size = number();
      data[1].mv_size = number();
      key.mv_data = at;
      at += key.mv_size;
      data[0].mv_data = at;
      at += data[0].mv_size * data[1].mv_size;
      MDB_cursor *cursor;
      check(mdb_cursor_open(txn, tables[table], &cursor), "cursor");
      check(mdb_cursor_put(cursor, &key, data, flags), "cursor put");
      mdb_cursor_close(cursor);
    } else if (what == 'd') {
      uint32_t table = number();
      MDB_val key;
      key.mv_size = number();
      key.mv_data = at;
      at += key.mv_size;
      check(mdb_del(txn, tables[table], &key, NULL), "del");
    } else {
      check(mdb_txn_commit(txn), "commit");
      txn = NULL;
      if (commits++ == 0) start = now();
    }
  }
  double took = now() - start;
  printf("%f %f\n", (commits - 1) / took, took);
  return 0;
}
