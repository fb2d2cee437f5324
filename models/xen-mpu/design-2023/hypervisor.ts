import type { MpuMachine } from '../../contract/mpu';
import type { MpuDomain, MpuLayout } from '../../contract/mpu-layout';
import type {
  MpuHypervisor,
  MpuP2mType,
  MpuResult,
  MpuScriptStep,
  MpuShown,
  MpuTableEntry,
} from '../../contract/mpu-script';
import { mpuP2mTypes } from '../../contract/mpu-script';
import { El1Context } from '../el1-context';
import { Hardware } from '../hardware';
import { rangeOf } from '../upstream/assembly';
import type { Range } from '../upstream/region';
import { Assembly } from './assembly';
import { Booting } from './booting';
import type { Has } from './deviations';
import type { Around } from './domains';
import { Domains } from './domains';
import { Guest } from './guest';
import { Mappings } from './mappings';
import { reorganise } from './reorganise';
import { Switching } from './switching';
import { RegionTable } from './table';
import type { Variant } from './variant';

/** The phases of booting in order. */
export const phases = [
  'assembly',
  'early-fdt',
  'static-heap',
  'guest-sections',
  'device-sections',
  'shared-memory',
  'boot-modules',
  'virtual-paging',
  'remove-early-mappings',
  'modify-after-init',
  'free-init-memory',
  'reorganise',
] as const;

type Phase = (typeof phases)[number];

/** Xen on an EL2 MPU as it was designed in 2022 and 2023: one CPU. */
export class Xen2023 implements MpuHypervisor {
  readonly hardware: Hardware;
  readonly table: RegionTable;
  readonly booting: Booting;
  readonly domains: Domains;
  private readonly el1: El1Context;
  private readonly guest: Guest;
  private readonly switching: Switching;
  private readonly mappings: Mappings;
  /** The phase that was last; −1 before the first. */
  private phase = -1;
  private hasVirtualPaging = false;
  /** It gave up, or never started. */
  private dead = false;
  /** What the step in hand read or made. */
  private value = { low: 0, high: 0 };
  private shown: readonly MpuTableEntry[] = [];

