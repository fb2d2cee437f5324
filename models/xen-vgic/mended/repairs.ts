/** What can be mended, each by one deviation's id. */
export const repairIds = {
  disableWithdraws: 'DIFF-01',
  keepsDisabledRequest: 'DIFF-02',
  evictsLowest: 'DIFF-03',
  movesVirtual: 'DIFF-04',
  retargetsAgain: 'DIFF-05',
  movesDisabled: 'DIFF-06',
  powersOnTracked: 'DIFF-07',
  latchesForOff: 'DIFF-08',
  honoursCtlr: 'DIFF-09',
  clearsPending: 'DIFF-10',
  readsPending: 'DIFF-11',
  readsActive: 'DIFF-12',
  setsActive: 'DIFF-13',
  clearsActive: 'DIFF-14',
  sgiSources: 'DIFF-15',
  withdrawsLevel: 'DIFF-16',
  resamplesLevel: 'DIFF-17',
  sourceIds: 'DIFF-18',
  sgiPendingReadOnly: 'DIFF-19',
  keptPriorityBits: 'DIFF-20',
  reprioritises: 'DIFF-21',
  targetMasks: 'DIFF-22',
  holdsUntargeted: 'DIFF-23',
  privateTargetBytes: 'DIFF-24',
  storesRouter: 'DIFF-25',
  storesRoutingMode: 'DIFF-26',
  identifies: 'DIFF-30',
  keepsHardwareRequest: 'DIFF-34',
  mergesAtEntry: 'DIFF-35',
  spills: 'DIFF-36',
  switchesAllAprs: 'DIFF-38',
  sgi0r: 'DIFF-44',
  sgiAffinity: 'DIFF-45',
  privateRankReserved: 'DIFF-51',
  movesHardware: 'DIFF-54',
  configures: 'XEN-01',
  deactivatesRemotely: 'XEN-02',
  uniprocessorTargets: 'XEN-03',
  clearsActiveFlag: 'XEN-04',
  ignoresReservedFilter: 'XEN-05',
  collapsesHardware: 'XEN-06',
  readsClearPending: 'XEN-07',
} as const;

/** Which of them are. */
export type Repaired = Readonly<Record<keyof typeof repairIds, boolean>>;

export function repairedBy(ids: readonly string[]): Repaired {
  const entries = Object.entries(repairIds).map(([name, id]) => [name, ids.includes(id)]);
  return Object.fromEntries(entries) as Repaired;
}
