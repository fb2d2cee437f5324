// The probe: runs operations from the mailbox and writes what they showed.
//
// It runs at EL2 on QEMU (semihosting calls EL1 for the virtual interface), and at EL1 as a guest of
// Xen and of KVM. CPUs execute one list of operations in its order, each its own.

#include "image.h"
#include "mailbox.h"

struct frame {
  u64 syndrome;
  u64 count;
  u64 unused[2];
};
// Hidden: reached relative to the program counter, never through a table.
#define OWN __attribute__((visibility("hidden")))
extern OWN struct frame frames[MAX_CPUS];
extern OWN char _start[] __attribute__((aligned(4096)));
extern OWN char other_cpu[], read_stubs[], write_stubs[];

u64 call_el1(const void *stub, u64 value);
u64 semihosting(u64 operation, const void *argument);
u64 psci_smc(u64 function, u64 a, u64 b, u64 c);
u64 psci_hvc(u64 function, u64 a, u64 b, u64 c);

#define SYS_WRITEC 3
#define SYS_READC 7
#define SMCCC_VERSION 0x80000000UL
#define CPU_OFF 0x84000002UL
#define CPU_ON 0xc4000003UL

// What interrupt handlers are doing: see src/engine/handling-stack.ts.
#define DEPTH 128
struct handled {
  u32 value, at;
  u16 id;
  u8 code, deactivated;
};
static struct stack {
  u32 depth, waiting_count;
  struct handled entry[DEPTH];
  u32 waiting[DEPTH];
} stacks_of[MAX_CPUS * 2];

#define SLOTS 1024
static u64 saved[SLOTS];
static u8 is_saved[SLOTS];

static inline volatile struct mailbox *mailbox(void) {
  return (volatile struct mailbox *)(_start + MAILBOX);
}

static inline void ordered(void) { __asm__ volatile("dmb sy" ::: "memory"); }
// Lets the other CPUs run where one host thread runs them all.
static inline void yield(void) { __asm__ volatile("yield" ::: "memory"); }

static u64 load(u64 address, u32 size) {
  u64 value;
  switch (size) {
  case 1:
    __asm__ volatile("ldrb %w0, [%1]" : "=r"(value) : "r"(address) : "memory");
    return value;
  case 2:
    __asm__ volatile("ldrh %w0, [%1]" : "=r"(value) : "r"(address) : "memory");
    return value;
  case 8:
    __asm__ volatile("ldr %0, [%1]" : "=r"(value) : "r"(address) : "memory");
    return value;
  default:
    __asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(address) : "memory");
    return value;
  }
}

static void store(u64 address, u32 size, u64 value) {
  switch (size) {
  case 1:
    __asm__ volatile("strb %w0, [%1]" ::"r"(value), "r"(address) : "memory");
    return;
  case 2:
    __asm__ volatile("strh %w0, [%1]" ::"r"(value), "r"(address) : "memory");
    return;
  case 8:
    __asm__ volatile("str %0, [%1]" ::"r"(value), "r"(address) : "memory");
    return;
  default:
    __asm__ volatile("str %w0, [%1]" ::"r"(value), "r"(address) : "memory");
  }
}

static u64 call(const char *stub, u64 value) {
  register u64 x0 __asm__("x0") = value;
  __asm__ volatile("blr %1\n\tisb" : "+r"(x0) : "r"(stub) : "x30", "memory");
  return x0;
}

static inline u64 interrupt_status(void) {
  u64 value;
  __asm__ volatile("isb\n\tmrs %0, isr_el1" : "=r"(value)::"memory");
  return value;
}

#define PMR 256
#define ISR 8 // ISR_EL1 is op1=0, CRm=1, op2=0

// At EL1 with HCR_EL2.IMO = 1 a pending physical interrupt cannot be masked: it is kept away by the
// physical priority mask meanwhile.
static u64 at_el1(const char *stub, u64 value) {
  volatile struct mailbox *m = mailbox();
  if ((interrupt_status() & 0xc0) == 0) return call_el1(stub, value);
  u64 mask, shown;
  if (m->gic == 2) {
    mask = load(m->gicc + 4, 4);
    store(m->gicc + 4, 4, 0);
  } else {
    mask = call(read_stubs + PMR * 8, 0);
    call(write_stubs + PMR * 8, 0);
  }
  shown = call_el1(stub, value);
  if (m->gic == 2)
    store(m->gicc + 4, 4, mask);
  else
    call(write_stubs + PMR * 8, mask);
  return shown;
}

static u64 access(u32 code, u32 arg, u64 address, u64 value, int is_write) {
  if ((code & FLAG_SYSTEM) == 0) {
    if (!is_write) return load(address, arg);
    store(address, arg, value);
    return value;
  }
  const char *stub = (is_write ? write_stubs : read_stubs) + arg * 8;
  u64 shown = (code & FLAG_EL1) != 0 ? at_el1(stub, value) : call(stub, value);
  return is_write ? value : shown;
}

