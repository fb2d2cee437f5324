#!/bin/sh
# Hunts the differences between the architecture reference and a real target, and keeps what the real
# one confirmed under docs/findings. Usage: collect-findings.sh TARGET SECONDS SEED
set -eu
cd "$(dirname "$0")/.."
target=$1 folder=docs/findings/$(echo "$1" | tr : -) out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
node bin/lockstep.js hunt model:architecture "$target" --time "$2" --seed "$3" --hostile 0 --out "$out" || true
node bin/run-ts.js docs/keep-findings.ts "$target" "$out/findings" "$folder"
