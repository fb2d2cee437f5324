/**
 * A mark says by which way an interrupt came to the state it is in. Requirements use marks to know
 * whether they are concerned; their counts are the statistics of what a campaign really met.
 *
 * Each mark is a bitmap over interrupt instances. "Until" says what removes it.
 */
export const Mark = {
  /** Latched by an edge on its input. Until no longer latched. */
  EdgeLatched: 0,
  /** Level: its line fell with the latch clear, before it was acknowledged. Until pending again. */
  LineFell: 1,
  /** Active because it was acknowledged. Until inactive. */
  Acknowledged: 2,
  /** ICPENDR written while its level line was high. Until acknowledged. */
  ClearedWhileAsserted: 3,
  /** ISPENDR written while active, level, line low. Until acknowledged or cleared. */
  SoftPendedWhileActive: 4,
  /** A further edge, SGI or ISPENDR arrived while already latched. Until acknowledged or cleared. */
  Collapsed: 5,
  /** Acknowledged after such a collapse. Until the next stimulus. */
  CollapsedTaken: 6,
  /** ICENABLER written while pending or active. Until enabled again. */
  DisabledWhileAlive: 7,
  /** Was deliverable and its condition disappeared. Until pending or enabled again. */
  Withdrawn: 8,
  /** SPI with several possible PEs, acknowledged by one. Until inactive. */
  SharedTaken: 9,
  /** SGI pending from two or more sources at once. Until neither pending nor active. */
  MultiSource: 10,
  /** GICv3 SGI sent by two different PEs while pending. Until acknowledged or cleared. */
  Merged: 11,
  /** Acknowledged after such a merge. Until the next stimulus. */
  MergedTaken: 12,
  /** Written in the distributor since it was last acknowledged. */
  Written: 13,
  /** Level line high at deactivation. Until acknowledged or the line falls. */
  HighAtDeactivation: 14,
  /** Level line low and latch clear at deactivation. Until the next stimulus. */
  LowAtDeactivation: 15,
  /** ISENABLER written while pending and disabled. Until acknowledged or disabled. */
  EnabledWhilePending: 16,
  /** ICENABLER written while pending. Until enabled again. */
  DisabledWhilePending: 17,
  /** ISPENDR written while pending through its level line only. Until acknowledged or cleared. */
  LatchedOverLine: 18,
  /** ICPENDR written while pending. Until the next stimulus. */
  Cleared: 19,
  /** Active through ISACTIVER. Until inactive. */
  ActivatedByWrite: 20,
  /** Inactive through ICACTIVER. Until active again. */
  DeactivatedByWrite: 21,
  /** Active and pending when ICACTIVER was written. Until acknowledged or no longer pending. */
  PendingAfterDeactivateWrite: 22,
  /** Priority changed while pending. Until acknowledged. */
  ReprioritisedWhilePending: 23,
  /** Priority changed while active. Until inactive. */
  ReprioritisedWhileActive: 24,
  /** Target changed while pending and not active. Until acknowledged. */
  RetargetedWhilePending: 25,
  /** Target changed while active. Until inactive. */
  RetargetedWhileActive: 26,
  /** Pending with no target, then given one. Until acknowledged. */
  ReleasedByTarget: 27,
  /** Configuration changed while disabled, idle and low. Until changed again. */
  Reconfigured: 28,
  /** SGI sent by GICD_SGIR or ICC_SGI*R. Until acknowledged or cleared. */
  Sent: 29,
  /** SGI source set by GICD_SPENDSGIR. Until acknowledged or cleared. */
  SetBySpendsgir: 30,
  /** Deactivated by EOIR or DIR while pending. Until acknowledged or no longer pending. */
  DeactivatedWhilePending: 31,
  /** ISENABLER/ICENABLER, ISPENDR/ICPENDR or ISACTIVER/ICACTIVER written with 0 for this bit. */
  WrittenZero: 32,
  /** Disabled by a write after which RWP read 0 (GICv3). Until enabled again. */
  DisableCompleted: 33,
  /** Pending at some instant since it was last deactivated. Until deactivated while not pending. */
  PendingSinceInactive: 34,
  /** Acknowledged after its target changed while pending. Until the next stimulus. */
  RetargetedTaken: 35,
  /** Active when a list register with HW=1 was loaded for it. Until inactive. */
  HeldByListRegister: 36,
  /** Deactivated with the virtual interrupt of a list register with HW=1. Until active again. */
  ReleasedByListRegister: 37,
  /** An EOIR with EOImode 0 deactivated it. Until acknowledged. */
  EndedByEoir: 38,
  /** An EOIR with EOImode 1 left it active. Until inactive. */
  DroppedOnly: 39,
  /** A DIR with EOImode 1 deactivated it. Until acknowledged. */
  EndedByDir: 40,
  /** A DIR with EOImode 0 named it while it was active. Until inactive. */
  DirIgnored: 41,
  /** Its EOIR came after EOImode was changed with priorities active. Until acknowledged. */
  EndedUnderNewMode: 42,
  /** Another byte of a byte-per-interrupt register was written by a byte access. Until its own is. */
  NeighbourWritten: 43,
  /** SGI: its bit was written with 1 in ISPENDR0 or ICPENDR0 (GIC-DIST-031). */
  SgiPendingWritten: 44,
  /** ICC_SGI0R_EL1 named this SGI of this PE, whatever its group. Until acknowledged. */
  NamedBySgi0r: 45,
  /** A list register with HW=1 holds it, and EOImode 1 dropped only the priority. Until inactive. */
  VirtuallyDropped: 46,
  /** Level line high when a list register with HW=1 released it. Until acknowledged or line low. */
  HighAtVirtualDeactivation: 47,
} as const;
export type Mark = (typeof Mark)[keyof typeof Mark];

