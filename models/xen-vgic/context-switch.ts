import { Hcr } from '../architecture/virtual-interface';
import { MAX_VCPUS } from '../contract/machine';
import { Migrate } from './migrate';
import { Status } from './pending-irq';

/** Active priority registers of one group. */
const APRS = 4;
/** A 5-bit PMR and an active-priority bit of GICv2 are in units of 8 priorities. */
const PRIORITY_SHIFT = 3;
/** find_first_bit of an active priority register that is zero. */
const NONE_ACTIVE = 32;

/** vCPUs that leave their physical CPU, that are switched off and on, and that wait. */
export abstract class ContextSwitch extends Migrate {
  /** Low and high word of every list register, AP0R<n> and AP1R<n>, and VMCR, by vCPU. */
  private readonly savedLrs: Int32Array[] = [];
  private readonly savedAprs: Int32Array[] = [];
  private readonly savedVmcr = new Int32Array(MAX_VCPUS);
  /** Active priority registers that are not switched stay in the physical CPU. */
  private readonly leftAprs = new Int32Array(2 * APRS * MAX_VCPUS);

  private vmcrAtReset = 0;

  protected override resetHypervisor(): void {
    super.resetHypervisor();
    this.leftAprs.fill(0);
    this.vmcrAtReset = this.hardware[0].readVmcr();
    for (let v = 0; v < this.vcpus; v++) {
      this.savedLrs[v] ??= new Int32Array(2 * this.listRegisterCount);
      this.savedAprs[v] ??= new Int32Array(2 * APRS);
      this.hardware[v].writeHcr(Hcr.En);
    }
  }

  /** gic_save_state. */
  protected override save(vcpu: number): void {
    const hardware = this.hardware[vcpu];
    const { listRegisters } = hardware;
    const lrs = this.savedLrs[vcpu];
    for (let lr = 0; lr < this.listRegisterCount; lr++) {
      if (this.gic === 2) lrs[lr] = listRegisters.readV2(lr);
      else {
        lrs[2 * lr] = listRegisters.readLow(lr);
        lrs[2 * lr + 1] = listRegisters.readHigh(lr);
      }
    }
    this.costs.listRegisterReads += this.listRegisterCount;
    this.saveAprs(vcpu);
    this.savedVmcr[vcpu] = hardware.readVmcr();
    hardware.writeHcr(0);
  }

  /** gic_restore_state. */
  protected override load(vcpu: number): void {
    const hardware = this.hardware[vcpu];
    const { listRegisters } = hardware;
    const lrs = this.savedLrs[vcpu];
    for (let lr = 0; lr < this.listRegisterCount; lr++) {
      if (this.gic === 2) listRegisters.writeV2(lr, lrs[lr]);
      else listRegisters.writeV3(lr, lrs[2 * lr], lrs[2 * lr + 1]);
    }
    this.costs.listRegisterWrites += this.listRegisterCount;
    this.loadAprs(vcpu);
    hardware.writeVmcr(this.savedVmcr[vcpu]);
    hardware.writeHcr(Hcr.En);
  }

  /**
   * How many active priority registers of a group are switched: chosen by the number of priority
   * bits, where it should be that of the preemption bits, and never the fourth (DIFF-38).
   */
  protected switchedAprs(vcpu: number): number {
    const { priority } = this.hardware[vcpu];
    const chosen = priority.priorityBits <= 5 ? 1 : priority.priorityBits === 6 ? 2 : 3;
    return Math.min(chosen, priority.activePriorityRegisters);
  }

  private saveAprs(vcpu: number): void {
    const { priority } = this.hardware[vcpu];
    const switched = this.switchedAprs(vcpu);
    const left = 2 * APRS * this.physicalCpu[vcpu];
    for (let n = 0; n < 2 * priority.activePriorityRegisters; n++) {
      const value = priority.readActivePriorities(n & 1, n >> 1);
      if (n >> 1 < switched) this.savedAprs[vcpu][n] = value;
      else this.leftAprs[left + n] = value;
    }
  }

  private loadAprs(vcpu: number): void {
    const { priority } = this.hardware[vcpu];
    const switched = this.switchedAprs(vcpu);
    const left = 2 * APRS * this.physicalCpu[vcpu];
    for (let n = 0; n < 2 * priority.activePriorityRegisters; n++) {
      const value = n >> 1 < switched ? this.savedAprs[vcpu][n] : this.leftAprs[left + n];
      priority.writeActivePriorities(n & 1, n >> 1, value);
    }
  }

  /**
   * WFI: whether something is to be delivered (vgic_vcpu_pending_irq). On GICv3 the mask has 8 bits
   * while the priority compared with it has 5, and only the first active priority register is read,
   * whatever its bits stand for: the vCPU may wake in vain (DIFF-43).
   */
  protected override wakes(vcpu: number): boolean {
    const { irqs, inflight } = this;
    const { priority } = this.hardware[vcpu];
    const active = priority.readActivePriorities(this.group, 0);
    const runs = active === 0 ? NONE_ACTIVE : 31 - Math.clz32(active & -active);
    const mask = this.gic === 2 ? priority.pmr >> PRIORITY_SHIFT : priority.pmr;
    const limit = Math.min(mask, runs);
    const lock = this.lock.vcpu[vcpu];
    const head = inflight.head(vcpu);
    let woken = false;
    this.locks.acquire(lock);
    for (let irq = inflight.next[head]; irq !== head && !woken; irq = inflight.next[irq]) {
      if (irqs.priority[irq] >> PRIORITY_SHIFT >= limit) break;
      woken = irqs.has(irq, Status.Enabled);
    }
    this.locks.release(lock);
    return woken;
  }

  protected override turnedOff(_vcpu: number): void {
    // _VPF_down is all that changes: injections are dropped from now on.
  }

  /** CPU_ON, by the caller while the target is still marked as down. */
  protected override turnedOn(caller: number, vcpu: number): void {
    this.current = caller;
    this.clearPendingIrqs(vcpu);
  }

  /**
   * Empties both lists and lr_mask. What the interrupts say of themselves, the saved list registers,
   * active priorities and VMCR are forgotten (vgic_clear_pending_irqs, DIFF-07).
   */
  protected clearPendingIrqs(vcpu: number): void {
    const { inflight, lrPending } = this;
    const lock = this.lock.vcpu[vcpu];
    this.locks.acquire(lock);
    const head = inflight.head(vcpu);
    for (let irq = inflight.next[head]; irq !== head; irq = inflight.next[head]) {
      inflight.unlink(irq);
      this.forgotten(vcpu, irq);
    }
    this.lrMask[vcpu * 2] = this.lrMask[vcpu * 2 + 1] = 0;
    const queue = lrPending.head(vcpu);
    for (let irq = lrPending.next[queue]; irq !== queue; irq = lrPending.next[queue]) {
      lrPending.unlink(irq);
    }
    this.locks.release(lock);
  }

  /** Empties a list register of a vCPU that is not loaded. */
  protected clearSavedLr(vcpu: number, lr: number): void {
    const lrs = this.savedLrs[vcpu];
    if (this.gic === 2) lrs[lr] = 0;
    else lrs[2 * lr] = lrs[2 * lr + 1] = 0;
    this.freeLr(vcpu, lr);
  }

  /** The CPU interface of a vCPU that does not run comes out of reset. */
  protected resetInterface(vcpu: number): void {
    this.savedAprs[vcpu].fill(0);
    this.savedVmcr[vcpu] = this.vmcrAtReset;
  }

  /** An interrupt left inflight_irqs without anything being done about it. */
  protected abstract forgotten(vcpu: number, irq: number): void;
}
