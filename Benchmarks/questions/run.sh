#!/usr/bin/env bash
# What questions cost as whole processes on a ledger of many jobs: medians of interleaved runs, and
# the most memory that was resident beyond the mapped file.
# Usage: run.sh VGLEDGER SIMULATOR FOLDER   (release builds; needs hyperfine and Python 3)
# JOBS (1000000), DAYS (730), SEED (1), ROUNDS (10) and RUNS in a round (2) come from the environment.
# The ledger stays in FOLDER for the next time.
set -euo pipefail

if [ $# -ne 3 ]; then
  sed -n '2,6s/^# //p' "$0" >&2
  exit 64
fi
vgledger=$(realpath "$1")
simulator=$(realpath "$2")
mkdir -p "$3"
folder=$(realpath "$3")
jobs=${JOBS:-1000000}
days=${DAYS:-730}
seed=${SEED:-1}
until=2026-09-15T12:00:00Z  # all providers were still there, and have prices

work="$folder/jobs-$jobs-days-$days-seed-$seed"
export XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data" VGLEDGER_DIR="$work/ledger"
export VGLEDGER_NOW=$until TZ=UTC LC_ALL=C.UTF-8
if [ ! -e "$work/complete" ]; then
  rm -rf "$work"
  mkdir -p "$XDG_CONFIG_HOME/vgledger"
  cat >"$XDG_CONFIG_HOME/vgledger/config.json5" <<'C'
{ accounts: { gateway: { dialect: "openai-videos", base_url: "https://gateway.example/v1" } } }
C
  echo "making a ledger of $jobs jobs in $work" >&2
  started=$(date +%s)
  "$simulator" history --jobs "$jobs" --seed "$seed" --until "$until" --days "$days" \
    --gateway gateway | "$vgledger" import --from observations - >"$work/import.txt"
  echo "$(($(date +%s) - started))" >"$work/seconds"
  touch "$work/complete"
fi

python3 "$(dirname "$0")/measure.py" "$vgledger" "$work" "${ROUNDS:-10}" "${RUNS:-2}"
