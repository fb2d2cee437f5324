import type { GicState, InterruptState } from '../contract/interrupt-state';
import { NOBODY } from '../contract/interrupt-state';
import type { Interrupts } from './interrupts';
import { Irq } from './interrupts';

function stateOf(interrupts: Interrupts, irq: number): InterruptState {
  const has = (bit: number): number => ((interrupts.state[irq] & bit) !== 0 ? 1 : 0);
  const bank = interrupts.isSpi(irq) ? NOBODY : irq >> 5;
  return {
    intid: interrupts.intidOf(irq),
    bank,
    pendingLatch: has(Irq.Latch),
    lineLevel: has(Irq.Line),
    active: has(Irq.Active),
    enabled: has(Irq.Enabled),
    hw: has(Irq.Hardware),
    level: has(Irq.Level),
    group: has(Irq.Group1),
    targetVcpu: interrupts.target[irq],
    targets: targetsOf(interrupts, irq, bank),
    source: interrupts.source[irq],
    priority: interrupts.priority[irq],
    vcpu: interrupts.owner[irq],
  };
}

/** ITARGETSR or affinity; those of private interrupts name their vCPU. */
function targetsOf({ gic, targets, router }: Interrupts, irq: number, bank: number): number {
  if (bank !== NOBODY) return gic === 2 ? 1 << bank : bank;
  return gic === 2 ? targets[irq] : router[irq];
}

/**
 * What KVM keeps per interrupt (`vgic-state` in debugfs). While a vCPU is in the guest, part of it is in
 * its list registers.
 */
export function interruptStates(interrupts: Interrupts): GicState {
  return {
    gic: interrupts.gic,
    enabled: interrupts.enabledGroups !== 0 ? 1 : 0,
    interrupts: Array.from({ length: interrupts.size }, (_, irq) => stateOf(interrupts, irq)),
  };
}
