import type { Forwarding } from './forwarding';
import type { InterruptSource } from './interrupt-source';
import type { Interrupts } from './interrupts';

/** The distributor as the CPU interface of one PE sees it. A candidate is an instance. */
export class PhysicalSource implements InterruptSource {
  private readonly intidMask: number;

  constructor(
    private readonly pe: number,
    gic: 2 | 3,
    private readonly interrupts: Interrupts,
    private readonly forwarding: Forwarding,
  ) {
    this.intidMask = gic === 2 ? 0x3ff : 0xffffff;
  }

  highestPending(groups: number): number {
    return this.forwarding.highestPending(this.pe, groups);
  }

  priorityOf(candidate: number): number {
    return this.interrupts.priority[candidate];
  }

  groupOf(candidate: number): number {
    return this.interrupts.groupOf(candidate);
  }

  identify(candidate: number): number {
    return this.interrupts.identify(candidate);
  }

  acknowledge(candidate: number): number {
    return this.interrupts.acknowledge(candidate);
  }

  endOfInterrupt(value: number, eoiMode: number): void {
    if (eoiMode === 0) this.deactivate(value);
  }

  /** Deactivates the INTID of an EOIR or DIR value; one that does not exist is ignored. */
  deactivate(value: number): void {
    const instance = this.interrupts.instanceOf(this.pe, value & this.intidMask);
    if (instance >= 0) this.interrupts.deactivate(instance, (value >>> 10) & 7);
  }
}
