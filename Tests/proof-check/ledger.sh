#!/usr/bin/env bash
# Checks what a ledger prints: its key, two checkpoints, and the proofs of every event of some jobs.
# Usage: ledger.sh CHECKER VGLEDGER SIMULATOR   (CHECKER is main.go, built)
# JOBS (200), SEED (1) and PROVED (20), how many jobs are proved, come from the environment.
set -euo pipefail
shopt -s nullglob

checker=$(realpath "$1")
vgledger=$(realpath "$2")
simulator=$(realpath "$3")
work=$(mktemp -d "${TMPDIR:-/tmp}/vgledger-proof-check.XXXXXX")
trap 'rm -rf "$work"' EXIT
export XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data" VGLEDGER_DIR="$work/ledger"
mkdir -p "$XDG_CONFIG_HOME/vgledger"
cat >"$XDG_CONFIG_HOME/vgledger/config.json5" <<'C'
{ accounts: { gateway: { dialect: "openai-videos", base_url: "https://gateway.example/v1" } } }
C

# Makes the history of so many jobs that end by then.
import() {
  "$simulator" history --jobs "${JOBS:-200}" --seed "$1" --until "$2" --days 30 \
    --gateway gateway | "$vgledger" import --from observations - >/dev/null
}

"$vgledger" init --origin ledger.example/proof-check >/dev/null
"$vgledger" checkpoint --print-key >"$work/key"
import "${SEED:-1}" 2026-07-15T12:00:00Z
"$vgledger" checkpoint >"$work/old"
import "$((${SEED:-1} + 1))" 2026-09-15T12:00:00Z
"$vgledger" checkpoint >"$work/new"

# Not 'head', which would close the pipe before the list is out.
"$vgledger" list --limit "${PROVED:-20}" -o tsv --no-header --fields key >"$work/jobs"
while read -r job; do
  "$vgledger" proof "$job" --to "$work/proofs/$job"
done <"$work/jobs" >/dev/null
proofs=("$work"/proofs/*/*)
[ ${#proofs[@]} -gt 0 ] || { echo "no proofs were written" >&2; exit 1; }
"$checker" -key "$work/key" -checkpoint "$work/new" -old "$work/old" -changed 20 "${proofs[@]}"
