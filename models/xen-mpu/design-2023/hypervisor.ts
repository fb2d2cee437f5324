import type { MpuMachine } from '../../contract/mpu';
import type { MpuDomain, MpuLayout } from '../../contract/mpu-layout';
import type {
  MpuHypervisor,
  MpuP2mType,
  MpuResult,
  MpuScriptStep,
  MpuShown,
} from '../../contract/mpu-script';
import { cpuOf, mpuP2mTypes } from '../../contract/mpu-script';
import type { Hardware } from '../hardware';
import { rangeOf } from '../upstream/assembly';
import type { Range } from '../upstream/region';
import type { Booting } from './booting';
import { Cpu } from './cpu';
import type { Has } from './deviations';
import type { Around } from './domains';
import { Domains } from './domains';
import type { RegionTable } from './table';
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
  'secondary-cpus',
  'virtual-paging',
  'remove-early-mappings',
  'modify-after-init',
  'free-init-memory',
  'reorganise',
] as const;

type Phase = (typeof phases)[number];

/** Xen on an EL2 MPU as it was designed in 2022 and 2023. */
export class Xen2023 implements MpuHypervisor {
  readonly domains: Domains;
  private readonly boot: Cpu;
  /** Those that run, the one that boots first. */
  private readonly cpus: Cpu[];
  /** The phase that was last; −1 before the first. */
  private phase = -1;
  private hasVirtualPaging = false;
  /** It gave up, or never started. */
  private dead = false;
  /** What the step in hand read or made. */
  private value = { low: 0, high: 0 };

  constructor(
    readonly machine: MpuMachine,
    private readonly layout: MpuLayout,
    private readonly variant: Variant,
    private readonly has: Has,
  ) {
    this.boot = new Cpu(machine, layout, variant, has);
    this.cpus = [this.boot];
    this.domains = new Domains(machine, layout, has);
  }

  /** Of the CPU that boots, as the next two. */
  get hardware(): Hardware {
    return this.boot.hardware;
  }

  get table(): RegionTable {
    return this.boot.table;
  }

  get booting(): Booting {
    return this.boot.booting;
  }

  execute(step: MpuScriptStep): MpuShown {
    const { cpus } = this;
    for (const { booting, el1 } of cpus) booting.strayBytes = el1.strayBytes = 0;
    this.value = { low: 0, high: 0 };
    const cpu = cpus[cpuOf(step)] as Cpu | undefined;
    const result = this.resultOf(step, cpu);
    if (result === 'panic' || result === 'stopped') this.dead = true;
    let strayBytes = 0;
    for (const one of cpus) {
      if (step.step !== 'probe' && result !== 'skipped') one.shown = one.table.show();
      strayBytes += one.booting.strayBytes + one.el1.strayBytes;
    }
    const accesses = cpu?.hardware.takeLog() ?? [];
    const others = cpus.flatMap((one, n) => {
      const log = one.hardware.takeLog();
      return log.length > 0 ? [{ cpu: n, accesses: log, table: one.shown }] : [];
    });
    return {
      ...{ result, ...this.value, accesses, table: cpu?.shown ?? [], strayBytes },
      ...(others.length > 0 ? { others } : {}),
    };
  }

  private resultOf(step: MpuScriptStep, cpu: Cpu | undefined): MpuResult {
    if (!cpu) return 'skipped';
    return step.step === 'probe' ? cpu.hardware.probe(step) : this.act(step, cpu);
  }

  private act(step: MpuScriptStep, cpu: Cpu): MpuResult {
    if (this.dead) return 'skipped';
    if (step.step === 'boot') return this.runPhase(step.phase);
    if (this.phase < 0) return 'skipped';
    const { running } = cpu.switching;
    switch (step.step) {
      case 'switch':
        return this.switchTo(cpu, step.domain, step.vcpu);
      case 'idle':
        return cpu.switching.toIdle();
      case 'guest-write':
        if (!running) return 'skipped';
        return cpu.guest.write(step.register, step.value, running.domain.regime.vmsa);
      case 'guest-read':
        return this.guestRead(cpu, step.register);
      case 'copy-from-paddr':
        return cpu.mappings.copy(step);
      case 'p2m-lookup':
        return this.lookUp(step.domain, rangeOf(step));
    }
    // The rest needs what is mapped while no guest runs.
    if (this.cpus.some(({ switching }) => switching.running)) return 'skipped';
    switch (step.step) {
      case 'create-domain':
        return this.create(step.domain);
      case 'p2m-insert':
        return this.insert(step.domain, rangeOf(step), step.type);
      case 'ioremap':
        return cpu.mappings.ioremap(step);
      case 'modify':
        return this.onEach(({ mappings }) => mappings.modify(step, step.flags));
    }
    const isArranged = this.variant.compacts && this.isBooted;
    if (this.variant.plan === 'poc' || isArranged) return 'skipped';
    if (step.step === 'map') {
      const { most, regions } = this.domains;
      return this.onEach(({ mappings }) =>
        mappings.map(step, step.flags, most + this.spare, regions),
      );
    }
    return step.step === 'unmap' ? this.onEach(({ mappings }) => mappings.unmap(step)) : 'skipped';
  }

