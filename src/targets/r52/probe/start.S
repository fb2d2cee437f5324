/* Entry, and the one page that executes with a program's MPUs switched on. */
    .syntax unified
    .arm
    .arch armv8-r

    .equ HVC_LOADED, 0x41

/*
 * The resident page: 1 KiB, the smallest page of QEMU's TLB for this core. All that executes between
 * switching a program's EL2 MPU on and off is in it, and it is code alone.
 *   r0 address of the access, r1 value, r2 HSCTLR inside, r3 number of the vector at the end,
 *   r4 HSCTLR outside, r5 where to go then
 */
    .section .resident, "ax"
    .global resident, _start
    .balign 1024
resident:
    b _start
    b hyp_undefined
    b hyp_call
    b hyp_prefetch
    b hyp_data
    b hyp_trap
    b hyp_trap
    b hyp_trap
    .balign 32
el1_vectors:                    /* EL1 has no business of its own: the number of the vector goes to EL2 */
    hvc #0x10
    hvc #0x11
    hvc #0x12
    hvc #0x13
    hvc #0x14
    hvc #0x15
    hvc #0x16
    hvc #0x17

hyp_undefined:
    mov r3, #1
    b leave
hyp_call:
    mov r3, #2
    b leave
hyp_prefetch:
    mov r3, #3
    b leave
hyp_data:
    mov r3, #4
    b leave
hyp_trap:
    mov r3, #5
    b leave

    .macro stub name
    .global \name
\name:
    mcr p15, 4, r2, c1, c0, 0
    isb
    .endm

/* Each asks by AT first, and then does it: PAR keeps the answer. */
    stub load_hyp
    mcr p15, 4, r0, c7, c8, 0   /* ATS1HR */
    ldrb r1, [r0]
    b completed
    stub store_hyp
    mcr p15, 4, r0, c7, c8, 1   /* ATS1HW */
    strb r1, [r0]
    b completed
    stub fetch_hyp
    mcr p15, 4, r0, c7, c8, 0
    bx r0
    stub at_read_hyp
    mcr p15, 4, r0, c7, c8, 0   /* ATS1HR */
    isb
    b completed
    stub at_write_hyp
    mcr p15, 4, r0, c7, c8, 1   /* ATS1HW */
    isb
    b completed
    stub read_hsctlr
    mrc p15, 4, r1, c1, c0, 0
    b completed
    stub go_lower
    eret
completed:
    mov r3, #0
leave:
    mcr p15, 4, r4, c1, c0, 0
    isb
    bx r5

    .global load_el1, store_el1, load_el0, store_el0
load_el1:
    ldrb r1, [r0]
    hvc #HVC_LOADED
store_el1:
    strb r1, [r0]
    hvc #HVC_LOADED
load_el0:
    ldrb r1, [r0]
    svc #0
store_el0:
    strb r1, [r0]
    svc #0
    .balign 1024


    .text
_start:
    cpsid aif
    ldr sp, =stack_top
    ldr r0, =resident
    bl set_vectors
    ldr r0, =bss_start
    ldr r1, =bss_end
    mov r2, #0
1:  cmp r0, r1
    strlo r2, [r0], #4
    blo 1b
    bl main
2:  wfi
    b 2b

/* set_vectors(page): those of EL2, then those of EL1. */
    .global set_vectors
set_vectors:
    mcr p15, 4, r0, c12, c0, 0  /* HVBAR */
    add r0, r0, #32
    mcr p15, 0, r0, c12, c0, 0  /* VBAR */
    isb
    bx lr

/* call(value, function): function(value), which may be UNDEFINED. */
    .section .hot, "ax"
    .global call
call:
    push {r4-r12, lr}
    mrc p15, 4, r4, c1, c0, 0
    ldr r5, =collect
    blx r1
    mov r1, r0
    mov r3, #0
    bx r5

/* look(address, value, window) */
    .global look
look:
    push {r4-r12, lr}
    ldr r5, =collect
    ldr r4, [r2, #4]
    ldr r6, [r2, #8]
    ldr r7, [r2, #12]
    ldr r8, [r2, #16]
    ldr r2, [r2]
    cmp r7, #0
    bxeq r6
    msr ELR_hyp, r6
    msr SPSR_hyp, r7
    bx r8

collect:
    ldr r2, =ended
    str r3, [r2]
    str r1, [r2, #4]
    cmp r3, #0
    popeq {r4-r12, pc}
    mrc p15, 4, r0, c5, c2, 0
    str r0, [r2, #8]            /* HSR */
    mrc p15, 4, r0, c6, c0, 0
    str r0, [r2, #12]           /* HDFAR */
    mrc p15, 4, r0, c6, c0, 2
    str r0, [r2, #16]           /* HIFAR */
    mrc p15, 0, r0, c5, c0, 0
    str r0, [r2, #20]           /* DFSR */
    mrc p15, 0, r0, c5, c0, 1
    str r0, [r2, #24]           /* IFSR */
    mrc p15, 0, r0, c6, c0, 0
    str r0, [r2, #28]           /* DFAR */
    mrc p15, 0, r0, c6, c0, 2
    str r0, [r2, #32]           /* IFAR */
    mrs r0, LR_und
    str r0, [r2, #36]
    pop {r4-r12, pc}

    .text
    .global semihosting
semihosting:
    hlt #0xf000
    bx lr

    .bss
    .balign 8
    .space 8192
stack_top:
