import type { Machine } from '../../../models/contract/machine';
import type { System } from '../../../models/contract/implementation';
import { Outcome } from '../../../models/contract/observation';
import { implementedCount, registers } from '../../../models/architecture/registers';
import type { Frames } from '../../../src/targets/addresses';
import { frameAddress, placeOf } from '../../../src/targets/addresses';
import type { Batch, Results } from '../../../src/targets/mailbox';
import {
  AT_EL1,
  Operation,
  SHOW_LINES,
  SHOW_PHYSICAL,
  SKIPPED,
  SYSTEM,
} from '../../../src/targets/mailbox';
import type { Surroundings } from '../../../src/targets/surroundings';

/** Operations of this emulator's host: a vCPU leaves its physical CPU; an input moves. */
const HOST_LEAVE = Operation.Host;
const HOST_LINE = Operation.Host + 2;
/** ESR_ELx for each outcome that is an exception: exception classes 0x25, 0, 0x18; IL is set. */
const syndromes: Readonly<Record<number, number>> = {
  [Outcome.Abort]: 0x96000010,
  [Outcome.Undefined]: 0x02000000,
  [Outcome.Trap]: 0x62000000,
};
const isVirtual = (register: number): boolean => registers[register].side === 'virtual';

export const frames: Frames = {
  GICD: 0x08000000,
  GICC: 0x08010000,
  GICH: 0x08030000,
  GICV: 0x08040000,
  GICR: 0x080a0000,
};

/** Surroundings in which an emulated probe runs. */
export function surroundings(changes: Partial<Surroundings> = {}): Surroundings {
  return {
    frames,
    isBare: false,
    setLine: (batch, intid, vcpu, high) => {
      batch.add(HOST_LINE, vcpu, high ? 1 : 0, intid);
    },
    leave: (batch, vcpu) => {
      batch.add(HOST_LEAVE, vcpu, 0, 0);
    },
    ...changes,
  };
}

interface Access {
  register: number;
  index: number;
  size: number;
  aux: number;
}

interface Handled {
  value: number;
  at: number;
  id: number;
  isSystem: boolean;
  atEl1: boolean;
  deactivated: boolean;
}

/** What probe/probe.c does with a batch, on a model instead of a machine. */
export class ProbeEmulator {
  private readonly accesses = new Map<string, Access>();
  private readonly stacks = Array.from({ length: 16 }, () => ({
    handled: [] as Handled[],
    waiting: [] as number[],
  }));
  private readonly slots = new Map<number, [low: number, high: number]>();
  /** vCPUs that are off their physical CPU. */
  private readonly away = new Set<number>();
  private cpu = 0;
  private high = 0;

  constructor(
    private readonly machine: Machine,
    private readonly system: System,
  ) {
    const { gic, vcpus } = machine;
    registers.forEach((entry, register) => {
      if (!entry.gic.includes(gic)) return;
      const count = Math.max(entry.count, implementedCount(machine, register));
      const redistributors = entry.frame === 'GICR' ? vcpus : 1;
      for (let of = 0; of < redistributors; of++) {
        for (let index = 0; index < count; index++) {
          this.learn({ register, index, size: entry.width, aux: of });
          if (entry.bytes) {
            for (let byte = 0; byte < 4; byte++) {
              this.learn({ register, index: index * 4 + byte, size: 1, aux: of });
            }
          }
          if (entry.width === 8 && entry.frame !== undefined) {
            for (const half of entry.frame === 'GICR' ? [of] : [0, 1]) {
              this.learn({ register, index, size: 4, aux: half });
            }
          }
        }
      }
    });
  }

  run(batch: Batch, results: Results): void {
    const shown = results.bytes(batch.length);
    const words = new Uint32Array(shown.buffer, shown.byteOffset, batch.length * 4);
    this.system.reset();
    for (let n = 0; n < batch.length; n++) {
      words.set(this.execute(batch.words.subarray(n * 4, n * 4 + 4)), n * 4);
    }
  }

