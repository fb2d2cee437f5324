#!/bin/sh
# Builds the probe and the VMM with Debian's cross compiler (gcc-aarch64-linux-gnu). The same compiler
# gives the same bytes. Usage: build.sh FOLDER
set -eu
out=$1
cd "$(dirname "$0")"
cc=aarch64-linux-gnu-gcc
flags='-O2 -Wall -Wextra -Werror -march=armv8-a -mgeneral-regs-only -mstrict-align -mno-outline-atomics
  -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables -fno-jump-tables
  -fno-tree-loop-distribute-patterns -nostdlib -Wl,--build-id=none'
mkdir -p "$out"
$cc $flags -fpie -Wl,-pie,--no-dynamic-linker,-z,norelro,-z,notext -T probe.ld -o "$out/probe.elf" start.S probe.c
aarch64-linux-gnu-objcopy -O binary "$out/probe.elf" "$out/probe.bin"

other_cpu=$(aarch64-linux-gnu-nm "$out/probe.elf" | sed -n 's/^\([0-9a-f]*\) . other_cpu$/0x\1/p')
$cc $flags -isystem /usr/aarch64-linux-gnu/include -fno-pie -no-pie -static -Wl,-z,norelro,-z,noexecstack,-s \
  -Wa,-I"$out" -DOTHER_CPU="$other_cpu" -o "$out/vmm" vmm.c
