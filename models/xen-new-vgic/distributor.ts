import type { Locks } from '../contract/locks';
import { Lock } from '../contract/locks';
import { Outcome } from '../contract/observation';
import { Register } from '../architecture/registers';
import { LockRank } from './interrupts';
import type { InterruptRegisters } from './interrupt-registers';
import type { Interrupts } from './interrupts';
import type { Repairs } from './repairs';

/** What of the VM the distributor's registers need. */
export interface Vm {
  readonly vcpus: number;
  kick(vcpu: number): void;
  listsChanged(vcpu: number): void;
}

/** Implementer Arm, no product, variant or revision. */
const IIDR = 0x43b;
/** ArchRev 2. */
const PIDR2 = 0x20;

/** The trapped registers of the distributor. Registers and sizes that it does not know abort. */
export class Distributor {
  outcome: Outcome = Outcome.None;
  private readonly lock = new Lock('vgic.lock', LockRank.Domain, 0);

  constructor(
    private readonly vm: Vm,
    private readonly interrupts: Interrupts,
    private readonly registers: InterruptRegisters,
    private readonly held: Locks,
    private readonly repaired: Repairs,
  ) {}

  read(vcpu: number, register: number, index: number, size: number): number {
    const { registers } = this;
    this.outcome = Outcome.Value;
    switch (register) {
      case Register.GICD_CTLR:
        return this.interrupts.distributorOn ? 1 : 0;
      case Register.GICD_TYPER:
        return (this.interrupts.words - 1) | ((this.vm.vcpus - 1) << 5);
      case Register.GICD_IIDR:
        return IIDR;
      case Register.GICD_SGIR:
        return 0;
      case Register.GICD_CPENDSGIR:
      case Register.GICD_SPENDSGIR:
        return registers.readSources(vcpu, index, size);
      case Register.GICD_ICPIDR2:
        return this.repaired.identification ? PIDR2 : this.abort();
      default:
    }
    if (this.isBeyond(register, index, size)) return this.repaired.range ? 0 : this.abort();
    switch (register) {
      case Register.GICD_IGROUPR:
        return this.repaired.groupRead ? 0 : -1;
      case Register.GICD_ISENABLER:
      case Register.GICD_ICENABLER:
        return registers.readEnabled(vcpu, index);
      case Register.GICD_ISPENDR:
      case Register.GICD_ICPENDR:
        return registers.readPending(vcpu, index);
      case Register.GICD_ISACTIVER:
      case Register.GICD_ICACTIVER:
        return registers.readActive(vcpu, index);
      case Register.GICD_IPRIORITYR:
        return registers.readPriority(vcpu, index, size);
      case Register.GICD_ITARGETSR:
        return registers.readTargets(vcpu, index, size);
      case Register.GICD_ICFGR:
        return registers.readConfiguration(vcpu, index);
      default:
        return this.abort();
    }
  }

  write(vcpu: number, register: number, index: number, size: number, value: number): void {
    const { registers } = this;
    this.outcome = Outcome.None;
    switch (register) {
      case Register.GICD_CTLR:
        return this.writeCtlr(vcpu, value);
      case Register.GICD_TYPER:
      case Register.GICD_IIDR:
        return;
      case Register.GICD_SGIR:
        return registers.sendSgi(vcpu, value);
      case Register.GICD_CPENDSGIR:
        return registers.clearSources(vcpu, index, size, value);
      case Register.GICD_SPENDSGIR:
        return registers.setSources(vcpu, index, size, value);
      case Register.GICD_ICPIDR2:
        if (!this.repaired.identification) this.abort();
        return;
      default:
    }
    if (this.isBeyond(register, index, size)) {
      if (!this.repaired.range) this.abort();
      return;
    }
    switch (register) {
      case Register.GICD_IGROUPR:
        return;
      case Register.GICD_ISENABLER:
        return registers.setEnabled(vcpu, index, value);
      case Register.GICD_ICENABLER:
        return registers.clearEnabled(vcpu, index, value);
      case Register.GICD_ISPENDR:
        return registers.setPending(vcpu, index, value);
      case Register.GICD_ICPENDR:
        return registers.clearPending(vcpu, index, value);
      case Register.GICD_ISACTIVER:
        return registers.setActive(vcpu, index, value);
      case Register.GICD_ICACTIVER:
        return registers.clearActive(vcpu, index, value);
      case Register.GICD_IPRIORITYR:
        return registers.writePriority(vcpu, index, size, value);
      case Register.GICD_ITARGETSR:
        return registers.writeTargets(vcpu, index, size, value);
      case Register.GICD_ICFGR:
        return registers.writeConfiguration(vcpu, index, value);
      default:
        this.abort();
    }
  }

  private abort(): number {
    this.outcome = Outcome.Abort;
    return 0;
  }

  /** Turning it on makes all vCPUs exit; what left their lists meanwhile is not put back (N-CTLR). */
  private writeCtlr(vcpu: number, value: number): void {
    const { interrupts } = this;
    const was = interrupts.distributorOn;
    this.held.acquire(this.lock);
    interrupts.distributorOn = (value & 1) !== 0;
    this.held.release(this.lock);
    if (was === interrupts.distributorOn) return;
    for (let v = 0; v < this.vm.vcpus; v++) this.vm.listsChanged(v);
    if (!was && this.repaired.distributorOn) this.registers.queueAll();
    if (was && !this.repaired.disable) return;
    for (let v = 0; v < this.vm.vcpus; v++) if (v !== vcpu) this.vm.kick(v);
  }

  /** A register whose first interrupt does not exist. */
  private isBeyond(register: number, index: number, size: number): boolean {
    return firstIntid(register, index, size) >= this.interrupts.end;
  }
}

/** First INTID of a register, or of a byte, of an array that runs over INTIDs. */
function firstIntid(register: number, index: number, size: number): number {
  switch (register) {
    case Register.GICD_IPRIORITYR:
    case Register.GICD_ITARGETSR:
      return size === 1 ? index : index * 4;
    case Register.GICD_ICFGR:
      return index * 16;
    default:
      return index * 32;
  }
}
