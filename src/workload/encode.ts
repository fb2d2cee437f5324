import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Machine } from '../../models/contract/machine';
import type { Step, Workload } from '../../models/contract/workload';
import {
  AUX,
  HIGH,
  INDEX,
  KIND,
  LOW,
  SIZE,
  STRIDE,
  SUBJECT,
  StepKind,
  VCPU,
} from '../../models/contract/encoded';
import { machineProblem } from '../../models/contract/machine';
import {
  findRegister,
  frameNames,
  implementedCount,
  registers,
} from '../../models/architecture/registers';
import { InputError } from '../errors';
import { interfaceNames, kindOf, listRegisterStates, sgiModes } from './names';

/** A workload that follows the schema but makes no sense: which step, which field, why. */
export class WorkloadError extends InputError {
  override name = 'WorkloadError';
}

class Encoder {
  readonly words: Int32Array;
  private at = 0;
  private number = 0;

  constructor(
    private readonly machine: Machine,
    steps: number,
  ) {
    this.words = new Int32Array(steps * STRIDE);
  }

  private fail(field: string, problem: string): never {
    throw new WorkloadError(`step ${this.number}, field "${field}": ${problem}`);
  }

  private put(word: number, value: number): void {
    this.words[this.at + word] = value;
  }

  private vcpu(field: string, value: number): number {
    if (value >= this.machine.vcpus) {
      this.fail(field, `is ${value}, but the machine has vCPUs 0 to ${this.machine.vcpus - 1}`);
    }
    return value;
  }

  private value(text: string, bytes: number): void {
    const digits = text.slice(2).replace(/^0+(?=.)/, '');
    if (digits.length > bytes * 2) {
      this.fail('value', `${text} does not fit the ${bytes} bytes that are written`);
    }
    const padded = digits.padStart(16, '0');
    this.put(LOW, parseInt(padded.slice(8), 16) | 0);
    this.put(HIGH, parseInt(padded.slice(0, 8), 16) | 0);
  }

  step(number: number, step: Step): void {
    this.number = number;
    this.at = number * STRIDE;
    this.put(KIND, kindOf[step.step]);
    if ('vcpu' in step && step.vcpu !== undefined) this.put(VCPU, this.vcpu('vcpu', step.vcpu));
    switch (step.step) {
      case 'read':
      case 'write':
      case 'restore':
      case 'acknowledge':
        return this.access(step);
      case 'raw-read':
      case 'raw-write':
        this.put(SUBJECT, frameNames.indexOf(step.frame));
        this.put(INDEX, step.offset);
        this.put(SIZE, step.size);
        if (step.step === 'raw-write') this.value(step.value, step.size);
        return;
      case 'eoi':
        return this.put(SUBJECT, interfaceNames.indexOf(step.interface));
      case 'deactivate':
        this.put(SUBJECT, interfaceNames.indexOf(step.interface));
        this.put(INDEX, step.nth);
        this.put(SIZE, step.early ? 1 : 0);
        this.put(AUX, step.of === undefined ? step.vcpu : this.vcpu('of', step.of));
        return;
      case 'sgi':
        return this.sgi(step);
      case 'cpu-on':
        return this.put(INDEX, this.vcpu('target', step.target));
      case 'schedule':
        return this.put(INDEX, step.on);
      case 'raise':
      case 'lower':
      case 'pulse':
        return this.device(step.intid, step.vcpu);
      case 'list-register':
        return this.listRegister(step);
      default:
        return;
    }
  }