#define ICH_HCR (128 + 88)
#define ICH_MISR (128 + 90)

// What the virtual interface of this CPU asks of the hypervisor: HCR.En and any bit of MISR.
static int has_maintenance(void) {
  u64 gich = mailbox()->gich;
  if (mailbox()->gic == 2) return gich && (load(gich, 4) & 1) && load(gich + 0x10, 4);
  return (call(read_stubs + ICH_HCR * 8, 0) & 1) && call(read_stubs + ICH_MISR * 8, 0);
}

// Bits irq, fiq, virq, vfiq, maintenance.
static u32 lines(int all) {
  u32 own = interrupt_status(), bits = ((own >> 7) & 1) | ((own >> 5) & 2);
  if (!all || mailbox()->exception_level != 2) return bits;
  const char *isr = read_stubs + ISR * 8;
  u32 virtual = (own & 0xc0) == 0 ? call_el1(isr, 0) : at_el1(isr, 0);
  if (has_maintenance()) bits |= 16;
  return bits | ((virtual >> 5) & 4) | ((virtual >> 3) & 8);
}

static void clear(void) {
  for (u32 i = 0; i < MAX_CPUS * 2; i++) stacks_of[i].depth = stacks_of[i].waiting_count = 0;
  for (u32 i = 0; i < SLOTS; i++) is_saved[i] = 0;
}

static int is_special(u32 value) {
  u32 intid = mailbox()->gic == 2 ? value & 0x3ff : value & 0xffffff;
  return intid >= 1020 && intid <= 1023;
}

static void acknowledge(const volatile struct operation *o, u32 arg, volatile struct result *r,
                        struct frame *frame) {
  u64 before = frame->count;
  u32 value = access(o->code, arg, o->address, 0, 0);
  struct stack *s = &stacks_of[STACK(o->value)];
  r->value = value;
  if (frame->count != before || is_special(value) || s->depth == DEPTH) return;
  struct handled *h = &s->entry[s->depth++];
  h->value = value;
  h->at = EOI_AT(o->value);
  h->id = EOI_ID(o->value);
  h->code = o->code;
  h->deactivated = 0;
}

static void end(const volatile struct operation *o, u32 arg, volatile struct result *r) {
  struct stack *s = &stacks_of[STACK(o->value)];
  if (s->depth == 0) {
    r->status = SKIPPED;
    return;
  }
  struct handled *h = &s->entry[--s->depth];
  if ((o->value & KEEP) && !h->deactivated && s->waiting_count < DEPTH)
    s->waiting[s->waiting_count++] = h->value;
  r->value = h->value;
  r->id = h->id;
  access(h->code, (h->code & FLAG_SYSTEM) ? h->at : arg, h->at, h->value, 1);
}

static void deactivate(const volatile struct operation *o, u32 arg, volatile struct result *r) {
  struct stack *s = &stacks_of[STACK(o->value)];
  u32 value, nth = NTH(o->value);
  if (o->value & EARLY) {
    struct handled *h = &s->entry[s->depth == 0 ? 0 : nth % s->depth];
    if (s->depth == 0 || h->deactivated) {
      r->status = SKIPPED;
      return;
    }
    h->deactivated = 1;
    value = h->value;
  } else {
    if (s->waiting_count == 0) {
      r->status = SKIPPED;
      return;
    }
    nth %= s->waiting_count--;
    value = s->waiting[nth];
    for (; nth < s->waiting_count; nth++) s->waiting[nth] = s->waiting[nth + 1];
  }
  r->value = value;
  access(o->code, arg, o->address, value, 1);
}

// For a reset between workloads: EOImode is 1, everything enabled, the mask open.
static u64 drain(const volatile struct operation *o) {
  int v2 = mailbox()->gic == 2;
  u64 count = 0;
  for (; count < 4096; count++) {
    u32 value = v2 ? load(o->address + 0xc, 4) : call(read_stubs + 96 * 8, 0); // IAR, IAR1
    if (is_special(value)) break;
    if (v2) {
      store(o->address + 0x10, 4, value);
      store(o->address + 0x1000, 4, value);
    } else {
      call(write_stubs + 97 * 8, value); // EOIR1
      call(write_stubs + 89 * 8, value); // DIR
    }
    load(o->value, 4); // an exit, so that the next ones come
  }
  return count;
}

static u64 psci(u64 function, u64 a, u64 b, u64 c) {
  return mailbox()->exception_level == 2 ? psci_smc(function, a, b, c) : psci_hvc(function, a, b, c);
}

