#!/usr/bin/env bash
# Measures appends and a verification. Usage: run.sh INTEGRITY-BENCHMARK FOLDER
set -euo pipefail

program=$1
folder=$2
trap 'rm -rf "$folder"' EXIT
rm -rf "$folder"
for what in "2000 21 1" "40000 7 256" "100000 7 1024"; do
  # shellcheck disable=SC2086
  "$(dirname "$0")/append.py" "$program" "$folder" $what
  echo
done
mkdir -p "$folder"
echo "A ledger of $("$program" generate "$folder/ledger" --events 1000000), verified with all cores:"
"$program" verify "$folder/ledger" --runs 7
