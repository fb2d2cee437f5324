import type { Machine } from '../contract/machine';
import { interruptWords } from '../contract/machine';
import type { Forwarding } from './forwarding';
import type { Interrupts } from './interrupts';
import type { Routing } from './routing';

/** GICD_CTLR of GICv3: ARE and DS are RAO/WI, one security state (GIC-DIST-011, GIC-DIST-013). */
const CTLR_V3 = (1 << 4) | (1 << 6);
/** GICD_TYPER of GICv3: IDbits 15 (16 bits) and A3V. */
const TYPER_V3 = (15 << 19) | (1 << 24);
/** GICD_TYPER.No1N. */
const NO_1N = 1 << 25;

/** GICD_IIDR and GICR_IIDR: ProductID 0x4C, JEP106 code of Arm (DIV-18). */
export const IIDR = 0x4c00043b;
/** PIDR2 by GIC version: ArchRev in [7:4] (GIC-DIST-006). */
export const PIDR2 = { 2: 0x2b, 3: 0x3b } as const;

/** The registers of the distributor that are not one field per INTID, and its routing registers. */
export class Distributor {
  private readonly gic: 2 | 3;
  private readonly vcpus: number;
  private readonly interruptWords: number;
  private readonly typer: number;

  constructor(
    machine: Machine,
    private readonly interrupts: Interrupts,
    private readonly routing: Routing,
    private readonly forwarding: Forwarding,
  ) {
    this.gic = machine.gic;
    this.vcpus = machine.vcpus;
    this.interruptWords = interruptWords(machine);
    const lines = this.interruptWords - 1;
    this.typer =
      machine.gic === 2
        ? lines | ((machine.vcpus - 1) << 5)
        : lines | TYPER_V3 | (machine.oneOfN ? 0 : NO_1N);
  }

  /**
   * The word of `Interrupts` that GICD register number n (32 INTIDs) means to a PE, or −1 where it
   * is RAZ/WI: not implemented (GIC-DIST-004), or INTID 0–31 of GICv3 (GIC-DIST-008).
   */
  wordOf(vcpu: number, n: number): number {
    if (n === 0) return this.gic === 2 ? vcpu : -1;
    return n < this.interruptWords ? this.vcpus + n - 1 : -1;
  }

  readCtlr(): number {
    return this.forwarding.enabledGroups | (this.gic === 3 ? CTLR_V3 : 0);
  }

  /** EnableGrp0 and EnableGrp1; all effects are immediate, so RWP reads 0 (GIC-DIST-012). */
  writeCtlr(value: number): void {
    this.forwarding.setEnabledGroups(value & 3);
  }

  /** GIC-DIST-014, GIC-DIST-015. */
  readTyper(): number {
    return this.typer;
  }

  /** GICD_ITARGETSR<n>, one byte: the mask of target PEs of an INTID (GICv2). */
  readTargetsByte(vcpu: number, intid: number): number {
    if (this.gic === 3 || this.vcpus === 1) return 0;
    if (intid < 32) return 1 << vcpu;
    return intid < this.interrupts.intids ? this.routing.targets[intid - 32] : 0;
  }

  /** GICD_ITARGETSR0–7 are read-only (GIC-DIST-050). */
  writeTargetsByte(intid: number, mask: number): void {
    if (this.gic === 2) this.routing.writeTargets(intid - 32, mask);
  }

  readItargetsr(vcpu: number, n: number): number {
    let value = 0;
    for (let byte = 0; byte < 4; byte++) {
      value |= this.readTargetsByte(vcpu, n * 4 + byte) << (byte * 8);
    }
    return value;
  }

  writeItargetsr(n: number, value: number): void {
    for (let byte = 0; byte < 4; byte++) {
      this.writeTargetsByte(n * 4 + byte, (value >>> (byte * 8)) & 0xff);
    }
  }

  /** GICD_IROUTER<n> [31:0]; INTIDs below 32 are reserved (GIC-DIST-056). */
  readIrouterLow(intid: number): number {
    return intid >= 32 && intid < this.interrupts.intids ? this.routing.routerLow[intid - 32] : 0;
  }

  /** GICD_IROUTER<n> [63:32]. */
  readIrouterHigh(intid: number): number {
    return intid >= 32 && intid < this.interrupts.intids ? this.routing.routerHigh[intid - 32] : 0;
  }

  writeIrouter(intid: number, low: number, high: number): void {
    this.routing.writeRouter(intid - 32, low, high);
  }
}
