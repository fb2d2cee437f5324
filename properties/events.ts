import { StepKind } from '../models/contract/encoded';
import { Register } from '../models/architecture/registers';

/**
 * What a requirement can subscribe to, as small numbers. A step becomes the event of the register
 * access it resolves to (an EOI step is a write of an EOI register), or of its kind.
 */
const WRITE = 256;
const STEP = 512;

/** Reads of these registers. */
export function reading(...ids: number[]): number[] {
  return ids;
}

/** Writes of these registers. */
export function writing(...ids: number[]): number[] {
  return ids.map((id) => id + WRITE);
}

/** Event number of a register access. */
export function accessEvent(register: number, isWrite: boolean): number {
  return isWrite ? register + WRITE : register;
}

/** Event number of a step that is no register access. */
export function stepEvent(kind: StepKind): number {
  return STEP + kind;
}

/** After a step, for each PE whose physical lines or candidates may have changed. */
export const LINES = STEP + 32;
/** The same for the virtual lines and the maintenance interrupt. */
export const VIRTUAL_LINES = STEP + 33;
/** After a step, for each new white-box record: `m.record`. The account is the state after the step. */
export const LISTS = STEP + 34;
/** Number of events. */
export const EVENTS = LISTS + 1;

/** WFI: the moment's `low` is 1 if the PE woke. */
export const WAITING = [stepEvent(StepKind.Wfi)];

/** Acknowledges through GICC/ICC. */
export const CPU_ACKNOWLEDGES = reading(
  Register.GICC_IAR,
  Register.GICC_AIAR,
  Register.ICC_IAR0_EL1,
  Register.ICC_IAR1_EL1,
);
/** Acknowledges through GICV/ICV. */
export const VIRTUAL_ACKNOWLEDGES = reading(
  Register.GICV_IAR,
  Register.GICV_AIAR,
  Register.ICV_IAR0_EL1,
  Register.ICV_IAR1_EL1,
);
/** Acknowledges through either interface. */
export const ACKNOWLEDGES = [...CPU_ACKNOWLEDGES, ...VIRTUAL_ACKNOWLEDGES];

export const HPPIR_READS = reading(
  Register.GICC_HPPIR,
  Register.GICC_AHPPIR,
  Register.GICV_HPPIR,
  Register.GICV_AHPPIR,
  Register.ICC_HPPIR0_EL1,
  Register.ICC_HPPIR1_EL1,
  Register.ICV_HPPIR0_EL1,
  Register.ICV_HPPIR1_EL1,
);
export const RPR_READS = reading(
  Register.GICC_RPR,
  Register.GICV_RPR,
  Register.ICC_RPR_EL1,
  Register.ICV_RPR_EL1,
);

export const ENABLE_READS = reading(
  Register.GICD_ISENABLER,
  Register.GICD_ICENABLER,
  Register.GICR_ISENABLER0,
  Register.GICR_ICENABLER0,
);
export const PENDING_READS = reading(
  Register.GICD_ISPENDR,
  Register.GICD_ICPENDR,
  Register.GICR_ISPENDR0,
  Register.GICR_ICPENDR0,
);
export const ACTIVE_READS = reading(
  Register.GICD_ISACTIVER,
  Register.GICD_ICACTIVER,
  Register.GICR_ISACTIVER0,
  Register.GICR_ICACTIVER0,
);
export const GROUP_READS = reading(Register.GICD_IGROUPR, Register.GICR_IGROUPR0);
export const PRIORITY_READS = reading(Register.GICD_IPRIORITYR, Register.GICR_IPRIORITYR);
export const CONFIGURATION_READS = reading(Register.GICD_ICFGR, Register.GICR_ICFGR);
