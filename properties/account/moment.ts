import { StepKind } from '../../models/contract/encoded';
import { ListsView } from '../../models/contract/lists';
import { Outcome } from '../../models/contract/observation';
import { Register } from '../../models/architecture/registers';

/** The groups an acknowledge or HPPIR register can see. */
export const Lens = {
  /** ICC_IAR0, ICC_HPPIR0. */
  Group0: 0,
  /** ICC_IAR1, ICC_HPPIR1, GICC_AIAR, GICC_AHPPIR. */
  Group1: 1,
  /** GICC_IAR, GICC_HPPIR: Group 1 only with AckCtl. */
  Both: 2,
} as const;
export type Lens = (typeof Lens)[keyof typeof Lens];

/**
 * One step and what it showed, with relative operands resolved: an EOI step is a write of the EOI
 * register it used, a list-register step a write of that list register, an SGI step a write of the
 * SGI register. The fields of the last step are overwritten by the next.
 */
export class Moment {
  /** Number of the step in the workload. */
  step = 0;
  kind: StepKind = StepKind.Barrier;
  vcpu = 0;
  /** Register id of reads and writes, or -1. */
  register = -1;
  /** Number of the register; for byte accesses the byte's number counted from register 0. */
  index = 0;
  size = 4;
  /** GICR: whose redistributor. Low or high half of a 64-bit register accessed with size 4. */
  aux = 0;
  /** Value read or written, as two signed words. */
  low = 0;
  high = 0;
  outcome: Outcome = Outcome.None;
  /** The step is a write. */
  isWrite = false;
  /** `LISTS`: the white-box record being judged. Its vCPU is `record.vcpu`. */
  record: ListsView = new ListsView();
  /** Device steps: the INTID. */
  intid = 0;
  /** Host writes that restore a value read before. */
  restored = false;

  /** Registers over interrupts: the account's word, or -1 where no interrupt is implemented. */
  word = -1;
  /** Interface of CPU-interface registers: 0 GICC/ICC, 1 GICV/ICV. */
  interface = 0;
  /** Acknowledges and HPPIR: what the register can see. */
  lens: Lens = Lens.Both;
  /** The step read an acknowledge register. */
  isAcknowledge = false;
  /** Memory of `acknowledgeIsRight` for this step; nothing before it is asked. */
  rightness: 'unasked' | 'open' | 'right' | 'wrong' = 'unasked';
  /** Acknowledges: INTID returned, without CPUID. */
  acknowledged = 1023;
  /** Acknowledges on the cpu interface: the instance, or -1 if special or not implemented. */
  instance = -1;
  /** Acknowledges on the virtual interface: the list register, or -1. */
  listRegister = -1;
  /** GICv2 SGIs: source CPUID in the value. */
  source = 0;
  /** `LINES`: 0; `VIRTUAL_LINES`: 1. */
  linesInterface = 0;
  /** `LINES` and `VIRTUAL_LINES`: whose lines (-1 while the step itself is judged), and what they are after the step, as bits of `Line`. */
  linesOf = 0;
  lines = 0;

  /** The value as an unsigned 32-bit number. */
  get value(): number {
    return this.low >>> 0;
  }

  /** An acknowledge returned 1020–1023. */
  get special(): boolean {
    return this.acknowledged >= 1020 && this.acknowledged <= 1023;
  }
}

/** Acknowledge registers, with what each can see. */
export const acknowledgeRegisters: ReadonlyMap<number, { lens: Lens; interface: 0 | 1 }> = new Map([
  [Register.GICC_IAR, { lens: Lens.Both, interface: 0 }],
  [Register.GICC_AIAR, { lens: Lens.Group1, interface: 0 }],
  [Register.GICV_IAR, { lens: Lens.Both, interface: 1 }],
  [Register.GICV_AIAR, { lens: Lens.Group1, interface: 1 }],
  [Register.ICC_IAR0_EL1, { lens: Lens.Group0, interface: 0 }],
  [Register.ICC_IAR1_EL1, { lens: Lens.Group1, interface: 0 }],
  [Register.ICV_IAR0_EL1, { lens: Lens.Group0, interface: 1 }],
  [Register.ICV_IAR1_EL1, { lens: Lens.Group1, interface: 1 }],
]);

/** HPPIR registers, with what each can see. */
export const pendingRegisters: ReadonlyMap<number, { lens: Lens; interface: 0 | 1 }> = new Map([
  [Register.GICC_HPPIR, { lens: Lens.Both, interface: 0 }],
  [Register.GICC_AHPPIR, { lens: Lens.Group1, interface: 0 }],
  [Register.GICV_HPPIR, { lens: Lens.Both, interface: 1 }],
  [Register.GICV_AHPPIR, { lens: Lens.Group1, interface: 1 }],
  [Register.ICC_HPPIR0_EL1, { lens: Lens.Group0, interface: 0 }],
  [Register.ICC_HPPIR1_EL1, { lens: Lens.Group1, interface: 0 }],
  [Register.ICV_HPPIR0_EL1, { lens: Lens.Group0, interface: 1 }],
  [Register.ICV_HPPIR1_EL1, { lens: Lens.Group1, interface: 1 }],
]);
