#ifndef TINY_MPU_MM_H
#define TINY_MPU_MM_H

#include <xen/types.h>
#include <asm/mpu.h>

extern uint8_t max_mpu_regions;
extern DECLARE_BITMAP(xen_mpumap_mask, MAX_MPU_REGION_NR);
extern pr_t xen_mpumap[MAX_MPU_REGION_NR];

void write_protection_region(const pr_t *region, uint8_t index);
int xen_mpumap_update(paddr_t start, paddr_t end, unsigned int flags);
int destroy_xen_mapping_containing(paddr_t page);

#endif
