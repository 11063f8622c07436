#!/usr/bin/env bash
# Installs what the build needs and is missing: LMDB's header and library.
set -euo pipefail

command -v swift >/dev/null || {
  echo "no 'swift' here: install a Swift 6.3 toolchain from swift.org and run it again" >&2
  exit 1
}
if [ -e /usr/include/lmdb.h ] || { command -v pkg-config >/dev/null && pkg-config --exists lmdb; }; then
  exit 0
fi
command -v apt-get >/dev/null || {
  echo "LMDB is missing and there is no apt-get here: install LMDB 0.9 with its header by hand" >&2
  exit 1
}
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "LMDB is missing: run 'apt-get install liblmdb-dev' as root, there is no sudo here" >&2
    exit 1
  }
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq liblmdb-dev
