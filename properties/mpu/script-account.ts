import type { MpuMachine } from '../../models/contract/mpu';
import { wordsOfValue } from '../../models/contract/mpu';
import type { MpuLayout, MpuSection } from '../../models/contract/mpu-layout';
import { mpuSections } from '../../models/contract/mpu-layout';
import type {
  MpuRegisterAccess,
  MpuScriptStep,
  MpuShown,
  MpuTableEntry,
} from '../../models/contract/mpu-script';
import {
  findScriptRegister,
  HypervisorRegister,
  translationRegisters,
} from '../../models/contract/mpu-script';
import { isRegionRegister, MPU_REGISTERS } from '../../models/contract/mpu-registers';
import { Arrangement } from './arrangement';
import { changeOf, EL1_ROOM, regionsTouched } from './el1-switch';
import type { El1State } from './guest-view';
import { GuestView } from './guest-view';
import type { RegionView, Words } from './registers';
import { covers, MpuRegisters, MSA } from './registers';
import { ProcessorState } from './processor-state';
import { FixedRegions } from './boot-regions';
import { Mappings } from './mappings';
import { Nesting } from './nesting';
import type { Found } from './table';
import { lookUp } from './table';
import type { Update } from './updates';
import { updateOf, withoutRegion } from './updates';

/** A range of addresses in numbers: from `start` to the byte before `end`. */
export interface Span {
  start: number;
  end: number;
}

/** What a trace tells of a hypervisor on an MPU, and the hardware of one CPU as accesses leave it. */
export class ScriptAccount extends ProcessorState {
  /** Those of `HypervisorRegister`, by register. */
  readonly others = new Map<number, Words>();
  /** Regions of EL2, and the software table, before the step in hand. */
  readonly el2Before: MpuRegisters;
  tableBefore: readonly MpuTableEntry[] = [];
  /** What the step in hand asks of the region map; nothing for others. */
  update: Update | undefined;
  /** How the range of that stands to the table before. */
  found: Found | undefined;
  /** What is mapped, and what was before the step in hand. */
  mappings = new Mappings();
  mappingsBefore = this.mappings;
  /** Pairs of map and unmap, before the step in hand. */
  readonly nesting = new Nesting();
  /** Where the regions of the assembly belong, before the step in hand. */
  readonly fixed: FixedRegions;
  /** What the design of 2023 arranges, before the step in hand. */
  readonly arrangement: Arrangement;
  /** An earlier step was told that no region is left. */
  hasRunOut = false;
  /** Sections of Xen. */
  readonly sections: Readonly<Record<MpuSection, Span>>;
  /** Phases of booting that came to their end. */
  readonly done: Set<string>;
  /** It refused to start, or gave up: nothing more is asked of it. */
  hasStopped = false;
  /** Domains that were made. */
  readonly domains: Set<number>;
  /** The vCPU that runs; nothing for the idle one. */
  running: { domain: number; vcpu: number } | undefined;
  /** Who ran before the step in hand, and what PRSELR_EL1 was then. */
  runningBefore: { domain: number; vcpu: number } | undefined;
  selectorBefore = 0;
  /** Regions of EL1 that the switch to the vCPU wrote which runs, if that has PMSA. */
  restored: number | undefined;
  /** Ranges in one region of EL2 that steps asked to unmap or to map otherwise. */
  readonly givenUp: Span[] = [];
  /** By `domain.vcpu`: what each guest wrote, on whatever CPU. */
  readonly guests: Map<string, GuestView>;
  /** A register was written since the last barrier. */
  isUnsettled = false;

  /** @param boot of a secondary CPU that comes up: the account of the one that boots */
  constructor(
    machine: MpuMachine,
    readonly layout: MpuLayout,
    readonly boot?: ScriptAccount,
  ) {
    super(machine);
    this.arrangement = new Arrangement(boot?.arrangement);
    this.done = new Set(boot?.done);
    this.domains = new Set(boot?.domains);
    this.guests = boot?.guests ?? new Map<string, GuestView>();
    this.el2Before = new MpuRegisters(machine.format, machine.el2Regions);
    const spans = mpuSections.map((name) => [name, spanOf(layout.sections[name])] as const);
    this.fixed = new FixedRegions(layout);
    this.sections = Object.fromEntries(spans) as Record<MpuSection, Span>;
  }

  /** The vCPU in hand as a key of `guests`. */
  static key({ domain, vcpu }: { domain: number; vcpu: number }): string {
    return `${domain}.${vcpu}`;
  }

  get vstcr(): number {
    return this.others.get(HypervisorRegister.VSTCR_EL2)?.low ?? 0;
  }

  guest(of: { domain: number; vcpu: number }): GuestView {
    const key = ScriptAccount.key(of);
    let found = this.guests.get(key);
    if (!found) {
      const { format, el1Regions } = this.machine;
      found = new GuestView(format, el1Regions);
      this.guests.set(key, found);
    }
    return found;
  }

