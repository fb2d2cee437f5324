import { State } from '../architecture/list-registers';
import { Hcr } from '../architecture/virtual-interface';
import type { VirtualInterface } from '../architecture/virtual-interface';
import type { ApLists } from './ap-lists';
import { Attribution } from './attribution';
import type { Interrupts } from './interrupts';
import { Irq, NONE } from './interrupts';
import type { ListRegisterImage } from './list-register-image';
import { activeFirstKey, pendingFirstKey, sortByKey } from './sort';
import type { KvmVgic } from './system';

/** Most list registers there can be. */
const MAX_LIST_REGISTERS = 64;
/** Acquisitions and releases of the irq locks of the two elements of a comparison. */
const LOCKS_PER_COMPARISON = 4;

function bits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** What happens at guest entry (flush) and exit (fold). */
export class GuestSwitch {
  /** List registers of each vCPU that were filled at its last entry and not yet read back. */
  readonly used: Uint8Array;
  /** List registers that are not zero; they are zeroed when less of them are in use. */
  private readonly filled: Uint8Array;
  /** By vCPU and list register: whose it is. */
  private readonly loaded: Int16Array;
  /** Position in the list of what went into the last list register. */
  private readonly lastLoaded: Int16Array;
  private readonly keys: Int32Array;

  private readonly interrupts: Interrupts;
  private readonly lists: ApLists;
  private readonly image: ListRegisterImage;
  private readonly attribution: Attribution;

  /** What the last `count` found: deliverable interrupts by state. */
  private pending = 0;
  private active = 0;
  /** An SGI of GICv2 with more than one request, the active one included. */
  private someMultiple = false;

  constructor(private readonly vgic: KvmVgic) {
    this.interrupts = vgic.interrupts;
    this.lists = vgic.lists;
    this.image = vgic.image;
    this.attribution = new Attribution(vgic);
    this.used = new Uint8Array(vgic.vcpus);
    this.filled = new Uint8Array(vgic.vcpus);
    this.lastLoaded = new Int16Array(vgic.vcpus);
    this.loaded = new Int16Array(vgic.vcpus * MAX_LIST_REGISTERS);
    this.keys = new Int32Array(this.interrupts.size);
  }

  reset(): void {
    this.used.fill(0);
    this.filled.fill(0);
    this.attribution.reset();
  }

  /** Guest entry: fills the list registers from the list, and sets HCR. */
  flush(vcpu: number): void {
    const { vgic, lists } = this;
    const lock = lists.lockOf(vcpu);
    vgic.locks.acquire(lock);
    this.count(vcpu);
    const hardware = vgic.hardware[vcpu];
    const overflows = this.pending + this.active > hardware.listRegisters.count;
    if (overflows || this.mindsMultiple()) this.sort(vcpu, hardware.priority.groups);
    this.attribution.enters(vcpu, hardware.priority);
    const endsEarly = this.fill(vcpu, hardware);
    hardware.writeHcr(
      (vgic.pendingFirst
        ? this.pendingFirstControl(vcpu, hardware, overflows)
        : Hcr.En | (endsEarly ? Hcr.Uie : 0)) | (vgic.repairs.trapsDeactivate ? Hcr.Tdir : 0),
    );
    vgic.locks.release(lock);
  }

  /** Counts each deliverable entry of the list once. */
  private count(vcpu: number): void {
    const { interrupts, lists } = this;
    const list = lists.entries[vcpu];
    const length = lists.length[vcpu];
    this.pending = this.active = 0;
    this.someMultiple = false;
    this.vgic.locks.operations += 2 * length;
    // A list that fits cannot overflow.
    const fits = length <= this.vgic.hardware[vcpu].listRegisters.count;
    if (fits && !this.vgic.holdsBackForSources) return;
    for (let at = 0; at < length; at++) {
      const irq = list[at];
      if (interrupts.targetOf(irq) !== vcpu) continue;
      const isActive = (interrupts.state[irq] & Irq.Active) !== 0;
      if (isActive) this.active++;
      else this.pending++;
      const sources = interrupts.source[irq];
      if (sources !== 0 && bits(sources) + (isActive ? 1 : 0) > 1) this.someMultiple = true;
    }
  }

  /** Up to 6.18, requests of several sources are presented before anything of lower priority. */
  private mindsMultiple(): boolean {
    return this.someMultiple && this.vgic.holdsBackForSources;
  }

  private sort(vcpu: number, groups: number): void {
    const { interrupts, keys, lists } = this;
    const list = lists.entries[vcpu];
    const length = lists.length[vcpu];
    for (let at = 0; at < length; at++) {
      keys[at] = this.vgic.pendingFirst
        ? pendingFirstKey(interrupts, list[at], vcpu, groups)
        : activeFirstKey(interrupts, list[at]);
    }
    this.vgic.locks.operations += LOCKS_PER_COMPARISON * sortByKey(list, keys, length);
  }

  /**
   * Loads what is deliverable, in list order, until all list registers are full.
   * @returns true if they are full before the end of the list
   */
  private fill(vcpu: number, hardware: VirtualInterface): boolean {
    const { interrupts, lists, vgic } = this;
    const list = lists.entries[vcpu];
    const length = lists.length[vcpu];
    const count = hardware.listRegisters.count;
    const multiple = this.mindsMultiple();
    let lowest = 0xff;
    let used = 0;
    let at = 0;
    for (; at < length && used < count; at++) {
      const irq = list[at];
      if (multiple && interrupts.priority[irq] > lowest) break;
      if (interrupts.targetOf(irq) === vcpu) {
        this.load(vcpu, irq, used++, hardware);
        this.lastLoaded[vcpu] = at;
        if (interrupts.source[irq] !== 0) lowest = interrupts.priority[irq];
      }
    }
    // Each entry under its irq_lock, inside the list lock that is held.
    vgic.locks.operations += 2 * at;
    this.zero(hardware, used, this.filled[vcpu]);
    this.used[vcpu] = this.filled[vcpu] = used;
    vgic.costs.listRegisterWrites += used;
    return used === count && at < length;
  }

