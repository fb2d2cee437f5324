#!/bin/sh
# Builds the probe with Debian's cross compiler (gcc-arm-none-eabi). The same compiler gives the same
# bytes. Usage: build.sh FOLDER
set -eu
out=$1
cd "$(dirname "$0")"
cc=arm-none-eabi-gcc
flags='-O2 -Wall -Wextra -Werror -march=armv8-r -marm -mfloat-abi=soft -mgeneral-regs-only
  -mno-unaligned-access -ffreestanding -fno-tree-loop-distribute-patterns -nostdlib -nostartfiles
  -Wl,--build-id=none'
mkdir -p "$out"
$cc $flags -T probe.ld -o "$out/probe.elf" start.S registers.S registers.c lend.c access.c probe.c -lgcc
arm-none-eabi-strip "$out/probe.elf"
