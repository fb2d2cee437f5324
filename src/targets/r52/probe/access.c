/* Is an access allowed? By address translation instructions, and by doing it. */
#include "probe.h"

enum { READ_ACCESS, WRITE_ACCESS, EXECUTE };

#define HVC_STUB 0x41u
#define HVC_PLANTED 0x42u /* what the host has put where something is to execute */

#define EC_HVC 0x12u
#define EC_PREFETCH_LOWER 0x20u
#define EC_PREFETCH 0x21u
#define EC_DATA_LOWER 0x24u
#define EC_DATA 0x25u
#define FSC_EXTERNAL 0x10u

#define MODE_EL1 0x1d3u /* Supervisor, exceptions masked */
#define MODE_EL0 0x1d0u

struct ended ended;

static u32 outcome(u32 what, u32 code)
{
    return what | code << 8;
}

static void translated(struct result *result, u32 *into)
{
    u32 low, high;
    __asm volatile("mrrc p15, 0, %0, %1, c7" : "=r"(low), "=r"(high));
    if (low & 1) {
        *into = outcome(low & 1u << 9 ? FAULT_2 : FAULT_1, low >> 1 & 0x3f);
        return;
    }
    *into = ALLOWED;
    result->low = high >> 24 | (low >> 7 & 3) << 8;
}

/* A load or a store, by AT alone. */
static void translate(u32 level, u32 access, u32 address, struct result *result, u32 *into)
{
    if (level == 2) {
        if (hsctlr & SCTLR_M && !lend(LEND_EL2, address)) {
            *into = REFUSED;
            return;
        }
        struct window window = {hsctlr_base | hsctlr, hsctlr_outside(),
                                where(access ? at_write_hyp : at_read_hyp), 0, 0};
        look(address, 0, &window);
        if (ended.vector != 0) {
            *into = outcome(UNEXPECTED, ended.vector);
            return;
        }
        return translated(result, into);
    }
    switch (level * 2 + access) {
    case 0: __asm volatile("mcr p15, 0, %0, c7, c8, 6" ::"r"(address)); break; /* ATS12NSOUR */
    case 1: __asm volatile("mcr p15, 0, %0, c7, c8, 7" ::"r"(address)); break; /* ATS12NSOUW */
    case 2: __asm volatile("mcr p15, 0, %0, c7, c8, 4" ::"r"(address)); break; /* ATS12NSOPR */
    case 3: __asm volatile("mcr p15, 0, %0, c7, c8, 5" ::"r"(address)); break; /* ATS12NSOPW */
    }
    __asm volatile("isb");
    translated(result, into);
}

static u32 fault(u32 what, u32 syndrome, u32 far, u32 address)
{
    u32 code = syndrome & 0x3f;
    if (far != address) return outcome(UNEXPECTED, code);
    /* It was let through to where nothing is. */
    return code == FSC_EXTERNAL ? ALLOWED : outcome(what, code);
}

/* What a real access came to. */
static u32 verdict(u32 level, u32 access, u32 address)
{
    u32 ec = ended.hsr >> 26, call = ended.hsr & 0xffff;
    u32 fetch = access == EXECUTE;
    switch (ended.vector) {
    case 0:
        return ALLOWED;
    case 2:
        if (level == 2 && fetch && ec == EC_HVC && call == HVC_PLANTED) return ALLOWED;
        break;
    case 3:
        if (ec == EC_PREFETCH) return fault(FAULT_1, ended.hsr, ended.hifar, address);
        break;
    case 4:
        if (ec == EC_DATA) return fault(FAULT_1, ended.hsr, ended.hdfar, address);
        break;
    case 5:
        if (ec == EC_PREFETCH_LOWER) return fault(FAULT_2, ended.hsr, ended.hifar, address);
        if (ec == EC_DATA_LOWER) return fault(FAULT_2, ended.hsr, ended.hdfar, address);
        if (ec != EC_HVC) break;
        if (call == 0x13) return fault(FAULT_1, ended.ifsr, ended.ifar, address);
        if (call == 0x14) return fault(FAULT_1, ended.dfsr, ended.dfar, address);
        if (!fetch && call == (level == 1 ? HVC_STUB : 0x12)) return ALLOWED;
        if (fetch && level == 1 && call == HVC_PLANTED) return ALLOWED;
        /* HVC is UNDEFINED at EL0. */
        if (fetch && level == 0 && call == 0x11 && ended.lr_und == address + 4) return ALLOWED;
    }
    return outcome(UNEXPECTED, ended.vector << 4 | level);
}

