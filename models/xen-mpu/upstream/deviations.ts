import type { Known } from '../deviation';
import { deviation } from '../deviation';

export type DeviationId = `XMPU-${number}`;

const READ = 'from the source, c447b7308b';

/** What Xen's region map does otherwise than the requirements ask. */
export const deviations: readonly Known<DeviationId>[] = [
  deviation(
    'XMPU-01',
    'bug',
    'PMSAv8-32: text and init text are writable and executable: the constant has AP 00',
    'MPU-X-003',
    'digest MPU-X-003: asm/arm32/sysregs.h, REGION_TEXT_PRBAR',
  ),
  deviation(
    'XMPU-02',
    'bug',
    'PMSAv8-32: the number of regions, a byte, is stored as a word',
    'MPU-X-005',
    'digest MPU-X-005: arm32/mpu/head.S, enable_boot_cpu_mm',
  ),
  deviation(
    'XMPU-03',
    'bug',
    'Every region but number 0 is disabled through PRENR: one from 32 on stays enabled, and with PMSAv8-64 number 64 disables number 0',
    'MPU-X-026 MPU-X-021 MPU-X-007 MPU-A-024 MPU-A-025',
    'digest MPU-X-026: mpu/mm.c, disable_mpu_region_from_index; the shift by the number as LSLV does it',
  ),
  deviation(
    'XMPU-04',
    'bug',
    'A region disabled through its own registers reaches from 0 to its limit for a moment: PRBAR is cleared first',
    'MPU-X-026 MPU-A-024 MPU-A-025',
    `${READ}: mpu/mm.c, disable_mpu_region_from_index; write_protection_region`,
  ),
  deviation(
    'XMPU-05',
    'known',
    'A range mapped inside another cannot be unmapped any more once the outer one was',
    'MPU-X-027',
    'digest MPU-X-027: mpu/mm.c, xen_mpumap_free_entry',
  ),
  deviation(
    'XMPU-06',
    'known',
    "Unmapping a range inside a region that was never mapped takes away somebody else's reference",
    'MPU-X-028 MPU-X-023',
    'digest MPU-X-028: mpu/mm.c, xen_mpumap_free_entry',
  ),
  deviation(
    'XMPU-07',
    'known',
    'modify_xen_mappings counts a reference where nothing changes, and maps what was not mapped',
    'MPU-X-029 MPU-X-023',
    'digest MPU-X-029: mpu/mm.c, modify_xen_mappings',
  ),
  deviation(
    'XMPU-08',
    'bug',
    'destroy_xen_mapping_containing of a page that is partly covered goes on with the invalid index',
    'MPU-X-030',
    'digest MPU-X-030: mpu/mm.c, destroy_xen_mapping_containing',
  ),
  deviation(
    'XMPU-09',
    'known',
    'map_pages_to_xen takes the base from the virtual and the limit from the physical address',
    'MPU-X-031',
    'digest MPU-X-031: mpu/mm.c, map_pages_to_xen',
  ),
  deviation(
    'XMPU-10',
    'bug',
    'Mapping a region again with another memory type and other permissions changes the permissions only, and succeeds',
    'MPU-X-044',
    `${READ}: mpu/mm.c, is_mm_attr_match looks at the permissions first`,
  ),
  deviation(
    'XMPU-11',
    'known',
    'Sections that share a granule get regions that overlap: only the linker script keeps them apart',
    'MPU-X-002 MPU-X-006 MPU-X-021 MPU-X-040 MPU-A-024 MPU-A-025',
    `${READ}: mpu/regions.inc, prepare_xen_region`,
  ),
  deviation(
    'XMPU-12',
    'bug',
    'A region that loses all of its range at the end of booting stays enabled, with its limit below its base',
    'MPU-X-040 MPU-X-041',
    `${READ}: mpu/setup.c, modify_after_init_mappings; mpu/mm.c, free_init_memory`,
  ),
  deviation(
    'XMPU-13',
    'known',
    'PMSAv8-32: stage 2 is not set up: Xen panics there',
    'MPU-X-060',
    `${READ}: arm32/mpu/p2m.c, setup_virt_paging`,
  ),
  deviation(
    'XMPU-14',
    'known',
    'An empty range is found inside the region around it: without rodata the end of booting moves the limit of text',
    'MPU-X-007',
    `${READ}: mpu/mm.c, mpumap_contains_region only asserts that a range is not empty`,
  ),
  deviation(
    'XMPU-15',
    'bug',
    'PMSAv8-64, built with GCC: the table is looked through for bits 41:0 of addresses only, so that what is mapped from 4 TiB on is not found there, and is found below',
    'MPU-X-010 MPU-X-011 MPU-X-012 MPU-X-021 MPU-X-022 MPU-X-023 MPU-X-030 MPU-X-044 MPU-A-024',
    `${READ}: asm/mpu.h, pr_get_base and pr_get_limit shift a bit-field of 42 bits; measured: mpu/mm.c built by GCC 12.2 for AArch64 maps 0x400000003000 twice`,
  ),
];

/** Which of them the hypervisor has. */
export type Has = (id: DeviationId) => boolean;
