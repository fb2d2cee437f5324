import type { VirtualInterface } from '../../models/architecture/virtual-interface';
import type { PriorityInterface } from '../../models/architecture/priority-interface';
import type { KvmVgic } from '../../models/kvm-vgic/kvm-vgic';
import type { XenNewVgicSystem } from '../../models/xen-new-vgic/system';
import type { XenVgic } from '../../models/xen-vgic/xen-vgic';

/*
 * What of the models only faults look into: operations and state that are private or protected.
 * A name that is no longer right shows itself: the fault that uses it is not caught.
 */

/** KVM: entry and exit (`GuestSwitch`). */
export interface KvmSwitch {
  readonly used: Uint8Array;
  readonly filled: Uint8Array;
  /** By vCPU and list register, 64 of each: whose it is. */
  readonly loaded: Int16Array;
  readonly attribution: KvmAttribution;
  sort(vcpu: number, groups: number): void;
  /** @returns whether list registers are full before the end of the list */
  fill(vcpu: number, hardware: VirtualInterface): boolean;
  load(vcpu: number, irq: number, n: number, hardware: VirtualInterface): void;
  zero(hardware: VirtualInterface, first: number, end: number): void;
  foldRegister(vcpu: number, n: number, hardware: VirtualInterface): void;
  /** @returns HCR */
  pendingFirstControl(vcpu: number, hardware: VirtualInterface, overflows: boolean): number;
}

/** KVM: whose deactivation EOIcount counts (`Attribution`). */
export interface KvmAttribution {
  /** @returns a position in the list, or -1 */
  next(vcpu: number, after: number, first: number, priority: PriorityInterface): number;
}

export function switchOf(vgic: KvmVgic): KvmSwitch {
  return vgic.guestSwitch as unknown as KvmSwitch;
}

/** KVM: the ap_lists (`ApLists`). */
export interface KvmLists {
  append(vcpu: number, irq: number): void;
  remove(vcpu: number, at: number): void;
}

export function listsOf(vgic: KvmVgic): KvmLists {
  return vgic.lists as unknown as KvmLists;
}

/** Xen's classic VGIC. */
export interface XenOperations {
  enableOne(target: number, irq: number): void;
  disableOne(target: number, irq: number): void;
  inject(vcpu: number, irq: number): void;
  raiseGuestIrq(vcpu: number, irq: number): void;
  joinInflight(vcpu: number, irq: number): void;
  addToLrPending(vcpu: number, irq: number): void;
  dropRequest(irq: number): void;
  migrateIrq(irq: number, from: number, to: number): boolean;
  writeLr(
    vcpu: number,
    lr: number,
    intid: number,
    state: number,
    priority: number,
    hw: number,
  ): void;
  foundEmpty(vcpu: number, lr: number, irq: number): void;
  freeLr(vcpu: number, lr: number): void;
  /** @returns what is to leave its list register, or -1 */
  findVictim(vcpu: number, cursor: number, irq: number): number;
  /** @returns the list register that is free now */
  evict(vcpu: number, victim: number): number;
  syncToLrs(vcpu: number): void;
  restorePendingIrqs(vcpu: number): void;
  load(vcpu: number): void;
}

export function operationsOf(xen: XenVgic): XenOperations {
  return xen as unknown as XenOperations;
}

/** Xen's new VGIC: entry and exit (`ListRegisterSync`). */
export interface XenNewSync {
  populate(vcpu: number, instance: number, index: number): void;
  foldOne(instance: number, state: number, source: number): void;
  wantsExits(vcpu: number, from: number): number;
}

export function syncOf(system: XenNewVgicSystem): XenNewSync {
  return system.sync as unknown as XenNewSync;
}

/** KVM: gives further list registers away once they are filled. */
export function fillMore(
  vgic: KvmVgic,
  more: (vcpu: number, hardware: VirtualInterface, parts: KvmSwitch) => void,
): void {
  const parts = switchOf(vgic);
  const original = parts.fill.bind(parts);
  parts.fill = (vcpu, hardware) => {
    const endsEarly = original(vcpu, hardware);
    more(vcpu, hardware, parts);
    parts.filled[vcpu] = parts.used[vcpu];
    return endsEarly;
  };
}
