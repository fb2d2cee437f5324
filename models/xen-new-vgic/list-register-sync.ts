import type { ListRegisters } from '../architecture/list-registers';
import type { VirtualInterface } from '../architecture/virtual-interface';
import type { Costs } from '../contract/costs';
import type { Locks } from '../contract/locks';
import type { Machine } from '../contract/machine';
import { State } from '../architecture/list-registers';
import { Hcr } from '../architecture/virtual-interface';
import type { ApLists } from './ap-lists';
import type { Interrupts } from './interrupts';
import type { MappedInterrupts } from './mapped';
import type { Repairs } from './repairs';
import { RunningInterrupts } from './running';
import { Irq, NOWHERE } from './interrupts';

/** Most list registers of a GICv2. */
const MOST_REGISTERS = 64;
const EDGE_CAUSES = Irq.Latch;
const LEVEL_CAUSES = Irq.Latch | Irq.Line;

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** Zero in the first `used` list registers, which are all that are not. */
function clear(registers: ListRegisters, used: number): void {
  for (let index = 0; index < used; index++) {
    registers.intid[index] = 0;
    registers.priority[index] = 0;
    registers.physical[index] = 0;
    registers.source[index] = 0;
  }
  for (let word = 0; word < 2; word++) {
    registers.pending[word] = 0;
    registers.active[word] = 0;
    registers.hardware[word] = 0;
    registers.maintenance[word] = 0;
  }
}

/** Carries interrupts from the lists to the list registers (flush) and back (fold). */
export class ListRegisterSync {
  /** used_lrs by vCPU. */
  readonly used: Uint8Array;
  /** State that each list register of a vCPU was given, by `vcpu * 64 + register`. */
  private readonly given: Uint8Array;
  /** DIFF-36 mended. */
  readonly running: RunningInterrupts;

  constructor(
    machine: Machine,
    private readonly interrupts: Interrupts,
    private readonly lists: ApLists,
    private readonly mapped: MappedInterrupts,
    private readonly hardware: readonly VirtualInterface[],
    private readonly held: Locks,
    private readonly costs: Costs,
    private readonly repaired: Repairs,
  ) {
    this.used = new Uint8Array(machine.vcpus);
    this.given = new Uint8Array(machine.vcpus * MOST_REGISTERS);
    this.running = new RunningInterrupts(machine, interrupts);
  }

  reset(): void {
    this.used.fill(0);
    this.running.reset();
  }

  /** Entry. Nothing is done, HCR.En included, while the list is empty. */
  flush(vcpu: number): void {
    const { lists, interrupts, held } = this;
    if (lists.length[vcpu] === 0) return;
    const hardware = this.hardware[vcpu];
    const registers = hardware.listRegisters.count;
    held.acquire(lists.locks[vcpu]);
    const length = lists.length[vcpu];
    let control: number = Hcr.En;
    if (length > registers) lists.sort(vcpu);
    const list = lists.entries[vcpu];
    let count = 0;
    for (let at = 0; at < length; at++) {
      const instance = list[at];
      // The interrupt's lock: nothing can come between.
      held.operations += 2;
      if (this.repaired.sampleLine) this.mapped.sample(instance);
      if (interrupts.oracle(instance) === vcpu) this.populate(vcpu, instance, count++);
      if (count === registers) {
        if (at < length - 1) control |= Hcr.Uie;
        if (this.repaired.overflow) control |= this.wantsExits(vcpu, at + 1);
        break;
      }
    }
    this.used[vcpu] = count;
    held.release(lists.locks[vcpu]);
    if (this.repaired.overflow) this.running.enters(vcpu, hardware.priority);
    hardware.control = control;
  }

  /**
   * DIFF-36 mended: exits for what stays outside: NP for a pending interrupt, which takes the place of
   * what the guest acknowledged, and LRENP for the end of an active one.
   */
  private wantsExits(vcpu: number, from: number): number {
    const { interrupts } = this;
    const list = this.lists.entries[vcpu];
    let control = 0;
    for (let at = from; at < this.lists.length[vcpu]; at++) {
      if (interrupts.oracle(list[at]) !== vcpu) continue;
      const isActive = (interrupts.flags[list[at]] & Irq.Active) !== 0;
      control |= isActive ? Hcr.Lrenpie : Hcr.Npie;
    }
    return control;
  }

