import type { MpuLayout } from '../../../models/contract/mpu-layout';
import type { MpuScript, MpuScriptStep } from '../../../models/contract/mpu-script';
import type { Range } from './ranges';
import { PAGE, ownRanges, rangeOf, wholePages } from './ranges';

/** Where a step maps or unmaps, and which of the two; nothing for other steps. */
function effectOf(step: MpuScriptStep): { range: Range; maps: boolean } | undefined {
  switch (step.step) {
    case 'map':
    case 'modify':
      return { range: rangeOf(step), maps: true };
    case 'unmap':
      return { range: rangeOf(step), maps: false };
    case 'ioremap':
    case 'copy-from-paddr':
      return { range: wholePages(rangeOf(step)), maps: true };
    case 'map-pages': {
      const end = Number(step.physical) + step.pages * PAGE;
      return { range: wholePages({ start: Number(step.virtual), end }), maps: true };
    }
    case 'unmap-containing':
    case 'iounmap': {
      const start = Number('address' in step ? step.address : step.start);
      return { range: wholePages({ start, end: start + 1 }), maps: false };
    }
    default:
      return undefined;
  }
}

const isInside = (inner: Range, outer: Range): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;
const touches = (one: Range, other: Range): boolean =>
  one.start < other.end && other.start < one.end;

/**
 * Follows a script and tells of each step whether it leaves alone what Xen runs in. Nobody can expect
 * a hypervisor to survive that its own text is unmapped. Ranges that reach out of its own are
 * refused by Xen, so they may be tried.
 */
export class Guard {
  private readonly own: { xen: Range[]; heap?: Range };
  /** Mappings of a part of the heap that were not unmapped yet, if all succeeded. */
  private inHeap = 0;

  constructor(layout: MpuLayout) {
    this.own = ownRanges(layout);
  }

  /** Takes a step if it spares Xen. */
  takes(step: MpuScriptStep): boolean {
    const effect = effectOf(step);
    if (!effect) return true;
    const { range, maps } = effect;
    const { xen, heap } = this.own;
    const isPage = step.step === 'unmap-containing' || step.step === 'iounmap';
    // A page may be unmapped together with all that its region has.
    if (xen.some((one) => (isPage ? touches(range, one) : isInside(range, one)))) return false;
    if (!heap || !isInside(range, heap)) return true;
    if (range.start === heap.start && range.end === heap.end) return false;
    if (maps) {
      // Others are refused, and would have nothing to give back.
      if (step.step === 'map' || step.step === 'map-pages') {
        if (step.flags !== 'rw') return false;
        this.inHeap++;
        return true;
      }
      return false;
    }
    if (this.inHeap === 0) return false;
    this.inHeap--;
    return true;
  }
}

/** Does a script leave alone what Xen runs in? */
export function sparesXen({ layout, steps }: MpuScript): boolean {
  const guard = new Guard(layout);
  return steps.every((step) => guard.takes(step));
}
