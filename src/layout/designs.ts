import type { MpuHypervisorImplementation } from '../../models/contract/mpu-implementation';
import {
  xenMpu2023,
  xenMpu2023Reserving,
  xenMpu2026,
  xenMpuOnDemand,
  xenMpuPoc2022,
  xenMpuV2of2023,
} from '../../models/xen-mpu';
import { InputError } from '../errors';

/** A design of Xen on an MPU, by the name that --design takes. */
export interface Design {
  name: string;
  implementation: MpuHypervisorImplementation;
  /** It maps the memory of guests, and boot modules, as a whole, by mpu,…-section. */
  hasGuestSections: boolean;
}

/** Designs by name. */
export const designs: readonly Design[] = [
  { name: 'upstream', implementation: xenMpu2026, hasGuestSections: false },
  { name: '2023', implementation: xenMpu2023, hasGuestSections: true },
  { name: '2023-reserving', implementation: xenMpu2023Reserving, hasGuestSections: true },
  { name: 'v2-2023', implementation: xenMpuV2of2023, hasGuestSections: true },
  { name: 'poc-2022', implementation: xenMpuPoc2022, hasGuestSections: true },
  { name: 'on-demand', implementation: xenMpuOnDemand, hasGuestSections: false },
];

/** `+fixed`, `+fixed-XMPU-14`, `+XMPU-14`: which deviations are mended. */
function mended(implementation: MpuHypervisorImplementation, suffixes: string[]): string[] {
  const known = implementation.deviations.map(({ id }) => id);
  const ids = new Set<string>();
  for (const suffix of suffixes) {
    const [, but, only] = /^(?:fixed(?:-(.+))?|(.+))$/.exec(suffix) ?? [];
    const named = but ?? only;
    if (named !== undefined && !known.includes(named)) {
      throw new InputError(
        `--design: ${implementation.id} has no deviation "${named}"; it has ${known.join(', ') || 'none'}`,
      );
    }
    if (only !== undefined) ids.add(only);
    else for (const id of known) if (id !== but) ids.add(id);
  }
  return [...ids];
}

/**
 * The design of a name such as `upstream`, `2023-holes`, `upstream+fixed`, `upstream+XMPU-14`.
 * @throws InputError
 */
export function findDesign(text: string, from: readonly Design[] = designs): Design {
  const [name, ...suffixes] = text.split('+');
  const found = from.find((design) => design.name === name);
  if (!found) {
    const names = from.map((design) => design.name).join(', ');
    throw new InputError(`--design: "${name}" is unknown; there are ${names || 'none'}`);
  }
  const ids = mended(found.implementation, suffixes);
  if (ids.length === 0) return { ...found, name: text };
  const { repaired, id } = found.implementation;
  if (!repaired) throw new InputError(`--design: the deviations of ${id} cannot be mended`);
  return { ...found, name: text, implementation: repaired(ids) };
}
