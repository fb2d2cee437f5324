import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuLayout, MpuRange, MpuSection } from '../../../models/contract/mpu-layout';
import { MpuRegister } from '../../../models/contract/mpu-registers';
import type { MpuFlags, MpuScriptStep, MpuShown } from '../../../models/contract/mpu-script';
import { MpuSystem, baseOf, limitOf } from '../../../models/pmsav8';
import { UpstreamXen, deviations } from '../../../models/xen-mpu/upstream';

export const hex = (address: number): string => `0x${address.toString(16)}`;
export const range = (start: number, end: number): MpuRange => ({
  start: hex(start),
  end: hex(end),
});

/** Sections as Xen's linker script makes them. */
export const usualSections: Record<MpuSection, MpuRange> = {
  text: range(0x200000, 0x260050),
  rodata: range(0x261000, 0x2700c8),
  roAfterInit: range(0x271000, 0x272000),
  data: range(0x272000, 0x27ff40),
  initText: range(0x280000, 0x290000),
  initData: range(0x290000, 0x2a0000),
  bss: range(0x2a0000, 0x2b1238),
};

export const usualLayout: MpuLayout = {
  sections: usualSections,
  fdt: range(0x40000100, 0x40004567),
  staticHeap: [range(0x50000000, 0x51000000), range(0x52000000, 0x53000000)],
  sharedMemory: [],
  devices: [range(0x9c090000, 0x9c090040)],
  guestSections: [],
  deviceSections: [],
  bootModuleSections: [],
  bootModules: [],
  domains: [],
};

export const allDeviations = deviations.map(({ id }) => id);

export function machineOf(el2Regions: number, format: 32 | 64 = 64, vmsa = false): MpuMachine {
  return { format, el1Regions: 16, el2Regions, vmsa };
}

interface Setup {
  machine?: MpuMachine;
  layout?: Partial<MpuLayout>;
  sections?: Partial<MpuLayout['sections']>;
  /** Ids of deviations; none if not given. */
  mended?: readonly string[];
}

/** Xen before the assembly. */
export function xenOf({ machine, layout, sections, mended = [] }: Setup = {}): UpstreamXen {
  const whole = {
    ...usualLayout,
    ...layout,
    sections: { ...usualSections, ...sections },
  };
  return new UpstreamXen(machine ?? machineOf(16), whole, (id) => !mended.includes(id));
}

/** Xen after the assembly. */
export function bootedXen(setup: Setup = {}): UpstreamXen {
  const xen = xenOf(setup);
  expect(boot(xen, 'assembly').result).toBe('ok');
  return xen;
}

export const boot = (xen: UpstreamXen, phase: string): MpuShown =>
  xen.execute({ step: 'boot', phase });
export const map = (xen: UpstreamXen, start: number, end: number, flags: MpuFlags): MpuShown =>
  xen.execute({ step: 'map', ...range(start, end), flags });
export const modify = (xen: UpstreamXen, start: number, end: number, flags: MpuFlags): MpuShown =>
  xen.execute({ step: 'modify', ...range(start, end), flags });
export const unmap = (xen: UpstreamXen, start: number, end: number): MpuShown =>
  xen.execute({ step: 'unmap', ...range(start, end) });

export function probe(xen: UpstreamXen, address: number, access: 'read' | 'write' | 'execute') {
  const step: MpuScriptStep = { step: 'probe', level: 'EL2', access, address: hex(address) };
  return xen.execute(step).result;
}

export interface EnabledRegion {
  index: number;
  base: number;
  limit: number;
  barBits: number;
  larBits: number;
}

/** The enabled regions of the EL2 MPU. */
export function enabledRegions({ el2 }: MpuSystem): EnabledRegion[] {
  const regions: EnabledRegion[] = [];
  for (let index = 0; index < el2.count; index++) {
    const [bar, lar] = [el2.readBarLow(index), el2.readLarLow(index)];
    if ((lar & 1) === 0) continue;
    const base = baseOf(el2.format, bar, el2.readBarHigh(index));
    const limit = limitOf(el2.format, lar, el2.readLarHigh(index));
    regions.push({ index, base, limit, barBits: bar & 63, larBits: lar & 63 });
  }
  return regions;
}

/** What the table of a step says of the hardware. */
export const tableRegions = ({ table }: MpuShown): EnabledRegion[] =>
  table.map(({ index, base, limit, barBits, larBits }) => ({
    index,
    base,
    limit,
    barBits,
    larBits,
  }));

export function areDisjoint(regions: readonly EnabledRegion[]): boolean {
  const sorted = [...regions].sort((a, b) => a.base - b.base);
  return sorted.every(({ base }, n) => n === 0 || base > sorted[n - 1].limit);
}

/** Follows the accesses of steps, and shows every hardware state in between. */
export class Replay {
  readonly system: MpuSystem;

  constructor(machine: MpuMachine) {
    this.system = new MpuSystem(machine);
  }

  /** The enabled regions after each write of a step, while the MPU is on. */
  *states({ accesses }: MpuShown): Generator<EnabledRegion[]> {
    for (const access of accesses) {
      if (access.does !== 'write' || access.register > MpuRegister.VSCTLR_EL2) continue;
      this.system.write(access.register, access.index, access.low, access.high);
      if ((this.system.el2.sctlr & 1) !== 0) yield enabledRegions(this.system);
    }
  }
}

/** Writes of a step, and whether a DSB and ISB came after the last. */
export function writesOf({ accesses }: MpuShown): { register: number; index: number }[] {
  return accesses.flatMap((access) =>
    access.does === 'write' ? [{ register: access.register, index: access.index }] : [],
  );
}
