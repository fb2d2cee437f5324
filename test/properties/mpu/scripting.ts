import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuDomain, MpuLayout } from '../../../models/contract/mpu-layout';
import { MPU_REGISTERS, MpuRegister } from '../../../models/contract/mpu-registers';
import type {
  MpuRegisterAccess,
  MpuScriptStep,
  MpuShown,
} from '../../../models/contract/mpu-script';
import { allMpuRequirements } from '../../../properties/mpu';
import { MpuJudge, newMpuTally } from '../../../src/engine/mpu/judge';

/** Sections of Xen; none begins or ends on a page. */
const sections = {
  text: { start: '0x10000040', end: '0x10004020' },
  rodata: { start: '0x10004040', end: '0x10005000' },
  roAfterInit: { start: '0x10005000', end: '0x10006000' },
  data: { start: '0x10006000', end: '0x10007000' },
  initText: { start: '0x10007000', end: '0x10008000' },
  initData: { start: '0x10008000', end: '0x10009000' },
  bss: { start: '0x10009000', end: '0x1000a000' },
};

function domain(name: string, el1: MpuDomain['el1']): MpuDomain {
  return { name, el1, directMap: true, vcpus: 2, memory: [], devices: [], emulated: [] };
}

export const layout: MpuLayout = {
  sections,
  fdt: { start: '0x20000000', end: '0x20001000' },
  staticHeap: [],
  sharedMemory: [],
  devices: [],
  guestSections: [],
  deviceSections: [],
  bootModuleSections: [],
  bootModules: [],
  domains: [domain('one', 'mpu'), domain('two', 'mpu'), domain('three', 'mmu')],
};

export const machine: MpuMachine = { format: 64, el1Regions: 20, el2Regions: 16, vmsa: true };

/** A step of a script with the accesses that it made. */
export type Made = readonly [step: MpuScriptStep, accesses: MpuRegisterAccess[], low?: number];

export function write(
  name: keyof typeof MpuRegister,
  low: number,
  high = 0,
  index = -1,
): MpuRegisterAccess {
  return { does: 'write', register: MpuRegister[name], index, low: low | 0, high };
}

export function read(name: keyof typeof MpuRegister, index = -1): MpuRegisterAccess {
  return { does: 'read', register: MpuRegister[name], index, low: 0, high: 0 };
}

/** PRBAR [5:0] in PMSAv8-64: Xen's text, rodata and data. */
export const Bits = { text: 0x38, ro: 0x3a, rw: 0x32 } as const;

/** Selects a region and writes it, from its first byte to its last. */
export function region(
  level: 1 | 2,
  number: number,
  base: number,
  limit: number,
  bits: number = Bits.rw,
  lar = 0x0f,
): MpuRegisterAccess[] {
  const offset = level === 1 ? 0 : MPU_REGISTERS;
  const one = (register: number, low: number): MpuRegisterAccess => {
    return { does: 'write', register: register + offset, index: -1, low, high: 0 };
  };
  return [
    one(MpuRegister.PRSELR_EL1, number),
    one(MpuRegister.PRBAR_EL1, base | bits),
    one(MpuRegister.PRLAR_EL1, (limit & ~63) | lar),
  ];
}

/** The judgement of one requirement on what a hypervisor made of a script. */
export function judge(
  id: string,
  made: readonly Made[],
  changes: Partial<MpuMachine> = {},
  design: 'upstream' | '2023' = 'upstream',
): string {
  const asked = allMpuRequirements().filter((requirement) => requirement.id === id);
  const tally = newMpuTally(asked);
  const script = {
    format: 'lockstep-mpu-script-1',
    machine: { ...machine, ...changes },
    layout,
    steps: made.map(([step]) => step),
  } as const;
  const shown = made.map(([step, accesses, low]) => {
    const result = step.step === 'guest-read' ? 'value' : 'ok';
    return { result, low: low ?? 0, high: 0, accesses, table: [] } as Partial<MpuShown> as MpuShown;
  });
  const [broken] = new MpuJudge(asked, tally).script(script, shown, design);
  if (broken) return `broken in step ${broken.step}`;
  return tally.exercised[0] > 0 ? 'held' : 'not concerned';
}
