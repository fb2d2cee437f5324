import { Register } from '../architecture/registers';
import { Outcome } from '../contract/observation';
import { RankRegisters } from './registers';

/** GICD_CTLR: the only enable. */
const ENABLE = 1;
/** GICD_IIDR. */
const IIDR = 0x43b;
/** What GICD_SGIR reads. */
const SGIR = 0xdeadbeef | 0;
/** First register of GICD_ITARGETSR that can be written. */
const FIRST_ITARGETSR = 8;

/** The distributor of GICv2 guests (vgic-v2.c). */
export abstract class RegistersV2 extends RankRegisters {
  protected readV2(vcpu: number, register: number, index: number, size: number): number {
    switch (register) {
      case Register.GICD_CTLR:
        return this.readCtlr();
      case Register.GICD_TYPER:
        return this.readTyper();
      case Register.GICD_IIDR:
        return IIDR;
      case Register.GICD_ISENABLER:
      case Register.GICD_ICENABLER:
        return this.readEnable(this.rankOf(vcpu, index));
      case Register.GICD_ISPENDR:
      case Register.GICD_ICPENDR:
        return this.readPending(this.rankOf(vcpu, index));
      case Register.GICD_ISACTIVER:
      case Register.GICD_ICACTIVER:
        return this.readActive(this.rankOf(vcpu, index));
      case Register.GICD_IPRIORITYR:
        return this.readIpriorityr(this.rankOf(vcpu, index >> (size === 1 ? 5 : 3)), index, size);
      case Register.GICD_ITARGETSR:
        return this.readItargetsr(vcpu, index, size);
      case Register.GICD_ICFGR:
        return this.readIcfgr(this.rankOf(vcpu, index >> 1), index & 1);
      case Register.GICD_SGIR:
        return SGIR;
      case Register.GICD_CPENDSGIR:
      case Register.GICD_SPENDSGIR:
        return this.readSgiSources(vcpu, index, size);
      case Register.GICD_ICPIDR2:
        return this.readIcpidr2();
      default:
        return 0;
    }
  }

  protected writeV2(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    value: number,
  ): void {
    switch (register) {
      case Register.GICD_CTLR:
        return this.writeCtlr(value, ENABLE);
      case Register.GICD_ISENABLER:
        return this.writeIsenabler(this.rankOf(vcpu, index), value);
      case Register.GICD_ICENABLER:
        return this.writeIcenabler(this.rankOf(vcpu, index), value);
      case Register.GICD_ISPENDR:
        return this.writeIspendr(this.rankOf(vcpu, index), value);
      case Register.GICD_ICPENDR:
        return this.writeIcpendr(this.rankOf(vcpu, index), value);
      case Register.GICD_ISACTIVER:
        return this.writeIsactiver(this.rankOf(vcpu, index), value);
      case Register.GICD_ICACTIVER:
        return this.writeIcactiver(this.rankOf(vcpu, index), value);
      case Register.GICD_IPRIORITYR: {
        const rank = this.rankOf(vcpu, index >> (size === 1 ? 5 : 3));
        return this.writeIpriorityr(rank, index, size, value);
      }
      case Register.GICD_ITARGETSR:
        return this.writeItargetsr(index, size, value);
      case Register.GICD_ICFGR:
        return this.writeIcfgr(this.rankOf(vcpu, index >> 1), index & 1, value);
      case Register.GICD_SGIR:
        return this.writeSgir(vcpu, value);
      case Register.GICD_CPENDSGIR:
      case Register.GICD_SPENDSGIR:
        return this.writeSgiSources(vcpu, index, size, value, register === Register.GICD_SPENDSGIR);
    }
  }

  private readItargetsr(vcpu: number, index: number, size: number): number {
    if (size === 1) return this.readTargetByte(vcpu, index);
    let value = 0;
    for (let byte = 0; byte < 4; byte++) {
      value |= this.readTargetByte(vcpu, index * 4 + byte) << (byte * 8);
    }
    return value;
  }

  /** Exactly one bit: the own one for private interrupts. */
  protected readTargetByte(vcpu: number, intid: number): number {
    if (intid >= this.irqs.intids) return 0;
    return 1 << this.targetOf(this.irqs.of(vcpu, intid));
  }

  private writeItargetsr(index: number, size: number, value: number): void {
    const word = size === 1 ? index >> 2 : index;
    if (word < FIRST_ITARGETSR) return this.writePrivateTargets(size);
    const rank = this.rankOf(0, word >> 3);
    if (rank < 0) return;
    const lock = this.lock.rank[rank];
    this.locks.acquire(lock);
    if (size === 1) this.writeTargetByte(index, value & 0xff);
    else {
      for (let byte = 0; byte < 4; byte++) {
        this.writeTargetByte(index * 4 + byte, (value >>> (byte * 8)) & 0xff);
      }
    }
    this.locks.release(lock);
  }

  /** GICD_ITARGETSR0 to 7: words are ignored, bytes abort (DIFF-24). */
  protected writePrivateTargets(size: number): void {
    if (size === 1) this.outcome = Outcome.Abort;
  }

  /** The lowest bit counts; none, or one of a vCPU that does not exist, changes nothing. */
  protected writeTargetByte(intid: number, mask: number): void {
    if (intid >= this.irqs.intids) return;
    const target = 31 - Math.clz32(mask & -mask);
    if (target >= 0 && target < this.vcpus) this.retarget(this.irqs.of(0, intid), target);
  }

  private writeSgir(vcpu: number, value: number): void {
    const intid = value & 15;
    switch ((value >>> 24) & 3) {
      case 0:
        return this.sendSgi(vcpu, intid, (value >>> 16) & 0xff);
      case 1:
        return this.sendSgi(vcpu, intid, 0xff & ~(1 << vcpu));
      case 2:
        return this.sendSgi(vcpu, intid, 1 << vcpu);
      default:
        return this.sendToReserved();
    }
  }

  /** TargetListFilter 3. */
  protected sendToReserved(): void {
    this.outcome = Outcome.Abort;
  }

  protected readSgiSources(_vcpu: number, _index: number, _size: number): number {
    return 0;
  }

  protected writeSgiSources(
    _vcpu: number,
    _index: number,
    _size: number,
    _value: number,
    _isSet: boolean,
  ): void {
    this.outcome = Outcome.Abort;
  }

  protected readIcpidr2(): number {
    this.outcome = Outcome.Abort;
    return 0;
  }
}
