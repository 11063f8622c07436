#!/usr/bin/env bash
# Has promtool read 'export prom'. Usage: prom_check.sh VGLEDGER LEDGER [PROMTOOL]
set -euo pipefail
promtool=${3:-promtool}
command -v "$promtool" >/dev/null || {
  echo "promtool is not installed: passed over (Debian has it in the package 'prometheus')"
  exit 0
}
"$1" --ledger "$2" export prom | "$promtool" check metrics
echo "prom: promtool has nothing to say"
