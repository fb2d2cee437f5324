/* The part of lockstep.h that is C. */
#ifndef LOCKSTEP_C_H
#define LOCKSTEP_C_H

typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef unsigned long long uint64_t;
typedef uint32_t u32;
typedef uint64_t u64;
typedef __SIZE_TYPE__ size_t;
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)

/* As long as in Xen: `register_t` is what a register of the CPU holds. */
#ifdef CONFIG_ARM_64
typedef unsigned long register_t;
typedef unsigned long vaddr_t;
#define PRIpaddr "016lx"
#else
typedef uint32_t register_t;
typedef uint32_t vaddr_t;
#define PRIpaddr "08lx"
#endif
typedef unsigned long paddr_t;
#define INVALID_PADDR (~0UL)
#define PADDR_MASK ((uint64_t)-1 >> (64 - PADDR_BITS))

/* The language. */
#define __packed __attribute__((packed))
/* Tables are kept together, whatever section they ask for. */
#define __section(name) __attribute__((section("lockstep_tables")))
#define __cacheline_aligned __attribute__((aligned(128)))
#define __maybe_unused __attribute__((unused))
#define __init
#define __initdata
#define __iomem
#define __ro_after_init
#define asm_inline asm
#define BUILD_BUG_ON(wrong) _Static_assert(!(wrong), "")
#define BITS_PER_BYTE 8
#define GENMASK(high, low) ((~0UL >> (BITS_PER_LONG - 1 - (high))) & (~0UL << (low)))
#define DECLARE_BITMAP(name, bits) unsigned long name[((bits) + BITS_PER_LONG - 1) / BITS_PER_LONG]
#define _p(address) ((void *)(unsigned long)(address))

/* What Xen asserts is not checked in a release build. */
#define ASSERT(holds) ((void)sizeof(holds))
void lockstep_panic(void) __attribute__((noreturn));
#define panic(...) lockstep_panic()
#define BUG() lockstep_panic()
#define BUG_ON(wrong) do { if (wrong) lockstep_panic(); } while (0)
static inline int printk(const char *format, ...) { return 0; }
#define XENLOG_ERR
#define XENLOG_WARNING

#define EINVAL 22
#define ENOENT 2

/* Barriers trap like accesses to registers: see traps.c. */
#define isb() asm volatile("udf #0x15b" ::: "memory")
#define dsb(domain) asm volatile("udf #0xd5b" ::: "memory")
#define ALTERNATIVE(old, ...) old

/* One CPU, and nothing that interrupts it. */
typedef struct { int held; } spinlock_t;
#define DEFINE_SPINLOCK(name) spinlock_t name
static inline void spin_lock(spinlock_t *lock) { lock->held = 1; }
static inline void spin_unlock(spinlock_t *lock) { lock->held = 0; }
#define spin_is_locked(lock) ((lock)->held)
unsigned long find_first_zero_bit(const unsigned long *map, unsigned long bits);
void set_bit(unsigned long bit, unsigned long *map);
void clear_bit(unsigned long bit, unsigned long *map);

/* Pages. */
#define PAGE_SHIFT 12
#define PAGE_SIZE 4096UL
#define SZ_4K 0x1000
#define SZ_2M 0x200000
#define ROUNDUP(value, to) (((value) + (to) - 1) / (to) * (to))
#define IS_ALIGNED(value, to) ((value) % (to) == 0)
#define round_pgdown(address) ((address) & ~(PAGE_SIZE - 1))
#define round_pgup(address) round_pgdown((address) + PAGE_SIZE - 1)
typedef struct { unsigned long number; } mfn_t;
#define _mfn(number) ((mfn_t){ number })
#define mfn_x(mfn) ((mfn).number)
#define mfn_add(mfn, more) _mfn(mfn_x(mfn) + (more))
#define mfn_valid(mfn) true
#define mfn_to_maddr(mfn) ((paddr_t)mfn_x(mfn) << PAGE_SHIFT)
#define maddr_to_mfn(address) _mfn((paddr_t)(address) >> PAGE_SHIFT)
#define virt_to_mfn(address) ((unsigned long)(address) >> PAGE_SHIFT)

/* The frame table, which no script has. */
struct page_info { unsigned long unused; };
#define PAGE_INFO_SIZE sizeof(struct page_info)
#define FRAMETABLE_SIZE 0
#define mfn_to_page(mfn) ((struct page_info *)NULL)
#define mfn_to_pdx(mfn) mfn_x(mfn)
#define mfn_to_virt(mfn) _p((mfn) << PAGE_SHIFT)
#define alloc_boot_pages(pages, alignment) _mfn(0)
static unsigned long frametable_base_pdx __maybe_unused, max_pdx __maybe_unused;

