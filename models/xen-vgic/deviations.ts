import type { Deviation } from '../contract/implementation';

/** Digest of hypervisor VGICs, table (d), with how it was found: on the real binary or by reading. */
const MEASURED = 'digest (d), measured on Xen 4.17 and 4.20';
const READ = 'digest (d), from the source';
const NO_LPIS = 'There are no LPIs in workloads.';

/** @param requirements ids that broke when this alone was left, with a blank in between */
function deviation(
  id: string,
  kind: 'known' | 'bug',
  title: string,
  requirements: string,
  evidence: string,
): Deviation {
  return { id, kind, title, requirements: requirements.split(' '), evidence };
}

function notShown(id: string, kind: 'known' | 'bug', title: string, reason: string): Deviation {
  return { id, kind, title, requirements: [], evidence: READ, notShown: reason };
}

/** What Xen's classic VGIC is known to do otherwise than the requirements ask. */
export const deviations: readonly Deviation[] = [
  deviation(
    'DIFF-01',
    'bug',
    'An interrupt that is disabled while it is pending in a list register is still delivered',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-004 GIC-CPU-020 GIC-CPU-022 GIC-CPU-026 GIC-DIST-012 GIC-DIST-023 GIC-DIST-073 GIC-INV-001 GIC-INV-005 GIC-LC-011 GIC-LC-020',
    MEASURED,
  ),
  deviation(
    'DIFF-02',
    'bug',
    'An edge that comes while the interrupt is active and disabled is lost at the EOI',
    'GIC-CPU-001 GIC-LC-009',
    READ,
  ),
  deviation(
    'DIFF-03',
    'bug',
    'With list registers full and several new interrupts, one of higher priority is evicted for a lower one',
    'GIC-INV-004 ORDER-003',
    MEASURED,
  ),
  deviation(
    'DIFF-04',
    'bug',
    'A virtual SPI that is inflight stays on the lists of its old target and is delivered there',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-020 GIC-CPU-026 GIC-CPU-045 GIC-DIST-030 GIC-DIST-042 GIC-DIST-052 GIC-DIST-053 GIC-DIST-054 GIC-DIST-055 GIC-HCR-017 GIC-INV-001 GIC-INV-003 GIC-INV-010 GIC-INV-015 GIC-LC-002 GIC-LC-008 GIC-LC-012 GIC-LC-020 GIC-LC-021 GIC-LC-022 XEN-LIST-001 XEN-LIST-003 XEN-LIST-004 XEN-LIST-007',
    MEASURED,
  ),
  deviation(
    'DIFF-05',
    'known',
    'A second change of target of a physical SPI is refused while the first waits for the EOI',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-004 GIC-CPU-020 GIC-CPU-045 GIC-DIST-030 GIC-LC-020 GIC-LC-022',
    MEASURED,
  ),
  deviation(
    'DIFF-06',
    'bug',
    'A disabled, queued physical SPI that changes target ends up on lists of two vCPUs',
    'GIC-INV-003 GIC-INV-004 GIC-INV-015 XEN-LIST-001 XEN-LIST-004 XEN-LIST-006 XEN-LIST-007',
    READ,
  ),
  deviation(
    'DIFF-07',
    'bug',
    'CPU_ON empties the lists but keeps list registers, active priorities and the status of interrupts',
    'GIC-CPU-020 GIC-CPU-021 GIC-CPU-026 GIC-CPU-030 GIC-CPU-031 GIC-CPU-033 GIC-CPU-034 GIC-DIST-005 GIC-DIST-023 GIC-DIST-034 GIC-HCR-017 GIC-HCR-018 GIC-INV-003 GIC-INV-005 GIC-INV-007 GIC-INV-008 GIC-INV-010 GIC-INV-015 GIC-INV-017 GIC-LC-010 GIC-LR-006 GIC-LR-007 GIC-LR-017 GIC-LR-021 GIC-LR-022 ORDER-002 ORDER-003 XEN-LIST-003 XEN-LIST-004 XEN-LIST-007',
    READ,
  ),
  deviation(
    'DIFF-08',
    'known',
    'An interrupt for a vCPU that is off is dropped',
    'GIC-CPU-001 GIC-DIST-005 GIC-DIST-033 GIC-DIST-063 GIC-INV-001 GIC-LC-002 GIC-LC-009 GIC-LC-010',
    READ,
  ),
  deviation(
    'DIFF-09',
    'bug',
    'GICD_CTLR does not stop delivery',
    'GIC-CPU-001 GIC-CPU-022 GIC-CPU-026 GIC-DIST-010 GIC-DIST-012 GIC-DIST-053 GIC-INV-006 GIC-LC-011 GIC-LC-020',
    MEASURED,
  ),
  deviation(
    'DIFF-10',
    'known',
    'ICPENDR is ignored',
    'GIC-CPU-001 GIC-CPU-002 GIC-CPU-020 GIC-CPU-022 GIC-DIST-005 GIC-DIST-032 GIC-DIST-033 GIC-DIST-055 GIC-INV-002 GIC-LC-008 GIC-LC-011 GIC-LC-020 GIC-LC-021 GIC-LR-017 GIC-LR-018 GIC-LR-022',
    MEASURED,
  ),
  deviation(
    'DIFF-11',
    'known',
    'ISPENDR and ICPENDR read as zero',
    'GIC-DIST-005 GIC-DIST-008 GIC-DIST-030 GIC-DIST-031 GIC-DIST-032 GIC-DIST-033 GIC-DIST-042 GIC-DIST-053 GIC-DIST-055 GIC-DIST-063 GIC-DIST-070 GIC-DIST-075 GIC-INV-001 GIC-LC-002 GIC-LC-003 GIC-LC-004 GIC-LC-005 GIC-LC-006 GIC-LC-009 GIC-LC-010 GIC-LC-011 GIC-LC-014 GIC-LC-016',
    MEASURED,
  ),
  deviation(
    'DIFF-12',
    'known',
    'ISACTIVER and ICACTIVER read as zero',
    'GIC-CPU-020 GIC-CPU-027 GIC-CPU-040 GIC-CPU-041 GIC-CPU-042 GIC-CPU-046 GIC-DIST-005 GIC-DIST-023 GIC-DIST-034 GIC-DIST-043 GIC-DIST-052 GIC-INV-007 GIC-LC-010 GIC-LC-014',
    MEASURED,
  ),
  deviation('DIFF-13', 'known', 'A write of ISACTIVER aborts', 'GIC-DIST-001', MEASURED),
  deviation(
    'DIFF-14',
    'known',
    'ICACTIVER is ignored',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-020 GIC-DIST-005 GIC-DIST-021 GIC-DIST-034 GIC-INV-001 GIC-LC-002 GIC-LC-020 GIC-LC-021 GIC-LR-017 ORDER-003',
    MEASURED,
  ),
  deviation(
    'DIFF-15',
    'known',
    'CPENDSGIR and SPENDSGIR read zero, and writes of them abort',
    'GIC-DIST-001',
    MEASURED,
  ),
  deviation(
    'DIFF-16',
    'known',
    'A level interrupt whose line falls before its acknowledge is delivered all the same',
    'GIC-CPU-001 GIC-CPU-020 GIC-CPU-022 GIC-INV-001 GIC-INV-011 GIC-LC-002 GIC-LC-011 GIC-LC-020 GIC-LR-017 GIC-LR-022',
    MEASURED,
  ),
  deviation(
    'DIFF-17',
    'known',
    'A level interrupt whose line is still high at its deactivation does not come again',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-004 GIC-CPU-020 GIC-CPU-026 GIC-CPU-045 GIC-DIST-042 GIC-INV-014 GIC-LC-008 GIC-LC-020 GIC-LC-022',
    READ,
  ),
  deviation(
    'DIFF-18',
    'bug',
    'GICv2: the source of an SGI is not reported, and SGIs of several senders merge',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-020 GIC-CPU-025 GIC-CPU-026 GIC-CPU-045 GIC-DIST-005 GIC-DIST-031 GIC-DIST-033 GIC-DIST-035 GIC-DIST-070 GIC-DIST-072 GIC-DIST-073 GIC-DIST-074 GIC-INV-001 GIC-INV-002 GIC-LC-008 GIC-LC-009 GIC-LC-014 GIC-LC-015 GIC-LC-020 GIC-LC-021 GIC-LR-021',
    MEASURED,
  ),
  deviation(
    'DIFF-19',
    'known',
    'GICv2: ISPENDR0 injects SGIs',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-020 GIC-CPU-022 GIC-CPU-025 GIC-CPU-026 GIC-CPU-045 GIC-DIST-001 GIC-DIST-005 GIC-DIST-021 GIC-DIST-031 GIC-DIST-032 GIC-DIST-033 GIC-DIST-042 GIC-DIST-053 GIC-DIST-070 GIC-DIST-071 GIC-DIST-072 GIC-DIST-073 GIC-INV-001 GIC-INV-002 GIC-LC-002 GIC-LC-006 GIC-LC-008 GIC-LC-011 GIC-LC-014 GIC-LC-020 GIC-LC-021 GIC-LR-017 GIC-LR-020 GIC-LR-021',
    MEASURED,
  ),
  deviation(
    'DIFF-20',
    'bug',
    'IPRIORITYR keeps 8 bits, more than PMR and the list registers have',
    'GIC-DIST-001 GIC-DIST-007 GIC-DIST-040 GIC-DIST-041',
    MEASURED,
  ),
  deviation(
    'DIFF-21',
    'known',
    'A pending interrupt keeps the priority that it was injected with',
    'GIC-CPU-001 GIC-CPU-002 GIC-CPU-003 GIC-CPU-011 GIC-CPU-020 GIC-CPU-021 GIC-CPU-022 GIC-CPU-026 GIC-CPU-027 GIC-CPU-030 GIC-CPU-033 GIC-CPU-034 GIC-CPU-045 GIC-DIST-030 GIC-DIST-042 GIC-DIST-043 GIC-DIST-053 GIC-DIST-070 GIC-DIST-073 GIC-DIST-074 GIC-DIST-075 GIC-HCR-018 GIC-INV-001 GIC-INV-008 GIC-INV-014 GIC-LC-002 GIC-LC-008 GIC-LC-011 GIC-LC-015 GIC-LC-020 GIC-LC-021 GIC-LC-022',
    MEASURED,
  ),
  deviation('DIFF-22', 'known', 'ITARGETSR keeps the lowest target only', 'GIC-DIST-051', MEASURED),
  deviation(
    'DIFF-23',
    'known',
    'A write of an empty target mask is ignored',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-004 GIC-CPU-020 GIC-CPU-022 GIC-DIST-051 GIC-DIST-053 GIC-DIST-073 GIC-INV-001 GIC-LC-008 GIC-LC-020',
    MEASURED,
  ),
  deviation(
    'DIFF-24',
    'bug',
    'A byte write of ITARGETSR0 to ITARGETSR7 aborts',
    'GIC-DIST-001',
    READ,
  ),
  deviation(
    'DIFF-25',
    'known',
    'A write of IROUTER that names no vCPU is ignored; Aff2 and Aff3 do not count',
    'GIC-CPU-001 GIC-CPU-022 GIC-DIST-002 GIC-DIST-055 GIC-LC-020',
    MEASURED,
  ),
  deviation(
    'DIFF-26',
    'known',
    'IROUTER.IRM is not kept and means vCPU 0; GICD_TYPER.No1N is 0',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-020 GIC-CPU-026 GIC-DIST-002 GIC-DIST-015 GIC-DIST-054 GIC-INV-001 GIC-LC-020',
    MEASURED,
  ),
  deviation('DIFF-30', 'bug', 'GICv2: a read of ICPIDR2 aborts', 'GIC-DIST-001', MEASURED),
  notShown(
    'DIFF-34',
    'bug',
    'A request for a physical interrupt that is active in its list register is dropped with a warning',
    'A physical interrupt is active while its virtual one is, and is not taken a second time until then.',
  ),
  deviation(
    'DIFF-35',
    'known',
    'A request that comes while the vCPU does not run is not merged into its list register before the exit after its next run',
    'GIC-LR-017 GIC-LR-018',
    READ,
  ),
  deviation(
    'DIFF-36',
    'known',
    'Active interrupts never leave list registers: when all are active nothing can preempt',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-020 GIC-CPU-026 GIC-CPU-045 GIC-HCR-018 GIC-HCR-019 GIC-INV-001 GIC-LC-002 GIC-LC-006 GIC-LC-008 GIC-LC-020 GIC-LC-021 XEN-LIST-005',
    READ,
  ),
  deviation(
    'DIFF-38',
    'bug',
    'GICv3 with 7 preemption bits: the fourth active priority registers are not switched',
    'GIC-CPU-030 GIC-CPU-031 GIC-INV-013',
    READ,
  ),
  notShown('DIFF-39', 'known', 'MOVI leaves a pending LPI on the old vCPU', NO_LPIS),
  notShown('DIFF-40', 'known', 'MOVALL, and INVALL of guests, are ignored', NO_LPIS),
  deviation('DIFF-44', 'known', 'ICC_SGI0R_EL1 is UNDEFINED', 'GIC-CPU-047', MEASURED),
  notShown(
    'DIFF-45',
    'known',
    'ICC_SGI1R_EL1: Aff2, Aff3 and RS are not compared',
    'Workloads send SGIs to Aff3.Aff2.Aff1 = 0 only.',
  ),
  notShown('DIFF-49', 'bug', 'A new LPI can leave list registers unused that are free', NO_LPIS),
  deviation(
    'DIFF-51',
    'bug',
    'GICv3: GICD registers of INTID 0 to 31 are the private interrupts of the accessing vCPU',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-011 GIC-CPU-020 GIC-CPU-026 GIC-CPU-045 GIC-DIST-005 GIC-DIST-008 GIC-DIST-021 GIC-DIST-022 GIC-DIST-033 GIC-DIST-042 GIC-DIST-075 GIC-INV-001 GIC-INV-012 GIC-LC-008 GIC-LC-014 GIC-LC-020 GIC-LC-021 GIC-LR-017 GIC-LR-021 ORDER-003',
    READ,
  ),
  deviation(
    'DIFF-54',
    'bug',
    'A physical SPI that is pending in a list register is delivered on its old target',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-020 GIC-CPU-022 GIC-CPU-026 GIC-DIST-021 GIC-DIST-042 GIC-DIST-052 GIC-DIST-054 GIC-DIST-055 GIC-INV-001 GIC-INV-010 GIC-LC-002 GIC-LC-008 GIC-LC-011 GIC-LC-020 GIC-LC-021',
    MEASURED,
  ),
  deviation(
    'XEN-01',
    'known',
    'ICFGR0, and ICFGR1 of GICv2, read zero; the low bits of the others are kept; a new trigger type acts at the next enable only',
    'GIC-CPU-001 GIC-DIST-005 GIC-DIST-033 GIC-DIST-061 GIC-DIST-063 GIC-INV-014 GIC-LC-003 GIC-LC-010 GIC-LC-017',
    'observations xen-4.17 and xen-4.20, F4',
  ),
  deviation(
    'XEN-02',
    'known',
    'A write of DIR for an SPI that another vCPU took is ignored',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-020 GIC-CPU-026 GIC-CPU-040 GIC-CPU-045 GIC-DIST-005 GIC-DIST-034 GIC-HCR-019 GIC-LC-006 GIC-LC-008 GIC-LC-010 GIC-LC-020 GIC-LR-017 ORDER-003',
    'digest A.2: DIR is never trapped',
  ),
  deviation(
    'XEN-03',
    'known',
    'GICv2 with one vCPU: ITARGETSR is not RAZ/WI',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-020 GIC-DIST-050 GIC-INV-001 GIC-LC-002 GIC-LC-020 GIC-LC-021 GIC-LR-021',
    'observations xen-4.17 and xen-4.20, F9',
  ),
  deviation(
    'XEN-04',
    'bug',
    'What goes from pending and active to pending in its list register stays marked as active and is not evicted',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-020 GIC-CPU-040 GIC-CPU-045 GIC-DIST-005 GIC-DIST-034 GIC-INV-001 GIC-LC-002 GIC-LC-020 GIC-LC-021 GIC-LR-017 ORDER-003',
    'digest A.2, update one LR',
  ),
  deviation(
    'XEN-05',
    'known',
    'GICD_SGIR with the reserved TargetListFilter 3 aborts',
    'GIC-DIST-001',
    'observations xen-4.17 and xen-4.20, F8',
  ),
  deviation(
    'XEN-06',
    'known',
    'A further edge of a physical SPI that the guest did not acknowledge yet is delivered as a second interrupt',
    'GIC-CPU-001 GIC-CPU-003 GIC-CPU-020 GIC-CPU-045 GIC-DIST-005 GIC-DIST-030 GIC-DIST-033 GIC-INV-001 GIC-INV-002 GIC-INV-010 GIC-LC-002 GIC-LC-004 GIC-LC-007 GIC-LC-008 GIC-LC-021 GIC-LC-022 GIC-LR-017',
    'digest A.2, set pending, and A.3: the physical interrupt is active from the injection on',
  ),
];
