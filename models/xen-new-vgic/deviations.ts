import type { Deviation } from '../contract/implementation';

const PROSE = 'digest section (c), NEW_VGIC versus KVM';
/** Why deviations that end with the next exit of a vCPU do not show. */
const EXITS = 'Every moment that is judged comes after an exit and entry of all vCPUs.';

/** What the digest's table of differences lists, and KVM's deviations that the port shares. */
const listed: readonly Deviation[] = [
  {
    id: 'DIFF-01',
    title:
      'What is disabled stays pending in list registers: in one of another vCPU until its next exit, and in any while it is active too; a request that comes meanwhile is delivered once more.',
    kind: 'known',
    requirements: ['GIC-LR-017'],
    evidence: `DIFF-01; ${PROSE} (as KVM); digest B.1, B.2: the oracle lets active interrupts through, populate asks pending only`,
  },
  {
    id: 'DIFF-07',
    title: 'CPU_ON keeps the active priorities, masks and enables the vCPU went down with.',
    kind: 'bug',
    requirements: ['GIC-CPU-030', 'GIC-INV-017'],
    evidence: `DIFF-07; ${PROSE}: the CPU_ON reset hook is empty`,
  },
  {
    id: 'DIFF-10',
    title: 'ICPENDR does not reach a pending copy in a list register of another vCPU.',
    kind: 'known',
    requirements: ['GIC-DIST-032', 'GIC-DIST-033', 'GIC-LC-011'],
    evidence: `DIFF-10; ${PROSE}: list registers untouched`,
  },
  {
    id: 'DIFF-12',
    title:
      'ISACTIVER and ICACTIVER read what was active at the last exit of the vCPU that handles it.',
    kind: 'known',
    requirements: [],
    evidence: `DIFF-12; ${PROSE}: read the shadow copy`,
    notShown: EXITS,
  },
  {
    id: 'DIFF-13',
    title: 'Writes of ISACTIVER are ignored.',
    kind: 'known',
    requirements: ['GIC-DIST-034', 'GIC-DIST-036', 'GIC-INV-007'],
    evidence: `DIFF-13; ${PROSE}: writes only logged`,
  },
  {
    id: 'DIFF-14',
    title: 'Writes of ICACTIVER are ignored.',
    kind: 'known',
    requirements: ['GIC-DIST-034', 'GIC-DIST-035'],
    evidence: `DIFF-14; ${PROSE}: writes only logged`,
  },
  {
    id: 'DIFF-30',
    title: 'There is no ICPIDR2: an access aborts.',
    kind: 'bug',
    requirements: ['GIC-DIST-001', 'GIC-DIST-006'],
    evidence: `DIFF-30 (KVM has none either); ${PROSE}: what is not found aborts`,
  },
  {
    id: 'DIFF-36',
    title: 'Active interrupts never leave list registers: when all are active, nothing preempts.',
    kind: 'known',
    requirements: ['GIC-CPU-001', 'GIC-CPU-003', 'GIC-INV-001', 'GIC-LC-021'],
    evidence: `DIFF-36; ${PROSE}: active first (never spill), no NPIE, no LRENPIE`,
  },
  {
    id: 'DIFF-47',
    title: 'A mapped edge interrupt is put pending and active into a list register with HW = 1.',
    kind: 'bug',
    requirements: ['GIC-LR-005', 'GIC-LC-007', 'GIC-INV-002'],
    evidence: `DIFF-47 [read]; ${PROSE}: the pending test comes after the latch was cleared`,
  },
  {
    id: 'DIFF-48',
    title: 'An interrupt that moves to the list of another vCPU does not make that vCPU exit.',
    kind: 'bug',
    requirements: ['GIC-HCR-018'],
    evidence: `DIFF-48 [read]; ${PROSE}: prune does not kick the new target`,
  },
  {
    id: 'DIFF-52',
    title: 'SPENDSGIR accepts vCPUs that do not exist as sources.',
    kind: 'bug',
    requirements: ['GIC-DIST-072', 'GIC-CPU-025'],
    evidence: `DIFF-52 [read]; ${PROSE} (as KVM)`,
  },
  {
    id: 'DIFF-54',
    title:
      'A new target takes effect at the next exit of the vCPU that has the interrupt, which is not kicked: an edge that comes until then is delivered a second time.',
    kind: 'known',
    requirements: ['GIC-LC-007', 'GIC-DIST-033'],
    evidence: `DIFF-54; ${PROSE} (as KVM)`,
  },
  {
    id: 'DIFF-55',
    title:
      'The source of an active SGI is not kept: that of the next pending one, or 0, takes its place in the list register, and an EOI with the right CPUID does not match.',
    kind: 'bug',
    requirements: ['GIC-CPU-040', 'GIC-DIST-034', 'GIC-LC-015', 'GIC-HCR-018'],
    evidence: `DIFF-55 [read]; ${PROSE}: no notion of active_source`,
  },
  {
    id: 'K-D1',
    title:
      'ISPENDR on a level interrupt that is active on another vCPU, or mapped, is forgotten at the next exit: the list register is not pending, so the latch is cleared.',
    kind: 'bug',
    requirements: ['GIC-LC-003', 'GIC-LC-006', 'GIC-DIST-030'],
    evidence: `K-D1, in the form that ${PROSE} gives it: latch cleared when the LR is not pending`,
  },
  {
    id: 'K-D3',
    title:
      'ISPENDR and ICPENDR do not read list registers of other vCPUs, nor what the host has not taken yet.',
    kind: 'known',
    requirements: ['GIC-DIST-033', 'GIC-INV-001', 'GIC-DIST-030'],
    evidence: `K-D3; ${PROSE}: pending registers as KVM`,
  },
];

