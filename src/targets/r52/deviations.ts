import type { Deviation } from '../../../models/contract/implementation';

const measured = 'measured on qemu-system-arm 10.0.2, machine mps3-an536';

/** What QEMU's Cortex-R52 does otherwise than the architecture. */
export const r52Deviations: readonly Deviation[] = [
  {
    id: 'R52-SH',
    title: 'the shareability of a region is read from PRLAR [4:3] instead of PRBAR [4:3]',
    kind: 'bug',
    requirements: ['MPU-A-023'],
    evidence: measured,
  },
  {
    id: 'R52-DEVICE',
    title:
      'Device-GRE and Device-nGRE of one stage become Device-nGnRE where the other stage has Normal memory with Inner Non-cacheable',
    kind: 'bug',
    requirements: ['MPU-A-023'],
    evidence: measured,
  },
  {
    id: 'R52-TRANSIENT',
    title:
      'Write-Through Transient at stage 2 leaves Write-Back of stage 1 as it is, and Write-Through at stage 2 drops the Transient hint of stage 1',
    kind: 'bug',
    requirements: [],
    evidence: measured,
  },
  {
    id: 'R52-DIRECT16',
    title:
      'with 24 regions of EL1, PRBAR16 to PRBAR23 and PRLAR16 to PRLAR23 access regions 0 to 7',
    kind: 'bug',
    requirements: ['MPU-A-001', 'MPU-A-012'],
    evidence: `${measured} and pmsav7-dregion=24; the way through PRSELR is right`,
  },
  {
    id: 'R52-RES0',
    title: 'RES0 bits of PRBAR and PRLAR keep what was written',
    kind: 'known',
    requirements: [],
    evidence: measured,
  },
  {
    id: 'R52-FSC',
    title:
      'no matching region and several ones give the status code of a permission fault instead of a translation fault',
    kind: 'known',
    requirements: ['MPU-A-007'],
    evidence: measured,
  },
];
