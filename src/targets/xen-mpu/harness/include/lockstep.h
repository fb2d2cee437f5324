/*
 * What the MPU code of Xen expects around it, as far as it needs it to be compiled and run outside of
 * Xen. build.ts puts it in the place of the headers that Xen includes; only those that say how the MPU
 * is accessed (asm/mpu.h, asm/mpu/..., asm/sysregs.h and what they include) come from the tree that is
 * tested.
 */
#ifndef LOCKSTEP_H
#define LOCKSTEP_H

#define _AC(number, suffix) number##suffix
#define _AT(type, number) ((type)(number))
#define BIT(n, suffix) (_AC(1, suffix) << (n))

#ifdef CONFIG_ARM_64
#define BITS_PER_LONG 64
#define PADDR_BITS 48
#else
#define BITS_PER_LONG 32
#define PADDR_BITS 32
#endif
#define BYTES_PER_LONG (BITS_PER_LONG / 8)

/* SCTLR_EL2 and HSCTLR. */
#define SCTLR_Axx_ELx_M BIT(0, UL)
#define SCTLR_Axx_ELx_C BIT(2, UL)
#define SCTLR_Axx_ELx_WXN BIT(19, UL)

/* MAIR_EL2: what the memory types of Xen mean. */
#define MAIR0VAL 0xeeaa4400
#define MAIR1VAL 0xff000004

#ifndef __ASSEMBLER__

#include <lockstep-c.h>

#endif
#endif
