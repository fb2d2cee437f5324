// The VMM: /init of a Linux guest of QEMU. It runs the probe as a guest of that Linux's KVM and executes
// the operations that are not the guest's. No libc: it is committed as a binary.
//
// The mailbox it shares with Lockstep is physical memory that Linux was told not to use; the doorbell is
// semihosting from EL0. One thread runs all vCPUs: each is in KVM_RUN only while it executes its operations.

#include "mailbox.h"
#include <asm/unistd.h>
#include <linux/kvm.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/time.h>
#include <asm/signal.h>

#define GUEST 0x80000000UL
#define GUEST_SIZE 0x200000UL // with the mailbox; a huge page, so one block of stage 2
#define GICD 0x08000000UL
#define GICC 0x08010000UL
#define GICR 0x080a0000UL
#define SHARED_SIZE (TEXT + TEXT_SIZE)

#define SYS_WRITEC 3
#define SYS_READC 7

// The probe. build.sh defines OTHER_CPU: where vCPUs other than the first start in it.
__asm__(".section .rodata\n.balign 16\nprobe: .incbin \"probe.bin\"\n.balign 16\nprobe_end:\n.previous");
extern const u64 probe[], probe_end[];

// The kernel enters with the stack pointer at argc.
__asm__(".globl _start\n_start: mov x0, sp\n\tbl vmm_main");

static long system_call(long number, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) {
  register u64 x8 __asm__("x8") = number;
  register u64 x0 __asm__("x0") = a;
  register u64 x1 __asm__("x1") = b;
  register u64 x2 __asm__("x2") = c;
  register u64 x3 __asm__("x3") = d;
  register u64 x4 __asm__("x4") = e;
  register u64 x5 __asm__("x5") = f;
  __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
}

static u64 semihosting(u64 operation, const void *argument) {
  register u64 x0 __asm__("x0") = operation;
  register u64 x1 __asm__("x1") = (u64)argument;
  __asm__ volatile("hlt #0xf000" : "+r"(x0) : "r"(x1) : "memory");
  return x0;
}

static inline void ordered(void) { __asm__ volatile("dmb sy" ::: "memory"); }

// Numbers of fcntl.h, mman.h, mount(2).
#define AT_FDCWD (-100UL)
#define O_RDWR 2
#define O_DIRECT 0200000
#define O_SYNC 04010000
#define PROT_READ_WRITE 3
#define MAP_SHARED 1
#define MAP_PRIVATE 2
#define MAP_ANONYMOUS 0x20
#define MAP_HUGETLB 0x40000
#define EINTR 4
#define EIO 5
#define EINVAL 22
#define ENOSYS 38

static long open(const char *path, u64 flags) {
  return system_call(__NR_openat, AT_FDCWD, (u64)path, flags, 0, 0, 0);
}
static long ioctl(int fd, u64 request, u64 argument) {
  return system_call(__NR_ioctl, fd, request, argument, 0, 0, 0);
}
static long map(u64 size, u64 flags, int fd, u64 offset) {
  return system_call(__NR_mmap, 0, size, PROT_READ_WRITE, flags, fd, offset);
}
static long mount(const char *type, const char *on) {
  return system_call(__NR_mount, (u64)type, (u64)on, (u64)type, 0, 0, 0);
}
static void print(const char *text) {
  static long console = -1;
  u64 length = 0;
  while (text[length]) length++;
  if (console < 0) console = open("/dev/console", O_RDWR);
  system_call(__NR_write, console, (u64)text, length, 0, 0, 0);
}

// Both return the end of what they wrote.
static char *put(char *at, const char *text) {
  while (*text) *at++ = *text++;
  return at;
}

static char *decimal(char *at, u64 number) {
  if (number >= 10) at = decimal(at, number / 10);
  *at++ = '0' + number % 10;
  return at;
}

// What cannot go on is told on the console.
static void fatal(const char *what, long result) {
  char text[64];
  *put(decimal(put(put(put(text, "FATAL "), what), " errno "), -result), "\n") = 0;
  print(text);
  system_call(__NR_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_POWER_OFF, 0, 0, 0);
  for (;;) semihosting(SYS_READC, 0);
}

