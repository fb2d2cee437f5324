import { MpuOutcome, MpuStepKind } from '../../models/contract/mpu-encoded';
import { MPU_REGISTERS, MpuRegister } from '../../models/contract/mpu-registers';
import { holds, Verdict } from '../requirement';
import type { ProgramAccount } from './program-account';
import type { MpuRegisters } from './registers';
import { PRENR_REGIONS, Sctlr, Written } from './registers';
import type { ProgramMoment } from './requirement';

/** A read that can be judged: all that was written before it is effective. */
export function isRead(m: ProgramMoment, { settled }: ProgramAccount): boolean {
  return m.kind === MpuStepKind.Read && settled;
}

/** The region that a read of PRBAR or PRLAR means, and its MPU; nothing for other steps. */
export function regionRead(
  m: ProgramMoment,
  account: ProgramAccount,
): { mpu: MpuRegisters; region: number } | undefined {
  const mpu = isRead(m, account) ? account.mpuOf(m.register) : undefined;
  const own = m.register % MPU_REGISTERS;
  if (!mpu || (own !== MpuRegister.PRBAR_EL1 && own !== MpuRegister.PRLAR_EL1)) return undefined;
  const region = mpu.regionOf(m.direct);
  return region < mpu.count ? { mpu, region } : undefined;
}

/** A read of PRBAR or PRLAR that were not written yet: nobody knows how reset left them. */
export function isAsReset(m: ProgramMoment, account: ProgramAccount): boolean {
  const read = regionRead(m, account);
  if (!read) return false;
  const isBase = m.register % MPU_REGISTERS === MpuRegister.PRBAR_EL1;
  return (read.mpu.written[read.region] & (isBase ? Written.Bar : Written.Lar)) === 0;
}

/** Another region that was written has something else in that register. */
export function isDistinct(m: ProgramMoment, mpu: MpuRegisters, region: number): boolean {
  const isBase = m.register % MPU_REGISTERS === MpuRegister.PRBAR_EL1;
  const bit = isBase ? Written.Bar : Written.Lar;
  const [low, high] = isBase ? [mpu.barLow, mpu.barHigh] : [mpu.larLow, mpu.larHigh];
  return mpu.written.some(
    (written, n) => (written & bit) !== 0 && (low[n] !== low[region] || high[n] !== high[region]),
  );
}

/** Judges a read: these bits must have these values. */
export function shows(
  m: ProgramMoment,
  low: number,
  high: number,
  lowMask = ~0,
  highMask = ~0,
): Verdict {
  const differs = ((m.shownLow ^ low) & lowMask) | ((m.shownHigh ^ high) & highMask);
  return holds(m.outcome === MpuOutcome.Value && differs === 0);
}

/** Judges a read of a register of an MPU by what was written. */
export function showsWritten(m: ProgramMoment, account: ProgramAccount): Verdict {
  const written = account.read(m);
  if (!written) return Verdict.NotConcerned;
  return shows(m, written.low, written.high, ...masks(m, account));
}

const SCTLR_BITS = Sctlr.M | Sctlr.BR | Sctlr.WXN;

/** The bits of a register that have to read as written. */
function masks({ register }: ProgramMoment, account: ProgramAccount): [number, number] {
  const { format } = account.machine;
  switch (register % MPU_REGISTERS) {
    case MpuRegister.PRSELR_EL1:
      return [0xff, 0];
    case MpuRegister.PRENR_EL1:
      return [implemented(account.mpuOf(register)!.count), 0];
    case MpuRegister.SCTLR_EL1:
      return [SCTLR_BITS, 0];
    case MpuRegister.PRBAR_EL1:
      return format === 64 ? [~0, 0xffff] : [~(1 << 5), 0];
    case MpuRegister.PRLAR_EL1:
      // NS is not looked at.
      return format === 64 ? [~(3 << 4), 0xffff] : [~(3 << 4), 0];
    default:
      return [~0, ~0];
  }
}

/** The bits of PRENR that belong to regions. */
function implemented(count: number): number {
  return count >= PRENR_REGIONS ? ~0 : (1 << count) - 1;
}
