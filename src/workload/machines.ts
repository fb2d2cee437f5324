import type { Capabilities } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import { Random } from './random';

/** How many different machines one campaign uses. */
export const MACHINES_PER_CAMPAIGN = 64;

/** Sizes at which list-register code goes wrong: words of EISR/ELRSR end at 32, banks at 16. */
const listRegisterCounts = { 2: [1, 2, 3, 4, 8, 16, 31, 32, 33, 64], 3: [1, 2, 3, 4, 8, 15, 16] };
const spiCounts = [32, 32, 32, 64, 96, 256, 988];
const allPpis = Array.from({ length: 16 }, (_, n) => 16 + n);
const vcpuCounts = [1, 2, 2, 3, 3, 4, 8];

/** Whether a machine has what all machines of an implementation have. */
export function isMachineOf(
  { machine: fixed, ppis, hardware }: Capabilities,
  machine: Partial<Machine>,
): boolean {
  const wired = machine.level;
  if (hardware && machine.hardware?.some((intid) => !hardware.includes(intid))) return false;
  if (hardware && wired && machine.hardware?.some((intid) => !wired.includes(intid))) return false;
  if (ppis && wired && !allPpis.every((intid) => wired.includes(intid))) return false;
  const names = Object.keys(fixed ?? {}) as (keyof Machine)[];
  return names.every(
    (name) => !(name in machine) || JSON.stringify(fixed![name]) === JSON.stringify(machine[name]),
  );
}

/** Whether there are machines that all of several implementations can have. */
export function haveMachinesInCommon(capabilities: readonly Capabilities[]): boolean {
  const all = intersect(capabilities);
  return all.gic.length > 0 && capabilities.every((one) => isMachineOf(one, all.machine ?? {}));
}

/** What one of two lists holds, in order; nothing if there is neither. */
function union<T extends number>(
  a: readonly T[] | undefined,
  b: readonly T[] | undefined,
): readonly T[] | undefined {
  if (!a || !b) return a ?? b;
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

/** INTIDs whose input can be driven on some machine; nothing if all can. */
export function drivenInputs({
  inputs,
  hardware = [],
}: Pick<Capabilities, 'inputs' | 'hardware'>): readonly number[] | undefined {
  return inputs && [...new Set([...inputs, ...hardware])];
}

/** INTIDs whose input can be driven on a machine; nothing if all can. */
export function inputsOf(
  { inputs, hardware }: Capabilities,
  machine: Machine,
): readonly number[] | undefined {
  const wired = hardware?.filter((intid) => machine.hardware.includes(intid));
  return drivenInputs({ inputs, hardware: wired });
}

/** What both of two lists hold, in order; nothing if there is neither. */
function ofBoth(
  a: readonly number[] | undefined,
  b: readonly number[] | undefined,
): readonly number[] | undefined {
  if (!a || !b) return a ?? b;
  return a.filter((intid) => b.includes(intid));
}

/** What all of several implementations offer. */
export function intersect(capabilities: readonly Capabilities[]): Capabilities {
  return capabilities.reduce((a, b) => ({
    gic: a.gic.filter((version) => b.gic.includes(version)),
    vcpus: Math.min(a.vcpus, b.vcpus),
    listRegisterInterface: a.listRegisterInterface && b.listRegisterInterface,
    listRegisters: {
      2: [
        Math.max(a.listRegisters[2][0], b.listRegisters[2][0]),
        Math.min(a.listRegisters[2][1], b.listRegisters[2][1]),
      ],
      3: [
        Math.max(a.listRegisters[3][0], b.listRegisters[3][0]),
        Math.min(a.listRegisters[3][1], b.listRegisters[3][1]),
      ],
    },
    spis: Math.min(a.spis, b.spis),
    groups: a.groups && b.groups,
    groupAtReset: [a, b].find(({ groups }) => !groups)?.groupAtReset ?? a.groupAtReset,
    lines: a.lines && b.lines,
    power: a.power && b.power,
    immediate: a.immediate && b.immediate,
    without: union(a.without, b.without),
    inputs: ofBoth(a.inputs, b.inputs),
    hardware: ofBoth(a.hardware, b.hardware),
    ppis: a.ppis ?? b.ppis,
    ownPpis: union(a.ownPpis, b.ownPpis),
    maintenancePpi: a.maintenancePpi ?? b.maintenancePpi,
    withoutEmptySgiSources: a.withoutEmptySgiSources ?? b.withoutEmptySgiSources,
    withoutGroup0Alone: a.withoutGroup0Alone ?? b.withoutGroup0Alone,
    withoutLowestPriority: a.withoutLowestPriority ?? b.withoutLowestPriority,
    // Where they contradict each other, there is no machine for both.
    machine: a.machine || b.machine ? { ...a.machine, ...b.machine } : undefined,
  }));
}

/** Whether workloads made for an offer can run on an implementation. */
export function covers(capabilities: Capabilities, offer: Capabilities): boolean {
  return offerKey(intersect([offer, capabilities])) === offerKey(offer);
}

/** What decides about the workloads. */
function offerKey(offer: Capabilities): string {
  const { gic, vcpus, listRegisterInterface, listRegisters, spis, groups, power, immediate } =
    offer;
  const decisive = [gic, vcpus, listRegisterInterface, listRegisters, spis, groups, power];
  const { without = [], inputs, hardware, ppis, machine = {} } = offer;
  const avoided = [
    offer.withoutLowestPriority ?? false,
    offer.withoutGroup0Alone ?? false,
    offer.withoutEmptySgiSources ?? false,
    offer.ownPpis ?? [],
    offer.maintenancePpi ?? false,
  ];
  const fixed = Object.entries(machine).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    ...decisive,
    immediate,
    without,
    inputs,
    hardware,
    ppis,
    ...avoided,
    fixed,
  ]);
}

