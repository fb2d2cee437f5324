import type { MpuScriptStep, MpuShown, MpuTableEntry } from '../../models/contract/mpu-script';
import type { ScriptAccount, Span } from './script-account';
import { allowsSame, attributesOf, isSameTable } from './table';
import type { Update } from './updates';

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

  /** The pair that the step in hand closes, or should; nothing if it closes none. */
  closes({ update }: ScriptAccount): Pair | undefined {
    const last = this.open.at(-1);
    if (!update || !last || last.span.start !== update.span.start) return undefined;
    if (update.does === 'unmap') return last.span.end === update.span.end ? last : undefined;
    return update.does === 'containing' ? last : undefined;
  }

  /** A step has ended. The account is that of the step. */
  follow(step: MpuScriptStep, shown: MpuShown, account: ScriptAccount): void {
    const { tableBefore, update } = account;
    if (shown.result !== 'ok' || step.step === 'create-domain') return;
    if (this.closes(account)) this.open.pop();
    else if (update && isMapping(update, account)) {
      this.open.push({ span: update.span, before: tableBefore });
    } else if (!isSameTable(tableBefore, shown.table)) this.open = [];
  }
}

/** It makes a mapping, rather than changes one. */
function isMapping(update: Update, { found, el2 }: ScriptAccount): boolean {
  if (update.does !== 'map' || !found) return false;
  return !found.entry || allowsSame(attributesOf(found.entry, el2), update.attributes);
}
