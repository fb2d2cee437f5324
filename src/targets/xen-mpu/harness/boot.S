/*
 * enable_boot_cpu_mm of the tree that is tested, as a function that C can call: LOCKSTEP_BOOT is its
 * name here, LOCKSTEP_HEAD the file it is in. Barriers trap like accesses to registers: see traps.c.
 */
#include <lockstep.h>
#include <asm/sysregs.h>

#define isb udf #0x15b
#define dsb udf #0xd5b
#define sy

/* It stops with a message where there are too few regions. */
#define PRINT(message) udf #0x57d

/* Numbers that nothing else has: main.c puts addresses in their place, in the order of `linked` there. */
#ifdef CONFIG_ARM_64
#define CONSTANT(n) (0xa5c396e1d2b40000 + (n) * 0x100)
#else
#define CONSTANT(n) (0xa5c30000 + (n) * 0x100)
#endif
#define _stext CONSTANT(0)
#define _etext CONSTANT(1)
#define _srodata CONSTANT(2)
#define _erodata CONSTANT(3)
#define __ro_after_init_start CONSTANT(4)
#define __init_begin CONSTANT(5)
#define __init_data_begin CONSTANT(6)
#define __bss_end CONSTANT(7)
#define CONFIG_EARLY_UART_BASE_ADDRESS CONSTANT(8)
#define CONFIG_EARLY_UART_SIZE 0x100

#define enable_boot_cpu_mm LOCKSTEP_BOOT

#define FUNC(name) .weak name; .balign 8; name:
#define FUNC_LOCAL(name) .balign 8; name:
#define END(name) .ltorg

#ifdef CONFIG_ARM_64
.macro adr_l register, symbol
    ldr \register, =\symbol
.endm
#endif

    .section lockstep_boot_code, "ax"
#ifdef CONFIG_ARM_32
    .arm
#endif
#include LOCKSTEP_HEAD

/* Caches are not modelled. */
__invalidate_dcache_area:
#ifdef CONFIG_ARM_64
    ret
#else
    bx lr
#endif

    .section .note.GNU-stack, "", %progbits
