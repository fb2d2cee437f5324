/* A read and a write of every register, 16 bytes each: the numbers are those of probe.h. */
    .syntax unified
    .arm
    .arch armv8-r
    .altmacro

    .macro accessor op1, crn, crm, op2
    mrc p15, \op1, r0, c\crn, c\crm, \op2
    bx lr
    mcr p15, \op1, r0, c\crn, c\crm, \op2
    bx lr
    .endm

/* The seven registers of an MPU; op1 is 0 for EL1, 4 for EL2. */
    .macro mpu op1
    accessor \op1, 0, 0, 4      /* MPUIR */
    accessor \op1, 6, 2, 1      /* PRSELR */
    accessor \op1, 6, 3, 0      /* PRBAR */
    accessor \op1, 6, 3, 1      /* PRLAR */
    accessor \op1, 6, 1, 1      /* PRENR */
    accessor \op1, 1, 0, 0      /* SCTLR */
    accessor \op1, 10, 2, 0     /* MAIR0 */
    .endm

/* PRBARn and PRLARn, n from 0 to 15; 16 to 31 have op1 one higher. */
    .macro direct op1
    .set n, 0
    .rept 16
    accessor \op1, 6, %(8 + n / 2), %(4 * (n % 2))
    accessor \op1, 6, %(8 + n / 2), %(4 * (n % 2) + 1)
    .set n, n + 1
    .endr
    .endm

    .text
    .balign 16
    .global accessors
accessors:
    mpu 0
    mpu 4
    accessor 4, 1, 1, 0         /* HCR */
    udf #0                      /* VTCR: PMSAv8-64 only */
    udf #0
    udf #0
    udf #0
    accessor 4, 2, 0, 0         /* VSCTLR */
    accessor 0, 10, 2, 1        /* MAIR1 */
    accessor 4, 10, 2, 1        /* HMAIR1 */
    direct 0
    direct 1
    direct 4
    direct 5
