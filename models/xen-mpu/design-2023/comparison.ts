import type { MpuMachine } from '../../contract/mpu';
import type { MpuLayout, MpuRange } from '../../contract/mpu-layout';
import type { MpuScriptStep, MpuShown } from '../../contract/mpu-script';
import { Xen2023, phases } from './hypervisor';
import type { Variant } from './variant';
import { revision2023 } from './variant';

/** What something costs with a guest memory section, and with mapping on demand. */
export interface MappingCosts {
  /** What happens: `boot` (boot modules copied), `create domU1`, `idle → domU1`. */
  scenario: string;
  section: MappingCost;
  onDemand: MappingCost;
}

export interface MappingCost {
  /** How it ended, if not well: `ENOENT` where the regions do not suffice. */
  result: MpuShown['result'];
  /** Regions of EL2 in use after it. */
  regions: number;
  /** Regions enabled and disabled by it. */
  mapped: number;
  unmapped: number;
}

/** Where guest memory is mapped: see Variant. */
type GuestMemory = Variant['guestMemory'];

/** Steps of which the cost is asked for. */
interface Scenario {
  scenario: string;
  steps: readonly MpuScriptStep[];
  /** It is about a guest that runs: skipped where none does. */
  whileRunning?: true;
}

class Run {
  private readonly xen: Xen2023;
  private isRunning = false;

  constructor(machine: MpuMachine, layout: MpuLayout, guestMemory: GuestMemory) {
    this.xen = new Xen2023(machine, layout, { ...revision2023, guestMemory }, () => false);
  }

  measure({ steps, whileRunning }: Scenario): MappingCost {
    const { table } = this.xen;
    const [mapped, unmapped] = [table.mapped, table.unmapped];
    const results = whileRunning && !this.isRunning ? ['skipped' as const] : this.execute(steps);
    return {
      result: results.find((result) => result !== 'ok') ?? 'ok',
      regions: table.indexes().length,
      mapped: table.mapped - mapped,
      unmapped: table.unmapped - unmapped,
    };
  }

  private execute(steps: readonly MpuScriptStep[]): MpuShown['result'][] {
    return steps.map((step) => {
      const { result } = this.xen.execute(step);
      if (step.step === 'switch') this.isRunning = result === 'ok';
      if (step.step === 'idle') this.isRunning = false;
      return result;
    });
  }
}

const copyOf = (range: MpuRange): MpuScriptStep => ({ step: 'copy-from-paddr', ...range });

/** All phases; the boot modules are read before they are given up. */
function booting({ bootModules }: MpuLayout): Scenario {
  const steps = phases.flatMap((phase): MpuScriptStep[] => [
    ...(phase === 'remove-early-mappings' ? bootModules.map(copyOf) : []),
    { step: 'boot', phase },
  ]);
  return { scenario: 'boot', steps };
}

/** Every domain made, run and written to, and every switch from one to the next. */
function scenarios(layout: MpuLayout): Scenario[] {
  const { domains } = layout;
  const switchTo = (domain: number): MpuScriptStep => ({ step: 'switch', domain, vcpu: 0 });
  const all: Scenario[] = [booting(layout)];
  domains.forEach(({ name }, domain) => {
    all.push({ scenario: `create ${name}`, steps: [{ step: 'create-domain', domain }] });
  });
  domains.forEach(({ name, memory }, domain) => {
    const steps = memory.map(copyOf);
    const idle = (from: string): Scenario => ({
      scenario: `${from} → idle`,
      steps: [{ step: 'idle' }],
    });
    all.push({ scenario: `copy to ${name} while idle`, steps });
    all.push({ scenario: `idle → ${name}`, steps: [switchTo(domain)] });
    all.push({ scenario: `copy to ${name} while it runs`, steps, whileRunning: true });
    const next = domain + 1;
    if (next < domains.length) {
      const { name: other } = domains[next];
      all.push({ scenario: `${name} → ${other}`, steps: [switchTo(next)] }, idle(other));
    } else all.push(idle(name));
  });
  return all;
}

interface ScenarioCost {
  scenario: string;
  cost: MappingCost;
}

function costsOf(machine: MpuMachine, layout: MpuLayout, guestMemory: GuestMemory): ScenarioCost[] {
  const run = new Run(machine, layout, guestMemory);
  return scenarios(layout).map((one) => ({ scenario: one.scenario, cost: run.measure(one) }));
}

/**
 * Compares a guest memory section with mapping guest memory on demand, in the design of February
 * 2023: regions in use, and regions enabled and disabled, scenario by scenario.
 */
export function compareGuestMemory(machine: MpuMachine, layout: MpuLayout): MappingCosts[] {
  const onDemand = costsOf(machine, layout, 'on-demand');
  return costsOf(machine, layout, 'section').map(({ scenario, cost }, n) => ({
    scenario,
    section: cost,
    onDemand: onDemand[n].cost,
  }));
}

/** Most regions that MPUIR_EL2 can tell of. */
const MOST_REGIONS = 255;

/** How many regions something needs. */
export type MappingNeed =
  /** The smallest number of implemented regions of EL2 with which every scenario ends well. */
  | { regions: number }
  /** With no number it does: what ends badly first where there are as many as can be, and how. */
  | { scenario: string; result: MpuShown['result'] };

/** How many implemented regions of EL2 a guest memory section, or mapping on demand, needs. */
export function regionsNeeded(
  machine: MpuMachine,
  layout: MpuLayout,
  guestMemory: GuestMemory,
): MappingNeed {
  const badWith = (el2Regions: number): ScenarioCost | undefined =>
    costsOf({ ...machine, el2Regions }, layout, guestMemory).find(
      ({ cost }) => cost.result !== 'ok',
    );
  const bad = badWith(MOST_REGIONS);
  if (bad) return { scenario: bad.scenario, result: bad.cost.result };
  let regions = 0;
  while (badWith(regions)) regions++;
  return { regions };
}
