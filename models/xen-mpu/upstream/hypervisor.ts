import type { MpuMachine } from '../../contract/mpu';
import type { MpuLayout } from '../../contract/mpu-layout';
import type {
  MpuHypervisor,
  MpuResult,
  MpuScriptStep,
  MpuShown,
  MpuTableEntry,
} from '../../contract/mpu-script';
import { Hardware } from '../hardware';
import { Assembly } from './assembly';
import { Booting } from './booting';
import type { Has } from './deviations';
import { Domains } from './domains';
import type { Flags, Range } from './region';
import { PAGE, pageDown, pageFlags, pageUp } from './region';
import { RegionMap } from './region-map';

/** The phases of booting in the order of `start_xen` and `init_done`. */
export const phases = [
  'assembly',
  'early-fdt',
  'static-heap',
  'virtual-paging',
  'remove-early-mappings',
  'modify-after-init',
  'free-init-memory',
] as const;

type Phase = (typeof phases)[number];

/** The steps that Xen offers as of 2026: vCPUs are not switched yet. */
export const steps = [
  'map',
  'modify',
  'unmap',
  'unmap-containing',
  'map-pages',
  'ioremap',
  'iounmap',
  'copy-from-paddr',
  'create-domain',
] as const;

/** Xen on an EL2 MPU as of 2026: one CPU, and no guest runs. */
export class UpstreamXen implements MpuHypervisor {
  readonly hardware: Hardware;
  readonly map: RegionMap;
  private readonly booting: Booting;
  private readonly domains: Domains;
  /** The phase that was last; −1 before the first. */
  private phase = -1;
  /** It gave up, or never started. */
  private dead = false;
  private strayBytes = 0;
  private table: readonly MpuTableEntry[] = [];

  constructor(
    private readonly machine: MpuMachine,
    private readonly layout: MpuLayout,
    private readonly has: Has,
  ) {
    this.hardware = new Hardware(machine);
    this.map = new RegionMap(this.hardware, has);
    this.booting = new Booting(this.map, layout);
    this.domains = new Domains(this.hardware, has);
  }

  execute(step: MpuScriptStep): MpuShown {
    this.strayBytes = 0;
    const result = step.step === 'probe' ? this.hardware.probe(step) : this.act(step);
    if (result === 'panic' || result === 'stopped') this.dead = true;
    const accesses = this.hardware.takeLog();
    if (step.step !== 'probe' && result !== 'skipped') this.table = this.map.show();
    const made = step.step === 'create-domain' && result === 'ok';
    const { low, high } = made ? this.domains.vsctlr : { low: 0, high: 0 };
    return { result, low, high, accesses, table: this.table, strayBytes: this.strayBytes };
  }

  private act(step: MpuScriptStep): MpuResult {
    if (this.dead) return 'skipped';
    if (step.step === 'boot') return this.boot(step.phase);
    if (this.phase < 0) return 'skipped';
    const { map } = this;
    switch (step.step) {
      case 'map':
        return map.map(this.range(step), pageFlags[step.flags]);
      case 'modify':
        return map.modify(this.range(step), pageFlags[step.flags]);
      case 'unmap':
        return map.unmap(this.range(step));
      case 'unmap-containing':
        return map.unmapContaining(this.address(step.address));
      case 'map-pages':
        return this.mapPages(step);
      case 'ioremap':
        // NULL, whatever the reason.
        return map.map(this.pages(step), pageFlags.device) === 'ok' ? 'ok' : 'EINVAL';
      case 'iounmap':
        // `vunmap`, which knows the first page only.
        return map.unmapContaining(this.pages(step).start) === 'ok' ? 'ok' : 'panic';
      case 'copy-from-paddr':
        return this.copyFromPaddr(this.pages(step), pageFlags.nc);
      case 'create-domain':
        return this.domains.create(step.domain, this.layout.domains[step.domain]);
      default:
        return 'skipped';
    }
  }

  /** Each phase once and in order; some may be left out, but not the assembly. */
  private boot(phase: string): MpuResult {
    const number = phases.indexOf(phase as Phase);
    if (number <= this.phase || (this.phase < 0 && number > 0)) return 'skipped';
    this.phase = number;
    switch (phases[number]) {
      case 'assembly': {
        const assembly = new Assembly(this.hardware, this.map, this.has);
        const result = assembly.run(this.layout);
        this.strayBytes = assembly.strayBytes;
        return result;
      }
      case 'early-fdt':
        return this.booting.earlyFdt();
      case 'static-heap':
        return this.booting.staticHeap();
      case 'virtual-paging':
        return this.domains.setUpVirtualPaging();
      case 'remove-early-mappings':
        return this.booting.removeEarlyMappings();
      case 'modify-after-init':
        return this.booting.modifyAfterInit();
      case 'free-init-memory':
        return this.booting.freeInitMemory();
    }
  }

  /** `map_pages_to_xen` */
  private mapPages(step: Extract<MpuScriptStep, { step: 'map-pages' }>): MpuResult {
    const start = this.address(step.virtual);
    const physical = pageDown(this.address(step.physical));
    if (start !== physical && !this.has('XMPU-09')) return 'EINVAL';
    const end = this.truncated(physical + step.pages * PAGE);
    return this.map.map({ start, end }, pageFlags[step.flags]);
  }

  /** `copy_from_paddr` (MPU-X-044) */
  private copyFromPaddr(range: Range, flags: Flags): MpuResult {
    if (this.map.map(range, flags) !== 'ok') return 'panic';
    return this.map.unmap(range) === 'ok' ? 'ok' : 'panic';
  }

  /** PMSAv8-32 has addresses of 32 bits. */
  private truncated(address: number): number {
    return this.machine.format === 32 ? address % 2 ** 32 : address;
  }

  private address(text: string): number {
    return this.truncated(Number(text));
  }

  private range({ start, end }: { start: string; end: string }): Range {
    return { start: this.address(start), end: this.address(end) };
  }

  private pages(step: { start: string; end: string }): Range {
    const { start, end } = this.range(step);
    return { start: pageDown(start), end: this.truncated(pageUp(end)) };
  }
}
