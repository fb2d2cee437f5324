import type { MpuRegisterAccess } from '../../contract/mpu-script';
import { Hardware } from '../hardware';
import { El1Context } from './context';
import type { El1Options } from './state';
import { El1State, allocatedState } from './state';

/** What a switch from one vCPU to another costs in EL1. */
export interface SwitchCost {
  /** Implemented regions of EL1. */
  regions: number;
  /** How regions are selected: see El1Options. */
  selection: El1Options['selection'];
  /** Each vCPU has its regions, or all of a domain share theirs. */
  state: 'vcpu' | 'domain';
  /** The vCPU that is to run belongs to the same domain, or to another. */
  to: 'same domain' | 'other domain';
  /** Registers read and written. */
  reads: number;
  writes: number;
  /** DSB with ISB, and ISB alone. */
  barriers: number;
  isbs: number;
  /** All of them. */
  total: number;
}

type Counts = Pick<SwitchCost, 'reads' | 'writes' | 'barriers' | 'isbs' | 'total'>;

function count(accesses: readonly MpuRegisterAccess[]): Counts {
  const of = (does: MpuRegisterAccess['does']): number =>
    accesses.filter((access) => access.does === does).length;
  const [reads, writes, barriers, isbs] = [of('read'), of('write'), of('barrier'), of('isb')];
  return { reads, writes, barriers, isbs, total: reads + writes + barriers + isbs };
}

/** One switch between two vCPUs with PMSA, done on a processor. */
function measure(
  format: 32 | 64,
  regions: number,
  selection: El1Options['selection'],
  keepsRegions: boolean,
): Counts {
  const hardware = new Hardware({ format, el1Regions: regions, el2Regions: 0, vmsa: false });
  const context = new El1Context(hardware, { ...allocatedState, selection });
  const [one, other] = [new El1State(regions), new El1State(regions)];
  // Regions that stay are left out as they are with VMSA, but for PRSELR, which is the vCPU's own.
  const regime = { vmsa: keepsRegions, vsctlr: { low: 0, high: 0 } };
  context.save(one, regime);
  context.restore(other, regime);
  hardware.barrier();
  const counts = count(hardware.takeLog());
  if (!keepsRegions || regions === 0) return counts;
  return {
    ...counts,
    reads: counts.reads + 1,
    writes: counts.writes + 1,
    total: counts.total + 2,
  };
}

/**
 * Accesses to registers, and barriers, for each number of EL1 regions, of a switch between two vCPUs
 * with PMSA: SCTLR, MAIR, HCR, VTCR, VSCTLR, PRSELR and the regions. What stage 2 allows is not in
 * it: that is the same however EL1 is saved.
 * @param counts numbers of EL1 regions, 0 to 255
 */
export function contextSwitchCosts(counts: readonly number[], format: 32 | 64 = 64): SwitchCost[] {
  const cases: readonly Pick<SwitchCost, 'state' | 'to'>[] = [
    { state: 'vcpu', to: 'other domain' },
    { state: 'vcpu', to: 'same domain' },
    { state: 'domain', to: 'other domain' },
    { state: 'domain', to: 'same domain' },
  ];
  return counts.flatMap((regions) =>
    (['block', 'each'] as const).flatMap((selection) =>
      cases.map(({ state, to }) => {
        const keepsRegions = state === 'domain' && to === 'same domain';
        return {
          regions,
          selection,
          state,
          to,
          ...measure(format, regions, selection, keepsRegions),
        };
      }),
    ),
  );
}
