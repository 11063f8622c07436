#!/usr/bin/env bash
# Other people's programs read what vgledger exports. Usage: run.sh FOLDER_OF_PROGRAMS PYTHON
set -euo pipefail
here=$(dirname "$0")
programs=$1
python=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$programs/provider-simulator" history --jobs 2000 --seed 7 --until 2026-11-23T12:00:00Z \
  > "$work/history.jsonl"
"$programs/vgledger" --ledger "$work/ledger" import "$work/history.jsonl"
"$python" "$here/csv_check.py" "$programs/vgledger" "$work/ledger"
"$python" "$here/sqlite_check.py" "$programs/vgledger" "$work/ledger"
"$here/prom_check.sh" "$programs/vgledger" "$work/ledger" "${PROMTOOL:-promtool}"
