import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Trace } from '../../models/contract/trace';
import {
  AUX,
  HIGH,
  INDEX,
  KIND,
  LOW,
  SIZE,
  StepKind,
  STRIDE,
  SUBJECT,
  VCPU,
} from '../../models/contract/encoded';
import { Outcome } from '../../models/contract/observation';
import { Register, registerAt, registers } from '../../models/architecture/registers';
import type { Moment } from '../../properties/account/moment';
import { sgiRegister } from './execute';

/** Fills in step `number` of a workload and what the trace shows for it. */
export function setMoment(
  m: Moment,
  workload: EncodedWorkload,
  trace: Trace,
  number: number,
): void {
  const w = workload.steps;
  const at = number * STRIDE;
  const kind = w[at + KIND] as StepKind;
  m.step = number;
  m.kind = kind;
  m.vcpu = w[at + VCPU];
  m.low = trace.low[number];
  m.high = trace.high[number];
  m.outcome = trace.outcome[number] as Outcome;
  m.register = -1;
  m.isWrite = false;
  m.restored = false;
  switch (kind) {
    case StepKind.Read:
    case StepKind.Acknowledge:
      m.register = w[at + SUBJECT];
      m.index = w[at + INDEX];
      m.size = w[at + SIZE];
      m.aux = w[at + AUX];
      return;
    case StepKind.Write:
    case StepKind.Restore:
      m.register = w[at + SUBJECT];
      m.index = w[at + INDEX];
      m.size = w[at + SIZE];
      m.aux = w[at + AUX];
      m.isWrite = true;
      m.restored = kind === StepKind.Restore;
      return;
    case StepKind.Eoi:
    case StepKind.Deactivate:
      m.register = m.outcome === Outcome.Skipped ? -1 : m.high;
      m.index = 0;
      m.size = 4;
      m.isWrite = true;
      return;
    case StepKind.ListRegister:
      m.register = workload.machine.gic === 2 ? Register.GICH_LR : Register.ICH_LR_EL2;
      m.index = w[at + INDEX];
      m.isWrite = true;
      return;
    case StepKind.Sgi:
      m.register = sgiRegister(workload.machine.gic, w[at + SIZE]);
      m.index = 0;
      m.isWrite = true;
      return;
    case StepKind.RawRead:
    case StepKind.RawWrite:
      m.isWrite = kind === StepKind.RawWrite;
      if (m.isWrite) {
        m.low = w[at + LOW];
        m.high = w[at + HIGH];
      }
      return setRaw(m, workload.machine.gic, w[at + SUBJECT], w[at + INDEX], w[at + SIZE]);
    default:
      m.intid = w[at + SUBJECT];
      m.index = w[at + INDEX];
  }
}

/** A raw access is the access of a register if its offset and size are those of one. */
function setRaw(m: Moment, gic: 2 | 3, frame: number, offset: number, size: number): void {
  const found = registerAt(gic, frame, offset);
  if (!found) return;
  const entry = registers[found.register];
  if (entry.access === (m.isWrite ? 'RO' : 'WO')) return;
  if (size === 1 && entry.bytes) m.index = found.index * 4 + found.byte;
  else if (size === entry.width && found.byte === 0) m.index = found.index;
  else if (size === 4 && entry.width === 8 && (found.byte & 3) === 0) m.index = found.index;
  else return;
  m.register = found.register;
  m.size = size;
  m.aux = entry.side === 'redistributor' ? m.vcpu : found.byte >> 2;
}
