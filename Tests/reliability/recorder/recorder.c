// Records, in order, what a process writes to one file and when it syncs it (for LD_PRELOAD).
//
//   RECORDER_DATA   the file to record
//   RECORDER_MARKS  a file whose writes are the writer's own words, put between the others
//   RECORDER_LOG    where the recording goes; appended to
//
// Each entry: kind (4 bytes), length of what follows (4), offset (8), then what was written.
// All calls on the two files hold one lock: the order in the recording is the order of the calls.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITTEN = 1, TRUNCATED = 2, SYNCED = 3, WRITTEN_SYNCED = 4, MARKED = 5, UNSEEN = 6 };
enum role { OTHER = 0, DATA = 1, MARKS = 2 };
enum { FDS = 4096 };

static unsigned char roles[FDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static const char *data_path, *marks_path;

#define REAL(name, type, ...) static type (*real_##name)(__VA_ARGS__)
REAL(open, int, const char *, int, ...);
REAL(open64, int, const char *, int, ...);
REAL(openat, int, int, const char *, int, ...);
REAL(openat64, int, int, const char *, int, ...);
REAL(close, int, int);
REAL(write, ssize_t, int, const void *, size_t);
REAL(writev, ssize_t, int, const struct iovec *, int);
REAL(pwrite, ssize_t, int, const void *, size_t, off_t);
REAL(pwritev, ssize_t, int, const struct iovec *, int, off_t);
REAL(ftruncate, int, int, off_t);
REAL(fsync, int, int);
REAL(fdatasync, int, int);
REAL(mmap, void *, void *, size_t, int, int, int, off_t);
REAL(fallocate, int, int, int, off_t, off_t);

#define FIND(name) \
  if (!real_##name) real_##name = (__typeof__(real_##name))dlsym(RTLD_NEXT, #name)

static void die(const char *why) {
  if (real_write) (void)!real_write(2, why, strlen(why));
  _exit(70);
}

__attribute__((constructor)) static void begin(void) {
  FIND(open); FIND(open64); FIND(openat); FIND(openat64); FIND(close); FIND(write); FIND(writev);
  FIND(pwrite); FIND(pwritev); FIND(ftruncate); FIND(fsync); FIND(fdatasync); FIND(mmap);
  FIND(fallocate);
  if (log_fd >= 0) return;
  data_path = getenv("RECORDER_DATA");
  marks_path = getenv("RECORDER_MARKS");
  const char *log_path = getenv("RECORDER_LOG");
  if (!data_path || !marks_path || !log_path) die("recorder: no RECORDER_ variables\n");
  log_fd = real_open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log_fd < 0) die("recorder: cannot open the recording\n");
}

static enum role role_of(int fd) {
  return fd >= 0 && fd < FDS ? (enum role)roles[fd] : OTHER;
}

static int is_file(const char *path, const struct stat *opened) {
  struct stat named;
  return path && stat(path, &named) == 0 && named.st_dev == opened->st_dev
         && named.st_ino == opened->st_ino;
}

static int opened(int fd) {
  struct stat status;
  if (fd < 0) return fd;
  if (fd >= FDS) die("recorder: too many descriptors\n");
  int error = errno;
  roles[fd] = OTHER;
  if (data_path && fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    if (is_file(data_path, &status)) roles[fd] = DATA;
    if (is_file(marks_path, &status)) roles[fd] = MARKS;
  }
  errno = error;
  return fd;
}

static void put(enum kind kind, uint64_t offset, const struct iovec *parts, int count, size_t length) {
  struct { uint32_t kind, length; uint64_t offset; } head = {kind, (uint32_t)length, offset};
  size_t size = sizeof head + length, at = sizeof head;
  char *entry = malloc(size);
  if (!entry) die("recorder: no memory\n");
  memcpy(entry, &head, sizeof head);
  for (int i = 0; i < count && at < size; i++) {
    size_t piece = parts[i].iov_len < size - at ? parts[i].iov_len : size - at;
    memcpy(entry + at, parts[i].iov_base, piece);
    at += piece;
  }
  if (real_write(log_fd, entry, size) != (ssize_t)size) die("recorder: cannot record\n");
  free(entry);
}

// What was written, and, through a descriptor that syncs each write, that it is on the disk.
static ssize_t recorded(int fd, off_t offset, const struct iovec *parts, int count, ssize_t done) {
  int error = errno;
  if (done > 0 && role_of(fd) == MARKS) put(MARKED, 0, parts, count, (size_t)done);
  if (done > 0 && role_of(fd) == DATA) {
    int flags = fcntl(fd, F_GETFL);
    if (flags & O_APPEND) put(UNSEEN, 0, NULL, 0, 0);
    put(WRITTEN, (uint64_t)offset, parts, count, (size_t)done);
    if (flags & O_DSYNC) put(WRITTEN_SYNCED, 0, NULL, 0, 0);
  }
  errno = error;
  return done;
}

#define MODE(last) \
  mode_t mode = 0; \
  if (flags & (O_CREAT | __O_TMPFILE)) { \
    va_list list; va_start(list, last); mode = va_arg(list, mode_t); va_end(list); \
  }

int open(const char *path, int flags, ...) {
  MODE(flags) FIND(open);
  return opened(real_open(path, flags, mode));
}
int open64(const char *path, int flags, ...) {
  MODE(flags) FIND(open64);
  return opened(real_open64(path, flags, mode));
}
int openat(int folder, const char *path, int flags, ...) {
  MODE(flags) FIND(openat);
  return opened(real_openat(folder, path, flags, mode));
}
int openat64(int folder, const char *path, int flags, ...) {
  MODE(flags) FIND(openat64);
  return opened(real_openat64(folder, path, flags, mode));
}

int close(int fd) {
  FIND(close);
  if (fd >= 0 && fd < FDS) roles[fd] = OTHER;
  return real_close(fd);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  FIND(write);
  if (role_of(fd) == OTHER) return real_write(fd, bytes, length);
  struct iovec part = {(void *)bytes, length};
  pthread_mutex_lock(&lock);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = recorded(fd, offset, &part, 1, real_write(fd, bytes, length));
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  FIND(writev);
  if (role_of(fd) == OTHER) return real_writev(fd, parts, count);
  pthread_mutex_lock(&lock);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = recorded(fd, offset, parts, count, real_writev(fd, parts, count));
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  FIND(pwrite);
  if (role_of(fd) == OTHER) return real_pwrite(fd, bytes, length, offset);
  struct iovec part = {(void *)bytes, length};
  pthread_mutex_lock(&lock);
  ssize_t done = recorded(fd, offset, &part, 1, real_pwrite(fd, bytes, length, offset));
  pthread_mutex_unlock(&lock);
  return done;
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return pwrite(fd, bytes, length, offset);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  FIND(pwritev);
  if (role_of(fd) == OTHER) return real_pwritev(fd, parts, count, offset);
  pthread_mutex_lock(&lock);
  ssize_t done = recorded(fd, offset, parts, count, real_pwritev(fd, parts, count, offset));
  pthread_mutex_unlock(&lock);
  return done;
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return pwritev(fd, parts, count, offset);
}

int ftruncate(int fd, off_t length) {
  FIND(ftruncate);
  if (role_of(fd) != DATA) return real_ftruncate(fd, length);
  pthread_mutex_lock(&lock);
  int code = real_ftruncate(fd, length);
  if (code == 0) put(TRUNCATED, (uint64_t)length, NULL, 0, 0);
  pthread_mutex_unlock(&lock);
  return code;
}
int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

static int synced(int fd, int (*sync)(int)) {
  if (role_of(fd) != DATA) return sync(fd);
  pthread_mutex_lock(&lock);
  int code = sync(fd);
  if (code == 0) put(SYNCED, 0, NULL, 0, 0);
  pthread_mutex_unlock(&lock);
  return code;
}
int fsync(int fd) { FIND(fsync); return synced(fd, real_fsync); }
int fdatasync(int fd) { FIND(fdatasync); return synced(fd, real_fdatasync); }

// Ways to change the file that the recording cannot follow.
void *mmap(void *place, size_t length, int protection, int flags, int fd, off_t offset) {
  FIND(mmap);
  if (role_of(fd) == DATA && (flags & MAP_SHARED) && (protection & PROT_WRITE))
    put(UNSEEN, 0, NULL, 0, 0);
  return real_mmap(place, length, protection, flags, fd, offset);
}
void *mmap64(void *place, size_t length, int protection, int flags, int fd, off64_t offset) {
  return mmap(place, length, protection, flags, fd, offset);
}
int fallocate(int fd, int mode, off_t offset, off_t length) {
  FIND(fallocate);
  if (role_of(fd) == DATA) put(UNSEEN, 0, NULL, 0, 0);
  return real_fallocate(fd, mode, offset, length);
}
