// Makes calls on a ledger's data file fail, in the order in which they come: the shim of `disk`.
//
// VGLEDGER_FAIL_CALL is "write" or "sync", VGLEDGER_FAIL_AT the number of the first call that fails, from
// 1, VGLEDGER_FAIL_COUNT how many fail, and VGLEDGER_FAIL_CODE the errno. With VGLEDGER_FAIL_LATE they are
// done before they fail, as a write that cannot be synced is: its bytes are in the system's cache.
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
  return 1;
}

static int failed(void) {
  errno = atoi(getenv("VGLEDGER_FAIL_CODE"));
  return -1;
}

static int is_late(void) { return getenv("VGLEDGER_FAIL_LATE") != NULL; }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
// Which call it is, and how it is made where it is.
#define CALL(kind, file, call) \
  do { \
    int fail = fails(kind, file); \
    if (!fail) return call; \
    if (is_late()) (void)!call; \
    return failed(); \
  } while (0)

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  CALL("write", file, REAL(pwrite64)(file, bytes, count, offset));
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  CALL("write", file, REAL(pwrite)(file, bytes, count, offset));
}
ssize_t writev(int file, const struct iovec *parts, int count) {
  CALL("write", file, REAL(writev)(file, parts, count));
}
ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
  CALL("write", file, REAL(pwritev)(file, parts, count, offset));
}
ssize_t write(int file, const void *bytes, size_t count) {
  CALL("write", file, REAL(write)(file, bytes, count));
}
int fdatasync(int file) { CALL("sync", file, REAL(fdatasync)(file)); }
int fsync(int file) { CALL("sync", file, REAL(fsync)(file)); }
