import type { Deviation } from '../contract/implementation';
import type { Era } from './system';

interface EraDeviation extends Deviation {
  /** Whose; both if not given. */
  era?: Era;
}

/** Why the workloads at hand do not show an effect between two barriers. */
const all: readonly EraDeviation[] = [
  {
    id: 'DIFF-01',
    title:
      'ICENABLER has no effect on a list register of another vCPU until that exits, and RWP reads 0 meanwhile',
    kind: 'known',
    requirements: ['GIC-DIST-012'],
    evidence: 'Digest (d) DIFF-01; hypervisor-vgics.md B.3 (ICENABLER: flag only, no kick)',
  },
  {
    id: 'DIFF-10',
    title: 'ICPENDR leaves a request in a list register of another vCPU, which then returns',
    kind: 'known',
    requirements: ['GIC-DIST-032'],
    evidence: 'Digest (d) DIFF-10; hypervisor-vgics.md B.3',
  },
  {
    id: 'DIFF-23',
    title: 'ITARGETSR of 0 routes an SPI to vCPU 0 instead of holding it',
    kind: 'known',
    requirements: ['GIC-DIST-053'],
    evidence: 'Digest (d) DIFF-23; observations/kvm-*-gicv2.txt, "ITARGETSR=0 then 1"',
  },
  {
    id: 'DIFF-26',
    title: 'IROUTER.IRM is not kept although TYPER.No1N is 0: the affinity fields are used',
    kind: 'known',
    requirements: ['GIC-DIST-015', 'GIC-DIST-054'],
    evidence: 'Digest (d) DIFF-26; observations/kvm-*-gicv3.txt, "IROUTER IRM=1"',
  },
  {
    id: 'DIFF-30',
    title: 'ICPIDR2 of GICv2 reads 0',
    kind: 'known',
    requirements: ['GIC-DIST-006'],
    evidence: 'Digest (d) DIFF-30; observations/kvm-*-gicv2-overflow.txt, "IDs"',
  },
  {
    id: 'DIFF-31',
    title:
      'A level interrupt that ISPENDR pends while it is active loses that at its deactivation (K-D1)',
    kind: 'bug',
    requirements: ['GIC-LC-006', 'GIC-CPU-045'],
    evidence: 'Digest B.6 K-D1; observations/kvm-*.txt, "level SPI (line low) ISPENDR"',
  },
  {
    id: 'DIFF-32',
    title: 'A level interrupt pended by ISPENDR reads pending until its EOI (K-D2)',
    kind: 'known',
    requirements: ['GIC-DIST-033', 'GIC-LC-004'],
    evidence: 'Digest B.6 K-D2; observations/kvm-*.txt, "level SPI (line low) ISPENDR"',
  },
  {
    id: 'DIFF-36',
    title:
      'Active interrupts stay in the list registers: once they fill them, nothing can preempt any more',
    kind: 'known',
    requirements: ['GIC-CPU-001', 'GIC-CPU-020'],
    evidence: 'Digest (d) DIFF-36; observations/kvm-6.1-*.txt, "nested preemption 6 deep"',
    era: 'old',
  },
  {
    id: 'DIFF-52',
    title: 'SPENDSGIR accepts sources that do not exist, and they are presented',
    kind: 'bug',
    requirements: ['GIC-DIST-072'],
    evidence: 'Digest (d) DIFF-52; observations/kvm-*-gicv2-overflow.txt, "SGI 5 from 4 CPUs"',
  },
  {
    id: 'DIFF-53',
    title:
      'GICD_CTLR keeps one group enable only, which gates both groups: bit 0 on GICv2, bit 1 on GICv3',
    kind: 'known',
    requirements: ['GIC-DIST-010', 'GIC-DIST-011', 'GIC-INV-006'],
    evidence: 'Digest (d) DIFF-53; observations/kvm-*.txt, "groups", "group0", "IDs"',
  },
  {
    id: 'DIFF-54',
    title: 'A retargeted interrupt stays in a list register of the old target until that exits',
    kind: 'known',
    requirements: ['GIC-DIST-052', 'GIC-LR-017'],
    evidence: 'Digest (d) DIFF-54; an edge that comes until then may be delivered twice',
  },
  {
    id: 'K-D3',
    title: 'ISPENDR and ICPENDR do not see a request in a list register of another vCPU',
    kind: 'known',
    requirements: ['GIC-DIST-033', 'GIC-LC-002'],
    evidence: 'Digest B.6 K-D3',
  },
  {
    id: 'K-D4',
    title:
      'With active interrupts outside the list registers, a priority written while they are active makes an EOI deactivate another one',
    kind: 'bug',
    requirements: ['GIC-CPU-040', 'GIC-INV-007'],
    evidence: 'Digest B.6 K-D4; seen on Linux 7.2.12 (corrections C17)',
    era: 'new',
  },
  {
    id: 'K-D5',
    title:
      'With active interrupts outside the list registers, an EOI may deactivate one that was activated by ISACTIVER, or whose priority had been dropped',
    kind: 'bug',
    requirements: ['GIC-CPU-040', 'GIC-INV-007'],
    evidence: 'Digest B.6 K-D5; seen on Linux 7.2.12 (corrections C18)',
    era: 'new',
  },
  {
    id: 'K-D7',
    title:
      'GICv3: an active interrupt is reloaded with its current IPRIORITYR; if that was written meanwhile, hardware that compares it with the dropped priority does not deactivate',
    kind: 'bug',
    requirements: ['GIC-CPU-040'],
    evidence: 'Corrections C6; seen on Linux 6.1 and 7.2.12 over QEMU 10.0.2',
    notShown: 'The architectural list registers deactivate by INTID alone.',
  },
  {
    id: 'C12',
    title:
      'GICv2: ISACTIVER makes the writer the source of an SGI that is active already; EOIR and DIR with its own source no longer match',
    kind: 'bug',
    requirements: ['GIC-CPU-040'],
    evidence: 'Corrections C12; seen on Linux 7.2.12 (active_source := writer)',
  },
  {
    id: 'C13',
    title:
      'GICv2: behind an SGI with a further request nothing of lower priority is presented until it is deactivated',
    kind: 'bug',
    requirements: ['GIC-CPU-001'],
    evidence: 'Corrections C13; seen on Linux 6.1, not on 7.2.12',
    era: 'old',
  },
  {
    id: 'KVM-DIR',
    title: 'DIR is ignored for an interrupt that is active on another vCPU',
    kind: 'known',
    requirements: ['GIC-CPU-040'],
    evidence: 'observations/kvm-6.1-*.txt, "DIR from the other vCPU"; kvm-kernel-diffs.txt',
    era: 'old',
  },
  {
    id: 'C14',
    title:
      'GICv3: the second activation of a level SPI whose line stays high cannot be deactivated by another vCPU',
    kind: 'bug',
    requirements: ['GIC-CPU-040'],
    evidence: 'Corrections C14; seen on Linux 7.2.12',
    era: 'new',
  },
  {
    id: 'KVM-CTLR',
    title: 'What was pending while GICD_CTLR was 0 is not delivered when it is 1 again',
    kind: 'bug',
    requirements: ['GIC-DIST-010', 'GIC-CPU-001', 'GIC-INV-001'],
    evidence: 'observations/kvm-*-overflow.txt, "CTLR 1->0->1"; real-targets.md section 6',
  },
  {
    id: 'KVM-ROUTE',
    title:
      'An SPI that became pending while it was routed to a PE that does not exist stays undelivered when it is routed back',
    kind: 'bug',
    requirements: ['GIC-DIST-055', 'GIC-CPU-001'],
    evidence: 'observations/kvm-*-gicv3-overflow.txt, "IROUTER to nowhere (7)"',
  },
  {
    id: 'KVM-EDGE',
    title:
      'Driving the input of an edge interrupt high counts as an edge although it is high already',
    kind: 'known',
    requirements: ['GIC-LC-021', 'GIC-INV-002'],
    evidence: 'observations/kvm-*.txt, "edge SPI: line held high, no second edge"',
  },
  {
    id: 'KVM-PRIO',
    title: 'IPRIORITYR keeps 5 bits where the CPU interface of GICv3 has more',
    kind: 'known',
    requirements: ['GIC-DIST-040', 'GIC-DIST-041', 'GIC-INV-012'],
    evidence: 'hypervisor-vgics.md B.1; observations/kvm-*.txt, "IPRIORITYR write ff/07/0c"',
  },
  {
    id: 'KVM-AFF3',
    title: 'IROUTER [63:32] is RAZ/WI: Aff3 is not compared (TYPER.A3V is 0)',
    kind: 'known',
    requirements: ['GIC-DIST-054'],
    evidence: 'hypervisor-vgics.md B.3 (IROUTER)',
  },
  {
    id: 'KVM-UP',
    title: 'ITARGETSR of a VM with one vCPU is read and written',
    kind: 'known',
    requirements: ['GIC-DIST-050'],
    evidence: 'hypervisor-vgics.md B.3 (ITARGETSR: masked to existing CPUs, read returns the mask)',
  },
  {
    id: 'KVM-MAPPED',
    title:
      'The pending state of a level interrupt mapped to a physical one reads as the physical line, without what ISPENDR set',
    kind: 'known',
    requirements: ['GIC-DIST-030', 'GIC-DIST-033', 'GIC-LC-003'],
    evidence: 'hypervisor-vgics.md B.3 (pending read: mapped level reads physical line)',
  },
  {
    id: 'KVM-FALL',
    title:
      'A mapped level interrupt whose physical line falls before it was presented is presented once more',
    kind: 'known',
    requirements: ['GIC-LC-003', 'GIC-INV-011'],
    evidence:
      'hypervisor-vgics.md B.2 (populate: mapped level; only rising edges are observed; resampling)',
  },
  {
    id: 'KVM-HWEDGE',
    title:
      'Edges of a mapped interrupt that is pending already are held by the physical distributor and delivered once more',
    kind: 'known',
    requirements: ['GIC-LC-007', 'GIC-LR-017'],
    evidence: 'hypervisor-vgics.md B.2 (compute LR: HW and physical id); GIC-LR-004',
  },
  {
    id: 'KVM-HWCFG',
    title: 'ICFGR of a mapped interrupt does not reach the physical interrupt',
    kind: 'known',
    requirements: ['GIC-DIST-063'],
    evidence: 'hypervisor-vgics.md B.3 (ICFGR), B.1 (config belongs to the virtual interrupt)',
  },
  {
    id: 'KVM-OFF',
    title:
      'An SPI pending on a vCPU that is powered off does not follow a new target before that is powered on',
    kind: 'bug',
    requirements: ['GIC-DIST-052', 'GIC-INV-010', 'GIC-CPU-001'],
    evidence:
      'Seen on Linux 6.1 and 7.2.12, GICv2 and GICv3: SPI 40 pending on vCPU 1, that off, 40 routed to vCPU 0: IAR there 1023, 40 after CPU_ON; ISENABLER does not help',
  },
  {
    id: 'KVM-GATE',
    title:
      'An active interrupt that is disabled, or whose distributor is off, is loaded with its pending bit: it is delivered after its EOI all the same',
    kind: 'bug',
    requirements: ['GIC-DIST-012', 'GIC-INV-005', 'GIC-INV-006'],
    evidence:
      'Seen on Linux 6.1 and 7.2.12, GICv2 and GICv3: IAR 40, ISPENDR 40, ICENABLER 40 or GICD_CTLR 0, EOIR 40: IAR is 40; 1023 with an exit between EOIR and IAR',
  },
  {
    id: 'KVM-STORM',
    title:
      'With more pending interrupts than list registers, of a group that the guest has disabled, and all list registers holding active ones of the other group, the guest never makes progress',
    kind: 'bug',
    requirements: ['GIC-CPU-001'],
    evidence:
      'Seen on Linux 6.19.14 (GICv3) and 7.2.12 (GICv2 and GICv3), not on 6.18 (GICv3): 4 SGIs of Group 1 active, 5 of Group 0 pending, Group 0 disabled at the CPU interface; with 4 pending or 3 active it goes on',
    era: 'new',
    notShown: 'A model takes the maintenance interrupt (no pending) once and goes on.',
  },
  {
    id: 'KVM-APR',
    title: 'Active priorities survive CPU_OFF and CPU_ON',
    kind: 'known',
    requirements: ['GIC-INV-017'],
    evidence: 'Digest (d) DIFF-07, KVM column (private state is kept)',
  },
];

/** What the VGIC of an era does otherwise than the requirements ask. */
export function deviationsOf(era: Era): Deviation[] {
  return all
    .filter((deviation) => deviation.era === undefined || deviation.era === era)
    .map(({ era: _, ...deviation }) => deviation);
}
