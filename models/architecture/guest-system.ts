import type { System } from '../contract/implementation';
import { Outcome } from '../contract/observation';
import { guestReads, guestWrites, isImplemented } from './guest-registers';
import {
  isSupported,
  packedRegisterAt,
  readRegisterAt,
  RESERVED,
  writeRegisterAt,
} from './raw-accesses';
import { Register, registers } from './registers';
import { VcpuSwitch } from './vcpu-switch';
import type { VirtualInterface } from './virtual-interface';
import { Hcr } from './virtual-interface';

export type { Hardware } from './vcpu-switch';
export { architecturalHardware } from './vcpu-switch';

const SUCCESS = 0;
const INVALID_PARAMETERS = -2;
const ALREADY_ON = -4;
/** Frame number of the CPU interface in raw accesses, and its size. */
const GICC = 2;
const GICC_SIZE = 0x2000;
/** Its second page, that of GICC_DIR. */
const DIR_PAGE = 0x1000;

const isTrapped = Uint8Array.from(registers, ({ side }, id) =>
  side === 'distributor' ||
  side === 'redistributor' ||
  id === Register.ICC_SGI0R_EL1 ||
  id === Register.ICC_SGI1R_EL1
    ? 1
    : 0,
);
const isAcknowledge = Uint8Array.from(registers, ({ name }) =>
  /_A?IAR[01]?(_|$)/.test(name) ? 1 : 0,
);

/**
 * A guest of a hypervisor, as a system under test: a trapped access is an exit and an entry, the CPU
 * interface is accessed without. Hypervisors derive from this class and say what they do at each of
 * these points.
 */
export abstract class GuestSystem extends VcpuSwitch implements System {
  outcome: Outcome = Outcome.None;
  high = 0;
  /** GICv2: writes of GICC_DIR trap (the second page of the CPU interface is not mapped). */
  deactivateTraps = false;

  // What a hypervisor does.

