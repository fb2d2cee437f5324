import { isSupported, packedRegisterAt, RESERVED } from '../architecture/raw-accesses';
import { Register, registers } from '../architecture/registers';
import { Outcome } from '../contract/observation';
import type { Words } from './access-sizes';
import { rangeAt } from './access-sizes';
import { RegistersV3 } from './registers-v3';

const GICR = 1;
const GICC = 2;

/** Registers that take a word as it is, wherever in the register it is written. */
const unshifted = new Set<number>([
  Register.GICD_ISPENDR,
  Register.GICD_ICPENDR,
  Register.GICD_ISACTIVER,
  Register.GICD_SGIR,
  Register.GICR_ISPENDR0,
  Register.GICR_ICPENDR0,
  Register.GICR_ISACTIVER0,
]);
/** Registers whose zeros change nothing. */
const setsOrClears = new Set<number>([
  Register.GICD_ISENABLER,
  Register.GICD_ICENABLER,
  Register.GICD_ICACTIVER,
  Register.GICR_ISENABLER0,
  Register.GICR_ICENABLER0,
  Register.GICR_ICACTIVER0,
]);

const NOTHING: Words = [0, 0];

/** 64 bits moved down by whole bytes. */
function shiftedDown([low, high]: Words, bytes: number): Words {
  if (bytes >= 4) return [bytes === 4 ? high : high >>> (bytes * 8 - 32), 0];
  if (bytes === 0) return [low, high];
  return [(low >>> (bytes * 8)) | (high << (32 - bytes * 8)), high >>> (bytes * 8)];
}

/** 64 bits moved up by whole bytes. */
function shiftedUp([low, high]: Words, bytes: number): Words {
  if (bytes >= 4) return [0, low << (bytes * 8 - 32)];
  if (bytes === 0) return [low, high];
  return [low << (bytes * 8), (high << (bytes * 8)) | (low >>> (32 - bytes * 8))];
}

/**
 * Accesses that are not of a register's own size and alignment. Xen looks at the register that the
 * first byte belongs to, and shifts: a misaligned read shows the register from that byte on, a
 * misaligned write changes it from there on. What would be in the next register is lost.
 */
export abstract class RawAccesses extends RegistersV3 {
  /** GICD_IGRPMODR is a register: not so in 4.17. */
  knowsIgrpmodr = true;

  /** Size and place of an access, as the hardware reports them, decide alone whether it aborts. */
  protected override reservedAccess(
    frame: number,
    offset: number,
    size: number,
    isWrite: boolean,
  ): Outcome {
    const sizes =
      rangeAt(this.gic, frame, offset, this.knowsIgrpmodr)?.[isWrite ? 'write' : 'read'] ?? 0;
    if ((sizes & size) === 0) return Outcome.Abort;
    return isWrite ? Outcome.None : Outcome.Value;
  }

  override rawRead(vcpu: number, frame: number, offset: number, size: number): number {
    const packed = this.misaligned(frame, offset, size, false);
    if (packed === RESERVED) {
      const value = super.rawRead(vcpu, frame, offset, size);
      return this.constantAt(frame, offset, size) ?? value;
    }
    const register = packed >> 12;
    const { width } = registers[register];
    const low = this.read(vcpu, register, packed & 0xfff, width, frame === GICR ? vcpu : 0);
    if (register === Register.GICD_SGIR) return low;
    return this.select([low, this.high], offset & (width - 1), size);
  }

  override rawWrite(
    vcpu: number,
    frame: number,
    offset: number,
    size: number,
    low: number,
    high: number,
  ): void {
    const packed = this.misaligned(frame, offset, size, true);
    if (packed === RESERVED) return super.rawWrite(vcpu, frame, offset, size, low, high);
    const register = packed >> 12;
    const index = packed & 0xfff;
    const aux = frame === GICR ? vcpu : 0;
    const { width } = registers[register];
    const value: Words = [low, size === 8 ? high : 0];
    const shift = unshifted.has(register) ? 0 : offset & (width - 1);
    const written = shiftedUp(value, shift);
    const isWhole = shift === 0 || setsOrClears.has(register) || this.startsFromZero(register);
    const kept = isWhole ? NOTHING : this.contents(vcpu, register, index, aux);
    const mask = shiftedUp([-1, size === 8 ? -1 : 0], shift);
    const newLow = (kept[0] & ~mask[0]) | written[0];
    const newHigh = (kept[1] & ~mask[1]) | written[1];
    this.write(vcpu, register, index, width, newLow, newHigh, aux);
  }

  /** GICD_CTLR of GICv3: what a misaligned write leaves out is written as zero. */
  private startsFromZero(register: number): boolean {
    return this.gic === 3 && register === Register.GICD_CTLR;
  }

  /** What a register holds, without an access. */
  private contents(vcpu: number, register: number, index: number, aux: number): Words {
    this.high = 0;
    const { width } = registers[register];
    const low =
      this.gic === 2
        ? this.readV2(vcpu, register, index, width)
        : this.readV3(vcpu, register, index, width, aux);
    return [low, this.high];
  }

  /** The register that an accepted access reaches without being of its size and alignment, or RESERVED. */
  private misaligned(frame: number, offset: number, size: number, isWrite: boolean): number {
    if (frame === GICC || size < 4) return RESERVED;
    const packed = packedRegisterAt(this.gic, frame, offset);
    if (packed === RESERVED || isSupported(packed >> 12, offset, size)) return RESERVED;
    const isTooLong = size > registers[packed >> 12].width;
    const isAccepted = this.reservedAccess(frame, offset, size, isWrite) !== Outcome.Abort;
    return isTooLong || !isAccepted ? RESERVED : packed;
  }

  private constantAt(frame: number, offset: number, size: number): number | undefined {
    if (frame === GICC || this.outcome !== Outcome.Value) return undefined;
    const constant = rangeAt(this.gic, frame, offset, this.knowsIgrpmodr)?.constant;
    return constant && this.select(constant, offset & 7, size);
  }

  /** What a read of some bytes shows; sets `high`. */
  private select(contents: Words, shift: number, size: number): number {
    const [low, high] = shiftedDown(contents, shift);
    this.high = size === 8 ? high : 0;
    return size >= 4 ? low : low & ((1 << (size * 8)) - 1);
  }
}
