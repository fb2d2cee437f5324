import { GuestSystem } from '../../../models/architecture/guest-system';
import { Register as R } from '../../../models/architecture/registers';
import { Hcr } from '../../../models/architecture/virtual-interface';
import type { Lists } from '../../../models/contract/lists';
import type { Machine } from '../../../models/contract/machine';
import { Line, Outcome } from '../../../models/contract/observation';

const HARDWARE_SPI = 41;
const machine: Machine = {
  gic: 3,
  vcpus: 2,
  listRegisters: 4,
  priorityBits: 5,
  preemptionBits: 5,
  spis: 32,
  level: [],
  hardware: [HARDWARE_SPI],
  oneOfN: false,
};

/** A hypervisor that writes down when it is called, and presents what a test puts into `pending`. */
class Diary extends GuestSystem {
  readonly said: string[] = [];
  /** INTIDs to put into list registers at the next entry, by vCPU. */
  pending: number[][] = [[], []];
  control = Hcr.En as number;

  read24(vcpu: number): number {
    return this.read(vcpu, R.GICD_TYPER, 0, 4, 0);
  }
  /** What was said since the last call. */
  take(): string[] {
    return this.said.splice(0);
  }
  protected resetHypervisor(): void {
    this.said.push('reset');
  }
  protected guestExit(vcpu: number): void {
    this.said.push(`exit ${vcpu}`);
  }
  protected guestEntry(vcpu: number): void {
    this.said.push(`entry ${vcpu}`);
    this.hardware[vcpu].writeHcr(this.control);
    for (const intid of this.pending[vcpu].splice(0)) {
      this.hardware[vcpu].listRegisters.program(0, intid, 1, 0x80, 1, 0, 0, 1, 0);
    }
  }
  protected save(vcpu: number): void {
    this.said.push(`save ${vcpu}`);
  }
  protected load(vcpu: number): void {
    this.said.push(`load ${vcpu} on ${this.physicalCpu[vcpu]}`);
  }
  protected trappedRead(vcpu: number): number {
    this.said.push(`read ${vcpu}`);
    return 7;
  }
  protected trappedWrite(vcpu: number, register: number): void {
    this.said.push(`write ${vcpu}`);
    if (register === R.ICC_SGI1R_EL1) this.kick(1 - vcpu);
  }
  protected reservedAccess(frame: number, offset: number, size: number): Outcome {
    this.said.push(`reserved ${frame}:${offset}:${size}`);
    return Outcome.Abort;
  }
  protected trappedDeactivate(vcpu: number, value: number): void {
    this.said.push(`dir ${vcpu} ${value}`);
  }
  protected softwareLine(intid: number, vcpu: number, high: boolean): void {
    this.said.push(`line ${intid} ${vcpu} ${String(high)}`);
  }
  protected hostInterrupt(intid: number): void {
    this.said.push(`host ${intid}`);
  }
  protected wakes(): boolean {
    return false;
  }
  protected turnedOff(vcpu: number): void {
    this.said.push(`off ${vcpu}`);
  }
  protected turnedOn(caller: number, vcpu: number): void {
    this.said.push(`on ${vcpu} by ${caller}`);
  }
  describeLists(vcpu: number, _step: number, _into: Lists): void {
    this.said.push(`describe ${vcpu}`);
  }
}

