import { PhysicalDistributor } from '../architecture/physical-distributor';

/**
 * The physical SPIs of QEMU's GICv2: what one CPU has acknowledged is active for this one alone, and
 * another can take it again if it is routed there. A deactivation is one for all.
 */
export class QemuDistributorV2 extends PhysicalDistributor {
  protected override activatedBy(physicalCpu: number): number {
    return 1 << physicalCpu;
  }
}
