#!/usr/bin/env bash
# Measures appends and a verification. Usage: run.sh INTEGRITY-BENCHMARK FOLDER
set -euo pipefail

program=$1
folder=$2
trap 'rm -rf "$folder"' EXIT
rm -rf "$folder"
"$(dirname "$0")/append.py" "$program" "$folder"
mkdir -p "$folder"
echo
echo "A ledger of $("$program" generate "$folder/ledger" --events 1000000), verified with all cores:"
"$program" verify "$folder/ledger" --runs 7
