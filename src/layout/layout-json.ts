import type { MpuRange } from '../../models/contract/mpu-layout';
import { mpuSections } from '../../models/contract/mpu-layout';
import type { LayoutFile, PlacedKind } from '../../reports/schema/mpu-check';
import { InputError } from '../errors';
import { readBytes } from '../files';
import { checkLayout } from '../validate';
import type { AddressBits } from './addresses';
import { spanBetween } from './addresses';
import type { Board, Placed } from './board';

/**
 * Reads a layout: sections of Xen, and as much of the rest as there is.
 * @throws InputError with file and field
 */
export function readLayout(file: string): LayoutFile {
  let data: unknown;
  try {
    data = JSON.parse(readBytes(file).toString('utf8'));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: is no JSON: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  }
  try {
    return checkLayout(data);
  } catch (error) {
    throw new InputError(`${file}: ${(error as Error).message}`);
  }
}

/** Places ranges of one file. */
class Placer {
  readonly placed: Placed[] = [];

  constructor(
    private readonly file: string,
    private readonly bits: AddressBits,
  ) {}

  put(kind: PlacedKind, name: string, field: string, range: MpuRange, domain?: number): void {
    const where = `${this.file}: ${field}`;
    const [start, end] = [BigInt(range.start), BigInt(range.end)];
    const span = spanBetween(start, end, this.bits, where, kind === 'section');
    this.placed.push({ ...span, kind, name, domain, where });
  }

  all(
    kind: PlacedKind,
    name: string,
    field: string,
    ranges: readonly MpuRange[] = [],
    domain?: number,
  ): void {
    ranges.forEach((range, n) => {
      this.put(kind, ranges.length > 1 ? `${name} ${n}` : name, `${field}[${n}]`, range, domain);
    });
  }
}

/** The sections of Xen in a layout, and the early UART and device tree if it has them. */
export function sectionsOf(layout: LayoutFile, file: string, bits: AddressBits): Placed[] {
  const placer = new Placer(file, bits);
  for (const name of mpuSections) {
    placer.put('section', name, `sections.${name}`, layout.sections[name]);
  }
  if (layout.earlyUart) placer.put('early-uart', 'early UART', 'earlyUart', layout.earlyUart);
  if (layout.fdt) placer.put('fdt', 'device tree', 'fdt', layout.fdt);
  return placer.placed;
}

/** Everything in a layout but the sections, the early UART and the device tree. */
export function boardOf(layout: LayoutFile, file: string, bits: AddressBits): Board {
  const placer = new Placer(file, bits);
  placer.all('static-heap', 'static heap', 'staticHeap', layout.staticHeap);
  placer.all('shared-memory', 'shared memory', 'sharedMemory', layout.sharedMemory);
  placer.all('device', 'device', 'devices', layout.devices);
  placer.all('guest-section', 'guest memory section', 'guestSections', layout.guestSections);
  placer.all('device-section', 'device memory section', 'deviceSections', layout.deviceSections);
  placer.all(
    'boot-module-section',
    'boot-module section',
    'bootModuleSections',
    layout.bootModuleSections,
  );
  placer.all('boot-module', 'boot module', 'bootModules', layout.bootModules);
  const domains = layout.domains ?? [];
  domains.forEach(({ name, memory, shared, devices, emulated }, n) => {
    const field = `domains[${n}]`;
    placer.all('memory', `${name} memory`, `${field}.memory`, memory, n);
    placer.all('shared-memory', `${name} shared memory`, `${field}.shared`, shared, n);
    placer.all('domain-device', `${name} device`, `${field}.devices`, devices, n);
    placer.all('emulated', `${name} emulated device`, `${field}.emulated`, emulated, n);
  });
  return {
    placed: placer.placed,
    domains: domains.map(({ name, el1, directMap, vcpus }, n) => ({
      ...{ name, el1, directMap, vcpus, where: `${file}: domains[${n}]` },
    })),
  };
}
