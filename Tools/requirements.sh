#!/usr/bin/env bash
# Installs what the build needs beside a Swift toolchain and is missing: LMDB and SQLite with headers.
# Usage: requirements.sh [PROGRAM…]; the programs too, from packages of the same names.
set -euo pipefail

command -v swift >/dev/null || {
  echo "no 'swift' here: install a Swift 6.3 toolchain from swift.org and run it again" >&2
  exit 1
}

# The toolchain brings a C compiler; what it can include and link is what counts, wherever it lies.
compiler=$(dirname "$(readlink -f "$(command -v swift)")")/clang
[ -x "$compiler" ] || compiler=$(command -v clang || command -v cc || true)
probe=$(mktemp)
trap 'rm -f "$probe"' EXIT
builds() {
  [ -n "$compiler" ] && printf '#include <%s>\nint main(void) { return 0; }\n' "$1" |
    "$compiler" -x c - -o "$probe" "$2" -lm 2>/dev/null
}
look() {
  missing=()
  builds lmdb.h -llmdb || missing+=(liblmdb-dev)
  builds sqlite3.h -l:libsqlite3.a || missing+=(libsqlite3-dev)
  for program in "${programs[@]}"; do
    command -v "$program" >/dev/null || missing+=("$program")
  done
}
programs=("$@")
by_hand="install LMDB 0.9 and SQLite 3 with their headers, SQLite with libsqlite3.a, by hand"

look
[ "${#missing[@]}" -gt 0 ] || exit 0
command -v apt-get >/dev/null || {
  echo "${missing[*]} missing and there is no apt-get here: $by_hand" >&2
  exit 1
}
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "run 'apt-get install ${missing[*]}' as root, there is no sudo here" >&2
    exit 1
  }
  as_root=(sudo)
fi
# A source that does not answer need not be the one with these packages.
"${as_root[@]}" apt-get update -qq || echo "apt-get update failed; trying with what is known" >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"
look
[ "${#missing[@]}" -eq 0 ] || {
  echo "${missing[*]} installed, but nothing builds with it: $by_hand" >&2
  exit 1
}
