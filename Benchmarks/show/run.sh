#!/usr/bin/env bash
# What 'show' costs as a whole process, beside the least that a Swift program can take and beside
# sqlite3 on an indexed table with the same answers. All in one run, interleaved; medians.
# Usage: run.sh VGLEDGER   (a release build; needs hyperfine, sqlite3 and Python 3)
set -euo pipefail

vgledger=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
rounds=${ROUNDS:-10}
work=$(mktemp -d "${TMPDIR:-/tmp}/vgledger-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
export XDG_CONFIG_HOME="$work/config" VGLEDGER_DIR="$work/ledger"

swift build --package-path "$here/arguments" --scratch-path "$here/.build" -c release \
  --static-swift-stdlib --quiet
arguments="$here/.build/release/arguments"
python3 "$here/generate.py" "${JOBS:-11700}" "$work/answers.db" >"$work/answers.jsonl"
"$vgledger" --quiet import "$work/answers.jsonl"
events=$("$vgledger" log -n 1 -o tsv | tail -1 | cut -f1)
job=$(sed -n "$(($(wc -l <"$work/answers.jsonl") / 2))p" "$work/answers.jsonl" |
  sed 's/.*"job": "\([^"]*\)".*/\1/')
query="select observed_at, status, model, http, body from answers where job = '$job'"

for round in $(seq "$rounds"); do
  hyperfine --shell=none --warmup 3 --runs 10 --export-json "$work/$round.json" \
    --command-name "vgledger show" "$vgledger show $job" \
    --command-name "static Swift, parses and prints" "$arguments $job" \
    --command-name "sqlite3, indexed table" "sqlite3 $work/answers.db \"$query\"" \
    >/dev/null 2>&1
done
python3 - "$work" "$rounds" "$events" <<'P'
import json, statistics, sys
work, rounds, events = sys.argv[1], int(sys.argv[2]), sys.argv[3]
times = {}
for number in range(1, rounds + 1):
    for result in json.load(open(f"{work}/{number}.json"))["results"]:
        times.setdefault(result["command"], []).append(result["median"] * 1000)
print(f"one job of {events} events, whole process, median of {rounds} interleaved rounds of 10")
for name, medians in times.items():
    print(f"  {name:34} {statistics.median(medians):5.1f} ms   (best {min(medians):.1f})")
P
