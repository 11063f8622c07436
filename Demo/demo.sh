#!/usr/bin/env bash
# Plays the whole story against the provider simulator: track, watch, save, list, show, check.
# Usage: demo.sh FOLDER_OF_BINARIES
set -euo pipefail

binaries=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/vgledger-demo.XXXXXX")
vgledger="$binaries/vgledger"

# Nothing of the caller's configuration, keys or ledger takes part.
unset VGLEDGER_NOW VGLEDGER_TZ OPENAI_API_KEY GEMINI_API_KEY GOOGLE_API_KEY
export XDG_CONFIG_HOME="$work/config" VGLEDGER_DIR="$work/ledger" COLUMNS=100

say() { printf '\n$ %s\n' "$*"; }
run() {
  say vgledger "$@"
  "$vgledger" "$@"
}

"$binaries/provider-simulator" --port 0 --speed 60 --fates "$here/fates.json" \
  --request-log "$work/requests.jsonl" >"$work/simulator.out" 2>"$work/simulator.err" &
simulator=$!
trap 'kill "$simulator" 2>/dev/null || true; wait "$simulator" 2>/dev/null || true' EXIT

for _ in $(seq 100); do
  grep -q '^listening on ' "$work/simulator.out" && break
  sleep 0.1
done
origin=$(sed -n 's/^listening on //p' "$work/simulator.out")
[ -n "$origin" ] || { echo "the simulator did not start: $(cat "$work/simulator.err")" >&2; exit 1; }

export OPENAI_BASE_URL="$origin/v1" OPENAI_API_KEY=demo-key-openai
export GOOGLE_GEMINI_BASE_URL="$origin/v1beta" GEMINI_API_KEY=demo-key-gemini
export GOOGLE_VERTEX_BASE_URL="$origin/v1" GOOGLE_VERTEX_ACCESS_TOKEN=demo-token-vertex

echo "Three providers are simulated at $origin, sixty times as fast as life."
run init --origin demo/main
run import --from observations "$here/history.jsonl"

say "vgledger track ID…   # fifteen jobs, made elsewhere"
sed -n 's/.*"id": "\([^"]*\)".*/\1/p' "$here/fates.json" |
  "$vgledger" track --project acme/spring-spot - | tail -3
run label @last shot=sc010 take=3

run watch --interval 500ms --exit-when verdict
run download "video_6a7bd301" --dir "$work"
run note "video_6a7bd301" "the client likes this take"
run list -o table
run show "video_6a7bd301"
run show models/veo-3.1-generate-preview/operations/k3x9q2m7w1cz --why
run rebuild --check

printf '\nThe ledger is in %s; look around with\n  %s --ledger %s list\n' \
  "$VGLEDGER_DIR" "$vgledger" "$VGLEDGER_DIR"
