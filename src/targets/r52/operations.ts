import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import {
  MPU_HIGH,
  MPU_INDEX,
  MPU_KIND,
  MPU_LOW,
  MPU_STRIDE,
  MPU_SUBJECT,
  MpuAccess,
  MpuOutcome,
  MpuStepKind,
  OBSERVED_HIGH,
  OBSERVED_LOW,
  OBSERVED_OUTCOME,
  OBSERVED_STRIDE,
} from '../../../models/contract/mpu-encoded';
import { MpuRegister, mpuRegisterNames } from '../../../models/contract/mpu-registers';
import { InputError } from '../../errors';
import type { Batch, Results } from './mailbox';
import { Operation, REAL, Shown } from './mailbox';

/** Addresses that programs may name: the probe and its mailbox are below. */
export const memory = { first: 0x21000000, last: 0xffffffff };

/** One probe of a program said one thing by address translation, another by a real access. */
export class Contradiction extends Error {
  override name = 'Contradiction';

  constructor(
    readonly step: number,
    translated: number,
    real: number,
  ) {
    super(
      `step ${step}: address translation and a real access disagree: ` +
        `${outcomeName(translated)} and ${outcomeName(real)}`,
    );
  }
}

function outcomeName(shown: number): string {
  const name = Object.entries(Shown).find(([, value]) => value === (shown & 0xff))?.[0];
  return `${name ?? '?'} (${shown.toString(16)})`;
}

/** Which loads and stores are done for real as well: one in eight, always the same. */
export function isDone(step: number, address: number): boolean {
  return Math.imul(Math.imul(step + 1, 0x9e3779b1) ^ address, 0x85ebca6b) >>> 29 === 0;
}

/** Region numbers below this have a direct register of their own in every Cortex-R52. */
const DIRECT_REGIONS = 16;

/** What a reset leaves alone beside regions: SCTLR in the word of EL1, HCR in that of EL2. */
export const CONTROL_WRITTEN = 1 << DIRECT_REGIONS;

/**
 * What a program writes before anything can show it what was there, so that a reset need not clear it:
 * a word for EL1 and one for EL2. Bit n: both direct registers of region n; then CONTROL_WRITTEN.
 */
export function writtenFirst({ steps, length }: EncodedMpuProgram): [number, number] {
  const written = new Int32Array(mpuRegisterNames.length);
  for (let at = 0; at < length * MPU_STRIDE; at += MPU_STRIDE) {
    const kind = steps[at + MPU_KIND];
    if (kind === MpuStepKind.Barrier) continue;
    if (kind !== MpuStepKind.Write) break;
    const [subject, index] = [steps[at + MPU_SUBJECT], steps[at + MPU_INDEX]];
    if (index < DIRECT_REGIONS) written[subject] |= index < 0 ? CONTROL_WRITTEN : 1 << index;
  }
  const regions = (bases: number, limits: number): number =>
    written[bases] & written[limits] & (CONTROL_WRITTEN - 1);
  const { PRBAR_EL1, PRLAR_EL1, PRBAR_EL2, PRLAR_EL2, SCTLR_EL1, HCR_EL2 } = MpuRegister;
  return [
    regions(PRBAR_EL1, PRLAR_EL1) | written[SCTLR_EL1],
    regions(PRBAR_EL2, PRLAR_EL2) | written[HCR_EL2],
  ];
}

/** Adds a step of a program. @throws InputError for an address where the probe is */
export function addStep(batch: Batch, { steps }: EncodedMpuProgram, number: number): void {
  const at = number * MPU_STRIDE;
  const [subject, index] = [steps[at + MPU_SUBJECT], steps[at + MPU_INDEX]];
  const [low, high] = [steps[at + MPU_LOW], steps[at + MPU_HIGH]];
  switch (steps[at + MPU_KIND]) {
    case MpuStepKind.Write:
      return batch.add(Operation.Write, subject, index, 0, low, high);
    case MpuStepKind.Read:
      return batch.add(Operation.Read, subject, index);
    case MpuStepKind.Barrier:
      return batch.add(Operation.Barrier);
    default: {
      if (low >>> 0 < memory.first) {
        throw new InputError(
          `step ${number}: probes of this target are at 0x${memory.first.toString(16)} and above`,
        );
      }
      const flags = isDone(number, low) ? REAL : 0;
      batch.add(Operation.Probe, subject, index, flags, low, high);
    }
  }
}

function outcomeOf(shown: number): number {
  switch (shown & 0xff) {
    case Shown.None:
      return MpuOutcome.None;
    case Shown.Value:
      return MpuOutcome.Value;
    case Shown.Allowed:
      return MpuOutcome.Allowed;
    case Shown.FaultOfStage1:
    case Shown.FaultOfStage2:
      return MpuOutcome.Fault;
    default:
      return MpuOutcome.Undefined;
  }
}

/** Do two means agree? What may be executed may be read; else both say the same. */
function agree(isExecute: boolean, first: number, second: number): boolean {
  const [one, two] = [first & 0xff, second & 0xff];
  if (one === Shown.Unexpected || two === Shown.Unexpected) return false;
  if (two === Shown.None) return true;
  if (isExecute) return one !== Shown.Allowed || two === Shown.Allowed;
  // The code of a fault, too.
  return first === second;
}

/**
 * Takes what a step showed.
 * @param operation its number in the batch
 * @throws InputError if the program has a region where the probe has to be
 * @throws Contradiction
 */
export function takeStep(
  results: Results,
  operation: number,
  { steps }: EncodedMpuProgram,
  number: number,
  observations: Int32Array,
): void {
  const shown = results.outcome(operation);
  const other = results.other(operation);
  if ((shown & 0xff) === Shown.Refused || (other & 0xff) === Shown.Refused) {
    throw new InputError(
      `step ${number}: the probe of this target has no place to be: regions have both ` +
        '0x10000000 and 0x70000000 in them, or the access is to the 1 KiB from one of them on',
    );
  }
  const at = number * MPU_STRIDE;
  const isExecute =
    steps[at + MPU_KIND] === MpuStepKind.Probe && steps[at + MPU_INDEX] === MpuAccess.Execute;
  if (!agree(isExecute, shown, other)) {
    throw isExecute
      ? new Contradiction(number, other, shown)
      : new Contradiction(number, shown, other);
  }
  const to = number * OBSERVED_STRIDE;
  const outcome = outcomeOf(shown);
  const isFault = outcome === MpuOutcome.Fault;
  const stage = (shown & 0xff) === Shown.FaultOfStage2 ? 2 : 1;
  observations[to + OBSERVED_OUTCOME] = outcome;
  observations[to + OBSERVED_LOW] = isFault ? stage : results.low(operation);
  observations[to + OBSERVED_HIGH] = isFault ? shown >>> 8 : results.high(operation);
}
