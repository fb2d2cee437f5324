import type { Known } from '../deviation';
import { deviation } from '../deviation';

export type DeviationId = `PMPU-${number}`;

/** Which of them the hypervisor has. */
export type Has = (id: DeviationId) => boolean;

const READ = 'from the source, Xilinx/xen 076f78e8';

/** What the proof of concept does otherwise than the requirements ask. */
export const pocDeviations: readonly Known<DeviationId>[] = [
  deviation(
    'PMPU-01',
    'known',
    'What is read-only after boot has no region of its own and stays writable; BSS lies behind the init sections, so that the reorganisation moves it',
    'MPU-P-001',
    'digest 3.1, column PoC 2022: mm_mpu.c, map_xen_to_protection_regions',
  ),
  deviation(
    'PMPU-02',
    'known',
    'Nothing checks whether a new region of Xen overlaps another',
    'MPU-P-020 MPU-P-002 MPU-A-024 MPU-A-025',
    `${READ}: mm_mpu.c, map_guest_memory_section and its like`,
  ),
  {
    ...deviation(
      'PMPU-03',
      'known',
      'The device tree is mapped with 2 MB whatever its size, and has to begin at a granule',
      '',
      `${READ}: mm_mpu.c, early_fdt_map`,
    ),
    notShown: 'No requirement says how much may be mapped for the device tree.',
  },
  deviation(
    'PMPU-04',
    'known',
    'Nothing checks whether the memory of a domain lies in a guest memory section',
    'MPU-P-004',
    `${READ}: setup_mpu.c checks boot modules only`,
  ),
  deviation(
    'PMPU-05',
    'bug',
    'A boot module may end one byte behind its section',
    'MPU-P-005 MPU-P-004',
    'digest MPU-P-005: setup_mpu.c, check_boot_module',
  ),
  deviation(
    'PMPU-06',
    'bug',
    'Device tree and heap are mapped without a look at how many regions the boot table and the hardware have',
    'MPU-P-006 MPU-P-003 MPU-P-063 MPU-A-032 MPU-A-025',
    'digest MPU-P-006: mm_mpu.c, early_fdt_map and setup_staticheap_mappings',
  ),
  deviation(
    'PMPU-22',
    'known',
    'A domain with more regions than there are left is made; switching to it is a panic',
    'MPU-P-022',
    'digest MPU-P-022: p2m_mpu.c, p2m_mpu_update',
  ),
  deviation(
    'PMPU-23',
    'bug',
    'What is mapped with the invalid type can be read by the guest',
    'MPU-P-023',
    'digest MPU-P-023: p2m_mpu.c, p2m_set_permission',
  ),
  deviation(
    'PMPU-24',
    'bug',
    'Regions of a domain are appended without a look at those it has and at those of Xen',
    'MPU-P-024 MPU-P-020 MPU-A-024 MPU-A-025',
    'digest MPU-P-024: p2m_mpu.c, p2m_set_entry',
  ),
  deviation(
    'PMPU-26',
    'bug',
    'Every domain runs with the invalid VMID: VSCTLR is made before a VMID is given out',
    'MPU-P-026',
    'digest MPU-P-026: p2m_mpu.c, p2m_init',
  ),
  deviation(
    'PMPU-40',
    'bug',
    'The only region of EL1 is neither saved nor restored',
    'MPU-P-040 MPU-A-030 MPU-A-031 MPU-A-033',
    'digest MPU-P-040: mm_mpu.c, save_el1_mpu_regions',
  ),
  deviation(
    'PMPU-41',
    'bug',
    'PRSELR_EL1 is left as saving and restoring the regions had it',
    'MPU-P-041 MPU-A-030 MPU-A-031',
    'digest MPU-P-041: mm_mpu.c, restore_el1_mpu_regions',
  ),
  deviation(
    'PMPU-60',
    'bug',
    'Init data are overwritten only as far as they are longer than init text',
    'MPU-P-060',
    'digest MPU-P-060: mm_mpu.c, free_init_memory',
  ),
  deviation(
    'PMPU-61',
    'bug',
    'modify_xen_mappings looks at as many entries as there are regions, so that it does not find those behind a hole',
    'MPU-P-061',
    'digest MPU-P-061: mm_mpu.c, modify_xen_mappings',
  ),
  deviation(
    'PMPU-64',
    'bug',
    'The value for VSTCR_EL2 is written to VTCR_EL2',
    'MPU-P-064',
    'digest MPU-P-064: p2m_mpu.c, setup_virt_paging',
  ),
];

/** What the v2 series does otherwise. */
export const v2Deviations: readonly Known<DeviationId>[] = [
  deviation(
    'PMPU-07',
    'known',
    'The reorganisation moves the switching regions with the MPU on; they are uncovered meanwhile',
    'MPU-P-007',
    'v2 series, patch 39 of 40: reorder_xen_mpumap',
  ),
];

/** What the fixed array of Draft A does where the hardware has more regions. */
export const draftADeviations: readonly Known<DeviationId>[] = [
  deviation(
    'PMPU-42',
    'bug',
    'All implemented regions of EL1 are saved, even where the array of a vCPU has fewer entries',
    'MPU-P-042',
    'digest MPU-P-042: design proposal, Draft A',
  ),
];
