#!/usr/bin/env bash
# Installs what the build needs and is missing: headers and libraries of LMDB and SQLite.
set -euo pipefail

command -v swift >/dev/null || {
  echo "no 'swift' here: install a Swift 6.3 toolchain from swift.org and run it again" >&2
  exit 1
}
missing=()
has() { [ -e "/usr/include/$1" ] || { command -v pkg-config >/dev/null && pkg-config --exists "$2"; }; }
has lmdb.h lmdb || missing+=(liblmdb-dev)
has sqlite3.h sqlite3 || missing+=(libsqlite3-dev)
[ "${#missing[@]}" -gt 0 ] || exit 0
command -v apt-get >/dev/null || {
  echo "${missing[*]} missing and there is no apt-get here: install LMDB 0.9 and SQLite 3 with their" \
    "headers, SQLite with libsqlite3.a, by hand" >&2
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
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"