describe('a guest of a hypervisor', () => {
  let guest: Diary;
  beforeEach(() => {
    guest = new Diary(machine);
    guest.reset();
    guest.take();
  });

  it('exits and enters for an access of the distributor', () => {
    expect(guest.read24(0)).toBe(7);
    expect(guest.take()).toEqual(['exit 0', 'read 0', 'entry 0']);
    guest.write(1, R.GICR_ISENABLER0, 0, 4, 1, 0, 0);
    expect(guest.take()).toEqual(['exit 1', 'write 1', 'entry 1']);
    expect(guest.costs.exits).toBe(2);
  });

  it('accesses its CPU interface alone', () => {
    guest.write(0, R.ICC_PMR_EL1, 0, 4, 0xf0, 0, 0);
    expect(guest.read(0, R.ICC_PMR_EL1, 0, 4, 0)).toBe(0xf0);
    expect(guest.read(0, R.ICC_IAR1_EL1, 0, 4, 0)).toBe(1023);
    expect(guest.take()).toEqual([]);
    guest.read(0, R.ICC_AP1R_EL1, 1, 4, 0);
    expect(guest.outcome).toBe(Outcome.Undefined);
  });

  it('exits once when it next runs after a kick, and only then', () => {
    guest.write(0, R.ICC_SGI1R_EL1, 0, 8, 0, 0, 0);
    expect(guest.take()).toEqual(['exit 0', 'write 0', 'entry 0']);
    guest.read(1, R.ICC_RPR_EL1, 0, 4, 0);
    expect(guest.take()).toEqual(['exit 1', 'entry 1']);
    guest.read(1, R.ICC_RPR_EL1, 0, 4, 0);
    expect(guest.take()).toEqual([]);
    expect(guest.costs.kicks).toBe(1);
  });

  it('exits for a maintenance interrupt after the operation that causes it', () => {
    guest.pending[0] = [40];
    guest.read24(0);
    guest.write(0, R.ICC_PMR_EL1, 0, 4, 0xf8, 0, 0);
    guest.write(0, R.ICC_IGRPEN1_EL1, 0, 4, 1, 0, 0);
    guest.take();
    expect(guest.lines(0)).toBe(Line.Irq);
    expect(guest.read(0, R.ICC_IAR1_EL1, 0, 4, 0)).toBe(40);
    expect(guest.take()).toEqual([]);
    guest.write(0, R.ICC_EOIR1_EL1, 0, 4, 40, 0, 0);
    expect(guest.take()).toEqual(['exit 0', 'entry 0']);
    expect(guest.costs.maintenanceInterrupts).toBe(1);
  });

  it('traps DIR only where the hypervisor wants it', () => {
    guest.write(0, R.ICC_DIR_EL1, 0, 4, 40, 0, 0);
    expect(guest.take()).toEqual([]);
    guest.control |= Hcr.Tdir;
    guest.read24(0);
    guest.take();
    guest.write(0, R.ICC_DIR_EL1, 0, 4, 40, 0, 0);
    expect(guest.take()).toEqual(['exit 0', 'dir 0 40', 'entry 0']);
  });

  it('is saved, moved and loaded, and shows no lines meanwhile', () => {
    guest.pending[0] = [40];
    guest.read24(0);
    guest.write(0, R.ICC_PMR_EL1, 0, 4, 0xf8, 0, 0);
    guest.write(0, R.ICC_IGRPEN1_EL1, 0, 4, 1, 0, 0);
    guest.take();
    guest.preempt(0);
    expect(guest.take()).toEqual(['exit 0', 'save 0']);
    expect(guest.lines(0)).toBe(0);
    expect(guest.hardware[0].listRegisters.stateOf(0)).toBe(0);
    guest.preempt(0);
    guest.exit(0);
    expect(guest.take()).toEqual([]);
    guest.schedule(0, 1);
    expect(guest.take()).toEqual(['load 0 on 1', 'entry 0']);
    guest.exit(0);
    guest.read(0, R.ICC_RPR_EL1, 0, 4, 0);
    expect(guest.take()).toEqual(['exit 0', 'entry 0']);
  });

  it('is switched off and on', () => {
    guest.powerOff(1);
    expect(guest.take()).toEqual(['exit 1', 'off 1', 'save 1']);
    guest.enter(1);
    guest.exit(1);
    guest.preempt(1);
    expect(guest.take()).toEqual([]);
    expect([guest.powerOn(0, 0), guest.powerOn(0, 5)]).toEqual([-4, -2]);
    guest.take();
    expect(guest.powerOn(0, 1)).toBe(0);
    expect(guest.take()).toEqual(['exit 0', 'on 1 by 0', 'load 1 on 1', 'entry 1', 'entry 0']);
    expect(guest.isOn(1)).toBe(true);
  });

  it('leaves for a physical interrupt on its CPU; the rest goes to the device model', () => {
    guest.physical.setEnabled(HARDWARE_SPI, true);
    guest.physical.setAffinity(HARDWARE_SPI, 1);
    guest.setLine(HARDWARE_SPI, 0, true);
    expect(guest.take()).toEqual(['exit 1', 'host 41', 'entry 1']);
    guest.setLine(42, 0, true);
    guest.setLine(20, 1, false);
    guest.setLine(5, 0, true);
    guest.setLine(64, 0, true);
    expect(guest.take()).toEqual(['line 42 0 true', 'line 20 1 false']);
  });

  it('reaches the hypervisor with raw accesses that are no register', () => {
    expect(guest.rawRead(0, 0, 4, 4)).toBe(7);
    expect(guest.take()).toEqual(['exit 0', 'read 0', 'entry 0']);
    guest.rawRead(0, 0, 0x104, 2);
    expect(guest.outcome).toBe(Outcome.Abort);
    expect(guest.take()).toEqual(['exit 0', 'reserved 0:260:2', 'entry 0']);
  });
});