/* What a mapping is: memory type in bits 2:0, XN, RO, present. */
#define MT_DEVICE_nGnRnE 0
#define MT_NORMAL_NC 1
#define MT_DEVICE_nGnRE 4
#define MT_NORMAL 7
#define _PAGE_PRESENT 0x20
#define PAGE_AI_MASK(flags) ((flags) & 7)
#define PAGE_XN_MASK(flags) ((flags) >> 3 & 1)
#define PAGE_RO_MASK(flags) ((flags) >> 4 & 1)
#define PAGE_HYPERVISOR_RX 0x37
#define PAGE_HYPERVISOR_RO 0x3f
#define PAGE_HYPERVISOR_RW 0x2f
#define PAGE_HYPERVISOR PAGE_HYPERVISOR_RW
#define PAGE_HYPERVISOR_NOCACHE 0x2c
#define PAGE_HYPERVISOR_WC 0x29
#define LPAE_SH_OUTER 2
#define LPAE_SH_INNER 3
#define flags_has_rwx(flags) (((flags) & 0x38) == _PAGE_PRESENT)

/* Caches are not modelled; memory of the layout is not there. */
#define clean_dcache_va_range(start, size) ((void)0)
#define invalidate_icache_local() ((void)0)
void lockstep_fill(void *to, int byte, unsigned long size);
#define memset(to, byte, size) lockstep_fill(to, byte, size)
#define memcpy(to, from, size) ((void)(from))

/* Where the linker puts Xen: as the script's layout says. */
extern unsigned long lockstep_symbol[];
enum {
  LOCKSTEP_srodata, LOCKSTEP_erodata, LOCKSTEP_ro_after_init_start, LOCKSTEP_ro_after_init_end,
  LOCKSTEP_init_begin, LOCKSTEP_init_data_begin, LOCKSTEP_init_end, LOCKSTEP_bss_start,
  LOCKSTEP_bss_end, LOCKSTEP_SYMBOLS
};
#define LOCKSTEP_AT(name) ((char *)lockstep_symbol[LOCKSTEP_##name])
#define _srodata LOCKSTEP_AT(srodata)
#define _erodata LOCKSTEP_AT(erodata)
#define __ro_after_init_start LOCKSTEP_AT(ro_after_init_start)
#define __ro_after_init_end LOCKSTEP_AT(ro_after_init_end)
#define __init_begin LOCKSTEP_AT(init_begin)
#define __init_data_begin LOCKSTEP_AT(init_data_begin)
#define __init_end LOCKSTEP_AT(init_end)
#define __bss_start LOCKSTEP_AT(bss_start)
#define __bss_end LOCKSTEP_AT(bss_end)

/* The device tree and the static heap. */
#define MIN_FDT_ALIGN 8
#define MAX_FDT_SIZE SZ_2M
#define FDT_MAGIC 0xd00dfeed
struct fdt_header { uint32_t words[10]; };
extern uint32_t lockstep_fdt_size;
#define fdt_magic(fdt) FDT_MAGIC
#define fdt_totalsize(fdt) lockstep_fdt_size
enum { MEMBANK_STATIC_HEAP = 1 };
struct membanks {
  unsigned int nr_banks;
  struct { paddr_t start, size; int type; } bank[1];
};
extern struct membanks lockstep_heap;
#define bootinfo_get_reserved_mem() (&lockstep_heap)

extern struct { struct { unsigned int msa_frac; } mm64; } system_cpuinfo;
#define MM64_MSA_FRAC_VMSA_SUPPORT 2

/* What one file of Xen has and another calls. */
void *early_fdt_map(paddr_t address);
void setup_mm_helper(void);
void remove_early_mappings(void);
void modify_after_init_mappings(void);
void free_init_memory(void);
int map_pages_to_xen(unsigned long address, mfn_t mfn, unsigned long pages, unsigned int flags);
int modify_xen_mappings(unsigned long start, unsigned long end, unsigned int flags);
int destroy_xen_mappings(unsigned long start, unsigned long end);
void *ioremap_attr(paddr_t start, size_t size, unsigned int flags);
void vunmap(const void *address);
void copy_from_paddr(void *to, paddr_t from, unsigned long size);

#endif
