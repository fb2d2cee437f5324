import type { MpuMachine, MpuProgram, MpuStep } from '../../../models/contract/mpu';
import type { Language } from '../minimising';
import { minimisingIn, searched, searchedElsewhere, withoutChunks } from '../minimising';
import { encodeMpu } from './encode';
import { isLegal } from './legal';

const ADDRESSES = /^(PRBAR|PRLAR)/;

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** The operand of a step that is a number. */
function operand(step: MpuStep): bigint | undefined {
  if (step.step === 'write') return BigInt(step.value);
  return step.step === 'probe' ? BigInt(step.address) : undefined;
}

function withOperand(step: MpuStep, value: bigint): MpuStep {
  if (step.step === 'write') return { ...step, value: hex(value) };
  return step.step === 'probe' ? { ...step, address: hex(value) } : step;
}

/** The bits of an operand that are an address in units of granules. */
function addressBits(step: MpuStep): bigint {
  const isAddress =
    step.step === 'probe' || (step.step === 'write' && ADDRESSES.test(step.register));
  return isAddress ? 0xffff_ffff_ffc0n : 0n;
}

/** Everything that lies somewhere lies lower: all addresses without one of their bits. */
function* lowerAddresses(program: MpuProgram): Generator<MpuProgram> {
  for (let bit = 1n << 47n; bit >= 64n; bit >>= 1n) {
    let changed = false;
    const steps = program.steps.map((step) => {
      const value = operand(step);
      if (value === undefined || !(value & addressBits(step) & bit)) return step;
      changed = true;
      return withOperand(step, value & ~bit);
    });
    if (changed) yield { ...program, steps };
  }
}

function* simplerMachines(program: MpuProgram): Generator<MpuProgram> {
  const { machine } = program;
  const tries: Partial<MpuMachine>[] = machine.vmsa ? [{ vmsa: false }] : [];
  for (const field of ['el1Regions', 'el2Regions'] as const) {
    for (const count of [0, 1, 2, 4, 8, 16, 17, 32, 33]) {
      if (count < machine[field]) tries.push({ [field]: count });
    }
  }
  for (const change of tries) yield { ...program, machine: { ...machine, ...change } };
}

/** The same step with fewer bits. */
function* simplerSteps(step: MpuStep): Generator<MpuStep> {
  const value = operand(step);
  if (value !== undefined && value !== 0n) {
    yield withOperand(step, 0n);
    for (let bit = 1n << 63n; bit > 0n; bit >>= 1n) {
      if (value & bit && value !== bit) yield withOperand(step, value & ~bit);
    }
  }
}

/** Smaller programs next to this one, the most promising first. */
export function* mpuShrinkCandidates(program: MpuProgram): Generator<MpuProgram> {
  const { origin, ...rest } = program;
  void origin;
  const belongs = belongsWith(rest);
  const candidates = function* (): Generator<MpuProgram> {
    yield* withoutChunks(rest);
    yield* simplerMachines(rest);
    yield* lowerAddresses(rest);
    for (let number = 0; number < rest.steps.length; number++) {
      for (const step of simplerSteps(rest.steps[number])) {
        const steps = rest.steps.slice();
        steps[number] = step;
        yield { ...rest, steps };
      }
    }
  };
  for (const candidate of candidates()) if (belongs(candidate)) yield candidate;
}

/** A legal program shrinks to legal ones, any other to whatever encodes. */
function belongsWith(program: MpuProgram): (candidate: MpuProgram) => boolean {
  const legal = isLegal(encodeMpu(program));
  return (candidate) => {
    try {
      const encoded = encodeMpu(candidate);
      return !legal || isLegal(encoded);
    } catch {
      return false;
    }
  };
}

/**
 * Looks for the smallest program that still fails: see `minimisingIn`.
 * @param limit most programs to try
 */
export function minimisingMpu(
  program: MpuProgram,
  limit = 20_000,
): Generator<MpuProgram, MpuProgram, boolean> {
  // Once smaller, it is no longer the campaign's program.
  const { origin, ...rest } = program;
  void origin;
  const language: Language<MpuProgram> = {
    candidates: mpuShrinkCandidates,
    belongs: belongsWith(rest),
  };
  return minimisingIn<MpuProgram>(language, rest, limit);
}

/** The smallest program found for which `fails` still holds. @param limit most programs to try */
export function minimiseMpu(
  program: MpuProgram,
  fails: (candidate: MpuProgram) => boolean,
  limit?: number,
): MpuProgram {
  return searched(minimisingMpu(program, limit), fails);
}

/** The same for what runs elsewhere. */
export function minimiseMpuElsewhere(
  program: MpuProgram,
  fails: (candidate: MpuProgram) => Promise<boolean>,
  limit?: number,
): Promise<MpuProgram> {
  return searchedElsewhere(minimisingMpu(program, limit), fails);
}