static void execute(u32 cpu, u32 number) {
  const volatile struct operation *o =
      (const volatile struct operation *)(_start + MAILBOX + OPERATIONS) + number;
  volatile struct result *r = (volatile struct result *)(_start + MAILBOX + RESULTS) + number;
  struct frame *frame = &frames[cpu];
  u32 arg = o->arg & ~(SHOW_LINES | SHOW_PHYSICAL);
  u64 before = frame->count;
  r->value = 0;
  r->status = 0;
  r->lines = r->id = 0;
  switch (o->code & 0x3f) {
  case OP_READ:
    r->value = access(o->code, arg, o->address, 0, 0);
    break;
  case OP_WRITE:
    access(o->code, arg, o->address, o->value, 1);
    break;
  case OP_SAVE:
    r->value = access(o->code, arg, o->address, 0, 0);
    if (frame->count == before) {
      saved[o->value % SLOTS] = r->value;
      is_saved[o->value % SLOTS] = 1;
    }
    break;
  case OP_RESTORE:
    r->value = saved[o->value % SLOTS];
    if (is_saved[o->value % SLOTS])
      access(o->code, arg, o->address, r->value, 1);
    else
      r->status = SKIPPED;
    break;
  case OP_ACKNOWLEDGE:
    acknowledge(o, arg, r, frame);
    break;
  case OP_END:
    end(o, arg, r);
    break;
  case OP_DEACTIVATE:
    deactivate(o, arg, r);
    break;
  case OP_FORGET:
    stacks_of[arg * 2].depth = stacks_of[arg * 2].waiting_count = 0;
    stacks_of[arg * 2 + 1].depth = stacks_of[arg * 2 + 1].waiting_count = 0;
    break;
  case OP_CPU_ON:
    r->value = psci(CPU_ON, arg, (u64)other_cpu, arg);
    break;
  case OP_CPU_OFF:
    r->value = psci(CPU_OFF, 0, 0, 0); // comes back only if it is refused
    break;
  case OP_LINES:
    break;
  case OP_CLEAR:
    clear();
    break;
  case OP_DRAIN:
    r->value = drain(o);
    break;
  case OP_CALL:
    psci(SMCCC_VERSION, 0, 0, 0);
    break;
  case OP_FILL:
    for (u32 i = 0; i < o->address; i++)
      store((o->value >> 32) + (u64)i * arg, arg, (u32)o->value);
    break;
  default:
    break;
  }
  if (frame->count != before) r->status = frame->syndrome;
  if (o->arg & (SHOW_LINES | SHOW_PHYSICAL)) r->lines = lines((o->arg & SHOW_LINES) != 0);
}

// Executes this CPU's operations when their turn comes; what others skip is not waited for.
static void run_batch(u32 cpu) {
  volatile struct mailbox *m = mailbox();
  const volatile struct operation *operations =
      (const volatile struct operation *)(_start + MAILBOX + OPERATIONS);
  u32 count = m->count;
  for (u32 i = m->turn; i < count; i++) {
    if (operations[i].cpu != cpu) continue;
    while (m->turn < i) yield();
    ordered();
    if ((operations[i].code & 0x3f) == OP_CPU_OFF) {
      // This CPU comes back, if it does, at the start of the program.
      m->turn = i + 1;
      ordered();
    }
    execute(cpu, i);
    ordered();
    m->turn = i + 1;
  }
  while (m->turn < count) yield();
}

static void work_by_semihosting(u32 cpu) {
  volatile struct mailbox *m = mailbox();
  const char ready = 'R', finished = 'D';
  if (cpu == 0) {
    m->magic = MAGIC;
    ordered();
    semihosting(SYS_WRITEC, &ready);
  }
  for (;;) {
    // A CPU that was switched on again goes on with the batch in progress.
    while (m->request == m->done[cpu] || ((m->participants >> cpu) & 1) == 0) {
      semihosting(SYS_READC, 0);
      ordered();
    }
    u32 request = m->request;
    run_batch(cpu);
    m->done[cpu] = request;
    ordered();
    for (u32 other = 0; other < MAX_CPUS; other++)
      while (((m->participants >> other) & 1) && m->done[other] != request) yield();
    if (cpu == 0) {
      m->response = request;
      ordered();
      semihosting(SYS_WRITEC, &finished);
    }
    // A snapshot is taken here: a CPU that sleeps in SYS_READC could not be woken after it.
    while (m->hold == request) yield();
  }
}

// The VMM runs one CPU at a time and says which operations are its.
static void work_by_vmm(u32 cpu) {
  volatile struct mailbox *m = mailbox();
  for (;;) {
    store(DOORBELL, 4, cpu);
    for (u32 i = m->first; i < m->last; i++) {
      m->turn = i;
      execute(cpu, i);
    }
  }
}

void probe_main(u64 cpu) {
  volatile struct mailbox *m = mailbox();
  u64 level;
  __asm__ volatile("mrs %0, CurrentEL" : "=r"(level));
  m->exception_level = level >> 2;
  if (m->exception_level == 2) {
    call(write_stubs + 205 * 8, 0xf); // ICC_SRE_EL2; UNDEFINED without a GICv3
    call(write_stubs + 101 * 8, 0x7); // ICC_SRE_EL1
  }
  if (m->waits == BY_VMM)
    work_by_vmm(cpu);
  else
    work_by_semihosting(cpu);
}
