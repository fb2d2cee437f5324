import type { MpuDomain, MpuLayout, MpuRange } from '../../contract/mpu-layout';
import type { MpuMachine } from '../../contract/mpu';
import type { MpuP2mType, MpuResult } from '../../contract/mpu-script';
import type { Region } from '../../pmsav8';
import type { Regime } from '../el1-context';
import { El1State } from '../el1-context';
import { rangeOf } from '../upstream/assembly';
import type { Range } from '../upstream/region';
import { pageDown, pageUp } from '../upstream/region';
import { pagesWithin } from './booting';
import type { Has } from './deviations';
import { P2m } from './p2m';

/** VMID 0 is INVALID_VMID. */
const INVALID_VMID = 0;

/** A domain, with what its vCPUs have in EL1. */
export interface Domain {
  p2m: P2m;
  regime: Regime;
  vcpus: readonly El1State[];
}

/** What the regions of a domain have to fit into. */
export interface Around {
  /** Regions that are there while guests run. */
  others: readonly Region[];
  /** Indexes left for regions of a guest. */
  left: number;
}

/** What a domain has to fit into. */
export interface Surroundings extends Around {
  /** A vCPU with PMSA can be made. */
  hasRoom: boolean;
  /** Memory has to be in a guest memory section. */
  needsSection: boolean;
}

/** Domains, as far as the MPU is concerned. */
export class Domains {
  private readonly made = new Map<number, Domain>();

  constructor(
    private readonly machine: MpuMachine,
    private readonly layout: MpuLayout,
    private readonly has: Has,
  ) {}

  at(number: number): Domain | undefined {
    return this.made.get(number);
  }

  /** Regions of the domain that has most. */
  get most(): number {
    return Math.max(0, ...[...this.made.values()].map(({ p2m }) => p2m.regions.length));
  }

  /** Regions of all domains. */
  get regions(): Region[] {
    return [...this.made.values()].flatMap(({ p2m }) => p2m.regions);
  }

  /**
   * Makes a domain. ENOENT: there are not enough regions (MPU-P-022). EINVAL: its
   * description does not allow it.
   */
  create(number: number, config: MpuDomain, surroundings: Surroundings): MpuResult {
    if (!this.isLegal(config, surroundings)) return 'EINVAL';
    const p2m = new P2m(this.has);
    for (const [range, type] of mappings(config)) {
      if (p2m.insert(range, type, surroundings.others) !== 'ok') return 'EINVAL';
    }
    if (p2m.regions.length > surroundings.left && !this.has('PMPU-22')) return 'ENOENT';
    // VMIDs are given out in order (MPU-P-026).
    const vmid = this.has('PMPU-26') ? INVALID_VMID : this.made.size + 1;
    this.made.set(number, {
      p2m,
      regime: { vmsa: config.el1 === 'mmu', vsctlr: this.vsctlrOf(vmid) },
      vcpus: Array.from({ length: config.vcpus }, () => new El1State(this.machine.el1Regions)),
    });
    return 'ok';
  }

  /**
   * Gives a domain one range more. EINVAL: the range is not of whole pages, or not free; ENOENT: there
   * are not enough regions.
   */
  insert(domain: Domain, range: Range, type: MpuP2mType, { others, left }: Around): MpuResult {
    if (domain.p2m.regions.length >= left && !this.has('PMPU-22')) return 'ENOENT';
    return domain.p2m.insert(range, type, others);
  }

  private isLegal(config: MpuDomain, { hasRoom, needsSection }: Surroundings): boolean {
    const { format, vmsa } = this.machine;
    if (config.memory.length === 0 || !config.directMap) return false;
    if (config.el1 === 'mmu' ? format !== 64 || !vmsa : !hasRoom) return false;
    const sections = this.layout.guestSections.map(pagesWithin);
    const lies = ({ start, end }: Range): boolean =>
      sections.some((section) => section.start <= start && end <= section.end);
    return !needsSection || this.has('PMPU-04') || config.memory.map(rangeOf).every(lies);
  }

  private vsctlrOf(vmid: number): { low: number; high: number } {
    const value = vmid << 16;
    return this.machine.format === 64 ? { low: 0, high: value } : { low: value, high: 0 };
  }
}

/** What a domain gets mapped, in order: devices in whole pages. */
function mappings({ memory, shared = [], devices, emulated }: MpuDomain): [Range, MpuP2mType][] {
  const pages = (range: MpuRange): Range => {
    const { start, end } = rangeOf(range);
    return { start: pageDown(start), end: pageUp(end) };
  };
  return [
    ...[...memory, ...shared].map((range): [Range, MpuP2mType] => [rangeOf(range), 'ram_rw']),
    ...devices.map((range): [Range, MpuP2mType] => [pages(range), 'mmio_direct_dev']),
    ...emulated.map((range): [Range, MpuP2mType] => [pages(range), 'dev_rw']),
  ];
}
