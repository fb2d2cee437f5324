/** What of the documented deviations is mended. Each field is one deviation of `deviations.ts`. */
export interface Repairs {
  /**
   * DIFF-01: disabling makes the vCPU that holds the interrupt exit, and an active interrupt is
   * pending in a list register only while it may be forwarded.
   */
  readonly disable: boolean;
  /** DIFF-07: CPU_ON starts with a CPU interface in reset state. */
  readonly powerOn: boolean;
  /** DIFF-10: ICPENDR takes the copy in a list register of another vCPU along. */
  readonly clearPending: boolean;
  /** DIFF-12: ISACTIVER and ICACTIVER read what list registers of other vCPUs hold. */
  readonly activeReads: boolean;
  /** DIFF-13: ISACTIVER activates. */
  readonly setActive: boolean;
  /** DIFF-14: ICACTIVER deactivates. */
  readonly clearActive: boolean;
  /** DIFF-30: ICPIDR2 exists. */
  readonly identification: boolean;
  /** DIFF-36: active interrupts make room for a pending one. */
  readonly overflow: boolean;
  /** DIFF-47: mapped edge interrupts are forwarded without the HW bit. */
  readonly unmappedEdge: boolean;
  /** DIFF-48: an interrupt that moves to another list makes its new vCPU exit. */
  readonly pruneKick: boolean;
  /** DIFF-52: SPENDSGIR ignores sources that do not exist. */
  readonly absentSources: boolean;
  /** DIFF-54: a new target makes the vCPU that holds the interrupt exit. */
  readonly retargetKick: boolean;
  /** DIFF-55: the source of an active SGI is remembered. */
  readonly activeSource: boolean;
  /** K-D1: a request that comes while a level interrupt is active outlives its deactivation. */
  readonly levelLatch: boolean;
  /** K-D3: ISPENDR and ICPENDR read list registers of other vCPUs, and physical state. */
  readonly pendingReads: boolean;
  /** N-CTLR: turning the distributor on queues what waited. */
  readonly distributorOn: boolean;
  /** N-DIR: DIR works from every vCPU. */
  readonly remoteDeactivate: boolean;
  /** N-ICFGR: the physical trigger type follows ICFGR at once. */
  readonly triggerType: boolean;
  /** N-IGROUPR: reads as zero. */
  readonly groupRead: boolean;
  /** N-LINE: the line of a mapped level interrupt is sampled wherever its state is asked for. */
  readonly sampleLine: boolean;
  /** N-OFF: what is on the list of a vCPU that is off can move. */
  readonly offList: boolean;
  /** N-RANGE: registers of interrupts that do not exist are RAZ/WI. */
  readonly range: boolean;
  /** N-SORT: an interrupt compared with itself is locked once. */
  readonly selfComparison: boolean;
  /** N-TARGET: a first target queues what was held. */
  readonly targetQueues: boolean;
  /** N-UP: with one vCPU all of ITARGETSR is RAZ/WI. */
  readonly uniprocessor: boolean;
}

/** The deviation that each repair mends. */
const repairOf: Record<keyof Repairs, string> = {
  disable: 'DIFF-01',
  powerOn: 'DIFF-07',
  clearPending: 'DIFF-10',
  activeReads: 'DIFF-12',
  setActive: 'DIFF-13',
  clearActive: 'DIFF-14',
  identification: 'DIFF-30',
  overflow: 'DIFF-36',
  unmappedEdge: 'DIFF-47',
  pruneKick: 'DIFF-48',
  absentSources: 'DIFF-52',
  retargetKick: 'DIFF-54',
  activeSource: 'DIFF-55',
  levelLatch: 'K-D1',
  pendingReads: 'K-D3',
  distributorOn: 'N-CTLR',
  remoteDeactivate: 'N-DIR',
  triggerType: 'N-ICFGR',
  groupRead: 'N-IGROUPR',
  sampleLine: 'N-LINE',
  offList: 'N-OFF',
  range: 'N-RANGE',
  selfComparison: 'N-SORT',
  targetQueues: 'N-TARGET',
  uniprocessor: 'N-UP',
};

/** The repairs of a set of deviations. */
export function repairsOf(ids: readonly string[]): Repairs {
  const entries = Object.entries(repairOf).map(([repair, id]) => [repair, ids.includes(id)]);
  return Object.fromEntries(entries) as Repairs;
}
