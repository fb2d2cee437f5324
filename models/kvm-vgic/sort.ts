import type { Interrupts } from './interrupts';
import { Irq } from './interrupts';

/** Behind every priority. */
const LAST_CLASS = 1 << 9;

/**
 * Up to 6.18: active interrupts first, in the order they are in; then what is pending and enabled,
 * by priority; then the rest.
 */
export function activeFirstKey(interrupts: Interrupts, irq: number): number {
  const state = interrupts.state[irq];
  if ((state & Irq.Active) !== 0) return -1;
  const waits = (state & Irq.Enabled) !== 0 && interrupts.isPending(irq);
  return waits ? interrupts.priority[irq] : LAST_CLASS;
}

/**
 * From 6.19: deliverable on this vCPU, group enabled, pending and not active, priority, mapped.
 * @param groups enables of the vCPU's interface, bit n for Group n
 */
export function pendingFirstKey(
  interrupts: Interrupts,
  irq: number,
  vcpu: number,
  groups: number,
): number {
  const state = interrupts.state[irq];
  const group = (state & Irq.Group1) !== 0 ? 1 : 0;
  const waits = (state & Irq.Active) === 0 && interrupts.isPending(irq);
  return (
    (interrupts.targetOf(irq) === vcpu ? 0 : 1 << 12) |
    (((groups >> group) & 1) !== 0 ? 0 : 1 << 11) |
    (waits ? 0 : 1 << 10) |
    (interrupts.priority[irq] << 1) |
    ((state & Irq.Hardware) !== 0 ? 0 : 1)
  );
}

/**
 * Sorts a list by the key of each entry, keeping the order of equal ones.
 * @returns number of comparisons
 */
export function sortByKey(list: Int16Array, keys: Int32Array, length: number): number {
  let comparisons = 0;
  for (let at = 1; at < length; at++) {
    const irq = list[at];
    const key = keys[at];
    let to = at;
    for (; to > 0; to--) {
      comparisons++;
      if (keys[to - 1] <= key) break;
      list[to] = list[to - 1];
      keys[to] = keys[to - 1];
    }
    list[to] = irq;
    keys[to] = key;
  }
  return comparisons;
}
