// Makes calls on a ledger's data file fail, in the order in which they come: the shim of `disk`.
//
// VGLEDGER_FAIL_CALL is "write" or "sync", VGLEDGER_FAIL_AT the number of the first call that fails, from
// 1, VGLEDGER_FAIL_COUNT how many fail, and VGLEDGER_FAIL_CODE the errno.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;

static int is_data(int file) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 9) return 0;
  path[length] = 0;
  return strcmp(path + length - 9, "/data.mdb") == 0;
}

static int fails(const char *call, int file) {
  const char *wanted = getenv("VGLEDGER_FAIL_CALL");
  if (!wanted || strcmp(wanted, call) != 0 || !is_data(file)) return 0;
  long number = atomic_fetch_add(&calls, 1) + 1;
  long first = atol(getenv("VGLEDGER_FAIL_AT")), count = atol(getenv("VGLEDGER_FAIL_COUNT"));
  if (number < first || number >= first + count) return 0;
  errno = atoi(getenv("VGLEDGER_FAIL_CODE"));
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  return fails("write", file) ? -1 : REAL(pwrite64)(file, bytes, count, offset);
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  return fails("write", file) ? -1 : REAL(pwrite)(file, bytes, count, offset);
}
ssize_t writev(int file, const struct iovec *parts, int count) {
  return fails("write", file) ? -1 : REAL(writev)(file, parts, count);
}
ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
  return fails("write", file) ? -1 : REAL(pwritev)(file, parts, count, offset);
}
ssize_t write(int file, const void *bytes, size_t count) {
  return fails("write", file) ? -1 : REAL(write)(file, bytes, count);
}
int fdatasync(int file) { return fails("sync", file) ? -1 : REAL(fdatasync)(file); }
int fsync(int file) { return fails("sync", file) ? -1 : REAL(fsync)(file); }