/** Number of marks. */
export const MARKS = 48;

/** Names of the marks, by number: `RetargetedWhilePending`. */
export const markNames = Object.keys(Mark);

/** Marks that an acknowledge removes. */
export const UNTIL_ACKNOWLEDGED: readonly Mark[] = [
  Mark.EdgeLatched,
  Mark.ClearedWhileAsserted,
  Mark.SoftPendedWhileActive,
  Mark.Collapsed,
  Mark.Merged,
  Mark.Written,
  Mark.HighAtDeactivation,
  Mark.EnabledWhilePending,
  Mark.LatchedOverLine,
  Mark.PendingAfterDeactivateWrite,
  Mark.ReprioritisedWhilePending,
  Mark.RetargetedWhilePending,
  Mark.ReleasedByTarget,
  Mark.Sent,
  Mark.SetBySpendsgir,
  Mark.NamedBySgi0r,
  Mark.DeactivatedWhilePending,
  Mark.DeactivatedByWrite,
  Mark.ReleasedByListRegister,
  Mark.HighAtVirtualDeactivation,
  Mark.EndedByEoir,
  Mark.EndedByDir,
  Mark.EndedUnderNewMode,
];

/** Marks that clearing the pending state removes. */
export const UNTIL_CLEARED: readonly Mark[] = [
  Mark.EdgeLatched,
  Mark.SoftPendedWhileActive,
  Mark.Collapsed,
  Mark.Merged,
  Mark.LatchedOverLine,
  Mark.Sent,
  Mark.SetBySpendsgir,
];

/** Marks that a new stimulus (edge, SGI, ISPENDR, level line going high) removes. */
export const UNTIL_STIMULUS: readonly Mark[] = [
  Mark.LineFell,
  Mark.CollapsedTaken,
  Mark.MergedTaken,
  Mark.LowAtDeactivation,
  Mark.Cleared,
  Mark.Withdrawn,
  Mark.RetargetedTaken,
];

/** Marks that deactivation removes. */
export const UNTIL_INACTIVE: readonly Mark[] = [
  Mark.Acknowledged,
  Mark.SharedTaken,
  Mark.ActivatedByWrite,
  Mark.ReprioritisedWhileActive,
  Mark.RetargetedWhileActive,
  Mark.HeldByListRegister,
  Mark.VirtuallyDropped,
  Mark.DroppedOnly,
  Mark.DirIgnored,
];
