/**
 * What is mended, by the deviation's id: see `deviations.ts`. All false is what KVM does.
 */
const ids = {
  /** ICENABLER makes the vCPU exit that has the interrupt in a list register. */
  withdrawsDisabled: 'DIFF-01',
  /** ICPENDR reads list registers back first. */
  clearsLoadedPending: 'DIFF-10',
  /** ITARGETSR of 0 leaves no target; the next write of a target queues. */
  holdsUntargeted: 'DIFF-23',
  /** IROUTER.IRM is kept if 1-of-N is implemented, and TYPER.No1N tells. */
  routesOneOfN: 'DIFF-26',
  /** ICPIDR2 of GICv2 reads 0x2B. */
  hasRevision: 'DIFF-30',
  /** What pends a level interrupt while it is active outlives its deactivation. */
  keepsLaterLatch: 'DIFF-31',
  /** The latch of a level interrupt ends with its acknowledge. */
  endsLatchAtAcknowledge: 'DIFF-32',
  /** Active interrupts make room for pending ones (the rules of 6.19). */
  spillsActive: 'DIFF-36',
  /** SPENDSGIR takes no sources that do not exist. */
  checksSources: 'DIFF-52',
  /** GICD_CTLR enables each group by itself. */
  separatesGroups: 'DIFF-53',
  /** A retargeted interrupt makes the vCPU exit that has it, and moves at its next entry at last. */
  kicksOldTarget: 'DIFF-54',
  /** ISPENDR and ICPENDR read list registers back first. */
  seesLoadedPending: 'K-D3',
  /** EOIcount goes by the priority at the acknowledge, not by IPRIORITYR. */
  remembersPriority: 'K-D4',
  /** EOIcount goes to interrupts whose active priority ended. */
  countsEndedOnly: 'K-D5',
  /** GICD_CTLR going on queues what is pending. */
  queuesWhenEnabled: 'KVM-CTLR',
  /** IROUTER and ITARGETSR writes queue what is pending. */
  queuesWhenRouted: 'KVM-ROUTE',
  /** Of an edge interrupt's input only rising edges count. */
  seesRisingEdges: 'KVM-EDGE',
  /** DIR is always trapped, and reaches interrupts of other vCPUs. */
  trapsDeactivate: ['C14', 'KVM-DIR'],
  /** All priority bits of the hardware are kept. */
  keepsPriorityBits: 'KVM-PRIO',
  /** Aff3 of IROUTER is kept and compared. */
  comparesAffinity3: 'KVM-AFF3',
  /** ITARGETSR of a uniprocessor is RAZ/WI. */
  ignoresUniprocessorTargets: 'KVM-UP',
  /** The pending state of a mapped level interrupt includes its latch. */
  seesMappedLatch: 'KVM-MAPPED',
  /** Mapped edge interrupts are forwarded without binding list registers to them. */
  forwardsEdges: 'KVM-HWEDGE',
  /** The fall of the line of a mapped level interrupt is seen. */
  seesFallingLine: 'KVM-FALL',
  /** ICFGR of a mapped interrupt reaches the physical one. */
  configuresPhysical: 'KVM-HWCFG',
  /** What is pending leaves the list of a vCPU that is powered off. */
  leavesPoweredOff: 'KVM-OFF',
  /** An active interrupt that is disabled is loaded without its pending bit. */
  presentsLetThrough: 'KVM-GATE',
  /** CPU_ON starts without active priorities. */
  resetsPriorities: 'KVM-APR',
  /** ISACTIVER leaves the source of an SGI that is active already. */
  keepsActiveSource: 'C12',
  /** Several sources of an SGI hold nothing back. */
  presentsAllSources: 'C13',
} as const;

export type Repairs = Readonly<Record<keyof typeof ids, boolean>>;

/** The repairs that belong to these ids of deviations. */
export function repairsOf(mended: readonly string[]): Repairs {
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => [
      name,
      [id].flat().some((one) => mended.includes(one)),
    ]),
  ) as Repairs;
}
