import type { Machine } from '../../models/contract/machine';
import { MAX_VCPUS } from '../../models/contract/machine';
import { Register, registers } from '../../models/architecture/registers';

const DEPTH = 128;

/** EOI register that ends what an acknowledge register returned, by register id. */
export const eoiRegisterOf = new Int16Array(registers.length).fill(-1);
const matching: [number, number][] = [
  [Register.GICC_IAR, Register.GICC_EOIR],
  [Register.GICC_AIAR, Register.GICC_AEOIR],
  [Register.GICV_IAR, Register.GICV_EOIR],
  [Register.GICV_AIAR, Register.GICV_AEOIR],
  [Register.ICC_IAR0_EL1, Register.ICC_EOIR0_EL1],
  [Register.ICC_IAR1_EL1, Register.ICC_EOIR1_EL1],
  [Register.ICV_IAR0_EL1, Register.ICV_EOIR0_EL1],
  [Register.ICV_IAR1_EL1, Register.ICV_EOIR1_EL1],
];
for (const [acknowledge, eoi] of matching) eoiRegisterOf[acknowledge] = eoi;

/** Where a register holds EOImode: interface * 16 + bit; -1 where it holds none. */
export const eoiModeField = new Int8Array(registers.length).fill(-1);
eoiModeField[Register.GICC_CTLR] = 9;
eoiModeField[Register.ICC_CTLR_EL1] = 1;
eoiModeField[Register.GICV_CTLR] = 16 + 9;
eoiModeField[Register.GICH_VMCR] = 16 + 9;
eoiModeField[Register.ICV_CTLR_EL1] = 16 + 1;
eoiModeField[Register.ICH_VMCR_EL2] = 16 + 9;

/**
 * What the interrupt handlers of every vCPU are doing, from what they read: the stack of
 * acknowledged interrupts, and those whose priority was dropped but which wait for DIR. Relative
 * operands are resolved here, so that a workload means the same on every implementation.
 */
export class HandlingStacks {
  private readonly value = new Int32Array(MAX_VCPUS * 2 * DEPTH);
  private readonly register = new Int16Array(MAX_VCPUS * 2 * DEPTH);
  private readonly deactivated = new Uint8Array(MAX_VCPUS * 2 * DEPTH);
  private readonly depth = new Int16Array(MAX_VCPUS * 2);
  private readonly waiting = new Int32Array(MAX_VCPUS * 2 * DEPTH);
  private readonly waitingCount = new Int16Array(MAX_VCPUS * 2);
  private readonly eoiMode = new Uint8Array(MAX_VCPUS * 2);

  constructor(private readonly machine: Machine) {}

  reset(): void {
    this.depth.fill(0);
    this.waitingCount.fill(0);
    this.eoiMode.fill(0);
  }

  /** A vCPU was powered on: it handles nothing. */
  forget(vcpu: number): void {
    for (let at = vcpu * 2; at < vcpu * 2 + 2; at++) {
      this.depth[at] = this.waitingCount[at] = this.eoiMode[at] = 0;
    }
  }

  /** An acknowledge register returned `value`. Special INTIDs leave nothing to handle. */
  acknowledged(vcpu: number, iface: number, register: number, value: number): void {
    const intid = this.machine.gic === 2 ? value & 0x3ff : value & 0xffffff;
    if (intid >= 1020 && intid <= 1023) return;
    const at = vcpu * 2 + iface;
    if (this.depth[at] === DEPTH) return;
    const slot = at * DEPTH + this.depth[at]++;
    this.value[slot] = value;
    this.register[slot] = register;
    this.deactivated[slot] = 0;
  }

  /** Takes the last acknowledged off the stack. @returns its slot, or -1 if there is none */
  end(vcpu: number, iface: number): number {
    const at = vcpu * 2 + iface;
    if (this.depth[at] === 0) return -1;
    const slot = at * DEPTH + --this.depth[at];
    if (this.eoiMode[at] && !this.deactivated[slot] && this.waitingCount[at] < DEPTH) {
      this.waiting[at * DEPTH + this.waitingCount[at]++] = this.value[slot];
    }
    return slot;
  }

  valueAt(slot: number): number {
    return this.value[slot];
  }

  eoiRegisterAt(slot: number): number {
    return eoiRegisterOf[this.register[slot]];
  }

  /**
   * Takes the nth of what waits for deactivation, or with `early` marks the nth of what is being
   * handled as deactivated. @returns whether there was any; the value is in `taken`
   */
  deactivate(vcpu: number, iface: number, nth: number, early: boolean): boolean {
    const at = vcpu * 2 + iface;
    if (early) {
      if (this.depth[at] === 0) return false;
      const slot = at * DEPTH + (nth % this.depth[at]);
      if (this.deactivated[slot]) return false;
      this.deactivated[slot] = 1;
      this.taken = this.value[slot];
      return true;
    }
    const count = this.waitingCount[at];
    if (count === 0) return false;
    const first = at * DEPTH;
    const slot = first + (nth % count);
    this.taken = this.waiting[slot];
    this.waiting.copyWithin(slot, slot + 1, first + count);
    this.waitingCount[at]--;
    return true;
  }

  /** What `deactivate` took. */
  taken = 0;

  /** Follows EOImode through writes of the control registers. */
  wrote(vcpu: number, register: number, low: number): void {
    const field = eoiModeField[register];
    if (field >= 0) this.eoiMode[vcpu * 2 + (field >> 4)] = (low >>> (field & 15)) & 1;
  }
}
