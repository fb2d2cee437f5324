import { CpuInterfaceV3 } from '../architecture/cpu-interface-v3';
import type { PriorityInterface } from '../architecture/priority-interface';
import type { VirtualInterface } from '../architecture/virtual-interface';

/** ICC_CTLR_EL1.IDbits = 1: INTIDs of 24 bits (0x8c00 was read). */
const IDBITS_24 = 1 << 11;

/** ICV_*_EL1 as QEMU 10.0.2 has it. */
export class QemuCpuInterfaceV3 extends CpuInterfaceV3 {
  constructor(
    private readonly virtual: VirtualInterface,
    priority: PriorityInterface,
  ) {
    super(virtual, priority);
  }

  override readCtlr(): number {
    return super.readCtlr() | IDBITS_24;
  }

  /**
   * Any EOIR drops the highest active priority, whatever its INTID and group. A miss counts in both
   * EOImodes (C5). A register that is found is deactivated only if its priority, masked as it stands
   * now, is the one dropped, and its group is that of the EOI register (C6).
   */
  override endOfInterrupt(value: number, intid: number, group: number): void {
    if (this.isSpecial(intid)) return;
    const { priority, virtual } = this;
    const { listRegisters } = virtual;
    const running = priority.running;
    if (!priority.drop()) return;
    const index = listRegisters.findActive(value);
    if (index < 0) {
      virtual.countMiss();
      return;
    }
    if (listRegisters.groupOf(index) !== group) return;
    if (priority.groupPriority(listRegisters.priority[index], group) !== running) return;
    if (priority.eoiMode === 0 || listRegisters.isLpi(value)) listRegisters.deactivate(index);
  }
}