/**
 * What a campaign offers to its workloads, in turn: everything that each implementation can do by
 * itself, and what all of them can. A workload runs on those that cover its offer.
 */
export function offersOf(capabilities: readonly Capabilities[]): Capabilities[] {
  const offers = new Map<string, Capabilities>();
  for (const offer of [...capabilities, intersect(capabilities)]) {
    if (!offers.has(offerKey(offer))) offers.set(offerKey(offer), offer);
  }
  return [...offers.values()];
}

function randomMachine(random: Random, nth: number, offered: Capabilities): Machine {
  const gic = offered.gic[nth % offered.gic.length];
  const [least, most] = offered.listRegisters[gic];
  const usual = listRegisterCounts[gic].filter((n) => n >= least && n <= most);
  const counts = usual.length > 0 ? usual : [least, most];
  const spis = Math.max(32, Math.min(random.pick(spiCounts), offered.spis & ~31 || 32));
  const bits = random.pick([5, 5, 5, 6, 7, 8]);
  // What a guest sees on GICv2 is the virtual interface (GIC-CPU-012).
  const priorityBits = gic === 2 && !offered.listRegisterInterface ? 5 : bits;
  const level: number[] = [];
  for (let intid = 16; intid < Math.min(32 + spis, 1020); intid++) {
    if (random.oneIn(2) || (intid < 32 && offered.ppis === 'level')) level.push(intid);
  }
  const hardware: number[] = [];
  for (let intid = 32; intid < 64; intid++) {
    const isChosen = random.oneIn(offered.hardware ? 2 : 4);
    if (!isChosen || offered.hardware?.includes(intid) === false) continue;
    hardware.push(intid);
    if (offered.hardware && !level.includes(intid)) level.push(intid);
  }
  return {
    gic,
    vcpus: Math.min(random.pick(vcpuCounts), offered.vcpus),
    // The first machines walk through all counts, so that none is left out.
    listRegisters:
      Math.floor(nth / 2) < counts.length ? counts[Math.floor(nth / 2)] : random.pick(counts),
    priorityBits,
    preemptionBits: gic === 2 ? 5 : 5 + random.below(Math.min(priorityBits, 7) - 4),
    spis: spis > 960 && offered.spis >= 988 ? 988 : spis,
    level: level.sort((a, b) => a - b),
    hardware,
    oneOfN: gic === 3 && !random.oneIn(4),
    ...offered.machine,
  };
}

/**
 * The machines of a campaign. They are few, so that systems and accounts can be kept, and the same
 * for the same seed.
 */
export function campaignMachines(seed: number, offered: Capabilities): Machine[] {
  const random = new Random(seed, 0x6d616368);
  const machines: Machine[] = [];
  for (let nth = 0; nth < MACHINES_PER_CAMPAIGN; nth++) {
    machines.push(randomMachine(random, nth, offered));
  }
  return machines;
}
