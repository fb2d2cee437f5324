import type { MpuMachine } from '../../models/contract/mpu';
import type { MpuHypervisorImplementation } from '../../models/contract/mpu-implementation';
import type { MpuLayout } from '../../models/contract/mpu-layout';
import type { MpuResult, MpuScriptStep, MpuShown } from '../../models/contract/mpu-script';
import type { Region } from './regions';
import { El2Mirror } from './regions';

/** The regions of the EL2 MPU at one time. */
export interface Context {
  /** `assembly`, `boot`, `idle`; the name of a domain. */
  name: string;
  title: string;
  /** Number of the domain that runs. */
  domain?: number;
  regions: Region[];
  /** Why there is no table. */
  missing?: string;
}

/** A step that did not end well. */
export interface Failure {
  step: MpuScriptStep;
  result: string;
}

/** What a hypervisor does with a layout, from the first instruction until every domain has run. */
export interface Course {
  steps: MpuScriptStep[];
  shown: MpuShown[];
  contexts: Context[];
  failures: Failure[];
  /** Domains whose regions depend on what ran before them. */
  unsteady: number[];
}

/** Devices are mapped and domains are made here, where the hypervisor has such a phase. */
const VIRTUAL_PAGING = 'virtual-paging';

class Running {
  readonly course: Course = { steps: [], shown: [], contexts: [], failures: [], unsteady: [] };
  private readonly hypervisor;
  private readonly mirror;
  private stopped = false;

  constructor(
    private readonly implementation: MpuHypervisorImplementation,
    machine: MpuMachine,
    private readonly layout: MpuLayout,
  ) {
    this.hypervisor = implementation.create(machine, layout);
    this.mirror = new El2Mirror(machine.format, machine.el2Regions);
  }

  /** The hypervisor gave up. */
  get hasStopped(): boolean {
    return this.stopped;
  }

  knows(step: MpuScriptStep['step']): boolean {
    return this.implementation.steps.includes(step);
  }

  /** @returns how it ended; `skipped` where the hypervisor gave up before */
  do(step: MpuScriptStep): MpuResult {
    if (this.stopped) return 'skipped';
    const shown = this.hypervisor.execute(step);
    this.course.steps.push(step);
    this.course.shown.push(shown);
    this.mirror.apply(shown.accesses);
    const { result } = shown;
    if (result === 'panic' || result === 'stopped') this.stopped = true;
    if (result !== 'ok' && result !== 'skipped') this.course.failures.push({ step, result });
    return result;
  }

  mapDevices(): void {
    if (!this.knows('ioremap')) return;
    for (const range of this.layout.devices) this.do({ step: 'ioremap', ...range });
  }

  createDomains(): void {
    if (this.knows('copy-from-paddr')) {
      for (const range of this.layout.bootModules) this.do({ step: 'copy-from-paddr', ...range });
    }
    if (!this.knows('create-domain')) return;
    this.layout.domains.forEach((_, domain) => this.do({ step: 'create-domain', domain }));
  }

  note(name: string, title: string, domain?: number, cannot?: string): void {
    const missing = this.stopped ? 'the hypervisor gave up before' : cannot;
    const regions = missing === undefined ? this.mirror.regions() : [];
    this.course.contexts.push({ name, title, domain, regions, missing });
  }

  regions(): Region[] {
    return this.mirror.regions();
  }
}

function boot(running: Running, phases: readonly string[]): void {
  const hasPaging = phases.includes(VIRTUAL_PAGING);
  phases.forEach((phase, n) => {
    if (phase === VIRTUAL_PAGING) running.mapDevices();
    running.do({ step: 'boot', phase });
    if (phase === VIRTUAL_PAGING) running.createDomains();
    if (n === 0) running.note('assembly', 'before C code runs');
  });
  if (!hasPaging) {
    running.mapDevices();
    running.createDomains();
  }
  running.note('boot', 'after booting');
}

/** From guest to guest: what ran before must not show. */
function goAround(running: Running, count: number): void {
  const { contexts, unsteady } = running.course;
  for (let domain = 0; domain < count && count > 1; domain++) {
    const { regions, missing } = contexts.find((context) => context.domain === domain)!;
    if (missing !== undefined) continue;
    running.do({ step: 'switch', domain: (domain + 1) % count, vcpu: 0 });
    running.do({ step: 'switch', domain, vcpu: 0 });
    if (running.hasStopped) return;
    if (JSON.stringify(running.regions()) !== JSON.stringify(regions)) unsteady.push(domain);
  }
  running.do({ step: 'idle' });
}

/** Boots a hypervisor on a layout, makes its domains, lets each run, and writes down the regions. */
export function courseOf(
  implementation: MpuHypervisorImplementation,
  machine: MpuMachine,
  layout: MpuLayout,
): Course {
  const { phases, id } = implementation;
  const start = (): Running => {
    const started = new Running(implementation, machine, layout);
    boot(started, phases);
    return started;
  };
  const first = start();
  const { contexts, failures } = first.course;
  const cannot = first.knows('switch') ? undefined : `${id} does not switch the MPU to domains`;
  const booted = !first.hasStopped;
  let running = first;
  if (!cannot) running.do({ step: 'idle' });
  running.note('idle', 'the idle vCPU runs', undefined, cannot);
  layout.domains.forEach(({ name }, domain) => {
    // A domain that cannot run does not hide what the next one does.
    if (running.hasStopped && booted && !cannot) running = start();
    const result = cannot ? 'ok' : running.do({ step: 'switch', domain, vcpu: 0 });
    const notMade = result === 'skipped' ? 'the domain was not made' : undefined;
    running.note(name, `${name} runs`, domain, cannot ?? notMade);
    if (!cannot) running.do({ step: 'idle' });
    if (running === first) return;
    contexts.push(running.course.contexts.at(-1)!);
    failures.push(...running.course.failures.splice(0));
  });
  if (!cannot && running === first) goAround(first, layout.domains.length);
  return first.course;
}
