import { AUX, INDEX, KIND, SIZE, StepKind, SUBJECT, VCPU } from '../../models/contract/encoded';
import { frameNames, Register, registers } from '../../models/architecture/registers';
import { eoiRegisterOf } from '../engine/handling-stack';

/** What a step does to the vCPU that executes it, and to others. */
export const Nature = {
  /** It shows something of the CPU interface, and changes nothing. */
  Look: 0,
  /** It changes the CPU interface or list registers, but nothing that another vCPU has to do with. */
  Take: 1,
  /** It changes list registers; the next exit may change what others have to do with. */
  Act: 2,
  /** It is an exit itself. It changes nothing that another vCPU has to do with. */
  Ask: 3,
  /** It is an exit itself. */
  Trap: 4,
} as const;
export type Nature = (typeof Nature)[keyof typeof Nature];

const PRIVATE_INTIDS = 32;

const traps = Uint8Array.from(registers, ({ side }, register) =>
  side === 'distributor' ||
  side === 'redistributor' ||
  register === Register.ICC_SGI0R_EL1 ||
  register === Register.ICC_SGI1R_EL1
    ? 1
    : 0,
);
/** EOIR and DIR. */
const ends = Uint8Array.from(registers, ({ name }) => (/_(A?EOIR|DIR)/.test(name) ? 1 : 0));
const CPU_INTERFACE = frameNames.indexOf('GICC');

/** Of a read of the guest. */
export function natureOfRead(register: number): Nature {
  if (traps[register] !== 0) return Nature.Ask;
  return eoiRegisterOf[register] >= 0 ? Nature.Take : Nature.Look;
}

/** Of a write of the guest; parameters as for `System.write`. */
export function natureOfWrite(
  vcpu: number,
  register: number,
  index: number,
  size: number,
  aux: number,
): Nature {
  if (traps[register] === 0) return ends[register] !== 0 ? Nature.Act : Nature.Take;
  const { side, interruptsPerRegister: per } = registers[register];
  if (side === 'redistributor') return aux === vcpu ? Nature.Ask : Nature.Trap;
  const next = size === 1 ? index + 1 : (index + 1) * per;
  return per !== 0 && next <= PRIVATE_INTIDS ? Nature.Ask : Nature.Trap;
}

/** Of a device that drives the input of an interrupt. */
export function natureOfLine(intid: number): Nature {
  return intid < PRIVATE_INTIDS ? Nature.Ask : Nature.Trap;
}

/** Of an access at an offset of a frame. */
export function natureOfRaw(frame: number): Nature {
  return frame === CPU_INTERFACE ? Nature.Act : Nature.Trap;
}

/** Of a step of an encoded workload that is not a device's. */
export function natureOfStep(w: Int32Array, at: number): Nature {
  const subject = w[at + SUBJECT];
  switch (w[at + KIND] as StepKind) {
    case StepKind.Read:
    case StepKind.Acknowledge:
      return natureOfRead(subject);
    case StepKind.Write:
      return natureOfWrite(w[at + VCPU], subject, w[at + INDEX], w[at + SIZE], w[at + AUX]);
    case StepKind.RawRead:
    case StepKind.RawWrite:
      return natureOfRaw(subject);
    case StepKind.Eoi:
    case StepKind.Deactivate:
      return Nature.Act;
    default:
      return Nature.Trap;
  }
}
