/*
 * A region for the resident page. The page must be executable while a program's MPU is on, and the
 * program may use every region there is. So one that has no say in the answer is lent for the time of
 * an access: a disabled one, or else one without the address in it. The loan lasts until the program
 * could see it, or would want the region itself. The page is in two places, of which one is used that
 * no region of the program has in it.
 *
 * In the EL2 MPU all that the probe consists of is lent a region rather than the page alone, where
 * that can be: the MPU then stays on from one access to the next.
 */
#include "probe.h"

#define PAGE_SIZE 1024u

static const u32 places[2] = {(u32)resident, COPY};
static u32 page = (u32)resident;

struct loan loans[2];

int at_home;

static int meets(u32 bar, u32 lar, u32 first, u32 last)
{
    return (lar & 1) != 0 && (bar & ~63u) <= last && (lar | 63u) >= first;
}

static int in_page(u32 place, u32 address)
{
    return address - place < PAGE_SIZE;
}

static u32 offset_of(u32 level)
{
    return level == 2 ? OF_EL2 : 0;
}

static void use(u32 place)
{
    page = place;
    set_vectors(page);
    barrier();
}

/* The second place gets a copy. */
void start_lending(void)
{
    volatile u32 *copy = (volatile u32 *)places[1];
    for (u32 n = 0; n < PAGE_SIZE / 4; n++) copy[n] = resident[n];
    __asm volatile("dsb\n\tmcr p15, 0, %0, c7, c5, 0" ::"r"(0)); /* ICIALLU */
    use(places[0]);
}

const void *where(const u32 *stub)
{
    return (const void *)((u32)stub - (u32)resident + page);
}

int is_copy(u32 address)
{
    return in_page(places[1], address);
}

static void change_region(u32 level, u32 bar, u32 lar)
{
    u32 offset = offset_of(level), selector = get(PRSELR + offset);
    u32 accessor = accessors_of_region(offset, loans[level - 1].slot);
    set(accessor, bar);
    set(accessor + 1, lar);
    set(PRSELR + offset, selector);
    barrier();
}

static void end_loan(u32 level)
{
    struct loan *loan = &loans[level - 1];
    if (!loan->active) return;
    loan->active = 0;
    if (level == 2 && at_home) {
        at_home = 0;
        set(HSCTLR, hsctlr_outside());
        barrier();
    }
    change_region(level, loan->bar, loan->lar);
}

#define HOME_TAKEN 4u

/* Finds a region to lend, and what is taken: bit 0 the first place, bit 1 the second, HOME_TAKEN. */
static u32 survey(u32 level, u32 address)
{
    u32 offset = offset_of(level), regions = level == 2 ? el2_regions : el1_regions;
    u32 selector = get(PRSELR + offset), best = 0, taken = 0;
    for (u32 n = 0; n < regions; n++) {
        u32 accessor = accessors_of_region(offset, n);
        u32 bar = get(accessor), lar = get(accessor + 1);
        for (u32 place = 0; place < 2; place++)
            if (meets(bar, lar, places[place], places[place] + PAGE_SIZE - 1)) taken |= 1u << place;
        if (meets(bar, lar, HOME_FIRST, HOME_LAST)) taken |= level == 2 ? HOME_TAKEN : 0;
        /* Where all regions have the address in them there are two without any one of them. */
        u32 rank = !(lar & 1) ? 3 : !meets(bar, lar, address, address) ? 2 : 1;
        if (rank <= best) continue;
        best = rank;
        loans[level - 1] = (struct loan){0, n, bar, lar};
    }
    set(PRSELR + offset, selector);
    barrier();
    return best == 0 ? 3 : taken;
}

/* Makes the page executable in the MPUs of some levels, in that of EL2 with all that the probe has. */
static void start_loans(u32 levels, u32 taken)
{
    for (u32 level = 1; level <= 2; level++) {
        if (!(levels & 1u << level)) continue;
        loans[level - 1].active = 1;
        if (level == 2 && !(taken & HOME_TAKEN) && page == places[0] && !(hsctlr & SCTLR_WXN)) {
            /* Read-write at all levels, executable. */
            change_region(level, HOME_FIRST | 1u << 1, (HOME_LAST & ~63u) | 1u);
            at_home = 1;
        } else {
            /* Read-only at all levels, executable. */
            change_region(level, page | 3u << 1, (page + PAGE_SIZE - 64) | 1u);
        }
    }
}

