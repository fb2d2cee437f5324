import type { Step, Workload } from '../../models/contract/workload';
import { encode } from './encode';
import { minimisingIn, searched, searchedElsewhere, withoutChunks } from './minimising';

/** A workload that encodes; shrinking must not leave the language. */
function isWorkload(workload: Workload): boolean {
  try {
    encode(workload);
    return true;
  } catch {
    return false;
  }
}

function* simplerMachines(workload: Workload): Generator<Workload> {
  const { machine } = workload;
  const tries: Partial<typeof machine>[] = [
    { level: [], hardware: [] },
    { hardware: [] },
    ...[1, 2, 3, 4].filter((n) => n < machine.vcpus).map((vcpus) => ({ vcpus })),
    ...[32, 64, 96]
      .filter((n) => n < machine.spis)
      .map((spis) => ({
        spis,
        level: machine.level.filter((intid) => intid < 32 + spis),
        hardware: machine.hardware.filter((intid) => intid < 32 + spis),
      })),
    ...[1, 2, 4]
      .filter((n) => n < machine.listRegisters)
      .map((listRegisters) => ({ listRegisters })),
    ...(machine.preemptionBits > 5 ? [{ preemptionBits: 5 }] : []),
    ...(machine.priorityBits > machine.preemptionBits
      ? [{ priorityBits: machine.preemptionBits }]
      : []),
    { level: machine.level.slice(machine.level.length >> 1) },
    { level: machine.level.slice(0, machine.level.length >> 1) },
  ];
  if (machine.level.length <= 8) {
    for (const intid of machine.level)
      tries.push({ level: machine.level.filter((l) => l !== intid) });
  }
  for (const change of tries) {
    const next = { ...machine, ...change };
    if (JSON.stringify(next) !== JSON.stringify(machine)) yield { ...workload, machine: next };
  }
}

function* simplerSteps(step: Step): Generator<Step> {
  if (step.step === 'write' || step.step === 'raw-write') {
    const value = BigInt(step.value);
    if (value !== 0n) yield { ...step, value: '0x0' };
    for (let bit = 63n; bit >= 0n; bit--) {
      const mask = 1n << bit;
      if (value & mask && value !== mask) {
        yield { ...step, value: `0x${(value & ~mask).toString(16)}` };
      }
    }
  }
  if (step.step === 'pulse') yield { ...step, step: 'raise' };
  if (step.step === 'deactivate' && step.nth > 0) yield { ...step, nth: 0 };
  if (step.step === 'sgi' && step.to !== 'self') yield { ...step, to: 'self' };
  if (step.step === 'list-register') {
    if (step.eoi) yield { ...step, eoi: false };
    if (step.source) yield { ...step, source: 0 };
    if (step.priority) yield { ...step, priority: 0 };
    if (step.physical !== undefined) {
      const { physical, ...software } = step;
      void physical;
      yield software;
    }
  }
  if ('vcpu' in step && step.vcpu !== undefined && step.vcpu > 0) yield { ...step, vcpu: 0 };
}

/** All vCPU numbers one lower, if vCPU 0 plays no part. */
function* renumbered(workload: Workload): Generator<Workload> {
  const uses = workload.steps.every((step) => !('vcpu' in step) || step.vcpu !== 0);
  if (!uses || workload.machine.vcpus < 2) return;
  yield {
    ...workload,
    steps: workload.steps.map((step) =>
      'vcpu' in step && step.vcpu !== undefined ? { ...step, vcpu: step.vcpu - 1 } : step,
    ),
  };
}

/**
 * Smaller workloads next to this one, the most promising first: without runs of steps, on a simpler
 * machine, with simpler operands. Needs nothing but the workload, so that one from a file, a
 * colleague or a log of a real target shrinks too.
 */
export function* shrinkCandidates(workload: Workload): Generator<Workload> {
  const { origin, ...rest } = workload;
  void origin;
  const candidates = function* (): Generator<Workload> {
    yield* withoutChunks(rest);
    yield* simplerMachines(rest);
    yield* renumbered(rest);
    for (let number = 0; number < rest.steps.length; number++) {
      for (const step of simplerSteps(rest.steps[number])) {
        const steps = rest.steps.slice();
        steps[number] = step;
        yield { ...rest, steps };
      }
    }
  };
  for (const candidate of candidates()) if (isWorkload(candidate)) yield candidate;
}

/**
 * Looks for the smallest workload that still fails, by trying candidates until none of them fails any
 * more. Yields each candidate and wants to be told whether it fails; returns the smallest.
 * @param limit most workloads to try
 */
export function* minimising(
  workload: Workload,
  limit = 20_000,
): Generator<Workload, Workload, boolean> {
  // Once smaller, it is no longer the campaign's workload.
  const { origin, ...rest } = workload;
  void origin;
  const language = { candidates: shrinkCandidates, belongs: isWorkload };
  return yield* minimisingIn<Workload>(language, rest, limit);
}

/** The smallest workload found for which `fails` still holds. @param limit most workloads to try */
export function minimise(
  workload: Workload,
  fails: (candidate: Workload) => boolean,
  limit?: number,
): Workload {
  return searched(minimising(workload, limit), fails);
}

/** The same for what runs elsewhere. */
export function minimiseElsewhere(
  workload: Workload,
  fails: (candidate: Workload) => Promise<boolean>,
  limit?: number,
): Promise<Workload> {
  return searchedElsewhere(minimising(workload, limit), fails);
}
