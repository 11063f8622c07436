#!/usr/bin/env bash
# Puts the archives of C libraries into a folder and prints its path: the linker finds nothing else
# there, so a release needs none of these libraries where it runs, and starts without loading them.
# A library without an archive is linked as usual.
# Usage: static-libraries.sh FOLDER
set -euo pipefail

mkdir -p "$1"
folder=$(cd "$1" && pwd)
rm -f "$folder"/*
compiler=$(dirname "$(readlink -f "$(command -v swift)")")/clang
[ -x "$compiler" ] || compiler=cc
for library in stdc++ lmdb z; do
  archive=$("$compiler" -print-file-name="lib$library.a")
  # Where there is none the name comes back as it is.
  [ "$archive" = "lib$library.a" ] || ln -s "$(realpath "$archive")" "$folder/lib$library.a"
done

# SwiftPM asks pkg-config where LMDB is, and the linker looks there first.
cat >"$folder/lmdb.pc" <<PC
Name: lmdb
Description: LMDB, and whatever else can be linked statically
Version: 0
Cflags: $(pkg-config --cflags lmdb 2>/dev/null || true)
Libs: -L$folder $(pkg-config --libs-only-L lmdb 2>/dev/null || true) -llmdb
PC
echo "$folder"
