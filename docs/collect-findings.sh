#!/bin/sh
# Hunts the differences between the architecture reference and a real target, or those between a real
# MPU and its model without deviations, and keeps what the real one confirmed under docs/findings.
# Usage: collect-findings.sh TARGET SECONDS SEED
set -eu
cd "$(dirname "$0")/.."
target=$1 folder=docs/findings/$(echo "$1" | tr : -) out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
case $target in
qemu:r52* | xen-mpu:*) node bin/lockstep.js exact "$target" --time "$2" --seed "$3" --out "$out" ;;
*) node bin/lockstep.js hunt model:architecture "$target" --time "$2" --seed "$3" --hostile 0 --out "$out" || true ;;
esac
node bin/run-ts.js docs/keep-findings.ts "$target" "$out/findings" "$folder"
