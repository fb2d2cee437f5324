/**
 * What a hypervisor keeps per interrupt, at a moment when no vCPU is in the guest: the white-box
 * observation that a real one can give, too (KVM: `vgic-state` in debugfs, by the names of
 * `struct vgic_irq`). All are numbers; 0 and 1 where they say whether something is so.
 */
export interface InterruptState {
  intid: number;
  /** Whose private interrupt; NOBODY for an SPI. */
  bank: number;
  pendingLatch: number;
  lineLevel: number;
  active: number;
  enabled: number;
  /** Mapped to a physical interrupt. */
  hw: number;
  /** Level-sensitive. */
  level: number;
  group: number;
  /** vCPU that it is sent to, or NOBODY. */
  targetVcpu: number;
  /** GICv2: ITARGETSR. GICv3: affinity, Aff2.Aff1.Aff0. */
  targets: number;
  /** GICv2 SGIs: sources with a pending request, as bits. */
  source: number;
  /** 0 highest. */
  priority: number;
  /** vCPU on whose ap_list it is, or NOBODY. */
  vcpu: number;
}

/** A distributor and its interrupts: those of each vCPU by number, then the SPIs. */
export interface GicState {
  gic: 2 | 3;
  /** GICD_CTLR forwards interrupts. */
  enabled: number;
  interrupts: InterruptState[];
}

/** No vCPU. */
export const NOBODY = -1;
