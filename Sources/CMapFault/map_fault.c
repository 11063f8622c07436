#include "map_fault.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

// Everything here runs in a signal handler: only calls that are safe there, and no memory asked for.

static const char file_name[] = "/data.mdb";
static const char words[] =
    "vgledger: the ledger's data file is damaged, and reading it failed; restore a backup, or save "
    "what is good with 'vgledger salvage'\n";

static struct sigaction bus_before, segv_before;

static void end_process(void) {
  ssize_t written = write(STDERR_FILENO, words, sizeof words - 1);
  (void)written;
  _exit(74);
}

static int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// Whether a line of /proc/self/maps is of the ledger's file and has the address in it.
static int is_of_ledger(const char *line, size_t length, uintptr_t address) {
  uintptr_t bounds[2] = {0, 0};
  size_t at = 0;
  for (int bound = 0; bound < 2; bound++) {
    while (at < length && digit(line[at]) >= 0) {
      bounds[bound] = bounds[bound] << 4 | (uintptr_t)digit(line[at++]);
    }
    at++;
  }
  const size_t name = sizeof file_name - 1;
  return address >= bounds[0] && address < bounds[1] && length >= name &&
         memcmp(line + length - name, file_name, name) == 0;
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
      found = is_of_ledger(buffer + start, at - start, address);
      start = at + 1;
    }
    held -= start;
    memmove(buffer, buffer + start, held);
    if (held == sizeof buffer) held = 0;  // no path is so long
  }
  close(file);
  return found;
}

static void on_fault(int number, siginfo_t *info, void *context) {
  (void)context;
  if (is_in_ledger((uintptr_t)info->si_addr)) end_process();
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

void map_fault_assertion(void *environment, const char *message) {
  (void)environment;
  (void)message;
  end_process();
}