  constructor(
    readonly machine: MpuMachine,
    private readonly layout: MpuLayout,
    private readonly variant: Variant,
    private readonly has: Has,
  ) {
    this.hardware = new Hardware(machine);
    this.table = new RegionTable(this.hardware);
    this.booting = new Booting(this.hardware, this.table, layout, variant, has);
    this.domains = new Domains(machine, layout, has);
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

  execute(step: MpuScriptStep): MpuShown {
    this.booting.strayBytes = this.el1.strayBytes = 0;
    this.value = { low: 0, high: 0 };
    const result = step.step === 'probe' ? this.hardware.probe(step) : this.act(step);
    if (result === 'panic' || result === 'stopped') this.dead = true;
    if (step.step !== 'probe' && result !== 'skipped') this.shown = this.table.show();
    const strayBytes = this.booting.strayBytes + this.el1.strayBytes;
    const accesses = this.hardware.takeLog();
    return { result, ...this.value, accesses, table: this.shown, strayBytes };
  }

  private act(step: MpuScriptStep): MpuResult {
    if (this.dead) return 'skipped';
    if (step.step === 'boot') return this.boot(step.phase);
    if (this.phase < 0) return 'skipped';
    const { running } = this.switching;
    switch (step.step) {
      case 'switch':
        return this.switchTo(step.domain, step.vcpu);
      case 'idle':
        return this.switching.toIdle();
      case 'guest-write':
        if (!running) return 'skipped';
        return this.guest.write(step.register, step.value, running.domain.regime.vmsa);
      case 'guest-read':
        return this.guestRead(step.register);
      case 'copy-from-paddr':
        return this.mappings.copy(step);
      case 'p2m-lookup':
        return this.lookUp(step.domain, rangeOf(step));
    }
    // The rest needs what is mapped while no guest runs.
    if (running) return 'skipped';
    switch (step.step) {
      case 'create-domain':
        return this.create(step.domain);
      case 'p2m-insert':
        return this.insert(step.domain, rangeOf(step), step.type);
      case 'ioremap':
        return this.mappings.ioremap(step);
      case 'modify':
        return this.mappings.modify(step, step.flags);
    }
    const isArranged = this.variant.compacts && this.isBooted;
    if (this.variant.plan === 'poc' || isArranged) return 'skipped';
    if (step.step === 'map') {
      const leave = this.domains.most + this.spare;
      return this.mappings.map(step, step.flags, leave, this.domains.regions);
    }
    return step.step === 'unmap' ? this.mappings.unmap(step) : 'skipped';
  }

  /** Indexes that have to be left for what Xen accesses of its guests while one runs. */
  private get spare(): number {
    return this.variant.guestMemory === 'on-demand' ? 1 : 0;
  }

  private get isBooted(): boolean {
    return this.phase === phases.length - 1;
  }

  /** Each phase once and in order; some may be left out, but not the assembly. */
  private boot(name: string): MpuResult {
    const number = phases.indexOf(name as Phase);
    if (number <= this.phase || (this.phase < 0 && number > 0)) return 'skipped';
    this.phase = number;
    const { booting } = this;
    switch (phases[number]) {
      case 'assembly':
        return new Assembly(this.hardware, this.table, this.variant, this.has).run(this.layout);
      case 'early-fdt':
        return booting.earlyFdt();
      case 'static-heap':
        return booting.staticHeap();
      case 'guest-sections':
        return booting.guestSections();
      case 'device-sections':
        return booting.deviceSections();
      case 'shared-memory':
        return booting.sharedMemory();
      case 'boot-modules':
        return booting.bootModules();
      case 'virtual-paging':
        this.hasVirtualPaging = true;
        this.el1.readCount();
        return booting.virtualPaging();
      case 'remove-early-mappings':
        return booting.removeEarlyMappings();
      case 'modify-after-init':
        return booting.modifyAfterInit();
      case 'free-init-memory':
        return this.freeInitMemory();
      case 'reorganise':
        return reorganise(this.hardware, this.table, this.variant, this.has);
    }
  }

  /** The kernel is copied into the domain's memory then. */
  private create(number: number): MpuResult {
    const config = this.layout.domains[number] as MpuDomain | undefined;
    if (!this.hasVirtualPaging || !config || this.domains.at(number)) return 'skipped';
    const needsSection = this.variant.guestMemory === 'section';
    const copies = needsSection ? [] : config.memory;
    const refused = copies
      .map((range) => this.mappings.copyable(range))
      .find((one) => one !== 'ok');
    if (refused) return refused;
    const { hasRoom } = this.el1;
    const result = this.domains.create(number, config, { ...this.around, hasRoom, needsSection });
    if (result !== 'ok') return result;
    this.value = { ...this.domains.at(number)!.regime.vsctlr };
    for (const range of copies) this.mappings.copy(range);
    return 'ok';
  }

  /** What the regions of a domain have to fit into. */
  private get around(): Around {
    return {
      others: this.table.indexes('fixed', 'boot').map((index) => this.table.at(index)!.region),
      left: this.table.leftForGuests - this.spare,
    };
  }

  private insert(number: number, range: Range, type: MpuP2mType): MpuResult {
    const domain = this.domains.at(number);
    return domain ? this.domains.insert(domain, range, type, this.around) : 'skipped';
  }

  private lookUp(number: number, range: Range): MpuResult {
    const domain = this.domains.at(number);
    if (!domain) return 'skipped';
    const type = domain.p2m.lookup(range);
    if (type === undefined) return 'ENOENT';
    this.value = { low: mpuP2mTypes.indexOf(type), high: 0 };
    return 'ok';
  }

  private freeInitMemory(): MpuResult {
    const result = this.booting.freeInitMemory();
    const [low, high] = this.booting.poisoned;
    this.value = { low, high };
    return result;
  }

  /** No vCPU runs before booting is over. */
  private switchTo(number: number, vcpu: number): MpuResult {
    const domain = this.domains.at(number);
    if (!this.isBooted || !domain || vcpu >= domain.vcpus.length) return 'skipped';
    return this.switching.to({ number, vcpu, domain });
  }

  private guestRead(register: string): MpuResult {
    const { running } = this.switching;
    if (!running) return 'skipped';
    const read = this.guest.read(register, running.domain.regime.vmsa);
    if (read === 'skipped') return 'skipped';
    this.value = read;
    return 'value';
  }
}
