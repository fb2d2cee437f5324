import type { MpuDomain, MpuLayout } from '../../../models/contract/mpu-layout';
import { mpuSections } from '../../../models/contract/mpu-layout';
import type { MpuScript, MpuScriptStep } from '../../../models/contract/mpu-script';
import type { Language } from '../minimising';
import { minimisingIn, searched, searchedElsewhere, withoutChunks } from '../minimising';
import { PAGE, hex, rangeOf, textOf } from './ranges';
import { sparesXen } from './spares-xen';

const ADDRESS = /^0x[0-9a-f]+$/i;

/** Values of what guests write are no addresses. */
const isAddress = (key: string, value: unknown): value is string =>
  key !== 'value' && typeof value === 'string' && ADDRESS.test(value);

/** The same data with every address changed. */
function withAddresses<T>(data: T, change: (address: number) => number): T {
  const text = JSON.stringify(data, (key, value: unknown) =>
    isAddress(key, value) ? hex(change(Number(value))) : value,
  );
  return JSON.parse(text) as T;
}

function sumOfAddresses(data: unknown): number {
  let sum = 0;
  withAddresses(data, (address) => {
    sum += address;
    return address;
  });
  return sum;
}

/** Everything lies lower: all addresses without their high bits, or without one of their bits. */
function* lowerAddresses(script: MpuScript): Generator<MpuScript> {
  for (const bits of [16, 20, 24, 28, 32]) {
    const lowered = withAddresses(script, (address) => address % 2 ** bits);
    if (JSON.stringify(lowered) !== JSON.stringify(script)) yield lowered;
  }
  for (let bit = 2 ** 51; bit >= 64; bit /= 2) {
    const lowered = withAddresses(script, (address) =>
      Math.floor(address / bit) % 2 === 1 ? address - bit : address,
    );
    if (JSON.stringify(lowered) !== JSON.stringify(script)) yield lowered;
  }
}

function* simplerMachines(script: MpuScript): Generator<MpuScript> {
  const { machine } = script;
  const { cpus, ...onOne } = machine;
  if (cpus !== undefined) yield { ...script, machine: onOne };
  if (cpus !== undefined && cpus > 2) yield { ...script, machine: { ...machine, cpus: cpus - 1 } };
  const { msa, msaFrac, ...plainMsa } = machine;
  if (msa !== undefined || msaFrac !== undefined) yield { ...script, machine: plainMsa };
  if (machine.vmsa) yield { ...script, machine: { ...machine, vmsa: false } };
  for (const [field, counts] of [
    ['el1Regions', [0, 1, 2, 16, 17, 32]],
    ['el2Regions', [5, 6, 7, 8, 10, 12, 16, 20, 24, 32, 33, 34, 64, 65]],
  ] as const) {
    for (const count of counts) {
      if (count < machine[field]) yield { ...script, machine: { ...machine, [field]: count } };
    }
  }
}

/** A page for each section, and what else there has to be, as low as can be. */
const plain: Partial<MpuLayout> = {
  sections: Object.fromEntries(
    mpuSections.map((name, n) => [name, textOf({ start: PAGE * n, end: PAGE * (n + 1) })]),
  ) as MpuLayout['sections'],
  fdt: textOf({ start: PAGE * 16, end: PAGE * 17 }),
  staticHeap: [textOf({ start: PAGE * 32, end: PAGE * 48 })],
};

/** Parts of a layout by plain ones, where these lie lower. */
function* plainer(layout: MpuLayout): Generator<MpuLayout> {
  const changes = Object.entries(plain).map(([name, value]) => ({ [name]: value }));
  for (const change of [plain, ...changes]) {
    const candidate: MpuLayout = { ...layout, ...change };
    const isLarger = candidate.staticHeap.length > layout.staticHeap.length;
    if (!isLarger && sumOfAddresses(candidate) < sumOfAddresses(layout)) yield candidate;
  }
}

const LISTS = [
  'staticHeap',
  'sharedMemory',
  'devices',
  'guestSections',
  'deviceSections',
  'bootModuleSections',
  'bootModules',
] as const;

/** A list without its second half, or without one of its last entries. */
function* shorter<T>(list: readonly T[]): Generator<T[]> {
  if (list.length > 3) yield list.slice(0, Math.ceil(list.length / 2));
  for (let n = list.length - 1; n >= Math.max(0, list.length - 4); n--) {
    yield list.filter((_, at) => at !== n);
  }
}

