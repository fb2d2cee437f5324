import { Register } from '../architecture/registers';
import { Outcome } from '../contract/observation';
import { RegistersV2 } from './registers-v2';

/** GICD_CTLR.EnableGrp1A of the non-secure view, and ARE_NS. */
const ENABLE = 1 << 1;
const ARE = 1 << 4;
/** GICD_TYPER.IDbits, which holds the number less one. */
const ID_BITS_SHIFT = 19;
/** GICD_IIDR and GICR_IIDR. */
const IIDR = 0x34c;
/** GICD_PIDR2 and GICR_PIDR2: ArchRev in [7:4]. */
const PIDR2 = 0x30;
/** GICD_IROUTER.Interrupt_Routing_Mode, bit 31. */
const IRM_SHIFT = 31;
/** GICR_TYPER.Last. */
const LAST = 1 << 4;
/** ICC_SGI1R_EL1.IRM in the high word. */
const SGI_IRM = 1 << 8;

/** The distributor, redistributors and SGI registers of GICv3 guests (vgic-v3.c). */
export abstract class RegistersV3 extends RegistersV2 {
  /** Bits of an INTID: those of the hardware, which the hardware domain sees; other domains have 10. */
  intidBits = 16;

  /** INTID 0 to 31 of GICD are the private interrupts of the vCPU that accesses them (DIFF-51). */
  protected rankOfGicd(vcpu: number, n: number): number {
    return this.rankOf(vcpu, n);
  }

  protected readV3(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    aux: number,
  ): number {
    switch (register) {
      case Register.GICD_CTLR:
        return this.readCtlr() | ARE;
      case Register.GICD_TYPER:
        return this.readTyper() | ((this.intidBits - 1) << ID_BITS_SHIFT);
      case Register.GICD_IIDR:
      case Register.GICR_IIDR:
        return IIDR;
      case Register.GICD_PIDR2:
      case Register.GICR_PIDR2:
        return PIDR2;
      case Register.GICD_CPENDSGIR:
      case Register.GICD_SPENDSGIR:
        return this.readSgiSourcesV3(size);
      case Register.GICD_IROUTER:
        return this.readIrouter(index, size, aux);
      case Register.GICR_TYPER:
        this.high = size === 8 ? aux : 0;
        return (aux << 8) | (aux === this.vcpus - 1 ? LAST : 0);
      default:
        return this.readRank(vcpu, register, index, size, aux);
    }
  }

  /** GICD_ICPENDR1 and up cannot be read (XEN-07). */
  protected readClearPending(rank: number, index: number): number {
    if (index === 0) return this.readPending(rank);
    this.outcome = Outcome.Abort;
    return 0;
  }

  private readRank(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    aux: number,
  ): number {
    switch (register) {
      case Register.GICD_ISENABLER:
      case Register.GICD_ICENABLER:
        return this.readEnable(this.rankOfGicd(vcpu, index));
      case Register.GICD_ISPENDR:
        return this.readPending(this.rankOfGicd(vcpu, index));
      case Register.GICD_ICPENDR:
        return this.readClearPending(this.rankOfGicd(vcpu, index), index);
      case Register.GICD_ISACTIVER:
      case Register.GICD_ICACTIVER:
        return this.readActive(this.rankOfGicd(vcpu, index));
      case Register.GICD_IPRIORITYR: {
        const rank = this.rankOfGicd(vcpu, index >> (size === 1 ? 5 : 3));
        return this.readIpriorityr(rank, index, size);
      }
      case Register.GICD_ICFGR:
        return this.readIcfgr(this.rankOfGicd(vcpu, index >> 1), index & 1);
      case Register.GICR_ISENABLER0:
      case Register.GICR_ICENABLER0:
        return this.readEnable(aux);
      case Register.GICR_ISPENDR0:
      case Register.GICR_ICPENDR0:
        return this.readPending(aux);
      case Register.GICR_ISACTIVER0:
      case Register.GICR_ICACTIVER0:
        return this.readActive(aux);
      case Register.GICR_IPRIORITYR:
        return this.readIpriorityr(aux, index, size);
      case Register.GICR_ICFGR:
        return this.readIcfgr(aux, index & 1);
      default:
        return 0;
    }
  }

  protected writeV3(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    switch (register) {
      case Register.GICD_CTLR:
        return this.writeCtlr(low, ENABLE);
      case Register.GICD_IROUTER:
        return this.writeIrouter(index, size, low, high, aux);
      case Register.GICD_CPENDSGIR:
      case Register.GICD_SPENDSGIR:
        return this.writeSgiSourcesV3();
      case Register.GICR_TYPER:
        return this.writeTyper();
      case Register.ICC_SGI1R_EL1:
        return this.writeSgi1r(vcpu, low, high);
      case Register.ICC_SGI0R_EL1:
        return this.writeSgi0r(vcpu, low, high);
      default:
        return this.writeRank(vcpu, register, index, size, low, aux);
    }
  }

