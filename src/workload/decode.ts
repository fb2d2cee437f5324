import type { EncodedWorkload } from '../../models/contract/encoded';
import {
  AUX,
  HIGH,
  INDEX,
  KIND,
  LOW,
  SIZE,
  STRIDE,
  SUBJECT,
  VCPU,
} from '../../models/contract/encoded';
import type { Step, Workload } from '../../models/contract/workload';
import { frameNames, registerName, registers } from '../../models/architecture/registers';
import { interfaceNames, listRegisterStates, sgiModes, stepNames } from './names';

function hex(low: number, high: number, size: number): string {
  if (size === 8) {
    const top = (high >>> 0).toString(16);
    return `0x${top === '0' ? '' : top}${(low >>> 0).toString(16).padStart(top === '0' ? 1 : 8, '0')}`;
  }
  return `0x${(size === 1 ? low & 0xff : low >>> 0).toString(16)}`;
}

function decodeAccess(
  w: Int32Array,
  at: number,
  step: 'read' | 'write' | 'restore' | 'acknowledge',
): Step {
  const register = w[at + SUBJECT];
  const entry = registers[register];
  const byteAccess = w[at + SIZE] === 1;
  const index = byteAccess ? w[at + INDEX] >> 2 : w[at + INDEX];
  const vcpu = w[at + VCPU];
  const name = registerName(register, index);
  const out: Record<string, unknown> = { step, vcpu, register: name };
  if (byteAccess) out.byte = w[at + INDEX] & 3;
  if (entry.frame && entry.width === 8 && w[at + SIZE] === 4) {
    out.half = entry.side !== 'redistributor' && w[at + AUX] ? 'high' : 'low';
  }
  if (entry.side === 'redistributor' && w[at + AUX] !== vcpu) out.redistributor = w[at + AUX];
  if (step === 'write') out.value = hex(w[at + LOW], w[at + HIGH], w[at + SIZE]);
  return out as Step;
}

/** The readable form of one step of a flat workload. */
export function decodeStep(w: Int32Array, number: number): Step {
  const at = number * STRIDE;
  const step = stepNames[w[at + KIND]];
  const vcpu = w[at + VCPU];
  const subject = w[at + SUBJECT];
  switch (step) {
    case 'read':
    case 'write':
    case 'restore':
    case 'acknowledge':
      return decodeAccess(w, at, step);
    case 'raw-read':
    case 'raw-write': {
      const frame = frameNames[subject];
      const size = w[at + SIZE] as 1 | 2 | 4 | 8;
      const offset = w[at + INDEX];
      if (step === 'raw-read') return { step, vcpu, frame, offset, size };
      const value = hex(size === 2 ? w[at + LOW] & 0xffff : w[at + LOW], w[at + HIGH], size);
      return { step, vcpu, frame, offset, size, value };
    }
    case 'eoi':
      return { step, vcpu, interface: interfaceNames[subject] };
    case 'deactivate':
      return {
        step,
        vcpu,
        interface: interfaceNames[subject],
        nth: w[at + INDEX],
        ...(w[at + AUX] === vcpu ? {} : { of: w[at + AUX] }),
        ...(w[at + SIZE] ? { early: true } : {}),
      };
    case 'sgi': {
      const list: number[] = [];
      for (let n = 0; n < 16; n++) if ((w[at + AUX] >>> n) & 1) list.push(n);
      const mode = sgiModes[w[at + INDEX]];
      const to = mode === 'list' ? list : mode;
      return { step, vcpu, intid: subject, to, ...(w[at + SIZE] === 0 ? { group: 0 } : {}) };
    }
    case 'cpu-on':
      return { step, vcpu, target: w[at + INDEX] };
    case 'schedule':
      return { step, vcpu, on: w[at + INDEX] };
    case 'raise':
    case 'lower':
    case 'pulse':
      return subject < 32 ? { step, intid: subject, vcpu } : { step, intid: subject };
    case 'list-register': {
      const aux = w[at + AUX];
      return {
        step,
        vcpu,
        index: w[at + INDEX],
        intid: subject,
        state: listRegisterStates[w[at + SIZE]],
        priority: w[at + LOW],
        group: (aux & 1) as 0 | 1,
        ...(w[at + HIGH] ? { physical: w[at + HIGH] - 1 } : {}),
        ...(aux & 2 ? { eoi: true } : {}),
        ...(aux >> 2 ? { source: aux >> 2 } : {}),
      };
    }
    case 'barrier':
      return { step };
    default:
      return { step, vcpu };
  }
}

/** The readable form of a flat workload. */
export function decode(workload: EncodedWorkload, origin?: Workload['origin']): Workload {
  const steps: Step[] = [];
  for (let number = 0; number < workload.length; number++) {
    steps.push(decodeStep(workload.steps, number));
  }
  return {
    format: 'lockstep-workload-1',
    machine: workload.machine,
    flavour: workload.flavour,
    ...(origin ? { origin } : {}),
    steps,
  };
}