static long needed(const char *what, long result) {
  if (result < 0) fatal(what, result);
  return result;
}

// The mailbox shared with Lockstep: device memory to Linux, so accesses are aligned.
static volatile struct mailbox *shared;
// The guest's memory: the probe and its own mailbox.
static u64 guest;
static volatile struct mailbox *mailbox;
static volatile struct operation *operations;
static volatile struct result *results;

static long kvm, run_size;
static int vm = -1, gic = -1, vcpus;
static struct vcpu {
  int fd;
  int off; // it has executed CPU_OFF
  struct kvm_run *run;
} vcpu[MAX_CPUS];

static void copy(volatile u64 *to, const volatile u64 *from, u64 bytes) {
  for (u64 i = 0; i < bytes / 8; i++) to[i] = from[i];
}

// SIGALRM is blocked but in KVM_RUN of a vCPU that is to execute CPU_OFF: nothing else ends that one.
static const u64 alarm_set = 1UL << (SIGALRM - 1);

static void let_alarm_in(struct vcpu *v) {
  struct {
    struct kvm_signal_mask mask;
    u8 set[8];
  } none = {{8}, {0}};
  ioctl(v->fd, KVM_SET_SIGNAL_MASK, (u64)&none);
}

static void set_alarm(void) {
  static const u64 once[4] = {0, 0, 0, 1000}; // microseconds
  system_call(__NR_setitimer, 0, (u64)once, 0, 0, 0, 0);
}

// Takes the alarm away if it came, so that it does not end the next KVM_RUN.
static void clear_alarm(void) {
  static const u64 none[4];
  system_call(__NR_setitimer, 0, (u64)none, 0, 0, 0, 0);
  system_call(__NR_rt_sigtimedwait, (u64)&alarm_set, 0, (u64)none, 8, 0, 0);
}

static int is_off(const struct vcpu *v) {
  struct kvm_mp_state state;
  return ioctl(v->fd, KVM_GET_MP_STATE, (u64)&state) == 0 && state.mp_state == KVM_MP_STATE_STOPPED;
}

// Runs a vCPU until it stores to the doorbell or, if it is to, is off. Returns 0 or an errno.
static u32 run(struct vcpu *v, int goes_off) {
  for (;;) {
    if (goes_off) set_alarm();
    long result = ioctl(v->fd, KVM_RUN, 0);
    if (goes_off) clear_alarm();
    if (goes_off && result == -EINTR) {
      v->off = is_off(v);
      if (v->off) return 0;
      continue;
    }
    if (result < 0) return -result;
    if (v->run->exit_reason != KVM_EXIT_MMIO) return EIO;
    if (v->run->mmio.phys_addr == DOORBELL) return 0;
    // Nothing is there: reads give 0.
    *(u64 *)v->run->mmio.data = 0;
    results[mailbox->turn].status = NOBODY;
  }
}

static long attribute(u64 request, u32 group, u64 number, void *value) {
  struct kvm_device_attr a = {0, group, number, (u64)value};
  return ioctl(gic, request, (u64)&a);
}

static long set_core_register(int fd, u64 offset, u64 value) {
  struct kvm_one_reg r = {KVM_REG_ARM64 | KVM_REG_SIZE_U64 | KVM_REG_ARM_CORE | (offset / 4), (u64)&value};
  return ioctl(fd, KVM_SET_ONE_REG, (u64)&r);
}
#define CORE(field) __builtin_offsetof(struct kvm_regs, field)

// Closing a VM waits for grace periods: a thread of its own waits. The pipe holds few, so a VM that is
// made waits for old ones at last. A VM's folder in debugfs is named after its descriptor, and a new VM has
// none while there is one of that name: the number is not free before the old VM is gone.
static int closing[2];
static u64 closer_stack[512] __attribute__((aligned(16)));

