import type { Interrupts } from './interrupts';
import type { Routing } from './routing';

/** ICC_SGI1R_EL1.IRM, bit 40, in the high word. */
const IRM = 1 << 8;
/** ICC_SGI1R_EL1: Aff2 [39:32], RS [47:44] and Aff3 [55:48] in the high word. */
const OTHER_AFFINITY_HIGH = 0x00fff0ff;
/** ICC_SGI1R_EL1: Aff1 [23:16]. */
const AFFINITY_1 = 0x00ff0000;

/** Generation of SGIs: GICD_SGIR, GICD_SPENDSGIR<n> and GICD_CPENDSGIR<n>; ICC_SGI0R and SGI1R. */
export class SoftwareGenerated {
  constructor(
    private readonly interrupts: Interrupts,
    private readonly routing: Routing,
  ) {}

  /** GICD_SGIR (GIC-DIST-070). */
  writeSgir(vcpu: number, value: number): void {
    this.send(vcpu, this.sgirTargets(vcpu, value), value & 15);
  }

  /** PEs that a value of GICD_SGIR names; those that do not exist are ignored (GIC-DIST-071). */
  sgirTargets(vcpu: number, value: number): number {
    switch ((value >>> 24) & 3) {
      case 0:
        return (value >>> 16) & this.routing.everyone;
      case 1:
        return this.routing.everyone & ~(1 << vcpu);
      case 2:
        return 1 << vcpu;
      default:
        return 0;
    }
  }

  /** ICC_SGI<group>R_EL1 (GIC-DIST-075). */
  writeSgiR(vcpu: number, group: number, low: number, high: number): void {
    const intid = (low >>> 24) & 15;
    let targets = this.sgiRTargets(vcpu, low, high);
    if (group === 0) targets = this.inGroup0(targets, intid);
    this.send(vcpu, targets, intid);
  }

  /** PEs that a value of ICC_SGI0R_EL1 or ICC_SGI1R_EL1 names: those with Aff3.Aff2.Aff1 = 0. */
  sgiRTargets(vcpu: number, low: number, high: number): number {
    if ((high & IRM) !== 0) return this.routing.everyone & ~(1 << vcpu);
    if ((low & AFFINITY_1) !== 0 || (high & OTHER_AFFINITY_HIGH) !== 0) return 0;
    return low & this.routing.everyone;
  }

  /** SGI0R reaches only PEs at which the SGI is in Group 0; SGI1R reaches both (GIC-DIST-076). */
  inGroup0(targets: number, intid: number): number {
    let reached = 0;
    for (let pes = targets; pes !== 0; pes &= pes - 1) {
      const pe = 31 - Math.clz32(pes & -pes);
      if (this.interrupts.groupOf(pe * 32 + intid) === 0) reached |= 1 << pe;
    }
    return reached;
  }

  /** One SGI to each of these PEs. */
  send(source: number, targets: number, intid: number): void {
    for (let pes = targets; pes !== 0; pes &= pes - 1) {
      this.interrupts.generateSgi(source, 31 - Math.clz32(pes & -pes), intid);
    }
  }

  /** A byte of GICD_SPENDSGIR<n> or GICD_CPENDSGIR<n>: the pending sources of an SGI of this PE. */
  readSourcesByte(vcpu: number, intid: number): number {
    return this.interrupts.sgiSources[vcpu * 16 + intid];
  }

  readSources(vcpu: number, n: number): number {
    let value = 0;
    for (let byte = 0; byte < 4; byte++) {
      value |= this.readSourcesByte(vcpu, n * 4 + byte) << (byte * 8);
    }
    return value;
  }

  /** GICD_SPENDSGIR<n>, one byte: the SGI becomes pending from these sources (GIC-DIST-073). */
  setSources(vcpu: number, intid: number, sources: number): void {
    for (let pes = sources & this.routing.everyone; pes !== 0; pes &= pes - 1) {
      this.interrupts.generateSgi(31 - Math.clz32(pes & -pes), vcpu, intid);
    }
  }

  /** GICD_CPENDSGIR<n>, one byte. */
  clearSources(vcpu: number, intid: number, sources: number): void {
    this.interrupts.clearSgi(vcpu, intid, sources & this.routing.everyone);
  }
}
