import type { MpuMachine } from '../../contract/mpu';
import type { MpuLayout } from '../../contract/mpu-layout';
import type { MpuScriptStep, MpuShown } from '../../contract/mpu-script';
import { Xen2023, phases } from './hypervisor';
import type { Variant } from './variant';
import { revision2023 } from './variant';

/** What something costs with a guest memory section, and with mapping on demand. */
export interface MappingCosts {
  /** What happens: `boot`, `create domU1`, `idle → domU1`. */
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

class Run {
  private readonly xen: Xen2023;

  constructor(machine: MpuMachine, layout: MpuLayout, guestMemory: Variant['guestMemory']) {
    this.xen = new Xen2023(machine, layout, { ...revision2023, guestMemory }, () => false);
  }

  measure(steps: readonly MpuScriptStep[]): MappingCost {
    const { table } = this.xen;
    const [mapped, unmapped] = [table.mapped, table.unmapped];
    const results = steps.map((step) => this.xen.execute(step).result);
    return {
      result: results.find((result) => result !== 'ok') ?? 'ok',
      regions: table.indexes().length,
      mapped: table.mapped - mapped,
      unmapped: table.unmapped - unmapped,
    };
  }
}

/** Every domain made, run and written to, and every switch from one to the next. */
function scenarios({ domains }: MpuLayout): [string, MpuScriptStep[]][] {
  const boot = phases.map((phase): MpuScriptStep => ({ step: 'boot', phase }));
  const switchTo = (domain: number): MpuScriptStep => ({ step: 'switch', domain, vcpu: 0 });
  const all: [string, MpuScriptStep[]][] = [['boot', boot]];
  domains.forEach(({ name }, domain) => {
    all.push([`create ${name}`, [{ step: 'create-domain', domain }]]);
  });
  domains.forEach(({ name, memory }, domain) => {
    const copy = memory.map((range): MpuScriptStep => ({ step: 'copy-from-paddr', ...range }));
    all.push([`copy to ${name} while idle`, copy]);
    all.push([`idle → ${name}`, [switchTo(domain)]]);
    all.push([`copy to ${name} while it runs`, copy]);
    const next = domain + 1;
    if (next < domains.length) {
      all.push([`${name} → ${domains[next].name}`, [switchTo(next)]]);
      all.push([`${domains[next].name} → idle`, [{ step: 'idle' }]]);
    } else all.push([`${name} → idle`, [{ step: 'idle' }]]);
  });
  return all;
}

/**
 * Compares a guest memory section with mapping guest memory on demand, in the design of February
 * 2023: regions in use, and regions enabled and disabled, scenario by scenario.
 */
export function compareGuestMemory(machine: MpuMachine, layout: MpuLayout): MappingCosts[] {
  const section = new Run(machine, layout, 'section');
  const onDemand = new Run(machine, layout, 'on-demand');
  return scenarios(layout).map(([scenario, steps]) => ({
    scenario,
    section: section.measure(steps),
    onDemand: onDemand.measure(steps),
  }));
}