__attribute__((used)) static void closer(void) {
  int fd;
  while (system_call(__NR_read, closing[0], (u64)&fd, sizeof fd, 0, 0, 0) == sizeof fd) {
    system_call(__NR_dup3, closing[0], fd, 0, 0, 0, 0);
    system_call(__NR_close, fd, 0, 0, 0, 0, 0);
  }
  fatal("closer", 0);
}

static void start_closer(void) {
  system_call(__NR_rt_sigprocmask, SIG_BLOCK, (u64)&alarm_set, 0, 8, 0, 0);
  needed("pipe", system_call(__NR_pipe2, (u64)closing, O_DIRECT, 0, 0, 0, 0));
  register u64 x8 __asm__("x8") = __NR_clone;
  register u64 x0 __asm__("x0") = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
  register u64 x1 __asm__("x1") = (u64)(closer_stack + 512);
  // The thread has this frame's registers but a stack of its own: it must not return from here.
  __asm__ volatile("svc #0\n\tcbnz x0, 1f\n\tbl closer\n1:" : "+r"(x0) : "r"(x8), "r"(x1) : "x30", "memory");
  needed("clone", x0);
}

static void close_vm(void) {
  for (int i = 0; i < vcpus; i++) {
    system_call(__NR_munmap, (u64)vcpu[i].run, run_size, 0, 0, 0, 0);
    system_call(__NR_close, vcpu[i].fd, 0, 0, 0, 0, 0);
  }
  if (gic >= 0) system_call(__NR_close, gic, 0, 0, 0, 0, 0);
  if (vm >= 0) system_call(__NR_write, closing[1], (u64)&vm, sizeof vm, 0, 0, 0);
  vm = gic = -1;
  vcpus = 0;
}

static long new_vcpu(int number, struct kvm_vcpu_init *init) {
  struct vcpu *v = &vcpu[number];
  long result = ioctl(vm, KVM_CREATE_VCPU, number);
  if (result < 0) return result;
  v->fd = result;
  result = map(run_size, MAP_SHARED, v->fd, 0);
  if (result < 0) return result;
  v->run = (struct kvm_run *)result;
  v->off = 0;
  vcpus = number + 1;
  result = ioctl(v->fd, KVM_ARM_VCPU_INIT, (u64)init);
  if (result >= 0) result = set_core_register(v->fd, CORE(regs.pc), GUEST + (number == 0 ? 0 : OTHER_CPU));
  if (result >= 0) result = set_core_register(v->fd, CORE(regs.regs[0]), number);
  return result;
}

static long new_gic(u32 version, u32 interrupts) {
  struct kvm_create_device d = {version == 2 ? KVM_DEV_TYPE_ARM_VGIC_V2 : KVM_DEV_TYPE_ARM_VGIC_V3, 0, 0};
  u64 gicd = GICD, other = version == 2 ? GICC : GICR;
  u64 other_type = version == 2 ? KVM_VGIC_V2_ADDR_TYPE_CPU : KVM_VGIC_V3_ADDR_TYPE_REDIST;
  long result = ioctl(vm, KVM_CREATE_DEVICE, (u64)&d);
  if (result < 0) return result;
  gic = d.fd;
  result = attribute(KVM_SET_DEVICE_ATTR, KVM_DEV_ARM_VGIC_GRP_NR_IRQS, 0, &interrupts);
  // The distributor's type is 0 (GICv2) or 2.
  if (result >= 0)
    result = attribute(KVM_SET_DEVICE_ATTR, KVM_DEV_ARM_VGIC_GRP_ADDR,
                       version == 2 ? KVM_VGIC_V2_ADDR_TYPE_DIST : KVM_VGIC_V3_ADDR_TYPE_DIST, &gicd);
  if (result >= 0) result = attribute(KVM_SET_DEVICE_ATTR, KVM_DEV_ARM_VGIC_GRP_ADDR, other_type, &other);
  if (result >= 0)
    result = attribute(KVM_SET_DEVICE_ATTR, KVM_DEV_ARM_VGIC_GRP_CTRL, KVM_DEV_ARM_VGIC_CTRL_INIT, 0);
  return result;
}

