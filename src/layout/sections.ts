import type { MpuSection } from '../../models/contract/mpu-layout';
import { mpuSections } from '../../models/contract/mpu-layout';
import { InputError } from '../errors';
import type { AddressBits } from './addresses';
import { spanBetween } from './addresses';
import type { Placed } from './board';
import type { Symbols } from './symbols';

type Edge = readonly string[];

/**
 * First byte and byte after the last of each section, by the names of xen/arch/arm/xen.lds.S; the
 * first that is there counts.
 */
const edges: Record<MpuSection, readonly [Edge, Edge]> = {
  text: [['_stext', '_start'], ['_etext']],
  rodata: [['_srodata'], ['_erodata']],
  roAfterInit: [
    ['__ro_after_init_start', '_sdata'],
    ['__ro_after_init_end', '_sdata'],
  ],
  data: [['__ro_after_init_end', '_sdata'], ['__init_begin']],
  initText: [
    ['__init_begin', '_sinittext'],
    ['__init_data_begin', '_einittext'],
  ],
  initData: [['__init_data_begin', '_einittext'], ['__init_end']],
  bss: [['__bss_start'], ['__bss_end']],
};

/** Names of the symbols that say where the sections of Xen are. */
export const sectionSymbols: ReadonlySet<string> = new Set(Object.values(edges).flat(2));

/**
 * The sections of Xen from the symbols of its linker script.
 * @throws InputError that names every symbol that is missing
 */
export function sectionsFrom({ file, addresses }: Symbols, bits: AddressBits): Placed[] {
  const found = (edge: Edge): string | undefined => edge.find((name) => addresses.has(name));
  const missing = mpuSections.flatMap((section) =>
    edges[section].filter((edge) => !found(edge)).map((edge) => edge.join(' or ')),
  );
  if (missing.length > 0) {
    throw new InputError(
      `${file}: has no symbol ${[...new Set(missing)].join(', ')}, by which Xen names its sections`,
    );
  }
  return mpuSections.map((section) => {
    const [from, to] = edges[section].map((edge) => found(edge)!);
    const where = `${file}: ${from} to ${to}`;
    const [start, end] = [addresses.get(from)!, addresses.get(to)!];
    return { ...spanBetween(start, end, bits, where, true), kind: 'section', name: section, where };
  });
}