function* simplerDomains(domains: readonly MpuDomain[]): Generator<MpuDomain[]> {
  // Steps name domains by number: the last goes first.
  if (domains.length > 0) yield domains.slice(0, -1);
  for (let number = 0; number < domains.length; number++) {
    const domain = domains[number];
    for (const list of ['devices', 'emulated', 'memory', 'shared'] as const) {
      for (const ranges of shorter(domain[list] ?? [])) {
        yield domains.map((one, at) => (at === number ? { ...one, [list]: ranges } : one));
      }
    }
  }
}

function* simplerLayouts({ layout }: MpuScript): Generator<MpuLayout> {
  const { earlyUart, ...rest } = layout;
  if (earlyUart) yield rest;
  yield* plainer(layout);
  for (const name of mpuSections) {
    const section = layout.sections[name];
    if (Number(section.end) <= Number(section.start)) continue;
    const empty = { start: section.start, end: section.start };
    yield { ...layout, sections: { ...layout.sections, [name]: empty } };
  }
  for (const list of LISTS) {
    for (const ranges of shorter(layout[list])) yield { ...layout, [list]: ranges };
  }
  for (const domains of simplerDomains(layout.domains)) yield { ...layout, domains };
}

/** The same step with less in it. */
function* simplerSteps(step: MpuScriptStep): Generator<MpuScriptStep> {
  if ('start' in step) {
    const { start, end } = rangeOf(step);
    if (end - start > PAGE) yield { ...step, end: hex(start + PAGE) };
  }
  if ('flags' in step && step.flags !== 'rw') yield { ...step, flags: 'rw' };
  if (step.step === 'map-pages' && step.pages > 1) yield { ...step, pages: 1 };
  if (step.step === 'guest-write' && BigInt(step.value) !== 0n) yield { ...step, value: '0x0' };
  if ('cpu' in step) {
    const { cpu, ...onFirst } = step;
    if (cpu !== undefined) yield onFirst;
  }
  if (step.step === 'switch' && step.vcpu > 0) yield { ...step, vcpu: 0 };
}

/** Smaller scripts next to this one, the most promising first. */
export function* mpuScriptShrinkCandidates(script: MpuScript): Generator<MpuScript> {
  const { origin, ...rest } = script;
  void origin;
  const belongs = belongsWith(rest);
  const candidates = function* (): Generator<MpuScript> {
    yield* withoutChunks<MpuScript>(rest);
    yield* simplerMachines(rest);
    for (const layout of simplerLayouts(rest)) yield { ...rest, layout };
    yield* lowerAddresses(rest);
    for (let number = 0; number < rest.steps.length; number++) {
      for (const step of simplerSteps(rest.steps[number])) {
        yield { ...rest, steps: rest.steps.map((one, at) => (at === number ? step : one)) };
      }
    }
  };
  for (const candidate of candidates()) if (belongs(candidate)) yield candidate;
}

/** A script that spares Xen shrinks to such ones, any other to anything. */
function belongsWith(script: MpuScript): (candidate: MpuScript) => boolean {
  const spares = sparesXen(script);
  return (candidate) => !spares || sparesXen(candidate);
}

/**
 * Looks for the smallest script that still fails: see `minimisingIn`.
 * @param limit most scripts to try
 */
export function minimisingMpuScript(
  script: MpuScript,
  limit = 20_000,
): Generator<MpuScript, MpuScript, boolean> {
  // Once smaller, it is no longer the campaign's script.
  const { origin, ...rest } = script;
  void origin;
  const language: Language<MpuScript> = {
    candidates: mpuScriptShrinkCandidates,
    belongs: belongsWith(rest),
  };
  return minimisingIn<MpuScript>(language, rest, limit);
}

/** The smallest script found for which `fails` still holds. @param limit most scripts to try */
export function minimiseMpuScript(
  script: MpuScript,
  fails: (candidate: MpuScript) => boolean,
  limit?: number,
): MpuScript {
  return searched(minimisingMpuScript(script, limit), fails);
}

/** The same for what runs elsewhere. */
export function minimiseMpuScriptElsewhere(
  script: MpuScript,
  fails: (candidate: MpuScript) => Promise<boolean>,
  limit?: number,
): Promise<MpuScript> {
  return searchedElsewhere(minimisingMpuScript(script, limit), fails);
}
