import type { Locks } from '../contract/locks';
import type { ApLists } from './ap-lists';
import type { Interrupts } from './interrupts';
import type { MappedInterrupts } from './mapped';
import type { Repairs } from './repairs';
import { Irq, NOBODY } from './interrupts';

/** What of the vCPUs these registers need. */
export interface RegisterVm {
  readonly vcpus: number;
  readonly physicalCpu: Uint8Array;
  kick(vcpu: number): void;
  /** Makes the other vCPUs that hold some of these interrupts in list registers exit. */
  haltHolders(vcpu: number, first: number, bits: number): void;
  resumeHolders(): void;
}

/** SGIs in the first word. */
const SGIS = 0xffff;
/** Implemented priority bits. */
const PRIORITY = 0xf8;

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** The registers that run over INTIDs. `word`, `index`: number of the register; bytes by number. */
export class InterruptRegisters {
  /** vCPUs that exist, as bits. */
  private readonly everyone: number;

  constructor(
    private readonly vm: RegisterVm,
    private readonly interrupts: Interrupts,
    private readonly lists: ApLists,
    private readonly mapped: MappedInterrupts,
    private readonly held: Locks,
    private readonly repaired: Repairs,
  ) {
    this.everyone = (1 << vm.vcpus) - 1;
  }

  readEnabled(vcpu: number, word: number): number {
    return this.readBits(vcpu, word, Irq.Enabled);
  }

  /** ISENABLER: every interrupt named is queued, whether it was enabled or not. */
  setEnabled(vcpu: number, word: number, value: number): void {
    const { interrupts, lists } = this;
    const first = interrupts.firstOf(word, vcpu);
    for (let bits = value & interrupts.implemented(word); bits !== 0; bits &= bits - 1) {
      const instance = first + lowestBit(bits);
      this.held.acquire(interrupts.locks[instance]);
      interrupts.flags[instance] |= Irq.Enabled;
      if ((interrupts.flags[instance] & Irq.Hardware) !== 0) this.mapped.enable(instance, true);
      lists.queue(instance);
    }
  }

  /** ICENABLER: the flag only; a copy in a list register stays until the next exit (DIFF-01). */
  clearEnabled(vcpu: number, word: number, value: number): void {
    const { interrupts } = this;
    const first = interrupts.firstOf(word, vcpu);
    for (let bits = value & interrupts.implemented(word); bits !== 0; bits &= bits - 1) {
      const instance = first + lowestBit(bits);
      this.held.acquire(interrupts.locks[instance]);
      interrupts.flags[instance] &= ~Irq.Enabled;
      if ((interrupts.flags[instance] & Irq.Hardware) !== 0) this.mapped.enable(instance, false);
      this.held.release(interrupts.locks[instance]);
      this.lists.changed(instance);
      if (this.repaired.disable) this.kickOwner(vcpu, instance);
    }
  }

  /** Latch and line; what is in list registers of other vCPUs is not looked at (K-D3). */
  readPending(vcpu: number, word: number): number {
    const { interrupts } = this;
    const { pendingReads } = this.repaired;
    const first = interrupts.firstOf(word, vcpu);
    if (pendingReads) this.vm.haltHolders(vcpu, first, -1);
    let value = 0;
    for (let bits = interrupts.implemented(word); bits !== 0; bits &= bits - 1) {
      const bit = lowestBit(bits);
      const instance = first + bit;
      const pending = pendingReads
        ? this.mapped.isPending(instance)
        : interrupts.isPending(instance);
      if (pending) value |= 1 << bit;
    }
    if (pendingReads) this.vm.resumeHolders();
    return value;
  }

  /** ISPENDR. SGIs are pended by their senders only. */
  setPending(vcpu: number, word: number, value: number): void {
    const { interrupts } = this;
    const first = interrupts.firstOf(word, vcpu);
    const writable = interrupts.implemented(word) & (word === 0 ? ~SGIS : -1);
    for (let bits = value & writable; bits !== 0; bits &= bits - 1) {
      const instance = first + lowestBit(bits);
      this.held.acquire(interrupts.locks[instance]);
      interrupts.flags[instance] |= Irq.Latch;
      if ((interrupts.flags[instance] & Irq.Hardware) !== 0) this.mapped.pended(instance);
      this.lists.queue(instance);
    }
  }

  /** ICPENDR: latch and physical state; a list register of another vCPU brings it back (DIFF-10). */
  clearPending(vcpu: number, word: number, value: number): void {
    const { interrupts } = this;
    const { clearPending } = this.repaired;
    const first = interrupts.firstOf(word, vcpu);
    const writable = interrupts.implemented(word) & (word === 0 ? ~SGIS : -1);
    if (clearPending) this.vm.haltHolders(vcpu, first, value & writable);
    for (let bits = value & writable; bits !== 0; bits &= bits - 1) {
      const instance = first + lowestBit(bits);
      const isHardware = (interrupts.flags[instance] & Irq.Hardware) !== 0;
      const descriptor = isHardware ? this.mapped.locks[interrupts.intidOf(instance)] : undefined;
      if (descriptor) this.held.acquire(descriptor);
      this.held.acquire(interrupts.locks[instance]);
      interrupts.flags[instance] &= ~Irq.Latch;
      if (isHardware) this.mapped.pendingCleared(instance);
      this.held.release(interrupts.locks[instance]);
      if (descriptor) this.held.release(descriptor);
      this.lists.changed(instance);
    }
    if (clearPending) this.vm.resumeHolders();
  }

