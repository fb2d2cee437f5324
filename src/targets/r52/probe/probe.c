/*
 * Takes lists of operations from shared memory, executes them at EL2 of a Cortex-R52, and writes back
 * what they showed. The doorbell is semihosting.
 */
#include "probe.h"

#define SYS_WRITEC 3u
#define SYS_READC 7u

static volatile struct mailbox *const mailbox = (volatile struct mailbox *)MAILBOX;

_Static_assert(__builtin_offsetof(struct mailbox, operations) == 0x10000, "operations");
_Static_assert(__builtin_offsetof(struct mailbox, results) == 0x200000, "results");

static HOT void execute(u32 code, u32 low, u32 high, struct result *result)
{
    u32 subject = code >> 8 & 0xff, flags = code >> 24;
    int index = (int8_t)(code >> 16);

    switch (code & 0xff) {
    case RESET: reset_registers(low, high); break;
    case WRITE: write_register(subject, index, low, high, result); break;
    case READ: read_register(subject, index, result); break;
    case BARRIER: barrier(); break;
    case PROBE: probe(subject, (u32)index, flags, low, high, result); break;
    case SAVE: settle_context(); save_context(subject); break;
    case RESTORE: settle_context(); restore_context(subject); break;
    default: result->outcome = UNEXPECTED;
    }
}

/* Does an operation write PRBAR by one of the first direct registers, and the next one that PRLAR? */
static HOT int is_region(u32 code, u32 next)
{
    u32 subject = code >> 8 & 0xff;
    return (code & 0xff) == WRITE && (subject == PRBAR || subject == PRBAR + OF_EL2) &&
           code >> 16 < DIRECT_REGIONS && next == code + (1u << 8);
}

static HOT void show(u32 n, const struct result *result)
{
    volatile struct result *into = &mailbox->results[n];
    into->outcome = result->outcome;
    into->low = result->low;
    into->high = result->high;
    into->other = result->other;
}

static HOT void run(u32 count)
{
    note_bytes(mailbox->operations, count);
    for (u32 n = 0; n < count; n++) {
        volatile struct operation *operation = &mailbox->operations[n];
        struct result result = {NONE, 0, 0, NONE};
        u32 code = operation->code;
        if (n + 1 < count && is_region(code, operation[1].code)) {
            show(n++, &result);
            show(n, &result);
            write_region((code >> 8 & 0xff) - PRBAR, code >> 16, operation->low, operation[1].low);
            continue;
        }
        execute(code, operation->low, operation->high, &result);
        show(n, &result);
    }
    give_back();
    check_bytes(mailbox->operations, mailbox->results, count);
}

int main(void)
{
    static u32 bell = '!';
    start_registers();
    start_lending();
    reset_registers(0, 0);
    mailbox->magic = MAGIC;
    semihosting(SYS_WRITEC, &bell);
    for (;;) {
        semihosting(SYS_READC, 0);
        u32 request = mailbox->request, count = mailbox->count;
        run(count < MAX_OPERATIONS ? count : MAX_OPERATIONS);
        mailbox->done = request;
        semihosting(SYS_WRITEC, &bell);
    }
}
