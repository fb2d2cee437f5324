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

export type Counts = Pick<SwitchCost, 'reads' | 'writes' | 'barriers' | 'isbs' | 'total'>;

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
  sharesRegions: boolean,
): Counts {
  return counted(format, regions, { ...allocatedState, selection, sharesRegions }, false);
}

function counted(format: 32 | 64, regions: number, options: El1Options, vmsa: boolean): Counts {
  const hardware = new Hardware({ format, el1Regions: regions, el2Regions: 0, vmsa });
  const context = new El1Context(hardware, options);
  const regime = { vmsa, vsctlr: { low: 0, high: 0 } };
  context.save(new El1State(regions), regime);
  context.restore(new El1State(regions), regime);
  hardware.barrier();
  return count(hardware.takeLog());
}

/** The same of a switch between two vCPUs with VMSA, which PMSAv8-64 alone has: TCR and TTBR. */
export function vmsaSwitchCost(): Counts {
  return counted(64, 0, allocatedState, true);
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
        const sharesRegions = state === 'domain' && to === 'same domain';
        return {
          regions,
          selection,
          state,
          to,
          ...measure(format, regions, selection, sharesRegions),
        };
      }),
    ),
  );
}
