// What the probe, the VMM and Lockstep (src/targets/mailbox.ts) share: the layout of the mailbox.

#ifndef MAILBOX_H
#define MAILBOX_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;

#define MAGIC 0x4b54534c // "LSTK"
#define MAX_CPUS 8
#define MAX_OPERATIONS 16384

// Offset of the mailbox from the start of the probe's image, which is aligned to 2 MiB.
#define MAILBOX 0x100000UL
#define OPERATIONS 0x10000UL // from the start of the mailbox
#define RESULTS 0x50000UL
#define TEXT 0x90000UL // OP_HOST_STATE
#define TEXT_SIZE 0x10000UL

// How the probe waits for work.
enum { BY_SEMIHOSTING = 0, BY_VMM = 1 };

struct mailbox {
  u32 magic;        // MAGIC once the first CPU is ready
  u32 waits;        // BY_SEMIHOSTING or BY_VMM
  u32 request;      // number of the batch to run; the host counts up
  u32 response;     // number of the last batch that is done
  u32 count;        // operations of the batch
  u32 participants; // CPUs that take part, as bits
  u32 gic;          // architecture version: 2 or 3
  u32 gicc;         // GICv2: address of the physical CPU interface
  u32 turn;         // number of the operation whose turn it is
  u32 exception_level;
  u32 first; // BY_VMM: the range of operations that the CPU being run executes
  u32 last;
  u32 done[MAX_CPUS]; // number of the last batch each CPU finished
  u32 hold;           // number of a batch after which CPUs wait, awake
  u32 gich;           // GICv2 at EL2: address of the hypervisor control registers
};

struct operation {
  u8 code; // with FLAG_*
  u8 cpu;
  u16 arg; // size in bytes, or number of the system register; with SHOW_LINES
  u32 address;
  u64 value;
};

struct result {
  u64 value;
  u32 status; // 0, SKIPPED, or the syndrome (ESR_ELx) of the exception that was taken
  u16 lines;  // of the executing CPU: bits irq, fiq, virq, vfiq, maintenance (the last three at EL2)
  u16 id;     // OP_END: id of the register written
};

#define FLAG_SYSTEM 0x80 // a system register, not memory
#define FLAG_EL1 0x40    // executed at EL1 by a probe that runs at EL2
#define SHOW_LINES 0x8000
#define SHOW_PHYSICAL 0x4000 // irq and fiq only: the virtual ones take a turn at EL1
#define SKIPPED 0xffffffffU
#define NOBODY 0xfffffffeU // BY_VMM: an address where the guest has nothing: reads as 0

enum {
  OP_NOTHING = 0,
  OP_READ = 1,
  OP_WRITE = 2,
  // Reads, and remembers the value in slot `value`; writes what slot `value` holds.
  OP_SAVE = 3,
  OP_RESTORE = 4,
  // Reads, and puts what was acknowledged on a stack. value: stack, EOI register (id, location).
  OP_ACKNOWLEDGE = 5,
  // Writes the EOI register for the top of the stack. value: stack, KEEP.
  OP_END = 6,
  // Writes DIR for the nth of what waits or, with EARLY, is being handled. value: stack, flags, nth.
  OP_DEACTIVATE = 7,
  OP_FORGET = 8, // the stacks of CPU `arg`
  OP_CPU_ON = 9, // arg: CPU
  OP_CPU_OFF = 10,
  OP_LINES = 11, // does nothing, for the lines
  OP_CLEAR = 12, // forgets all stacks and slots
  // Acknowledges, ends and deactivates until nothing is left; address: GICC (v2); result: how many.
  OP_DRAIN = 13,
  // Writes `value` to each of `address` registers; the first is at its high word; arg: size.
  OP_FILL = 14,
  OP_CALL = 15, // an exit that does nothing: HVC, SMCCC_VERSION
  // For the VMM: see vmm.c.
  OP_HOST = 32,
  OP_HOST_LEAVE = 32,  // the vCPU leaves KVM_RUN and enters it again
  OP_HOST_NEW_VM = 33, // value: vCPUs, GIC version << 8, interrupts << 16
  OP_HOST_LINE = 34,   // KVM_IRQ_LINE. address: irq; value: level
  // KVM_GET_DEVICE_ATTR, KVM_SET_DEVICE_ATTR. arg: group; address, cpu: low and high half of attr.
  OP_HOST_GET = 35,
  OP_HOST_SET = 36,
  OP_HOST_STATE = 37, // debugfs' vgic-state goes to TEXT; result: its length
  OP_HOST_COPY = 38,  // as OP_HOST_SET, with what operation `value` showed
  OP_HOST_STOP = 39,  // vCPU `value` is off from now on, as after CPU_OFF
};

// Bits of `value`.
#define STACK(value) ((u32)(value) & 0x1f)
#define KEEP 0x100UL  // OP_END: EOImode is 1, so it waits for DIR
#define EARLY 0x100UL // OP_DEACTIVATE
#define NTH(value) ((u32)((value) >> 16) & 0xffff)
#define EOI_ID(value) ((u32)((value) >> 16) & 0xffff)
#define EOI_AT(value) ((u32)((value) >> 32))

// A store here ends the turn of a CPU that the VMM runs.
#define DOORBELL 0x0a000000UL

#endif
