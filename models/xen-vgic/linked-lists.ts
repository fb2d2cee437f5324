/**
 * Doubly linked rings through one link of every interrupt, one ring per vCPU (struct list_head).
 * Unlinking does not ask which ring it is: an interrupt that is on another vCPU's list than the
 * caller believes leaves that one.
 */
export class LinkedLists {
  readonly next: Int16Array;
  readonly previous: Int16Array;
  private readonly empty: Int16Array;

  /**
   * @param nodes how many interrupts; they are numbered from 0
   * @param lists how many lists; the head of list v is the node `nodes + v`
   */
  constructor(
    private readonly nodes: number,
    lists: number,
  ) {
    this.empty = Int16Array.from({ length: nodes + lists }, (_, node) => node);
    this.next = this.empty.slice();
    this.previous = this.empty.slice();
  }

  /** All lists empty. */
  reset(): void {
    this.next.set(this.empty);
    this.previous.set(this.empty);
  }

  head(list: number): number {
    return this.nodes + list;
  }

  isEmpty(list: number): boolean {
    const head = this.nodes + list;
    return this.next[head] === head;
  }

  /** Nothing is on any list. */
  get areEmpty(): boolean {
    return this.next.every((next, node) => next === node);
  }

  /** On some list. */
  isLinked(node: number): boolean {
    return this.next[node] !== node;
  }

  insertBefore(node: number, at: number): void {
    const before = this.previous[at];
    this.next[before] = node;
    this.previous[node] = before;
    this.next[node] = at;
    this.previous[at] = node;
  }

  /** Before the first of strictly lower priority: behind its equals. */
  insertSorted(list: number, node: number, priority: Uint8Array): void {
    const head = this.nodes + list;
    const own = priority[node];
    let at = this.next[head];
    while (at !== head && priority[at] <= own) at = this.next[at];
    this.insertBefore(node, at);
  }

  /** Off whichever list it is on. */
  unlink(node: number): void {
    const { next, previous } = this;
    next[previous[node]] = next[node];
    previous[next[node]] = previous[node];
    next[node] = node;
    previous[node] = node;
  }
}