  /** Fills one list register; the interrupt's lock is held. */
  private populate(vcpu: number, instance: number, index: number): void {
    const { interrupts, repaired } = this;
    const { flags } = interrupts;
    const was = flags[instance];
    const isLevel = (was & Irq.Level) !== 0;
    const isActive = (was & Irq.Active) !== 0;
    const isMapped = (was & Irq.Hardware) !== 0 && this.mapped.hasHardwareBit(instance);
    let pending = (was & (isLevel ? LEVEL_CAUSES : EDGE_CAUSES)) !== 0;
    let source = 0;
    let eoi = isLevel;
    if (pending && isMapped && isActive && isLevel) pending = false;
    if (repaired.disable && !this.mayForward(was)) pending = false;
    if (interrupts.isSgi(instance)) {
      if (repaired.activeSource && isActive) {
        source = interrupts.activeSource[instance];
        pending &&= ((interrupts.source[instance] >>> source) & 1) !== 0;
      } else if (pending) source = lowestBit(interrupts.source[instance]);
      if (pending) interrupts.source[instance] &= ~(1 << source);
      const isMore = interrupts.source[instance] !== 0;
      interrupts.set(instance, Irq.Latch, isMore);
      eoi = repaired.activeSource && isMore;
    } else if (pending) {
      if (!isLevel) flags[instance] &= ~Irq.Latch;
      else if (repaired.levelLatch && (was & Irq.Latch) !== 0) {
        flags[instance] = (flags[instance] & ~Irq.Latch) | Irq.Presented;
      }
    }
    if (isMapped && pending) {
      // From here on only a new rising edge of the line is news.
      if (isLevel) flags[instance] &= ~Irq.Line;
      if (repaired.levelLatch) this.mapped.present(instance);
    }
    const state = (isActive ? State.Active : 0) | (pending ? State.Pending : 0);
    interrupts.register[instance] = index;
    this.given[vcpu * MOST_REGISTERS + index] = state;
    this.costs.listRegisterWrites++;
    const intid = interrupts.intidOf(instance);
    this.hardware[vcpu].listRegisters.program(
      index,
      intid,
      state,
      interrupts.priority[instance],
      0,
      isMapped ? 1 : 0,
      intid,
      eoi ? 1 : 0,
      source,
    );
  }

  private mayForward(flags: number): boolean {
    return (flags & Irq.Enabled) !== 0 && this.interrupts.distributorOn;
  }

  /** Exit: the state of all list registers in use goes back to the interrupts. */
  fold(vcpu: number): void {
    const hardware = this.hardware[vcpu];
    const { listRegisters } = hardware;
    const used = this.used[vcpu];
    if (used === 0) return;
    if (this.repaired.overflow) this.endOutside(vcpu);
    for (let index = 0; index < used; index++) {
      const state = listRegisters.stateOf(index);
      const source = listRegisters.source[index];
      const priority = listRegisters.priority[index];
      const instance = this.interrupts.instance(listRegisters.intid[index], vcpu);
      const given = this.given[vcpu * MOST_REGISTERS + index];
      if (state === State.Active && (given & State.Pending) !== 0) {
        this.noteAcknowledged(instance, source, priority);
      }
      this.foldOne(instance, state, source);
    }
    if (this.repaired.overflow) this.running.assign(vcpu, hardware.priority);
    clear(listRegisters, used);
    this.costs.listRegisterReads += used;
    this.costs.listRegisterWrites += used;
    hardware.control = 0;
    this.used[vcpu] = 0;
  }

  private foldOne(instance: number, state: number, source: number): void {
    const { interrupts, held, repaired } = this;
    const { flags } = interrupts;
    const isPending = (state & State.Pending) !== 0;
    const isActive = (state & State.Active) !== 0;
    const was = flags[instance];
    const descriptor =
      (was & Irq.Hardware) !== 0 ? this.mapped.locks[interrupts.intidOf(instance)] : undefined;
    if (descriptor) {
      held.acquire(descriptor);
      held.acquire(interrupts.locks[instance]);
    } else held.operations += 2;
    interrupts.register[instance] = NOWHERE;
    if (isActive) flags[instance] |= Irq.Active;
    else flags[instance] &= ~Irq.Active;
    if ((was & Irq.Level) === 0) {
      if (isPending) {
        flags[instance] |= Irq.Latch;
        if (interrupts.isSgi(instance)) interrupts.source[instance] |= 1 << source;
      }
    } else if (repaired.levelLatch) {
      if (isPending && (was & Irq.Presented) !== 0) flags[instance] |= Irq.Latch;
    } else if (!isPending) {
      // Acknowledged, or ended: as the architecture has it, unless the request is younger (K-D1).
      flags[instance] &= ~Irq.Latch;
    }
    flags[instance] &= ~Irq.Presented;
    if (descriptor && isPending && this.mapped.isLevel(instance)) this.mapped.readLine(instance);
    if (!descriptor) return;
    held.release(interrupts.locks[instance]);
    held.release(descriptor);
  }

  /** DIFF-36 and DIFF-55 mended: whose SGI it is, and which priority its end will drop. */
  private noteAcknowledged(instance: number, source: number, priority: number): void {
    this.interrupts.activeSource[instance] = source;
    if (this.repaired.overflow) this.running.note(instance, priority);
  }

  /** DIFF-36 mended: an EOI of EOImode 0 that found no list register ends what is active outside. */
  private endOutside(vcpu: number): void {
    const { interrupts, held } = this;
    const hardware = this.hardware[vcpu];
    const instance = this.running.dropped(vcpu, hardware.priority);
    const counted = hardware.eoiCount !== 0;
    hardware.eoiCount = 0;
    if (!counted || instance < 0 || interrupts.owner[instance] !== vcpu) return;
    if (interrupts.register[instance] !== NOWHERE) return;
    held.acquire(interrupts.locks[instance]);
    this.mapped.setActive(instance, false);
    interrupts.flags[instance] &= ~Irq.Active;
    held.release(interrupts.locks[instance]);
  }
}
