#include <xen/mm.h>
#include <asm/sysregs.h>

void write_protection_region(const pr_t *region, uint8_t index)
{
  WRITE_SYSREG(index, PRSELR_EL2);
  isb();
  WRITE_SYSREG(region->prbar.bits, PRBAR_EL2);
  WRITE_SYSREG(region->prlar.bits, PRLAR_EL2);
}
