import type { Machine } from '../contract/machine';
import { interruptWords } from '../contract/machine';
import type { Changes } from './changes';

/** GICD_IROUTER<n>: Aff0, Aff1, Aff2 and Interrupt_Routing_Mode in the low word. */
const IROUTER_LOW = 0x80ffffff | 0;
/** GICD_IROUTER<n>: Aff3 in the high word. */
const IROUTER_HIGH = 0xff;

/**
 * Where SPIs go: GICD_ITARGETSR<n> (GICv2) or GICD_IROUTER<n> (GICv3), and which PEs take part.
 * An SPI with several targets is offered to all of them; the first that acknowledges takes it
 * (GIC-LC-012, GIC-LC-013, DIV-11).
 */
export class Routing {
  readonly vcpus: number;
  /** Words of 32 SPIs; word 0 is INTID 32–63. */
  readonly spiWords: number;
  /** One bit per PE that exists. */
  readonly everyone: number;
  /** SPI number (INTID − 32) → PEs it is routed to, one bit each. */
  readonly targets: Uint8Array;
  /** Word `pe * spiWords + w`: the SPIs of word `w` that are routed to the PE. */
  readonly routed: Int32Array;
  /** GICD_IROUTER<n> as it reads, by SPI number. */
  readonly routerLow: Int32Array;
  readonly routerHigh: Uint8Array;
  /** PEs whose redistributor is asleep (GICR_WAKER). */
  asleep = 0;
  /** PEs that are powered off. */
  off = 0;

  private readonly affinityRouting: boolean;
  private readonly oneOfN: boolean;
  private readonly spis: number;

  constructor(
    machine: Machine,
    private readonly changes: Changes,
  ) {
    this.vcpus = machine.vcpus;
    this.spiWords = interruptWords(machine) - 1;
    this.everyone = (1 << machine.vcpus) - 1;
    this.spis = Math.min(machine.spis, 988);
    this.targets = new Uint8Array(this.spiWords * 32);
    this.routed = new Int32Array(this.vcpus * this.spiWords);
    this.routerLow = new Int32Array(this.spiWords * 32);
    this.routerHigh = new Uint8Array(this.spiWords * 32);
    this.affinityRouting = machine.gic === 3;
    this.oneOfN = machine.oneOfN;
    this.reset();
  }

  /** GICv2 holds every SPI; GICv3 (affinity 0.0.0.0) and a uniprocessor have them all on PE 0. */
  reset(): void {
    const everythingToFirst = this.affinityRouting || this.vcpus === 1;
    this.targets.fill(everythingToFirst ? 1 : 0);
    this.routed.fill(0);
    if (everythingToFirst) this.routed.fill(-1, 0, this.spiWords);
    this.routerLow.fill(0);
    this.routerHigh.fill(0);
    this.asleep = 0;
    this.off = 0;
  }

  /** A byte of GICD_ITARGETSR<n>: PEs that do not exist are left out (GIC-DIST-051). */
  writeTargets(spi: number, mask: number): void {
    if (spi < 0 || spi >= this.spis || this.vcpus === 1) return;
    this.route(spi, mask & this.everyone);
  }

  /** GICD_IROUTER<n>: a route to a PE that does not exist holds the interrupt (GIC-DIST-055). */
  writeRouter(spi: number, low: number, high: number): void {
    if (spi < 0 || spi >= this.spis) return;
    this.routerLow[spi] = low & (this.oneOfN ? IROUTER_LOW : IROUTER_LOW & 0x7fffffff);
    this.routerHigh[spi] = high & IROUTER_HIGH;
    this.route(spi, this.routeTargets(this.routerLow[spi], this.routerHigh[spi]));
  }

  /** PEs that a value of GICD_IROUTER<n> names; PE n has Aff0 = n and zero elsewhere (GIC-DIST-054). */
  routeTargets(low: number, high: number): number {
    if (low < 0) return this.everyone;
    const affinity0 = low & 0xff;
    if ((low & 0xffff00) !== 0 || high !== 0 || affinity0 >= this.vcpus) return 0;
    return 1 << affinity0;
  }

  /** Moves an SPI, pending or not, to a set of PEs (GIC-DIST-052, GIC-DIST-053). */
  route(spi: number, targets: number): void {
    const before = this.targets[spi];
    if (before === targets) return;
    this.targets[spi] = targets;
    const bit = 1 << (spi & 31);
    let at = spi >> 5;
    for (let pe = 0; pe < this.vcpus; pe++, at += this.spiWords) {
      if ((targets >>> pe) & 1) this.routed[at] |= bit;
      else this.routed[at] &= ~bit;
    }
    this.changes.mark(before | targets);
  }

  /** PEs to which at least one of these SPIs of a word is routed. */
  targetsOf(word: number, bits: number): number {
    if ((bits & (bits - 1)) === 0) {
      return bits === 0 ? 0 : this.targets[word * 32 + 31 - Math.clz32(bits)];
    }
    let pes = 0;
    let at = word;
    for (let pe = 0; pe < this.vcpus; pe++, at += this.spiWords) {
      if (this.routed[at] & bits) pes |= 1 << pe;
    }
    return pes;
  }

  /** GICR_WAKER.ProcessorSleep; ChildrenAsleep follows at once (GIC-RD-010, GIC-DIST-057). */
  setAsleep(pe: number, asleep: boolean): void {
    if (asleep) this.asleep |= 1 << pe;
    else this.asleep &= ~(1 << pe);
    this.changes.mark(1 << pe);
  }

  setOff(pe: number, off: boolean): void {
    if (off) this.off |= 1 << pe;
    else this.off &= ~(1 << pe);
    this.changes.mark(1 << pe);
  }

  /** Whether anything is forwarded to this PE at all: it is awake and powered on. */
  participates(pe: number): boolean {
    return (((this.asleep | this.off) >>> pe) & 1) === 0;
  }
}
