/* Registers of the MPUs, and what brings them back to reset. */
#include "probe.h"

#define MAX_REGIONS 32u

/* What SCTLR and HSCTLR have beside the bits that concern the MPU. */
u32 sctlr_base, hsctlr_base;
u32 el1_regions, el2_regions;
/* HSCTLR as the program wrote it. The register itself has M in windows, or where the probe is at home. */
u32 hsctlr;

static const void *reader(u32 accessor) { return &accessors[accessor][0]; }
static const void *writer(u32 accessor) { return &accessors[accessor][2]; }

HOT u32 get(u32 accessor)
{
    return ((u32(*)(void))reader(accessor))();
}

HOT void set(u32 accessor, u32 value)
{
    ((void (*)(u32))writer(accessor))(value);
}

HOT void barrier(void)
{
    __asm volatile("dsb\n\tisb" ::: "memory");
}

u32 hsctlr_outside(void)
{
    return hsctlr_base | (at_home ? hsctlr : hsctlr & ~SCTLR_M);
}

void start_registers(void)
{
    sctlr_base = get(SCTLR) & ~SCTLR_MPU;
    hsctlr_base = get(HSCTLR) & ~SCTLR_MPU;
    el1_regions = get(0) >> 8 & 0xff;
    el2_regions = get(OF_EL2) & 0xff;
    if (el1_regions > MAX_REGIONS) el1_regions = MAX_REGIONS;
    if (el2_regions > MAX_REGIONS) el2_regions = MAX_REGIONS;
}

/* Writes only what is not zero: every write flushes QEMU's TLB. */
static void clear(u32 accessor)
{
    if (get(accessor) != 0) set(accessor, 0);
}

HOT u32 accessors_of_region(u32 offset, u32 region)
{
    /* The direct registers are quicker. Those from 16 on are not what they should be. */
    if (region < DIRECT_REGIONS) return accessor_of(PRBAR + offset, (int)region);
    set(PRSELR + offset, region);
    barrier();
    return PRBAR + offset;
}

static int is_lent(u32 offset, u32 region)
{
    const struct loan *loan = &loans[offset == OF_EL2];
    return loan->active && loan->slot == region;
}

static HOT void reset_mpu(u32 offset, u32 regions, u32 written)
{
    for (u32 n = 0; n < regions; n++) {
        if (is_lent(offset, n) || (n < DIRECT_REGIONS && written >> n & 1)) continue;
        u32 accessor = accessors_of_region(offset, n);
        clear(accessor);
        clear(accessor + 1);
    }
    set(PRSELR + offset, 0);
    clear(MAIR + offset);
    clear(offset ? HMAIR1 : MAIR1);
}

void reset_registers(u32 el1_written, u32 el2_written)
{
    hsctlr = 0;
    if (get(HSCTLR) != hsctlr_base) set(HSCTLR, hsctlr_base);
    barrier();
    reset_loans();
    reset_mpu(0, el1_regions, el1_written);
    reset_mpu(OF_EL2, el2_regions, el2_written);
    if (!(el1_written & CONTROL_WRITTEN) && get(SCTLR) != sctlr_base) set(SCTLR, sctlr_base);
    if (!(el2_written & CONTROL_WRITTEN)) clear(HCR);
    clear(VSCTLR);
    barrier();
}

HOT u32 accessor_of(u32 subject, int index)
{
    if (index < 0) return subject;
    u32 el2 = subject >= OF_EL2;
    u32 own = subject - (el2 ? OF_EL2 : 0);
    return DIRECT + (el2 * 32 + index) * 2 + (own == PRLAR);
}

void read_register(u32 subject, int index, struct result *result)
{
    result->outcome = VALUE;
    if (subject == HSCTLR) {
        /* As the program has it, M included. */
        if (hsctlr & SCTLR_M && !lend(LEND_EL2, RAM_FIRST)) {
            result->outcome = REFUSED;
            return;
        }
        struct window window = {hsctlr_base | hsctlr, hsctlr_outside(), where(read_hsctlr), 0, 0};
        look(0, 0, &window);
        result->low = ended.value & SCTLR_MPU;
        return;
    }
    if (loans[0].active | loans[1].active) settle_read(subject, index);
    call(0, reader(accessor_of(subject, index)));
    if (ended.vector != 0) {
        result->outcome = UNDEFINED;
        return;
    }
    result->low = ended.value;
    if (subject == SCTLR) result->low &= SCTLR_MPU;
    if (subject == HCR) result->low &= HCR_VM | HCR_DC;
    if (subject == MAIR) result->high = get(MAIR1);
    if (subject == MAIR + OF_EL2) result->high = get(HMAIR1);
}

HOT void write_register(u32 subject, int index, u32 low, u32 high, struct result *result)
{
    if (subject == SCTLR) low = sctlr_base | (low & SCTLR_MPU);
    if (subject == HCR) low &= HCR_VM | HCR_DC;
    if (loans[0].active | loans[1].active) settle_write(subject, index, low);
    if (subject == HSCTLR) {
        hsctlr = low & SCTLR_MPU;
        low = hsctlr_outside();
    }
    call(low, writer(accessor_of(subject, index)));
    if (ended.vector != 0) result->outcome = UNDEFINED;
    if (subject == MAIR) set(MAIR1, high);
    if (subject == MAIR + OF_EL2) set(HMAIR1, high);
}

/* Nothing but code is read between the two writes: QEMU's TLB is filled for little. */
HOT void write_region(u32 offset, u32 region, u32 bar, u32 lar)
{
    u32 accessor = accessor_of(PRBAR + offset, (int)region);
    if (loans[0].active | loans[1].active) settle_region(offset, region, bar, lar);
    set(accessor, bar);
    set(accessor + 1, lar);
}

/* What a hypervisor keeps of the MPU of a vCPU. */
static struct context {
    u32 regions[MAX_REGIONS][2];
    u32 selector, mair[2], sctlr;
} contexts[256];

void save_context(u32 number)
{
    struct context *context = &contexts[number];
    context->selector = get(PRSELR);
    for (u32 n = 0; n < el1_regions; n++) {
        set(PRSELR, n);
        barrier();
        context->regions[n][0] = get(PRBAR);
        context->regions[n][1] = get(PRLAR);
    }
    set(PRSELR, context->selector);
    barrier();
    context->mair[0] = get(MAIR);
    context->mair[1] = get(MAIR1);
    context->sctlr = get(SCTLR) & SCTLR_MPU;
}

void restore_context(u32 number)
{
    const struct context *context = &contexts[number];
    for (u32 n = 0; n < el1_regions; n++) {
        set(PRSELR, n);
        barrier();
        set(PRBAR, context->regions[n][0]);
        set(PRLAR, context->regions[n][1]);
    }
    set(PRSELR, context->selector);
    set(MAIR, context->mair[0]);
    set(MAIR1, context->mair[1]);
    set(SCTLR, sctlr_base | context->sctlr);
    barrier();
}
