// Entry, exception vectors, and the stubs that access system registers. Position-independent.

#include "image.h"

    .section .head, "ax"
    .globl _start
// The header of an arm64 Image (Documentation/arch/arm64/booting.rst): QEMU and Xen load it as one.
_start:
    b   first_cpu
    .long 0
    .quad 0                     // text_offset
    .quad IMAGE_SIZE
    .quad 0xa                   // little-endian, 4 KiB pages, anywhere
    .quad 0, 0, 0
    .ascii "ARMd"
    .long 0

first_cpu:
    mov x21, #0
    b   common

// x0: number of the CPU (the context of PSCI CPU_ON, or as the VMM sets it).
    .globl other_cpu
other_cpu:
    mov x21, x0
common:
    msr daifset, #15
    adrp x1, stacks
    add x1, x1, :lo12:stacks
    add x2, x21, #1
    add x1, x1, x2, lsl #13     // 8 KiB a CPU
    mov sp, x1
    adrp x3, frames
    add x3, x3, :lo12:frames
    add x3, x3, x21, lsl #5
    adr x4, vectors_el1
    mrs x5, CurrentEL
    cmp x5, #8
    b.eq 1f
    msr vbar_el1, x4
    msr tpidr_el1, x3
    mov x6, #(3 << 20)
    msr cpacr_el1, x6
    isb
    mov x0, x21
    bl  probe_main
    b   .
1:  // EL2: also what the calls to EL1 need.
    msr vbar_el1, x4
    msr tpidr_el1, x3
    msr tpidr_el2, x3
    adr x4, vectors_el2
    msr vbar_el2, x4
    sub x1, x1, #4096           // the lower half of the stack is EL1's
    msr sp_el1, x1
    mov x6, #(1 << 31)          // EL1 is AArch64; IMO and FMO: the interface at EL1 is the virtual one
    orr x6, x6, #0x18
    msr hcr_el2, x6
    isb
    mov x0, x21
    bl  probe_main
    b   .

// An exception is noted in the CPU's frame (syndrome, count) and its instruction skipped.
    .macro NOTE_AND_SKIP el
    stp x0, x1, [sp, #-16]!
    mrs x0, tpidr_el\el
    mrs x1, esr_el\el
    str x1, [x0]
    ldr x1, [x0, #8]
    add x1, x1, #1
    str x1, [x0, #8]
    mrs x1, elr_el\el
    add x1, x1, #4
    msr elr_el\el, x1
    ldp x0, x1, [sp], #16
    eret
    .endm

    .text
    .balign 2048
vectors_el1:
    .rept 16
    .balign 128
    NOTE_AND_SKIP 1
    .endr

    .balign 2048
vectors_el2:
    .rept 8
    .balign 128
    NOTE_AND_SKIP 2
    .endr
    // From EL1: HVC ends a call, anything else is noted (accesses that trap) and skipped.
    .balign 128
    stp x0, x1, [sp, #-16]!
    mrs x0, esr_el2
    lsr x0, x0, #26
    cmp x0, #0x16
    ldp x0, x1, [sp], #16
    b.eq call_returned
    NOTE_AND_SKIP 2
    // IRQ and FIQ from EL1: what was accessed there raised a physical interrupt. It ends the call, too.
    .rept 2
    .balign 128
    b   call_returned
    .endr
    .rept 5
    .balign 128
    NOTE_AND_SKIP 2
    .endr

// u64 call_el1(stub, u64 value): runs a stub at EL1.
    .globl call_el1
call_el1:
    stp x29, x30, [sp, #-96]!
    stp x19, x20, [sp, #16]
    stp x21, x22, [sp, #32]
    stp x23, x24, [sp, #48]
    stp x25, x26, [sp, #64]
    stp x27, x28, [sp, #80]
    msr elr_el2, x0
    mov x2, #0x3c5              // EL1h, everything masked
    msr spsr_el2, x2
    adr x30, 2f
    mov x0, x1
    eret
2:  hvc #0
call_returned:
    ldp x19, x20, [sp, #16]
    ldp x21, x22, [sp, #32]
    ldp x23, x24, [sp, #48]
    ldp x25, x26, [sp, #64]
    ldp x27, x28, [sp, #80]
    ldp x29, x30, [sp], #96
    ret

// u64 semihosting(u64 operation, void *argument)
    .globl semihosting
semihosting:
    hlt #0xf000
    ret

// u64 psci_smc(u64 function, u64 a, u64 b, u64 c), and the same by HVC
    .globl psci_smc, psci_hvc
psci_smc:
    smc #0
    ret
psci_hvc:
    hvc #0
    ret

// Stubs: system register op0=3, CRn=12, numbered op1[2] CRm[3:0] op2[2:0]; 8 bytes each,
// then PMR and the control and compare registers of the timers.
    .balign 64
    .globl read_stubs, write_stubs
read_stubs:
    .set i, 0
    .rept 256
    .inst 0xd5380000 | (((i >> 7) * 4) << 16) | (12 << 12) | (((i >> 3) & 15) << 8) | ((i & 7) << 5)
    ret
    .set i, i + 1
    .endr
    mrs x0, S3_0_C4_C6_0
    ret
    .macro READ_TIMERS registers:vararg
    .irp register, \registers
    mrs x0, \register
    ret
    .endr
    .endm
    READ_TIMERS cntp_ctl_el0, cntp_cval_el0, cntv_ctl_el0, cntv_cval_el0, cnthp_ctl_el2, cnthp_cval_el2
write_stubs:
    .set i, 0
    .rept 256
    .inst 0xd5180000 | (((i >> 7) * 4) << 16) | (12 << 12) | (((i >> 3) & 15) << 8) | ((i & 7) << 5)
    ret
    .set i, i + 1
    .endr
    msr S3_0_C4_C6_0, x0
    ret
    .macro WRITE_TIMERS registers:vararg
    .irp register, \registers
    msr \register, x0
    ret
    .endr
    .endm
    WRITE_TIMERS cntp_ctl_el0, cntp_cval_el0, cntv_ctl_el0, cntv_cval_el0, cnthp_ctl_el2, cnthp_cval_el2

    .section .bss
    .balign 4096
    .globl frames
frames: .space 8 * 32
    .balign 4096
stacks: .space 8 * 8192