/** What follows from the same prose and has no entry in the digest. */
const unlisted: readonly Deviation[] = [
  {
    id: 'N-CTLR',
    title:
      'Interrupts leave the lists while GICD_CTLR is off, and turning it on does not queue them: they wait for their next event.',
    kind: 'bug',
    requirements: ['GIC-INV-001', 'GIC-LC-021', 'GIC-CPU-001'],
    evidence: 'corrections C19 (KVM, measured); the port has the same oracle and prune',
  },
  {
    id: 'N-DIR',
    title: 'DIR does nothing for an interrupt that is active on another vCPU.',
    kind: 'known',
    requirements: ['GIC-CPU-001', 'GIC-LC-020', 'GIC-LR-017'],
    evidence: 'corrections section 3 (KVM up to 6.18, measured); DIR is not trapped here either',
  },
  {
    id: 'N-ICFGR',
    title: 'The physical trigger type of a mapped SPI follows ICFGR only when it is enabled next.',
    kind: 'known',
    requirements: ['GIC-DIST-063', 'GIC-LC-003'],
    evidence: 'digest A.2 Enable, which the port shares',
  },
  {
    id: 'N-IGROUPR',
    title: 'IGROUPR reads all ones, although everything is delivered as Group 0.',
    kind: 'bug',
    requirements: [],
    evidence: PROSE,
    notShown: 'Groups are not judged where there is only one (DIV-21).',
  },
  {
    id: 'N-LINE',
    title:
      'The line of a mapped level interrupt is sampled only when a list register was pending: a fall at any other time is not seen.',
    kind: 'known',
    requirements: ['GIC-DIST-033', 'GIC-LC-003', 'GIC-LC-011'],
    evidence: 'digest B.2 Resampling; ' + PROSE,
  },
  {
    id: 'N-OFF',
    title:
      'What is on the list of a vCPU that is off stays there: a new target has no effect, for it never exits.',
    kind: 'bug',
    requirements: ['GIC-DIST-052', 'GIC-INV-010', 'GIC-INV-001'],
    evidence: 'digest B.1 K-I2: only the own vCPU takes entries off its list',
  },
  {
    id: 'N-RANGE',
    title: 'Registers of interrupts that do not exist abort instead of being RAZ/WI.',
    kind: 'bug',
    requirements: [],
    evidence: `${PROSE}: out-of-range is not found, dispatch fails`,
    notShown: 'GIC-DIST-004 judges what is read; an access that aborts reads nothing.',
  },
  {
    id: 'N-SORT',
    title:
      'The sort of a list of more than 256 entries compares an entry with itself and takes its lock twice: it hangs.',
    kind: 'bug',
    requirements: ['LOCK-002'],
    evidence: `${PROSE} [read]`,
    notShown: 'No workload makes that many interrupts pending.',
  },
  {
    id: 'N-TARGET',
    title: 'A pending interrupt without a target is not queued when it gets one.',
    kind: 'bug',
    requirements: ['GIC-DIST-053', 'GIC-INV-001'],
    evidence:
      'digest B.3 ITARGETSR and corrections C19: the write queues nothing; section (c): held',
  },
  {
    id: 'N-UP',
    title: 'With one vCPU ITARGETSR is not RAZ/WI: SPIs need a target.',
    kind: 'known',
    requirements: ['GIC-DIST-050'],
    evidence: `${PROSE}: targets`,
  },
];

/** What the new VGIC does otherwise than the requirements ask. */
export const deviations: readonly Deviation[] = [...listed, ...unlisted];
