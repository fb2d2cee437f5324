import type { MpuMachine } from '../../models/contract/mpu';
import { MpuLevel } from '../../models/contract/mpu-encoded';
import type { MpuProcessorImplementation } from '../../models/contract/mpu-implementation';
import type { Mpu, MpuChoices } from '../../models/pmsav8';
import {
  baseOf,
  Hcr,
  limitOf,
  MpuSystem,
  NONE,
  pmsav8,
  processorOf,
  Sctlr,
  SEVERAL,
  usualChoices,
} from '../../models/pmsav8';
import { overrideMethod } from './fault';

/**
 * A small fault put into the model of the MPU: one named operation overridden, or a choice made that
 * the architecture does not leave. Faults test the suite: each must be caught by the requirement
 * meant for it.
 */
export interface MpuFault {
  /** Short name; the implementation is `fault:NAME`. */
  id: string;
  /** What is wrong, in one sentence. */
  title: string;
  /** Requirements that must catch it, the one it is meant for first. */
  caughtBy: readonly [string, ...string[]];
  choices?: Partial<MpuChoices>;
  /** Overrides the operation on a fresh system. */
  override?(system: MpuSystem): void;
}

/** Defines a fault. */
export function mpuFault(definition: MpuFault): MpuFault {
  return definition;
}

function faultySystem({ choices, override }: MpuFault, machine: MpuMachine): MpuSystem {
  const system = new MpuSystem(machine, { ...usualChoices, ...choices });
  override?.(system);
  return system;
}

/** The model of the MPU with a fault, as an implementation. */
export function faultyMpu(fault: MpuFault): MpuProcessorImplementation {
  return {
    ...pmsav8,
    id: `fault:${fault.id}`,
    title: `MPU with a fault: ${fault.title}`,
    create: (machine) => processorOf(faultySystem(fault, machine)),
  };
}

/** A region as the registers have it. */
export interface Extent {
  region: number;
  /** First byte. */
  base: number;
  /** Last byte. */
  limit: number;
  enabled: boolean;
}

/** The regions of an MPU as the registers have them, by number. */
export function extents(mpu: Mpu): Extent[] {
  const { format, count } = mpu;
  return Array.from({ length: count }, (_, region) => ({
    region,
    base: baseOf(format, mpu.readBarLow(region), mpu.readBarHigh(region)),
    limit: limitOf(format, mpu.readLarLow(region), mpu.readLarHigh(region)),
    enabled: (mpu.readLarLow(region) & 1) !== 0,
  }));
}

/** Makes the regions of both MPUs match otherwise. */
export function matchBy(
  { el1, el2 }: MpuSystem,
  matches: (extent: Extent, address: number) => boolean,
): void {
  for (const mpu of [el1, el2]) {
    overrideMethod(mpu, 'match', () => (address) => {
      const found = extents(mpu).filter((extent) => matches(extent, address));
      return found.length > 1 ? SEVERAL : (found[0]?.region ?? NONE);
    });
  }
}

/** Whether an enabled region covers an address, as it should be. */
export function covers({ base, limit, enabled }: Extent, address: number): boolean {
  return enabled && base <= address && address <= limit;
}

/** What `ask` says if both MPUs had another SCTLR. */
export function withSctlr(
  { el1, el2 }: MpuSystem,
  change: (sctlr: number, mpu: Mpu) => number,
  ask: () => number,
): number {
  const before = [el1.sctlr, el2.sctlr];
  for (const mpu of [el1, el2]) mpu.sctlr = change(mpu.sctlr, mpu);
  const found = ask();
  [el1.sctlr, el2.sctlr] = before;
  return found;
}

/** What `ask` says if accesses of EL1 and EL0 were not checked in the EL2 MPU. */
export function withoutStage2(system: MpuSystem, ask: () => number): number {
  const { hcr } = system;
  system.hcr &= ~Hcr.VM;
  const found = ask();
  system.hcr = hcr;
  return found;
}

/** The region that decides in the MPU of a level itself, if it is on and one region does. */
export function regionOf(
  { el1, el2 }: MpuSystem,
  address: number,
  level: number,
): { mpu: Mpu; region: number } | undefined {
  const mpu = level === MpuLevel.El2 ? el2 : el1;
  const region = (mpu.sctlr & Sctlr.M) !== 0 ? mpu.match(address) : NONE;
  return region < 0 ? undefined : { mpu, region };
}