  private execute(operation: Uint32Array): number[] {
    const [first, address, low, high] = operation;
    const code = first & 0xff;
    const argument = first >>> 16;
    const arg = argument & ~(SHOW_LINES | SHOW_PHYSICAL);
    this.cpu = (first >>> 8) & 0xff;
    const isSystem = (code & SYSTEM) !== 0;
    const atEl1 = (code & AT_EL1) !== 0;
    const where = isSystem ? arg : address;
    const stack = this.stacks[low & 0x1f];
    let [value, valueHigh, status, id] = [0, 0, 0, 0];
    const read = (): void => {
      value = this.read(where, isSystem, atEl1, arg);
      valueHigh = this.high;
      status = this.status();
    };
    const write = (data: number, dataHigh: number): void => {
      this.write(where, isSystem, atEl1, arg, data, dataHigh);
      status = this.status();
    };
    // It is in the guest when it executes an operation.
    const isGuest = (code & 0x3f) < Operation.Host;
    if (isGuest && this.away.delete(this.cpu)) this.system.enter(this.cpu);
    switch (code & 0x3f) {
      case Operation.Read:
        read();
        break;
      case Operation.Save:
        read();
        if (status === 0) this.slots.set(low, [value, valueHigh]);
        break;
      case Operation.Write:
        write(low, high);
        break;
      case Operation.Restore: {
        const saved = this.slots.get(low);
        if (!saved) status = SKIPPED;
        else write(...([value, valueHigh] = saved));
        break;
      }
      case Operation.Acknowledge:
        read();
        if (status === 0 && !this.isSpecial(value)) {
          const handled = { value, at: high, id: low >>> 16, isSystem, atEl1, deactivated: false };
          stack.handled.push(handled);
        }
        break;
      case Operation.End: {
        const handled = stack.handled.pop();
        if (!handled) {
          status = SKIPPED;
          break;
        }
        if ((low & 0x100) !== 0 && !handled.deactivated) stack.waiting.push(handled.value);
        ({ value, id } = handled);
        this.write(handled.at, handled.isSystem, handled.atEl1, 4, value, 0);
        status = this.status();
        break;
      }
      case Operation.Deactivate: {
        const nth = low >>> 16;
        const from = (low & 0x100) !== 0 ? stack.handled : stack.waiting;
        const chosen = from[nth % from.length];
        if (chosen === undefined || (typeof chosen === 'object' && chosen.deactivated)) {
          status = SKIPPED;
          break;
        }
        if (typeof chosen === 'object') {
          chosen.deactivated = true;
          value = chosen.value;
        } else [value] = stack.waiting.splice(nth % from.length, 1);
        write(value, 0);
        break;
      }
      case Operation.Forget:
        for (const one of this.stacks.slice(arg * 2, arg * 2 + 2)) {
          one.handled.length = one.waiting.length = 0;
        }
        break;
      case Operation.CpuOn:
        value = this.system.powerOn(this.cpu, arg);
        break;
      case Operation.CpuOff:
        this.system.powerOff(this.cpu);
        break;
      case Operation.Clear:
        for (const one of this.stacks) one.handled.length = one.waiting.length = 0;
        this.slots.clear();
        break;
      case Operation.Lines:
        break;
      case Operation.Call:
        this.system.exit(this.cpu);
        this.system.enter(this.cpu);
        break;
      case HOST_LEAVE:
        this.away.add(this.cpu);
        this.system.preempt(this.cpu);
        break;
      case HOST_LINE:
        this.system.setLine(address, this.cpu, arg === 1);
        break;
      default:
        throw new Error(`operation ${code & 0x3f} is not emulated`);
    }
    const lines = (argument & (SHOW_LINES | SHOW_PHYSICAL)) === 0 ? 0 : this.lines(argument);
    return [value, valueHigh, status, lines | (id << 16)];
  }

  private lines(argument: number): number {
    return this.system.lines(this.cpu) & ((argument & SHOW_LINES) !== 0 ? 0x1f : 3);
  }

  private learn(access: Access): void {
    const { register, index, size, aux } = access;
    const { isSystem, number, address } = placeOf(frames, register, index, size, aux);
    const where = isSystem ? number : address;
    const keys = isSystem
      ? (registers[register].side === 'hypervisor' ? [false, true] : [isVirtual(register)]).map(
          (atEl1) => `${where} system ${String(atEl1)}`,
        )
      : [`${where} ${size}`];
    for (const key of keys) if (!this.accesses.has(key)) this.accesses.set(key, access);
  }

  private find(where: number, isSystem: boolean, atEl1: boolean, size: number): Access | undefined {
    return this.accesses.get(
      isSystem ? `${where} system ${String(atEl1)}` : `${where >>> 0} ${size}`,
    );
  }

  private read(where: number, isSystem: boolean, atEl1: boolean, size: number): number {
    this.system.outcome = Outcome.None;
    this.system.high = 0;
    const found = this.find(where, isSystem, atEl1, size);
    let value: number;
    if (found) {
      const { register, index, size: bytes, aux } = found;
      value = this.system.read(this.cpu, register, index, bytes, aux);
    } else {
      const [frame, offset] = this.raw(where);
      value = this.system.rawRead(this.cpu, frame, offset, size);
    }
    this.high = this.status() === 0 ? this.system.high : 0;
    return this.status() === 0 ? value >>> 0 : 0;
  }

  private write(
    where: number,
    isSystem: boolean,
    atEl1: boolean,
    size: number,
    low: number,
    high: number,
  ): void {
    this.system.outcome = Outcome.None;
    const found = this.find(where, isSystem, atEl1, size);
    if (found) {
      const { register, index, size: bytes, aux } = found;
      this.system.write(this.cpu, register, index, bytes, low | 0, high | 0, aux);
    } else {
      const [frame, offset] = this.raw(where);
      this.system.rawWrite(this.cpu, frame, offset, size, low | 0, high | 0);
    }
  }

  /** Frame and offset of an address that is no register's. */
  private raw(where: number): [frame: number, offset: number] {
    const own = frameAddress(frames, 'GICR', this.cpu, 0);
    if (where >= own) return [1, where - own];
    return where >= frames.GICC ? [2, where - frames.GICC] : [0, where - frames.GICD];
  }

  /** Nothing, or what the exception reports. An access that nobody answers is no exception. */
  private status(): number {
    return syndromes[this.system.outcome] ?? 0;
  }

  private isSpecial(value: number): boolean {
    const intid = value & (this.machine.gic === 2 ? 0x3ff : 0xffffff);
    return intid >= 1020 && intid <= 1023;
  }
}
