import type { Machine } from '../contract/machine';
import type { CpuInterfaceV2 } from '../architecture/cpu-interface-v2';
import type { CpuInterfaceV3 } from '../architecture/cpu-interface-v3';
import type { Hardware } from '../architecture/guest-system';
import { PhysicalDistributor } from '../architecture/physical-distributor';
import type { ListRegisters, PhysicalDeactivation } from '../architecture/list-registers';
import type { PriorityInterface, PriorityShape } from '../architecture/priority-interface';
import { Misr, VirtualInterface } from '../architecture/virtual-interface';
import { QemuCpuInterfaceV2 } from './cpu-interface-v2';
import { QemuCpuInterfaceV3 } from './cpu-interface-v3';
import { QemuDistributorV2 } from './distributor-v2';
import { QemuListRegisters } from './list-registers';
import { readPieces, writePieces } from './raw-interface-v2';
import { QemuPriorityV2, QemuPriorityV3 } from './priority-interface';

/** ICH_VTR_EL2.IDbits = 1 (0x90b80003 was read). */
const IDBITS_24 = 1 << 23;

/**
 * The list-register hardware that the real hypervisors were measured on: the virtual CPU interface
 * of QEMU 10.0.2, GICv2 and GICv3. `C<n>` are the measured corrections of the KVM digest, `V<n>` the
 * probes in test/observations/data/qemu-gicv2-probes.txt.
 *
 * Not here, because no hypervisor modelled does it: list registers beyond VTR (V7), active priorities
 * that survive a reset (V8), RES0 bits that are kept.
 */
export class QemuVirtualInterface extends VirtualInterface {
  protected override makeListRegisters(
    machine: Machine,
    priorityBits: number,
    pe: number,
    distributor: PhysicalDeactivation,
  ): ListRegisters {
    return new QemuListRegisters(machine.gic, machine.listRegisters, priorityBits, pe, distributor);
  }

  protected override makePriority(shape: PriorityShape): PriorityInterface {
    return this.gic === 2 ? new QemuPriorityV2(shape) : new QemuPriorityV3(shape);
  }

  protected override makeCpuInterface(): CpuInterfaceV2 | CpuInterfaceV3 {
    return this.gic === 2
      ? new QemuCpuInterfaceV2(this, this.priority)
      : new QemuCpuInterfaceV3(this, this.priority);
  }

  override rawRead(offset: number, size: number): readonly [low: number, high: number] {
    return readPieces(this, offset, size);
  }

  override rawWrite(offset: number, size: number, low: number, high: number): void {
    writePieces(this, offset, size, low, high);
  }

  /** GICv3: VGrp0D follows the enable of Group 1 (C16; VGrp0DIE = 1 and IGRPEN0 = 0 showed 0). */
  override groupMaintenance(): number {
    const { groups } = this.priority;
    if (this.gic === 2) return super.groupMaintenance();
    const group0 = ((groups & 1) !== 0 ? Misr.VGrp0E : 0) | ((groups & 2) !== 0 ? 0 : Misr.VGrp0D);
    const group1 = (groups & 2) !== 0 ? Misr.VGrp1E : Misr.VGrp1D;
    return (group0 | group1) & this.control;
  }

  override readVtr(): number {
    return super.readVtr() | (this.gic === 3 ? IDBITS_24 : 0);
  }

  /** GICv3: VPMR keeps its unimplemented low bits, and they count (0xe2 was written and read). */
  override writeVmcr(value: number): void {
    super.writeVmcr(value);
    if (this.gic === 3) this.priority.pmr = value >>> 24;
  }
}

/** One per physical CPU. */
export const qemuHardware: Hardware = Object.assign(
  (machine: Machine, pe: number, physical: PhysicalDeactivation) =>
    new QemuVirtualInterface(machine, pe, physical),
  {
    distributor: (machine: Machine) =>
      machine.gic === 2 ? new QemuDistributorV2(machine) : new PhysicalDistributor(machine),
  },
);
