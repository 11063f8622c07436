#define _GNU_SOURCE
#include "map_fault.h"

#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

// Everything here runs in a signal handler: only calls that are safe there, and no memory asked for.

static const char file_name[] = "/data.mdb";
static const char words[] =
    "vgledger: the ledger's data file is damaged, and reading it failed; restore a backup, or save "
    "what is good with 'vgledger salvage'\n";

static struct sigaction bus_before, segv_before;
static atomic_int exit_code = 74;

static void end_process(void) {
  ssize_t written = write(STDERR_FILENO, words, sizeof words - 1);
  (void)written;
  _exit(atomic_load(&exit_code));
}

static int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// Whether a line of /proc/self/maps has the address in it, and is of a file of that name.
static int is_of_file(
    const char *line, size_t length, uintptr_t address, const char *name, size_t name_length) {
  uintptr_t bounds[2] = {0, 0};
  size_t at = 0;
  for (int bound = 0; bound < 2; bound++) {
    while (at < length && digit(line[at]) >= 0) {
      bounds[bound] = bounds[bound] << 4 | (uintptr_t)digit(line[at++]);
    }
    at++;
  }
  return address >= bounds[0] && address < bounds[1] && length >= name_length &&
         memcmp(line + length - name_length, name, name_length) == 0;
}

/// Whether the address lies in the mapping of a ledger's file.
static int is_in_ledger(uintptr_t address) {
  int file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  static char buffer[8192];
  size_t held = 0;
  int found = 0;
  ssize_t count;
  while (!found && (count = read(file, buffer + held, sizeof buffer - held)) > 0) {
    held += (size_t)count;
    size_t start = 0;
    for (size_t at = 0; at < held && !found; at++) {
      if (buffer[at] != '\n') continue;
      found = is_of_file(buffer + start, at - start, address, file_name, sizeof file_name - 1);
      start = at + 1;
    }
    held -= start;
    memmove(buffer, buffer + start, held);
    if (held == sizeof buffer) held = 0;  // no path is so long
  }
  close(file);
  return found;
}

/// Whether an address of code is LMDB's.
///
/// Its functions stand in the order of its source; these are among the first and the last of them.
static int is_in_store(uintptr_t code) {
  uintptr_t first = (uintptr_t)&mdb_strerror, last = (uintptr_t)&mdb_reader_check;
  if (first > last) {
    uintptr_t other = first;
    first = last;
    last = other;
  }
  const uintptr_t around = 16384;
  return code + around >= first && code <= last + around;
}

/// Whether LMDB was reading, or had the C library compare or copy bytes for it: a broken page makes it
/// follow addresses that are in no mapping.
static int is_of_store(const ucontext_t *context) {
#if defined(__x86_64__)
  const greg_t *registers = context->uc_mcontext.gregs;
  // A function of the C library that has not moved the stack yet has its caller's address on top.
  uintptr_t caller = *(const uintptr_t *)registers[REG_RSP];
  return is_in_store((uintptr_t)registers[REG_RIP]) || is_in_store(caller);
#elif defined(__aarch64__)
  return is_in_store(context->uc_mcontext.pc) || is_in_store(context->uc_mcontext.regs[30]);
#else
  (void)context;
  return 0;
#endif
}

static void on_fault(int number, siginfo_t *info, void *context) {
  if (is_in_ledger((uintptr_t)info->si_addr) || is_of_store(context)) end_process();
  // Not ours: the instruction runs again, under the handler of before.
  sigaction(number, number == SIGBUS ? &bus_before : &segv_before, NULL);
}

void map_fault_install(void) {
  static atomic_flag is_installed = ATOMIC_FLAG_INIT;
  if (atomic_flag_test_and_set(&is_installed)) return;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO;
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, &bus_before);
  sigaction(SIGSEGV, &action, &segv_before);
}

void map_fault_set_exit(int code) { atomic_store(&exit_code, code); }

void map_fault_assertion(void *environment, const char *message) {
  (void)environment;
  (void)message;
  end_process();
}
