#!/usr/bin/env bash
# Runs a measurement and puts what it prints into its part of docs/performance.md, with machine and date.
# Usage: report.sh PART COMMAND…
set -euo pipefail

part=$1
shift
page=$(dirname "$0")/../docs/performance.md
begin="<!-- begin $part -->"
end="<!-- end $part -->"
grep -qF "$begin" "$page" || {
  echo "$page has no part '$part': add the lines '$begin' and '$end' where it is to stand" >&2
  exit 65
}
result=$(mktemp)
trap 'rm -f "$result"' EXIT
"$@" | tee "$result"
machine="$(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
{
  sed "/^$begin\$/q" "$page"
  echo
  cat "$result"
  echo
  echo "Measured $(date +%F) on $machine."
  sed -n "/^$end\$/,\$p" "$page"
} > "$result.page"
mv "$result.page" "$page"