/* Which places are not free for an access to an address, in some levels without a loan. */
static u32 taken_in(u32 levels, u32 address)
{
    u32 taken = 0;
    for (u32 level = 1; level <= 2; level++)
        if (levels & 1u << level) taken |= survey(level, address);
    for (u32 place = 0; place < 2; place++)
        if (in_page(places[place], address)) taken |= 1u << place;
    return taken;
}

/*
 * Makes the page executable in the MPUs of some levels (bits 1 and 2), for an access to an address
 * that `settle` knows. Returns 0 if no place is free.
 */
int lend(u32 levels, u32 address)
{
    u32 missing = 0;
    for (u32 level = 1; level <= 2; level++)
        if (levels & 1u << level && !loans[level - 1].active) missing |= 1u << level;
    if (!missing) return 1;

    u32 taken = taken_in(missing, address);
    if (taken & (page == places[0] ? 1u : 2u)) {
        /* The page has to move. */
        give_back();
        missing = levels;
        taken = taken_in(levels, address);
        if ((taken & 3) == 3) return 0;
        use(places[taken & 1]);
    }
    start_loans(missing, taken);
    return 1;
}

/* Before a program sees all its registers again. */
void give_back(void)
{
    end_loan(1);
    end_loan(2);
}

/* Before all regions are cleared. What is as it should be stays lent: a program that has no use for
 * the region will not see that, either. */
void reset_loans(void)
{
    int stays = page == places[0];
    if (!stays) use(places[0]);
    if (!stays || !at_home) loans[1].active = at_home = 0;
    if (!stays) loans[0].active = 0;
    for (u32 n = 0; n < 2; n++) loans[n].bar = loans[n].lar = 0;
}

static u32 level_of(u32 subject)
{
    return subject >= OF_EL2 ? 2 : 1;
}

static int is_region_register(u32 subject)
{
    u32 own = subject % OF_EL2;
    return subject < 2 * OF_EL2 && (own == PRBAR || own == PRLAR);
}

void settle_read(u32 subject, int index)
{
    u32 level = level_of(subject);
    struct loan *loan = &loans[level - 1];
    if (!loan->active) return;
    if (subject == HPRENR) return end_loan(level);
    if (!is_region_register(subject)) return;
    u32 region = index < 0 ? get(PRSELR + offset_of(level)) : (u32)index;
    /* Whichever region from 16 on a direct register has. */
    if ((region & 15) == (loan->slot & 15)) end_loan(level);
}

/* Has a region in it what executes by the loan of a level? */
static int meets_loan(u32 level, u32 bar, u32 lar)
{
    int home = level == 2 && at_home;
    u32 first = home ? HOME_FIRST : page, last = home ? HOME_LAST : page + PAGE_SIZE - 1;
    return meets(bar, lar, first, last);
}

void settle_write(u32 subject, int index, u32 value)
{
    settle_read(subject, index);
    u32 level = level_of(subject), offset = offset_of(level);
    if (!loans[level - 1].active) return;
    if (at_home && subject == HSCTLR && value & SCTLR_WXN) return end_loan(2);
    if (!is_region_register(subject) || index >= (int)(level == 2 ? el2_regions : el1_regions)) return;
    /* What the region is going to be must not have in it what executes. */
    u32 bar = subject == PRBAR + offset ? value : get(accessor_of(PRBAR + offset, index));
    u32 lar = subject == PRLAR + offset ? value : get(accessor_of(PRLAR + offset, index));
    if (meets_loan(level, bar, lar)) end_loan(level);
}

void settle_region(u32 offset, u32 region, u32 bar, u32 lar)
{
    settle_write(PRBAR + offset, (int)region, bar);
    u32 level = level_of(offset);
    if (loans[level - 1].active && meets_loan(level, bar, lar)) end_loan(level);
}

void settle_context(void)
{
    end_loan(1);
}

/* Before an access to an address: ends the loans that have a say in the answer. */
void settle(u32 address)
{
    for (u32 level = 1; level <= 2; level++)
        if (meets(loans[level - 1].bar, loans[level - 1].lar, address, address)) end_loan(level);
    if (in_page(page, address)) give_back();
}