  private access(step: {
    step: 'read' | 'write' | 'restore' | 'acknowledge';
    vcpu: number;
    register: string;
    byte?: number;
    half?: 'low' | 'high';
    redistributor?: number;
    value?: string;
  }): void {
    const found = findRegister(step.register, this.machine.gic);
    if (!found) {
      this.fail('register', `GICv${this.machine.gic} has no register "${step.register}"`);
    }
    const entry = registers[found.register];
    const acknowledges = /_A?IAR/.test(entry.name);
    if (step.step === 'acknowledge' && !acknowledges) {
      this.fail('register', `${step.register} is no acknowledge register`);
    }
    if (step.step === 'read' && entry.access === 'WO') {
      this.fail('register', `${step.register} is write-only`);
    }
    if (step.step === 'write' && entry.access === 'RO' && entry.frame === undefined) {
      this.fail('register', `${step.register} is read-only`);
    }
    if (step.step === 'restore' && entry.side !== 'hypervisor') {
      this.fail('register', `${step.register} is no hypervisor register`);
    }
    if (acknowledges && step.step === 'read') this.put(KIND, StepKind.Acknowledge);
    const perListRegister = /(GICH|ICH)_LR/.test(entry.name);
    if (perListRegister && found.index >= implementedCount(this.machine, found.register)) {
      this.fail('register', `the machine has ${this.machine.listRegisters} list registers`);
    }
    let size: number = entry.width;
    let index = found.index;
    this.put(SUBJECT, found.register);
    if (step.byte !== undefined) {
      if (!entry.bytes) this.fail('byte', `${step.register} takes no byte accesses`);
      size = 1;
      index = index * 4 + step.byte;
    }
    if (step.half !== undefined) {
      if (entry.width !== 8 || !entry.frame) this.fail('half', `${step.register} has no halves`);
      size = 4;
      this.put(AUX, step.half === 'high' ? 1 : 0);
    }
    this.put(INDEX, index);
    this.put(SIZE, size);
    if (entry.side === 'redistributor') {
      const of = step.redistributor ?? step.vcpu;
      this.put(AUX, this.vcpu('redistributor', of));
      if (step.half === 'high') this.fail('half', 'is for GICD_IROUTER only');
    } else if (step.redistributor !== undefined) {
      this.fail('redistributor', `${step.register} is no redistributor register`);
    }
    if (step.value !== undefined) this.value(step.value, size);
  }

  private sgi(step: Extract<Step, { step: 'sgi' }>): void {
    this.put(SUBJECT, step.intid);
    this.put(INDEX, typeof step.to === 'string' ? sgiModes.indexOf(step.to) : 0);
    this.put(SIZE, step.group ?? 1);
    let list = 0;
    if (typeof step.to !== 'string') for (const target of step.to) list |= 1 << target;
    this.put(AUX, list);
  }

  private device(intid: number, vcpu: number | undefined): void {
    if (intid < 16) this.fail('intid', `${intid} is an SGI, which has no input`);
    if (intid >= 32 + this.machine.spis || intid >= 1020) {
      this.fail('intid', `${intid} is out of range: the last SPI is ${31 + this.machine.spis}`);
    }
    if (intid < 32 && vcpu === undefined) this.fail('vcpu', `is missing: INTID ${intid} is a PPI`);
    this.put(SUBJECT, intid);
  }

  private listRegister(step: Extract<Step, { step: 'list-register' }>): void {
    if (step.index >= this.machine.listRegisters) {
      this.fail(
        'index',
        `is ${step.index}, but the machine has ${this.machine.listRegisters} list registers`,
      );
    }
    if (this.machine.gic === 2 && step.intid > 1023) {
      this.fail('intid', `${step.intid} does not fit the 10 bits of GICH_LR`);
    }
    this.put(SUBJECT, step.intid);
    this.put(INDEX, step.index);
    this.put(SIZE, listRegisterStates.indexOf(step.state));
    this.put(LOW, step.priority);
    this.put(HIGH, step.physical === undefined ? 0 : step.physical + 1);
    this.put(AUX, step.group | (step.eoi ? 2 : 0) | ((step.source ?? 0) << 2));
  }
}

/**
 * The flat form of a workload that follows the schema.
 * @throws WorkloadError naming the step and the field
 */
export function encode(workload: Workload): EncodedWorkload {
  const problem = machineProblem(workload.machine);
  if (problem) throw new WorkloadError(`machine, field "${problem.field}": ${problem.problem}`);
  const encoder = new Encoder(workload.machine, workload.steps.length);
  workload.steps.forEach((step, number) => encoder.step(number, step));
  return {
    machine: workload.machine,
    flavour: workload.flavour,
    steps: encoder.words,
    length: workload.steps.length,
  };
}