  /** A step begins. */
  begin(step: MpuScriptStep): void {
    this.el2Before.follow(this.el2);
    this.update = updateOf(step, this.machine);
    this.found = this.update && lookUp(this.tableBefore, this.update.span);
    this.runningBefore = this.running;
    this.selectorBefore = this.el1.selector;
    switch (step.step) {
      case 'switch':
      case 'idle':
        if (this.running) this.guest(this.running).left = this.el1State();
        return;
      case 'map':
        // This changes what a mapping allows only if it is of the same range.
        return this.giveUp(spanOf(step), isSame);
      case 'modify':
      case 'unmap':
        return this.giveUp(spanOf(step), isWithin);
      case 'iounmap':
      case 'unmap-containing': {
        const start = Number('address' in step ? step.address : step.start);
        const found = this.el2.enabled().filter((region) => covers(region, start));
        for (const { base, limit } of found) this.givenUp.push({ start: base, end: limit + 1 });
      }
    }
  }

  private giveUp(span: Span, how: (span: Span, region: RegionView) => boolean): void {
    if (this.el2.enabled().some((region) => how(span, region))) this.givenUp.push(span);
  }

  /** The state of EL1 as it is now. */
  el1State(): El1State {
    const { format, el1Regions } = this.machine;
    const mpu = new MpuRegisters(format, el1Regions);
    mpu.copyFrom(this.el1);
    const vmid = format === 64 ? this.vsctlrHigh >>> 16 : (this.vsctlrLow >>> 16) & 0xff;
    return { mpu, msa: (this.vtcr & MSA) !== 0, vmid };
  }

  /** The vCPU that runs has PMSA at EL1. */
  get runsPmsa(): boolean {
    return this.running !== undefined && this.layout.domains[this.running.domain]?.el1 === 'mpu';
  }

  /** Takes one access into the account. */
  apply(access: MpuRegisterAccess): void {
    if (access.does === 'barrier') this.isUnsettled = false;
    if (access.does !== 'write') return;
    this.isUnsettled = true;
    const { register, index, low, high } = access;
    if (register >= HypervisorRegister.VSTCR_EL2) this.others.set(register, { low, high });
    else this.write(register, index, low, high);
  }

  /** A step has ended: what it says itself. Its accesses were applied before. */
  end(step: MpuScriptStep, shown: MpuShown): void {
    this.mappings = this.mappingsBefore.after(step, shown, this);
    if (shown.result === 'stopped' || shown.result === 'panic') this.hasStopped = true;
    if (shown.result !== 'ok') return;
    switch (step.step) {
      case 'boot':
        this.done.add(step.phase);
        return;
      case 'create-domain':
        this.domains.add(step.domain);
        return;
      case 'switch':
        this.running = { domain: step.domain, vcpu: step.vcpu };
        return;
      case 'idle':
        this.running = undefined;
        return;
      case 'guest-write': {
        const found = findScriptRegister(step.register);
        if (!found || !this.running) return;
        const words = wordsOfValue(step.value);
        const guest = this.guest(this.running);
        // What is kept from the guest is no register of its own.
        if (this.isKept(found, shown)) return;
        if (translationRegisters.includes(found.register)) {
          guest.translation.set(found.register, words);
        } else if (found.register < MPU_REGISTERS) {
          guest.write(found.register, found.index, words.low, words.high);
        }
      }
    }
  }

  /** A region that a vCPU may have no room for was not written for it (MPU-P-042). */
  private isKept(found: { register: number; index: number }, { accesses }: MpuShown): boolean {
    if (!isRegionRegister(found.register)) return false;
    const isBeyond = this.el1.regionOf(found.index) >= EL1_ROOM;
    return isBeyond && !accesses.some(({ does }) => does === 'write');
  }

  /** After the requirements were asked. */
  finish(step: MpuScriptStep, shown: MpuShown): void {
    const m = { step, shown, access: undefined, number: 0 };
    const change = changeOf(m, this);
    if (change) {
      this.restored = change.to ? regionsTouched(m, this).limitsWritten.size : undefined;
    }
    this.fixed.follow(step, shown, this);
    this.nesting.follow(step, shown, this);
    this.arrangement.follow(step, shown, this);
    this.mappingsBefore = this.mappings;
    this.tableBefore = shown.table;
    const isFull = shown.table.length >= this.machine.el2Regions;
    const isRefused = shown.result === withoutRegion(step);
    if (shown.result === 'ENOENT' || (isFull && isRefused)) this.hasRunOut = true;
  }
}

/** A range of a layout in numbers. */
export function spanOf({ start, end }: { start: string; end: string }): Span {
  return { start: Number(start), end: Number(end) };
}

function isSame({ start, end }: Span, { base, limit }: RegionView): boolean {
  return base === start && limit + 1 === end;
}

function isWithin({ start, end }: Span, { base, limit }: RegionView): boolean {
  return base <= start && end <= limit + 1;
}

/** Whether two ranges have an address in common. */
export function meet(one: Span, two: Span): boolean {
  return one.start < two.end && two.start < one.end;
}

export function isEmpty({ start, end }: Span): boolean {
  return end <= start;
}
