import type { MpuResult } from '../../contract/mpu-script';
import type { El1Context } from '../el1-context';
import type { Hardware } from '../hardware';
import type { Domain } from './domains';
import type { RegionTable } from './table';

/** A vCPU that runs. */
export interface Running {
  number: number;
  vcpu: number;
  domain: Domain;
}

/**
 * The context switch on one CPU (digest 3.2): regions of EL2 are the fixed ones and either the
 * switching ones or those of the guest that runs (MPU-P-020).
 */
export class Switching {
  /** The vCPU that runs; nothing for the idle one. */
  running: Running | undefined;

  constructor(
    private readonly hardware: Hardware,
    private readonly table: RegionTable,
    private readonly el1: El1Context,
  ) {}

  /** Makes a vCPU run. @returns `panic` where there are not enough regions (MPU-P-022) */
  to(next: Running): MpuResult {
    const { running } = this;
    if (running?.number === next.number && running.vcpu === next.vcpu) return 'ok';
    this.leave();
    const { domain, vcpu } = next;
    this.el1.restore(domain.vcpus[vcpu], domain.regime);
    const { regions } = domain.p2m;
    if (regions.length > this.table.leftForGuests) return 'panic';
    for (const region of regions) this.table.put(this.table.up()!, { region, role: 'p2m' });
    this.hardware.barrier();
    this.running = next;
    return 'ok';
  }

  /** The idle vCPU runs. */
  toIdle(): MpuResult {
    if (!this.running) return 'skipped';
    this.leave();
    this.table.switchIn();
    this.hardware.barrier();
    this.running = undefined;
    return 'ok';
  }

  /** What the vCPU that ran leaves behind; or the idle one, which has nothing of EL1. */
  private leave(): void {
    const { running, table } = this;
    if (!running) {
      table.switchOut();
      return;
    }
    for (const index of table.indexes('p2m')) table.drop(index);
    this.el1.save(running.domain.vcpus[running.vcpu], running.domain.regime);
  }
}
