import type { GicState, InterruptState } from '../../models/contract/interrupt-state';
import { NOBODY } from '../../models/contract/interrupt-state';

type Field = Exclude<keyof InterruptState, 'intid' | 'bank'>;

/** What is compared, by the names of `struct vgic_irq`. */
const names: Record<Field, string> = {
  pendingLatch: 'pending_latch',
  lineLevel: 'line_level',
  active: 'active',
  enabled: 'enabled',
  hw: 'hw',
  level: 'config (1 level, 0 edge)',
  group: 'group',
  targetVcpu: 'target_vcpu',
  targets: 'targets or mpidr',
  source: 'source',
  priority: 'priority',
  vcpu: 'vcpu, whose ap_list it is on',
};
const fields = Object.keys(names) as Field[];

function nameOf({ intid, bank }: InterruptState): string {
  if (bank === NOBODY) return `SPI ${intid}`;
  return `${intid < 16 ? 'SGI' : 'PPI'} ${intid} of vCPU ${bank}`;
}

/**
 * How what a real one keeps per interrupt differs from what its model keeps: a sentence a field.
 */
export function stateDifferences(real: GicState, model: GicState): string[] {
  const found: string[] = [];
  const differ = (what: string, field: string, a: number, b: number): void => {
    if (a !== b) found.push(`${what}: ${field} is ${a}, in the model ${b}`);
  };
  differ('distributor', 'GIC version', real.gic, model.gic);
  differ('distributor', 'enabled', real.enabled, model.enabled);
  differ('distributor', 'number of interrupts', real.interrupts.length, model.interrupts.length);
  if (found.length > 0) return found;
  real.interrupts.forEach((one, n) => {
    const other = model.interrupts[n];
    const name = nameOf(one);
    if (name !== nameOf(other)) {
      found.push(`interrupt ${n} is ${name}, in the model ${nameOf(other)}`);
      return;
    }
    for (const field of fields) {
      differ(name, names[field], one[field], other[field]);
    }
  });
  return found;
}
