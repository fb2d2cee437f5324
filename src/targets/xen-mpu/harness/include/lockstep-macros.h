/* In place of asm/arm32/macros.h: what assembly of AArch32 has. */
#ifndef LOCKSTEP_MACROS_H
#define LOCKSTEP_MACROS_H

.macro ret
    bx lr
.endm

.macro mov_w register, value
    ldr \register, =\value
.endm

.macro adr_l register, symbol
    ldr \register, =\symbol
.endm

#endif
