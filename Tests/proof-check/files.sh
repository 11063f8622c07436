#!/usr/bin/env bash
# Checks the folders of files that ProofFilesTests has written.
# Usage: files.sh CHECKER FOLDER   (CHECKER is main.go, built)
set -euo pipefail
shopt -s nullglob

found=0
for folder in "$2"/*/; do
  printf '%s: ' "$(basename "$folder")"
  "$1" -key "$folder/key" -checkpoint "$folder/checkpoint" -old "$folder/old-checkpoint" \
    -consistency "$folder/consistency" -changed 8 "$folder"/*.tlog-proof
  found=1
done
[ "$found" = 1 ] || { echo "no files in $2" >&2; exit 1; }
