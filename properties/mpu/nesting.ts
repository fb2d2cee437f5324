import type { MpuScriptStep, MpuShown, MpuTableEntry } from '../../models/contract/mpu-script';
import type { ScriptAccount, Span } from './script-account';
import { allowsSame, attributesOf, isSameTable, lookUp } from './table';
import { updateOf } from './updates';

interface Pair {
  span: Span;
  /** The table before it was mapped. */
  before: readonly MpuTableEntry[];
}

/**
 * Mappings that may still become properly nested pairs of map and unmap: nothing else has changed
 * the table since the oldest of them.
 */
export class Nesting {
  private open: Pair[] = [];

  /** The pair that a step closes, or should; nothing if it closes none. */
  closes(step: MpuScriptStep, { machine }: ScriptAccount): Pair | undefined {
    const update = updateOf(step, machine);
    const last = this.open.at(-1);
    if (!update || !last || last.span.start !== update.span.start) return undefined;
    if (update.does === 'unmap') return last.span.end === update.span.end ? last : undefined;
    return update.does === 'containing' ? last : undefined;
  }

  /** A step has ended. The account is that of the step. */
  follow(step: MpuScriptStep, shown: MpuShown, account: ScriptAccount): void {
    const { tableBefore, machine } = account;
    if (shown.result !== 'ok' || step.step === 'create-domain') return;
    if (this.closes(step, account)) this.open.pop();
    else if (isMapping(step, account)) {
      this.open.push({ span: updateOf(step, machine)!.span, before: tableBefore });
    } else if (!isSameTable(tableBefore, shown.table)) this.open = [];
  }
}

/** It makes a mapping, rather than changes one. */
function isMapping(step: MpuScriptStep, { tableBefore, machine, el2 }: ScriptAccount): boolean {
  const update = updateOf(step, machine);
  if (update?.does !== 'map') return false;
  const found = lookUp(tableBefore, update.span);
  if (!found) return false;
  return !found.entry || allowsSame(attributesOf(found.entry, el2), update.attributes);
}
