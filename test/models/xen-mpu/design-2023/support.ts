import type { MpuMachine } from '../../../../models/contract/mpu';
import type { MpuDomain, MpuLayout } from '../../../../models/contract/mpu-layout';
import type { MpuHypervisorImplementation } from '../../../../models/contract/mpu-implementation';
import type { MpuP2mType, MpuScriptStep, MpuShown } from '../../../../models/contract/mpu-script';
import { Xen2023 } from '../../../../models/xen-mpu/design-2023';
import { range, usualSections } from '../support';

export const MIB = 0x100000;
export const GUESTS = 0x60000000;

export function domainOf(start: number, end: number, more: Partial<MpuDomain> = {}): MpuDomain {
  return {
    name: 'domU',
    el1: 'mpu',
    directMap: true,
    vcpus: 2,
    memory: [range(start, end)],
    devices: [],
    emulated: [],
    ...more,
  };
}

export const layout2023: MpuLayout = {
  sections: usualSections,
  fdt: range(0x40000000, 0x40004567),
  staticHeap: [range(0x50000000, 0x51000000)],
  sharedMemory: [],
  devices: [range(0x9c090000, 0x9c091000)],
  guestSections: [range(GUESTS, GUESTS + 64 * MIB)],
  deviceSections: [range(0x9c000000, 0x9d000000)],
  bootModuleSections: [range(0x48000000, 0x49000000)],
  bootModules: [range(0x48000000, 0x48800000)],
  domains: [
    domainOf(GUESTS, GUESTS + 16 * MIB, {
      name: 'domU1',
      devices: [range(0x9c0a0000, 0x9c0a1000)],
      emulated: [range(0x9c0b0000, 0x9c0b1000)],
    }),
    domainOf(GUESTS + 16 * MIB, GUESTS + 32 * MIB, { name: 'domU2', vcpus: 1 }),
  ],
};

export const machine2023: MpuMachine = { format: 64, el1Regions: 16, el2Regions: 24, vmsa: true };

export interface Setup {
  machine?: Partial<MpuMachine>;
  layout?: Partial<MpuLayout>;
}

/** A hypervisor before the assembly. */
export function newXen(of: MpuHypervisorImplementation, { machine, layout }: Setup = {}): Xen2023 {
  const xen = of.create({ ...machine2023, ...machine }, { ...layout2023, ...layout });
  if (!(xen instanceof Xen2023)) throw new Error(`${of.id} is of another design`);
  return xen;
}

/** One with everything mended. */
export function mended(of: MpuHypervisorImplementation): MpuHypervisorImplementation {
  return of.repaired!(of.deviations.map(({ id }) => id));
}

export const bootStep = (phase: string): MpuScriptStep => ({ step: 'boot', phase });
export const allPhases = (of: MpuHypervisorImplementation): MpuScriptStep[] =>
  of.phases.map(bootStep);
export const createStep = (domain: number): MpuScriptStep => ({ step: 'create-domain', domain });
/** Two pages more. */
export const insertStep = (domain: number, start: number, type: MpuP2mType): MpuScriptStep => ({
  ...{ step: 'p2m-insert', domain, type },
  ...range(start, start + 0x2000),
});
export const switchStep = (domain: number, vcpu = 0): MpuScriptStep => ({
  step: 'switch',
  domain,
  vcpu,
});
export const idleStep: MpuScriptStep = { step: 'idle' };
export const guestWrite = (register: string, value: string): MpuScriptStep => ({
  step: 'guest-write',
  register,
  value,
});
export const guestRead = (register: string): MpuScriptStep => ({ step: 'guest-read', register });

/** Executes steps. */
export const executeAll = (xen: Xen2023, steps: readonly MpuScriptStep[]): MpuShown[] =>
  steps.map((step) => xen.execute(step));

/** Booted, with all of its domains made. */
export function bootedXen(of: MpuHypervisorImplementation, setup: Setup = {}): Xen2023 {
  const xen = newXen(of, setup);
  for (const { result } of executeAll(xen, allPhases(of))) expect(result).toBe('ok');
  const { domains } = { ...layout2023, ...setup.layout };
  domains.forEach((_, domain) => expect(xen.execute(createStep(domain)).result).toBe('ok'));
  return xen;
}

/** What regions are there for, by their bases. */
const names: readonly [number, string][] = [
  [0x200000, 'text'],
  [0x261000, 'rodata'],
  [0x271000, 'ro-after-init'],
  [0x272000, 'rw data'],
  [0x280000, 'init text'],
  [0x290000, 'init data'],
  [0x2a0000, 'BSS'],
  [0x40000000, 'early FDT'],
  [0x48000000, 'boot modules'],
  [0x50000000, 'static heap'],
  [0x54000000, 'static shm'],
  [GUESTS, 'guest section'],
  [0x9c000000, 'device section'],
  [0x9c090000, 'UART'],
];

/** The regions in use by index, as the table of the digest has them. */
export function layoutOf({ table }: MpuShown): Record<number, string> {
  const nameOf = (base: number): string =>
    names.find(([start]) => start === base)?.[1] ?? `0x${base.toString(16)}`;
  return Object.fromEntries(table.map(({ index, base }) => [index, nameOf(base)]));
}