  /** List registers above those in use hold nothing (K-I4). */
  private zero({ listRegisters }: VirtualInterface, first: number, end: number): void {
    for (let n = first; n < end; n++) listRegisters.program(n, 0, State.Inactive, 0, 0, 0, 0, 0, 0);
  }

  private load(vcpu: number, irq: number, n: number, hardware: VirtualInterface): void {
    const { image, interrupts } = this;
    const intid = interrupts.intidOf(irq);
    image.compute(irq);
    const group = (interrupts.state[irq] & Irq.Group1) !== 0 ? 1 : 0;
    hardware.listRegisters.program(
      n,
      intid,
      image.state,
      interrupts.priority[irq],
      group,
      image.hw,
      intid,
      image.eoi,
      image.source,
    );
    this.loaded[vcpu * MAX_LIST_REGISTERS + n] = irq;
    const pending = (image.state & State.Pending) !== 0 ? Irq.Presented : 0;
    interrupts.state[irq] = (interrupts.state[irq] & ~Irq.Presented) | Irq.OnLr | pending;
    interrupts.listRegister[irq] = n;
  }

  /** HCR from 6.19: exits for whatever was left outside, and when a group's enable changes. */
  private pendingFirstControl(
    vcpu: number,
    hardware: VirtualInterface,
    overflows: boolean,
  ): number {
    const { groups } = hardware.priority;
    const activeOutside = overflows && this.active > 0;
    let control: number = Hcr.En;
    if (overflows) control |= Hcr.Uie;
    if (this.pending > hardware.listRegisters.count) control |= Hcr.Npie;
    if (activeOutside) control |= Hcr.Lrenpie;
    control |= (groups & 1) !== 0 ? Hcr.VGrp0DIE : Hcr.VGrp0EIE;
    control |= (groups & 2) !== 0 ? Hcr.VGrp1DIE : Hcr.VGrp1EIE;
    if (activeOutside || this.lists.activeSpis > 0) control |= Hcr.Tdir;
    if (activeOutside) this.attribution.remember(vcpu, hardware.priority);
    return control;
  }

  /** Guest exit: reads the list registers back, then accounts for the deactivations outside them. */
  fold(vcpu: number): void {
    const { vgic } = this;
    const hardware = vgic.hardware[vcpu];
    const used = this.used[vcpu];
    if (used > 0) {
      for (let n = 0; n < used; n++) this.foldRegister(vcpu, n, hardware);
      vgic.costs.listRegisterReads += used;
      vgic.costs.listRegisterWrites += used;
      this.used[vcpu] = 0;
      if (hardware.eoiCount > 0) this.foldCounted(vcpu, hardware.eoiCount);
      this.attribution.forgetDropped(vcpu, hardware.priority);
    }
    hardware.writeHcr(0);
  }

  private foldRegister(vcpu: number, n: number, hardware: VirtualInterface): void {
    const { image, interrupts, vgic } = this;
    const { listRegisters } = hardware;
    const irq = this.loaded[vcpu * MAX_LIST_REGISTERS + n];
    image.state = listRegisters.stateOf(n);
    image.eoi = (listRegisters.maintenance[n >> 5] >>> (n & 31)) & 1;
    image.source = listRegisters.source[n];
    if (image.state === State.Active && (interrupts.state[irq] & Irq.Presented) !== 0) {
      this.attribution.acknowledged(irq, n, hardware);
    }
    image.fold(irq);
    image.countDeactivation(irq);
    // Under its irq_lock.
    vgic.locks.operations += 2;
  }

  /**
   * EOIcount: each one is taken for the next active interrupt behind what went into the last list
   * register.
   */
  private foldCounted(vcpu: number, eoiCount: number): void {
    const { interrupts, lists, vgic } = this;
    const { priority } = vgic.hardware[vcpu];
    let left = vgic.pendingFirst ? eoiCount : 0;
    let at = this.lastLoaded[vcpu];
    vgic.locks.acquire(lists.lockOf(vcpu));
    for (; left > 0; left--) {
      at = this.attribution.next(vcpu, at, this.lastLoaded[vcpu] + 1, priority);
      if (at === NONE) break;
      const irq = lists.entries[vcpu][at];
      const lock = interrupts.lockOf(irq);
      vgic.locks.acquire(lock);
      this.endOutside(irq);
      vgic.locks.release(lock);
    }
    vgic.locks.release(lists.lockOf(vcpu));
  }

  /** Deactivates an interrupt that is in no list register, as if it had been in one. */
  endOutside(irq: number): void {
    const { image, interrupts, vgic } = this;
    const wasActive = (interrupts.state[irq] & Irq.Active) !== 0;
    image.compute(irq);
    const { hw } = image;
    image.state &= ~State.Active;
    image.fold(irq);
    if (wasActive) image.countDeactivation(irq);
    if (hw !== 0) vgic.physical.setActive(interrupts.intidOf(irq), false);
  }

  /** The interrupt in a list register of a vCPU that is in the guest, or NONE. */
  loadedIn(vcpu: number, n: number): number {
    return n < this.used[vcpu] ? this.loaded[vcpu * MAX_LIST_REGISTERS + n] : NONE;
  }
}
