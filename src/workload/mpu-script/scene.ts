import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuLayout } from '../../../models/contract/mpu-layout';
import type { MpuFlags, MpuScriptStep } from '../../../models/contract/mpu-script';
import type { Random } from '../random';
import type { Range } from './ranges';
import { PAGE, rangeOf, up } from './ranges';
import { Guard } from './spares-xen';

/** How many addresses are remembered as interesting. */
const MARKS = 24;

/** Something that was mapped, if it succeeded. */
export interface Mapping {
  range: Range;
  flags: MpuFlags;
  /** How it is unmapped. */
  by: 'unmap' | 'unmap-containing' | 'iounmap';
}

/** A script in the making: what was mapped so far, and the means to add to it. */
export class ScriptScene {
  readonly steps: MpuScriptStep[] = [];
  /** Not unmapped yet, the newest last. */
  readonly open: Mapping[] = [];
  /** Edges of what was mapped and what the layout names. */
  readonly marks: number[] = [];
  /** Memory that nothing of the layout lies in, for scripts to map. */
  readonly arena: Range;
  /** Domains that were made, and who runs on which CPU, if all succeeded. */
  readonly domains: number[] = [];
  readonly running = new Map<number, { domain: number; vcpu: number }>();
  private readonly guard: Guard;

  constructor(
    readonly random: Random,
    readonly machine: MpuMachine,
    readonly layout: MpuLayout,
    private readonly limit: number,
  ) {
    this.guard = new Guard(layout);
    const { sections, fdt, earlyUart, devices, staticHeap } = layout;
    const named = [...Object.values(sections), fdt, ...devices, ...staticHeap].map(rangeOf);
    if (earlyUart) named.push(rangeOf(earlyUart));
    for (const { start, end } of named) this.mark(start, end);
    // Device trees and heaps end far below.
    const start = machine.format === 32 || random.oneIn(2) ? 0xc0000000 : 2 ** 46;
    this.arena = { start, end: start + PAGE * random.pick([8, 16, 64, 512]) };
  }

  get full(): boolean {
    return this.steps.length >= this.limit;
  }

  /** Adds a step, unless it would take away what Xen runs in. */
  add(step: MpuScriptStep): boolean {
    if (!this.guard.takes(step)) return false;
    this.steps.push(step);
    return true;
  }

  /** Notes down what was mapped. */
  opened(mapping: Mapping): void {
    this.open.push(mapping);
    this.mark(mapping.range.start, mapping.range.end);
  }

  /** One of the CPUs, as steps have it: nothing for the one that boots. */
  anyCpu(): { cpu?: number } {
    const cpu = this.random.below(this.machine.cpus ?? 1);
    return cpu > 0 ? { cpu } : {};
  }

  private mark(...addresses: number[]): void {
    for (const address of addresses) {
      if (this.marks.length < MARKS) this.marks.push(address);
      else this.marks[this.random.below(MARKS)] = address;
    }
  }

  /** Whole pages of the arena. */
  fresh(): Range {
    const { random, arena } = this;
    const pages = (arena.end - arena.start) / PAGE;
    const start = arena.start + PAGE * random.below(pages);
    return { start, end: start + PAGE * random.pick([1, 1, 1, 2, 3, 4, 8]) };
  }

  /** A page above the arena that nobody has. */
  get beyond(): number {
    return up(this.arena.end, 2 * PAGE) + 0x100000;
  }
}