// Replaces the VM. The memory is the old one's as it is: OP_CLEAR forgets what the probe remembers.
static long new_vm(u32 cpus, u32 version, u32 interrupts) {
  close_vm();
  if (cpus == 0 || cpus > MAX_CPUS || (version != 2 && version != 3)) return -EINVAL;
  long result = ioctl(kvm, KVM_CREATE_VM, 0);
  if (result < 0) return result;
  vm = result;
  mailbox->waits = BY_VMM;
  mailbox->gic = version;
  mailbox->gicc = GICC;
  mailbox->first = mailbox->last = mailbox->turn = 0;
  struct kvm_userspace_memory_region memory = {0, 0, GUEST, GUEST_SIZE, guest};
  result = ioctl(vm, KVM_SET_USER_MEMORY_REGION, (u64)&memory);
  struct kvm_vcpu_init init;
  if (result >= 0) result = ioctl(vm, KVM_ARM_PREFERRED_TARGET, (u64)&init);
  init.features[0] = 1 << KVM_ARM_VCPU_PSCI_0_2;
  for (u32 i = 0; i < cpus && result >= 0; i++) result = new_vcpu(i, &init);
  if (result >= 0) result = new_gic(version, interrupts);
  for (u32 i = 0; i < cpus && result >= 0; i++) result = -(long)run(&vcpu[i], 0);
  return result;
}

static long stop(u32 number) {
  struct kvm_mp_state state = {KVM_MP_STATE_STOPPED};
  if ((int)number >= vcpus) return -EINVAL;
  vcpu[number].off = 1;
  return ioctl(vcpu[number].fd, KVM_SET_MP_STATE, (u64)&state);
}

// Puts debugfs' account of the GIC behind the results. Returns its length.
static long show_state(void) {
  static u64 text[TEXT_SIZE / 8];
  char path[64];
  system_call(__NR_mkdirat, AT_FDCWD, (u64)"/debug", 0700, 0, 0, 0);
  mount("debugfs", "/debug"); // fails if it is there already
  *put(decimal(put(path, "/debug/kvm/1-"), vm), "/vgic-state") = 0;
  long file = open(path, 0), size, total = 0;
  if (file < 0) return file;
  while ((size = system_call(__NR_read, file, (u64)text + total, TEXT_SIZE - total, 0, 0, 0)) > 0) total += size;
  system_call(__NR_close, file, 0, 0, 0, 0, 0);
  copy((volatile u64 *)((u64)shared + TEXT), text, (total + 7) & ~7UL);
  return size < 0 ? size : total;
}

static int is_own(u32 code) { return code >= OP_HOST && code < FLAG_EL1; }

// The VMM's own operations.
static void execute(u32 number) {
  volatile struct operation *o = &operations[number];
  volatile struct result *r = &results[number];
  u64 value = 0;
  long result = 0;
  switch (o->code) {
  case OP_HOST_LEAVE:
    break;
  case OP_HOST_NEW_VM:
    result = new_vm(o->value & 0xff, (o->value >> 8) & 0xff, (o->value >> 16) & 0xffff);
    break;
  case OP_HOST_LINE: {
    struct kvm_irq_level line = {{o->address}, o->value};
    result = ioctl(vm, KVM_IRQ_LINE, (u64)&line);
    break;
  }
  case OP_HOST_GET:
    result = attribute(KVM_GET_DEVICE_ATTR, o->arg, (u64)o->cpu << 32 | o->address, &value);
    break;
  case OP_HOST_SET:
    value = o->value;
    result = attribute(KVM_SET_DEVICE_ATTR, o->arg, (u64)o->cpu << 32 | o->address, &value);
    break;
  case OP_HOST_COPY:
    value = results[o->value & (MAX_OPERATIONS - 1)].value;
    result = attribute(KVM_SET_DEVICE_ATTR, o->arg, (u64)o->cpu << 32 | o->address, &value);
    break;
  case OP_HOST_STOP:
    result = stop(o->value);
    break;
  case OP_HOST_STATE:
    result = show_state();
    value = result;
    break;
  default:
    result = -ENOSYS;
  }
  r->value = result < 0 ? 0 : value;
  r->status = result < 0 ? -result : 0;
  r->lines = r->id = 0;
}

