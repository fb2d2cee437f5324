import { bitCount } from './interrupt-state';
import type { InterruptAccount } from './interrupts';
import type { InterfaceAccount } from './cpu-interface';
import type { ListRegisterAccount } from './list-registers';
import { LR_PENDING, LR_PENDING_ACTIVE } from './list-registers';

const SGIS = 0xffff;

/**
 * What may be signalled on one interface now (GIC-CPU-001), derived from the account.
 *
 * `best0` (`best1`) says that a Group 0 (Group 1) candidate has the best priority; both are true on
 * a tie between the groups.
 */
export class Evaluation {
  /** Something that decides is not known: judge nothing. */
  uncertain = false;
  /** Best priority among the candidates, 256 if there is none. */
  best = 256;
  best0 = false;
  best1 = false;
  /** Candidates, and those of them at the best priority. */
  candidates = 0;
  ties = 0;
  /** Two candidates of different priority share the best group priority. */
  subPriorities = false;
  /** An active and pending interrupt would be the candidate if it were not active (GIC-LC-008). */
  blockedByActive = false;
  /** A pending and enabled interrupt is held back by its group's enable. */
  groupOff = false;
  /** Group 0 (Group 1) at the best priority passes PMR and preemption. */
  signal0 = false;
  signal1 = false;
  /** The best candidate fails PMR (running priority). */
  masked = false;
  notPreempting = false;
  /** Pending or active interrupts of this PE: more than its list registers are an overflow. */
  alive = 0;

  clear(): void {
    this.uncertain = false;
    this.best = 256;
    this.best0 = this.best1 = false;
    this.candidates = this.ties = 0;
    this.subPriorities = this.blockedByActive = this.groupOff = false;
    this.signal0 = this.signal1 = this.masked = this.notPreempting = false;
    this.alive = 0;
  }

  private offer(priority: number, group: number): void {
    this.candidates++;
    if (priority < this.best) {
      this.best = priority;
      this.ties = 1;
      this.best0 = group === 0;
      this.best1 = group === 1;
    } else if (priority === this.best) {
      this.ties++;
      if (group === 0) this.best0 = true;
      else this.best1 = true;
    }
  }

  /** The physical interface, or the one a guest of a hypervisor sees: candidates from the distributor. */
  ofDistributor(
    vcpu: number,
    interrupts: InterruptAccount,
    iface: InterfaceAccount,
    distributorGroups: number,
  ): void {
    this.clear();
    if (!iface.known) this.uncertain = true;
    const groups = iface.groups & distributorGroups;
    const { words, vcpus, top } = interrupts;
    const gic2 = interrupts.machine.gic === 2;
    let blocked = 256;
    let bestShared = 256;
    for (let word = vcpu; word < top; word = word < vcpus ? vcpus : word + 1) {
      const pending = interrupts.pending(word);
      const routed = interrupts.routed[vcpu * words + word];
      const reaching = routed | interrupts.routeUnknown[word];
      const enabled = interrupts.enabled[word];
      const group1 = interrupts.group1[word];
      const inGroup = (groups & 1 ? ~group1 : 0) | (groups & 2 ? group1 : 0);
      const active = interrupts.active[word];
      const unsure =
        interrupts.unknown[word] |
        (pending & (interrupts.routeUnknown[word] | interrupts.priorityUnknown[word]));
      // SGI enables of GICv2 may be fixed (DIV-02), and what they reset to is not defined, so an SGI
      // that is not known to be enabled may be a candidate.
      const open = gic2 ? -1 : ~interrupts.enableKnown[word];
      const maybe = word < vcpus ? SGIS & ~enabled & open : 0;
      if ((unsure & (enabled | maybe) & reaching) !== 0) this.uncertain = true;
      if ((pending & ~active & maybe) !== 0) this.uncertain = true;
      // A route to no PE may deliver to any (GIC-DIST-055, DIV-10).
      if ((pending & enabled & interrupts.nowhere[word]) !== 0) this.uncertain = true;
      const wanting = pending & enabled & routed;
      this.alive += bitCount((pending | active) & routed);
      if (wanting === 0) continue;
      if ((wanting & ~active & ~inGroup) !== 0) this.groupOff = true;
      for (let rest = wanting & inGroup; rest !== 0; rest &= rest - 1) {
        const bit = 31 - Math.clz32(rest & -rest);
        const priority = interrupts.priority[word * 32 + bit];
        if ((active >>> bit) & 1) blocked = Math.min(blocked, priority);
        else {
          if ((interrupts.shared[word] >>> bit) & 1) bestShared = Math.min(bestShared, priority);
          const previous = this.best;
          this.offer(priority, (group1 >>> bit) & 1);
          this.noteSubPriority(iface, previous, priority, (group1 >>> bit) & 1);
        }
      }
    }
    // Another PE may have been chosen for it (DIV-11).
    if (bestShared !== 256 && bestShared === this.best) this.uncertain = true;
    this.blockedByActive = blocked <= this.best && blocked !== 256;
    this.decide(iface);
  }

  /** The virtual interface: candidates from the list registers (GIC-LR-013). */
  ofListRegisters(registers: ListRegisterAccount, iface: InterfaceAccount): void {
    this.clear();
    if (!iface.known) this.uncertain = true;
    if (!registers.hcrKnown) this.uncertain = true;
    if ((registers.hcr & 1) === 0) return;
    for (let n = 0; n < registers.top; n++) {
      if (registers.unknown[n]) this.uncertain = true;
      const state = registers.state[n];
      if (state !== LR_PENDING && state !== LR_PENDING_ACTIVE) continue;
      const group = registers.group[n];
      if (((iface.groups >>> group) & 1) === 0) {
        this.groupOff = true;
        continue;
      }
      if (state === LR_PENDING_ACTIVE) {
        this.blockedByActive = true;
        continue;
      }
      const previous = this.best;
      this.offer(registers.priority[n], group);
      this.noteSubPriority(iface, previous, registers.priority[n], group);
    }
    this.decide(iface);
  }

  private noteSubPriority(
    iface: InterfaceAccount,
    previous: number,
    priority: number,
    group: number,
  ): void {
    if (previous === 256 || previous === priority) return;
    const mask = iface.groupMask(group);
    if ((previous & mask) === (priority & mask)) this.subPriorities = true;
    else if (priority < previous) this.subPriorities = false;
  }

  private decide(iface: InterfaceAccount): void {
    if (this.best === 256) return;
    this.masked = this.best >= iface.pmr;
    const running = iface.running();
    if (this.best0) this.signal0 = this.passes(iface, running, 0);
    if (this.best1) this.signal1 = this.passes(iface, running, 1);
  }

  private passes(iface: InterfaceAccount, running: number, group: number): boolean {
    if (running === 0x100) return !this.masked;
    const mask = iface.groupMask(group);
    const preempts = (this.best & mask) < running;
    // When the groups' binary points differ, or one changed while active, the digest leaves open
    // whether the running priority is masked too (DIV-09).
    if (preempts !== (this.best & mask) < (running & mask)) this.uncertain = true;
    if (!preempts) this.notPreempting = true;
    return preempts && !this.masked;
  }
}
