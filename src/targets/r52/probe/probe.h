/* What the parts of the probe share. */
#ifndef PROBE_H
#define PROBE_H

#include <stdint.h>

typedef uint32_t u32;

/* What runs for every operation is in few pages: QEMU's TLB is empty after every write of a region. */
#define HOT __attribute__((section(".hot")))

/* Shared memory, at the start of RAM: the layout of src/targets/r52/mailbox.ts. */
#define MAILBOX 0x20000000u
/* RAM that is not the mailbox. */
#define RAM_FIRST 0x21000000u
#define RAM_LAST 0xdfffffffu
/* All that the probe consists of and uses, the second place of its page left out. */
#define HOME_FIRST 0x10000000u
#define HOME_LAST (RAM_FIRST - 1)
/* The second place of the resident page, where the default memory map lets it execute. */
#define COPY 0x70000000u

#define MAGIC 0x3235724cu /* "Lr52" */
#define MAX_OPERATIONS 65536u

struct operation {
    u32 code; /* 7:0 code, 15:8 subject, 23:16 index (signed), 31:24 flags */
    u32 low;
    u32 high;
    u32 unused;
};

/* An outcome: 7:0 enum outcome, 15:8 fault status code. */
struct result {
    u32 outcome;
    u32 low;
    u32 high;
    u32 other; /* A second outcome: what another means says of the same access. */
};

struct mailbox {
    u32 magic;
    u32 request; /* written last by the host */
    u32 done;    /* the request that was answered */
    u32 count;
    u32 padding[0x4000 - 4];
    struct operation operations[MAX_OPERATIONS]; /* at 0x10000 */
    u32 gap[0x200000 / 4 - 0x4000 - 4 * MAX_OPERATIONS];
    struct result results[MAX_OPERATIONS]; /* at 0x200000 */
};

enum code { RESET = 1, WRITE, READ, BARRIER, PROBE, SAVE, RESTORE };

enum outcome { NONE = 0, VALUE, ALLOWED, FAULT_1, FAULT_2, UNDEFINED, REFUSED, UNEXPECTED };

/* Regions with direct registers of their own. */
#define DIRECT_REGIONS 16u
#define CONTROL_WRITTEN (1u << DIRECT_REGIONS)

/* Flag of PROBE: do a real access as well. */
#define REAL 1u

/* Registers: MpuRegister of models/contract/mpu-registers.ts, then what is not in it. */
enum {
    PRSELR = 1, PRBAR, PRLAR, SCTLR = 5, MAIR, OF_EL2 = 7,
    HPRENR = 11, HSCTLR, HCR = 14, VSCTLR = 16, MAIR1, HMAIR1, DIRECT
};

#define SCTLR_M 1u
#define SCTLR_WXN (1u << 19)
#define SCTLR_MPU (1u | 1u << 17 | 1u << 19) /* M, BR, WXN */
#define HCR_VM 1u
#define HCR_DC (1u << 12)

/* What ended `call`, and the registers that tell why, if it was an exception. */
struct ended {
    u32 vector; /* 0: it returned; else the Hyp vector */
    u32 value;
    u32 hsr;
    u32 hdfar;
    u32 hifar;
    u32 dfsr;
    u32 ifsr;
    u32 dfar;
    u32 ifar;
    u32 lr_und;
};
extern struct ended ended;

/* start.S */
struct window {
    u32 hsctlr;  /* while it lasts */
    u32 outside; /* before and after */
    const void *at; /* what executes there */
    u32 mode;    /* CPSR of EL1 or EL0; 0: stay at EL2 */
    const void *lower; /* go_lower, where it is now */
};
void call(u32 value, const void *function);
void set_vectors(u32 page);
void look(u32 address, u32 value, const struct window *window);
u32 semihosting(u32 operation, void *argument);
extern const u32 resident[];
extern const u32 load_hyp[], store_hyp[], fetch_hyp[], at_read_hyp[], at_write_hyp[], read_hsctlr[];
extern const u32 go_lower[];
extern const u32 load_el1[], store_el1[], load_el0[], store_el0[];

/* registers.S: four instructions for each register, a read and a write. */
extern const u32 accessors[][4];

/* registers.c */
extern u32 sctlr_base, hsctlr_base, el1_regions, el2_regions, hsctlr;
u32 get(u32 accessor);
void set(u32 accessor, u32 value);
/* The accessor of a register, by the number of a direct one or −1. */
u32 accessor_of(u32 subject, int index);
/* The accessors of a region of an MPU: PRBAR here, PRLAR after it. May leave PRSELR changed. */
u32 accessors_of_region(u32 offset, u32 region);
void barrier(void);
/* HSCTLR outside of a window. */
u32 hsctlr_outside(void);
void start_registers(void);
/* Back to reset, apart from what is written before anything can show it. One word for each MPU: bit n
 * both registers of region n; CONTROL_WRITTEN SCTLR, HCR. */
void reset_registers(u32 el1_written, u32 el2_written);
void read_register(u32 subject, int index, struct result *result);
void write_register(u32 subject, int index, u32 low, u32 high, struct result *result);
/* Both registers of one of the first regions. */
void write_region(u32 offset, u32 region, u32 bar, u32 lar);
void save_context(u32 number);
void restore_context(u32 number);

/* lend.c: loans last until the program could see them. */
#define LEND_EL1 (1u << 1)
#define LEND_EL2 (1u << 2)
extern struct loan {
    u32 active, slot, bar, lar;
} loans[2]; /* of EL1, of EL2 */
void start_lending(void);
int lend(u32 levels, u32 address);
void settle(u32 address);
void give_back(void);
void reset_loans(void);
/* Before an access of the program to a register. */
void settle_read(u32 subject, int index);
void settle_write(u32 subject, int index, u32 value);
void settle_region(u32 offset, u32 region, u32 bar, u32 lar);
/* Before the registers of EL1 are saved or restored. */
void settle_context(void);
/* All of the probe is in one region of EL2: it executes with the program's EL2 MPU on. */
extern int at_home;
/* Where a stub of the resident page is now. */
const void *where(const u32 *stub);
/* Is an address in the second place of the page? */
int is_copy(u32 address);

/* access.c */
void probe(u32 level, u32 access, u32 flags, u32 address, u32 before, struct result *result);
/* Around a list, with the EL2 MPU off: `high` of a load or a store that is done is the byte that is
 * there before the list. After it the same byte is there: what an MPU forbids does not happen. */
void note_bytes(volatile struct operation *operations, u32 count);
void check_bytes(volatile const struct operation *operations, volatile struct result *results,
                 u32 count);

#endif