  private writeRank(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    value: number,
    aux: number,
  ): void {
    switch (register) {
      case Register.GICD_ISENABLER:
        return this.writeIsenabler(this.rankOfGicd(vcpu, index), value);
      case Register.GICD_ICENABLER:
        return this.writeIcenabler(this.rankOfGicd(vcpu, index), value);
      case Register.GICD_ISPENDR:
        return this.writeIspendr(this.rankOfGicd(vcpu, index), value);
      case Register.GICD_ICPENDR:
        return this.writeIcpendr(this.rankOfGicd(vcpu, index), value);
      case Register.GICD_ISACTIVER:
        return this.writeIsactiver(this.rankOfGicd(vcpu, index), value);
      case Register.GICD_ICACTIVER:
        return this.writeIcactiver(this.rankOfGicd(vcpu, index), value);
      case Register.GICD_IPRIORITYR: {
        const rank = this.rankOfGicd(vcpu, index >> (size === 1 ? 5 : 3));
        return this.writeIpriorityr(rank, index, size, value);
      }
      case Register.GICD_ICFGR:
        return this.writeIcfgr(this.rankOfGicd(vcpu, index >> 1), index & 1, value);
      case Register.GICR_ISENABLER0:
        return this.writeIsenabler(aux, value);
      case Register.GICR_ICENABLER0:
        return this.writeIcenabler(aux, value);
      case Register.GICR_ISPENDR0:
        return this.writeIspendr(aux, value);
      case Register.GICR_ICPENDR0:
        return this.writeIcpendr(aux, value);
      case Register.GICR_ISACTIVER0:
        return this.writeIsactiver(aux, value);
      case Register.GICR_ICACTIVER0:
        return this.writeIcactiver(aux, value);
      case Register.GICR_IPRIORITYR:
        return this.writeIpriorityr(aux, index, size, value);
      case Register.GICR_ICFGR:
        return this.writeIcfgr(aux, index & 1, value);
    }
  }

  /** The affinity of the target vCPU: Aff0 alone. */
  protected readIrouter(intid: number, size: number, aux: number): number {
    if (intid < 32 || intid >= this.irqs.intids) return 0;
    const irq = this.irqs.of(0, intid);
    const lock = this.lock.rank[irq >> 5];
    this.locks.acquire(lock);
    const target = this.targetOf(irq);
    this.locks.release(lock);
    return size === 4 && aux !== 0 ? 0 : target;
  }

  /** A half that is not written keeps its value. */
  protected writeIrouter(
    intid: number,
    size: number,
    low: number,
    _high: number,
    aux: number,
  ): void {
    if (intid < 32 || intid >= this.irqs.intids) return;
    const irq = this.irqs.of(0, intid);
    const lock = this.lock.rank[irq >> 5];
    this.locks.acquire(lock);
    const target = size === 4 && aux !== 0 ? this.targetOf(irq) : targetOfAffinity(low);
    if (target < this.vcpus) this.retarget(irq, target);
    this.locks.release(lock);
  }

  /** The list of 16 is of those with the Aff1 given; Aff2, Aff3 and RS do not count. */
  protected writeSgi1r(vcpu: number, low: number, high: number): void {
    const intid = (low >>> 24) & 15;
    if ((high & SGI_IRM) !== 0) return this.sendSgi(vcpu, intid, 0xff & ~(1 << vcpu));
    const first = ((low >>> 16) & 0xff) << 4;
    this.sendSgi(vcpu, intid, first === 0 ? low & 0xffff : 0);
  }

  protected writeSgi0r(_vcpu: number, _low: number, _high: number): void {
    this.outcome = Outcome.Undefined;
  }

  /** GICD_CPENDSGIR and SPENDSGIR: zero; bytes abort (DIFF-15). */
  protected readSgiSourcesV3(size: number): number {
    if (size === 1) this.outcome = Outcome.Abort;
    return 0;
  }

  /** GICR_TYPER cannot be written; words and doublewords abort (XEN-09). */
  protected writeTyper(): void {
    this.outcome = Outcome.Abort;
  }

  protected writeSgiSourcesV3(): void {
    this.outcome = Outcome.Abort;
  }
}

/** The vCPU that a low word of IROUTER names: Aff0 and Aff1 count; vCPU 0 with IRM = 1. */
function targetOfAffinity(low: number): number {
  if (low >>> IRM_SHIFT) return 0;
  return (low & 0xff) | (((low >>> 8) & 0xff) << 4);
}