  /** The shadow: as of the last exit of the vCPU that has it (DIFF-12). */
  readActive(vcpu: number, word: number): number {
    if (!this.repaired.activeReads) return this.readBits(vcpu, word, Irq.Active);
    this.vm.haltHolders(vcpu, this.interrupts.firstOf(word, vcpu), -1);
    const value = this.readBits(vcpu, word, Irq.Active);
    this.vm.resumeHolders();
    return value;
  }

  /** ISACTIVER: upstream logs it (DIFF-13). */
  setActive(vcpu: number, word: number, value: number): void {
    if (this.repaired.setActive) this.changeActive(vcpu, word, value, true);
  }

  /** ICACTIVER: upstream logs it (DIFF-14). */
  clearActive(vcpu: number, word: number, value: number): void {
    if (this.repaired.clearActive) this.changeActive(vcpu, word, value, false);
  }

  private changeActive(vcpu: number, word: number, value: number, active: boolean): void {
    const { interrupts } = this;
    const first = interrupts.firstOf(word, vcpu);
    const writable = value & interrupts.implemented(word);
    this.vm.haltHolders(vcpu, first, writable);
    for (let bits = writable; bits !== 0; bits &= bits - 1) {
      const instance = first + lowestBit(bits);
      this.held.acquire(interrupts.locks[instance]);
      this.activate(vcpu, instance, active);
      this.lists.queue(instance);
    }
    this.vm.resumeHolders();
  }

  /** Active or not, without acknowledge or EOI. The interrupt's lock is held. */
  activate(vcpu: number, instance: number, active: boolean): void {
    const { interrupts } = this;
    const { flags } = interrupts;
    if (((flags[instance] & Irq.Active) !== 0) === active) return;
    if (active) {
      flags[instance] |= Irq.Active;
      interrupts.activeSource[instance] = vcpu;
    } else flags[instance] &= ~Irq.Active;
    if ((flags[instance] & Irq.Hardware) !== 0) this.mapped.setActive(instance, active);
  }

  readPriority(vcpu: number, index: number, size: number): number {
    let value = 0;
    for (let byte = 0; byte < size; byte++) {
      const intid = size === 1 ? index : index * 4 + byte;
      value |= this.interrupts.priority[this.interrupts.instance(intid, vcpu)] << (8 * byte);
    }
    return value;
  }

  /** IPRIORITYR: takes effect when a list register is next written. */
  writePriority(vcpu: number, index: number, size: number, value: number): void {
    const { interrupts } = this;
    for (let byte = 0; byte < size; byte++) {
      const intid = size === 1 ? index : index * 4 + byte;
      const instance = interrupts.instance(intid, vcpu);
      this.held.acquire(interrupts.locks[instance]);
      interrupts.priority[instance] = (value >>> (8 * byte)) & PRIORITY;
      this.held.release(interrupts.locks[instance]);
      this.lists.changed(instance);
    }
  }

  readTargets(vcpu: number, index: number, size: number): number {
    if (this.repaired.uniprocessor && this.vm.vcpus === 1) return 0;
    let value = 0;
    for (let byte = 0; byte < size; byte++) {
      const intid = size === 1 ? index : index * 4 + byte;
      const mask =
        intid < 32 ? 1 << vcpu : this.interrupts.targets[this.interrupts.instance(intid, vcpu)];
      value |= mask << (8 * byte);
    }
    return value;
  }

  /** ITARGETSR: the lowest vCPU of the mask; without one, the interrupt is held. */
  writeTargets(vcpu: number, index: number, size: number, value: number): void {
    const { interrupts } = this;
    if (this.repaired.uniprocessor && this.vm.vcpus === 1) return;
    for (let byte = 0; byte < size; byte++) {
      const intid = size === 1 ? index : index * 4 + byte;
      if (intid < 32 || intid >= interrupts.end) continue;
      const instance = interrupts.instance(intid, vcpu);
      const mask = (value >>> (8 * byte)) & this.everyone;
      this.held.acquire(interrupts.locks[instance]);
      interrupts.targets[instance] = mask;
      const target = mask === 0 ? NOBODY : lowestBit(mask);
      interrupts.target[instance] = target;
      if (target >= 0 && (interrupts.flags[instance] & Irq.Hardware) !== 0) {
        this.mapped.route(instance, this.vm.physicalCpu[target]);
      }
      this.held.release(interrupts.locks[instance]);
      this.retargeted(vcpu, instance);
    }
  }

