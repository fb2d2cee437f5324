import type { Deviation } from '../contract/implementation';

/** What a guest of any domain but the hardware domain sees beside the other deviations. */
export const TRIGGER_TYPE: Deviation = {
  id: 'XEN-08',
  kind: 'known',
  title:
    'A physical SPI keeps the trigger type that the host gave it, whatever is written to ICFGR',
  requirements: [
    'GIC-CPU-003',
    'GIC-CPU-004',
    'GIC-CPU-020',
    'GIC-CPU-022',
    'GIC-CPU-045',
    'GIC-DIST-005',
    'GIC-DIST-021',
    'GIC-DIST-032',
    'GIC-DIST-033',
    'GIC-DIST-035',
    'GIC-DIST-042',
    'GIC-DIST-053',
    'GIC-DIST-055',
    'GIC-DIST-063',
    'GIC-INV-001',
    'GIC-INV-002',
    'GIC-INV-010',
    'GIC-LC-002',
    'GIC-LC-004',
    'GIC-LC-007',
    'GIC-LC-009',
    'GIC-LC-010',
    'GIC-LC-020',
    'GIC-LC-021',
  ],
  evidence:
    'real Xen 4.17 and 4.20: SPI 39 of QEMU, made edge-triggered and enabled, comes again after its EOI while the line is high',
};
