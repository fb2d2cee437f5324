/** What a step showed. */
export const Outcome = {
  /** Nothing to see: a write that was accepted, a device step. */
  None: 0,
  /** A value was read. */
  Value: 1,
  /** A synchronous external abort (data abort) was taken. */
  Abort: 2,
  /** The instruction was UNDEFINED. */
  Undefined: 3,
  /** The access trapped to EL2 (ICH_HCR_EL2.TC, TALL0, TALL1, TDIR). */
  Trap: 4,
  /** The step had nothing to act on (an EOI with nothing acknowledged, a vCPU that is off). */
  Skipped: 5,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

export const outcomeNames = ['none', 'value', 'abort', 'undefined', 'trap', 'skipped'] as const;

/** The interrupt lines of one PE, as bits. */
export const Line = {
  /** Physical IRQ input. */
  Irq: 1,
  /** Physical FIQ input. */
  Fiq: 2,
  /** Virtual IRQ. */
  Virq: 4,
  /** Virtual FIQ. */
  Vfiq: 8,
  /** The maintenance interrupt request of the virtual interface (before it becomes a PPI). */
  Maintenance: 16,
} as const;

export const lineNames = ['irq', 'fiq', 'virq', 'vfiq', 'maintenance'] as const;
