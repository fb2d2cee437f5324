import type { MpuMachine, MpuObservation, MpuProgram, MpuStep } from '../../../models/contract/mpu';
import { mpuAccessNames, mpuLevelNames, wordsOfValue } from '../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import {
  MPU_HIGH,
  MPU_INDEX,
  MPU_KIND,
  MPU_LOW,
  MPU_STRIDE,
  MPU_SUBJECT,
  MpuOutcome,
  MpuStatus,
  MpuStepKind,
  OBSERVED_HIGH,
  OBSERVED_LOW,
  OBSERVED_OUTCOME,
  OBSERVED_STRIDE,
} from '../../../models/contract/mpu-encoded';
import {
  MPU_REGISTERS,
  MpuRegister,
  findMpuRegister,
  hasMpuRegister,
  mpuRegisterName,
} from '../../../models/contract/mpu-registers';
import { WorkloadError } from '../encode';

const kinds = { write: MpuStepKind.Write, read: MpuStepKind.Read } as const;

/** Does an access to this register move 64 bits? */
function isWide(machine: MpuMachine, register: number): boolean {
  if (machine.format === 64) return true;
  return register < 14 && register % MPU_REGISTERS === MpuRegister.MAIR_EL1;
}

class Encoder {
  readonly words: Int32Array;
  private at = 0;
  private number = 0;

  constructor(
    private readonly machine: MpuMachine,
    steps: number,
  ) {
    this.words = new Int32Array(steps * MPU_STRIDE);
  }

  private fail(field: string, problem: string): never {
    throw new WorkloadError(`step ${this.number}, field "${field}": ${problem}`);
  }

  private put(word: number, value: number): void {
    this.words[this.at + word] = value;
  }

  private value(field: string, text: string, bits: number): void {
    const { low, high } = wordsOfValue(text);
    if (bits < 64 && high >>> 0 >= 2 ** (bits - 32)) {
      this.fail(field, `${text} does not fit ${bits} bits`);
    }
    this.put(MPU_LOW, low);
    this.put(MPU_HIGH, high);
  }

  step(number: number, step: MpuStep): void {
    this.number = number;
    this.at = number * MPU_STRIDE;
    this.put(MPU_INDEX, -1);
    if (step.step === 'barrier') return this.put(MPU_KIND, MpuStepKind.Barrier);
    if (step.step === 'probe') {
      this.put(MPU_KIND, MpuStepKind.Probe);
      this.put(MPU_SUBJECT, mpuLevelNames.indexOf(step.level));
      this.put(MPU_INDEX, mpuAccessNames.indexOf(step.access));
      return this.value('address', step.address, this.machine.format === 32 ? 32 : 48);
    }
    const { register, index } = this.register(step.register);
    this.put(MPU_KIND, kinds[step.step]);
    this.put(MPU_SUBJECT, register);
    this.put(MPU_INDEX, index);
    if (step.step === 'write') {
      this.value('value', step.value, isWide(this.machine, register) ? 64 : 32);
    }
  }

  private register(name: string): { register: number; index: number } {
    const { format } = this.machine;
    const found = findMpuRegister(name);
    if (!found || !hasMpuRegister(format, found.register)) {
      this.fail('register', `PMSAv8-${format} has no register "${name}"`);
    }
    if (format === 64 && (found.index === 0 || found.index > 15)) {
      this.fail('register', `is ${name}, but direct registers of PMSAv8-64 have numbers 1 to 15`);
    }
    return found;
  }
}

/**
 * The flat form of a region program that follows the schema.
 * @throws WorkloadError naming the step and the field
 */
export function encodeMpu(program: MpuProgram): EncodedMpuProgram {
  const { machine, steps } = program;
  if (machine.vmsa && machine.format === 32) {
    throw new WorkloadError('machine, field "vmsa": PMSAv8-32 has no VMSA at EL1');
  }
  const encoder = new Encoder(machine, steps.length);
  steps.forEach((step, number) => encoder.step(number, step));
  return { machine, steps: encoder.words, length: steps.length };
}

/** A value of two words in hexadecimal. */
export function hexOf(low: number, high: number): string {
  const top = (high >>> 0).toString(16);
  const bottom = (low >>> 0).toString(16);
  return high === 0 ? `0x${bottom}` : `0x${top}${bottom.padStart(8, '0')}`;
}

/** The readable form of one step of a flat program. */
export function decodeMpuStep(words: Int32Array, number: number): MpuStep {
  const at = number * MPU_STRIDE;
  const [subject, index] = [words[at + MPU_SUBJECT], words[at + MPU_INDEX]];
  const value = hexOf(words[at + MPU_LOW], words[at + MPU_HIGH]);
  switch (words[at + MPU_KIND]) {
    case MpuStepKind.Write:
      return { step: 'write', register: mpuRegisterName(subject, index), value };
    case MpuStepKind.Read:
      return { step: 'read', register: mpuRegisterName(subject, index) };
    case MpuStepKind.Probe: {
      const [level, access] = [mpuLevelNames[subject], mpuAccessNames[index]];
      return { step: 'probe', level, access, address: value };
    }
    default:
      return { step: 'barrier' };
  }
}

/** The readable form of a flat program. */
export function decodeMpu(program: EncodedMpuProgram, origin?: MpuProgram['origin']): MpuProgram {
  const steps: MpuStep[] = [];
  for (let number = 0; number < program.length; number++) {
    steps.push(decodeMpuStep(program.steps, number));
  }
  return {
    format: 'lockstep-region-program-1',
    machine: program.machine,
    ...(origin ? { origin } : {}),
    steps,
  };
}

function statusOf(observations: Int32Array, at: number): { status?: string } {
  const status = observations[at + OBSERVED_HIGH];
  return status === MpuStatus.NotTold ? {} : { status: `0b${status.toString(2).padStart(6, '0')}` };
}

/** The readable form of what a step showed. */
export function decodeMpuObservation(observations: Int32Array, number: number): MpuObservation {
  const at = number * OBSERVED_STRIDE;
  const low = observations[at + OBSERVED_LOW];
  switch (observations[at + OBSERVED_OUTCOME]) {
    case MpuOutcome.Value:
      return { outcome: 'value', value: hexOf(low, observations[at + OBSERVED_HIGH]) };
    case MpuOutcome.Allowed: {
      const shareability = (['non', 'non', 'outer', 'inner'] as const)[low >> 8];
      return { outcome: 'allowed', memory: low & 0xff, shareability };
    }
    case MpuOutcome.Fault:
      return { outcome: 'fault', stage: low as 1 | 2, ...statusOf(observations, at) };
    case MpuOutcome.Undefined:
      return { outcome: 'undefined' };
    default:
      return { outcome: 'none' };
  }
}