  /** Upstream leaves the move to the next exit of the vCPU that has it, and queues nothing. */
  private retargeted(vcpu: number, instance: number): void {
    const { interrupts, repaired } = this;
    const isListed = interrupts.owner[instance] >= 0;
    this.lists.changed(instance);
    if (isListed && repaired.retargetKick) this.kickOwner(vcpu, instance);
    if (isListed ? !repaired.offList : !repaired.targetQueues) return;
    this.held.acquire(interrupts.locks[instance]);
    this.lists.queue(instance);
  }

  /** ICFGR: 10 is edge, 00 level. */
  readConfiguration(vcpu: number, index: number): number {
    const { interrupts } = this;
    let value = 0;
    for (let n = 0; n < 16; n++) {
      const intid = index * 16 + n;
      if (intid >= interrupts.end) break;
      const isLevel = (interrupts.flags[interrupts.instance(intid, vcpu)] & Irq.Level) !== 0;
      if (!isLevel) value |= 2 << (2 * n);
    }
    return value;
  }

  /** ICFGR: SPIs only. */
  writeConfiguration(vcpu: number, index: number, value: number): void {
    const { interrupts } = this;
    if (index < 2) return;
    for (let n = 0; n < 16; n++) {
      const intid = index * 16 + n;
      if (intid >= interrupts.end) break;
      const instance = interrupts.instance(intid, 0);
      const isLevel = ((value >>> (2 * n)) & 2) === 0;
      const follows =
        this.repaired.triggerType && (interrupts.flags[instance] & Irq.Hardware) !== 0;
      const changes = follows && isLevel !== ((interrupts.flags[instance] & Irq.Level) !== 0);
      if (changes) this.vm.haltHolders(vcpu, instance & ~31, 1 << (instance & 31));
      this.held.acquire(interrupts.locks[instance]);
      if (follows) this.mapped.reconfigure(instance, isLevel);
      else interrupts.set(instance, Irq.Level, isLevel);
      this.held.release(interrupts.locks[instance]);
      if (changes) this.vm.resumeHolders();
    }
  }

  /** SGIR; the reserved filter sends nothing. */
  sendSgi(vcpu: number, value: number): void {
    for (let rest = this.sgiTargets(vcpu, value); rest !== 0; rest &= rest - 1) {
      this.pendSgi(this.interrupts.instance(value & 15, lowestBit(rest)), 1 << vcpu);
    }
  }

  private sgiTargets(vcpu: number, value: number): number {
    switch ((value >>> 24) & 3) {
      case 0:
        return (value >>> 16) & this.everyone;
      case 1:
        return this.everyone & ~(1 << vcpu);
      case 2:
        return 1 << vcpu;
      default:
        return 0;
    }
  }

  /** CPENDSGIR, SPENDSGIR: the vCPUs that an SGI of this vCPU is pending from. */
  readSources(vcpu: number, index: number, size: number): number {
    let value = 0;
    for (let byte = 0; byte < size; byte++) {
      const intid = size === 1 ? index : index * 4 + byte;
      value |= this.interrupts.source[vcpu * 32 + intid] << (8 * byte);
    }
    return value;
  }

  clearSources(vcpu: number, index: number, size: number, value: number): void {
    const { interrupts } = this;
    for (let byte = 0; byte < size; byte++) {
      const instance = vcpu * 32 + (size === 1 ? index : index * 4 + byte);
      this.held.acquire(interrupts.locks[instance]);
      interrupts.source[instance] &= ~(value >>> (8 * byte));
      if (interrupts.source[instance] === 0) interrupts.flags[instance] &= ~Irq.Latch;
      this.held.release(interrupts.locks[instance]);
    }
  }

  /** SPENDSGIR: sources that do not exist are accepted too (DIFF-52). */
  setSources(vcpu: number, index: number, size: number, value: number): void {
    const mask = this.repaired.absentSources ? this.everyone : 0xff;
    for (let byte = 0; byte < size; byte++) {
      const sources = (value >>> (8 * byte)) & mask;
      if (sources !== 0) this.pendSgi(vcpu * 32 + (size === 1 ? index : index * 4 + byte), sources);
    }
  }

  private pendSgi(instance: number, sources: number): void {
    const { interrupts } = this;
    this.held.acquire(interrupts.locks[instance]);
    interrupts.source[instance] |= sources;
    interrupts.flags[instance] |= Irq.Latch;
    this.lists.queue(instance);
  }

  /** N-CTLR mended: whatever waits and is on no list. */
  queueAll(): void {
    const { interrupts } = this;
    for (let instance = 0; instance < interrupts.flags.length; instance++) {
      if ((interrupts.flags[instance] & Irq.Enabled) === 0 || interrupts.owner[instance] >= 0)
        continue;
      this.held.acquire(interrupts.locks[instance]);
      this.lists.queue(instance);
    }
  }

  private readBits(vcpu: number, word: number, bit: number): number {
    const { flags } = this.interrupts;
    const first = this.interrupts.firstOf(word, vcpu);
    let value = 0;
    for (let n = 0; n < 32; n++) if ((flags[first + n] & bit) !== 0) value |= 1 << n;
    return value;
  }

  private kickOwner(vcpu: number, instance: number): void {
    const owner = this.interrupts.owner[instance];
    if (owner >= 0 && owner !== vcpu) this.vm.kick(owner);
  }
}