static int is_off_operation(u32 number) { return (operations[number].code & 0x3f) == OP_CPU_OFF; }

// Lets a vCPU execute its operations from first to last.
static u32 run_segment(u32 cpu, u32 first, u32 last) {
  if ((int)cpu >= vcpus) return EINVAL;
  struct vcpu *v = &vcpu[cpu];
  if (v->off) {
    if (is_off(v)) return SKIPPED;
    v->off = 0; // it was switched on: it starts, and comes to the doorbell
    u32 status = run(v, 0);
    if (status != 0) return status;
  }
  mailbox->first = first;
  mailbox->last = last;
  ordered();
  if (!is_off_operation(last - 1)) return run(v, 0);
  let_alarm_in(v);
  u32 status = run(v, 1);
  ioctl(v->fd, KVM_SET_SIGNAL_MASK, 0);
  return status;
}

static void run_batch(u32 count) {
  copy((volatile u64 *)operations, (volatile u64 *)((u64)shared + OPERATIONS), count * sizeof(*operations));
  for (u32 i = 0, end; i < count; i = end) {
    end = i + 1;
    if (is_own(operations[i].code)) {
      execute(i);
      continue;
    }
    u32 cpu = operations[i].cpu;
    while (end < count && operations[end].cpu == cpu && !is_own(operations[end].code) &&
           !is_off_operation(end - 1))
      end++;
    u32 status = run_segment(cpu, i, end);
    if (status == 0) continue;
    for (u32 failed = i; failed < end; failed++) {
      results[failed].value = 0;
      results[failed].status = status;
      results[failed].lines = results[failed].id = 0;
    }
  }
  copy((volatile u64 *)((u64)shared + RESULTS), (volatile u64 *)results, count * sizeof(*results));
}

static u64 number_of(const char *text) {
  u64 value = 0;
  for (text += 2; *text; text++) value = value * 16 + (*text <= '9' ? *text - '0' : (*text | 32) - 'a' + 10);
  return value;
}

// Linux makes the words of its command line that it does not know into our environment.
static u64 shared_address(char **environment) {
  static const char name[] = "shmphys=";
  for (; *environment; environment++) {
    u64 same = 0;
    while (name[same] && (*environment)[same] == name[same]) same++;
    if (!name[same]) return number_of(*environment + same);
  }
  fatal("no shmphys=", 0);
  return 0;
}

void vmm_main(const u64 *stack) {
  char byte;
  mount("devtmpfs", "/dev");
  u64 address = shared_address((char **)(stack + 1 + stack[0] + 1));
  long memory = needed("/dev/mem", open("/dev/mem", O_RDWR | O_SYNC));
  shared = (volatile struct mailbox *)needed("shared memory", map(SHARED_SIZE, MAP_SHARED, memory, address));
  start_closer();
  // CPU 1 is isolated: no ticks, and nobody who preempts.
  static const u64 second_cpu = 2;
  system_call(__NR_sched_setaffinity, 0, sizeof second_cpu, (u64)&second_cpu, 0, 0, 0);
  kvm = needed("/dev/kvm", open("/dev/kvm", O_RDWR));
  run_size = needed("run size", ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0));
  guest = needed("guest memory", map(GUEST_SIZE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0));
  mailbox = (volatile struct mailbox *)(guest + MAILBOX);
  operations = (volatile struct operation *)(guest + MAILBOX + OPERATIONS);
  results = (volatile struct result *)(guest + MAILBOX + RESULTS);
  copy((volatile u64 *)guest, probe, (u64)probe_end - (u64)probe);
  shared->request = shared->response = 0;
  shared->waits = BY_VMM;
  shared->magic = MAGIC;
  ordered();
  byte = 'R';
  semihosting(SYS_WRITEC, &byte);
  for (;;) {
    while (shared->request == shared->response) {
      semihosting(SYS_READC, 0);
      ordered();
    }
    run_batch(shared->count);
    ordered();
    shared->response = shared->request;
    ordered();
    byte = 'D';
    semihosting(SYS_WRITEC, &byte);
  }
}
