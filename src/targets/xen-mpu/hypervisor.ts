import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuLayout, MpuRange } from '../../../models/contract/mpu-layout';
import type {
  MpuHypervisor,
  MpuResult,
  MpuScriptStep,
  MpuShown,
  MpuTableEntry,
} from '../../../models/contract/mpu-script';
import { MpuRegister } from '../../../models/contract/mpu-registers';
import { xenMpu2026 } from '../../../models/xen-mpu';
import { Hardware } from '../../../models/xen-mpu/hardware';
import { MAIR } from '../../../models/xen-mpu/upstream/assembly';
import { pageDown } from '../../../models/xen-mpu/upstream/region';
import { InputError } from '../../errors';
import type { Asked, Ended, HarnessProgram } from './program';
import { registerAt } from './registers';

/** PAGE_HYPERVISOR_… by the names that scripts have for them: see lockstep-c.h. */
const pageFlags = { ro: 0x3f, rw: 0x2f, rx: 0x37, rwx: 0x27, device: 0x2c, nc: 0x29 } as const;

/** What functions of Xen return, and what the harness says: see harness.h. */
const results: Readonly<Record<number, MpuResult>> = {
  0: 'ok',
  1: 'panic',
  2: 'stopped',
  [-22]: 'EINVAL',
  [-2]: 'ENOENT',
};

const hex = (value: number | string): string => Number(value).toString(16);
const sizeOf = ({ start, end }: MpuRange): number => Number(end) - Number(start);

/** The phases of booting and the steps that the code has which is tested: nothing of stage 2 and domains. */
export const phases = xenMpu2026.phases.filter((phase) => phase !== 'virtual-paging');
export const steps = xenMpu2026.steps.filter((step) => step !== 'create-domain');

/** Xen's own MPU code in one machine with one layout. The registers are those of the architecture's model. */
export class SourceXen implements MpuHypervisor, Asked {
  private readonly hardware: Hardware;
  /** The phase that was last; −1 before the first. */
  private phase = -1;
  private hasFdt = false;
  private dead = false;
  private table: readonly MpuTableEntry[] = [];
  /** By index: what was told of a region last. */
  private readonly shown: { row: string; entry: MpuTableEntry }[] = [];
  /** A DSB that no ISB followed yet. */
  private hasDsb = false;
  /** HMAIR0, until HMAIR1 is written. */
  private mairLow = 0;

  constructor(
    private readonly machine: MpuMachine,
    private readonly layout: MpuLayout,
    private readonly program: HarnessProgram,
  ) {
    this.hardware = new Hardware(machine);
  }

  execute(step: MpuScriptStep): MpuShown {
    const shown = step.step === 'probe' ? { result: this.hardware.probe(step) } : this.act(step);
    const { result, ended } = { ended: undefined, ...shown };
    if (result === 'panic' || result === 'stopped') this.dead = true;
    if (ended) this.table = ended.rows.map((row) => this.entryOf(row));
    return {
      ...{ result, low: 0, high: 0, accesses: this.hardware.takeLog(), table: this.table },
      strayBytes: ended?.stray ?? 0,
    };
  }

