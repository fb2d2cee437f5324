import type { MpuMachine } from '../../contract/mpu';
import type { MpuLayout } from '../../contract/mpu-layout';
import type { MpuTableEntry } from '../../contract/mpu-script';
import { El1Context } from '../el1-context';
import { Hardware } from '../hardware';
import { Assembly } from './assembly';
import { Booting } from './booting';
import type { Has } from './deviations';
import { Guest } from './guest';
import { Mappings } from './mappings';
import { reorganise } from './reorganise';
import { Switching } from './switching';
import { RegionTable } from './table';
import type { Variant } from './variant';

/** One CPU: its registers, its copy of the table, and what runs on it. */
export class Cpu {
  readonly hardware: Hardware;
  readonly table: RegionTable;
  readonly booting: Booting;
  readonly el1: El1Context;
  readonly guest: Guest;
  readonly switching: Switching;
  readonly mappings: Mappings;
  /** The table as it was last shown. */
  shown: readonly MpuTableEntry[] = [];

  constructor(
    machine: MpuMachine,
    private readonly layout: MpuLayout,
    private readonly variant: Variant,
    private readonly has: Has,
  ) {
    this.hardware = new Hardware(machine);
    this.table = new RegionTable(this.hardware);
    this.booting = new Booting(this.hardware, this.table, layout, variant, has);
    this.el1 = new El1Context(this.hardware, {
      selection: 'block',
      beyond: has('PMPU-42') ? 'overrun' : (variant.el1Beyond ?? 'refused'),
      losesSingle: has('PMPU-40'),
      losesSelector: has('PMPU-41'),
      ...(variant.el1Room !== undefined ? { room: variant.el1Room } : {}),
    });
    this.guest = new Guest(this.hardware, machine, this.el1.regions);
    this.switching = new Switching(this.hardware, this.table, this.el1);
    this.mappings = new Mappings(machine.format, this.table, variant, has);
  }

  /** The assembly of the CPU that boots. */
  start(): 'ok' | 'stopped' {
    return this.assembly.run(this.layout) === 'ok' ? 'ok' : 'stopped';
  }

  /** A secondary CPU comes up: it takes over the table of the one that boots (MPU-P-063). */
  startLike(boot: Cpu): void {
    this.assembly.copy(boot.table);
  }

  /** The end of booting, on this CPU. */
  reorganise(): 'ok' {
    return reorganise(this.hardware, this.table, this.variant, this.has);
  }

  private get assembly(): Assembly {
    return new Assembly(this.hardware, this.table, this.variant, this.has);
  }
}
