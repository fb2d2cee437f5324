import { SPURIOUS } from '../contract/machine';
import { Line } from '../contract/observation';
import { CpuInterfaceV2, GROUP_1_PENDING } from '../architecture/cpu-interface-v2';
import type { PriorityInterface } from '../architecture/priority-interface';
import type { VirtualInterface } from '../architecture/virtual-interface';
import type { QemuListRegisters } from './list-registers';

const BOTH_GROUPS = 3;
/** INTID [9:0]. */
const INTID = 0x3ff;

/** GICV_* as QEMU 10.0.2 has it. */
export class QemuCpuInterfaceV2 extends CpuInterfaceV2 {
  constructor(
    private readonly virtual: VirtualInterface,
    priority: PriorityInterface,
  ) {
    super(virtual, priority);
  }

  /** Of both groups as soon as one is enabled: a disabled group is chosen as well (probes V1, V2). */
  override candidate(): number {
    return this.priority.groups === 0 ? -1 : this.virtual.highestPending(BOTH_GROUPS);
  }

  /**
   * What IAR and HPPIR look at: the candidate, if PMR lets it through (C2, probe V4). From here on it
   * is an INTID: of two registers with the same one the first that is not inactive is meant, be it
   * active (V11).
   */
  private unmasked(): number {
    const candidate = this.candidate();
    if (candidate < 0) return -1;
    if (!this.priority.isUnmasked(this.virtual.priorityOf(candidate))) return -1;
    const listRegisters = this.virtual.listRegisters as QemuListRegisters;
    return listRegisters.firstOf(listRegisters.intid[candidate]);
  }

  /** A disabled group is not signalled, and hides the other one if it is the candidate. */
  override lines(): number {
    const candidate = this.signalled();
    if (candidate < 0) return 0;
    const group = this.virtual.groupOf(candidate);
    if (((this.priority.groups >> group) & 1) === 0) return 0;
    return this.usesFiq(group) ? Line.Fiq : Line.Irq;
  }

  /** Acknowledges a disabled group too (V1); 1022 whatever the running priority is (V17). */
  override readIar(): number {
    const candidate = this.unmasked();
    if (candidate < 0) return SPURIOUS;
    if (this.hidesFromIar(candidate)) return GROUP_1_PENDING;
    const group = this.virtual.groupOf(candidate);
    if (!this.priority.preempts(this.virtual.priorityOf(candidate), group)) return SPURIOUS;
    return this.acknowledge(candidate);
  }

  /** Under PMR, without the source of an SGI (C1, C2). */
  override readHppir(): number {
    const candidate = this.unmasked();
    if (candidate < 0) return SPURIOUS;
    if (this.hidesFromIar(candidate)) return GROUP_1_PENDING;
    return this.virtual.listRegisters.intid[candidate];
  }

  /** GICV_AIAR, AHPPIR and AEOIR do not exist (probe V5). */
  override readAiar(): number {
    return 0;
  }

  override readAhppir(): number {
    return 0;
  }

  override writeAeoir(_value: number): void {
    // Ignored.
  }

  /**
   * With EOImode 0 a register that is active is deactivated even if no priority was dropped (C4); a
   * miss counts only if one was, and never with EOImode 1 (C5, probe V12). Groups play no part.
   */
  override endOfInterrupt(value: number, intid: number, _group: number): void {
    if (this.isSpecial(intid)) return;
    const dropped = this.priority.drop();
    if (this.priority.eoiMode !== 0) return;
    const { listRegisters } = this.virtual;
    const index = listRegisters.findActive(value & INTID);
    if (index >= 0) listRegisters.deactivate(index);
    else if (dropped) this.virtual.countMiss();
  }
}