  /** The same on every CPU, whose tables are the same while no guest runs. */
  private onEach(act: (cpu: Cpu) => MpuResult): MpuResult {
    const [result] = this.cpus.map(act);
    return result;
  }

  /** Indexes that have to be left for what Xen accesses of its guests while one runs. */
  private get spare(): number {
    return this.variant.guestMemory === 'on-demand' ? 1 : 0;
  }

  private get isBooted(): boolean {
    return this.phase === phases.length - 1;
  }

  /** Each phase once and in order; some may be left out, but not the assembly. */
  private runPhase(name: string): MpuResult {
    const number = phases.indexOf(name as Phase);
    if (number <= this.phase || (this.phase < 0 && number > 0)) return 'skipped';
    this.phase = number;
    const { booting } = this;
    switch (phases[number]) {
      case 'assembly':
        return this.boot.start();
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
      case 'secondary-cpus':
        return this.startOthers();
      case 'virtual-paging':
        this.hasVirtualPaging = true;
        this.boot.el1.readCount();
        return this.onEach((cpu) => cpu.booting.virtualPaging());
      case 'remove-early-mappings':
        return this.onEach((cpu) => cpu.booting.removeEarlyMappings());
      case 'modify-after-init':
        return this.onEach((cpu) => cpu.booting.modifyAfterInit());
      case 'free-init-memory':
        return this.freeInitMemory();
      case 'reorganise':
        return this.onEach((cpu) => cpu.reorganise());
    }
  }

  private startOthers(): MpuResult {
    const { machine, layout, variant, has } = this;
    for (let n = 1; n < (machine.cpus ?? 1); n++) {
      const cpu = new Cpu(machine, layout, variant, has);
      cpu.startLike(this.boot);
      this.cpus.push(cpu);
    }
    return 'ok';
  }

  /** The kernel is copied into the domain's memory then. */
  private create(number: number): MpuResult {
    const config = this.layout.domains[number] as MpuDomain | undefined;
    if (!this.hasVirtualPaging || !config || this.domains.at(number)) return 'skipped';
    const { mappings, el1 } = this.boot;
    const needsSection = this.variant.guestMemory === 'section';
    const copies = needsSection ? [] : config.memory;
    const refused = copies.map((range) => mappings.copyable(range)).find((one) => one !== 'ok');
    if (refused) return refused;
    const { hasRoom } = el1;
    const result = this.domains.create(number, config, { ...this.around, hasRoom, needsSection });
    if (result !== 'ok') return result;
    this.value = { ...this.domains.at(number)!.regime.vsctlr };
    for (const range of copies) mappings.copy(range);
    return 'ok';
  }

  /** What the regions of a domain have to fit into. */
  private get around(): Around {
    const { table } = this;
    return {
      others: table.indexes('fixed', 'boot').map((index) => table.at(index)!.region),
      left: table.leftForGuests - this.spare,
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
    const result = this.onEach((cpu) => cpu.booting.freeInitMemory());
    const [low, high] = this.booting.poisoned;
    this.value = { low, high };
    return result;
  }

  /** No vCPU runs before booting is over, nor on two CPUs. */
  private switchTo(cpu: Cpu, number: number, vcpu: number): MpuResult {
    const domain = this.domains.at(number);
    if (!this.isBooted || !domain || vcpu >= domain.vcpus.length) return 'skipped';
    const isElsewhere = this.cpus.some(
      (one) =>
        one !== cpu &&
        one.switching.running?.number === number &&
        one.switching.running.vcpu === vcpu,
    );
    return isElsewhere ? 'skipped' : cpu.switching.to({ number, vcpu, domain });
  }

  private guestRead({ switching, guest }: Cpu, register: string): MpuResult {
    const { running } = switching;
    if (!running) return 'skipped';
    const read = guest.read(register, running.domain.regime.vmsa);
    if (read === 'skipped') return 'skipped';
    this.value = read;
    return 'value';
  }
}
