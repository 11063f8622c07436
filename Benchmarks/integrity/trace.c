// Writes down every change that a program makes to an LMDB environment, for replay.c. TRACE names the file.
//
// 'o' dbi(4) flags(4) name-length(4) name · 'p' dbi(4) flags(4) key-length(4) value-length(4) key value ·
// 'm' dbi(4) flags(4) key-length(4) width(4) count(4) key values, of one put of many duplicates ·
// 'd' dbi(4) key-length(4) key · 'c': the end of a transaction that was committed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *trace;
static MDB_txn *writer;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void number(uint32_t value) { fwrite(&value, sizeof value, 1, trace); }

int mdb_txn_begin(MDB_env *env, MDB_txn *parent, unsigned int flags, MDB_txn **txn) {
  if (!trace) trace = fopen(getenv("TRACE"), "wb");
  int code = REAL(mdb_txn_begin)(env, parent, flags, txn);
  if (code == 0 && !(flags & MDB_RDONLY)) writer = *txn;
  return code;
}

int mdb_txn_commit(MDB_txn *txn) {
  if (txn == writer) {
    fputc('c', trace);
    fflush(trace);
    writer = NULL;
  }
  return REAL(mdb_txn_commit)(txn);
}

int mdb_dbi_open(MDB_txn *txn, const char *name, unsigned int flags, MDB_dbi *dbi) {
  int code = REAL(mdb_dbi_open)(txn, name, flags, dbi);
  if (code == 0 && txn == writer && name) {
    fputc('o', trace);
    number(*dbi);
    number(flags);
    number(strlen(name));
    fwrite(name, strlen(name), 1, trace);
  }
  return code;
}

int mdb_put(MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *data, unsigned int flags) {
  if (txn == writer) {
    fputc('p', trace);
    number(dbi);
    number(flags);
    number(key->mv_size);
    number(data->mv_size);
    fwrite(key->mv_data, key->mv_size, 1, trace);
    fwrite(data->mv_data, data->mv_size, 1, trace);
  }
  return REAL(mdb_put)(txn, dbi, key, data, flags);
}

int mdb_cursor_put(MDB_cursor *cursor, MDB_val *key, MDB_val *data, unsigned int flags) {
  if (mdb_cursor_txn(cursor) == writer && flags & MDB_MULTIPLE) {
    fputc('m', trace);
    number(mdb_cursor_dbi(cursor));
    number(flags);
    number(key->mv_size);
    number(data[0].mv_size);
    number(data[1].mv_size);
    fwrite(key->mv_data, key->mv_size, 1, trace);
    fwrite(data[0].mv_data, data[0].mv_size, data[1].mv_size, trace);
  }
  return REAL(mdb_cursor_put)(cursor, key, data, flags);
}

int mdb_del(MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *data) {
  if (txn == writer) {
    fputc('d', trace);
    number(dbi);
    number(key->mv_size);
    fwrite(key->mv_data, key->mv_size, 1, trace);
  }
  return REAL(mdb_del)(txn, dbi, key, data);
}
