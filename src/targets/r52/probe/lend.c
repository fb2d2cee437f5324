/*
 * A region for the resident page. The page must be executable while a program's MPU is on, and the
 * program may use every region there is. So one that has no say in the answer is lent for the time of
 * an access: a disabled one, or else one without the address in it.
 */
#include "probe.h"

static struct loan {
    u32 active, slot, bar, lar;
} loans[2];

/* Read-only at all levels, executable. */
#define RESIDENT_BAR ((u32)resident | 3u << 1)
#define RESIDENT_LAR ((((u32)resident_end - 1) & ~63u) | 1u)

static int meets(u32 bar, u32 lar, u32 first, u32 last)
{
    return (lar & 1) != 0 && (bar & ~63u) <= last && (lar | 63u) >= first;
}

static void write_region(u32 offset, u32 slot, u32 bar, u32 lar)
{
    u32 selector = get(PRSELR + offset);
    set(PRSELR + offset, slot);
    barrier();
    set(PRBAR + offset, bar);
    set(PRLAR + offset, lar);
    set(PRSELR + offset, selector);
    barrier();
}

static void end_loan(u32 level)
{
    struct loan *loan = &loans[level - 1];
    if (!loan->active) return;
    loan->active = 0;
    write_region(level == 2 ? OF_EL2 : 0, loan->slot, loan->bar, loan->lar);
}

/*
 * Makes the page executable in the MPU of a level (1 or 2), for an access to an address.
 * Returns 0 if the program has a region of its own there.
 */
int lend(u32 level, u32 address)
{
    struct loan *loan = &loans[level - 1];
    if (loan->active && !meets(loan->bar, loan->lar, address, address)) return 1;
    end_loan(level);

    u32 offset = level == 2 ? OF_EL2 : 0, regions = level == 2 ? el2_regions : el1_regions;
    u32 selector = get(PRSELR + offset), best = 0, best_rank = 0, refused = 0;
    for (u32 n = 0; n < regions; n++) {
        set(PRSELR + offset, n);
        barrier();
        u32 bar = get(PRBAR + offset), lar = get(PRLAR + offset);
        refused |= meets(bar, lar, (u32)resident, (u32)resident_end - 1);
        /* Where all regions have the address in them there are two without any one of them. */
        u32 rank = !(lar & 1) ? 3 : !meets(bar, lar, address, address) ? 2 : 1;
        if (rank <= best_rank) continue;
        best_rank = rank;
        best = n;
        *loan = (struct loan){0, n, bar, lar};
    }
    set(PRSELR + offset, selector);
    barrier();
    if (refused || best_rank == 0) return 0;
    loan->active = 1;
    write_region(offset, best, RESIDENT_BAR, RESIDENT_LAR);
    return 1;
}

/* Before a program sees its registers again. */
void give_back(void)
{
    end_loan(1);
    end_loan(2);
}
