import type { MpuMachine } from '../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import {
  MPU_HIGH,
  MPU_INDEX,
  MPU_KIND,
  MPU_LOW,
  MPU_STRIDE,
  MPU_SUBJECT,
  MpuStepKind,
  highOf,
} from '../../../models/contract/mpu-encoded';
import {
  MPU_REGISTERS,
  MpuRegister,
  isRegionRegister,
} from '../../../models/contract/mpu-registers';
import type { Region } from '../../../models/pmsav8/fields';
import { prbarHigh, prbarLow, prlarHigh, prlarLow } from '../../../models/pmsav8/fields';
import type { Random } from '../random';

/** Steps that one action may add at most beyond the limit. */
export const SLACK = 64;
/** How many addresses are remembered as interesting. */
const MARKS = 24;

/** What is known of one MPU, that of EL1 or of EL2, while a program is made. */
export class Half {
  /** What was last written to each region. */
  readonly regions = new Map<number, Region>();
  selector = 0;
  count = 0;
  /** Distance of its registers from those of EL1. */
  readonly offset: number;

  constructor(level: 1 | 2) {
    this.offset = level === 1 ? 0 : MPU_REGISTERS;
  }
}

/** A program in the making: what was written so far, and the means to add to it. */
export class MpuScene {
  random!: Random;
  machine!: MpuMachine;
  /** Addresses that programs may name: first and last byte. */
  memory = { first: 0, last: 0 };
  readonly el1 = new Half(1);
  readonly el2 = new Half(2);
  /** First and last bytes of regions written lately. */
  readonly marks: number[] = [];
  private program!: EncodedMpuProgram;
  private limit = 0;
  private dirty = false;
  private selecting = false;

  begin(machine: MpuMachine, random: Random, program: EncodedMpuProgram, limit: number): void {
    this.machine = machine;
    this.random = random;
    this.program = program;
    this.limit = limit;
    this.marks.length = 0;
    this.dirty = this.selecting = false;
    program.machine = machine;
    program.length = 0;
    for (const half of [this.el1, this.el2]) {
      half.regions.clear();
      half.selector = 0;
    }
    this.el1.count = machine.el1Regions;
    this.el2.count = machine.el2Regions;
  }

  get full(): boolean {
    return this.program.length >= this.limit;
  }

  private add(kind: number, subject: number, index: number, low: number, high: number): void {
    const at = this.program.length * MPU_STRIDE;
    if (at + MPU_STRIDE > this.program.steps.length) return;
    const { steps } = this.program;
    steps[at + MPU_KIND] = kind;
    steps[at + MPU_SUBJECT] = subject;
    steps[at + MPU_INDEX] = index;
    steps[at + MPU_LOW] = low;
    steps[at + MPU_HIGH] = high;
    this.program.length++;
  }

  /** DSB and ISB, where anything was written since the last. */
  barrier(): void {
    if (!this.dirty) return;
    this.add(MpuStepKind.Barrier, 0, -1, 0, 0);
    this.dirty = this.selecting = false;
  }

  /** Writes a register; after a barrier if it depends on a PRSELR just written. */
  write(register: number, low: number, high = 0, index = -1): void {
    const selects = isRegionRegister(register) && (index < 0 || this.machine.format === 64);
    if (this.selecting && selects) this.barrier();
    this.add(MpuStepKind.Write, register, index, low, high);
    this.dirty = true;
  }

  read(register: number, index = -1): void {
    this.barrier();
    this.add(MpuStepKind.Read, register, index, 0, 0);
  }

  probe(level: number, access: number, address: number): void {
    this.barrier();
    this.add(MpuStepKind.Probe, level, access, address | 0, highOf(address));
  }

  select(half: Half, region: number): void {
    half.selector = region;
    this.write(MpuRegister.PRSELR_EL1 + half.offset, region);
    this.selecting = true;
  }

  /**
   * Makes a region reachable: directly, where there is such a register and chance wants it, or
   * through PRSELR.
   * @returns the number of the direct register, or −1
   */
  reach(half: Half, region: number): number {
    const { format } = this.machine;
    const direct = format === 32 ? region < 32 : (region & 15) !== 0;
    if (direct && this.random.oneIn(2)) {
      const block = region & 0xf0;
      // Any selector of the block serves (MPU-A-011).
      if (format === 64 && (half.selector & 0xf0) !== block) {
        this.select(half, block + this.random.below(Math.min(16, half.count - block)));
      }
      return format === 32 ? region : region & 15;
    }
    if (half.selector !== region || this.random.oneIn(8)) this.select(half, region);
    return -1;
  }

  writeBase(half: Half, number: number, region: Region): void {
    const index = this.reach(half, number);
    const { format } = this.machine;
    const register = MpuRegister.PRBAR_EL1 + half.offset;
    this.write(register, prbarLow(format, region), prbarHigh(format, region), index);
    this.mark(region.base);
  }

  writeLimit(half: Half, number: number, region: Region): void {
    const index = this.reach(half, number);
    const { format } = this.machine;
    const register = MpuRegister.PRLAR_EL1 + half.offset;
    this.write(register, prlarLow(format, region), prlarHigh(format, region), index);
    half.regions.set(number, region);
    this.mark(region.limit);
  }

  private mark(address: number): void {
    if (this.marks.length < MARKS) this.marks.push(address);
    else this.marks[this.random.below(MARKS)] = address;
  }
}