  /** A trapped read; parameters as `System.read`. Sets `outcome` (Value by default) and `high`. */
  protected abstract trappedRead(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    aux: number,
  ): number;
  /** A trapped write, SGI0R and SGI1R included. Sets `outcome` (None by default). */
  protected abstract trappedWrite(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void;
  /** A trapped access at an offset, or of a size, that is no register's; or beyond the GICC frame. */
  protected abstract reservedAccess(
    frame: number,
    offset: number,
    size: number,
    isWrite: boolean,
  ): Outcome;
  /** A trapped write of DIR (HCR.TDIR, or `deactivateTraps`). */
  protected abstract trappedDeactivate(vcpu: number, value: number): void;
  /** The device model of a software interrupt drives its line. `vcpu`: whose PPI. */
  protected abstract softwareLine(intid: number, vcpu: number, high: boolean): void;
  /** The input of a physical interrupt fell or rose: what the device model itself does, if anything. */
  protected hardwareLineChanged(_intid: number, _high: boolean): void {
    // Most hypervisors learn of it by the physical interrupt alone.
  }
  /** WFI trapped: whether the vCPU is runnable at once. */
  protected abstract wakes(vcpu: number): boolean;
  protected abstract turnedOff(vcpu: number): void;
  /** CPU_ON by a caller; the target does not run yet. */
  protected abstract turnedOn(caller: number, vcpu: number): void;

  // System.

  reset(): void {
    this.outcome = Outcome.None;
    this.high = 0;
    this.restart();
  }

  read(vcpu: number, register: number, index: number, size: number, aux: number): number {
    this.outcome = Outcome.Value;
    this.high = 0;
    this.arrive(vcpu);
    let value = 0;
    if (isTrapped[register]) {
      this.leave(vcpu);
      value = this.trappedRead(vcpu, register, index, size, aux);
      this.arrive(vcpu);
    } else {
      const hardware = this.hardware[vcpu];
      const read = guestReads[register];
      if (!read || !isImplemented(hardware, register, index)) {
        if (!registers[register].frame) this.outcome = Outcome.Undefined;
        return 0;
      }
      value = read(hardware, index);
      if (isAcknowledge[register]) this.acted(vcpu);
    }
    this.takePhysicalInterrupts();
    return value;
  }

  write(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    this.outcome = Outcome.None;
    this.arrive(vcpu);
    const hardware = this.hardware[vcpu];
    if (isTrapped[register]) {
      this.leave(vcpu);
      this.trappedWrite(vcpu, register, index, size, low, high, aux);
      this.arrive(vcpu);
    } else if (this.trapsDeactivate(hardware, register)) {
      this.leave(vcpu);
      this.trappedDeactivate(vcpu, low);
      this.arrive(vcpu);
    } else {
      const write = guestWrites[register];
      if (!write || !isImplemented(hardware, register, index)) {
        if (!registers[register].frame) this.outcome = Outcome.Undefined;
        return;
      }
      write(hardware, index, low);
      this.acted(vcpu);
    }
    this.takePhysicalInterrupts();
  }

  /** The frame is decoded as the register table has it; what is no register is the hypervisor's. */
  rawRead(vcpu: number, frame: number, offset: number, size: number): number {
    const packed = packedRegisterAt(this.gic, frame, offset);
    if (packed !== RESERVED && isSupported(packed >> 12, offset, size)) {
      return readRegisterAt(this, vcpu, frame, packed, offset, size);
    }
    if (!this.isMapped(frame, offset, size))
      return this.rawReserved(vcpu, frame, offset, size, false);
    this.outcome = Outcome.Value;
    this.arrive(vcpu);
    const [low, high] = this.hardware[vcpu].rawRead(offset, size);
    this.high = high;
    this.acted(vcpu);
    this.takePhysicalInterrupts();
    return low;
  }

  rawWrite(
    vcpu: number,
    frame: number,
    offset: number,
    size: number,
    low: number,
    high: number,
  ): void {
    const packed = packedRegisterAt(this.gic, frame, offset);
    if (packed !== RESERVED && isSupported(packed >> 12, offset, size)) {
      writeRegisterAt(this, vcpu, frame, packed, offset, size, low, high);
      return;
    }
    if (!this.isMapped(frame, offset, size)) {
      if (this.faultsAtDir(frame, offset, size)) {
        this.write(vcpu, Register.GICC_DIR, 0, size, low, 0, 0);
      } else this.rawReserved(vcpu, frame, offset, size, true);
      return;
    }
    this.outcome = Outcome.None;
    this.arrive(vcpu);
    this.hardware[vcpu].rawWrite(offset, size, low, high);
    this.acted(vcpu);
    this.takePhysicalInterrupts();
  }

  setLine(intid: number, vcpu: number, high: boolean): void {
    this.outcome = Outcome.None;
    // A pulse is two of these in one step: the entry for its rise does not know of its fall.
    this.deviceActed();
    if (intid < 16 || intid >= 32 + this.machine.spis) return;
    if (this.physical.has(intid)) {
      this.physical.setLine(intid, high);
      this.hardwareLineChanged(intid, high);
    } else this.softwareLine(intid, vcpu, high);
    this.takePhysicalInterrupts();
  }

  waitForInterrupt(vcpu: number): boolean {
    this.outcome = Outcome.Value;
    this.arrive(vcpu);
    // WFI traps only where it would suspend.
    if (this.lines(vcpu) !== 0) return true;
    this.leave(vcpu);
    const woke = this.wakes(vcpu);
    this.arrive(vcpu);
    this.takePhysicalInterrupts();
    return woke;
  }

  powerOff(vcpu: number): void {
    this.outcome = Outcome.None;
    this.arrive(vcpu);
    this.leave(vcpu);
    this.turnedOff(vcpu);
    this.off |= 1 << vcpu;
    this.deschedule(vcpu);
    this.takePhysicalInterrupts();
  }

  powerOn(vcpu: number, target: number): number {
    this.outcome = Outcome.Value;
    this.arrive(vcpu);
    this.leave(vcpu);
    const result = this.switchOn(vcpu, target);
    this.arrive(vcpu);
    this.takePhysicalInterrupts();
    return result;
  }

  private switchOn(caller: number, target: number): number {
    if (target < 0 || target >= this.vcpus) return INVALID_PARAMETERS;
    if (this.isOn(target)) return ALREADY_ON;
    this.turnedOn(caller, target);
    this.locks.returned();
    this.off &= ~(1 << target);
    this.arrive(target);
    return SUCCESS;
  }

  exit(vcpu: number): void {
    this.outcome = Outcome.None;
    if (this.isOn(vcpu)) this.leave(vcpu);
    this.takePhysicalInterrupts();
  }

  enter(vcpu: number): void {
    this.outcome = Outcome.None;
    this.arrive(vcpu);
    this.takePhysicalInterrupts();
  }

  preempt(vcpu: number): void {
    this.outcome = Outcome.None;
    if (!this.isOn(vcpu)) return;
    this.leave(vcpu);
    this.deschedule(vcpu);
    this.takePhysicalInterrupts();
  }

  schedule(vcpu: number, physicalCpu: number): void {
    this.outcome = Outcome.None;
    if (!this.isOn(vcpu)) return;
    this.leave(vcpu);
    if (this.physicalCpu[vcpu] !== physicalCpu) {
      this.deschedule(vcpu);
      this.movedTo(vcpu, physicalCpu);
      this.physicalCpu[vcpu] = physicalCpu;
    }
    this.arrive(vcpu);
    this.takePhysicalInterrupts();
  }

  /** A vCPU is about to move to another physical CPU. */
  protected movedTo(_vcpu: number, _physicalCpu: number): void {
    // Nothing, where no physical interrupt follows its vCPU.
  }

  private trapsDeactivate(hardware: VirtualInterface, register: number): boolean {
    if (register === Register.GICC_DIR) return this.deactivateTraps;
    return register === Register.ICC_DIR_EL1 && (hardware.control & Hcr.Tdir) !== 0;
  }

  /** Whether the CPU interface answers an access, and all of it, without a trap. */
  private isMapped(frame: number, offset: number, size: number): boolean {
    return frame === GICC && offset + size <= (this.deactivateTraps ? DIR_PAGE : GICC_SIZE);
  }

  /** A word that begins below a page that traps is reported, whole, as one at the page's start. */
  private faultsAtDir(frame: number, offset: number, size: number): boolean {
    const crosses = offset < DIR_PAGE && offset + size > DIR_PAGE;
    return frame === GICC && this.deactivateTraps && crosses && size === 4;
  }

  private rawReserved(
    vcpu: number,
    frame: number,
    offset: number,
    size: number,
    isWrite: boolean,
  ): number {
    this.high = 0;
    this.outcome = isWrite ? Outcome.None : Outcome.Value;
    this.arrive(vcpu);
    this.leave(vcpu);
    this.outcome = this.reservedAccess(frame, offset, size, isWrite);
    this.arrive(vcpu);
    this.takePhysicalInterrupts();
    return 0;
  }
}
