import type { MpuMachine } from '../../models/contract/mpu';
import type { MpuLayout } from '../../models/contract/mpu-layout';
import type {
  MpuFlags,
  MpuResult,
  MpuScriptStep,
  MpuShown,
} from '../../models/contract/mpu-script';
import type { ScriptMoment } from './requirement';
import type { ScriptAccount, Span } from './script-account';
import { spanOf } from './script-account';

type MapPages = Extract<MpuScriptStep, { step: 'map-pages' }>;

/** Bytes of a page of Xen. */
export const PAGE = 4096;

/** What a mapping allows, and of which memory. */
export interface Attributes {
  memory: 'normal' | 'nc' | 'device';
  readOnly: boolean;
  executeNever: boolean;
}

const byFlags: Record<MpuFlags, Attributes> = {
  ro: { memory: 'normal', readOnly: true, executeNever: true },
  rw: { memory: 'normal', readOnly: false, executeNever: true },
  rx: { memory: 'normal', readOnly: true, executeNever: false },
  rwx: { memory: 'normal', readOnly: false, executeNever: false },
  device: { memory: 'device', readOnly: false, executeNever: true },
  nc: { memory: 'nc', readOnly: false, executeNever: true },
};

/**
 * What a step asks of a region map. `containing`: unmap the region that has this page. `copy`: map,
 * and unmap at once.
 */
export type Update = { span: Span } & (
  { does: 'map' | 'modify' | 'copy'; attributes: Attributes } | { does: 'unmap' | 'containing' }
);

export const pageDown = (address: number): number => address - (address % PAGE);
export const pageUp = (address: number): number => pageDown(address + PAGE - 1);

function pages({ start, end }: Span): Span {
  return { start: pageDown(start), end: pageUp(end) };
}

function asked(step: MpuScriptStep): Update | undefined {
  switch (step.step) {
    case 'map':
    case 'modify':
      return { does: step.step, span: spanOf(step), attributes: byFlags[step.flags] };
    case 'unmap':
      return { does: 'unmap', span: spanOf(step) };
    case 'map-pages': {
      const end = pageDown(Number(step.physical)) + step.pages * PAGE;
      const span = { start: Number(step.virtual), end };
      return { does: 'map', span, attributes: byFlags[step.flags] };
    }
    case 'ioremap':
      return { does: 'map', span: pages(spanOf(step)), attributes: byFlags.device };
    case 'copy-from-paddr':
      return { does: 'copy', span: pages(spanOf(step)), attributes: byFlags.nc };
    case 'unmap-containing':
    case 'iounmap': {
      const address = 'address' in step ? Number(step.address) : pageDown(Number(step.start));
      return { does: 'containing', span: { start: address, end: address + PAGE } };
    }
    default:
      return undefined;
  }
}

/** Addresses that registers can hold: 48 bits, and 32 in PMSAv8-32. */
const addresses = ({ format }: MpuMachine): number => (format === 32 ? 2 ** 32 : 2 ** 48);

/** What a step asks of the region map; nothing for other steps, and for addresses that are none. */
export function updateOf(step: MpuScriptStep, machine: MpuMachine): Update | undefined {
  const update = asked(step);
  if (!update) return undefined;
  const last = addresses(machine);
  return update.span.start < last && update.span.end <= last ? update : undefined;
}

/** The device tree in whole pages. */
export const fdtSpan = ({ fdt }: MpuLayout): Span => pages(spanOf(fdt));

/** What phases of booting ask of the region map, taken together (digest 2.5); nothing for others. */
export function bootUpdate(step: MpuScriptStep, layout: MpuLayout): Update | undefined {
  if (step.step !== 'boot') return undefined;
  switch (step.phase) {
    case 'early-fdt':
      return { does: 'map', span: fdtSpan(layout), attributes: byFlags.ro };
    case 'static-heap': {
      if (layout.staticHeap.length === 0) return undefined;
      const { start, end } = spanOf(layout.staticHeap[0]);
      const span = { start: pageUp(start), end: pageUp(start) + pageDown(end - start) };
      return { does: 'map', span, attributes: byFlags.rw };
    }
    case 'remove-early-mappings':
      return { does: 'unmap', span: fdtSpan(layout) };
  }
  return undefined;
}

/** How a mapping ends for which no region is left. `ioremap` returns NULL, whatever the reason. */
export function withoutRegion(step: MpuScriptStep): MpuResult {
  if (step.step === 'copy-from-paddr') return 'panic';
  return step.step === 'ioremap' ? 'EINVAL' : 'ENOENT';
}

/** Whole pages, and not nothing (digest 2.4). */
export function isWhole({ start, end }: Span): boolean {
  return start < end && start % PAGE === 0 && end % PAGE === 0;
}

export function isWritableAndExecutable({ readOnly, executeNever }: Attributes): boolean {
  return !readOnly && !executeNever;
}

/** It is an update that may be asked for, whatever is mapped. */
export function isLegal(update: Update): boolean {
  return (
    isWhole(update.span) &&
    (!('attributes' in update) || !isWritableAndExecutable(update.attributes))
  );
}

/** The step was not done: an error, which for some steps is a panic. */
export function wasRefused({ result }: MpuShown): boolean {
  return result === 'EINVAL' || result === 'ENOENT' || result === 'panic';
}

/** The step was not done for a reason other than that nothing is left. */
export function wasInvalid({ result }: MpuShown): boolean {
  return result === 'EINVAL' || result === 'panic';
}

/** What a step asked of the region map; nothing if it was not tried. */
export function triedUpdate(
  { shown }: ScriptMoment,
  { update }: ScriptAccount,
): Update | undefined {
  return shown.result === 'skipped' ? undefined : update;
}

/** Pages that are to be mapped at a virtual address that is not their physical one. */
export function isMisplaced({ virtual, physical }: MapPages): boolean {
  return Number(virtual) !== pageDown(Number(physical));
}
