import type { Hardware } from '../architecture/guest-system';
import { GuestSystem } from '../architecture/guest-system';
import { IDLE } from '../architecture/priority-interface';
import type { Machine } from '../contract/machine';
import { LinkedLists } from './linked-lists';
import { PendingIrqs, Status } from './pending-irq';
import { Ranks } from './ranks';
import { VgicLocks } from './vgic-locks';

/** `current` while the hypervisor runs for no vCPU. */
export const IDLE_VCPU = -1;

/** What the VGIC of a domain holds. */
export abstract class VgicState extends GuestSystem {
  readonly irqs: PendingIrqs;
  readonly ranks: Ranks;
  /** inflight_irqs of each vCPU: all that is waiting or in a list register. Sorted by priority. */
  readonly inflight: LinkedLists;
  /** lr_pending of each vCPU: what of that waits for a list register. Sorted by priority. */
  readonly lrPending: LinkedLists;
  /**
   * List registers in use, two words per vCPU. The mask is the physical CPU's while the vCPU is
   * loaded, but belongs to the vCPU either way.
   */
  readonly lrMask: Int32Array;
  readonly lock: VgicLocks;
  /** GICD_CTLR as the guest left it: its enable bit of the version. Nothing looks at it. */
  ctlr = 0;
  /** The vCPU for which the hypervisor runs. */
  current = IDLE_VCPU;
  /** Group of all interrupts: GICv2 guests have Group 0, GICv3 guests Group 1. */
  protected readonly group: 0 | 1;
  protected readonly listRegisterCount: number;
  /** INTIDs in the list registers at the start, by vCPU: of earlier guests, or none at all. */
  leftIntids: readonly Uint16Array[] = [];
  /** One of them was looked at. */
  hasReadLeft = false;
  /** List registers not written since the start, as bits; two words a vCPU. */
  protected readonly unwrittenLrs: Int32Array;
  /** Level of the inputs of software interrupts. */
  protected readonly line: Uint8Array;

  constructor(machine: Machine, hardware?: Hardware) {
    super(machine, hardware);
    const irqs = (this.irqs = new PendingIrqs(machine.vcpus, machine.spis, machine.hardware));
    this.ranks = new Ranks(machine, irqs);
    // One more list, of no vCPU: only a repair uses it.
    this.inflight = new LinkedLists(irqs.count, machine.vcpus + 1);
    this.lrPending = new LinkedLists(irqs.count, machine.vcpus + 1);
    this.lrMask = new Int32Array(machine.vcpus * 2);
    this.unwrittenLrs = new Int32Array(machine.vcpus * 2);
    this.lock = new VgicLocks(machine.vcpus, irqs.ranks, machine.hardware);
    this.group = machine.gic === 3 ? 1 : 0;
    this.listRegisterCount = machine.listRegisters;
    this.line = new Uint8Array(irqs.count);
  }

  protected override resetHypervisor(): void {
    this.irqs.reset();
    this.ranks.reset();
    this.inflight.reset();
    this.lrPending.reset();
    this.lrMask.fill(0);
    this.unwrittenLrs.fill(-1);
    this.hasReadLeft = false;
    this.line.fill(0);
    this.ctlr = 0;
    this.current = IDLE_VCPU;
    this.leftIntids.forEach((intids, v) => this.hardware[v].listRegisters.intid.set(intids));
  }

  /** Nothing is pending, active, on a list, or held in a list register, and nothing runs. */
  get isIdle(): boolean {
    const isFree = this.irqs.status.every((status) => (status & ~Status.Enabled) === 0);
    const isUnlinked = [this.inflight, this.lrPending].every((lists) => lists.areEmpty);
    return (
      isFree &&
      isUnlinked &&
      this.physical.isIdle &&
      this.lrMask.every((mask) => mask === 0) &&
      this.hardware.every(({ listRegisters: { pending, active }, priority }) => {
        const used = pending[0] | pending[1] | active[0] | active[1];
        return used === 0 && priority.highestActive() === IDLE;
      })
    );
  }

  /** The vCPU that an interrupt is for. Read without a lock (vgic_get_target_vcpu). */
  targetOf(irq: number): number {
    return this.irqs.isPrivate(irq) ? irq >> 5 : this.ranks.target[irq];
  }

  /**
   * The vCPU whose lock is taken to work on an interrupt, and on whose lists it is believed to be:
   * the one that is its target now, which need not be where it is (DIFF-04).
   */
  protected lockedVcpuOf(irq: number): number {
    return this.targetOf(irq);
  }
}
