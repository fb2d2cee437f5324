/* The half of the harness that sees Xen: calls its functions, and looks at its table. */
#include <xen/mm.h>
#include "harness.h"

int strcmp(const char *one, const char *other);

/* What assembly is told of these is true. */
_Static_assert(sizeof(pr_t) == 1 << XEN_MPUMAP_ENTRY_SHIFT, "XEN_MPUMAP_ENTRY_SHIFT");
_Static_assert(sizeof(prbar_t) + sizeof(prlar_t) == XEN_MPUMAP_ENTRY_ZERO_OFFSET,
               "XEN_MPUMAP_ENTRY_ZERO_OFFSET");

unsigned long lockstep_symbol[LOCKSTEP_SYMBOLS];
uint32_t lockstep_fdt_size;
struct membanks lockstep_heap;
__typeof__(system_cpuinfo) system_cpuinfo;

void lockstep_boot(void);
void lockstep_boot_early_printk(void);

void lockstep_panic(void) { harness_end(ENDED_PANIC); }

unsigned long find_first_zero_bit(const unsigned long *map, unsigned long bits)
{
  for (unsigned long bit = 0; bit < bits; bit++)
    if (!(map[bit / BITS_PER_LONG] >> bit % BITS_PER_LONG & 1)) return bit;
  return bits;
}

void set_bit(unsigned long bit, unsigned long *map)
{
  map[bit / BITS_PER_LONG] |= 1UL << bit % BITS_PER_LONG;
}

void clear_bit(unsigned long bit, unsigned long *map)
{
  map[bit / BITS_PER_LONG] &= ~(1UL << bit % BITS_PER_LONG);
}

/* The table is Xen's own; memory of the layout is not there. */
void lockstep_fill(void *to, int byte, unsigned long size)
{
  char *first = to;
  if (first < (char *)xen_mpumap || first + size > (char *)(xen_mpumap + MAX_MPU_REGION_NR)) return;
  while (size-- > 0) *(volatile char *)first++ = byte;
}

/* It keeps r4 and r5 of AArch32 for itself. */
static void call(void (*function)(void))
{
#ifdef CONFIG_ARM_64
  asm volatile("blr %0" : : "r"(function)
               : "x0", "x1", "x2", "x3", "x4", "x5", "x30", "cc", "memory");
#else
  asm volatile("blx %0" : : "r"(function)
               : "r0", "r1", "r2", "r3", "r4", "r5", "r12", "lr", "cc", "memory");
#endif
}

static long on(void (*function)(void))
{
  function();
  return ENDED_OK;
}

long harness_execute(const char *command, const unsigned long numbers[4])
{
  const unsigned long a = numbers[0], b = numbers[1], c = numbers[2], d = numbers[3];
#define IS(name) (strcmp(command, name) == 0)
  if (IS("boot")) return call(lockstep_boot), ENDED_OK;
  if (IS("boot-early-printk")) return call(lockstep_boot_early_printk), ENDED_OK;
  if (IS("heap")) {
    lockstep_heap.nr_banks = 1;
    lockstep_heap.bank[0].start = a;
    lockstep_heap.bank[0].size = b;
    lockstep_heap.bank[0].type = MEMBANK_STATIC_HEAP;
    return ENDED_OK;
  }
  if (IS("early-fdt")) {
    lockstep_fdt_size = b;
    return early_fdt_map(a) ? ENDED_OK : ENDED_PANIC;
  }
  if (IS("static-heap")) return on(setup_mm_helper);
  if (IS("remove-early-mappings")) return on(remove_early_mappings);
  if (IS("modify-after-init")) return on(modify_after_init_mappings);
  if (IS("free-init-memory")) return on(free_init_memory);
  if (IS("map")) return xen_mpumap_update(a, b, c);
  if (IS("modify")) return modify_xen_mappings(a, b, c);
  if (IS("unmap")) return destroy_xen_mappings(a, b);
  if (IS("unmap-containing")) return destroy_xen_mapping_containing(a);
  if (IS("map-pages")) return map_pages_to_xen(a, maddr_to_mfn(b), c, d);
  if (IS("ioremap")) return ioremap_attr(a, b, c) ? ENDED_OK : -EINVAL;
  if (IS("iounmap")) return vunmap(_p(a)), ENDED_OK;
  if (IS("copy-from-paddr")) return copy_from_paddr(NULL, a, b), ENDED_OK;
  return ENDED_UNKNOWN;
}

void harness_table(void (*tell)(unsigned int, unsigned long long, unsigned long long, unsigned int))
{
  for (unsigned int n = 0; n < max_mpu_regions && n < MAX_MPU_REGION_NR; n++) {
    const pr_t *entry = &xen_mpumap[n];
    if (xen_mpumap_mask[n / BITS_PER_LONG] >> n % BITS_PER_LONG & 1)
      tell(n, entry->prbar.bits, entry->prlar.bits, entry->refcount);
  }
}

/* The tables are followed by nothing that anybody uses. */
static char fence[128] __cacheline_aligned __section("") __attribute__((used));

#define PATTERN 0xa5
#define BEHIND 8

static volatile uint8_t *behind(void)
{
  return (volatile uint8_t *)(&max_mpu_regions + 1);
}

void harness_lay(void)
{
  for (unsigned int n = 0; n < BEHIND; n++) behind()[n] = PATTERN;
}

unsigned int harness_trodden(void)
{
  unsigned int gone = 0;
  for (unsigned int n = 0; n < BEHIND; n++) gone += behind()[n] != PATTERN;
  return gone;
}

void harness_place(const unsigned long addresses[ADDRESSES])
{
  lockstep_symbol[LOCKSTEP_srodata] = addresses[RODATA_START];
  lockstep_symbol[LOCKSTEP_erodata] = addresses[RODATA_END];
  lockstep_symbol[LOCKSTEP_ro_after_init_start] = addresses[RO_AFTER_INIT_START];
  lockstep_symbol[LOCKSTEP_ro_after_init_end] = addresses[RO_AFTER_INIT_END];
  lockstep_symbol[LOCKSTEP_init_begin] = addresses[INIT_TEXT_START];
  lockstep_symbol[LOCKSTEP_init_data_begin] = addresses[INIT_DATA_START];
  lockstep_symbol[LOCKSTEP_init_end] = addresses[INIT_DATA_END];
  lockstep_symbol[LOCKSTEP_bss_start] = addresses[BSS_START];
  lockstep_symbol[LOCKSTEP_bss_end] = addresses[BSS_END];
}
