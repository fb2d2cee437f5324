import { Register } from '../architecture/registers';
import { Outcome } from '../contract/observation';
import { Describe } from './describe';

/**
 * Xen's classic VGIC with a guest on list-register hardware. The parts, in the order in which they
 * build on each other: state, list registers, restore, inject, enable, migrate, context switch,
 * registers, description.
 */
export class XenVgic extends Describe {
  protected override guestExit(vcpu: number): void {
    this.current = vcpu;
    this.syncFromLrs(vcpu);
  }

  protected override guestEntry(vcpu: number): void {
    this.current = vcpu;
    this.syncToLrs(vcpu);
  }

  protected override trappedRead(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    aux: number,
  ): number {
    this.current = vcpu;
    if (this.gic === 2) return this.readV2(vcpu, register, index, size);
    // SGIs cannot be read.
    if (register === Register.ICC_SGI0R_EL1 || register === Register.ICC_SGI1R_EL1) {
      this.outcome = Outcome.Undefined;
      return 0;
    }
    return this.readV3(vcpu, register, index, size, aux);
  }

  protected override trappedWrite(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    this.current = vcpu;
    if (this.gic === 2) this.writeV2(vcpu, register, index, size, low);
    else this.writeV3(vcpu, register, index, size, low, high, aux);
    this.takeHere();
  }

  protected override trappedDeactivate(_vcpu: number, _value: number): void {
    // HCR.TDIR is never set.
  }
}