/* Is a load or a store done as well? */
static int is_real(u32 flags, u32 address)
{
    return flags & REAL && address >= RAM_FIRST && address <= RAM_LAST && !is_copy(address);
}

static volatile uint8_t *byte_of(volatile const struct operation *operation)
{
    u32 code = operation->code;
    if ((code & 0xff) != PROBE || !is_real(code >> 24, operation->low)) return 0;
    return (volatile uint8_t *)operation->low;
}

void note_bytes(volatile struct operation *operations, u32 count)
{
    for (u32 n = 0; n < count; n++) {
        volatile uint8_t *byte = byte_of(&operations[n]);
        if (byte) operations[n].high = *byte;
    }
}

void check_bytes(volatile const struct operation *operations, volatile struct result *results,
                 u32 count)
{
    for (u32 n = 0; n < count; n++) {
        volatile uint8_t *byte = byte_of(&operations[n]);
        if (byte && *byte != operations[n].high) results[n].other = UNEXPECTED;
    }
}

/*
 * Executes a load, a store or a fetch at a level. At EL2, AT is in PAR after it.
 * `before` is the byte that is there, for a load or a store.
 */
static u32 really(u32 level, u32 access, u32 address, u32 before)
{
    static const u32 *const stubs[3][2] = {
        {load_el0, store_el0}, {load_el1, store_el1}, {load_hyp, store_hyp}};
    volatile uint8_t *byte = (volatile uint8_t *)address;
    u32 lower = level < 2, levels = 0, written = ~before & 0xff;

    if (hsctlr & SCTLR_M || (lower && get(HCR) & (HCR_VM | HCR_DC))) levels |= LEND_EL2;
    if (lower && get(SCTLR) & SCTLR_M) levels |= LEND_EL1;
    if (is_copy(address) || (levels && !lend(levels, address))) return REFUSED;

    struct window window = {hsctlr_base | hsctlr, hsctlr_outside(), 0,
                            level == 2 ? 0 : level ? MODE_EL1 : MODE_EL0,
                            where(go_lower)};
    if (access == EXECUTE) {
        address &= ~3u;
        window.at = level == 2 ? where(fetch_hyp) : (void *)address;
    } else {
        window.at = where(stubs[level][access]);
    }

    barrier();
    look(address, written, &window);
    u32 found = verdict(level, access, address);
    if (access == EXECUTE || found != ALLOWED) return found;

    /* An MPU changes no address. */
    if (access == READ_ACCESS) return (ended.value & 0xff) == before ? ALLOWED : UNEXPECTED;
    /* The next window has M as the program wrote it. */
    if (at_home) set(HSCTLR, hsctlr_base | (hsctlr & ~SCTLR_M));
    barrier();
    if (*byte != written) found = UNEXPECTED;
    *byte = before;
    return found;
}

/*
 * Execute: the outcome is that of a real fetch, the other one that of a read by AT, which gives the
 * attributes. Read and write: the outcome is that of AT, the other one that of a real access.
 */
void probe(u32 level, u32 access, u32 flags, u32 address, u32 before, struct result *result)
{
    int fetch = access == EXECUTE;
    u32 *by_at = fetch ? &result->other : &result->outcome;
    u32 *by_doing = fetch ? &result->outcome : &result->other;
    int done = fetch || is_real(flags, address);

    settle(address);
    if (level < 2 || !done) translate(level, fetch ? READ_ACCESS : access, address, result, by_at);
    if (!done) return;
    *by_doing = really(level, access, address, before);
    if (level == 2) {
        if (*by_doing == REFUSED) *by_at = REFUSED;
        else translated(result, by_at);
    }
    if (fetch && (*by_doing & 0xff) != ALLOWED) result->low = 0;
}