  wrote(encoding: string, value: bigint): void {
    const { register, index, isUpper } = this.reached(encoding);
    const [low, high] = [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
    if (this.machine.format === 32 && register === MpuRegister.MAIR_EL2) {
      if (isUpper) this.hardware.write(register, this.mairLow, low);
      else this.mairLow = low;
      return;
    }
    this.hardware.write(register, low, high, index);
  }

  read(encoding: string): bigint {
    const { register, index } = this.reached(encoding);
    const low = this.hardware.read(register, index);
    const { high } = this.hardware.system;
    return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  }

  synchronised(by: 'dsb' | 'isb'): void {
    if (by === 'isb' && this.hasDsb) this.hardware.barrier();
    else if (by === 'isb') this.hardware.isb();
    this.hasDsb = by === 'dsb';
  }

  private reached(encoding: string): NonNullable<ReturnType<typeof registerAt>> {
    this.hasDsb = false;
    const found = registerAt(this.machine.format, encoding);
    if (found) return found;
    throw new InputError(`Xen accesses a register that is none of the MPU of EL2: ${encoding}`);
  }

  private act(step: MpuScriptStep): { result: MpuResult; ended?: Ended } {
    const command = this.dead ? undefined : this.commandOf(step);
    if (command === undefined) return { result: 'skipped' };
    this.hasDsb = false;
    const ended = this.program.execute(command, this);
    const result = results[ended.result] as MpuResult | undefined;
    if (!result) throw new InputError(`Xen returned ${ended.result} from ${command}`);
    return { result, ended };
  }

  /** Nothing where there is nothing to do. */
  private commandOf(step: MpuScriptStep): string | undefined {
    if (step.step === 'boot') return this.boot(step.phase);
    if (this.phase < 0) return undefined;
    switch (step.step) {
      case 'map':
      case 'modify':
        return `${step.step} ${hex(step.start)} ${hex(step.end)} ${hex(pageFlags[step.flags])}`;
      case 'unmap':
        return `unmap ${hex(step.start)} ${hex(step.end)}`;
      case 'unmap-containing':
        return `unmap-containing ${hex(step.address)}`;
      case 'map-pages': {
        const { virtual, physical, pages, flags } = step;
        return `map-pages ${hex(virtual)} ${hex(physical)} ${hex(pages)} ${hex(pageFlags[flags])}`;
      }
      case 'ioremap':
        return `ioremap ${hex(step.start)} ${hex(sizeOf(step))} ${hex(pageFlags.device)}`;
      case 'iounmap':
        // `iounmap` calls vunmap with the page.
        return `iounmap ${hex(pageDown(Number(step.start)))}`;
      case 'copy-from-paddr':
        return `copy-from-paddr ${hex(step.start)} ${hex(sizeOf(step))}`;
      default:
        return undefined;
    }
  }

  /** Each phase once and in order; some may be left out, but not the assembly. */
  private boot(name: string): string | undefined {
    const number = phases.indexOf(name);
    if (number <= this.phase || (this.phase < 0 && number > 0)) return undefined;
    this.phase = number;
    switch (name) {
      case 'assembly':
        return this.start();
      case 'early-fdt':
        this.hasFdt = true;
        return `early-fdt ${hex(this.layout.fdt.start)} ${hex(sizeOf(this.layout.fdt))}`;
      case 'remove-early-mappings':
        return this.hasFdt ? name : undefined;
      default:
        return name;
    }
  }

  /** Where everything lies, then `enable_boot_cpu_mm`. */
  private start(): string {
    const { sections, earlyUart, staticHeap } = this.layout;
    const { text, rodata, roAfterInit, initText, initData, bss } = sections;
    const ranges = [text, rodata, roAfterInit].flatMap(({ start, end }) => [start, end]);
    const rest = [initText.start, initData.start, initData.end, bss.start, bss.end];
    const uart = earlyUart ?? { start: 0, end: 0 };
    const addresses = [...ranges, ...rest, uart.start, uart.end].map(hex);
    this.program.execute(`new ${addresses.join(' ')}`, this);
    const [bank] = staticHeap as readonly (MpuRange | undefined)[];
    if (bank) this.program.execute(`heap ${hex(bank.start)} ${hex(sizeOf(bank))}`, this);
    if (this.machine.format === 64) {
      // `cpu_init`, which comes before the code that is tested.
      this.hardware.write(MpuRegister.MAIR_EL2, MAIR.low, MAIR.high);
      this.hardware.isb();
    }
    return earlyUart ? 'boot-early-printk' : 'boot';
  }

  /** What is as it was when last shown is the same object. */
  private entryOf(row: readonly string[]): MpuTableEntry {
    const index = Number(row[0]);
    const last = this.shown[index] as { row: string; entry: MpuTableEntry } | undefined;
    const text = row.join(' ');
    if (last?.row === text) return last.entry;
    const [prbar, prlar] = [row[1], row[2]].map((value) => BigInt(`0x${value}`));
    const entry: MpuTableEntry = {
      ...{ index, references: Number(row[3]) },
      base: Number((prbar >> 6n) << 6n),
      limit: Number(prlar | 63n),
      barBits: Number(prbar & 63n),
      larBits: Number(prlar & 63n),
    };
    this.shown[index] = { row: text, entry };
    return entry;
  }
}
